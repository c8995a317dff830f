"""A child table into the lists of rows, in SQL of DuckDB: by keys that are the same.

The elements of a list are in the order of the child table, so that what is said of one, and its
place, is the same each time. Columns have names of their own here: what they were called as they
came is never SQL.

# INVARIANT: a list is given to a row, be it empty, only where the row has a key and says that its
list is known. Any other row has NULL there, which is unknown, or is refused.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Final, cast

import pyarrow as pa
from sqlglot import exp

from disclosure_rules.language.vocabulary import Plain, Records, TermSet, TextSet
from disclosure_rules.tables.arrow import as_arrow, types_in_duckdb
from disclosure_rules.tables.errors import Problem, problem
from disclosure_rules.tables.files import file_of, form_of, read_batches
from disclosure_rules.tables.keys import is_whole, key_cell
from disclosure_rules.tables.list_columns import list_columns
from disclosure_rules.tables.nodes import column, conj, disj, field, given, neg, own, sql, variable
from disclosure_rules.tables.reading import filled, truth_of_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import duckdb

    from disclosure_rules.language.vocabulary import Fact, Type, Vocabulary
    from disclosure_rules.tables.binding import Form
    from disclosure_rules.tables.keys import Kind
    from disclosure_rules.tables.list_columns import KeyColumn, ListColumns
    from disclosure_rules.tables.mapping import ListMapping
    from disclosure_rules.tables.nodes import Node, Truth

_CAME: Final = "came"
_ASKED: Final = "asked"
_FOUND: Final = "found"
_NUMBER: Final = "number"
_KNOWN: Final = "known"
_ODD: Final = "odd"
_RECORDS: Final = "records"


class Child:
    """A child table, and what became of its records."""

    def __init__(self, vocabulary: Vocabulary, path: str, mapping: ListMapping) -> None:
        """Look at its columns.

        Raises:
            TableError: They do not fit, or there is no such table.
        """
        form, batches = _opened(mapping.records)
        fact = cast("Fact", vocabulary.fact(path))
        self._kinds = cast("Records", fact.type).fields
        first = next(batches)
        if not first.column_names and form == "json":
            # Where there are no lines, no column has a name; nothing can be wrong with them.
            called = (mapping.columns.get(name, name) for name in self._kinds)
            names = dict.fromkeys((*mapping.key, *mapping.also, *called))
            first = pa.table({name: pa.array([], pa.string()) for name in names})
        self.columns: ListColumns = list_columns(
            vocabulary, path, mapping, types_in_duckdb(first), form
        )
        self.records: int = 0
        """How many records there are."""
        self.without_row: int = 0
        """How many of them have belonged to no row as yet."""
        self.lists_known: bool = False
        """Whether any row has had a list that is known."""
        self._batches = chain([first], batches)
        self._keys = [f"key {place}" for place in range(len(self.columns.key))]
        self._same = f"USING ({', '.join(map(_quoted, self._keys))})"
        self._table, self._met = _quoted(f"records {path}"), _quoted(f"met {path}")

    # --- Records in ------------------------------------------------------------------------------

    def load(self, connection: duckdb.DuckDBPyConnection) -> Iterator[Problem]:
        """Take in all records, and yield what is wrong with their keys."""
        self._sql = connection
        looks = [_Looks(each, self.columns.form) for each in self.columns.key]
        into = f"CREATE TABLE {self._table} AS"
        for batch in self._batches:
            self._sql.register(_CAME, self._renamed(batch))
            self._sql.execute(f"{into} {self._read().sql('duckdb')}")
            for key, look in zip(self._keys, looks, strict=True):
                look.at(self._sql, column(key))
            self._sql.unregister(_CAME)
            self.records += len(batch)
            into = f"INSERT INTO {self._table}"
        self.without_row = self.records
        for look in looks:
            yield from look.problems()
        self.columns = replace(self.columns, key=tuple(look.key for look in looks))
        nothing = f"SELECT {', '.join(map(_quoted, self._keys))} FROM {self._table} LIMIT 0"
        self._sql.execute(f"CREATE TABLE {self._met} AS {nothing}")

    def _renamed(self, batch: pa.Table) -> pa.Table:
        """Return the columns that are needed, by names of their own."""
        numbers = range(self.records, self.records + len(batch))
        columns = {_NUMBER: pa.array(numbers, pa.int64())}
        for key, each in zip(self._keys, self.columns.key, strict=True):
            columns[key] = _typed(batch[each.name], None)
        for name, came in self.columns.fields.items():
            columns[f"field {name}"] = _typed(batch[came], self._kinds[name].type)
        return pa.table(columns)

    def _read(self) -> exp.Select:
        keys = zip(self._keys, self.columns.key, strict=True)
        read = [
            exp.alias_(
                own(key_cell(column(key), each.kind, self.columns.form).value), key, quoted=True
            )
            for key, each in keys
        ]
        fields = (column(f"field {name}") for name in self.columns.fields)
        return exp.select(column(_NUMBER), *read, *fields).from_(_CAME)

    # --- Rows to lists ---------------------------------------------------------------------------

    def lists_of(self, rows: pa.Table, form: Form) -> tuple[pa.Array, list[tuple[int, Problem]]]:
        """Return the list of each row, and the places of rows whose list nobody knows, with why.

        Args:
            rows: The rows.
            form: How their cells say what they say.
        """
        self._ask(rows, form)
        in_order = self._in_order().sql("duckdb")
        keys = ", ".join(map(_quoted, self._keys))
        self._sql.execute(
            f"CREATE OR REPLACE TEMP TABLE {_FOUND} AS SELECT {keys}, {in_order} AS {_RECORDS} "
            f"FROM {self._table} SEMI JOIN {_ASKED} {self._same} GROUP BY ALL"
        )
        self._count_met(keys)
        given_keys = sql(conj(given(column(key)) for key in self._keys)).sql("duckdb")
        found = self._sql.sql(
            f"""
            SELECT
                CASE
                    WHEN {_ODD} THEN 'row_key'
                    WHEN {_KNOWN} IS NULL THEN 'row_known'
                    WHEN NOT {_KNOWN} AND {_RECORDS} IS NOT NULL THEN 'row_records'
                END AS reason,
                CASE
                    WHEN {_KNOWN} AND NOT {_ODD} AND {given_keys} THEN COALESCE({_RECORDS}, [])
                END AS {_RECORDS}
            FROM {_ASKED} LEFT JOIN {_FOUND} {self._same} ORDER BY {_NUMBER}
            """
        ).to_arrow_table()
        lists = found[_RECORDS]
        self.lists_known = self.lists_known or lists.null_count < len(lists)
        reasons = enumerate(found["reason"].to_pylist())
        return lists, [(place, self.columns.refusal(reason)) for place, reason in reasons if reason]

    def _in_order(self) -> Node:
        """Return the list of the records of a key, in the order in which they came.

        To sort a list that is whole takes half of the time of an aggregate that keeps an order.
        """
        record = variable("a record")
        fields = [(name, column(f"field {name}")) for name in self.columns.fields]
        numbered = _struct([(_NUMBER, column(_NUMBER)), *((f"field {n}", v) for n, v in fields)])
        each = _struct([(name, field(record, f"field {name}")) for name, _ in fields])
        return filled(
            "LIST_TRANSFORM(LIST_SORT(LIST(NUMBERED)), EACH)",
            NUMBERED=numbered,
            EACH=exp.Lambda(this=each, expressions=[record]),
        )

    def _ask(self, rows: pa.Table, form: Form) -> None:
        """Make the table of what rows ask for."""
        came = {_NUMBER: pa.array(range(len(rows)), pa.int64())}
        read: list[Node] = []
        odd: list[Truth] = []
        for key, each in zip(self._keys, self.columns.key, strict=True):
            came[key] = _typed(rows[each.of_rows], None)
            cell = key_cell(column(key), each.kind, form)
            read.append(exp.alias_(own(cell.value), key, quoted=True))
            odd.append(conj((given(cell.value), neg(cell.plain))))
        known: Node = exp.true()
        if self.columns.known is not None:
            came[_KNOWN] = rows[self.columns.known]
            said = column(_KNOWN)
            native = form == "native"
            known = filled("CAST(VALUE AS BOOLEAN)", VALUE=said) if native else truth_of_text(said)
        asked = exp.select(
            column(_NUMBER),
            *read,
            exp.alias_(own(sql(disj(odd))), _ODD),
            exp.alias_(known, _KNOWN),
        ).from_(_CAME)
        self._sql.register(_CAME, pa.table(came))
        self._sql.execute(f"CREATE OR REPLACE TEMP TABLE {_ASKED} AS {asked.sql('duckdb')}")
        self._sql.unregister(_CAME)

    def _count_met(self, keys: str) -> None:
        """Count the records that belong to a row for the first time."""
        first = f"FROM {_FOUND} ANTI JOIN {self._met} {self._same}"
        ((count,),) = self._sql.execute(f"SELECT SUM(len({_RECORDS})) {first}").fetchall()
        if count:
            self._sql.execute(f"INSERT INTO {self._met} SELECT {keys} {first}")
            self.without_row -= count


class _Looks:
    """What there is to see of the keys of records, before any row is joined to them."""

    def __init__(self, key: KeyColumn, form: Form) -> None:
        self._key, self._form = key, form
        self._bad: dict[str, tuple[int, int]] = {}
        self._kinds: set[Kind] = set()

    @property
    def key(self) -> KeyColumn:
        """What the column holds, now that all of its cells were seen."""
        return replace(self._key, kind=min(self._kinds)) if self._kinds else self._key

    def problems(self) -> Iterator[Problem]:
        """Yield what is wrong with the column."""
        for code, (count, first) in sorted(self._bad.items()):
            yield problem(code, column=self._key.name, count=count, first=first + 1)
        if len(self._kinds) > 1:
            yield problem("key_mixed", column=self._key.name)

    def at(self, connection: duckdb.DuckDBPyConnection, value: Node) -> None:
        """Look at a column that came."""
        cell = key_cell(value, self._key.kind, self._form)
        usual = conj((given(cell.value), cell.plain))
        wrong = {
            "key_null": neg(given(cell.value)),
            "key_odd": conj((given(cell.value), neg(cell.plain))),
        }
        asked = [
            filled(f"{counted} FILTER (WHERE WRONG)", WRONG=sql(truth))
            for truth in wrong.values()
            for counted in ("COUNT(*)", f"MIN({_NUMBER})")
        ]
        if self._form == "json":
            whole = is_whole(value)
            asked += [
                filled("COUNT(*) FILTER (WHERE KIND)", KIND=sql(conj((usual, kind))))
                for kind in (neg(whole), whole)
            ]
        (seen,) = connection.execute(exp.select(*asked).from_(_CAME).sql("duckdb")).fetchall()
        for code, count, first in zip(wrong, seen[0:4:2], seen[1:4:2], strict=True):
            if count:
                before, earliest = self._bad.get(code, (0, first))
                self._bad[code] = before + count, earliest
        kinds: tuple[Kind, Kind] = ("text", "whole")
        self._kinds.update(kind for kind, count in zip(kinds, seen[4:], strict=False) if count)


def _opened(records: object) -> tuple[Form, Iterator[pa.Table]]:
    """Return how the cells of a child table say what they say, and its rows, some at a time."""
    file = file_of(records)
    if file is None:
        return "native", iter([as_arrow(records)[0]])
    return form_of(file), read_batches(file)


def _typed(cells: pa.ChunkedArray, kind: Type | None) -> pa.ChunkedArray:
    """Return a column that has a type: one of nothing but NULL would become whole numbers."""
    if pa.types.is_null(cells.type):
        return pa.chunked_array([pa.nulls(len(cells), _TYPELESS.get(_name(kind), pa.string()))])
    if pa.types.is_list(cells.type) and pa.types.is_null(cells.type.value_type):
        return cells.cast(pa.list_(pa.string()))
    return cells


def _name(kind: Type | None) -> str:
    match kind:
        case Plain(name):
            return name
        case TermSet() | TextSet():
            return "set"
        case _:
            return "text"


_TYPELESS: Final[Mapping[str, pa.DataType]] = {
    "boolean": pa.bool_(),
    "integer": pa.int64(),
    "number": pa.int64(),
    "set": pa.list_(pa.string()),
}
"""What a column is made that holds nothing but NULL, if not texts."""


def _struct(parts: Iterable[tuple[str, Node]]) -> Node:
    return exp.Struct(
        expressions=[
            exp.PropertyEQ(this=exp.to_identifier(name, quoted=True), expression=own(value))
            for name, value in parts
        ]
    )


def _quoted(name: str) -> str:
    """Return a name as SQL has it."""
    return exp.to_identifier(name, quoted=True).sql("duckdb")
