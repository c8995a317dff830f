"""Orders into what a log no longer holds: what is too old, or what one data subject may demand.

The chain of hashes stays as it is. What records say, and their facts, go out of the tables beside
it, in one transaction with a record that names the order and the numbers of what went.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from disclosure_rules.recording.disclosing import owed_still
from disclosure_rules.recording.errors import LogError
from disclosure_rules.recording.removals import parts_of, runs_of
from disclosure_rules.recording.writing import INSERTS, tail_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterable

    from disclosure_rules.recording.database import Database
    from disclosure_rules.recording.entries import Entry
    from disclosure_rules.recording.removals import Occasion

BATCH: Final = 5000
"""So many records are looked at in one transaction, since others wait meanwhile."""


@dataclass(frozen=True, slots=True)
class RemovalOrder:
    """By what something is removed."""

    occasion: Occasion
    text: str
    """Which order it is, such as the number of a letter or of a plan; no name of a client."""
    only_facts: bool
    """Whether what the records say stays, and only the facts go."""

    def __post_init__(self) -> None:
        """Refuse an order that says nothing."""
        if not self.text.strip():
            raise LogError("order_unnamed")

    def said(self, numbers: Collection[int]) -> dict[str, Any]:
        """Return what the record of a removal says."""
        return {
            "occasion": self.occasion,
            "order": self.text,
            "parts": list(parts_of(only_facts=self.only_facts)),
            "removed": [list(run) for run in runs_of(numbers)],
        }


@dataclass(frozen=True, slots=True)
class Removed:
    """What came of an order."""

    records: int
    """Of how many something was removed, or would be."""
    kept: int = 0
    """How many decisions that are old enough stay: for what is owed, or what came of them later."""
    removals: tuple[str, ...] = ()
    """The ids of the records that say so."""


def erase(
    database: Database,
    order: RemovalOrder,
    pseudonyms: Callable[[sqlite3.Connection], Collection[bytes]],
    entry: Callable[[dict[str, Any]], Entry],
    *,
    trial: bool,
) -> Removed:
    """Remove what a log holds about a data subject.

    Args:
        database: The log.
        order: By what it is removed.
        pseudonyms: What finds what stands for the data subject.
        entry: What makes the entry of a removal.
        trial: Whether only to count.
    """
    with database.reading() if trial else database.writing() as connection:
        numbers = _of_client(connection, pseudonyms(connection), order)
        removals = () if trial else _remove(connection, order, numbers, entry)
    if not trial:
        database.clean()
    return Removed(len(numbers), removals=removals)


def prune(
    database: Database,
    order: RemovalOrder,
    limit: bytes,
    entry: Callable[[dict[str, Any]], Entry],
    *,
    trial: bool,
) -> Removed:
    """Remove what is old enough, batch by batch.

    Args:
        database: The log.
        order: By what it is removed.
        limit: The first id that is not old enough.
        entry: What makes the entry of a removal.
        trial: Whether only to count.
    """
    with database.reading() as connection:
        end = tail_of(connection).number
    records, kept = 0, 0
    removals: tuple[str, ...] = ()
    for after in range(0, end, BATCH):
        with database.reading() if trial else database.writing() as connection:
            numbers, staying = _older_than(connection, limit, after, order)
            removals += () if trial else _remove(connection, order, numbers, entry)
        records, kept = records + len(numbers), kept + staying
    if not trial:
        database.clean()
    return Removed(records, kept, removals)


def _remove(
    connection: sqlite3.Connection,
    order: RemovalOrder,
    numbers: Collection[int],
    entry: Callable[[dict[str, Any]], Entry],
) -> tuple[str, ...]:
    """Remove what records say, or their facts, and record it; return the id of that record."""
    if not numbers:
        return ()
    made = entry(order.said(numbers))
    record = tail_of(connection).follow(made)
    # INVARIANT: the database lets texts go only between these two, as the schema says.
    connection.execute(INSERTS[0], record)
    for table in ("facts",) if order.only_facts else ("facts", "contents"):
        delete = f"DELETE FROM {table} WHERE number BETWEEN ? AND ?"  # noqa: S608 - two names
        connection.executemany(delete, runs_of(numbers))
    connection.execute(INSERTS[1], (record.number, made.packed_content, None, None, None))
    return (str(made.id),)


def _of_client(
    connection: sqlite3.Connection, pseudonyms: Iterable[bytes], order: RemovalOrder
) -> list[int]:
    """Return the numbers of the records about a data subject that hold what is to go.

    Raises:
        LogError: Something is still owed to the data subject, and the record of it would go.
    """
    numbers: list[int] = []
    for pseudonym in pseudonyms:
        if order.only_facts:
            numbers += _numbers(
                connection,
                "SELECT c.number FROM contents c JOIN facts f USING (number) WHERE c.subject = ?",
                pseudonym,
            )
            continue
        owed = owed_still(connection, "c.subject = ?", pseudonym)
        if owed:
            listed = ", ".join(f"{duty.obligation} ({duty.decision_id})" for duty in owed)
            raise LogError("owed_still", duties=listed)
        numbers += _numbers(connection, "SELECT number FROM contents WHERE subject = ?", pseudonym)
    return numbers


def _older_than(
    connection: sqlite3.Connection, limit: bytes, after: int, order: RemovalOrder
) -> tuple[list[int], int]:
    """Return what of a batch of records is old enough to go, and how many decisions stay.

    A decision goes together with all that came of it. It stays while something is owed by it, or
    what came of it is not old enough.

    Args:
        connection: The log.
        limit: The first id that is not old enough.
        after: The number after which the batch begins.
        order: By what it goes.
    """
    batch = (after, after + BATCH, limit)
    if order.only_facts:
        facts = (
            "SELECT r.number FROM records r JOIN facts f USING (number) "
            "WHERE r.number > ? AND r.number <= ? AND r.id < ? AND r.kind = 'decision'"
        )
        return _numbers(connection, facts, *batch), 0
    heads = dict(
        connection.execute(
            "SELECT r.id, r.number FROM records r JOIN contents c USING (number) WHERE r.number > ?"
            " AND r.number <= ? AND r.id < ? AND r.kind IN ('decision', 'invalid_request')",
            batch,
        )
    )
    came: dict[bytes, list[int]] = {}
    staying: set[bytes] = set()
    for head, number, identifier in connection.execute(
        "SELECT h.id, r.number, r.id FROM records h JOIN contents c ON c.about = h.id "
        "JOIN records r ON r.number = c.number WHERE h.number > ? AND h.number <= ? AND h.id < ?",
        batch,
    ):
        came.setdefault(head, []).append(number)
        if identifier >= limit:
            staying.add(head)
    owed = owed_still(connection, "r.number > ? AND r.number <= ? AND r.id < ?", *batch)
    staying.update(UUID(duty.decision_id).bytes for duty in owed)
    numbers = []
    for head, number in heads.items():
        if head not in staying:
            numbers += [number, *came.get(head, ())]
    return numbers, len(staying)


def _numbers(connection: sqlite3.Connection, select: str, *values: object) -> list[int]:
    return [number for (number,) in connection.execute(select, values)]
