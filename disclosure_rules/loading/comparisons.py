"""Which operator fits which fact, and which operands it takes.

A set of terms, and a term that a policy writes, is a grant. A term that a request describes is not,
so that beside descriptions `within` and `overlaps` take grants only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from disclosure_rules.language.conditions import Literal, Operand, ParameterValue, The
from disclosure_rules.language.vocabulary import (
    NUMBER_TYPES,
    TIME_TYPES,
    Categories,
    OneTerm,
    Plain,
    TermSet,
    TextSet,
    Type,
)

if TYPE_CHECKING:
    from collections.abc import Callable

ORDERS: Final = ("before", "at_or_before", "after", "at_or_after")
AMOUNTS: Final = ("at_least", "at_most", "more_than", "less_than")
OPERATORS: Final = (
    "is",
    "one_of",
    "covers",
    "includes",
    "within",
    "overlaps",
    *ORDERS,
    *AMOUNTS,
    "present",
)


def fits(operator: str, left: Type) -> bool:
    """Tell whether an operator can be asked of a fact of this type."""
    return literal_type(operator, left) is not None


def literal_type(operator: str, left: Type) -> Type | None:
    """Return the type that a written operand must have; None if the operator does not fit."""
    if operator == "present":
        return Plain("boolean")
    if operator in ORDERS:
        return left if left in TIME_TYPES else None
    if operator in AMOUNTS:
        return Plain("number") if left in NUMBER_TYPES else None
    return _LITERALS[operator](left)


def accepts(operator: str, left: Type, operand: Operand) -> bool:
    """Tell whether an operator that fits the fact takes the operand."""
    if operator == "present":
        return isinstance(operand, Literal)
    if operator == "one_of":
        return isinstance(operand, Literal) or (
            isinstance(operand, ParameterValue) and operand.type == _set_of(left)
        )
    if operator == "includes":
        return operand.type == Plain("text")
    if left == TextSet():
        return operand.type == left
    if operator == "covers" or (operator == "overlaps" and isinstance(left, TermSet)):
        return operand.type in _terms_of(left)
    if operator in ("within", "overlaps"):
        return _is_grant(operand) and operand.type in _terms_of(left)
    return _alike(left, operand.type)


def _granted(left: Type) -> Type | None:
    return TermSet(left.taxonomy) if isinstance(left, (TermSet, Categories)) else None


_LITERALS: Final[dict[str, Callable[[Type], Type | None]]] = {
    "is": lambda left: left if isinstance(left, (Plain, OneTerm)) else None,
    "one_of": lambda left: left if isinstance(left, (Plain, OneTerm)) else None,
    "covers": lambda left: left if isinstance(left, TermSet) else None,
    "includes": lambda left: Plain("text") if left == TextSet() else None,
    "within": _granted,
    "overlaps": lambda left: left if left == TextSet() else _granted(left),
}


def _set_of(kind: Type) -> Type | None:
    if isinstance(kind, OneTerm):
        return TermSet(kind.taxonomy)
    return TextSet() if kind == Plain("text") else None


def _terms_of(kind: Type) -> tuple[Type, ...]:
    """Return the types whose values are terms of the same taxonomy."""
    if not isinstance(kind, (OneTerm, TermSet, Categories)):
        return ()
    kinds: tuple[Type, ...] = (OneTerm(kind.taxonomy), TermSet(kind.taxonomy))
    return (*kinds, Categories()) if kind.taxonomy == Categories().taxonomy else kinds


def _is_grant(operand: Operand) -> bool:
    return not isinstance(operand, The) or isinstance(operand.type, TermSet)


def _alike(left: Type, right: Type) -> bool:
    """Tell whether values of the two types can be compared."""
    return left == right or any(
        left in family and right in family for family in (TIME_TYPES, NUMBER_TYPES)
    )
