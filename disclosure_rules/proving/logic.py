"""Formulas and whole numbers into terms of z3: a dozen verbs, and everything of the solver's own.

What is settled is a plain `True` or `False`, and is folded away as terms are built: z3 sees what is
open only. Terms are built by z3's functions of C: its operators on Python objects take five times
as long, and building is what proofs cost most.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

import z3
from z3 import z3core

if TYPE_CHECKING:
    from collections.abc import Iterable

Formula: TypeAlias = Any
"""`True`, `False`, or a term of z3 that is one of them."""
Number: TypeAlias = Any
"""A whole number or a fraction, or a term of z3 that is one."""


class Logic:
    """Makes terms that can stand together; terms of two of these cannot."""

    def __init__(self) -> None:
        """Begin without any terms."""
        self.context: Any = z3.Context()
        self._ref = self.context.ref()
        self._numerals: dict[Number, Any] = {}

    # --- Constants ---------------------------------------------------------------------------

    def boolean(self, name: str) -> Formula:
        """Return a constant that is true or false."""
        return z3.Bool(name, self.context)

    def whole(self, name: str) -> Number:
        """Return a constant that is a whole number."""
        return z3.Int(name, self.context)

    def real(self, name: str) -> Number:
        """Return a constant that is any number."""
        return z3.Real(name, self.context)

    def set_of_numbers(self, name: str) -> Any:
        """Return a constant that is a set of whole numbers."""
        numbers, truths = z3.IntSort(self.context), z3.BoolSort(self.context)
        return z3.Array(name, numbers, truths)

    # --- Formulas ----------------------------------------------------------------------------

    def conj(self, parts: Iterable[Formula]) -> Formula:
        """Return that all parts hold."""
        return self._join(parts, settling=False, make=z3core.Z3_mk_and)

    def disj(self, parts: Iterable[Formula]) -> Formula:
        """Return that some part holds."""
        return self._join(parts, settling=True, make=z3core.Z3_mk_or)

    def _join(self, parts: Iterable[Formula], *, settling: bool, make: Any) -> Formula:
        left: dict[int, Any] = {}
        for part in parts:
            if part is settling:
                return settling
            if part is not (not settling):
                left[part.ast.value] = part
        if len(left) < 2:  # noqa: PLR2004 - nothing to join
            return next(iter(left.values()), not settling)
        asts = (z3.Ast * len(left))(*(part.ast for part in left.values()))
        return z3.BoolRef(make(self._ref, len(left), asts), self.context)

    def neg(self, part: Formula) -> Formula:
        """Return that the part does not hold."""
        if isinstance(part, bool):
            return not part
        return z3.BoolRef(z3core.Z3_mk_not(self._ref, part.ast), self.context)

    def implies(self, first: Formula, second: Formula) -> Formula:
        """Return that the second holds if the first does."""
        return self.disj((self.neg(first), second))

    def same(self, first: Formula, second: Formula) -> Formula:
        """Return that both hold, or neither."""
        return self.conj((self.implies(first, second), self.implies(second, first)))

    def at_most_one(self, parts: Iterable[Formula]) -> Formula:
        """Return that no two of the parts hold."""
        parts = list(parts)
        if len(parts) < 2:  # noqa: PLR2004 - no two
            return True
        return z3.AtMost(*parts, 1)

    def fewer(self, parts: list[Formula], number: int) -> Formula:
        """Return that fewer of the parts hold than a number."""
        return z3.AtMost(*parts, number - 1) if number and parts else False

    # --- Numbers -----------------------------------------------------------------------------

    def equal(self, left: Number, right: Number) -> Formula:
        """Return that two numbers are the same."""
        if _settled(left) and _settled(right):
            return bool(left == right)
        first, second = self._alike(left, right)
        return z3.BoolRef(z3core.Z3_mk_eq(self._ref, first.ast, second.ast), self.context)

    def at_least(self, left: Number, right: Number) -> Formula:
        """Return that the left number is no less than the right one."""
        if _settled(left) and _settled(right):
            return bool(left >= right)
        first, second = self._alike(left, right)
        return z3.BoolRef(z3core.Z3_mk_ge(self._ref, first.ast, second.ast), self.context)

    def within(self, low: int, number: Number, high: int) -> Formula:
        """Return that a number lies between two others, or is one of them."""
        return self.conj((self.at_least(number, low), self.at_least(high, number)))

    def plus(self, number: Number, amount: int) -> Number:
        """Return a number that is greater by an amount."""
        return number + amount if _settled(number) or amount else number

    def either(self, asked: Formula, first: Number, second: Number) -> Number:
        """Return the first number if what is asked holds, else the second."""
        if isinstance(asked, bool):
            return first if asked else second
        return z3.If(asked, *self._alike(first, second))

    def member(self, number: Number, numbers: Any) -> Formula:
        """Return that a number is in a set of numbers."""
        return z3.Select(numbers, self._term(number))

    def is_whole(self, number: Number) -> Formula:
        """Return that a number is a whole one."""
        return z3.IsInt(number) if z3.is_real(number) else True

    def _term(self, number: Number) -> Any:
        if not _settled(number):
            return number
        if number not in self._numerals:
            whole = isinstance(number, int)
            make = z3.IntVal if whole else z3.RealVal
            self._numerals[number] = make(str(number), self.context)
        return self._numerals[number]

    def _alike(self, left: Number, right: Number) -> tuple[Any, Any]:
        first, second = self._term(left), self._term(right)
        if z3.is_int(first) == z3.is_int(second):
            return first, second
        return tuple(z3.ToReal(n) if z3.is_int(n) else n for n in (first, second))


def _settled(number: Number) -> bool:
    return isinstance(number, (int, Fraction))
