"""Entries into the tables of a log, in one transaction: each at the end of the chain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from disclosure_rules.recording.chain import Tail

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from disclosure_rules.recording.entries import Entry

INSERTS: Final = (
    "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?)",
    "INSERT INTO contents VALUES (?, ?, ?, ?, ?)",
    "INSERT INTO facts VALUES (?, ?)",
)


def tail_of(connection: sqlite3.Connection) -> Tail:
    """Return where the chain ends."""
    last = connection.execute(
        "SELECT number, digest FROM records ORDER BY number DESC LIMIT 1"
    ).fetchone()
    return Tail() if last is None else Tail(*last)


def write(connection: sqlite3.Connection, entries: Iterable[Entry]) -> None:
    """Write entries after what is there, within a transaction of the caller's."""
    tail = tail_of(connection)
    rows: tuple[list[Any], ...] = ([], [], [])
    records, contents, facts = rows
    for entry in entries:
        record = tail.follow(entry)
        tail = Tail(record.number, record.digest)
        about = None if entry.about is None else entry.about.bytes
        records.append(record)
        contents.append(
            (record.number, entry.packed_content, entry.subject, about, entry.reference)
        )
        if entry.packed_facts is not None:
            facts.append((record.number, entry.packed_facts))
    for insert, each in zip(INSERTS, rows, strict=True):
        connection.executemany(insert, each)
