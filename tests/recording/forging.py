"""Logs that somebody rewrote who knows how: every hash fits again."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any
from uuid import UUID

from disclosure_rules.recording.canonical import canonical
from disclosure_rules.recording.chain import BEFORE_THE_FIRST, digest_of_record
from disclosure_rules.recording.entries import Entry
from disclosure_rules.recording.packing import unpack

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def unguarded(path: Path, *statements: str) -> None:
    """Change a log by SQL, as somebody who takes the guards away and puts them back."""
    with _without_guards(path) as connection:
        for statement in statements:
            connection.execute(statement)


def forge(path: Path, number: int, content: Any = None, facts: Any = None) -> None:
    """Let functions change what a record says, and its facts; work out all hashes anew."""
    with _without_guards(path) as connection:
        forged = _forged(connection, number, content, facts)
        connection.execute(
            "UPDATE contents SET text = ? WHERE number = ?", (forged.packed_content, number)
        )
        if forged.packed_facts is not None:
            connection.execute(
                "UPDATE facts SET text = ? WHERE number = ?", (forged.packed_facts, number)
            )
        previous = BEFORE_THE_FIRST
        connection.execute(
            "UPDATE records SET content = ?, facts = ? WHERE number = ?",
            (forged.content_digest, forged.facts_digest, number),
        )
        for each, *parts in connection.execute(
            "SELECT number, id, kind, content, facts FROM records ORDER BY number"
        ).fetchall():
            digest = _digest(each, *parts, previous)
            connection.execute(
                "UPDATE records SET previous = ?, digest = ? WHERE number = ?",
                (previous, digest, each),
            )
            previous = digest


def _digest(*parts: Any) -> bytes:
    return digest_of_record(*parts)


@contextmanager
def _without_guards(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as connection:
        guards = connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _, statement in guards:
            connection.execute(statement)
        connection.commit()


def _forged(connection: sqlite3.Connection, number: int, content: Any, facts: Any) -> Entry:
    identifier, kind, packed, subject, about, reference, packed_facts = connection.execute(
        "SELECT r.id, r.kind, c.text, c.subject, c.about, c.reference, f.text "
        "FROM records r JOIN contents c USING (number) LEFT JOIN facts f USING (number) "
        "WHERE number = ?",
        (number,),
    ).fetchone()
    text = unpack(packed)
    assert text is not None
    known = None if packed_facts is None else unpack(packed_facts, text)
    return Entry(
        UUID(bytes=identifier),
        kind,
        _changed(text, content),
        facts=None if known is None else _changed(known, facts),
        subject=subject,
        about=None if about is None else UUID(bytes=about),
        reference=reference,
    )


def _changed(text: bytes, change: Any) -> bytes:
    if change is None:
        return text
    data = json.loads(text)
    return canonical(change(data) or data)
