"""Plain data into the one text that is hashed for it: keys sorted, no spaces, as UTF-8."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any, Final

_write: Final = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")
).encode


def canonical(data: Any) -> bytes:
    """Return plain data (texts, whole numbers, booleans, lists, mappings) as canonical JSON."""
    return _write(data).encode()


def digest_of(text: bytes) -> bytes:
    """Return the sha256 of a text."""
    return sha256(text).digest()
