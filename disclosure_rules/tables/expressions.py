"""Truths of a row into an expression of SQLAlchemy, with everything that is known worked out.

Each node that truths are made of is named here, and read with what its names stand for. A node
that is not named raises `Unlisted`: nothing is asked approximately.

# INVARIANT: what compares with a value that a row lacks is joined with "it is given" where the
# truth was made (see `nodes`); so it does not matter what such a comparison says.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias, cast

from sqlalchemy import ColumnElement, case, func, literal
from sqlglot import exp

from disclosure_rules.tables.row_comparing import compared, holds, meet, one_of
from disclosure_rules.tables.row_numbers import counted, number_of_first
from disclosure_rules.tables.row_values import (
    Children,
    OneText,
    RowValue,
    Texts,
    Times,
    Unlisted,
)
from disclosure_rules.tables.truths import (
    Where,
    conjunction,
    disjunction,
    elements_of,
    expression,
    negation,
    some_row,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import FromClause

    from disclosure_rules.tables.nodes import Node, Truth

Scope: TypeAlias = Mapping[str, RowValue]
"""What elements of lists stand for."""

_ORDERS: Final[Mapping[type[exp.Expr], Callable[[Any, Any], Any]]] = {
    exp.EQ: operator.eq,
    exp.LT: operator.lt,
    exp.LTE: operator.le,
    exp.GT: operator.gt,
    exp.GTE: operator.ge,
}
_NOWHERE: Final[Scope] = {}


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
            case _:
                return self._asked(node, scope)

    def _asked(self, node: Node, scope: Scope) -> Where:
        """Return what is asked of values."""
        match node:
            case exp.Is(expression=exp.Null()):
                return is_null(self._value(node.this, scope))
            case exp.In():
                value = self._value(node.this, scope)
                return one_of(value, [self._text(each) for each in node.expressions])
            case exp.ArrayContains():
                items = self._value(node.this, scope)
                return holds(items, self._value(node.expression, scope))
            case exp.ArrayOverlaps():
                items = self._value(node.this, scope)
                return meet(items, self._value(node.expression, scope))
            case exp.Column():
                return _as_truth(self._value(node, scope))
            case exp.Binary() if type(node) in _ORDERS:
                return self._ordered(node, scope)
            case _:
                raise Unlisted

    def _chosen(self, node: exp.Case, scope: Scope) -> Where:
        """Return what the first case that holds says; cases that are settled drop out."""
        open_cases, rest = self._open(node, scope)
        found = [(asked, self.truth(said, scope)) for asked, said in open_cases]
        otherwise = self.truth(rest, scope)
        if not found:
            return otherwise
        if otherwise is False and all(isinstance(said, bool) for _, said in found):
            whole = self._settled_by_text(node, scope)
            if whole is not None:
                return whole
        return _first_of(found, otherwise)

    def _open(
        self, node: exp.Case, scope: Scope
    ) -> tuple[list[tuple[ColumnElement[bool], Node]], Node]:
        """Return the cases that are not settled, and what is said where none of them holds."""
        if node.this is not None:
            raise Unlisted
        found: list[tuple[ColumnElement[bool], Node]] = []
        for each in node.args["ifs"]:
            asked = self.truth(each.this, scope)
            if asked is True:
                return found, each.args["true"]
            if asked is not False:
                found.append((asked, each.args["true"]))
        return found, node.args["default"]

    def _settled_by_text(self, node: exp.Case, scope: Scope) -> Where | None:
        """Return which texts say yes, where cases tell one text from others, and nothing else."""
        tests = [each.this for each in node.args["ifs"]]
        value = tests[0].this
        if not all(
            isinstance(test, exp.EQ) and test.this == value and test.expression.is_string
            for test in tests
        ):
            return None
        texts = [
            self._text(each.this.expression)
            for each in node.args["ifs"]
            if self.truth(each.args["true"], scope) is True
        ]
        return one_of(self._value(value, scope), texts)

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
        return compared(_ORDERS[type(node)], left, right)

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
            case exp.Add() | exp.Sub() | exp.Mul() | exp.IntDiv() | exp.Mod():
                left, right = (self._value(part, scope) for part in (node.this, node.expression))
                return counted(type(node), left, right)
            case exp.Case():
                found, rest = self._open(node, scope)
                chosen = [(asked, self._value(said, scope)) for asked, said in found]
                return number_of_first(chosen, self._value(rest, scope))
            case _:
                return self._constant(node)

    def _constant(self, node: Node) -> RowValue:
        match node:
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

    def _sought(self, kept: Kept) -> tuple[str, ...] | None:
        """Return the texts that elements are to be, where nothing else is asked of them."""
        match kept.truth:
            case exp.In(this=exp.Identifier(this=kept.name)):
                return tuple(self._text(each) for each in kept.truth.expressions)
            case exp.EQ(this=exp.Identifier(this=kept.name), expression=exp.Literal()):
                return (self._text(kept.truth.expression),)
            case _:
                return None

    # --- Lists ---------------------------------------------------------------------------------

    def _some(self, items: RowValue | Kept) -> Where:
        """Return that a list has an element, or one of which something holds."""

        def of_each(element: RowValue) -> Where:
            if not isinstance(kept, Kept):
                return True
            return self.truth(kept.truth, {**kept.scope, kept.name: element})

        kept = items
        of = items.items if isinstance(items, Kept) else items
        match of:
            case None:
                return False
            case tuple():
                return disjunction(of_each(element) for element in of)
            case OneText(column):
                return of_each(column)
            case Texts(column) if not isinstance(kept, Kept):
                return func.cardinality(column) > literal(0)
            case Texts(column):
                if (texts := self._sought(cast("Kept", kept))) is not None:
                    return meet(of, texts)
                elements = elements_of(column)
                return _some_row(elements, of_each(elements.c.element))
            case Children():
                return _some_row(of.table, conjunction((of.belong, of_each(of.fields))))
            case _:
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


def _first_of(cases: list[tuple[ColumnElement[bool], Where]], otherwise: Where) -> Where:
    asked, said = cases[0]
    if len(cases) == 1 and otherwise is False:
        return conjunction((asked, said))
    if len(cases) == 1 and said is True:
        return disjunction((asked, otherwise))
    return case(*((asked, expression(said)) for asked, said in cases), else_=expression(otherwise))


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
            return value.column.is_(None)
        case _:
            return False


def _some_row(table: FromClause, where: Where) -> Where:
    return False if where is False else some_row(table, expression(where))
