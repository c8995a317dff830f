"""What each operator says of two known sides.

A description (what a request says of an operation, a purpose, a kind of recipient or a category)
may mean anything narrower; a grant (what a policy writes, or a member of a set) covers everything
narrower.
"""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from disclosure_rules.deciding.kleene import (
    FALSE,
    TRUE,
    UNKNOWN,
    Truth,
    conjunction,
    disjunction,
    truth,
)
from disclosure_rules.language.times import compare

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from decimal import Decimal

    from disclosure_rules.language.vocabulary import Taxonomy
    from disclosure_rules.request import Value

# --- Terms ---------------------------------------------------------------------------------------


def fits(taxonomy: Taxonomy, description: str, grant: str) -> Truth:
    """Tell whether a described term lies within a granted one; a broader one may."""
    if taxonomy.covers(grant, description):
        return TRUE
    return UNKNOWN if taxonomy.covers(description, grant) else FALSE


def within_grant(taxonomy: Taxonomy, granted: str, grant: str) -> Truth:
    """Tell whether a term that is itself granted lies within another grant."""
    return truth(taxonomy.covers(grant, granted))


def same_description(taxonomy: Taxonomy, left: str, right: str) -> Truth:
    """Tell whether two descriptions mean the same, which only leaves can be sure of."""
    if left == right and taxonomy.is_leaf(left):
        return TRUE
    comparable = taxonomy.covers(left, right) or taxonomy.covers(right, left)
    return UNKNOWN if comparable else FALSE


def comparable_grants(taxonomy: Taxonomy, left: str, right: str) -> Truth:
    """Tell whether two granted terms have something in common."""
    return truth(taxonomy.covers(left, right) or taxonomy.covers(right, left))


# --- Operators -----------------------------------------------------------------------------------


class Side(NamedTuple):
    """One side of a comparison: its value, as terms where it has any, and whether they describe."""

    value: Value
    terms: tuple[str, ...]
    taxonomy: Taxonomy | None
    describes: bool


def test_is(left: Side, right: Side, zone: tzinfo) -> Truth:
    """Tell whether both sides are the same value, or the described term fits the granted one."""
    if left.taxonomy is not None:
        relation = same_description if right.describes else fits
        return relation(left.taxonomy, left.terms[0], right.terms[0])
    if isinstance(left.value, date):
        return test_order(left, right, zone, (0,))
    return truth(left.value == right.value)


def test_one_of(left: Side, right: Side, zone: tzinfo) -> Truth:
    """Tell whether the left is one of the values on the right."""
    values = cast("tuple[Value, ...]", right.value)
    sides = (right._replace(value=value, terms=(cast("str", value),)) for value in values)
    return disjunction(test_is(left, side, zone) for side in sides)


def test_covers(left: Side, right: Side, zone: tzinfo) -> Truth:
    """Tell whether every term on the right lies within some grant on the left."""
    return test_within(right, left, zone)


def test_within(left: Side, right: Side, _zone: tzinfo) -> Truth:
    """Tell whether every term on the left lies within some grant on the right."""
    taxonomy = cast("Taxonomy", left.taxonomy)
    relation = fits if left.describes else within_grant
    return conjunction(
        disjunction(relation(taxonomy, term, grant) for grant in right.terms) for term in left.terms
    )


def test_overlaps(left: Side, right: Side, _zone: tzinfo) -> Truth:
    """Tell whether the sides have something in common: a text, or a term and one that fits it."""
    if left.taxonomy is None:
        texts = cast("tuple[str, ...]", right.value)
        return truth(any(text in texts for text in cast("tuple[str, ...]", left.value)))
    described, granted = (right, left) if right.describes else (left, right)
    relation = fits if described.describes else comparable_grants
    return disjunction(
        relation(left.taxonomy, term, grant) for term in described.terms for grant in granted.terms
    )


def test_includes(left: Side, right: Side, _zone: tzinfo) -> Truth:
    """Tell whether the set of texts on the left holds the text on the right."""
    return truth(right.value in cast("tuple[str, ...]", left.value))


def test_order(left: Side, right: Side, zone: tzinfo, accepted: tuple[int, ...]) -> Truth:
    """Tell whether a time lies before (-1), at (0) or after (1) another, as accepted."""
    first, second = cast("datetime | date", left.value), cast("datetime | date", right.value)
    return truth(compare(first, second, zone) in accepted)


def _ordered(*accepted: int) -> Callable[[Side, Side, tzinfo], Truth]:
    return lambda left, right, zone: test_order(left, right, zone, accepted)


def _amount(holds: Callable[[Any, Any], bool]) -> Callable[[Side, Side, tzinfo], Truth]:
    return lambda left, right, _zone: truth(
        holds(cast("Decimal", left.value), cast("Decimal", right.value))
    )


OPERATORS: Mapping[str, Callable[[Side, Side, tzinfo], Truth]] = {
    "is": test_is,
    "one_of": test_one_of,
    "covers": test_covers,
    "includes": test_includes,
    "within": test_within,
    "overlaps": test_overlaps,
    "before": _ordered(-1),
    "at_or_before": _ordered(-1, 0),
    "after": _ordered(1),
    "at_or_after": _ordered(0, 1),
    "at_least": _amount(lambda left, right: left >= right),
    "at_most": _amount(lambda left, right: left <= right),
    "more_than": _amount(lambda left, right: left > right),
    "less_than": _amount(lambda left, right: left < right),
}
"""What each operator says of two known sides. `present` asks about absence itself: see `test`."""
