"""Two known sides of a test into truths: that the operator says true of them, that it says false.

It stands in the order of the part "Tests" of docs/semantics.md. Only descriptions can be neither.
Terms are compared as sets of constants: which terms cover a term is known before any row is read.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, cast

from disclosure_rules.language.vocabulary import Categories, OneTerm, Vocabulary
from disclosure_rules.tables.nodes import (
    Node,
    Truth,
    chosen,
    compared,
    conj,
    disj,
    every,
    held_below,
    holds,
    meets,
    meets_texts,
    neg,
    number,
    one_of,
    some,
    sql,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from disclosure_rules.language.conditions import Constant
    from disclosure_rules.language.vocabulary import Taxonomy, Type


class Side(NamedTuple):
    """A side of a test: a value of the row, or a constant."""

    kind: Type
    value: Node | None = None
    constant: Constant | None = None

    @property
    def describes(self) -> bool:
        """Whether its terms describe, and so may mean anything narrower."""
        return self.value is not None and isinstance(self.kind, (OneTerm, Categories))

    @property
    def terms(self) -> tuple[str, ...]:
        """The terms, or texts, of a constant."""
        found = self.constant
        return found if isinstance(found, tuple) else (cast("str", found),)


def compared_terms(
    vocabulary: Vocabulary, operator: str, left: Side, right: Side, *, wanted: bool
) -> Truth:
    """Return that an operator says true of two sides that have terms; or, not wanted, false."""
    taxonomy = vocabulary.taxonomies[cast("OneTerm", left.kind).taxonomy]
    match operator:
        case "is" if right.describes:
            return _same(left, right, taxonomy, wanted=wanted)
        case "is" | "one_of":
            return _some_fits(left, right, taxonomy, wanted=wanted)
        case "within":
            return _every_fits(left, right, taxonomy, wanted=wanted)
        case "covers":
            return _every_fits(right, left, taxonomy, wanted=wanted)
        case _:
            described, granted = (right, left) if right.describes else (left, right)
            return _some_fits(described, granted, taxonomy, wanted=wanted)


def _some_fits(described: Side, granted: Side, taxonomy: Taxonomy, *, wanted: bool) -> Truth:
    """Return that some term fits some grant, or that none can; grants may fit either way."""
    found = _some(described, granted, taxonomy, narrow=wanted and described.describes)
    return found if wanted else neg(found)


def _every_fits(terms: Side, granted: Side, taxonomy: Taxonomy, *, wanted: bool) -> Truth:
    """Return that every term lies within some grant, or that some term cannot."""
    narrow = wanted or not terms.describes
    found = _each(terms, every, lambda term: _covered(term, granted, taxonomy, narrow=narrow))
    return found if wanted else neg(found)


def _some(described: Side, granted: Side, taxonomy: Taxonomy, *, narrow: bool) -> Truth:
    return _each(described, some, lambda term: _covered(term, granted, taxonomy, narrow=narrow))


def _each(
    side: Side,
    join: Callable[[Node, str, Callable[[Node], Truth]], Truth],
    of_each: Callable[[Node | str], Truth],
) -> Truth:
    """Return that something holds of some or of every term of a side."""
    if side.value is None:
        found = [of_each(term) for term in side.terms]
        return disj(found) if join is some else neg(disj(neg(truth) for truth in found))
    if isinstance(side.kind, OneTerm):
        return of_each(side.value)
    return join(side.value, "a term", of_each)


def _covered(term: Node | str, granted: Side, taxonomy: Taxonomy, *, narrow: bool) -> Truth:
    """Return that a term has a grant near it: one that covers it, or, not narrow, either way."""
    if granted.value is None:
        reached = {t for grant in granted.terms for t in near(taxonomy, grant, narrow=narrow)}
        return term in reached if isinstance(term, str) else one_of(term, reached)
    if isinstance(term, str):
        return _granted(granted, _grants(taxonomy, term, narrow=narrow))
    return disj(_near_grants(term, granted, taxonomy, narrow=narrow))


def _near_grants(term: Node, granted: Side, taxonomy: Taxonomy, *, narrow: bool) -> Iterator[Truth]:
    """Yield that a term of the row is granted itself, or by which broader one, or a narrower."""
    value = cast("Node", granted.value)
    single = isinstance(granted.kind, OneTerm)
    yield compared("is", value, term) if single else holds(value, term)
    for broad in taxonomy.terms:
        below = set(taxonomy.descendants(broad)) - {broad}
        if below:
            yield conj((one_of(term, below), _granted(granted, (broad,))))
            if not narrow:
                yield conj((one_of(term, (broad,)), _granted(granted, below)))


def _granted(granted: Side, grants: Iterable[str]) -> Truth:
    value = cast("Node", granted.value)
    if isinstance(granted.kind, OneTerm):
        return one_of(value, grants)
    return meets_texts(value, grants)


def _grants(taxonomy: Taxonomy, term: str, *, narrow: bool) -> Iterable[str]:
    """Return the grants that cover a term; also those that it may lie within, unless narrow."""
    yield from taxonomy.ancestors(term)
    if not narrow:
        yield from taxonomy.descendants(term)


def near(taxonomy: Taxonomy, grant: str, *, narrow: bool) -> Iterable[str]:
    """Return the terms that a grant covers; also those that may lie within it, unless narrow."""
    yield from taxonomy.descendants(grant)
    if not narrow:
        yield from taxonomy.ancestors(grant)


def _same(left: Side, right: Side, taxonomy: Taxonomy, *, wanted: bool) -> Truth:
    """Return that two descriptions mean the same, which only leaves can be sure of; or not."""
    first, second = cast("Node", left.value), cast("Node", right.value)
    if wanted:
        leaves = [term for term in taxonomy.terms if taxonomy.is_leaf(term)]
        cases = (
            (one_of(first, (term,)), sql(one_of(second, (term,)) if term in leaves else False))
            for term in taxonomy.terms
        )
        return chosen(cases, sql(truth=False))
    cases = (
        (one_of(first, (term,)), sql(neg(one_of(second, near(taxonomy, term, narrow=False)))))
        for term in taxonomy.terms
    )
    return chosen(cases, sql(truth=False))


# --- Texts, numbers, truths ----------------------------------------------------------------------


def compared_plain(operator: str, left: Side, right: Side) -> Truth:
    """Return that an operator says true of two sides that are neither terms nor times."""
    value = cast("Node", left.value)
    if operator == "includes":
        return holds(value, _node(right))
    if operator == "overlaps":
        return meets_texts(value, right.terms) if right.value is None else meets(value, right.value)
    if operator == "one_of":
        if all(isinstance(each, str) for each in right.terms):
            return one_of(value, right.terms)
        sides = (right._replace(constant=each) for each in right.terms)
        return disj(compared_plain("is", left, side) for side in sides)
    constant = right.constant
    if isinstance(constant, (Decimal, int)) and not isinstance(constant, bool):
        return _beside_number(operator, value, constant)
    return compared(operator, value, _node(right))


def _beside_number(operator: str, value: Node, constant: Decimal | int) -> Truth:
    """Return that an operator says true of a number of the row and one of any length."""
    held = held_below(constant)
    if held is not None and held == constant:
        return compared(operator, value, number(held))
    if operator == "is":
        return False
    # No number of a row is the constant: it lies below or above, and so beside the next one below.
    below = constant > 0 if held is None else compared("at_most", value, number(held))
    return below if operator in ("less_than", "at_most") else neg(below)


def _node(side: Side) -> Node:
    """Return a single value as a node."""
    if side.value is not None:
        return side.value
    constant = side.constant
    return sql(constant) if isinstance(constant, bool) else text(cast("str", constant))
