"""Goals into terms of the solver, beside the request of which they speak.

encoding = Encoding(goal)
encoding.formula(goal)      # the goal, as a formula about `encoding.asked`
encoding.laws()             # what holds of every request
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from disclosure_rules.language.policy import HEAD_PATHS
from disclosure_rules.proving.asked import Asked
from disclosure_rules.proving.bounds import Bounds, shape_of
from disclosure_rules.proving.goals import (
    AllOf,
    OneOf,
    Opposite,
    Reads,
    Says,
    Side,
    Stands,
    Uses,
)
from disclosure_rules.proving.heads import domains_of
from disclosure_rules.proving.logic import Logic
from disclosure_rules.proving.standing import SideEncoder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.proving.bounds import Shape
    from disclosure_rules.proving.goals import Goal
    from disclosure_rules.proving.logic import Formula


class Encoding:
    """A goal as formulas, beside the request of which it speaks."""

    def __init__(self, goal: Goal, *, at_least: Shape | None = None) -> None:
        """Make room for whatever can be an example of a goal.

        Args:
            goal: What will be asked; parts of it may be asked by themselves.
            at_least: A shape to leave room for, beside what is needed.
        """
        self.logic: Logic = Logic()
        self.goal = goal
        sides = list(dict.fromkeys(_sides(goal)))
        domains = domains_of(goal)
        shape = shape_of(goal, domains, at_least=at_least)
        self._domains = domains
        vocabularies = {id(side.vocabulary): side.vocabulary for side in sides}
        self.asked: Asked = Asked(self.logic, tuple(vocabularies.values()), shape, domains)
        bounds = self._bounds = Bounds(domains)
        self._sides = {id(side): SideEncoder(side, self.asked, bounds) for side in sides}
        self._uses: dict[tuple[str, tuple[str, ...]], Formula] = {}

    def has_room_for(self, goal: Goal) -> bool:
        """Tell whether any example of a goal fits that asks of nothing but what this one does."""
        needed, records = self._bounds.goal(goal, wanted=True), self.asked.shape.records
        return all(need.number <= records.get(path, 0) for path, need in needed.items())

    def shape_for(self, goal: Goal) -> Shape:
        """Return how large a request must be for such a goal."""
        return shape_of(goal, self._domains)

    def formula(self, goal: Goal) -> Formula:
        """Return a goal, or a part of one, as a formula."""
        logic = self.logic
        match goal:
            case Stands(side, asked, truth):
                return self._sides[id(side)].stands(asked, wanted=truth == "true")
            case Reads(side):
                return self._sides[id(side)].in_its_days()
            case Says(path, term):
                return self._says(path, term)
            case Uses():
                return self._used(goal)
            case AllOf(parts):
                return logic.conj(self.formula(part) for part in parts)
            case OneOf(parts):
                return logic.disj(self.formula(part) for part in parts)
            case Opposite(part):
                return logic.neg(self.formula(part))
        assert_never(goal)

    def _says(self, path: str, term: str | None) -> Formula:
        logic = self.logic
        if term is None:
            return logic.neg(self.asked.fact(path).given)
        there = self.asked.terms(path)
        if term not in there:
            return False
        others = (has for name, has in there.items() if name != term)
        return logic.conj((there[term], logic.neg(logic.disj(others))))

    def _used(self, uses: Uses) -> Formula:
        """Return a constant: where the request could say it is known when all is spoken of."""
        for path in HEAD_PATHS.values():
            if path in uses.paths:
                self.asked.fact(path)
        key = (uses.term, uses.paths)
        return self._uses.setdefault(key, self.logic.boolean(f"use {len(self._uses)}"))

    def laws(self) -> Iterator[Formula]:
        """Yield what holds of every request; to be asked last, when all has been spoken of."""
        for (term, paths), used in self._uses.items():
            yield self.logic.same(used, self.logic.disj(self.asked.places_of(term, paths)))
        for side in self._sides.values():
            if any(isinstance(goal, Reads) and goal.side is side.side for goal in _walk(self.goal)):
                yield from self.asked.readable(side.side.vocabulary)
        yield from self.asked.laws
        yield from self.asked.calendar.laws()


def _walk(goal: Goal) -> Iterator[Goal]:
    yield goal
    match goal:
        case AllOf(parts) | OneOf(parts):
            for part in parts:
                yield from _walk(part)
        case Opposite(part):
            yield from _walk(part)
        case _:
            pass


def _sides(goal: Goal) -> Iterator[Side]:
    for part in _walk(goal):
        if isinstance(part, (Stands, Reads)):
            yield part.side
