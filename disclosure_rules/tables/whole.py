"""Columns of Arrow into what they say as a whole: that every cell is plain, which values it has.

To look through a column at once takes a tenth of the time that SQL takes to ask it row by row. What
is not surely plain throughout is asked row by row: see `reading`, which says what is plain.

# INVARIANT: a column that is plain here is plain in each row there. What is not known here is not
# plain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

import pyarrow as pa
import pyarrow.compute

from disclosure_rules.language.policy import HEAD_PATHS
from disclosure_rules.language.vocabulary import (
    Categories,
    OneTerm,
    Plain,
    Records,
    TermSet,
    TextSet,
)
from disclosure_rules.tables.facts import FIRST_DAY, LAST_DAY, MOMENT, SINCE_YEAR_1, USUAL_INSTANTS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from disclosure_rules.language.vocabulary import Fact, Type, Vocabulary
    from disclosure_rules.tables.binding import Binding

_INSTANT: Final = pa.timestamp("us")


class Seen(NamedTuple):
    """What is known of some rows before SQL asks them one by one."""

    plain: frozenset[str]
    """The paths of facts whose cells are plain in every row."""
    values: Mapping[str, Collection[Any]]
    """By path: each value that rows have of the moment, or of a plain fact that heads speak of."""


def seen_in(binding: Binding, rows: pa.Table) -> Seen:
    """Return what rows say as a whole; of cells that are texts or JSON, that nothing is known."""
    if binding.form != "native":
        return Seen(frozenset(), {})
    vocabulary = binding.vocabulary
    plain: set[str] = set()
    values: dict[str, Collection[Any]] = {}
    for path, name in binding.columns.items():
        cells = rows[name]
        if not _is_plain(vocabulary, cast("Fact", vocabulary.fact(path)).type, cells):
            continue
        plain.add(path)
        if path == MOMENT:
            numbers = cells.unique().drop_null().cast(pa.int64()).to_pylist()
            values[path] = [number + SINCE_YEAR_1 for number in numbers]
        elif path in HEAD_PATHS.values():
            values[path] = _members(cells).unique().to_pylist()
    return Seen(frozenset(plain), values)


def _members(cells: Any) -> Any:
    """Return the terms of a column; NULL among them where a row does not say any."""
    if not _is_list(cells.type):
        return cells
    members = pa.compute.list_flatten(cells)
    lacking = pa.chunked_array([pa.nulls(min(cells.null_count, 1), members.type)])
    return pa.chunked_array([*_chunks(members), *lacking.chunks], members.type)


def _chunks(cells: Any) -> list[Any]:
    return cells.chunks if isinstance(cells, pa.ChunkedArray) else [cells]


def _is_plain(vocabulary: Vocabulary, kind: Type, cells: Any) -> bool:
    """Tell whether all cells that are given are plain."""
    match kind:
        case Plain(name):
            return _plain_value(name, cells)
        case OneTerm(taxonomy):
            return _are_terms(vocabulary, taxonomy, cells)
        case Categories(taxonomy) if _is_text(cells.type):
            return _are_terms(vocabulary, taxonomy, cells)
        case Categories(taxonomy) | TermSet(taxonomy):
            members = _elements(cells)
            return members is not None and _are_terms(vocabulary, taxonomy, members)
        case TextSet():
            members = _elements(cells)
            return members is not None and _plain_value("text", members)
        case Records(fields):
            records = _elements(cells)
            return (
                records is not None
                and pa.types.is_struct(records.type)
                and all(
                    _is_plain(vocabulary, fields[field.name].type, column)
                    for chunk in _chunks(records)
                    for field, column in zip(chunk.type, chunk.flatten(), strict=True)
                )
            )


def _elements(cells: Any) -> Any:
    """Return the elements of all lists, one after the other; None where one of them is NULL."""
    if not _is_list(cells.type):
        return None
    elements = pa.compute.list_flatten(cells)
    return None if elements.null_count else elements


def _is_list(kind: pa.DataType) -> bool:
    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind))


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _are_terms(vocabulary: Vocabulary, taxonomy: str, cells: Any) -> bool:
    if not _is_text(cells.type):
        return False
    return vocabulary.taxonomies[taxonomy].terms.keys() | {None} >= {*cells.unique().to_pylist()}


def _plain_value(name: str, cells: Any) -> bool:
    kind = cells.type
    match name:
        case "boolean":
            return bool(pa.types.is_boolean(kind))
        case "integer" | "number":
            return bool(pa.types.is_integer(kind))
        case "text":
            empty = pa.scalar("", kind) if _is_text(kind) else None
            return empty is not None and not pa.compute.any(pa.compute.equal(cells, empty)).as_py()
        case "time":
            if not (pa.types.is_timestamp(kind) and kind.unit == "us" and kind.tz):
                return False
            first, last = USUAL_INSTANTS
            return _within(cells, pa.int64(), first - SINCE_YEAR_1, last - SINCE_YEAR_1)
        case _:
            return pa.types.is_date32(kind) and _within(cells, pa.int32(), FIRST_DAY, LAST_DAY)


def _within(cells: Any, numbers: pa.DataType, first: int, last: int) -> bool:
    """Tell whether cells lie between two numbers, both included."""
    ends = pa.compute.min_max(cells.cast(numbers)).as_py()
    return ends["min"] is None or (first <= ends["min"] and ends["max"] <= last)
