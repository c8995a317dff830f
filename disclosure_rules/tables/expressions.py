"""Truths of a row into an expression of SQLAlchemy, with everything that is known worked out.

Each node that truths are made of is named here, and read with what its names stand for. A node that
is not named raises `Unlisted`: nothing is asked approximately. Constants join an expression as bound
parameters only.

# INVARIANT: what compares with a value that a row lacks is joined with "it is given" where the truth
# was made (see `nodes`); so it does not matter what such a comparison says.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias, cast

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Date,
    DateTime,
    FromClause,
    Integer,
    Numeric,
    Text,
    and_,
    any_,
    case,
    exists,
    false,
    func,
    literal,
    not_,
    or_,
    true,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy import column as sql_column
from sqlglot import exp

from disclosure_rules.language.civil import HOUR, LAST_INSTANT, number_instant
from disclosure_rules.tables.row_values import (
    Children,
    OneText,
    RowValue,
    Texts,
    Times,
    is_known,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from disclosure_rules.tables.nodes import Node, Truth

Where: TypeAlias = "ColumnElement[bool] | bool"
"""Of every row, of none, or what is asked of each."""
Scope: TypeAlias = Mapping[str, RowValue]
"""What elements of lists stand for."""

_ORDERS: Final[Mapping[type[exp.Expr], Callable[[Any, Any], Any]]] = {
    exp.EQ: operator.eq,
    exp.LT: operator.lt,
    exp.LTE: operator.le,
    exp.GT: operator.gt,
    exp.GTE: operator.ge,
}
_TURNED: Final = {
    operator.eq: operator.eq,
    operator.lt: operator.gt,
    operator.le: operator.ge,
    operator.gt: operator.lt,
    operator.ge: operator.le,
}
_LAST: Final = {"time": LAST_INSTANT, "date": date.max.toordinal()}
_FIRST: Final = {"time": 0, "date": date.min.toordinal()}
_INT64: Final = 2**63
_NOWHERE: Final[Scope] = {}


class Unlisted(Exception):  # noqa: N818 - told as a problem of the rule that asks
    """A node that has no exact expression here."""


class Kept(NamedTuple):
    """The elements of a list of which something holds; counted, and compared with none."""

    items: RowValue
    name: str
    """What an element is called in the truth."""
    truth: Truth
    scope: Scope


class Size(NamedTuple):
    """How many elements a list has."""

    of: RowValue | Kept


class Expressions:
    """Reads truths, with what names of the table of facts stand for."""

    def __init__(self, values: Mapping[str, RowValue]) -> None:
        """Read with these values; a name that is not among them is one of which nothing is said."""
        self._values = values

    def truth(self, node: Truth, scope: Scope = _NOWHERE) -> Where:
        """Return a truth of a row as an expression.

        Raises:
            Unlisted: There is no exact expression of it.
        """
        match node:
            case bool():
                return node
            case exp.Boolean():
                return bool(node.this)
            case exp.Paren():
                return self.truth(node.this, scope)
            case exp.And():
                return conjunction(self.truth(part, scope) for part in _parts(node, exp.And))
            case exp.Or():
                return disjunction(self.truth(part, scope) for part in _parts(node, exp.Or))
            case exp.Not():
                return negation(self.truth(node.this, scope))
            case exp.Case():
                return self._chosen(node, scope)
            case exp.Is(expression=exp.Null()):
                return is_null(self._value(node.this, scope))
            case exp.In():
                value = self._value(node.this, scope)
                return _one_of(value, [self._text(each) for each in node.expressions])
            case exp.ArrayContains():
                items = self._value(node.this, scope)
                return _holds(items, self._value(node.expression, scope))
            case exp.ArrayOverlaps():
                items = self._value(node.this, scope)
                return _meet(items, self._value(node.expression, scope))
            case exp.Column():
                return _as_truth(self._value(node, scope))
            case _ if type(node) in _ORDERS:
                return self._ordered(node, scope)
        raise Unlisted

    def _chosen(self, node: exp.Case, scope: Scope) -> Where:
        """Return what the first case that holds says; cases that are settled drop out."""
        if node.this is not None:
            raise Unlisted
        found: list[tuple[ColumnElement[bool], Where]] = []
        otherwise: Where | None = None
        for each in node.args["ifs"]:
            asked = self.truth(each.this, scope)
            if asked is False:
                continue
            said = self.truth(each.args["true"], scope)
            if asked is True:
                otherwise = said
                break
            found.append((cast("ColumnElement[bool]", asked), said))
        if otherwise is None:
            otherwise = self.truth(node.args["default"], scope)
        while found and found[-1][1] is otherwise is False:
            found.pop()
        if not found:
            return otherwise
        if len(found) == 1 and otherwise is False:
            return conjunction(found[0])
        if len(found) == 1 and found[0][1] is True:
            return disjunction((found[0][0], otherwise))
        whens = [(asked, expression(said)) for asked, said in found]
        return case(*whens, else_=expression(otherwise))

    def _ordered(self, node: exp.Expr, scope: Scope) -> Where:
        left, right = (self._side(part, scope) for part in (node.this, node.args["expression"]))
        if isinstance(left, Size):
            if type(node) is exp.EQ and right == 0:
                return negation(self._some(left.of))
            if type(node) is exp.GT and right == 0:
                return self._some(left.of)
            raise Unlisted
        if isinstance(right, Size):
            raise Unlisted
        return _compared(_ORDERS[type(node)], left, right)

    def _side(self, node: Node, scope: Scope) -> RowValue | Size:
        if not isinstance(node, exp.ArraySize):
            return self._value(node, scope)
        inner = node.this
        if not isinstance(inner, exp.ArrayFilter):
            return Size(self._value(inner, scope))
        each = inner.expression
        if not isinstance(each, exp.Lambda) or len(each.expressions) != 1:
            raise Unlisted
        name = each.expressions[0].name
        return Size(Kept(self._value(inner.this, scope), name, each.this, scope))

    # --- Values --------------------------------------------------------------------------------

    def _value(self, node: Node, scope: Scope) -> RowValue:
        match node:
            case exp.Column():
                return self._values.get(node.name)
            case exp.Identifier():
                return scope[node.name]
            case exp.Dot():
                return self._field(self._value(node.this, scope), node.expression.name)
            case exp.Paren():
                return self._value(node.this, scope)
            case exp.Add() | exp.Sub():
                amount = self._value(node.expression, scope)
                return _moved(
                    self._value(node.this, scope), amount, 1 if isinstance(node, exp.Add) else -1
                )
            case exp.Boolean():
                return bool(node.this)
            case exp.Neg():
                return -self._whole(node.this)
            case exp.Literal():
                return str(node.this) if node.is_string else self._whole(node)
            case exp.Cast(this=exp.Array()):
                return tuple(self._text(each) for each in node.this.expressions)
            case exp.Cast(this=exp.Literal()) if node.this.is_string and _is_number(node):
                return Decimal(str(node.this.this))
        raise Unlisted

    @staticmethod
    def _field(record: RowValue, name: str) -> RowValue:
        if isinstance(record, Mapping):
            return record.get(name)
        raise Unlisted

    @staticmethod
    def _text(node: Node) -> str:
        if isinstance(node, exp.Literal) and node.is_string:
            return str(node.this)
        raise Unlisted

    @staticmethod
    def _whole(node: Node) -> int:
        if isinstance(node, exp.Literal) and not node.is_string:
            return int(node.this)
        raise Unlisted

    # --- Lists ---------------------------------------------------------------------------------

    def _some(self, items: RowValue | Kept) -> Where:
        """Return that a list has an element, or one of which something holds."""

        def holds(element: RowValue) -> Where:
            if not isinstance(kept, Kept):
                return True
            return self.truth(kept.truth, {**kept.scope, kept.name: element})

        kept = items
        of = items.items if isinstance(items, Kept) else items
        match of:
            case None:
                return False
            case tuple():
                return disjunction(holds(element) for element in of)
            case OneText(column):
                return holds(column)
            case Texts(column) if not isinstance(kept, Kept):
                return func.cardinality(column) > literal(0)
            case Texts(column):
                elements = elements_of(column)
                return _exists(elements, holds(elements.c.element))
            case Children():
                return _exists(of.table, conjunction((of.belong, holds(of.fields))))
        raise Unlisted


def _parts(node: exp.Connector, join: type[exp.Connector]) -> Iterator[Node]:
    """Yield what a balanced tree of one connector joins, from left to right."""
    for part in (node.this, node.expression):
        inner = part.unnest()
        if isinstance(inner, join):
            yield from _parts(inner, join)
        else:
            yield part


def _is_number(node: exp.Cast) -> bool:
    return bool(node.to.is_type("decimal"))


# --- Truths --------------------------------------------------------------------------------------


def conjunction(parts: Iterable[Where]) -> Where:
    """Return that all parts hold."""
    found = []
    for part in parts:
        if part is False:
            return False
        if part is not True:
            found.append(cast("ColumnElement[bool]", part))
    return and_(*found) if found else True


def disjunction(parts: Iterable[Where]) -> Where:
    """Return that some part holds."""
    found = []
    for part in parts:
        if part is True:
            return True
        if part is not False:
            found.append(cast("ColumnElement[bool]", part))
    return or_(*found) if found else False


def negation(part: Where) -> Where:
    """Return that a part does not hold."""
    return not part if isinstance(part, bool) else not_(part)


def expression(where: Where) -> ColumnElement[bool]:
    """Return a truth as an expression, settled or not."""
    if isinstance(where, bool):
        return true() if where else false()
    return where


def _as_truth(value: RowValue) -> Where:
    if value is None:
        return False
    if isinstance(value, (bool, ColumnElement)):
        return value
    raise Unlisted


def is_null(value: RowValue) -> Where:
    """Return that nothing gives a value."""
    match value:
        case None:
            return True
        case Children():
            return negation(value.known)
        case ColumnElement():
            return value.is_(None)
        case Times() | Texts() | OneText():
            return cast("Where", value.column.is_(None))
    return False


def elements_of(texts: ColumnElement[Any]) -> FromClause:
    """Return what holds the elements of a column of lists, as `element`."""
    each = sql_column("element", Text())
    return func.unnest(texts).table_valued(each, name="elements").render_derived()


def some_row(table: FromClause, where: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return that something holds of some row of a table that belongs to the row."""
    # What it belongs to is the row that is asked about, never a table of its own in here.
    return exists().select_from(table).where(where).correlate_except(table)


