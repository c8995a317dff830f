"""A policy set that was written comes back as it was: it decides the same, and tells the same."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from hypothesis import given

from disclosure_rules import Engine
from disclosure_rules.loading.stored import read, written
from tests.generators.worlds import World, chances
from tests.properties.test_laws import asked, worlds

if TYPE_CHECKING:
    from disclosure_rules.language.policy import PolicySet


def places(policy_set: PolicySet) -> str:
    """Return all that there is of a set, with places, but what stands in no order."""
    return "".join(sorted(repr(policy_set)))


@given(worlds(), chances())
def test_random_sets_come_back(world: World, chance: Random) -> None:
    expected = world.engine.policy_set
    again = read(written(expected))
    assert again == expected
    assert written(again) == written(expected)
    assert places(again) == places(expected)
    engine = Engine(again)
    for request in asked(chance, world):
        told, wanted = engine.decide(request), world.engine.decide(request)
        assert told.as_dict() == wanted.as_dict()
        assert told.explain("en").as_dict() == wanted.explain("en").as_dict()
