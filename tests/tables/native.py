"""Requests into columns of Arrow whose types say what each fact is."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from disclosure_rules.language.times import read_instant
from disclosure_rules.language.vocabulary import (
    Categories,
    OneTerm,
    Plain,
    Records,
    TermSet,
    TextSet,
    Type,
    Vocabulary,
)
from disclosure_rules.tables.facts import facts_of
from tests.tables.flat import Row

_TYPES = {
    "boolean": pa.bool_(),
    "integer": pa.int64(),
    "number": pa.decimal128(38, 18),
    "text": pa.string(),
    "time": pa.timestamp("us", "UTC"),
    "date": pa.date32(),
}


def arrow_type(kind: Type) -> pa.DataType:
    """Return the type of a column that gives a fact."""
    match kind:
        case Plain(name):
            return _TYPES[name]
        case OneTerm():
            return pa.string()
        case Categories() | TermSet() | TextSet():
            return pa.list_(pa.string())
        case Records(fields):
            return pa.list_(
                pa.struct([(name, arrow_type(fact.type)) for name, fact in fields.items()])
            )


def native(kind: Type, value: Any) -> Any:
    """Return what a request says, as the column holds it."""
    if value is None:
        return None
    match kind:
        case Plain("number"):
            return Decimal(str(value))
        case Plain("time"):
            return read_instant(value)
        case Plain("date"):
            return date.fromisoformat(value)
        case Categories():
            return [value] if isinstance(value, str) else value
        case Records(fields):
            return [{n: native(fields[n].type, v) for n, v in each.items()} for each in value]
        case _:
            return value


def native_table(vocabulary: Vocabulary, rows: list[Row]) -> pa.Table:
    """Return rows whose cells are JSON as a table of such columns, numbered."""
    columns = {}
    for fact in facts_of(vocabulary):
        cells = [native(fact.type, json.loads(row[fact.path] or "null")) for row in rows]
        columns[fact.path] = pa.array(cells, arrow_type(fact.type))
    for entity in vocabulary.entities:
        name = f"{entity} given"
        columns[name] = pa.array([json.loads(row[name] or "null") for row in rows], pa.bool_())
    return pa.table({**columns, "number": pa.array(range(len(rows)), pa.int64())})
