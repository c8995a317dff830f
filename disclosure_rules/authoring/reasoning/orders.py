"""Comparisons of times and numbers that hold into those that follow, and into contradictions.

Two instants compare as instants; where either side is a civil date, both compare by date. So there
are two graphs of what lies before what: one of exact places, one of civil dates, to which every
instant belongs as well, by its date.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from disclosure_rules.language.times import Duration, compare

if TYPE_CHECKING:
    from collections.abc import Hashable
    from datetime import tzinfo

Scale = Literal["exact", "civil", "either"]
"""How two sides compare: at their exact places, by civil date, or we cannot tell which."""

BACKWARDS: Final = {"after": "before", "at_or_after": "at_or_before"}
"""Operators that say of the right side what another one says of the left."""
OPPOSITE: Final = {
    "before": "at_or_after",
    "at_or_before": "after",
    "after": "at_or_before",
    "at_or_after": "before",
    "less_than": "at_least",
    "at_most": "more_than",
    "more_than": "at_most",
    "at_least": "less_than",
}
_STRICT: Final = ("before", "after", "less_than", "more_than")
_RISING: Final = ("before", "at_or_before", "less_than", "at_most")


class Constant(NamedTuple):
    """A time or a number that a policy writes."""

    value: object


class Shifted(NamedTuple):
    """A time from which a duration is counted on, or back."""

    origin: Hashable
    amount: Duration | str
    """The duration, or the name of the parameter that gives it."""
    backwards: bool


Node: TypeAlias = "Hashable"
"""A fact, a constant, a shifted fact, or a parameter: what can stand in a comparison."""


class Orders:
    """What is known to lie before what."""

    __slots__ = ("_edges", "_nodes", "zone")

    def __init__(self, zone: tzinfo) -> None:
        """Know nothing yet; civil dates are those of the zone."""
        self.zone: tzinfo = zone
        self._edges: dict[tuple[bool, Node], list[tuple[Node, bool]]] = {}
        """By graph (civil or not) and node: the nodes not before it, and whether strictly after."""
        self._nodes: dict[Node, None] = {}

    def copy(self) -> Orders:
        """Return the same knowledge, to be added to apart."""
        other = Orders(self.zone)
        other._edges = {at: list(found) for at, found in self._edges.items()}
        other._nodes = dict(self._nodes)
        return other

    def add(self, operator: str, left: Node, right: Node, scale: Scale) -> bool:
        """Add that a comparison holds; tell whether all that is known can still be true."""
        for node in (left, right):
            self.introduce(node)
        sides = (
            ((left, right), (right, left))
            if operator == "is"
            else (((left, right),) if operator in _RISING else ((right, left),))
        )
        for low, high in sides:
            self._join(low, high, scale, strict=operator in _STRICT)
        # What was consistent before can only have become a circle through what was added.
        return not any(
            self.leads(node, node, civil=civil, strict=True)
            for node in (left, right)
            for civil in (False, True)
        )

    def follows(self, operator: str, left: Node, right: Node, scale: Scale) -> bool:
        """Tell whether a comparison must hold."""
        if scale == "either":
            return False
        if operator == "is":
            return self.follows("at_or_before", left, right, scale) and self.follows(
                "at_or_after", left, right, scale
            )
        known = self.copy()
        for node in (left, right):
            known.introduce(node)
        low, high = (left, right) if operator in _RISING else (right, left)
        strict = operator in _STRICT
        if not strict and low == high:
            return True
        return known.leads(low, high, civil=scale == "civil", strict=strict)

    def introduce(self, node: Node) -> None:
        """Add what is known of a node by itself: how it lies to constants, or to its origin."""
        if node in self._nodes:
            return
        others = [known for known in self._nodes if isinstance(known, Constant)]
        self._nodes[node] = None
        if isinstance(node, Constant):
            for other in others:
                self._place(node, other)
        elif isinstance(node, Shifted):
            self.introduce(node.origin)
            low, high = (node, node.origin) if node.backwards else (node.origin, node)
            if isinstance(node.amount, Duration):
                scale: Scale = "exact" if node.amount.unit == "hours" else "civil"
                self._join(low, high, scale, strict=node.amount.amount > 0)
            else:
                self._join(low, high, "either", strict=False)

    def _place(self, one: Constant, other: Constant) -> None:
        left, right = one.value, other.value
        if isinstance(left, date) and isinstance(right, date):
            order = compare(left, right, self.zone)
            both = isinstance(left, datetime) and isinstance(right, datetime)
            scale: Scale = "exact" if both else "civil"
        elif not isinstance(left, date) and not isinstance(right, date):
            order = (left > right) - (left < right)  # type: ignore[operator] # both are numbers
            scale = "exact"
        else:
            return
        low, high = (one, other) if order <= 0 else (other, one)
        self._join(low, high, scale, strict=order != 0)
        if order == 0:
            self._join(high, low, scale, strict=False)

    def _join(self, low: Node, high: Node, scale: Scale, *, strict: bool) -> None:
        if scale == "exact":
            self._edges.setdefault((False, low), []).append((high, strict))
        civil = strict and scale == "civil"
        self._edges.setdefault((True, low), []).append((high, civil))

    def leads(self, start: Node, goal: Node, *, civil: bool, strict: bool) -> bool:
        """Tell whether the goal is known not to lie before the start, or to lie after it."""
        seen: set[tuple[Node, bool]] = set()
        pending: list[tuple[Node, bool]] = [(start, False)]
        while pending:
            node, after = pending.pop()
            for following, strictly in self._edges.get((civil, node), ()):
                state = (following, after or strictly)
                if state[0] == goal and (state[1] or not strict):
                    return True
                if state not in seen:
                    seen.add(state)
                    pending.append(state)
        return False