def _exists(table: FromClause, where: Where) -> Where:
    return False if where is False else some_row(table, expression(where))


# --- Comparing -----------------------------------------------------------------------------------


def _compared(order: Callable[[Any, Any], Any], left: RowValue, right: RowValue) -> Where:
    if left is None or right is None:
        return False
    if is_known(left) and is_known(right):
        return bool(order(left, right))
    if is_known(left):
        return _compared(_TURNED[order], right, left)
    match left, right:
        case Times(), Times():
            return _of_two(order, left, right)
        case Times(), int():
            return _beside(order, left, right)
        case ColumnElement(), ColumnElement():
            return cast("Where", order(left, right))
        case ColumnElement(), bool() if order is operator.eq:
            return left.is_(right)
        case ColumnElement(), str() if order is operator.eq:
            return _one_of(left, [right])
        case ColumnElement(), int() | Decimal():
            return cast("Where", order(left, _number(left, right)))
    raise Unlisted


def _number(column: ColumnElement[Any], value: int | Decimal) -> ColumnElement[Any]:
    """Return a number so that an index of whole numbers can serve."""
    whole = value == int(value) and abs(value) < _INT64
    if isinstance(column.type, Integer) and whole:
        return literal(int(value), BigInteger())
    return literal(Decimal(value), Numeric())


