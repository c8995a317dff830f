"""Requests that have much in common into tables of a database, one row for each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    MetaData,
    Numeric,
    Table,
    Text,
)

from disclosure_rules import ChildTable
from disclosure_rules.language.vocabulary import Fact, OneTerm, Plain, Records, Type, Vocabulary
from disclosure_rules.request import Facts, Item, read_request

if TYPE_CHECKING:
    from random import Random

PLAIN: dict[str, Any] = {
    "boolean": Boolean(),
    "integer": BigInteger(),
    "number": Numeric(),
    "text": Text(),
    "time": DateTime(timezone=True),
    "date": Date(),
}
PARTS = ("operation", "purpose")
LARGEST = 2**63


def sql_type(kind: Type) -> Any:
    """Return the type of a column that holds a fact."""
    match kind:
        case Plain(name):
            return PLAIN[name]
        case OneTerm():
            return Text()
        case Records():
            return Boolean()
        case _:
            return ARRAY(Text())


@dataclass
class Rows:
    """The tables of some requests, and what is the same in all of them."""

    known: dict[str, Any]
    columns: dict[str, Any]
    table: Table
    requests: list[dict[str, Any]]
    tables: MetaData
    cells: dict[Table, list[dict[str, Any]]] = field(default_factory=dict)

    def store(self, connection: Connection) -> None:
        """Make the tables, and fill them."""
        self.tables.create_all(connection)
        for table, rows in self.cells.items():
            if rows:
                connection.execute(table.insert(), rows)


def rows_of(chance: Random, vocabulary: Vocabulary, requests: list[dict[str, Any]]) -> Rows:
    """Return rows for requests, with some of what the first one says in all of them."""
    head = requests[0]
    known = {"moment": head["moment"]}
    by_row = []
    for part in (*PARTS, *vocabulary.entities):
        if part == "item" or chance.random() < (0.3 if part in (*PARTS, "recipient") else 0.6):
            by_row.append(part)
        elif part in head:
            known[part] = head[part]
    return _rows(vocabulary, known, by_row, list(_one_by_one(requests)))


def _one_by_one(requests: list[dict[str, Any]]) -> Any:
    for request in requests:
        for item in request.get("items") or [None]:
            yield {**request, "items": item and [item]}


class Stored(NamedTuple):
    """Which columns and child tables hold what."""

    table: Table
    facts: dict[str, Fact]
    """By the name of a column of the table; a list has one that says whether it is known."""
    entities: dict[str, str]
    """By the name of a column of the table: the entity of which it says whether it is given."""
    children: dict[str, Table]
    """By the path of a list."""


def _rows(
    vocabulary: Vocabulary, known: dict[str, Any], by_row: list[str], asked: list[dict[str, Any]]
) -> Rows:
    tables = MetaData()
    stored = _tables(vocabulary, by_row, tables)
    rows = Rows(known, _columns(stored), stored.table, [], tables)
    rows.cells = {table: [] for table in (stored.table, *stored.children.values())}
    for request in asked:
        row = {**known, **{k: v for k, v in request.items() if k in by_row}}
        if request.get("items"):
            row["items"] = request["items"]
        read = read_request(vocabulary, row)
        if not any(map(_too_large, (*read.given.values(), *read.items[0].given.values()))):
            _add(rows, stored, read)
            rows.requests.append(row)
    return rows


def _tables(vocabulary: Vocabulary, by_row: list[str], tables: MetaData) -> Stored:
    found: list[Fact] = []
    for part in by_row:
        if part in PARTS:
            found.append(vocabulary.request_facts[part])
        else:
            found += vocabulary.entities[part].facts.values()
    facts = {f'c{number} "%(x)s :y': fact for number, fact in enumerate(found)}
    entities = {f"{n} given?": part for n, part in enumerate(by_row) if part not in PARTS}
    table = Table(
        'the "rows"',
        tables,
        Column("number", Integer, primary_key=True),
        *(Column(name, sql_type(fact.type)) for name, fact in facts.items()),
        *(Column(name, Boolean()) for name in entities),
        prefixes=["TEMPORARY"],
    )
    children = {
        fact.path: Table(
            f"records {number}",
            tables,
            Column("row", Integer, index=True),
            *(Column(name, sql_type(below.type)) for name, below in fact.type.fields.items()),
            prefixes=["TEMPORARY"],
        )
        for number, fact in enumerate(found)
        if isinstance(fact.type, Records)
    }
    return Stored(table, facts, entities, children)


def _columns(stored: Stored) -> dict[str, Any]:
    """Return what is said about the tables."""
    columns: dict[str, Any] = {part: stored.table.c[n] for n, part in stored.entities.items()}
    for name, fact in stored.facts.items():
        columns[fact.path] = stored.table.c[name]
    for path, child in stored.children.items():
        fields = {column.name: column for column in child.c if column.name != "row"}
        belongs = [(child.c.row, stored.table.c.number)]
        columns[path] = ChildTable(fields, belongs, columns[path])
    return columns


def _add(rows: Rows, stored: Stored, read: Facts) -> None:
    """Add what one request says."""
    (item,) = read.items
    given = {**read.given, **item.given}
    number = len(rows.requests)
    cells: dict[str, Any] = {"number": number}
    for name, entity in stored.entities.items():
        cells[name] = _is_given(read, item, entity) or None
    for name, fact in stored.facts.items():
        cells[name] = _cell(given.get(fact.path))
        if not isinstance(fact.type, Records):
            continue
        child = stored.children[fact.path]
        records: Any = given.get(fact.path)
        cells[name] = None if records is None else True
        for record in records or ():
            fields = {below: _cell(record.get(below)) for below in fact.type.fields}
            rows.cells[child].append({"row": number, **fields})
    rows.cells[stored.table].append(cells)


def _cell(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _is_given(read: Facts, item: Item, entity: str) -> bool:
    return item.known if entity == "item" else entity in read.entities


def _too_large(value: Any) -> bool:
    """Tell whether a whole number has no room in a column of them."""
    if isinstance(value, tuple):
        return any(_too_large(v) for r in value if not isinstance(r, str) for v in r.values())
    return isinstance(value, int) and abs(value) >= LARGEST
