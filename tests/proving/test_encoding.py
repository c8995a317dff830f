"""What the encoding says of a request is what the semantics say, on random sets and requests.

`DISCLOSURE_RULES_EXAMPLES=5000 pytest tests/proving` tries so many policy sets.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

import pytest

from disclosure_rules.deciding.semantics import Scope, decide_item, rule
from disclosure_rules.language.policy import Period
from disclosure_rules.request import Facts, read_request
from tests.generators.requests import random_request
from tests.generators.worlds import World, random_world
from tests.needs import needs

needs("z3", "to prove with; make .venv/dev installs it")

from disclosure_rules.proving.encode import Encoding  # noqa: E402 - only with the solver
from disclosure_rules.proving.goals import (  # noqa: E402
    AllOf,
    OneOf,
    Reads,
    Side,
    Stands,
    outcome_is,
)
from tests.proving.pinned import Pinned, room_for  # noqa: E402

SETS = int(os.environ.get("DISCLOSURE_RULES_EXAMPLES", "400"))
REQUESTS = 50
TOGETHER = 10
OUTCOMES = ("permitted", "prohibited", "no_ground", "facts_missing")


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
    outcomes = tuple(outcome_is(side, outcome) for outcome in OUTCOMES)  # type: ignore[arg-type]
    return AllOf((Reads(side), OneOf(outcomes)))


@pytest.mark.parametrize("first", range(0, SETS, TOGETHER))
def test_the_encoding_says_what_the_semantics_say(first):
    for seed in range(first, min(first + TOGETHER, SETS)):
        world, chance = random_world(Random(seed)), Random(-seed)  # noqa: S311 - no secrets
        vocabulary = world.engine.policy_set.vocabulary
        requests = [random_request(chance, world.words) for _ in range(REQUESTS)]
        found = [read_request(vocabulary, request) for request in requests]
        for side, asked in sides(world, found):
            goal = everything(side)
            encoding = Encoding(goal, at_least=room_for(vocabulary, asked))
            outcomes = {o: encoding.formula(outcome_is(side, o)) for o in OUTCOMES}  # type: ignore[arg-type]
            rules = [
                (one, *(encoding.formula(Stands(side, one, t)) for t in ("true", "false")))  # type: ignore[arg-type]
                for one in side.by_name.values()
            ]
            reads = encoding.formula(Reads(side))
            laws = [reads, *encoding.laws()]
            for facts in asked:
                for item in facts.items:
                    pinned = Pinned(encoding, vocabulary, facts, item)
                    scope = Scope(vocabulary, side.in_force, facts, item)
                    told = (seed, json.dumps(requests[found.index(facts)]))
                    for law in laws:
                        assert pinned.holds(law), (*told, law)
                    for one, true, false in rules:
                        said = pinned.holds(true), pinned.holds(false)
                        stands = rule(one, scope).value
                        assert said == (stands == "true", stands == "false"), (*told, one.name)
                    said_outcomes = [o for o, formula in outcomes.items() if pinned.holds(formula)]
                    assert said_outcomes == [decide_item(scope).outcome], told
