"""Plain data into the one text that is hashed for it: keys sorted, no spaces, as UTF-8."""

from __future__ import annotations

import json
from hashlib import sha256
from secrets import token_hex
from typing import Any, Final

_write: Final = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")
).encode
SALT: Final = "salt"
"""Under which name a salt stands."""


def canonical(data: Any) -> bytes:
    """Return plain data (texts, whole numbers, booleans, lists, mappings) as canonical JSON."""
    return _write(data).encode()


def salted(text: bytes) -> bytes:
    """Return canonical JSON of something about a data subject, with a salt before it.

    Once it has been removed, its digest stays. Without a salt, whoever guesses it could tell by the
    digest that it was so.
    """
    return b'{"%b":"%b",%b' % (SALT.encode(), token_hex(16).encode(), text[1:])


def digest_of(*parts: bytes | None) -> bytes:
    """Return the sha256 of a row of a table: of each part with its length before it, in order."""
    # Written out, since this is done for each record there is.
    return sha256(
        b"".join([b"-" if part is None else b"%d:%b" % (len(part), part) for part in parts])
    ).digest()


def is_digest_of(digest: Any, *parts: Any) -> bool:
    """Tell whether a row has a digest; it has none if a part of it is no longer of its type."""
    try:
        return bool(digest_of(*parts) == digest)
    except TypeError:
        return False
