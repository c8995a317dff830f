"""One meaning: what programs decide, and what is said of rows, is what the semantics say.

`DISCLOSURE_RULES_EXAMPLES=5000 pytest tests/equality` tries so many policy sets.
"""

from __future__ import annotations

import json
import os
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from tests.equality.asking import many_requests, spoilt
from tests.equality.judging import by_hand, by_programs, by_semantics, judged, of_rows, said
from tests.generators.worlds import random_world
from tests.needs import needs

needs("duckdb", "to decide tables with; make .venv/dev installs it")

from disclosure_rules.request import read_request  # noqa: E402 - only with what tables need
from tests.equality.by_tables import by_sql  # noqa: E402
from tests.tables.children import Split  # noqa: E402
from tests.tables.flat import Row, rows_of  # noqa: E402

if TYPE_CHECKING:
    from disclosure_rules.tables.binding import Form

SETS = int(os.environ.get("DISCLOSURE_RULES_EXAMPLES", "400"))
REQUESTS = 500
SPOILT = 60
TOGETHER = 5


@pytest.mark.parametrize("first", range(0, SETS, TOGETHER))
def test_programs_and_tables_say_what_the_semantics_say(first, tmp_path):
    """One verdict of the semantics for both: they take as long as what is compared with them."""
    for seed in range(first, min(first + TOGETHER, SETS)):
        world, chance = random_world(Random(seed)), Random(-seed)  # noqa: S311 - no secrets
        engine, vocabulary = world.engine, world.engine.policy_set.vocabulary
        rows: list[Row] = []
        expected: list[Any] = []
        for request in many_requests(chance, world, REQUESTS):
            facts = read_request(vocabulary, request)
            found = judged(engine, facts)
            assert by_programs(engine, request) == said(facts, found), (seed, json.dumps(request))
            rows += rows_of(vocabulary, request)
            expected += of_rows(found)
        # Whatever generators make is ordinary: no fault of the fast way can hide in the slow one.
        assert by_hand(engine) == (0, 0), seed
        form: Form = "native" if seed % 2 else "json"
        split = Split(vocabulary, rows, chance, tmp_path) if seed % 4 > 1 else None
        decided, rejects, by_engine = by_sql(world, rows, form, split)
        assert rejects == {}, seed
        for number, answer in enumerate(expected):
            assert decided[number] == answer, (seed, rows[number])
        assert by_engine == 0, seed
        for request in many_requests(chance, world, SPOILT):
            odd = spoilt(chance, request)
            assert by_programs(engine, odd) == by_semantics(engine, odd), (seed, odd)
        assert engine._programs.decided_by_hand == 0


def test_what_is_spoilt_is_faulty_more_often_than_not():
    world, chance = random_world(Random(0)), Random(0)  # noqa: S311 - no secrets
    requests = [spoilt(chance, request) for request in many_requests(chance, world, 300)]
    faulty = sum(isinstance(by_semantics(world.engine, request), list) for request in requests)
    assert 150 < faulty < 295
