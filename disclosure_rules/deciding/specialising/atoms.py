"""A test of a fact into two boolean expressions: that it is true, and that it is false.

A side that is none makes a test false; else one that is unknown makes it neither.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final, assert_never, cast

from disclosure_rules.deciding.specialising.syntax import (
    FALSE,
    TRUE,
    Names,
    both,
    either,
    expression,
    negated,
)
from disclosure_rules.language.noun import noun
from disclosure_rules.language.vocabulary import (
    TIME_TYPES,
    Categories,
    OneTerm,
    Plain,
    RecordOf,
    Records,
    TermSet,
    TextSet,
    Type,
    Vocabulary,
)

if TYPE_CHECKING:
    import ast
    from collections.abc import Mapping

    from disclosure_rules.deciding.specialising.terms import Terms

_FALSY: Final = (Plain("boolean"), Plain("integer"), Plain("number"))
"""Types of which a known value can be false in the sense of Python."""

_ORDERED: Final[Mapping[str, tuple[str, tuple[int, ...]]]] = {
    "is": ("left == right", (0,)),
    "before": ("left < right", (-1,)),
    "at_or_before": ("left <= right", (-1, 0)),
    "after": ("left > right", (1,)),
    "at_or_after": ("left >= right", (0, 1)),
}
_AMOUNTS: Final[Mapping[str, str]] = {
    "at_least": "left >= right",
    "at_most": "left <= right",
    "more_than": "left > right",
    "less_than": "left < right",
}


@noun
class Side:
    """One side of a test: how a program gets at it, and how it may stand."""

    code: ast.expr
    type: Type | RecordOf
    none: bool = True
    """Whether it may be none."""
    unknown: bool = True
    """Whether it may be unknown."""
    constant: object = None
    """The value itself, where the policy writes it."""
    settled: str | None = None
    """The term itself, where the key of a program settles it."""
    civil: bool = False
    """Whether a duration is counted on from it that makes a civil date of it."""
    unshifted: ast.expr | None = None
    """What a duration is counted on from."""

    @property
    def given(self) -> ast.expr:
        """How a program gets at what the request gives."""
        return self.unshifted or self.code

    @property
    def describes(self) -> bool:
        """Whether its terms describe, rather than grant."""
        return self.constant is None and isinstance(self.type, (OneTerm, Categories))


def is_known(side: Side) -> ast.expr:
    """Return the expression that a side is known."""
    if not side.none and not side.unknown:
        return TRUE
    if side.type not in _FALSY:
        return side.given
    known = [expression("value is not None", value=side.given)] if side.unknown else []
    if side.none:
        known.append(expression("value != NONE", value=side.given))
    return both(known)


def is_none(side: Side) -> ast.expr:
    """Return the expression that a side is none."""
    if not side.none:
        return FALSE
    if side.type in _FALSY:
        return expression("value == NONE", value=side.given)
    if not side.unknown:
        return expression("not value", value=side.given)
    return expression("value is not None and not value", value=side.given)


class Tests:
    """Turns tests into expressions, in the words of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary, terms: Mapping[str, Terms], names: Names) -> None:
        """Bind what expressions refer to in `names`."""
        self.vocabulary = vocabulary
        self.terms = terms
        self.names = names

    def test(self, operator: str, left: Side, right: Side, *, wanted: bool) -> ast.expr:
        """Return the expression that a test is true, or with `wanted` false, that it is false."""
        if operator == "present":
            return (is_known if wanted == right.constant else is_none)(left)
        short = self._short(operator, left, right, wanted=wanted)
        if short is not None:
            return short
        known = [is_known(left), is_known(right)]
        holds = self._holds(operator, left, right, wanted=wanted)
        if wanted:
            return both([*known, holds])
        if not left.unknown and not right.unknown:
            return either([is_none(left), is_none(right), holds])
        return either([is_none(left), is_none(right), both([*known, holds])])

    def _short(self, operator: str, left: Side, right: Side, *, wanted: bool) -> ast.expr | None:
        """Return the expression for one value against written ones: it settles none as well.

        What stands for none and unknown equals nothing that a policy can write.
        """
        if right.settled is not None and operator == "is":
            return self._same(left, right.settled, wanted=wanted)
        if left.settled is not None and operator == "is" and right.constant is None:
            return self._same(right, left.settled, wanted=wanted)
        if right.constant is None or left.constant is not None or left.type in TIME_TYPES:
            return None
        constant = right.constant
        if isinstance(left.type, OneTerm) and operator in ("is", "one_of", "within", "overlaps"):
            grants = constant if isinstance(constant, tuple) else (cast("str", constant),)
            terms = self.terms[left.type.taxonomy]
            table = terms.fitting(grants) if wanted else terms.not_unfitting(grants)
            if left.settled is not None:
                return TRUE if (left.settled in table) is wanted else FALSE
            template = "left in table" if wanted else "left is not None and left not in table"
            return expression(template, left=left.code, table=self.names.constant(table))
        if not isinstance(left.type, Plain) or operator not in ("is", "one_of"):
            return None
        if operator == "one_of":
            template = "left in right" if wanted else "left is not None and left not in right"
            if left.type == Plain("text"):
                constant = frozenset(cast("tuple[str, ...]", constant))
        elif left.type == Plain("boolean"):
            template = "left is right" if wanted else "left is not None and left is not right"
        else:
            template = "left == right" if wanted else "left is not None and left != right"
        return expression(template, left=left.code, right=self.names.constant(constant))

    def _same(self, left: Side, term: str, *, wanted: bool) -> ast.expr:
        """Return the expression that a described term is the same as one that is settled."""
        terms = self.terms[cast("OneTerm", left.type).taxonomy]
        if wanted:
            if term not in terms.leaves:
                return FALSE
            return expression("left == term", left=left.code, term=self.names.constant(term))
        table = self.names.constant(terms.related[term])
        return expression("left is not None and left not in table", left=left.code, table=table)

    def _holds(self, operator: str, left: Side, right: Side, *, wanted: bool) -> ast.expr:
        """Return the expression that a test of two known sides is true, or that it is false."""
        if operator == "one_of" and isinstance(right.constant, tuple):
            each = [
                self._holds("is", left, self._written(value, left.type), wanted=wanted)
                for value in right.constant
            ]
            return either(each) if wanted else both(each)
        if left.type in TIME_TYPES:
            return self._time(operator, left, right, wanted=wanted)
        if operator in _AMOUNTS:
            return self._plainly(_AMOUNTS[operator], left, right, wanted=wanted)
        match left.type:
            case Plain() | TextSet():
                return self._texts(operator, left, right, wanted=wanted)
            case OneTerm(taxonomy) | TermSet(taxonomy) | Categories(taxonomy):
                return self._terms(operator, left, right, self.terms[taxonomy], wanted=wanted)
            case Records() | RecordOf():  # pragma: no cover - nothing compares lists
                raise AssertionError(operator)
        assert_never(left.type)
        return None

    def _written(self, value: object, kind: Type | RecordOf) -> Side:
        return Side(
            self.names.constant(comparable(value)), kind, none=False, unknown=False, constant=value
        )

    def _plainly(self, template: str, left: Side, right: Side, *, wanted: bool) -> ast.expr:
        holds = expression(template, left=left.code, right=right.code)
        return holds if wanted else negated(holds)

    # --- Times -----------------------------------------------------------------------------------

    def _time(self, operator: str, left: Side, right: Side, *, wanted: bool) -> ast.expr:
        template, accepted = _ORDERED[operator]
        same = _is_instant(left) is _is_instant(right) and not left.civil and not right.civil
        if same:
            return self._plainly(template, left, right, wanted=wanted)
        return expression(
            "order(left, right, ZONE) in ACCEPTED"
            if wanted
            else "order(left, right, ZONE) not in ACCEPTED",
            left=left.code,
            right=right.code,
            ZONE=self.names.constant(self.vocabulary.zone),
            ACCEPTED=self.names.constant(accepted),
        )

    # --- Texts and sets of them ------------------------------------------------------------------

    def _texts(self, operator: str, left: Side, right: Side, *, wanted: bool) -> ast.expr:
        template = {
            "is": "left == right",
            "one_of": "left in right",
            "includes": "right in left",
            "overlaps": "not {*left}.isdisjoint(right)",
        }[operator]
        return self._plainly(template, left, right, wanted=wanted)

    # --- Terms -----------------------------------------------------------------------------------

    def _terms(
        self, operator: str, left: Side, right: Side, terms: Terms, *, wanted: bool
    ) -> ast.expr:
        match operator:
            case "is" if right.describes:
                if wanted:
                    template = "left == right and left in TABLE"
                    table: object = terms.leaves
                else:
                    template, table = "right not in TABLE[left]", terms.related
                return expression(
                    template, left=left.code, right=right.code, TABLE=self.names.constant(table)
                )
            case "is" | "one_of" | "within":
                return self._within(left, right, terms, wanted=wanted)
            case "covers":
                return self._within(right, left, terms, wanted=wanted)
            case _:
                return self._overlapping(left, right, terms, wanted=wanted)

    def _within(self, left: Side, right: Side, terms: Terms, *, wanted: bool) -> ast.expr:
        """Every term on the left lies within some grant on the right."""
        # What is granted is taken as stated: a broader grant is none of the narrower ones.
        table = terms.covering if wanted or not left.describes else terms.related
        several, one = (
            ("within(TABLE, terms, grants)", "not TABLE[term].isdisjoint(grants)")
            if wanted
            else ("outside(TABLE, terms, grants)", "TABLE[term].isdisjoint(grants)")
        )
        return self._looked_up(several, one, table, left, right)

    def _overlapping(self, left: Side, right: Side, terms: Terms, *, wanted: bool) -> ast.expr:
        """Some term on one side has to do with some on the other."""
        described, granted = (right, left) if right.describes else (left, right)
        table = terms.covering if wanted and described.describes else terms.related
        several, one = "meeting(TABLE, terms, grants)", "not TABLE[term].isdisjoint(grants)"
        meet = self._looked_up(several, one, table, described, granted)
        return meet if wanted else negated(meet)

    def _looked_up(
        self, several: str, one: str, table: Mapping[str, frozenset[str]], left: Side, right: Side
    ) -> ast.expr:
        if left.settled is not None:
            covered = one.replace("TABLE[term]", "FOUND")
            found = self.names.constant(table[left.settled])
            return expression(covered, FOUND=found, grants=_terms_of(right))
        parts = {"TABLE": self.names.constant(table), "grants": _terms_of(right)}
        if isinstance(left.type, OneTerm) and not isinstance(left.constant, tuple):
            return expression(one, term=left.code, **parts)
        return expression(several, terms=_terms_of(left), **parts)


def _terms_of(side: Side) -> ast.expr:
    """Return the expression for the terms of a known side, one by one."""
    if isinstance(side.constant, tuple) or isinstance(side.type, TermSet):
        return side.code
    if isinstance(side.type, OneTerm) or side.constant is not None:
        return expression("(term,)", term=side.code)
    return expression("(terms,) if type(terms) is str else terms", terms=side.code)


def _is_instant(side: Side) -> bool:
    if side.constant is not None:
        return isinstance(side.constant, datetime)
    return side.type == Plain("time")


def comparable(value: object) -> object:
    """Return a written value as a program compares it."""
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value
