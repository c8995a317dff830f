"""Frames of Spark into frames with decisions, by expressions of Spark alone.

    decided = decide_spark(engine.policy_set, frame)
    decided.rows        # the plain rows, with six columns more
    decided.rejects     # the others, with the reasons why they were not decided
    decided.may_leave   # what may be handed over

Columns are called `c0`, `c1` … while they are worked with, so that no name of theirs is ever SQL.
Each row goes along as it came: nothing is joined back to it, and none can be lost on the way.
"""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar, cast

import sqlglot
from pyspark.sql import DataFrame
from pyspark.sql import functions as f
from sqlglot import exp

from disclosure_rules.language.phrases import printable, texts_of
from disclosure_rules.tables.binding import ADDED, Binding, added_name, bind
from disclosure_rules.tables.candidates import Spoken, rules_without_rows
from disclosure_rules.tables.decided_spark import DecidedSpark
from disclosure_rules.tables.errors import CannotLower, TableError, problem
from disclosure_rules.tables.facts import AT, MOMENT, ROW
from disclosure_rules.tables.lower import OUTCOME, Lowered, lower
from disclosure_rules.tables.mapping import TableMapping
from disclosure_rules.tables.nodes import (
    Node,
    chosen,
    column,
    conj,
    given,
    own,
    sql,
    text,
)
from disclosure_rules.tables.spark_constants import with_constants
from disclosure_rules.tables.spark_lists import decide_with_lists
from disclosure_rules.tables.spark_moments import Epoch, epochs_of, look, with_known
from disclosure_rules.tables.spark_printing import DIALECT, call, odd_nodes, printed
from disclosure_rules.tables.spark_reading import (
    PLAIN,
    ReadColumns,
    Reasoned,
    facts_in,
    read_columns,
)
from disclosure_rules.tables.spark_seen import NOTHING_SEEN, Question, Seen, questions
from disclosure_rules.tables.spark_types import Bound, bound_type
from disclosure_rules.tables.spark_verdicts import MAY_LEAVE, verdict_columns

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from disclosure_rules.language.policy import InForce, PolicySet
    from disclosure_rules.language.vocabulary import Vocabulary
    from disclosure_rules.tables.facts import Common
    from disclosure_rules.tables.facts import Reader as Facts

FrameT = TypeVar("FrameT")
REASONS: Final = "reasons"
MOST_RULES: Final = 125
"""How many rules may concern a frame: what Spark plans and compiles grows with them."""
JUDGED: Final = "judged"
_MUCH: Final = 1_500
"""How many letters make a method too long for the JVM to compile."""


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
        TableError: The frame does not fit the vocabulary, has too many moments or is concerned by
            too many rules, or Spark cannot be asked what a rule asks.
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
        came = with_constants(frame.toDF(*self._places), mapping.values)
        self._columns = self._bound(came)
        self._read = self._columns.read()
        self._came = came.selectExpr("*", f"{printed(self._read.moment)} AS `{MOMENT}`")

    def _bound(self, came: DataFrame) -> _Columns:
        constants = {path: added_name(path) for path in self._mapping.values}
        names = [*self._names, *constants.values()]
        types = [bound_type(field.dataType) for field in came.schema.fields]
        known = dict(zip(names, types, strict=True))
        mapping = self._mapping
        complete = replace(mapping, columns={**mapping.columns, **constants})
        vocabulary = self._policy_set.vocabulary
        binding = bind(vocabulary, self._names, known, "native", complete)
        return _Columns(binding, known, dict(zip(names, came.columns, strict=True)))

    def decided(self) -> DecidedSpark[Any]:
        moments, seen = look(self._came, self._columns.questions())
        self._seen = seen
        epochs = epochs_of(self._policy_set, moments, self._lowered)
        said = [self._said(epoch) for epoch in epochs]
        every = reduce(DataFrame.unionAll, said) if said else self._nothing()
        carried = self._carried()
        rows = every.selectExpr(*carried, *(f"`{name}`" for name in ADDED))
        may_leave = every.where(f.col(MAY_LEAVE)).selectExpr(*carried)
        return DecidedSpark(
            rows.toDF(*self._names, *ADDED),
            self._rejects(epochs),
            may_leave.toDF(*self._names),
            self._columns.binding,
            {added_name(path): value for path, value in self._mapping.values.items()},
        )

    def _carried(self) -> list[str]:
        """Return what the columns that came in are called once facts are read.

        One that is a fact as it stands is called so, lest each row have it twice.
        """
        return [f"`{self._called(place)}`" for place in self._places]

    def _called(self, place: str) -> str:
        return self._read.as_they_came.get(place, place)

    def _lowered(self, in_force: InForce) -> Lowered:
        vocabulary, seen = self._policy_set.vocabulary, self._seen
        without = rules_without_rows(vocabulary, in_force, Spoken(seen.heads(), {}))
        rules = (*in_force.allow_rules, *in_force.deny_rules)
        count = len(rules) - len(without)
        if count > MOST_RULES:
            details = {"count": f"{count:,}", "most": f"{MOST_RULES:,}"}
            raise TableError([problem("spark_rules", **details)])
        reader = self._columns.facts(seen.common(vocabulary))
        return _in_spark(vocabulary, in_force, reader, without)

    def _said(self, epoch: Epoch) -> DataFrame:
        """Return what is said of the rows of an epoch."""
        lowered = epoch.lowered
        facts = epoch.rows(self._came).selectExpr(
            *(f"`{place}` AS `{self._called(place)}`" for place in self._came.columns),
            *map(printed, self._read.facts),
            *map(printed, epoch.columns()),
        )
        found = self._selected(lowered.select, facts)
        said = {
            OUTCOME: column(OUTCOME),
            **verdict_columns(lowered, self._fulfilled),
            "digest": text(self._policy_set.digest),
        }
        return _with(found, self._carried(), said)

    def _selected(self, select: exp.Select, facts: DataFrame) -> DataFrame:
        """Return what is selected from the facts of rows that are plain."""
        first, *further = _levels(select)
        truths: list[Node] = []
        for each in first[1:]:
            truths += [text(each.alias), each.this]
        # One column for all, so that none is asked of a row that is not plain.
        called = {name: self._called(place) for name, place in self._columns.places.items()}
        plain = self._columns._replace(places=called).read(self._seen).plain
        judged = chosen(
            ((plain, call("NAMED_STRUCT", text(PLAIN), exp.true(), *truths)),), exp.Null()
        )
        facts = facts.selectExpr("*", f"{_once(judged)} AS `{JUDGED}`")
        facts = facts.where(f.col(JUDGED).isNotNull())
        facts = facts.selectExpr(
            "*", *(f"`{JUDGED}`.`{each.alias}` AS `{each.alias}`" for each in first[1:])
        )
        for columns in further:
            star = any(isinstance(each, exp.Star) for each in columns)
            told = {each.alias: each.this for each in columns if each.alias not in ("", ROW)}
            facts = _with(facts, ["*"] if star else self._carried(), told)
        return facts

    def _nothing(self) -> DataFrame:
        """Return no rows, where no moment is known."""
        kinds = ("STRING", *("ARRAY<STRING>",) * 4, "STRING", "BOOLEAN")
        names = (*ADDED, MAY_LEAVE)
        nothing = (f"CAST(NULL AS {k}) AS `{n}`" for k, n in zip(kinds, names, strict=True))
        carried = (
            f"`{came}` AS {name}" for came, name in zip(self._places, self._carried(), strict=True)
        )
        return self._came.selectExpr(*carried, *nothing).where(f.lit(False))  # noqa: FBT003 - a literal

    def _rejects(self, epochs: Sequence[Epoch]) -> DataFrame:
        """Return the rows that are not plain, with the reasons."""
        told = exp.Array(
            expressions=[
                own(chosen(((each.plain, exp.Null()),), text(_reason(each))))
                for each in dict.fromkeys(self._read.reasons)
            ]
        )
        plain = conj((given(column(AT)), self._columns.read(self._seen).plain))
        read = with_known(self._came, epochs).selectExpr(
            *self._places,
            f"{_once(sql(plain))} AS `{PLAIN}`",
            f"{_once(call('ARRAY_COMPACT', told))} AS `{REASONS}`",
        )
        late = f.array(f.lit(texts_of("tables", "en")["spark_reject_late"]))
        reasons = f.when(f.size(REASONS) > 0, f.col(REASONS)).otherwise(late).alias(REASONS)
        odd = read.where(~f.col(PLAIN)).select(*self._places, reasons)
        return odd.toDF(*self._names, REASONS)


