"""How names, paths, dates and durations look, and what editors say of what does not look so."""

from __future__ import annotations

from typing import Any, Final

from disclosure_rules.language.times import TIME_PATTERN

ID_PATTERN: Final = r"^[a-z][a-z0-9_]*$"
REFERENCE_PATTERN: Final = r"^([a-z][a-z0-9_]*#)?[a-z][a-z0-9_]*$"
QUALIFIED_PATTERN: Final = r"^[a-z][a-z0-9_]*#[a-z][a-z0-9_]*$"
PATH_PATTERN: Final = r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$"
LIST_PATTERN: Final = r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$"
DATE_PATTERN: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
DURATION_PATTERN: Final = r"^[0-9]{1,7} (hour|day|month|year)s?$"
SHA256_PATTERN: Final = r"^[0-9a-f]{64}$"
LANGUAGE_PATTERN: Final = r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$"

_SAYS: Final = {
    ID_PATTERN: "A name has small letters, digits and `_`, and begins with a letter.",
    REFERENCE_PATTERN: "A name is written `name`, or `policy#name`.",
    QUALIFIED_PATTERN: "A name is written with its policy here: `policy#name`.",
    PATH_PATTERN: "The path of a fact is written like `recipient.kind`.",
    LIST_PATTERN: "The path of a list is written like `client.consents`.",
    DATE_PATTERN: "A date is written like `2026-01-31`.",
    DURATION_PATTERN: "A duration is written like `30 days`.",
    SHA256_PATTERN: "A sha256 has 64 characters, each `0` to `9` or `a` to `f`.",
    LANGUAGE_PATTERN: "A language is written as its code, like `et`.",
    TIME_PATTERN: "A time is written with its offset, like `2026-01-31T12:00:00+02:00`.",
}


def text_schema(pattern: str | None = None) -> dict[str, Any]:
    """Return the JSON Schema of a text of a pattern, or of any text that is not empty.

    Editors that know `errorMessage` show it in the place of a pattern that nobody can read.
    """
    if pattern is None:
        said = "A text stands here, in quotes if it looks like a number."
        return {"type": "string", "minLength": 1, "errorMessage": said}
    told = {"errorMessage": _SAYS[pattern]} if pattern in _SAYS else {}
    return {"type": "string", "pattern": pattern, **told}
