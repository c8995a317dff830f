"""The request that a row stands for into JSON: its times as texts, its numbers exact."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal


def request_text(value: object, indent: str = "") -> str:
    """Return a request as JSON that the commands read again, and that says the same."""
    inner = f"{indent}  "
    match value:
        case dict() if value:
            parts = [f"{json.dumps(k)}: {request_text(v, inner)}" for k, v in value.items()]
            return _laid_out("{", parts, "}", indent)
        case list() if value:
            return _laid_out("[", [request_text(each, inner) for each in value], "]", indent)
        case date():
            return json.dumps(value.isoformat())
        case Decimal() if value.is_finite():
            return str(value)
        case Decimal():
            return json.dumps(str(value))
        case _:
            return json.dumps(value)


def _laid_out(opening: str, parts: list[str], closing: str, indent: str) -> str:
    lines = f",\n{indent}  ".join(parts)
    return f"{opening}\n{indent}  {lines}\n{indent}{closing}"
