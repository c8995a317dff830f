"""One meaning: what programs decide is what the semantics say, on random sets and requests.

`DISCLOSURE_RULES_EXAMPLES=5000 pytest tests/equality` tries so many policy sets.
"""

from __future__ import annotations

import json
import os
from random import Random

import pytest

from tests.equality.asking import many_requests, spoilt
from tests.equality.judging import by_hand, by_programs, by_semantics
from tests.generators.worlds import random_world

SETS = int(os.environ.get("DISCLOSURE_RULES_EXAMPLES", "400"))
REQUESTS = 500
SPOILT = 60
TOGETHER = 10


@pytest.mark.parametrize("first", range(0, SETS, TOGETHER))
def test_programs_say_what_the_semantics_say(first):
    for seed in range(first, min(first + TOGETHER, SETS)):
        world, chance = random_world(Random(seed)), Random(-seed)  # noqa: S311 - no secrets
        for request in many_requests(chance, world, REQUESTS):
            expected = by_semantics(world.engine, request)
            assert by_programs(world.engine, request) == expected, (seed, json.dumps(request))
        # Whatever generators make is ordinary: no fault of the fast way can hide in the slow one.
        assert by_hand(world.engine) == (0, 0), seed
        for request in many_requests(chance, world, SPOILT):
            odd = spoilt(chance, request)
            assert by_programs(world.engine, odd) == by_semantics(world.engine, odd), (seed, odd)
        assert world.engine._programs.decided_by_hand == 0


def test_what_is_spoilt_is_faulty_more_often_than_not():
    world, chance = random_world(Random(0)), Random(0)  # noqa: S311 - no secrets
    requests = [spoilt(chance, request) for request in many_requests(chance, world, 300)]
    faulty = sum(isinstance(by_semantics(world.engine, request), list) for request in requests)
    assert 150 < faulty < 295
