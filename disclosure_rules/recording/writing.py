"""Entries into the tables of a log, in one transaction: each at the end of the chain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from disclosure_rules.recording.chain import Tail

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from disclosure_rules.recording.entries import Entry

INSERTS: Final = (
    "INSERT INTO records (number, id, kind, content, facts, previous, digest) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)",
    "INSERT INTO contents (number, text, subject, about, reference) VALUES (?, ?, ?, ?, ?)",
    "INSERT INTO facts (number, text) VALUES (?, ?)",
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
    records, contents, facts = [], [], []
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
    for insert, rows in zip(INSERTS, (records, contents, facts), strict=True):
        connection.executemany(insert, rows)
