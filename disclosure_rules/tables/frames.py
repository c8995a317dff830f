"""Frames into frames: each row with its decision, and the rows that are no requests apart.

    decided = decide_frame(engine.policy_set, engine.decide, frame)
    decided.rows        # a frame of the same kind, with six columns more
    decided.rejects     # rows that are no valid request, each with its reasons

A frame of pandas, Polars or PyArrow, or a relation of DuckDB; what comes out is of the same kind.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, TypeVar

import pyarrow as pa

from disclosure_rules.tables.arrow import as_arrow
from disclosure_rules.tables.batches import NO_MAPPING, Order, decided_batches, request_of
from disclosure_rules.tables.decided_table import DecidedTable
from disclosure_rules.tables.errors import TableError, problem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from disclosure_rules.decision import Decision
    from disclosure_rules.language.policy import PolicySet
    from disclosure_rules.tables.mapping import TableMapping

FrameT = TypeVar("FrameT")
ROWS_AT_ONCE: Final = 250_000
"""How many rows are held while they are decided."""


def decide_frame(
    policy_set: PolicySet,
    decide: Callable[[Mapping[str, object]], Decision],
    frame: FrameT,
    *,
    mapping: TableMapping | None = None,
    fulfilled: Collection[str] = (),
) -> DecidedTable[FrameT]:
    """Return what is decided of each row of a frame.

    Args:
        policy_set: The policies.
        decide: What decides one request under them.
        frame: One row for each item, with a column for each fact.
        mapping: What its columns are, where their names do not say it.
        fulfilled: The ids of `before` obligations that have been fulfilled.

    Raises:
        TableError: The frame does not fit the vocabulary, or SQL cannot ask what a rule asks.
    """
    rows, back = as_arrow(frame)
    decided: list[pa.Table] = []
    rejects: list[pa.Table] = []
    counts: Counter[str] = Counter()
    without_row: Mapping[str, int] = {}
    batches = (
        rows.slice(start, ROWS_AT_ONCE) for start in range(0, max(len(rows), 1), ROWS_AT_ONCE)
    )
    order = Order(mapping=mapping or NO_MAPPING, fulfilled=fulfilled)
    for batch in decided_batches(policy_set, decide, batches, order):
        decided.append(batch.rows)
        rejects.append(batch.rejects)
        counts.update(batch.counts)
        without_row = batch.without_row
    every, refused = pa.concat_tables(decided), pa.concat_tables(rejects)
    return DecidedTable(back(every), back(refused), counts, without_row)


def request_of_row(
    policy_set: PolicySet, frame: Any, number: int, *, mapping: TableMapping | None = None
) -> dict[str, Any]:
    """Return the request that a row of a frame stands for, whether it was decided or refused.

    Args:
        policy_set: The policies.
        frame: The rows.
        number: Which of them, counted from 0.
        mapping: What its columns are, where their names do not say it.

    Raises:
        TableError: There is no such row, or the frame does not fit the vocabulary.
    """
    rows, _ = as_arrow(frame)
    if not 0 <= number < len(rows):
        raise TableError([problem("no_row", row=number, rows=len(rows))])
    return request_of(policy_set, rows.slice(number, 1), Order(mapping=mapping or NO_MAPPING))
