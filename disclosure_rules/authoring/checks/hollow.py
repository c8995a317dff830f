"""Definitions that can never hold: what rests on them needs no further word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.authoring.reasoning.sources import given_alone
from disclosure_rules.authoring.reasoning.supposing import Supposition
from disclosure_rules.language.conditions import Condition, Holds, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from disclosure_rules.authoring.checks.inspected import Inspected
    from disclosure_rules.language.policy import Definition


def hollow_definitions(inspected: Inspected) -> frozenset[str]:
    """Return the definitions that can hold in no age; worked out once."""
    return inspected.remembered("hollow", lambda: frozenset(_hollow(inspected)))


def _hollow(inspected: Inspected) -> Iterator[str]:
    possible: dict[str, bool] = {}
    for age in inspected.ages:
        for name, definition in age.world.definitions.items():
            supposed = Supposition(age.world)
            supposed.suppose(definition.means, around=given_alone(definition))
            possible[name] = possible.get(name, False) or not supposed.impossible
    return (name for name, can_hold in possible.items() if not can_hold)


def rests_on_hollow(conditions: Iterable[Condition], inspected: Inspected) -> bool:
    """Tell whether conditions name a definition that can never hold."""
    hollow = hollow_definitions(inspected)
    return bool(hollow) and any(
        isinstance(part, Holds) and part.definition in hollow
        for asked in conditions
        for part in walk(asked)
    )


def first_hollow(inspected: Inspected) -> Iterator[Definition]:
    """Yield the definitions that can never hold by themselves, not through another one."""
    hollow = hollow_definitions(inspected)
    for definition in inspected.definitions:
        if definition.name in hollow and not rests_on_hollow([definition.means], inspected):
            yield definition
