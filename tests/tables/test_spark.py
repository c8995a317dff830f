"""Spark says what the semantics say: random sets, odd cells, hostile texts, every setting.

`DISCLOSURE_RULES_EXAMPLES=100 pytest tests/tables/test_spark.py` tries so many policy sets.
"""

from __future__ import annotations

import os
from dataclasses import replace
from functools import reduce
from random import Random
from typing import Any

import pytest

from tests.needs import needs

needs("duckdb", "the semantics are asked of its tables too; make .venv/dev installs it")
needs("pyspark", "to decide frames of Spark with; make .venv/spark installs it")
needs("java", "what Spark runs on; .ci/install installs it")

from pyspark.sql import DataFrame  # noqa: E402 - only with Spark
from pyspark.sql import functions as f  # noqa: E402

from disclosure_rules.tables.errors import CannotLower  # noqa: E402
from tests.equality.asking import many_requests  # noqa: E402
from tests.generators.worlds import random_world  # noqa: E402
from tests.tables.flat import Row, mapping, rows_of  # noqa: E402
from tests.tables.native import native_table  # noqa: E402
from tests.tables.spark_session import spark  # noqa: E402
from tests.tables.test_equality import by_semantics  # noqa: E402

pytestmark = pytest.mark.xdist_group("spark")

SETS = int(os.environ.get("DISCLOSURE_RULES_EXAMPLES") or "24")
TOGETHER = 6
REQUESTS = 60


@pytest.mark.parametrize("first", range(0, SETS, TOGETHER))
def test_spark_says_what_the_semantics_say(first):
    expected: dict[tuple[int, int], Any] = {}
    said: list[DataFrame] = []
    refused: list[DataFrame] = []
    for seed in range(first, min(first + TOGETHER, SETS)):
        world, chance = random_world(Random(seed)), Random(-seed)  # noqa: S311 - no secrets
        vocabulary = world.engine.policy_set.vocabulary
        rows: list[Row] = []
        answers: list[Any] = []
        for request in many_requests(chance, world, REQUESTS):
            rows += rows_of(vocabulary, request)
            answers += by_semantics(world, request)
        frame = spark().createDataFrame(native_table(vocabulary, rows)).repartition(3)
        columns = replace(mapping(vocabulary), also=("number",))
        try:
            decided = world.engine.decide_spark(frame, mapping=columns)
        except CannotLower:
            continue
        expected |= {(seed, number): answer for number, answer in enumerate(answers)}
        place = f.lit(seed).alias("seed")
        said.append(decided.rows.select(place, "number", "outcome", "rules", "missing"))
        refused.append(decided.rejects.select(place, "number", "reasons"))
    assert reduce(DataFrame.unionAll, refused).collect() == []
    found = {
        (seed, number): (outcome, rules, missing)
        for seed, number, outcome, rules, missing in reduce(DataFrame.unionAll, said).collect()
    }
    assert found == expected
