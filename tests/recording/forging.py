"""Logs that somebody rewrote who knows how: every hash fits again."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any
from uuid import UUID

from disclosure_rules.recording.canonical import canonical
from disclosure_rules.recording.chain import Tail
from disclosure_rules.recording.entries import Entry
from disclosure_rules.recording.packing import unpack

if TYPE_CHECKING:
    from pathlib import Path


def unguarded(path: Path, *statements: str) -> None:
    """Change a log by SQL, as somebody who takes the guards away and puts them back."""
    with closing(sqlite3.connect(path)) as connection:
        guards = connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _, statement in guards:
            connection.execute(statement)
        connection.commit()


def forge(path: Path, number: int, content: Any = None, facts: Any = None) -> None:
    """Let functions change what a record says, and its facts; work out all hashes anew."""
    with closing(sqlite3.connect(path)) as connection:
        guards = connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        tail = Tail()
        for row in connection.execute(
            "SELECT r.number, r.id, r.kind, c.text, c.subject, c.about, c.reference, f.text "
            "FROM records r JOIN contents c USING (number) LEFT JOIN facts f USING (number) "
            "ORDER BY number"
        ).fetchall():
            entry = _entry(row, content, facts) if row[0] == number else _entry(row, None, None)
            record = tail.follow(entry)
            tail = Tail(record.number, record.digest)
            connection.execute(
                "UPDATE records SET content = ?, facts = ?, previous = ?, digest = ? "
                "WHERE number = ?",
                (record.content, record.facts, record.previous, record.digest, record.number),
            )
            connection.execute(
                "UPDATE contents SET text = ? WHERE number = ?",
                (entry.packed_content, record.number),
            )
            connection.execute(
                "UPDATE facts SET text = ? WHERE number = ?", (entry.packed_facts, record.number)
            )
        for _, statement in guards:
            connection.execute(statement)
        connection.commit()


def _entry(row: Any, content: Any, facts: Any) -> Entry:
    _, identifier, kind, packed, subject, about, reference, packed_facts = row
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
