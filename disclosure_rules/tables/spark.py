"""Frames of Spark into frames with decisions, by expressions of Spark alone.

    decided = decide_spark(engine.policy_set, frame)
    decided.rows        # the plain rows, with six columns more
    decided.rejects     # the others, with the reasons why they were not decided
    decided.may_leave   # what may be handed over

Columns are called `c0`, `c1` … while they are worked with, so that no name of theirs is ever SQL.
Each row goes along as a struct: nothing is joined back to it, and none can be lost on the way.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from pyspark.sql import DataFrame
from pyspark.sql import functions as f
from sqlglot import exp

from disclosure_rules.language.phrases import printable, texts_of
from disclosure_rules.language.policy import HEAD_PATHS
from disclosure_rules.tables.binding import ADDED, Binding, bind
from disclosure_rules.tables.candidates import Spoken, rules_without_rows
from disclosure_rules.tables.decided_spark import DecidedSpark
from disclosure_rules.tables.errors import CannotLower, TableError, problem
from disclosure_rules.tables.facts import AT, MOMENT, ROW
from disclosure_rules.tables.lower import OUTCOME, Lowered, lower
from disclosure_rules.tables.mapping import TableMapping
from disclosure_rules.tables.nodes import Node, chosen, column, compared, own, sql, text, whole
from disclosure_rules.tables.spark_constants import with_constants
from disclosure_rules.tables.spark_lists import decide_with_lists
from disclosure_rules.tables.spark_moments import Epoch, epochs_of, with_known
from disclosure_rules.tables.spark_printing import call, odd_nodes, printed
from disclosure_rules.tables.spark_reading import PLAIN, ReadColumns, Reasoned, read_columns
from disclosure_rules.tables.spark_types import bound_type
from disclosure_rules.tables.spark_verdicts import MAY_LEAVE, verdict_columns

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from disclosure_rules.language.policy import InForce, PolicySet
    from disclosure_rules.language.vocabulary import Vocabulary

FrameT = TypeVar("FrameT")
REASONS: Final = "reasons"


def decide_spark(
    policy_set: PolicySet,
    frame: FrameT,
    *,
    mapping: TableMapping | None = None,
    fulfilled: Collection[str] = (),
) -> DecidedSpark[FrameT]:
    """Return what is decided of each row of a frame of Spark.

    Args:
        policy_set: The policies.
        frame: One row for each item, with a column for each fact.
        mapping: What its columns are, where their names do not say it.
        fulfilled: The ids of `before` obligations that have been fulfilled.

    Raises:
        TableError: The frame does not fit the vocabulary, has too many moments, or Spark cannot
            be asked what a rule asks.
    """
    if not isinstance(frame, DataFrame):
        raise TableError([problem("no_spark_frame")])
    if frame.isStreaming:
        raise TableError([problem("spark_streaming")])
    mapping = mapping or TableMapping()

    def decide(rows: DataFrame, mapping: TableMapping) -> DecidedSpark[Any]:
        return _Deciding(policy_set, rows, mapping, fulfilled).decided()

    if mapping.lists:
        return decide_with_lists(policy_set.vocabulary, frame, mapping, decide)
    return decide(frame, mapping)


class _Deciding:
    def __init__(
        self,
        policy_set: PolicySet,
        frame: DataFrame,
        mapping: TableMapping,
        fulfilled: Collection[str],
    ) -> None:
        self._policy_set = policy_set
        self._mapping = mapping
        self._fulfilled = fulfilled
        self._names = frame.columns
        self._places = [f"c{place}" for place in range(len(self._names))]
        self._came = with_constants(frame.toDF(*self._places), mapping.values)
        self._binding, self._read = self._bound()
        self._row = f"struct({', '.join(self._places)}) AS `{ROW}`"

    def _bound(self) -> tuple[Binding, ReadColumns]:
        constants = {path: f"= {path}" for path in self._mapping.values}
        names = [*self._names, *constants.values()]
        types = [bound_type(field.dataType) for field in self._came.schema.fields]
        known = dict(zip(names, types, strict=True))
        mapping = self._mapping
        complete = TableMapping(
            {**mapping.columns, **constants}, mapping.values, mapping.given, mapping.also
        )
        vocabulary = self._policy_set.vocabulary
        binding = bind(vocabulary, self._names, known, "native", complete)
        places = dict(zip(names, self._came.columns, strict=True))
        return binding, read_columns(binding, known, places)

    def decided(self) -> DecidedSpark[Any]:
        came = self._came.selectExpr("*", f"{printed(self._read.moment)} AS `{MOMENT}`")
        epochs = epochs_of(self._policy_set, came, self._lowered)
        said = [self._said(epoch, came) for epoch in epochs]
        every = reduce(DataFrame.unionAll, said) if said else self._nothing()
        rows = every.selectExpr(f"`{ROW}`.*", *(f"`{name}`" for name in ADDED))
        may_leave = every.where(f.col(MAY_LEAVE)).selectExpr(f"`{ROW}`.*")
        return DecidedSpark(
            rows.toDF(*self._names, *ADDED),
            self._rejects(came, epochs),
            may_leave.toDF(*self._names),
            self._binding,
            {f"= {path}": value for path, value in self._mapping.values.items()},
        )

    def _lowered(self, in_force: InForce) -> Lowered:
        vocabulary, values = self._policy_set.vocabulary, self._mapping.values
        # What heads may find is known before any row is looked at where the mapping says it.
        heads = {path: [cast("Any", values.get(path))] for path in HEAD_PATHS.values()}
        without = rules_without_rows(vocabulary, in_force, Spoken(heads, {}))
        return _in_spark(vocabulary, in_force, lower(vocabulary, in_force, without))

    def _said(self, epoch: Epoch, came: DataFrame) -> DataFrame:
        """Return what is said of the rows of an epoch."""
        lowered = epoch.lowered
        facts = epoch.rows(came).selectExpr(
            *map(printed, self._read.facts),
            *map(printed, epoch.columns()),
            # It stands last: of each earlier column that holds others, Spark makes a constraint,
            # and of that as many as there are ways to put later names in the place of the others.
            self._row,
            f"{_once(sql(self._read.plain))} AS `{PLAIN}`",
        )
        found = _selected(lowered.select, facts.where(f.col(PLAIN)))
        columns = verdict_columns(lowered, self._fulfilled)
        said = {
            OUTCOME: column(OUTCOME),
            **columns,
            "digest": text(self._policy_set.digest),
        }
        return found.selectExpr(
            f"`{ROW}`",
            *(f"{printed(said[name])} AS `{name}`" for name in (*ADDED, MAY_LEAVE)),
        )

    def _nothing(self) -> DataFrame:
        """Return no rows, where no moment is known."""
        kinds = ("STRING", *("ARRAY<STRING>",) * 4, "STRING", "BOOLEAN")
        names = (*ADDED, MAY_LEAVE)
        nothing = (f"CAST(NULL AS {k}) AS `{n}`" for k, n in zip(kinds, names, strict=True))
        return self._came.selectExpr(self._row, *nothing).where(f.lit(False))  # noqa: FBT003 - a literal

    def _rejects(self, came: DataFrame, epochs: Sequence[Epoch]) -> DataFrame:
        """Return the rows that are not plain, with the reasons."""
        told = exp.Array(
            expressions=[
                own(chosen(((each.plain, exp.Null()),), text(_reason(each))))
                for each in dict.fromkeys(self._read.reasons)
            ]
        )
        read = with_known(came, epochs).selectExpr(
            self._row, f"`{AT}`", f"{_once(call('ARRAY_COMPACT', told))} AS `{REASONS}`"
        )
        odd = read.where(f.col(AT).isNull() | (f.size(REASONS) > 0))
        late = f.array(f.lit(texts_of("tables", "en")["spark_reject_late"]))
        reasons = f.when(f.size(REASONS) > 0, f.col(REASONS)).otherwise(late).alias(REASONS)
        return odd.select(f.col(f"{ROW}.*"), reasons).toDF(*self._names, REASONS)


def _in_spark(vocabulary: Vocabulary, in_force: InForce, lowered: Lowered) -> Lowered:
    """Return what was lowered, if Spark is known to take all of it as it is meant."""
    if _is_odd(lowered):
        every = {rule.name: rule for rule in (*in_force.deny_rules, *in_force.allow_rules)}
        for name, rule in every.items():
            if _is_odd(lower(vocabulary, in_force, every.keys() - {name})):
                raise CannotLower("not_in_spark", name, rule.span)
    return lowered


def _is_odd(lowered: Lowered) -> bool:
    return any(odd_nodes(each) for columns in _levels(lowered.select) for each in columns)


def _levels(select: exp.Select) -> Iterator[Sequence[Node]]:
    """Yield the columns of a SELECT, those of the innermost first.

    What stands in a table of moments stands beside the facts already, so that none is joined.
    """
    below = select.args["from_"].this
    if isinstance(below, exp.Subquery):
        yield from _levels(cast("exp.Select", below.this))
    yield select.expressions


def _selected(select: exp.Select, facts: DataFrame) -> DataFrame:
    for columns in _levels(select):
        facts = facts.selectExpr(
            *(
                f"{_once(each.this)} AS `{OUTCOME}`"
                if each.alias == OUTCOME and not isinstance(each.this, exp.Column)
                else printed(each)
                for each in columns
            )
        )
    return facts


def _once(value: Node) -> str:
    """Return a value that Spark works out where it stands, and nowhere else.

    A filter on it would be moved below, and all that it was made of asked a second time. What
    depends on the partition stays where it is; and no partition has a number below zero.
    """
    here = compared("at_least", call("SPARK_PARTITION_ID"), whole(0))
    return printed(chosen(((here, value),), exp.Null()))


def _reason(reasoned: Reasoned) -> str:
    template = texts_of("tables", "en")[f"spark_reject_{reasoned.code}"]
    return str(template.format_map({"column": printable(reasoned.column)}))
