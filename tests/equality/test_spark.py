"""One meaning: Spark says of rows what the semantics say, on random sets and requests.

`DISCLOSURE_RULES_EXAMPLES=100 pytest tests/equality/test_spark.py` tries so many policy sets.
"""

from __future__ import annotations

import os
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from tests.needs import needs

needs("duckdb", "tables are read by its code; make .venv/dev installs it")
needs("pyspark", "to decide frames of Spark with; make .venv/spark installs it")
needs("java", "what Spark runs on; .ci/install installs it")

import pyarrow as pa  # noqa: E402 - only with Spark

from tests.equality.asking import many_requests  # noqa: E402
from tests.equality.test_tables import by_semantics  # noqa: E402
from tests.generators.worlds import random_world  # noqa: E402
from tests.tables.flat import Row, mapping, rows_of  # noqa: E402
from tests.tables.native import native_table  # noqa: E402
from tests.tables.spark_session import spark  # noqa: E402

pytestmark = pytest.mark.xdist_group("spark")

SETS = int(os.environ.get("DISCLOSURE_RULES_EXAMPLES") or "24")
REQUESTS = 60


@pytest.mark.parametrize("seed", range(SETS))
def test_spark_says_what_the_semantics_say(seed):
    world, chance = random_world(Random(seed)), Random(-seed)  # noqa: S311 - no secrets
    vocabulary = world.engine.policy_set.vocabulary
    rows: list[Row] = []
    answers: list[Any] = []
    for request in many_requests(chance, world, REQUESTS):
        rows += rows_of(vocabulary, request)
        answers += by_semantics(world, request)
    numbers = pa.array(range(len(rows)), pa.int64())
    table = native_table(vocabulary, rows).append_column("number", numbers)
    frame = spark().createDataFrame(table).repartition(3)
    columns = replace(mapping(vocabulary), also=("number",))
    decided = world.engine.decide_spark(frame, mapping=columns)
    assert decided.rejects.collect() == []
    said = decided.rows.select("number", "outcome", "rules", "missing").collect()
    found = {number: (outcome, rules, missing) for number, outcome, rules, missing in said}
    assert found == dict(enumerate(answers))
