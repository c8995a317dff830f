"""Requests that have much in common into tables of a database, one row for each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

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


def _rows(
    vocabulary: Vocabulary, known: dict[str, Any], by_row: list[str], asked: list[dict[str, Any]]
) -> Rows:
    tables = MetaData()
    facts: list[Fact] = []
    for part in by_row:
        if part in PARTS:
            facts.append(vocabulary.request_facts[part])
        else:
            facts += vocabulary.entities[part].facts.values()
    names = {fact.path: f'c{n} "%(x)s :y' for n, fact in enumerate(facts)}
    entities = {part: f"{n} given?" for n, part in enumerate(by_row) if part not in PARTS}
    table = Table(
        'the "rows"',
        tables,
        Column("number", Integer, primary_key=True),
        *(
            Column(names[f.path], Boolean() if isinstance(f.type, Records) else sql_type(f.type))
            for f in facts
        ),
        *(Column(name, Boolean()) for name in entities.values()),
        prefixes=["TEMPORARY"],
    )
    columns: dict[str, Any] = {part: table.c[name] for part, name in entities.items()}
    children: dict[str, Table] = {}
    for number, fact in enumerate(facts):
        if not isinstance(fact.type, Records):
            columns[fact.path] = table.c[names[fact.path]]
            continue
        child = children[fact.path] = Table(
            f"records {number}",
            tables,
            Column("row", Integer, index=True),
            *(Column(f"field {name}", sql_type(f.type)) for name, f in fact.type.fields.items()),
            prefixes=["TEMPORARY"],
        )
        columns[fact.path] = ChildTable(
            {name: child.c[f"field {name}"] for name in fact.type.fields},
            [(child.c.row, table.c.number)],
            table.c[names[fact.path]],
        )
    rows = Rows(known, columns, table, [], tables, {t: [] for t in (table, *children.values())})
    for request in asked:
        row = {**known, **{k: v for k, v in request.items() if k in by_row}}
        if request.get("items"):
            row["items"] = request["items"]
        read = read_request(vocabulary, row)
        (item,) = read.items
        given = {**read.given, **item.given}
        if any(_too_large(value) for value in given.values()):
            continue
        number = len(rows.requests)
        rows.requests.append(row)
        cells: dict[str, Any] = {"number": number}
        for entity, name in entities.items():
            cells[name] = _is_given(read, item, entity) or None
        for fact in facts:
            value: Any = given.get(fact.path)
            if isinstance(value, tuple):
                value = list(value)
            cells[names[fact.path]] = value
            if isinstance(fact.type, Records):
                cells[names[fact.path]] = None if value is None else True
                child = children[fact.path]
                for record in value or ():
                    fields = {
                        f"field {name}": list(v) if isinstance(v, tuple) else v
                        for name in fact.type.fields
                        for v in (record.get(name),)
                    }
                    rows.cells[child].append({"row": number, **fields})
        rows.cells[table].append(cells)
    return rows


def _is_given(read: Facts, item: Item, entity: str) -> bool:
    return item.known if entity == "item" else entity in read.entities


def _too_large(value: Any) -> bool:
    """Tell whether a whole number has no room in a column of them."""
    if isinstance(value, tuple):
        return any(_too_large(v) for r in value if not isinstance(r, str) for v in r.values())
    return isinstance(value, int) and abs(value) >= LARGEST
