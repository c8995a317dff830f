"""What is known of facts, one by one and in comparison, into contradictions.

A fact of which nothing is known may be known, none or unknown; one that is kept here is known, or
else none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from disclosure_rules.authoring.reasoning.orders import OPPOSITE, Constant, Orders
from disclosure_rules.authoring.reasoning.sources import Source
from disclosure_rules.authoring.reasoning.values import (
    NOTHING,
    Question,
    Values,
    all_values,
    narrowed,
)
from disclosure_rules.language.vocabulary import NUMBER_TYPES, TIME_TYPES, Categories, OneTerm

if TYPE_CHECKING:
    from collections.abc import Hashable

    from disclosure_rules.authoring.reasoning.sources import Around, Side, World
    from disclosure_rules.language.conditions import Condition

OPERATION: Final = Source("operation", None)
ORDERED_TYPES: Final = (*TIME_TYPES, *NUMBER_TYPES)


class Knowledge:
    """What is known, as long as it can all be true."""

    __slots__ = (
        "claims",
        "failing",
        "impossible",
        "later",
        "laws",
        "orders",
        "records",
        "values",
        "witnesses",
        "world",
    )

    def __init__(self, world: World) -> None:
        """Know nothing yet."""
        self.world: World = world
        self.impossible: bool = False
        """Whether no request can be as what is known says."""
        self.values: dict[Source, Values] = {}
        """The facts that are known or none, with what each can be."""
        self.orders: Orders = Orders(world.vocabulary.zone)
        self.claims: dict[Hashable, bool] = {}
        """What holds and what fails, of what is not looked into."""
        self.later: list[tuple[str, Source, Side]] = []
        """Comparisons that fail: once both sides are known, the opposite one holds."""
        self.witnesses: dict[str, list[int]] = {}
        """By list: records that must be in it."""
        self.laws: list[tuple[str, str, Condition, bool, Around]] = []
        """By list: what holds, or fails, of every record in it."""
        self.failing: set[str] = set()
        """Rules that do not hold."""
        self.records: int = 0
        """How many records were thought of."""

    def copy(self) -> Knowledge:
        """Return the same knowledge, to be added to apart."""
        other = Knowledge(self.world)
        other.impossible = self.impossible
        other.values = dict(self.values)
        other.orders = self.orders.copy()
        other.claims = dict(self.claims)
        other.later = list(self.later)
        other.witnesses = {path: list(found) for path, found in self.witnesses.items()}
        other.laws = list(self.laws)
        other.failing = set(self.failing)
        other.records = self.records
        return other

    # --- Adding --------------------------------------------------------------------------------

    def claim(self, key: Hashable, *, holds: bool) -> None:
        """Add that something holds, or fails."""
        if self.claims.setdefault(key, holds) != holds:
            self.impossible = True

    def narrow(self, source: Source, *, none: bool = True) -> None:
        """Add that a fact is known, or else none where that can be."""
        values = self.values.get(source)
        if values is None:
            can_be_none = self.world.can_be_none(source)
            taxonomies = self.world.vocabulary.taxonomies
            values = all_values(self.world.kind(source), taxonomies, none=can_be_none)
        self.put(source, values if none else values._replace(none=False))

    def put(self, source: Source, values: Values) -> None:
        """Set what a fact can be."""
        self.values[source] = values
        if values.impossible:
            self.impossible = True

    def compare(self, operator: str, left: Source, right: Side) -> None:
        """Add that a comparison of times or numbers holds; others say nothing here."""
        ordered = self.world.kind(left) in ORDERED_TYPES and operator != "one_of"
        scale = self.world.scale(left, right)
        if ordered and not self.orders.add(operator, left, right, scale):
            self.impossible = True

    def test(self, operator: str, left: Source, right: Side, *, holds: bool) -> None:
        """Add that a test holds, or fails."""
        self.claim((operator, left, right), holds=holds)
        read = (left, *self.world.read(right))
        if holds:
            for source in read:
                self.narrow(source, none=False)
            self.compare(operator, left, right)
        else:
            if len(read) == 1 or not any(self.world.can_be_none(source) for source in read):
                for source in read:
                    self.narrow(source)
            self.later.append((operator, left, right))
        if isinstance(right, Constant):
            asked = self.question(operator, left, right)
            self.put(left, narrowed(self.values[left], asked, holds=holds))

    def presence(self, source: Source, *, present: bool) -> None:
        """Add that there is a fact, or that there is none."""
        self.narrow(source, none=not present)
        if not present:
            self.put(source, NOTHING._replace(none=self.values[source].none))

    # --- Concluding ----------------------------------------------------------------------------

    def settle(self) -> None:
        """Conclude from what is known of one fact what holds of others."""
        self._involve()
        later, self.later = self.later, []
        for operator, left, right in later:
            if not all(self.is_known(source) for source in (left, *self.world.read(right))):
                self.later.append((operator, left, right))
            elif operator in OPPOSITE:
                self.compare(OPPOSITE[operator], left, right)

    def _involve(self) -> None:
        """A request carries a purpose and a recipient only where its operation involves them."""
        operation = self.values.get(OPERATION)
        for source, values in [*self.values.items()] if operation is not None else ():
            part = source.path.partition(".")[0]
            if part in self.world.involving and source.record is None:
                possible = cast("frozenset[object]", self.values[OPERATION].only)
                involving = possible & self.world.involving[part]
                if not values.none:
                    self.put(OPERATION, self.values[OPERATION]._replace(only=involving))
                elif not involving:
                    self.put(source, NOTHING)

    # --- Asking --------------------------------------------------------------------------------

    def is_known(self, source: Source) -> bool:
        """Tell whether a fact is known, and not none."""
        values = self.values.get(source)
        return values is not None and not values.none

    def possible(self, source: Source) -> Values | None:
        """Return what a fact can be; None where it may be unknown."""
        values = self.values.get(source)
        part = source.path.partition(".")[0]
        operation = self.values.get(OPERATION)
        if values is None and operation is not None and part in self.world.involving:
            involving = self.world.involving[part]
            involved = involving & cast("frozenset[object]", operation.only)
            return None if involved or source.record is not None else NOTHING
        return values

    def question(self, operator: str, left: Source, right: Constant) -> Question:
        """Return a test against a constant as a question of one value."""
        kind = self.world.kind(left)
        taxonomy = None
        if isinstance(kind, (OneTerm, Categories)):
            taxonomy = self.world.vocabulary.taxonomies[kind.taxonomy]
        return Question(kind, operator, right.value, taxonomy, self.world.vocabulary.zone)
