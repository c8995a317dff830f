"""Batches of rows into batches of decisions, with what all of them have in common.

Each batch comes out with its rows in the order in which they came. Nothing is held from one batch
to the next but how the columns are read and the SQL that was made, so that memory does not grow.
"""

from __future__ import annotations

import json
from collections import Counter
from contextlib import ExitStack, closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.compute

from disclosure_rules.tables.arrow import types_in_duckdb
from disclosure_rules.tables.binding import ADDED, Binding, Form, added_name, bind
from disclosure_rules.tables.cells import as_python
from disclosure_rules.tables.child_records import ChildRecords
from disclosure_rules.tables.deciding import REJECTED_ROWS, Answer, RowDecider
from disclosure_rules.tables.errors import TableError
from disclosure_rules.tables.facts import ROW
from disclosure_rules.tables.list_columns import twice
from disclosure_rules.tables.lower import OUTCOME
from disclosure_rules.tables.mapping import TableMapping

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from disclosure_rules.decision import Decision
    from disclosure_rules.language.phrases import Reader
    from disclosure_rules.language.policy import PolicySet
    from disclosure_rules.tables.child_records import Joined

REJECTED: Final = "rejected"
NO_MAPPING: Final = TableMapping()


class DecidedBatch(NamedTuple):
    """What was said of some rows."""

    rows: pa.Table
    """Those that were decided, as they came, with what was decided beside."""
    rejects: pa.Table
    """The numbers of those that were not, with the reasons."""
    counts: Counter[str]
    """How many came out how."""
    by_rule: Counter[str]
    """How many each rule permitted or prohibited."""
    may_leave: pa.Array
    """Of each row that was decided, whether it is permitted with nothing left to fulfil first."""
    without_row: Mapping[str, int]
    """By the path of a list: how many records of its child table have belonged to no row so far."""


class Order(NamedTuple):
    """How a table is to be read, and what of it may leave."""

    form: Form = "native"
    """How its cells say what they say."""
    mapping: TableMapping = NO_MAPPING
    """What its columns are, where their names do not say it."""
    fulfilled: Collection[str] = ()
    """The ids of `before` obligations that have been fulfilled."""
    reader: Reader = "en"
    """The language in which faults of rows are told."""


def decided_batches(
    policy_set: PolicySet,
    decide: Callable[[Mapping[str, object]], Decision],
    batches: Iterable[pa.Table],
    order: Order,
) -> Iterator[DecidedBatch]:
    """Yield what is decided of each batch of rows.

    Args:
        policy_set: The policies.
        decide: What decides one request under them.
        batches: Rows, a table at a time, all with the same columns.
        order: How they are to be read, and what of them may leave.

    Raises:
        TableError: The columns do not fit the vocabulary, SQL cannot ask what a rule asks, or no
            record of a child table belongs to any row.
    """
    decider: RowDecider | None = None
    first = 0
    with ExitStack() as stack:
        lists = stack.enter_context(
            closing(ChildRecords(policy_set.vocabulary, order.mapping.lists))
        )
        for rows in batches:
            whole = _with_values(rows, order.mapping, order.form)
            if decider is None:
                binding = _bound(policy_set, rows, whole, order, lists)
                decider = RowDecider(
                    policy_set, decide, binding, fulfilled=order.fulfilled, reader=order.reader
                )
                stack.enter_context(closing(decider))
            numbers = pa.array(range(first, first + len(rows)), pa.int64())
            joined = lists.join(whole.append_column(ROW, numbers), order.form)
            answer = _answer(decider, joined, order.reader)
            yield _beside(rows, first, answer, policy_set.digest, lists.without_row)
            first += len(rows)
        strangers = [*lists.strangers()]
        if strangers:
            raise TableError(strangers)


def request_of(policy_set: PolicySet, row: pa.Table, order: Order) -> dict[str, Any]:
    """Return the request that the only row of a table stands for.

    Raises:
        TableError: The columns do not fit the vocabulary, or nobody knows a list of the row.
    """
    whole = _with_values(row, order.mapping, order.form)
    with closing(ChildRecords(policy_set.vocabulary, order.mapping.lists)) as lists:
        binding = _bound(policy_set, row, whole, order, lists)
        joined = lists.join(whole, order.form)
    for problems in joined.refused.values():
        raise TableError(problems)
    cells = {name: as_python(joined.rows[name][0]) for name in joined.rows.column_names}
    return binding.request(cells)


