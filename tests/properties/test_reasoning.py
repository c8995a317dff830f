"""What checks conclude from a rule is true of every request that satisfies it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from disclosure_rules.authoring.checks.idle_parts import idle_parts, joined
from disclosure_rules.authoring.checks.inspected import Age, Inspected
from disclosure_rules.authoring.checks.unless_without_effect import unless_without_effect
from disclosure_rules.authoring.reasoning.following import rule_follows
from disclosure_rules.authoring.reasoning.supposing import as_condition
from disclosure_rules.deciding.kleene import TRUE
from disclosure_rules.deciding.semantics import Scope, condition, rule
from disclosure_rules.language.noun import with_parts
from disclosure_rules.language.policy import Rule
from disclosure_rules.language.times import civil_date
from disclosure_rules.request import read_request
from tests.generators.requests import Request, random_request
from tests.generators.worlds import World, random_world

SOURCES = 150
"""How many worlds CI knows."""
EACH = 40
"""How many requests are tried in each world."""


@lru_cache(maxsize=SOURCES)
def _inspected(seed: int) -> tuple[World, Inspected]:
    world = random_world(Random(seed))  # noqa: S311 - worlds are no secrets
    return world, Inspected(world.engine.policy_set, {})


def seeds() -> st.SearchStrategy[int]:
    deep = os.environ.get("DISCLOSURE_RULES_EXAMPLES")
    return st.integers(0, 2**63 - 1) if deep else st.integers(0, SOURCES - 1)


def asked(seed: int, world: World, inspected: Inspected) -> Iterator[tuple[Age, Scope]]:
    """Yield items of requests that carry only what their operation involves, each with its age."""
    chance = Random(seed)  # noqa: S311 - requests are no secrets
    policy_set = world.engine.policy_set
    vocabulary = policy_set.vocabulary
    for _ in range(EACH):
        request = _involved(random_request(chance, world.words), inspected)
        facts = read_request(vocabulary, request)
        day = date(*civil_date(facts.moment, vocabulary.zone))
        for age in inspected.ages:
            if day in age.period:
                for item in facts.items:
                    yield age, Scope(vocabulary, policy_set.in_force(day), facts, item)


def _involved(request: Request, inspected: Inspected) -> Request:
    operations = inspected.vocabulary.taxonomies["operations"]
    operation = request.get("operation")
    involved: set[str] = {"purpose", "recipient"}
    if operation is not None:
        below = operations.descendants(operation)
        involved = {part for term in below for part in operations.terms[term].involves}
    missing = {"purpose", "recipient"} - involved
    return {key: part for key, part in request.items() if key not in missing}


def in_force(scope: Scope) -> list[Rule]:
    return [*scope.in_force.allow_rules, *scope.in_force.deny_rules]


@given(seeds())
def test_what_is_said_to_be_impossible_never_holds(seed: int) -> None:
    world, inspected = _inspected(seed)
    for age, scope in asked(seed, world, inspected):
        for one in in_force(scope):
            if inspected.holding(one, age).impossible:
                assert rule(one, scope) is not TRUE, (world, one.name)


@given(seeds())
def test_what_is_said_to_follow_holds(seed: int) -> None:
    world, inspected = _inspected(seed)
    following = _following(inspected)
    for age, scope in asked(seed, world, inspected):
        stands = {one.name: rule(one, scope) for one in in_force(scope)}
        for name, other in following[age.period.start]:
            if stands.get(name) is TRUE and other in stands:
                assert stands[other] is TRUE, (world, name, other)


def _following(inspected: Inspected) -> dict[date, list[tuple[str, str]]]:
    return {
        age.period.start: [
            (one.name, other.name)
            for one in age.rules
            if not inspected.holding(one, age).impossible
            for other in age.rules
            if other is not one and rule_follows(other, inspected.holding(one, age).copy())
        ]
        for age in inspected.ages
    }


@given(seeds())
def test_rules_said_to_exclude_each_other_never_hold_together(seed: int) -> None:
    world, inspected = _inspected(seed)
    for age, scope in asked(seed, world, inspected):
        true = [one for one in in_force(scope) if rule(one, scope) is TRUE]
        for one in true:
            for other in true:
                together = inspected.holding(one, age).copy().suppose(other)
                assert not together.impossible, (world, one.name, other.name)


@given(seeds())
def test_idle_exceptions_lift_nothing(seed: int) -> None:
    world, inspected = _inspected(seed)
    found = [(found.details["word"], found.span) for found in unless_without_effect(inspected)]
    exceptions = {e.span for one in inspected.rules for e in one.exceptions}
    idle = set(found)
    # Without files, the place of an `unless` is that of its rule.
    idle_unless = {(word, span) for word, span in found if span not in exceptions}
    for _, scope in asked(seed, world, inspected):
        for one in in_force(scope):
            bare = with_parts(one, unless=None, exceptions=())
            for exemption in one.exceptions:
                if (one.id, exemption.span) in idle and rule(bare, scope) is TRUE:
                    assert condition(as_condition(exemption), scope) is not TRUE, (world, one.name)
            if one.unless and (one.id, one.span) in idle_unless and rule(bare, scope) is TRUE:
                assert condition(one.unless, scope) is not TRUE, (world, one.name)


@given(seeds())
def test_parts_said_to_always_hold_do_so_beside_the_rest(seed: int) -> None:
    world, inspected = _inspected(seed)
    idle = {span for _, span in idle_parts(inspected).always}
    for _, scope in asked(seed, world, inspected):
        for one in in_force(scope):
            parts = joined(one.when) if one.when is not None else []
            for part in parts:
                rest = [other for other in parts if other is not part and other.span not in idle]
                if part.span not in idle or any(condition(o, scope) is not TRUE for o in rest):
                    continue
                head = with_parts(one, when=None, unless=None, exceptions=())
                if rule(head, scope) is TRUE:
                    assert condition(part, scope) is TRUE, (world, one.name)


def test_conclusions_are_drawn_at_all() -> None:
    drawn: Counter[str] = Counter()
    for seed in range(SOURCES):
        _, inspected = _inspected(seed)
        drawn["idle"] += len(idle_parts(inspected).always) + len(idle_parts(inspected).never)
        drawn["follows"] += sum(map(len, _following(inspected).values()))
        for age in inspected.ages:
            drawn["impossible"] += sum(inspected.holding(r, age).impossible for r in age.rules)
    assert min(drawn[kind] for kind in ("idle", "follows", "impossible")) > 0, drawn
