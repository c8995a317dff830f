"""Time explanations: many items and many consents, alike and all different, beside the deciding.

    python benchmarks/explain.py [ITEMS [CONSENTS]]

What is printed are seconds of processor time, so that a busy machine shows little in them, and the
ratio to deciding the same request.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any

from disclosure_rules import Engine

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
CATEGORIES = ("transaction_data", "contact_data", "name", "personal_code", "other_client_data")


def request(items: int, consents: int, *, alike: bool) -> dict[str, Any]:
    """Return a request whose items are alike but for name and category, or all concern others."""
    return {
        "operation": "transmit",
        "purpose": "protect_rights",
        "moment": "2026-11-22T12:00:00+02:00",
        "recipient": {"id": "r-9", "kind": "other_third_person"},
        "client": {
            "id": "c-1",
            "consents": [
                {
                    "id": f"n-{number}",
                    "purposes": ["offers" if number % 2 else "protect_rights"],
                    "recipients": ["partner" if number % 3 else "third_person"],
                    "data": ["name"],
                    "given_at": "2026-01-01T00:00:00Z",
                    "recorded_in": "contract",
                }
                for number in range(consents)
            ],
            "stop_demands": [],
            "breaches": [{"id": "b-7", "occurred_at": "2026-09-01T00:00:00+03:00"}],
        },
        "items": [
            {
                "name": f"item-{number}",
                "category": CATEGORIES[number % len(CATEGORIES)],
                "related_to": ["b-8"] if alike else [f"b-{100 + number}"],
            }
            for number in range(items)
        ],
    }


def seconds(work: Callable[[], object]) -> float:
    """Return the least of three times, in seconds of processor time."""
    taken = []
    for _ in range(3):
        started = process_time()
        work()
        taken.append(process_time() - started)
    return min(taken)


def main() -> None:
    """Print how long each form takes."""
    given = [int(argument) for argument in sys.argv[1:]]
    items, consents = [*given, 200, 100][:2] if len(given) != 1 else [given[0], 100]
    engine = Engine.load(ROOT / "policies" / "ekspressjob")
    for alike in (True, False):
        asked = request(items, consents, alike=alike)
        decision = engine.decide(asked)
        deciding = seconds(lambda asked=asked: engine.decide(asked))  # type: ignore[misc]
        kind = "alike" if alike else "all different"
        groups = len(decision.explain().as_dict()["items"])
        assert groups == (min(items, len(CATEGORIES)) if alike else items)
        print(f"{items} items, {kind}, {consents} consents: {groups} explanations")
        print(f"  decide         {deciding:6.2f} s")
        forms: dict[str, Callable[[], object]] = {
            "text": lambda d=decision: str(d.explain("et")),  # type: ignore[misc]
            "Markdown": lambda d=decision: d.explain("et").markdown(),  # type: ignore[misc]
            "page": lambda d=decision: d.explain("et").html(),  # type: ignore[misc]
            "JSON": lambda d=decision: json.dumps(d.explain("et").as_dict()),  # type: ignore[misc]
            "remedies": decision.remedies,
        }
        for form, work in forms.items():
            taken = seconds(work)
            print(f"  {form:14} {taken:6.2f} s  {taken / deciding:5.1f} times deciding")


if __name__ == "__main__":
    main()