def _moved(value: RowValue, amount: RowValue, sign: int) -> RowValue:
    if value is None:
        return None
    if not isinstance(amount, int):
        raise Unlisted
    if isinstance(value, Times):
        return Times(value.column, value.unit, value.move + sign * amount)
    if isinstance(value, int):
        return value + sign * amount
    raise Unlisted


def _beside(order: Callable[[Any, Any], Any], times: Times, limit: int) -> Where:
    """Return how a column of times lies to what is known: settled, where that is out of range."""
    limit -= times.move
    if not _FIRST[times.unit] <= limit <= _LAST[times.unit]:
        nearest = _FIRST[times.unit] if limit < _FIRST[times.unit] else _LAST[times.unit]
        return bool(order(nearest, limit))
    # Every valid row has a time within the calendar.
    if limit == _FIRST[times.unit] and order in (operator.ge, operator.lt):
        return order is operator.ge
    if times.unit == "date":
        bound = literal(date.fromordinal(limit), Date())
    else:
        bound = literal(number_instant(limit), DateTime(timezone=True))
    return cast("Where", order(times.column, bound))


def _of_two(order: Callable[[Any, Any], Any], left: Times, right: Times) -> Where:
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
    if times.unit == "date":
        return times.column + literal(amount, Integer())
    hours, rest = divmod(amount, HOUR)
    if rest:
        raise Unlisted
    # Hours are hours in every zone; an interval of days would follow the zone of the session.
    nothing = [literal(0, Integer())] * 4
    return times.column + func.make_interval(*nothing, literal(hours, Integer()))


