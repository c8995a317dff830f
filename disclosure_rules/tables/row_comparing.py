"""Two values of a row into a truth, where both are given; what is known is worked out.

Times are compared with bound instants and dates, so that an index can serve. Nothing here follows
the zone of a session. Constants join an expression as bound parameters only.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Date,
    Integer,
    Numeric,
    String,
    Text,
    any_,
    case,
    func,
    literal,
)
from sqlalchemy import cast as sql_cast

from disclosure_rules.language.civil import HOUR, LAST_INSTANT, number_instant
from disclosure_rules.tables.row_numbers import number, within
from disclosure_rules.tables.row_values import (
    OneText,
    RowValue,
    Texts,
    Times,
    Unlisted,
    instant,
    is_known,
)

if TYPE_CHECKING:
    from disclosure_rules.tables.truths import Where

Order: TypeAlias = Callable[[Any, Any], Any]
"""How one value is to lie to another."""

_TURNED: Final[Mapping[Order, Order]] = {
    operator.eq: operator.eq,
    operator.lt: operator.gt,
    operator.le: operator.ge,
    operator.gt: operator.lt,
    operator.ge: operator.le,
}
_LAST: Final[Mapping[str, int]] = {"time": LAST_INSTANT, "date": date.max.toordinal()}
_FIRST: Final[Mapping[str, int]] = {"time": 0, "date": date.min.toordinal()}
_INT64: Final = 2**63


def compared(order: Order, left: RowValue, right: RowValue) -> Where:
    """Return how two values lie to one another."""
    if left is None or right is None:
        return False
    if is_known(left):
        return bool(order(left, right)) if is_known(right) else _read(_TURNED[order], right, left)
    return _read(order, left, right)


def _read(order: Order, left: RowValue, right: RowValue) -> Where:
    """Return how what is read lies to another value."""
    match left, right:
        case Times(), Times():
            return _of_two(order, left, right)
        case Times(), int():
            return _beside(order, left, right)
        case (Times(), ColumnElement()) | (ColumnElement(), Times()):
            return cast("Where", order(number(left), number(right)))
        case ColumnElement(), ColumnElement():
            return cast("Where", order(left, right))
        case ColumnElement(), bool() if order is operator.eq:
            return left.is_(right)
        case ColumnElement(), str() if order is operator.eq:
            return one_of(left, [right])
        case ColumnElement(), int() | Decimal():
            return cast("Where", order(left, _number(left, right)))
        case _:
            raise Unlisted


def _number(column: ColumnElement[Any], value: int | Decimal) -> ColumnElement[Any]:
    """Return a number so that an index of whole numbers can serve."""
    whole = value == int(value) and -_INT64 < value < _INT64
    if isinstance(column.type, Integer) and whole:
        return literal(int(value), BigInteger())
    return literal(Decimal(value), Numeric())


def _beside(order: Order, times: Times, limit: int) -> Where:
    """Return how a column of times lies to what is known: settled, where that is out of range."""
    limit -= times.move
    if not _FIRST[times.unit] <= limit <= _LAST[times.unit]:
        nearest = _FIRST[times.unit] if limit < _FIRST[times.unit] else _LAST[times.unit]
        return bool(order(nearest, limit))
    # Every valid row has a time within the calendar.
    if limit == _FIRST[times.unit] and order in (operator.ge, operator.lt):
        return order is operator.ge
    is_date = times.unit == "date"
    bound = literal(date.fromordinal(limit), Date()) if is_date else instant(number_instant(limit))
    return cast("Where", order(times.column, bound))


def _of_two(order: Order, left: Times, right: Times) -> Where:
    """Return how two columns of times lie to one another."""
    if left.unit != right.unit:
        raise Unlisted
    later = left.move - right.move
    if abs(later) > _LAST[left.unit]:
        return bool(order(later, 0))
    # Moved to later only: there is room after the calendar's end, and none before its beginning.
    first = _later(left, max(later, 0))
    return cast("Where", order(first, _later(right, max(-later, 0))))


def _later(times: Times, amount: int) -> ColumnElement[Any]:
    if amount == 0:
        return times.column
    # Close to the end of what PostgreSQL can store, a query would fail.
    column = case((within(times), times.column))
    if times.unit == "date":
        return column + literal(amount, Integer())
    hours, rest = divmod(amount, HOUR)
    if rest:
        raise Unlisted
    # Hours are hours in every zone; an interval of days would follow the zone of the session.
    nothing = [literal(0, Integer())] * 4
    return column + func.make_interval(*nothing, literal(hours, Integer()))


# --- Texts ---------------------------------------------------------------------------------------


def _storable(texts: Iterable[str]) -> list[str]:
    """Return the texts that a database can hold at all."""
    return [text for text in texts if "\0" not in text]


def one_of(value: RowValue, texts: list[str]) -> Where:
    """Return that a text is one of some."""
    match value:
        case None:
            return False
        case str():
            return value in texts
        case ColumnElement():
            found = _storable(texts)
            if not found:
                return False
            if len(found) == 1:
                return value == literal(found[0], Text())
            return value.in_([literal(text, Text()) for text in found])
        case _:
            raise Unlisted


def holds(items: RowValue, value: RowValue) -> Where:
    """Return that a list of texts holds a text."""
    match items, value:
        case (None, _) | (_, None):
            return False
        case tuple(), str() | ColumnElement():
            return one_of(value, list(items))
        case OneText(column), str() | ColumnElement():
            return compared(operator.eq, column, value)
        case Texts(column), ColumnElement():
            return cast("Where", sql_cast(value, Text()) == any_(as_texts(column)))
        case Texts(column), str():
            if not _storable([value]):
                return False
            return cast("Where", literal(value, Text()) == any_(as_texts(column)))
        case _:
            raise Unlisted


def as_texts(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return a column of lists as one of lists of `text`, which it may be already."""
    inner = column.type.item_type if isinstance(column.type, ARRAY) else None
    return column if type(inner) is Text else sql_cast(column, ARRAY(Text()))


def texts_type(column: ColumnElement[Any]) -> ARRAY[str]:
    """Return the type of lists of texts to compare a column with, so that an index can serve."""
    inner = cast("ARRAY[str]", column.type).item_type
    return ARRAY(Text() if isinstance(inner, Text) else String())


def meet(items: RowValue, others: RowValue) -> Where:
    """Return that two lists of texts have a text in common."""
    match items, others:
        case (None, _) | (_, None):
            return False
        case tuple(), tuple():
            return not set(items).isdisjoint(others)
        case tuple(), _:
            return meet(others, items)
        case OneText(column), tuple():
            return one_of(column, list(others))
        case OneText(column), _:
            return holds(others, column)
        case Texts(), OneText(column):
            return holds(items, column)
        case Texts(column), tuple():
            found = _storable(others)
            wanted = literal(found, texts_type(column))
            return column.op("&&", is_comparison=True)(wanted) if found else False
        case Texts(column), Texts(other):
            return as_texts(column).op("&&", is_comparison=True)(as_texts(other))
        case _:
            raise Unlisted