def _bound(
    policy_set: PolicySet, rows: pa.Table, whole: pa.Table, order: Order, lists: ChildRecords
) -> Binding:
    """Return which column gives which fact, when all records are taken in."""
    mapping = order.mapping
    types: dict[str, Any] = dict(types_in_duckdb(whole))
    added = {path: added_name(path) for path in (*mapping.values, *lists.columns)}
    types |= {name: None for name in added.values() if name not in types}
    complete = replace(mapping, columns={**mapping.columns, **added})
    problems = [*lists.problems, *twice(mapping)]
    for each in lists.columns.values():
        problems += each.other_kinds(types, order.form)
    try:
        binding = bind(policy_set.vocabulary, rows.column_names, types, order.form, complete)
    except TableError as error:
        raise TableError(dict.fromkeys((*problems, *error.problems))) from None
    if problems:
        raise TableError(dict.fromkeys(problems))
    lists.load(types, order.form)
    return replace(binding, lists={path: each.form for path, each in lists.columns.items()})


def _with_values(rows: pa.Table, mapping: TableMapping, form: Form) -> pa.Table:
    """Return rows with a column for each fact that the mapping says is alike in every row."""
    for path, value in mapping.values.items():
        cell: Any = value
        if form == "json" or (form == "text" and not isinstance(value, str)):
            cell = json.dumps(value)
        # Where there are no rows, too, a value says of which type it is.
        kind = pa.array([cell]).type if form == "native" else pa.string()
        column = pa.array([cell] * len(rows), kind)
        rows = rows.append_column(added_name(path), column)
    return rows


def _in_order(decided: pa.Table) -> pa.Table:
    """Return rows in the order of their numbers, which SQL mostly keeps."""
    numbers = decided[ROW].combine_chunks()
    ordered = pa.compute.all(pa.compute.less(numbers[:-1], numbers[1:])).as_py()
    return decided.sort_by(ROW) if ordered is False else decided


def _answer(decider: RowDecider, joined: Joined, reader: Reader) -> Answer:
    """Return what is said of rows; those of which nobody knows a list are not decided."""
    if not joined.refused:
        return decider.decide(joined.rows)
    numbers = joined.rows[ROW]
    kept = [place not in joined.refused for place in range(len(numbers))]
    decided, rejected = decider.decide(joined.rows.filter(pa.array(kept, pa.bool_())))
    refused = [
        {ROW: numbers[place].as_py(), "reasons": [each.text(reader) for each in problems]}
        for place, problems in joined.refused.items()
    ]
    return Answer(
        decided, pa.concat_tables([rejected, pa.Table.from_pylist(refused, REJECTED_ROWS)])
    )


def _beside(
    rows: pa.Table, first: int, answer: Answer, digest: str, without_row: Mapping[str, int]
) -> DecidedBatch:
    decided = _in_order(answer.decided)
    kept = rows
    if len(decided) < len(rows):
        kept = rows.take(pa.compute.subtract(decided[ROW], first))
    for name in ADDED[:-1]:
        kept = kept.append_column(name, decided[name])
    kept = kept.append_column("digest", pa.repeat(digest, len(kept)))
    counts: Counter[str] = Counter()
    for said in pa.compute.value_counts(decided[OUTCOME]).to_pylist():
        counts[said["values"]] += said["counts"]
    if len(answer.rejected):
        counts[REJECTED] += len(answer.rejected)
    by_rule: Counter[str] = Counter()
    flat = pa.compute.list_flatten(decided["rules"])
    for said in pa.compute.value_counts(flat).to_pylist():
        by_rule[said["values"]] += said["counts"]
    permitted = pa.compute.equal(decided[OUTCOME], "permitted")
    nothing_open = pa.compute.equal(pa.compute.list_value_length(decided["open"]), 0)
    may_leave = pa.compute.and_(permitted, nothing_open)
    rejected = answer.rejected.sort_by(ROW)
    return DecidedBatch(kept, rejected, counts, by_rule, may_leave, without_row)