class _Columns(NamedTuple):
    """The columns of a frame: which give which facts, of which types, and what they are called."""

    binding: Binding
    types: Mapping[str, Bound]
    places: Mapping[str, str]

    def read(self, seen: Seen = NOTHING_SEEN) -> ReadColumns:
        return read_columns(self.binding, self.types, self.places, seen)

    def questions(self) -> list[Question]:
        return questions(self.binding, self.types, self.places)

    def facts(self, common: Common) -> Facts:
        return facts_in(self.binding, self.types, common)


def _in_spark(
    vocabulary: Vocabulary, in_force: InForce, reader: Facts, without: Collection[str]
) -> Lowered:
    """Return what is in force as SQL, if Spark is known to take all of it as it is meant."""
    lowered = lower(vocabulary, in_force, without, reader=reader)
    if _is_odd(lowered):
        every = {rule.name: rule for rule in (*in_force.deny_rules, *in_force.allow_rules)}
        for name, rule in every.items():
            if _is_odd(lower(vocabulary, in_force, every.keys() - {name}, reader=reader)):
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


def _with(frame: DataFrame, kept: Sequence[str], columns: Mapping[str, Node]) -> DataFrame:
    """Return some columns of a frame, and others that are worked out; once, if that is much."""
    told = {name: printed(node) for name, node in columns.items()}
    longest = max(told, key=lambda name: len(told[name]))
    if sum(map(len, told.values())) > _MUCH:
        told[longest] = _once(columns[longest])
    return frame.selectExpr(*kept, *(f"{value} AS `{name}`" for name, value in told.items()))


def _once(value: Node) -> str:
    """Return a value that Spark works out where it stands, and nowhere else.

    A filter on it would be moved below, and all that it was made of asked a second time. What
    depends on the partition stays where it is; and no partition has a number below zero.

    Nor does Spark write what has such a value into one method with all else, which the JVM would
    run without compiling it, as too long: what is never asked here has no code but its own.
    """
    return printed(chosen(((_HERE, value), (_NOWHERE, exp.Null())), exp.Null()))


_HERE: Final = sqlglot.parse_one("SPARK_PARTITION_ID() >= 0", dialect=DIALECT)
_NOWHERE: Final = sqlglot.parse_one(
    "EXISTS(ZIP_WITH(ARRAY(SPARK_PARTITION_ID()), ARRAY(0), (a, b) -> a < b), c -> c)",
    dialect=DIALECT,
)


def _reason(reasoned: Reasoned) -> str:
    template = texts_of("tables", "en")[f"spark_reject_{reasoned.code}"]
    return str(template.format_map({"column": printable(reasoned.column)}))
