"""The first requests of an engine are decided without programs, and mean the same."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest

from disclosure_rules import Engine, InvalidRequest
from disclosure_rules.deciding import first_requests
from disclosure_rules.deciding.first_requests import FirstRequests
from disclosure_rules.deciding.specialising.programs import Programs
from tests.equality.asking import many_requests, spoilt
from tests.generators.worlds import random_world

POLICIES = Path(__file__).parents[2] / "policies/ekspressjob"
REQUEST = {"moment": "2026-11-22T12:00:00+02:00", "operation": "transmit", "purpose": "offers"}
FIRST = 16


@pytest.fixture(autouse=True)
def _few_first(monkeypatch):
    monkeypatch.setattr(first_requests, "MOST", FIRST)


def answers(engine: Engine, request: object) -> object:
    try:
        decision = engine.decide(request)  # type: ignore[arg-type]
        allowed = engine.allows(request)  # type: ignore[arg-type]
    except InvalidRequest as error:
        return [str(fault.message) for fault in error.faults]
    return decision.as_dict(), allowed, engine.needs(request)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(20))
def test_both_ways_say_the_same(seed):
    world, chance = random_world(Random(seed)), Random(-seed)  # noqa: S311 - no secrets
    requests = [*many_requests(chance, world, 10)]
    for request in (*requests, *(spoilt(chance, request) for request in requests)):
        first, then = Engine(world.engine.policy_set), Engine(world.engine.policy_set)
        then._asked_on()
        assert answers(first, request) == answers(then, request), json.dumps(request)
        assert isinstance(first._decider, FirstRequests)


@pytest.mark.parametrize("ask", [Engine.decide, Engine.allows, Engine.needs])
def test_programs_are_made_for_whoever_goes_on_asking(ask):
    engine = Engine.load(POLICIES)
    for _ in range(FIRST):
        ask(engine, REQUEST)
        assert isinstance(engine._decider, FirstRequests)
    ask(engine, REQUEST)
    assert isinstance(engine._decider, Programs)


def test_requests_that_do_not_fit_count_too():
    engine = Engine.load(POLICIES)
    for _ in range(FIRST + 1):
        with pytest.raises(InvalidRequest):
            engine.decide({**REQUEST, "purpose": "offerings"})
    assert isinstance(engine._decider, Programs)


def test_whoever_has_many_waits_for_programs():
    engine = Engine.load(POLICIES)
    assert len(engine._programs) == 0
    engine.decide_many([REQUEST])
    assert len(engine._programs) == 1
