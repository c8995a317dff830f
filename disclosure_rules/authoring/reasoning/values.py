"""What is known of a single fact into the values that it can still have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias, cast

from disclosure_rules.deciding.kleene import FALSE, TRUE, Truth
from disclosure_rules.deciding.operators import OPERATORS, Side
from disclosure_rules.language.vocabulary import (
    TIME_TYPES,
    Categories,
    OneTerm,
    Plain,
    Taxonomy,
    Type,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

Value: TypeAlias = object
"""A constant of a policy, or a term that a request may name."""

_SINGLE: Final = ("is", "one_of", "at_least", "at_most", "more_than", "less_than")
"""Operators that ask of one value what `Values` can follow."""


class Values(NamedTuple):
    """What a fact can be that is known or none; of several categories, what each can be."""

    only: frozenset[Value] | None = None
    """The values it can have; None: any."""
    but: frozenset[Value] = frozenset()
    """Values it cannot have."""
    some: tuple[frozenset[Value], ...] = ()
    """Sets of categories; of each, the item has at least one."""
    none: bool = True
    """Whether it can be none."""

    @property
    def impossible(self) -> bool:
        """Whether nothing is left that it could be."""
        if self.none or self.only is None:
            return False
        return not self.only - self.but or any(not self.only & choice for choice in self.some)

    @property
    def only_none(self) -> bool:
        """Whether it can be nothing else than none."""
        return self.none and self._replace(none=False).impossible


NOTHING: Final = Values(only=frozenset())
"""What a fact can be that is none."""


def all_values(kind: Type, taxonomies: Mapping[str, Taxonomy], *, none: bool) -> Values:
    """Return every value that a fact of a type can have."""
    match kind:
        case Plain("boolean"):
            return Values(only=frozenset((True, False)), none=none)
        case OneTerm(taxonomy) | Categories(taxonomy):
            return Values(only=frozenset(taxonomies[taxonomy].terms), none=none)
        case _:
            return Values(none=none)


class Question(NamedTuple):
    """A test against a constant, of a fact of this type."""

    kind: Type
    operator: str
    constant: Value
    taxonomy: Taxonomy | None
    zone: tzinfo

    def truth(self, value: Value) -> Truth:
        """Return the answer for a value, or for one category."""
        constant = self.constant
        left = Side(cast("str", value), (), None, describes=False)
        right = Side(cast("str", constant), (), None, describes=False)
        if self.taxonomy is not None:
            terms = cast(
                "tuple[str, ...]", constant if isinstance(constant, tuple) else (constant,)
            )
            left = Side(cast("str", value), (cast("str", value),), self.taxonomy, describes=True)
            right = Side(cast("str", constant), terms, self.taxonomy, describes=False)
        return OPERATORS[self.operator](left, right, self.zone)

    def fitting(self, values: frozenset[Value], *, holds: bool) -> frozenset[Value]:
        """Return the values for which the test holds, or fails."""
        wanted = TRUE if holds else FALSE
        return frozenset(value for value in values if self.truth(value) is wanted)


def narrowed(values: Values, asked: Question, *, holds: bool) -> Values:
    """Return what a fact can be of which a test holds, or fails."""
    if isinstance(asked.kind, Categories):
        fitting = asked.fitting(cast("frozenset[Value]", values.only), holds=holds)
        # `within` speaks of every category, so that its opposite speaks of some.
        if (asked.operator == "within") == holds:
            return values._replace(only=fitting)
        return values._replace(some=(*values.some, fitting))
    if asked.operator not in _SINGLE or asked.kind in TIME_TYPES:
        return values
    if values.only is not None:
        return values._replace(only=asked.fitting(values.only, holds=holds))
    if asked.operator not in ("is", "one_of"):
        return values
    several = asked.operator == "one_of"
    named = frozenset(cast("tuple[Value, ...]", asked.constant) if several else (asked.constant,))
    if holds:
        return values._replace(only=named - values.but)
    return values._replace(but=values.but | named)


def settled(values: Values, asked: Question, *, holds: bool) -> bool:
    """Tell whether a test holds, or fails, whatever the fact is."""
    if values.none and holds:
        return False
    if isinstance(asked.kind, OneTerm):
        # A term can leave a test unknown: each that is left must give the wanted truth itself.
        return narrowed(values, asked, holds=holds) == values
    if isinstance(asked.kind, Categories):
        only = cast("frozenset[Value]", values.only)
        fitting = asked.fitting(only, holds=holds)
        if only == fitting:
            return True
        some = (asked.operator == "within") != holds
        return some and any(choice & only <= fitting for choice in values.some)
    known = values._replace(none=False)
    opposite = narrowed(known, asked, holds=not holds)
    return opposite != known and opposite.impossible
