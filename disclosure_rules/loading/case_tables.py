"""The table of a case into its cells: two values of facts, and what is expected where they meet."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from disclosure_rules.language.phrases import phrase
from disclosure_rules.language.tree import Key, Mapping, Node, Scalar, Sequence
from disclosure_rules.language.vocabulary import Categories, OneTerm, Plain, describe_type
from disclosure_rules.loading.parse import meaning
from disclosure_rules.loading.types import listed, read_constant

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as Table

    from disclosure_rules.language.documents import CaseShape
    from disclosure_rules.language.source import Span
    from disclosure_rules.language.vocabulary import Fact, Vocabulary
    from disclosure_rules.loading.faults import Faults

_UNQUOTED: Final = re.compile(r'[^\[\],"]+')
"""Values that stand in the id of a cell as they are: no other id can be meant then."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A fact, and the values that it has in the rows or columns of a table."""

    fact: Fact
    values: tuple[Scalar, ...]
    span: Span
    """Where the fact is named."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a row and a column meet."""

    row: tuple[Fact, Scalar]
    column: tuple[Fact, Scalar]
    expect: Node

    def id(self, case: str) -> str:
        """Return the name of the cell in the table of a case: no other cell has it."""
        row, column = (_in_id(value.text) for _, value in (self.row, self.column))
        return f"{case}[{row}, {column}]"

    def ask(self, request: Table[str, object]) -> dict[str, object]:
        """Return the request of the table with the values of this cell."""
        return _laid(_laid(request, *self.row), *self.column)


def has_table(shape: CaseShape) -> bool:
    """Tell whether a case is written as a table."""
    return shape.rows is not None or shape.columns is not None


def read_table(
    key: Key, shape: CaseShape, vocabulary: Vocabulary, faults: Faults
) -> Iterator[Cell]:
    """Yield the cells of a case's table; faults for what cannot be one.

    A row that does not fit the columns is a fault, and so is a value that stands there twice: no
    cell is passed over.
    """
    for word, written in (("rows", shape.rows), ("columns", shape.columns)):
        if written is None:
            faults.add("missing_key", key.span, word=word)
    if shape.rows is None or shape.columns is None:
        return
    rows = _read_rows(shape.rows, shape.expect, vocabulary, faults)
    columns = _read_columns(shape.columns, vocabulary, faults)
    if rows is None or columns is None or not isinstance(shape.expect, Mapping):
        return
    if columns.fact is rows.fact:
        first = rows.span.line_reference
        faults.add("table_value_twice", columns.span, word=rows.fact.path, first=first)
        return
    sound = _sound(rows, vocabulary, faults) | _sound(columns, vocabulary, faults)
    for heading, written in zip(rows.values, shape.expect.values(), strict=True):
        for value, cell in _cells(heading, written, columns, faults):
            if {heading.span, value.span} <= sound:
                yield Cell((rows.fact, heading), (columns.fact, value), cell)


def _read_rows(path: Scalar, expect: Node, vocabulary: Vocabulary, faults: Faults) -> Axis | None:
    fact = _single_valued(path.text, path.span, vocabulary, faults)
    if not isinstance(expect, Mapping) or not expect:
        faults.add("wrong_shape", expect.span, expected=phrase("table_rows"))
        return None
    if fact is None:
        return None
    return Axis(fact, tuple(_heading(name, fact) for name in expect), path.span)


def _heading(name: Key, fact: Fact) -> Scalar:
    """Return the value that the name of a row writes.

    Keys are texts; where the fact is none, they mean what they would without their quotes.
    """
    as_text = fact.type not in (Plain("boolean"), Plain("integer"), Plain("number"))
    return Scalar(str(name) if as_text else meaning(name), str(name), name.place)


def _read_columns(written: Node, vocabulary: Vocabulary, faults: Faults) -> Axis | None:
    entries = list(written.items()) if isinstance(written, Mapping) else []
    values = entries[0][1] if len(entries) == 1 else None
    if not isinstance(values, Sequence) or not values:
        faults.add("wrong_shape", written.span, expected=phrase("table_columns"))
        return None
    scalars = [value for value in values if isinstance(value, Scalar)]
    if len(scalars) < len(values):
        faults.add("wrong_shape", values.span, expected=phrase("table_columns"))
        return None
    path = entries[0][0]
    fact = _single_valued(path, path.span, vocabulary, faults)
    if fact is None:
        return None
    return Axis(fact, tuple(scalars), path.span)


def _single_valued(path: str, span: Span, vocabulary: Vocabulary, faults: Faults) -> Fact | None:
    """Return the fact of a path, if it has one value; None with a fault."""
    fact = vocabulary.fact(path)
    if fact is None:
        single = [known.path for known in _facts(vocabulary) if _value_type(known) is not None]
        entity = vocabulary.entities.get(path.partition(".")[0])
        place = entity.span.line_reference if entity else None
        faults.unknown("unknown_fact", span, path[:120], single, listed=place)
    elif _value_type(fact) is None:
        faults.add("table_fact", span, word=path, type=describe_type(fact.type))
        return None
    return fact


def _facts(vocabulary: Vocabulary) -> Iterator[Fact]:
    yield from vocabulary.request_facts.values()
    for entity in vocabulary.entities.values():
        yield from entity.facts.values()


def _value_type(fact: Fact) -> Plain | OneTerm | None:
    """Return the type of one value of a fact; None where it takes a set or a list."""
    if isinstance(fact.type, Categories):
        return OneTerm(fact.type.taxonomy)
    return fact.type if isinstance(fact.type, (Plain, OneTerm)) else None


def _sound(axis: Axis, vocabulary: Vocabulary, faults: Faults) -> frozenset[Span]:
    """Return where the values stand that the fact can have, each once; faults for the others."""
    kind = _value_type(axis.fact)
    first: dict[object, Span] = {}
    for value in axis.values:
        constant = kind and read_constant(value, kind, vocabulary.taxonomies, faults)
        if constant is not None and first.setdefault(constant, value.span) != value.span:
            place = first[constant].line_reference
            faults.add("table_value_twice", value.span, word=value.text, first=place)
    return frozenset(first.values())


def _cells(heading: Scalar, row: Node, columns: Axis, faults: Faults) -> list[tuple[Scalar, Node]]:
    """Return the cells of a row, each with its column, if it has one for each and no other."""
    if not isinstance(row, Sequence):
        faults.add("wrong_shape", row.span, expected=phrase("table_row"))
        return []
    width = len(columns.values)
    if len(row) == width:
        return list(zip(columns.values, row, strict=True))
    missing = listed(value.text for value in columns.values[len(row) :])
    faults.add(
        "table_row",
        heading.span if missing else row[width].span,
        word=heading.text,
        cells=str(len(row)),
        columns=str(width),
        missing=missing or None,
    )
    return []


def _laid(request: Table[str, object], fact: Fact, value: Scalar) -> dict[str, object]:
    """Return a request with a value for a fact; what is misshapen in it stays, to be told."""
    above, _, name = fact.path.rpartition(".")
    if not above:
        return {**request, name: value.value}
    if above != "item":
        return {**request, above: _with(request.get(above), name, value)}
    items = request.get("items") or [{"name": value.text}]
    laid = [_with(item, name, value) for item in items] if isinstance(items, list) else items
    return {**request, "items": laid}


def _with(part: object, name: str, value: Scalar) -> object:
    if part is None:
        return {name: value.value}
    return {**part, name: value.value} if isinstance(part, dict) else part


def _in_id(text: str) -> str:
    return text if _UNQUOTED.fullmatch(text) else json.dumps(text, ensure_ascii=False)
