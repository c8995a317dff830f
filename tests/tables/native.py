"""Rows whose cells are JSON into columns of types of their own."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

import pyarrow as pa

from disclosure_rules.language.vocabulary import (
    Categories,
    OneTerm,
    Plain,
    Records,
    Type,
    Vocabulary,
)
from disclosure_rules.tables.facts import facts_of
from tests.tables.flat import Row

_PLAIN: Final = {
    "boolean": pa.bool_(),
    "integer": pa.int64(),
    "number": pa.decimal128(38, 18),
    "text": pa.string(),
    "time": pa.timestamp("us", "UTC"),
    "date": pa.date32(),
}


def native_table(vocabulary: Vocabulary, rows: list[Row]) -> pa.Table:
    """Return rows as a table; where all of them have one category, that is a text."""
    columns: dict[str, pa.Array] = {}
    for fact in facts_of(vocabulary):
        if fact.path not in rows[0]:
            continue
        cells = [_read(row[fact.path]) for row in rows]
        kind: Type = fact.type
        if isinstance(kind, Categories) and not any(isinstance(cell, list) for cell in cells):
            kind = OneTerm(kind.taxonomy)
        made = [None if cell is None else cell_of(kind, cell) for cell in cells]
        columns[fact.path] = pa.array(made, type_of(kind))
    for entity in vocabulary.entities:
        name = f"{entity} given"
        columns[name] = pa.array([_read(row[name]) for row in rows], pa.bool_())
    return pa.table(columns)


def _read(cell: str | None) -> Any:
    return None if cell is None else json.loads(cell, parse_float=Decimal)


def type_of(kind: Type) -> pa.DataType:
    """Return the type of a column of facts of a type."""
    match kind:
        case Plain(name):
            return _PLAIN[name]
        case OneTerm():
            return pa.string()
        case Records(fields):
            below = [(name, type_of(fact.type)) for name, fact in fields.items()]
            return pa.list_(pa.struct(below))
        case _:
            return pa.list_(pa.string())


def cell_of(kind: Type, said: Any) -> Any:
    """Return what JSON says as a value of such a column."""
    match kind:
        case Plain("time"):
            return datetime.fromisoformat(said).astimezone(UTC)
        case Plain("date"):
            return date.fromisoformat(said)
        case Plain("number"):
            return Decimal(said)
        case Records(fields):
            return [
                {name: cell_of(fields[name].type, value) for name, value in record.items()
                 if value is not None}
                for record in said
            ]  # fmt: skip
        case Categories():
            return [said] if isinstance(said, str) else said
        case _:
            return said
