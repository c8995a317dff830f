"""Times of a row into whole numbers, and what is counted from them: civil dates, places of days.

Instants are counted in microseconds and dates in days, as the table of facts counts them. What has
no such number, since no request may say it, gives NULL: a query must not fail by such a row.
"""

from __future__ import annotations

import operator
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import BigInteger, ColumnElement, Date, Integer, case, extract, func, literal
from sqlalchemy import cast as sql_cast
from sqlglot import exp

from disclosure_rules.language.civil import SECOND, instant_number
from disclosure_rules.language.times import EARLIEST, LATEST
from disclosure_rules.tables.row_values import RowValue, Times, Unlisted, instant

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_UNIX: Final = instant_number(datetime.fromisoformat("1970-01-01T00:00:00Z"))


def within(times: Times) -> ColumnElement[bool]:
    """Return that a column of times holds what a request may say; NULL where it holds none."""
    if times.unit == "date":
        return times.column.between(literal(date.min, Date()), literal(date.max, Date()))
    return times.column.between(instant(EARLIEST), instant(LATEST))


def number(value: RowValue) -> int | ColumnElement[Any]:
    """Return a whole number as it is, or that of a time.

    Raises:
        Unlisted: It is neither.
    """
    match value:
        case bool():
            raise Unlisted
        case int():
            return value
        case ColumnElement() if isinstance(value.type, Integer):
            return value
        case Times():
            found = case((within(value), value.column))
            return _number(value.unit, found) + literal(value.move, BigInteger())
        case _:
            raise Unlisted


def _number(unit: str, column: ColumnElement[Any]) -> ColumnElement[Any]:
    if unit == "date":
        # Two dates make a whole number there, which SQLAlchemy takes for an interval.
        days = column.op("-", return_type=Integer())(literal(date.min, Date()))
        return sql_cast(days, BigInteger()) + literal(1, BigInteger())
    # In two steps, since one number with a fraction would not be exact in every PostgreSQL.
    seconds = sql_cast(extract("epoch", func.date_trunc("second", column)), BigInteger())
    rest = sql_cast(extract("microseconds", column), BigInteger()) % literal(SECOND, BigInteger())
    return seconds * literal(SECOND, BigInteger()) + rest + literal(_UNIX, BigInteger())


def counted(kind: type[exp.Expr], left: RowValue, right: RowValue) -> RowValue:
    """Return what is counted from two whole numbers, or times; a time that is moved stays one.

    Raises:
        Unlisted: There is no exact expression of it.
    """
    if left is None or right is None:
        return None
    if isinstance(left, Times) and isinstance(right, int) and kind in (exp.Add, exp.Sub):
        return replace(left, move=_WORKED_OUT[kind](left.move, right))
    first, second = number(left), number(right)
    if isinstance(first, int) and isinstance(second, int):
        return _WORKED_OUT[kind](first, second)
    return cast("ColumnElement[Any]", _ASKED[kind](_expression(left), _expression(right)))


def number_of_first(
    cases: Sequence[tuple[ColumnElement[bool], RowValue]], otherwise: RowValue
) -> RowValue:
    """Return the whole number of the first case that holds."""
    if not cases:
        return otherwise
    return case(
        *((asked, _expression(said)) for asked, said in cases), else_=_expression(otherwise)
    )


def _expression(value: RowValue) -> ColumnElement[Any]:
    found = number(value)
    return literal(found, BigInteger()) if isinstance(found, int) else found


def _divided(left: int, right: int) -> int:
    """Return a quotient without its fraction, as databases do."""
    return -(-left // right) if left < 0 else left // right


_ASKED: Final[Mapping[type[exp.Expr], Callable[[Any, Any], Any]]] = {
    exp.Add: operator.add,
    exp.Sub: operator.sub,
    exp.Mul: operator.mul,
    # Of whole numbers SQLAlchemy makes `/` of it, by which PostgreSQL drops the fraction.
    exp.IntDiv: operator.floordiv,
    exp.Mod: operator.mod,
}
_WORKED_OUT: Final[Mapping[type[exp.Expr], Callable[[int, int], int]]] = {
    **_ASKED,
    exp.IntDiv: _divided,
    exp.Mod: lambda left, right: left - right * _divided(left, right),
}