# --- Texts ---------------------------------------------------------------------------------------


def _storable(texts: Iterable[str]) -> list[str]:
    """Return the texts that a database can hold at all."""
    return [text for text in texts if "\0" not in text]


def _one_of(value: RowValue, texts: list[str]) -> Where:
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
    raise Unlisted


def _holds(items: RowValue, value: RowValue) -> Where:
    """Return that a list of texts holds a text."""
    match items, value:
        case (None, _) | (_, None):
            return False
        case tuple(), str() | ColumnElement():
            return _one_of(value, list(items))
        case OneText(column), str() | ColumnElement():
            return _compared(operator.eq, column, value)
        case Texts(column), ColumnElement():
            return cast("Where", sql_cast(value, Text()) == any_(as_texts(column)))
        case Texts(column), str():
            if not _storable([value]):
                return False
            return cast("Where", literal(value, Text()) == any_(as_texts(column)))
    raise Unlisted


def as_texts(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return a column of lists as one of lists of `text`, which it may be already."""
    inner = column.type.item_type if isinstance(column.type, ARRAY) else None
    return column if type(inner) is Text else sql_cast(column, ARRAY(Text()))


def _meet(items: RowValue, others: RowValue) -> Where:
    """Return that two lists of texts have a text in common."""
    match items, others:
        case (None, _) | (_, None):
            return False
        case tuple(), tuple():
            return not set(items).isdisjoint(others)
        case tuple(), _:
            return _meet(others, items)
        case OneText(column), tuple():
            return _one_of(column, list(others))
        case OneText(column), _:
            return _holds(others, column)
        case Texts(), OneText(column):
            return _holds(items, column)
        case Texts(column), tuple():
            found = _storable(others)
            wanted = literal(found, ARRAY(Text()))
            return as_texts(column).op("&&", is_comparison=True)(wanted) if found else False
        case Texts(column), Texts(other):
            return as_texts(column).op("&&", is_comparison=True)(as_texts(other))
    raise Unlisted
