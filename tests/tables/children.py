"""Rows with lists of records into rows without, and child tables that hold the records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa

from disclosure_rules.language.vocabulary import Records, Vocabulary
from disclosure_rules.tables.facts import facts_of
from disclosure_rules.tables.mapping import ListMapping
from tests.tables.flat import Row
from tests.tables.native import cell_of, type_of

KEYS = "whole", "text"


def lists_of(vocabulary: Vocabulary) -> dict[str, Records]:
    """Return the lists of records by their paths."""
    return {fact.path: fact.type for fact in facts_of(vocabulary) if isinstance(fact.type, Records)}


class Split:
    """Rows whose lists stand in child tables.

    The key of each list has a whole number and a text; rows with the same list may share one.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        rows: list[Row],
        chance: Random,
        folder: Path | None = None,
    ) -> None:
        """Take the lists from rows; some stand in files, where there is a folder for them."""
        self.lists = lists_of(vocabulary)
        self.rows = [{k: v for k, v in row.items() if k not in self.lists} for row in rows]
        self.columns: dict[str, list[Any]] = {}
        """What rows have instead: by column, a value for each."""
        self.mappings: dict[str, ListMapping] = {}
        for path, kind in self.lists.items():
            self._split(path, kind, [row[path] for row in rows], chance, folder)

    def _split(
        self, path: str, kind: Records, cells: list[str | None], chance: Random, folder: Path | None
    ) -> None:
        whole, text, known = (f"{path} {word}" for word in (*KEYS, "known"))
        asked: list[tuple[int | None, str | None]] = []
        records: list[tuple[int, str, int, Any]] = []
        seen: dict[str | None, tuple[int, str]] = {}
        for number, cell in enumerate(cells):
            said = None if cell is None else json.loads(cell)
            if said is not None and cell in seen and chance.random() < _SHARED:
                asked.append(seen[cell])
                continue
            key = (number // 7, f"k'{number % 7}")
            if said is None:
                asked.append(chance.choice((key, (None, key[1]), (key[0], None))))
                continue
            seen[cell] = key
            asked.append(key)
            records += ((*key, place, record) for place, record in enumerate(said))
        # The order of a list is that of its table; that of others between does not matter.
        places = sorted(range(len(records)), key=lambda n: (records[n][2], chance.random()))
        self.columns[whole] = [key for key, _ in asked]
        self.columns[text] = [key for _, key in asked]
        self.columns[known] = [cell not in {None, "null"} for cell in cells]
        rows = [
            {"whole": records[n][0], "text": records[n][1], **(records[n][3] or {})} for n in places
        ]
        # Of JSON Lines without any field nobody could tell that they give any.
        some = any(row.keys() - {*KEYS} for row in rows)
        file = None
        if folder is not None and some and chance.random() < _SHARED:
            file = folder / f"{path}-{chance.randrange(10**9)}.jsonl"
        self.mappings[path] = ListMapping(
            _written(kind, rows, file), key={"whole": whole, "text": text}, known=known
        )

    def as_json(self) -> Iterator[Row]:
        """Yield rows whose cells are JSON."""
        for number, row in enumerate(self.rows):
            more = {name: values[number] for name, values in self.columns.items()}
            yield row | {k: None if v is None else json.dumps(v) for k, v in more.items()}

    def beside(self, table: pa.Table) -> pa.Table:
        """Return a table of the rows with the columns that they have instead of lists."""
        for name, values in self.columns.items():
            table = table.append_column(name, pa.array(values, _TYPES[name.rpartition(" ")[2]]))
        return table


_SHARED = 0.5
_TYPES = {"whole": pa.int64(), "text": pa.string(), "known": pa.bool_()}


def _written(kind: Records, rows: list[dict[str, Any]], file: Path | None) -> Any:
    if file is not None:
        file.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
        return file
    columns = {name: pa.array([row[name] for row in rows], _TYPES[name]) for name in KEYS}
    for name, fact in kind.fields.items():
        cells = [row.get(name) for row in rows]
        exact = [json.loads(json.dumps(cell), parse_float=Decimal) for cell in cells]
        made = [None if cell is None else cell_of(fact.type, cell) for cell in exact]
        columns[name] = pa.array(made, type_of(fact.type))
    return pa.table(columns)
