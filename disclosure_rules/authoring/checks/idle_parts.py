"""Definitions and rules into the parts of their conditions that always, or never, hold there."""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from disclosure_rules.authoring.checks.hollow import first_hollow, hollow_definitions
from disclosure_rules.authoring.checks.readings import Reader
from disclosure_rules.authoring.reasoning.following import follows
from disclosure_rules.authoring.reasoning.sources import NOWHERE, Around, given_alone
from disclosure_rules.authoring.reasoning.supposing import Supposition
from disclosure_rules.language.conditions import All, AnyOf, Condition, Every, Not, Some, Test
from disclosure_rules.language.policy import HEAD_PATHS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from disclosure_rules.authoring.checks.inspected import Age, Inspected
    from disclosure_rules.language.policy import Rule
    from disclosure_rules.language.source import Span


_INVOLVED: Final = ("purpose", "recipient.")
"""How the paths of facts begin that an operation may not involve."""


class IdleParts(NamedTuple):
    """Places of idle parts, each with the rule or definition that it stands in."""

    always: list[tuple[str, Span]]
    never: list[tuple[str, Span]]


def idle_parts(inspected: Inspected) -> IdleParts:
    """Return what is idle in every age in which it is in force; worked out once."""
    return inspected.remembered("idle_parts", lambda: _idle_parts(inspected))


def _idle_parts(inspected: Inspected) -> IdleParts:
    found = IdleParts([], [])
    found.never.extend((hollow.id, hollow.span) for hollow in first_hollow(inspected))
    for definition in inspected.definitions:
        if definition.name in hollow_definitions(inspected):
            continue
        looks = []
        for age in inspected.ages:
            if age.world.definitions.get(definition.name) is definition:
                look = _Look(Reader(age.world.definitions), definition.given)
                beside = partial(Supposition, age.world)
                look.at(definition.means, beside, given_alone(definition), frozenset(["moment"]))
                looks.append(look)
        _gather(definition.id, looks, found)
    readers = {age.period.start: Reader(age.world.definitions) for age in inspected.ages}
    for rule in inspected.rules:
        if rule.when is None or not inspected.can_hold(rule):
            continue
        looks = []
        touched = frozenset(path for part, path in HEAD_PATHS.items() if getattr(rule.head, part))
        for age in inspected.ages_of(rule):
            looks.append(_Look(readers[age.period.start]))
            looks[-1].at(rule.when, partial(_head_alone, rule, age), NOWHERE, touched | {"moment"})
        _gather(rule.id, looks, found)
    return found


def _head_alone(rule: Rule, age: Age) -> Supposition:
    supposed = Supposition(age.world).suppose_days(age.lasting(rule))
    return supposed.suppose_head(rule.head, every_category=rule.effect == "allow")


class _Look:
    """What is idle in one condition in one age."""

    def __init__(self, reader: Reader, given: Iterable[str] = ()) -> None:
        self.always: list[Span] = []
        self.never: list[Span] = []
        self._reader = reader
        self._given = tuple(given)

    def at(
        self,
        asked: Condition,
        beside: Callable[[], Supposition],
        around: Around,
        touched: frozenset[str],
    ) -> None:
        """Look at a condition that must hold beside what is supposed.

        What is supposed speaks of the facts `touched`; of others, nothing can follow from it.
        """
        kept = joined(asked)
        reads = {part.span: self._reads(part) for part in kept} if len(kept) > 1 else {}
        for part in reversed(kept[:]):
            rest = [other for other in kept if other is not part]
            spoken_of = touched.union(*(reads[other.span] for other in rest))
            others = partial(_joined_to, rest, beside, around)
            if self._leans_on(part) & spoken_of and follows(part, others(), around=around):
                # Of two that say the same, the later one is told of.
                kept.remove(part)
                self.always.append(part.span)
            elif isinstance(part, AnyOf):
                self._choices(part.parts, others(), around)
            elif isinstance(part, Some):
                inside = around.beside(part.element, 0)
                inner = partial(_with_record, part.of.fact.path, others)
                self.at(part.where, inner, inside, spoken_of)

    def _choices(self, parts: Iterable[Condition], others: Supposition, around: Around) -> None:
        self.never += [
            part.span for part in parts if others.copy().suppose(part, around=around).impossible
        ]

    def _reads(self, asked: Condition) -> frozenset[str]:
        """Return the facts that a condition reads, through definitions too."""
        found = self._reader.read(asked, self._handed(asked), positive=True)
        return frozenset(path for path, _, _ in found)

    def _handed(self, asked: Condition) -> dict[str, tuple[str, Span]]:
        return {name: (f"={name}", asked.span) for name in self._given}

    def _leans_on(self, asked: Condition) -> frozenset[str]:
        """Return the facts of which something must be known for the condition to follow."""
        found = self._reader.read(asked, self._handed(asked), positive=True)
        match asked:
            case Test():
                return frozenset(path for path, _, _ in islice(found, 1))
            case Some(of) | Every(of):
                return frozenset((of.fact.path,))
            case Not(Test()):
                left, *right = (path for path, _, _ in found)
                read = {left, *(path for path in right if path.startswith(_INVOLVED))}
            case _:
                read = {path for path, _, _ in found}
        involved = {"operation" for path in read if path.startswith(_INVOLVED)}
        return frozenset(read | involved)


def joined(asked: Condition) -> list[Condition]:
    """Return the conditions that together are this one."""
    if not isinstance(asked, All):
        return [asked]
    return [below for part in asked.parts for below in joined(part)]


def _gather(owner: str, looks: list[_Look], found: IdleParts) -> None:
    for places, gathered in (("always", found.always), ("never", found.never)):
        each = [getattr(look, places) for look in looks]
        if each:
            gathered += [(owner, span) for span in each[0] if all(span in o for o in each[1:])]


def _joined_to(
    rest: list[Condition], beside: Callable[[], Supposition], around: Around
) -> Supposition:
    supposed = beside().copy()
    for other in rest:
        supposed.suppose(other, around=around)
    return supposed


def _with_record(path: str, beside: Callable[[], Supposition]) -> Supposition:
    supposed = beside()
    supposed.suppose_record(path, record=0)
    return supposed
