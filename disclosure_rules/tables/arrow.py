"""Frames of every kind into tables of Arrow that DuckDB reads without losing anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import narwhals as nw
import pyarrow as pa

from disclosure_rules.tables.errors import Problem, TableError, problem

if TYPE_CHECKING:
    from collections.abc import Callable


def in_microseconds(table: pa.Table) -> pa.Table:
    """Return a table whose instants are counted in microseconds, as long as none loses a part.

    Raises:
        TableError: Columns have instants that lie between two microseconds, or too far away.
    """
    fields, lost = [], []
    for place, field in enumerate(table.schema):
        kind = field.type
        if pa.types.is_timestamp(kind) and kind.unit != "us":
            code = "between_microseconds" if kind.unit == "ns" else "beyond_microseconds"
            kind = pa.timestamp("us", kind.tz)
            try:
                table.column(place).cast(kind)
            except pa.ArrowInvalid:
                lost.append(problem(code, column=field.name))
        elif pa.types.is_dictionary(kind):
            kind = kind.value_type
        fields.append(pa.field(field.name, kind))
    if lost:
        raise TableError(lost)
    return table.cast(pa.schema(fields))


def as_arrow(frame: Any) -> tuple[pa.Table, Callable[[pa.Table], Any]]:
    """Return a frame as a table of Arrow, and what makes such a frame of one.

    Raises:
        TableError: It is no frame, or loses something on the way.
    """
    try:
        return _as_arrow(frame)
    # What these say may hold values of the frame.
    except (duckdb.Error, pa.ArrowException, nw.exceptions.NarwhalsError, OverflowError):
        raise TableError([problem("frame_unreadable")]) from None


def _as_arrow(frame: Any) -> tuple[pa.Table, Callable[[pa.Table], Any]]:
    if isinstance(frame, duckdb.DuckDBPyRelation):
        return in_microseconds(frame.to_arrow_table()), duckdb.from_arrow
    if isinstance(frame, pa.Table):
        return in_microseconds(frame), lambda table: table
    try:
        wrapped = nw.from_native(frame, eager_only=True)
    except TypeError:
        raise TableError([problem("no_frame")]) from None
    backend = wrapped.implementation
    return (
        in_microseconds(wrapped.to_arrow()),
        lambda table: nw.from_arrow(table, backend=backend).to_native(),
    )


def types_in_duckdb(table: pa.Table) -> list[tuple[str, Any]]:
    """Return the columns of a table, each with its type in DuckDB.

    Raises:
        TableError: DuckDB has no such types.
    """
    found: list[tuple[str, Any]] = []
    problems: list[Problem] = []
    with duckdb.connect() as connection:
        for place, field in enumerate(table.schema):
            # One by one, since DuckDB renames columns whose names it takes for the same.
            alone = pa.table({"seen": table.column(place).slice(0, 0)})
            try:
                connection.register("came", alone)
                found.append((field.name, connection.table("came").types[0]))
            except duckdb.Error:
                problems.append(problem("column_unread", column=field.name, found=field.type))
    if problems:
        raise TableError(problems)
    return found
