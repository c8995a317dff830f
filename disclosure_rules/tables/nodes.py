"""Truths and values into nodes of SQL: a dozen verbs, and everything of sqlglot's own shape.

What is settled is a plain `True` or `False`, and is folded away as a tree is built. Names are
always quoted, and what a policy says joins a tree only as a literal: no text is ever SQL.

# INVARIANT: a truth is never NULL. Verbs of this module keep it so; what compares two values, which
# may be NULL, is joined by `conj` with `given` of both.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, TypeAlias

from sqlglot import exp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Node: TypeAlias = exp.Expr
Truth: TypeAlias = bool | exp.Expr
"""`True`, `False`, or a node that is one of them for every row."""

NUMBER = "DECIMAL(38, 18)"
"""What exact numbers are held in."""
_PLACES = 18
_DIGITS = 20
_FLAT = 2
_FEW = 4


def column(name: str, table: str | None = None) -> Node:
    """Return a column."""
    return exp.column(exp.to_identifier(name, quoted=True), table=_named(table))


def _named(name: str | None) -> exp.Identifier | None:
    return None if name is None else exp.to_identifier(name, quoted=True)


def own(node: Node) -> Node:
    """Return a node for a place in a tree: a copy, where it already has its place in one."""
    return node if node.parent is None else node.copy()


def filled_in(form: Node, **parts: Node) -> Node:
    """Return a form with parts in the place of the columns that are called as they are.

    Operators of Python copy whole trees each time: a form is small, and what is put in it is not.
    """
    for place in [*form.find_all(exp.Column)]:
        place.replace(parts[place.name].copy())
    return form


def variable(name: str) -> Node:
    """Return what stands for an element of a list."""
    return exp.to_identifier(name, quoted=True)


def field(record: Node, name: str) -> Node:
    """Return a field of a record."""
    return exp.Dot(this=own(record), expression=exp.to_identifier(name, quoted=True))


def text(value: str) -> Node:
    """Return a text as a literal."""
    return exp.Literal.string(value)


def whole(value: int) -> Node:
    """Return a whole number as a literal."""
    number = exp.Literal.number(abs(value))
    return exp.Neg(this=number) if value < 0 else number


def texts(values: Iterable[str]) -> Node:
    """Return a list of texts as a literal, typed so that an empty one is a list of texts too."""
    array = exp.Array(expressions=[text(value) for value in values])
    return exp.cast(array, exp.DataType.build("ARRAY<VARCHAR>"), copy=False)


def held_below(value: Decimal | int) -> Decimal | None:
    """Return the greatest number, not above one, that columns hold; None where it is out of reach.

    Columns hold what lies between two powers of ten, up to a last place.
    """
    counted = floor(Fraction(value) * 10**_PLACES)
    return Decimal(f"{counted}e-{_PLACES}") if abs(counted) < 10 ** (_DIGITS + _PLACES) else None


def number(value: Decimal | int) -> Node:
    """Return an exact number as a literal."""
    written = exp.Literal.string(f"{Decimal(value):f}")
    return exp.cast(written, exp.DataType.build(NUMBER), copy=False)


def sql(truth: Truth) -> Node:
    """Return a truth as a node."""
    if isinstance(truth, bool):
        return exp.true() if truth else exp.false()
    return truth


# --- Truths --------------------------------------------------------------------------------------


def conj(parts: Iterable[Truth]) -> Truth:
    """Return that all parts hold."""
    return _join(parts, exp.And, settling=False)


def disj(parts: Iterable[Truth]) -> Truth:
    """Return that some part holds."""
    return _join(parts, exp.Or, settling=True)


def _join(parts: Iterable[Truth], join: type[exp.Connector], *, settling: bool) -> Truth:
    found: list[Node] = []
    for part in parts:
        if part is settling:
            return settling
        if not isinstance(part, bool):
            found.append(part)
    if not found:
        return not settling
    # A balanced tree: those who print or read a chain of ten thousand would run out of stack.
    while len(found) > 1:
        pairs = [found[n : n + _FLAT] for n in range(0, len(found), _FLAT)]
        found = [
            join(this=_wrapped(pair[0]), expression=_wrapped(pair[1])) if pair[1:] else pair[0]
            for pair in pairs
        ]
    return found[0]


def _wrapped(node: Node) -> Node:
    inner = own(node)
    return exp.Paren(this=inner) if isinstance(inner, (exp.Connector, exp.Not)) else inner


def neg(part: Truth) -> Truth:
    """Return that a part does not hold."""
    if isinstance(part, bool):
        return not part
    if isinstance(part, exp.Not):
        inner: Node = part.this
        return inner.unnest()
    return exp.Not(this=exp.Paren(this=own(part)))


def given(value: Node) -> Truth:
    """Return that a value is not NULL."""
    return exp.Not(this=exp.Paren(this=exp.Is(this=own(value), expression=exp.Null())))


def chosen(cases: Iterable[tuple[Truth, Node]], otherwise: Node) -> Node:
    """Return the value of the first case that holds."""
    ifs = []
    for truth, value in cases:
        if truth is True:
            otherwise = value
            break
        if truth is not False:
            ifs.append(exp.If(this=own(sql(truth)), true=own(value)))
    return exp.Case(ifs=ifs, default=own(otherwise)) if ifs else otherwise


# --- Comparing, where both sides are given -----------------------------------------------------


def one_of(value: Node, values: Iterable[str]) -> Truth:
    """Return that a given text is one of some; none makes it false."""
    found = sorted(set(values))
    if not found:
        return False
    if len(found) == 1:
        return exp.EQ(this=own(value), expression=text(found[0]))
    return exp.In(this=own(value), expressions=[text(each) for each in found])


ORDERS: dict[str, type[exp.Binary]] = {
    "is": exp.EQ,
    "before": exp.LT,
    "at_or_before": exp.LTE,
    "after": exp.GT,
    "at_or_after": exp.GTE,
    "less_than": exp.LT,
    "at_most": exp.LTE,
    "more_than": exp.GT,
    "at_least": exp.GTE,
}
"""What each operator is between two ordered values."""


def compared(operator: str, left: Node, right: Node) -> Truth:
    """Return that an operator says true of two given values that have an order."""
    return ORDERS[operator](this=own(left), expression=own(right))


def plus(value: Node, amount: int) -> Node:
    """Return a whole number that is greater by an amount."""
    if amount == 0:
        return value
    join = exp.Add if amount > 0 else exp.Sub
    return exp.Paren(this=join(this=own(value), expression=whole(abs(amount))))


# --- Lists ---------------------------------------------------------------------------------------


def empty(items: Node) -> Truth:
    """Return that a given list has no element."""
    return exp.EQ(this=exp.ArraySize(this=own(items)), expression=whole(0))


def holds(items: Node, value: Node) -> Truth:
    """Return that a given list of texts holds a given text."""
    return exp.ArrayContains(this=own(items), expression=own(value))


def meets(items: Node, others: Node) -> Truth:
    """Return that two given lists of texts have a text in common."""
    return exp.Paren(this=exp.ArrayOverlaps(this=own(items), expression=own(others)))


def meets_texts(items: Node, values: Iterable[str]) -> Truth:
    """Return that a given list of texts has one of some texts."""
    found = sorted(set(values))
    # To look for a few is a third of the work of intersecting lists.
    if len(found) <= _FEW:
        return disj(holds(items, text(each)) for each in found)
    return meets(items, texts(found))


def some(items: Node, name: str, of_each: Callable[[Node], Truth]) -> Truth:
    """Return that what is asked holds of some element of a given list."""
    truth = of_each(variable(name))
    if truth is False:
        return False
    if truth is True:
        return neg(empty(items))
    kept = exp.ArrayFilter(
        this=own(items), expression=exp.Lambda(this=own(truth), expressions=[variable(name)])
    )
    return exp.GT(this=exp.ArraySize(this=kept), expression=whole(0))


def every(items: Node, name: str, of_each: Callable[[Node], Truth]) -> Truth:
    """Return that what is asked holds of every element of a given list."""
    return neg(some(items, name, lambda element: neg(of_each(element))))
