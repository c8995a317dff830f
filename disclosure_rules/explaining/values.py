"""Values that a fact could have for a test of it to come out as wanted."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final, cast

from disclosure_rules.deciding import semantics as s
from disclosure_rules.deciding.operators import OPERATORS
from disclosure_rules.language.vocabulary import (
    NUMBER_TYPES,
    TIME_TYPES,
    Categories,
    OneTerm,
    Plain,
    Records,
    TermSet,
    TextSet,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from disclosure_rules.deciding.kleene import Truth
    from disclosure_rules.language import conditions as c
    from disclosure_rules.language.vocabulary import Fact
    from disclosure_rules.request import Value

NEW_ID: Final = "new"
"""How an id or a text begins that stands for any."""


def any_value(fact: Fact, scope: s.Scope) -> Iterator[Value]:
    """Yield a value that the fact could have: it matters only that there is one."""
    match fact.type:
        case Plain("text"):
            yield NEW_ID
        case Plain("time"):
            yield scope.facts.moment
        case Plain("date"):
            yield scope.facts.moment.astimezone(scope.vocabulary.zone).date()
        case Plain("boolean"):
            yield True
        case Plain("integer" | "number"):
            yield 1
        case OneTerm(taxonomy):
            terms = scope.vocabulary.taxonomies[taxonomy]
            yield next(term for term in terms.terms if terms.is_leaf(term))
        case TermSet(taxonomy):
            yield (next(iter(scope.vocabulary.taxonomies[taxonomy].terms)),)
        case TextSet():
            yield (NEW_ID,)
        case Plain() | Categories() | Records():
            return


def fitting_values(
    asked: c.Test, fact: Fact, scope: s.Scope, right: Value, wanted: Truth
) -> Iterator[Value]:
    """Yield values of the left fact that give a test the truth wanted.

    Of times and amounts the nearest is enough.
    """
    operator, zone = OPERATORS[asked.operator], scope.vocabulary.zone
    compared = s.side(right, asked.operand, scope)
    fitting = (
        value
        for value in _values(asked, fact, scope, right)
        if operator(s.side(value, asked.path, scope), compared, zone) is wanted
    )
    ordered = fact.type in (*TIME_TYPES, *NUMBER_TYPES)
    return islice(fitting, 1 if ordered else None)


def _values(asked: c.Test, fact: Fact, scope: s.Scope, right: Value) -> Iterator[Value]:
    """Yield values of the left fact that may serve."""
    given = cast("tuple[Value, ...]", right if isinstance(right, tuple) else (right,))
    match fact.type:
        case Plain("boolean"):
            yield from (True, False)
        case Plain("time" | "date"):
            yield from _times(fact, right, scope.vocabulary.zone)
        case Plain("integer" | "number"):
            for value in given:
                yield from (cast("int", value) + step for step in (0, -1, 1))
        case OneTerm(taxonomy):
            terms = scope.vocabulary.taxonomies[taxonomy]
            yield from given
            yield from (t for t in terms.terms if terms.is_leaf(t) and t not in given)
        case TermSet() | TextSet():
            left = scope.read(asked.path)
            held = cast("tuple[str, ...]", left if isinstance(left, tuple) else ())
            added = cast("tuple[str, ...]", given)
            for more in [added] if asked.operator == "covers" else [(one,) for one in added]:
                yield tuple(sorted({*held, *more}))
        case Plain():
            yield from given
        case _:
            return


def _times(fact: Fact, right: Value, zone: ZoneInfo) -> Iterator[Value]:
    """Yield a time at another, then just before it and just after; of several, at each."""
    dated = fact.type == Plain("date")
    if isinstance(right, tuple) and not isinstance(right[0], int):
        for value in cast("tuple[Value, ...]", right):
            yield from _times(fact, value, zone)
        return
    if isinstance(right, tuple):  # a civil date, as a shift gives it
        try:
            right = date(*cast("tuple[int, int, int]", cast("object", right)))
        except ValueError:
            return
    for days in (0, -1, 1):
        try:
            if isinstance(right, datetime):
                moved = right + timedelta(days=days)
                yield moved.astimezone(zone).date() if dated else moved
            elif isinstance(right, date):
                day = right + timedelta(days=days)
                noon = datetime(day.year, day.month, day.day, 12, tzinfo=zone)
                yield day if dated else noon.astimezone(UTC)
        except OverflowError:
            continue
