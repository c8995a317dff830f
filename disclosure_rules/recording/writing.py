"""Entries into the tables of a log, in one transaction: each at the end of the chain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from disclosure_rules.recording.chain import Tail, digest_after

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
    number, digest = tail_of(connection)
    rows: tuple[list[Any], ...] = ([], [], [])
    records, contents, facts = rows
    # Written out as `Tail.follow` has it: whoever else writes waits meanwhile.
    for entry in entries:
        number, previous = number + 1, digest
        digest = digest_after(entry.head, number, previous)
        hashes = entry.content_digest, entry.facts_digest, previous, digest
        records.append((number, entry.id.bytes, entry.kind, *hashes))
        about = None if entry.about is None else entry.about.bytes
        contents.append((number, entry.packed_content, entry.subject, about, entry.reference))
        if entry.packed_facts is not None:
            facts.append((number, entry.packed_facts))
    for insert, each in zip(INSERTS, rows, strict=True):
        connection.executemany(insert, each)
