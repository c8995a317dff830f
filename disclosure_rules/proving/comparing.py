"""Two known sides of a test into formulas: that the operator says true of them, that it says false.

It stands in the order of the part "Tests" of docs/semantics.md. Only descriptions can be neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, cast

from disclosure_rules.language.vocabulary import (
    Categories,
    OneTerm,
    Plain,
    Taxonomy,
    TermSet,
    TextSet,
    Type,
    Vocabulary,
)
from disclosure_rules.proving.comparing_times import TimeComparer
from disclosure_rules.proving.operands import Operand
from disclosure_rules.proving.values import Amount, Day, Instant, Text, Texts, Truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from disclosure_rules.language.conditions import Constant
    from disclosure_rules.proving.asked import Asked
    from disclosure_rules.proving.logic import Formula, Number
    from disclosure_rules.proving.readings import Reading


@dataclass(frozen=True, slots=True)
class _Side:
    """Terms on a side: for each whether it is there, and whether they describe or grant."""

    there: Mapping[str, Formula]
    describes: bool


class Comparer:
    """Compares what a request gives, in the words and the zone of a vocabulary."""

    def __init__(self, asked: Asked, vocabulary: Vocabulary) -> None:
        """Compare values of this request."""
        self._asked = asked
        self._logic = asked.logic
        self._vocabulary = vocabulary
        self._times = TimeComparer(asked.logic, asked.calendar, vocabulary.zone)

    def true(self, operator: str, left: Reading, operand: Operand) -> Formula:
        """Return that a test of two known sides is true."""
        return self._test(operator, left, operand, wanted=True)

    def false(self, operator: str, left: Reading, operand: Operand) -> Formula:
        """Return that a test of two known sides is false."""
        return self._test(operator, left, operand, wanted=False)

    def _test(self, operator: str, left: Reading, operand: Operand, *, wanted: bool) -> Formula:
        logic = self._logic
        if operator == "one_of":
            values = cast("tuple[Constant, ...]", operand.constant)
            kind = _member_type(operand.kind)
            each = (
                self._test("is", left, Operand(kind, constant=value), wanted=wanted)
                for value in values
            )
            return logic.disj(each) if wanted else logic.conj(each)
        kind = self._kind(left)
        if isinstance(kind, (OneTerm, Categories, TermSet)):
            taxonomy = self._vocabulary.taxonomies[kind.taxonomy]
            first = _Side(left.terms(taxonomy), not isinstance(kind, TermSet))
            second = self._terms(operand, taxonomy)
            return self._compared_terms(operator, first, second, taxonomy, wanted=wanted)
        holds = self._plain(operator, left.value, operand)
        return holds if wanted else logic.neg(holds)

    def _kind(self, left: Reading) -> Type:
        return self._vocabulary.fact_or_field(left.place.path).type

    # --- Terms -----------------------------------------------------------------------------------

    def _terms(self, operand: Operand, taxonomy: Taxonomy) -> _Side:
        if operand.reading is not None:
            return _Side(operand.reading.terms(taxonomy), operand.describes)
        value = operand.constant
        terms = value if isinstance(value, tuple) else (cast("str", value),)
        return _Side(dict.fromkeys(terms, True), describes=False)

    def _compared_terms(
        self, operator: str, left: _Side, right: _Side, taxonomy: Taxonomy, *, wanted: bool
    ) -> Formula:
        match operator:
            case "is" if right.describes:
                return self._same(left, right, taxonomy, wanted=wanted)
            case "is":
                return self._some_fits(left, right, taxonomy, wanted=wanted)
            case "within":
                return self._every_fits(left, right, taxonomy, wanted=wanted)
            case "covers":
                return self._every_fits(right, left, taxonomy, wanted=wanted)
            case _:
                described, granted = (right, left) if right.describes else (left, right)
                return self._some_fits(described, granted, taxonomy, wanted=wanted)

    def _some_fits(
        self, described: _Side, granted: _Side, taxonomy: Taxonomy, *, wanted: bool
    ) -> Formula:
        """Return that some term fits some grant, or that none can; grants may fit either way."""
        logic = self._logic
        narrow = wanted and described.describes
        pairs = (
            (has, self._there(granted, _near(taxonomy, term, narrow=narrow)))
            for term, has in described.there.items()
        )
        found = logic.disj(logic.conj(pair) for pair in pairs)
        return found if wanted else logic.neg(found)

    def _every_fits(
        self, terms: _Side, granted: _Side, taxonomy: Taxonomy, *, wanted: bool
    ) -> Formula:
        """Return that every term lies within some grant, or that some term cannot."""
        logic = self._logic
        narrow = wanted or not terms.describes
        pairs = (
            (has, self._there(granted, _near(taxonomy, term, narrow=narrow)))
            for term, has in terms.there.items()
        )
        if wanted:
            return logic.conj(logic.implies(has, fits) for has, fits in pairs)
        return logic.disj(logic.conj((has, logic.neg(fits))) for has, fits in pairs)

    def _same(self, left: _Side, right: _Side, taxonomy: Taxonomy, *, wanted: bool) -> Formula:
        """Return that two descriptions mean the same, which only leaves can be sure of; or not."""
        logic = self._logic
        if wanted:
            return logic.disj(
                logic.conj((has, right.there[term]))
                for term, has in left.there.items()
                if term in right.there and taxonomy.is_leaf(term)
            )
        found = (
            logic.conj((has, self._there(right, _near(taxonomy, term, narrow=False))))
            for term, has in left.there.items()
        )
        return logic.neg(logic.disj(found))

    def _there(self, side: _Side, terms: Iterable[str]) -> Formula:
        return self._logic.disj(side.there[term] for term in terms if term in side.there)

    # --- Texts, numbers, truths ------------------------------------------------------------------

    def _plain(self, operator: str, left: object, operand: Operand) -> Formula:
        logic = self._logic
        match cast("Truth | Text | Texts | Amount | Instant | Day", left):
            case Truth(holds):
                other = operand.constant
                if operand.reading is not None:
                    other = cast("Truth", operand.reading.value).holds
                return logic.same(holds, other)
            case Text(number):
                return logic.equal(number, self._text(operand))
            case Texts(numbers):
                if operator == "includes":
                    return logic.member(self._text(operand), numbers)
                return self._share(numbers, operand)
            case Amount(number):
                return self._amounts(operator, number, self._amount(operand))
            case Instant() | Day() as time:
                return self._times.compared(operator, time, self._times.of(operand))

    def _text(self, operand: Operand) -> Number:
        if operand.reading is not None:
            return cast("Text", operand.reading.value).number
        return self._asked.text(cast("str", operand.constant))

    def _share(self, numbers: Any, operand: Operand) -> Formula:
        """Return that two sets have a text in common."""
        logic = self._logic
        if operand.reading is None:
            texts = map(self._asked.text, cast("tuple[str, ...]", operand.constant))
            return logic.disj(logic.member(text, numbers) for text in texts)
        others = cast("Texts", operand.reading.value).numbers
        return logic.disj(
            logic.conj((logic.member(text, numbers), logic.member(text, others)))
            for text in self._asked.all_texts
        )

    @staticmethod
    def _amount(operand: Operand) -> Number:
        if operand.reading is not None:
            return cast("Amount", operand.reading.value).number
        number = Fraction(cast("Decimal | int", operand.constant))
        return int(number) if number.denominator == 1 else number

    def _amounts(self, operator: str, left: Number, right: Number) -> Formula:
        logic = self._logic
        match operator:
            case "is":
                return logic.equal(left, right)
            case "at_least":
                return logic.at_least(left, right)
            case "at_most":
                return logic.at_least(right, left)
            case "more_than":
                return logic.neg(logic.at_least(right, left))
            case _:
                return logic.neg(logic.at_least(left, right))


def _near(taxonomy: Taxonomy, term: str, *, narrow: bool) -> Iterable[str]:
    """Return the grants that cover a term; also those that it may lie within, unless narrow."""
    yield from taxonomy.ancestors(term)
    if not narrow:
        below = taxonomy.descendants(term)
        next(below)  # the term itself
        yield from below


def _member_type(kind: Type) -> Type:
    """Return the type of a member of a set of values."""
    if isinstance(kind, TermSet):
        return OneTerm(kind.taxonomy)
    return Plain("text") if kind == TextSet() else kind
