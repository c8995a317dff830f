"""Truths of rows as SQLAlchemy has them: settled ones fold away, others are joined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import ColumnElement, Text, and_, column, exists, false, func, not_, or_, true

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import FromClause

Where: TypeAlias = ColumnElement[bool] | bool
"""Of every row, of none, or what is asked of each."""


def conjunction(parts: Iterable[Where]) -> Where:
    """Return that all parts hold."""
    found = []
    for part in parts:
        if part is False:
            return False
        if part is not True:
            found.append(part)
    return and_(*found) if found else True


def disjunction(parts: Iterable[Where]) -> Where:
    """Return that some part holds."""
    found = []
    for part in parts:
        if part is True:
            return True
        if part is not False:
            found.append(part)
    return or_(*found) if found else False


def negation(part: Where) -> Where:
    """Return that a part does not hold."""
    return not part if isinstance(part, bool) else not_(part)


def expression(where: Where) -> ColumnElement[bool]:
    """Return a truth as an expression, settled or not."""
    if isinstance(where, bool):
        return true() if where else false()
    return where


def elements_of(texts: ColumnElement[Any]) -> FromClause:
    """Return what holds the elements of a column of lists, as `element`."""
    each = column("element", Text())
    return func.unnest(texts).table_valued(each, name="elements").render_derived()


def some_row(table: FromClause, where: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return that something holds of some row of a table that belongs to the row."""
    # What it belongs to is the row that is asked about, never a table of its own in here.
    return exists().select_from(table).where(where).correlate_except(table)
