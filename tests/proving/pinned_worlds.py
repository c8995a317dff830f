"""A random world and requests in it, of which the encoding must say what the semantics say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import get_args

from disclosure_rules.deciding.semantics import Scope, decide_item, rule
from disclosure_rules.language.policy import Period
from disclosure_rules.proving.encode import Encoding
from disclosure_rules.proving.goals import (
    AllOf,
    OneOf,
    Outcome,
    Reads,
    Settled,
    Side,
    Stands,
    outcome_is,
)
from disclosure_rules.request import Facts, read_request
from tests.generators.requests import random_request
from tests.generators.worlds import World, random_world
from tests.proving.pinned import Packed, room_for

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
TRUTHS: tuple[Settled, ...] = get_args(Settled)


def sides(world: World, found: list[Facts]) -> Iterator[tuple[Side, list[Facts]]]:
    """Yield the side of each epoch, and the requests asked in it."""
    policy_set = world.engine.policy_set
    zone = policy_set.vocabulary.zone
    by_start: dict[date, list[Facts]] = {}
    for facts in found:
        day = facts.moment.astimezone(zone).date()
        by_start.setdefault(policy_set.in_force(day).day, []).append(facts)
    for start, asked in sorted(by_start.items()):
        following = policy_set.next_change(start)
        end = following - timedelta(days=1) if following else date.max
        yield Side(policy_set, policy_set.in_force(start), Period(start, end)), asked


def everything(side: Side) -> AllOf:
    """Return a goal that speaks of all there is: no rule drops out, whatever is asked."""
    outcomes = OneOf(tuple(outcome_is(side, outcome) for outcome in OUTCOMES))
    return AllOf((Reads(side), outcomes))


def check_pinned(seed: int, count: int) -> None:
    """Hold the encoding of a world against the semantics, for so many requests."""
    world, chance = random_world(Random(seed)), Random(-seed)  # noqa: S311 - no secrets
    vocabulary = world.engine.policy_set.vocabulary
    requests = [random_request(chance, world.words) for _ in range(count)]
    found = [read_request(vocabulary, request) for request in requests]
    for side, asked in sides(world, found):
        goal = everything(side)
        encoding = Encoding(goal, at_least=room_for(asked))
        rules = list(side.by_name.values())
        formulas = [encoding.formula(outcome_is(side, outcome)) for outcome in OUTCOMES]
        formulas += [encoding.formula(Stands(side, one, t)) for one in rules for t in TRUTHS]
        laws = [encoding.formula(Reads(side)), *encoding.laws()]
        packed = Packed(encoding, [encoding.logic.conj(laws), *formulas])
        for facts in asked:
            for item in facts.items:
                scope = Scope(vocabulary, side.in_force, facts, item)
                outcome = decide_item(scope).outcome
                stands = [rule(one, scope).value for one in rules]
                expected = [True, *(o == outcome for o in OUTCOMES)]
                expected += [truth == t for truth in stands for t in TRUTHS]
                told = (seed, json.dumps(requests[found.index(facts)]))
                assert packed.said(facts, item) == expected, told
