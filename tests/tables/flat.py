"""A request into the rows of a table that say the same: one for each of its items."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from disclosure_rules.language.vocabulary import Vocabulary
from disclosure_rules.tables.facts import facts_of
from disclosure_rules.tables.mapping import TableMapping

Row = dict[str, str | None]


def mapping(vocabulary: Vocabulary) -> TableMapping:
    """Return the mapping of such rows: a column says of each entity whether it is given."""
    return TableMapping(given={entity: f"{entity} given" for entity in vocabulary.entities})


def rows_of(vocabulary: Vocabulary, request: dict[str, Any]) -> Iterator[Row]:
    """Yield the rows that a request stands for, each cell as JSON."""
    for item in request.get("items") or [None]:
        entities = {**request, "item": item}
        row: Row = {}
        for fact in facts_of(vocabulary):
            entity, dot, name = fact.path.partition(".")
            value = (entities.get(entity) or {}).get(name) if dot else request.get(entity)
            row[fact.path] = None if value is None else json.dumps(value)
        for entity in vocabulary.entities:
            row[f"{entity} given"] = json.dumps(entities.get(entity) is not None)
        yield row


def table(rows: list[Row]) -> pa.Table:
    """Return rows as a table."""
    schema = pa.schema([(name, pa.string()) for name in rows[0]])
    return pa.Table.from_pylist(rows, schema)
