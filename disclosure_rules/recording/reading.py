"""Rows of a log into what was recorded, each text checked against the hash that the chain has."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from disclosure_rules.recording.canonical import SALT, is_digest_of
from disclosure_rules.recording.errors import LogError
from disclosure_rules.recording.packing import unpack

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

_SELECT: Final = (
    "SELECT r.number, r.id, r.kind, r.content, r.facts, c.text, c.subject, c.about, c.reference, "
    "f.text FROM records r "
    "LEFT JOIN contents c ON c.number = r.number LEFT JOIN facts f ON f.number = r.number "
)
BESIDE: Final = "r.kind <> 'decision'"
"""What stands beside decisions, in the words of the index of it: without them it is not used."""
WITH_SUBJECT: Final = "c.subject IS NOT NULL"
"""What is about a data subject, in the words of its index, which several subjects need."""


@dataclass(frozen=True, slots=True, repr=False)
class Recorded:
    """What was recorded; its `repr` shows nothing of what it holds."""

    number: int
    id: UUID
    kind: str
    content: dict[str, Any] | None
    """What the record says; None once it has been removed."""
    facts: dict[str, Any] | None
    """What it takes to decide again; None if there was none, or once it has been removed."""
    had_facts: bool

    @property
    def lacks_something(self) -> bool:
        """Whether something of it has been removed."""
        return self.content is None or (self.had_facts and self.facts is None)

    def as_dict(self) -> dict[str, Any]:
        """Return the record as plain data."""
        said = {"number": self.number, "kind": self.kind, "id": str(self.id)}
        if self.content is None:
            return said | {"removed": ["content", "input"] if self.had_facts else ["content"]}
        said |= self.content
        if self.facts is not None and "input" in self.facts:
            said["input"] = self.facts["input"]
        elif self.had_facts and self.facts is None:
            said["removed"] = ["input"]
        return said

    def __repr__(self) -> str:
        """Show its kind, its number and its id."""
        return f"Recorded({self.kind!r}, {self.number}, {str(self.id)!r})"


def read(connection: sqlite3.Connection, where: str, *values: object) -> Iterator[Recorded]:
    """Yield the records for which a condition of SQL holds, in their order.

    Raises:
        LogError: What a record holds is not what was recorded.
    """
    for row in connection.execute(f"{_SELECT} WHERE {where} ORDER BY r.number", values):
        yield _recorded(*row)


def _recorded(  # noqa: PLR0913, PLR0917 - the columns of a row
    number: int,
    identifier: bytes,
    kind: str,
    content: bytes,
    facts: bytes | None,
    packed_content: bytes | None,
    subject: bytes | None,
    about: bytes | None,
    reference: str | None,
    packed_facts: bytes | None,
) -> Recorded:
    text, told = None, None
    if packed_content is not None:
        named = reference.encode() if isinstance(reference, str) else reference
        if is_digest_of(content, packed_content, subject, about, named):
            text = unpack(packed_content)
        if text is None:
            raise LogError("altered", number=number)
    if packed_facts is not None:
        if text is not None and is_digest_of(facts, packed_facts):
            told = unpack(packed_facts, text)
        if told is None:
            raise LogError("altered", number=number)
    said = None if text is None else _told(text, number)
    if said is not None:
        said.pop(SALT, None)
    return Recorded(
        number,
        id_of(identifier, number),
        kind,
        said,
        None if told is None else _told(told, number),
        facts is not None,
    )


def _told(text: bytes, number: int) -> dict[str, Any]:
    """Return what a text says; no release has written any that is no mapping."""
    try:
        said = json.loads(text)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise LogError("altered", number=number)
    return said


def id_of(identifier: bytes, number: int) -> UUID:
    """Return the id of a record.

    Raises:
        LogError: It is none.
    """
    try:
        return UUID(bytes=identifier)
    except (TypeError, ValueError):
        raise LogError("altered", number=number) from None
