"""Child tables of Spark into the lists of the rows that their records belong to, by Spark alone.

What is joined, and what is refused, is as for other [tables](joining). A frame of Spark has no
order: a list is sorted by the fields of its records, so that it is the same in each run.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as f
from pyspark.sql.types import StructType

from disclosure_rules.tables.binding import added_name, asked_of_rows, bind
from disclosure_rules.tables.decided_spark import DecidedSpark, as_instants
from disclosure_rules.tables.errors import Problem, TableError, problem
from disclosure_rules.tables.facts import facts_of
from disclosure_rules.tables.keys import USUAL_TEXT
from disclosure_rules.tables.list_columns import (
    ROW_REASONS,
    ListColumns,
    in_child,
    list_columns,
    misplaced,
    twice,
)
from disclosure_rules.tables.spark_types import bound_type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from disclosure_rules.language.vocabulary import Fact, Records, Vocabulary
    from disclosure_rules.tables.binding import Binding
    from disclosure_rules.tables.mapping import ListMapping, TableMapping

_REASONS: Final = "reasons"


def decide_with_lists(
    vocabulary: Vocabulary,
    frame: DataFrame,
    mapping: TableMapping,
    decide: Callable[[DataFrame, TableMapping], DecidedSpark[Any]],
) -> DecidedSpark[Any]:
    """Return what is decided of rows whose lists stand in child tables.

    Args:
        vocabulary: The words of the policies.
        frame: The rows.
        mapping: What their columns are, and where their lists are.
        decide: What decides rows that have a column for each list.

    Raises:
        TableError: The child tables do not fit, or a record belongs to nobody.
    """
    binding, children = _bound(vocabulary, frame, mapping)
    problems = [
        in_child(child.columns.path, each) for child in children for each in child.problems(frame)
    ]
    if problems:
        raise TableError(problems)
    names, paths = frame.columns, [child.columns.path for child in children]
    joined = _joined(frame, children)
    known = joined.where(f.size(_REASONS) == 0).drop(_REASONS).toDF(*names, *paths)
    decided = decide(known, _without_lists(vocabulary, mapping))

    def as_they_came(rows: DataFrame) -> DataFrame:
        """Return rows without the lists that were joined to them."""
        first, last = len(names), len(names) + len(paths)
        places = _places(rows)
        kept = rows.toDF(*places).select(places[:first] + places[last:])
        return kept.toDF(*names, *rows.columns[last:])

    refused = joined.where(f.size(_REASONS) > 0).drop(*(child.place for child in children))
    beside = DecidedSpark(
        as_they_came(decided.rows),
        as_they_came(decided.rejects).unionAll(refused.toDF(*names, _REASONS)),
        as_they_came(decided.may_leave),
        _WithLists(binding, frame, children),
        {added_name(path): value for path, value in mapping.values.items()},
    )
    beside.without_row = {child.columns.path: child.without_row(frame) for child in children}
    return beside


def _bound(
    vocabulary: Vocabulary, frame: DataFrame, mapping: TableMapping
) -> tuple[Binding, list[_Child]]:
    """Return which column of the rows gives which fact, and the child tables."""
    types: dict[str, Any] = {
        field.name: bound_type(field.dataType) for field in frame.schema.fields
    }
    problems: list[Problem] = []
    children: list[_Child] = []
    for place, (path, each) in enumerate(mapping.lists.items()):
        found = [*misplaced(vocabulary, path, each)]
        if not found:
            try:
                children.append(_child(vocabulary, path, each, f"list{place}"))
            except TableError as error:
                found = [in_child(path, told) for told in error.problems]
        problems += found
    for child in children:
        problems += child.columns.other_kinds(types, "native")
    problems += twice(mapping)
    paths = (*mapping.values, *(child.columns.path for child in children))
    added = {path: added_name(path) for path in paths}
    complete = replace(mapping, columns={**mapping.columns, **added})
    known = {**dict.fromkeys(added.values()), **types}
    try:
        binding = bind(vocabulary, frame.columns, known, "native", complete)
    except TableError as error:
        raise TableError(dict.fromkeys((*problems, *error.problems))) from None
    if problems:
        raise TableError(dict.fromkeys(problems))
    return binding, children


def _without_lists(vocabulary: Vocabulary, mapping: TableMapping) -> TableMapping:
    """Return what columns are once there is one for each list."""
    facts = {fact.path for fact in facts_of(vocabulary)}
    asked = (name for each in mapping.lists.values() for name in asked_of_rows(each))
    # A column may be a key, and a fact as well.
    further = (name for name in asked if name not in facts or name in mapping.columns)
    return replace(mapping, lists={}, also=(*mapping.also, *further))


def _child(vocabulary: Vocabulary, path: str, mapping: ListMapping, place: str) -> _Child:
    """Return a child table.

    Raises:
        TableError: It does not fit.
    """
    records: Any = mapping.records
    if not isinstance(records, DataFrame):
        raise TableError([problem("spark_no_child")])
    if records.isStreaming:
        raise TableError([problem("spark_streaming")])
    types = [(field.name, bound_type(field.dataType)) for field in records.schema.fields]
    columns = list_columns(vocabulary, path, mapping, types, "native")
    fields = cast("Records", cast("Fact", vocabulary.fact(path)).type).fields
    return _Child(columns, records, place, tuple(name for name in fields if name in columns.fields))


class _Child(NamedTuple):
    """A child table of Spark."""

    columns: ListColumns
    records: DataFrame
    place: str
    """What the column of lists is called while it is worked with."""
    fields: tuple[str, ...]
    """The fields that it gives, in the order of the vocabulary."""

    @property
    def keys(self) -> list[str]:
        """What keys are called while they are worked with."""
        return [f"key{place}" for place in range(len(self.columns.key))]

    def problems(self, frame: DataFrame) -> Iterator[Problem]:
        """Yield what is wrong with keys of records, and that none of these belongs to any row."""
        keyed = self.of_records()
        counts = [f.count(f.lit(1))]
        for key in self.keys:
            counts += [f.count_if(f.col(key).isNull()), f.count_if(f.col(f"{key} odd"))]
        total, *found = keyed.agg(*counts).collect()[0]
        for each, nothing, odd in zip(self.columns.key, found[::2], found[1::2], strict=True):
            if nothing:
                yield problem("spark_key_null", column=each.name, count=nothing)
            if odd:
                yield problem("spark_key_odd", column=each.name, count=odd)
        if total and not any(found):
            asked = self.of_rows(frame).where(self.has_list())
            there = keyed.select(*self.keys, f.lit(1).alias("there")).distinct()
            met = asked.select(*self.keys).join(there, self.keys, "left")
            rows, with_records = met.agg(f.count(f.lit(1)), f.count("there")).collect()[0]
            if rows and not with_records:
                yield problem("no_row_met", count=total)

    def of_records(self) -> DataFrame:
        """Return records with their keys."""
        return _keyed(self.records, self, [each.name for each in self.columns.key])

    def of_rows(self, frame: DataFrame) -> DataFrame:
        """Return rows with their keys, and whether their list is known."""
        return _keyed(frame, self, [each.of_rows for each in self.columns.key], self.columns.known)

    def has_list(self) -> Column:
        """Return that a row has a key, and a list that is known."""
        truth = f.col("known")
        for key in self.keys:
            truth = truth & f.col(key).isNotNull() & ~f.col(f"{key} odd")
        return truth

    def lists(self) -> DataFrame:
        """Return the records of each key, in an order that is the same in each run."""
        keyed = self.of_records()
        places = dict(zip(self.records.columns, _places(self.records), strict=True))
        record = f.struct(*(f.col(places[self.columns.fields[n]]).alias(n) for n in self.fields))
        listed = f.array_sort(f.collect_list(record)).alias(self.place)
        return keyed.groupBy(*self.keys).agg(listed)

    def without_row(self, frame: DataFrame) -> DataFrame:
        """Return the records that belong to no row."""
        alone = self.of_records().join(
            self.of_rows(frame).select(*self.keys), self.keys, "left_anti"
        )
        return alone.select(*_places(self.records)).toDF(*self.records.columns)


def _places(frame: DataFrame) -> list[str]:
    return [f"c{place}" for place in range(len(frame.columns))]


def _keyed(
    frame: DataFrame, child: _Child, names: Sequence[str], known: str | None = None
) -> DataFrame:
    """Return a frame with its keys as texts, whether they are odd, and whether lists are known."""
    places = dict(zip(frame.columns, _places(frame), strict=True))
    said = f.expr("TRUE") if known is None else f.col(places[known]).cast("boolean")
    columns = ["*", said.alias("known")]
    for key, name, each in zip(child.keys, names, child.columns.key, strict=True):
        read = f.col(places[name]).cast("string")
        usual = f.expr("TRUE")
        if each.kind != "whole":
            usual = read.rlike(USUAL_TEXT) & f.is_valid_utf8(read)
        columns += [read.alias(key), (read.isNotNull() & ~usual).alias(f"{key} odd")]
    return frame.toDF(*places.values()).select(*columns)


def _joined(frame: DataFrame, children: Sequence[_Child]) -> DataFrame:
    """Return rows by the places of their columns, with their lists, and why none is known."""
    rows = frame.toDF(*_places(frame))
    places, names = _places(frame), frame.columns
    reasons = []
    for child in children:
        came = rows.columns
        keyed = child.of_rows(rows.toDF(*names, *came[len(names) :]))
        # Their places are those of before: keys and what is known stand behind them.
        keyed = keyed.toDF(*came, *keyed.columns[len(came) :])
        found = keyed.join(child.lists(), child.keys, "left")
        odd = f.expr("FALSE")
        for key in child.keys:
            odd = odd | f.coalesce(f.col(f"{key} odd"), f.expr("FALSE"))
        records = f.col(child.place)
        said = {code: f.lit(child.columns.refusal(code).text()) for code in ROW_REASONS}
        reason = (
            f.when(odd, said["row_key"])
            .when(f.col("known").isNull(), said["row_known"])
            .when(~f.col("known") & records.isNotNull(), said["row_records"])
        )
        kind = found.schema[child.place].dataType
        known = f.when(child.has_list(), f.coalesce(records, f.array().cast(kind)))
        reasons.append(f"{child.place} reason")
        rows = found.select(*came, known.alias(child.place), reason.alias(reasons[-1]))
    told = f.array_compact(f.array(*(f.col(reason) for reason in reasons)))
    lists = (child.place for child in children)
    return rows.select(*places, *lists, told.alias(_REASONS))


class _WithLists(NamedTuple):
    """Makes requests of rows, whose lists it looks up."""

    binding: Binding
    frame: DataFrame
    children: Sequence[_Child]

    def request(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return a row as the request that it stands for.

        Raises:
            TableError: Nobody knows one of its lists.
        """
        asked = {key.of_rows for child in self.children for key in child.columns.key}
        asked |= {child.columns.known for child in self.children if child.columns.known is not None}
        fields = [field for field in self.frame.schema.fields if field.name in asked]
        cells = [tuple(row[field.name] for field in fields)]
        alone = self.frame.sparkSession.createDataFrame(cells, StructType(fields))
        (found,) = _joined(alone, self.children).collect()
        told = {
            each.text(): each
            for child in self.children
            for each in map(child.columns.refusal, ROW_REASONS)
        }
        if found[_REASONS]:
            raise TableError(told[reason] for reason in found[_REASONS])
        lists = as_instants(found.asDict(recursive=True))
        joined = {added_name(each.columns.path): lists[each.place] for each in self.children}
        return self.binding.request({**row, **joined})
