"""Spark counts whole numbers, and so dates of two facts of a row, as DuckDB and Python do."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.needs import needs

needs("duckdb", "what Spark says is held against; make .venv/dev installs it")
needs("pyspark", "to try its numbers with; make .venv/spark installs it")
needs("java", "what Spark runs on; .ci/install installs it")

import pyarrow as pa  # noqa: E402 - only with Spark

from disclosure_rules.tables.calendar import place_of  # noqa: E402
from disclosure_rules.tables.nodes import Node, column, whole  # noqa: E402
from disclosure_rules.tables.spark_printing import odd_nodes, printed  # noqa: E402
from disclosure_rules.tables.zones import civil_day_of  # noqa: E402
from tests.tables.spark_session import spark  # noqa: E402
from tests.tables.test_civil_dates import (  # noqa: E402
    LAST_DAY,
    asked_of_two_facts,
    instants,
    selected,
    zone_of,
)

pytestmark = pytest.mark.xdist_group("spark")

MOST = 2**63 - 1
NUMBERS = (None, 0, 1, -1, 4, -4, 7, -7, 8, 153, -153, 2**31 - 1, -(2**31), MOST, -MOST)
SMALL = (None, 0, 1, -1, 7, -7, 3_652_059, -3_652_059)
BY = (1, 4, 5, 153, 146_097, 604_800_000_000)


def of_spark(columns: dict[str, pa.Array], expressions: Sequence[Node]) -> list[tuple[object, ...]]:
    """Return what Spark makes of expressions over columns."""
    assert not any(odd_nodes(each) for each in expressions)
    rows = spark().createDataFrame(pa.table(columns))
    return [tuple(row) for row in rows.selectExpr(*map(printed, expressions)).collect()]


@pytest.fixture(params=["true", "false"], ids=["ansi", "legacy"])
def _ansi(request):
    spark().conf.set("spark.sql.ansi.enabled", request.param)
    yield
    spark().conf.unset("spark.sql.ansi.enabled")


@pytest.mark.usefixtures("_ansi")
@pytest.mark.parametrize("kind", [pa.int32(), pa.int64()])
def test_whole_numbers_are_divided_and_multiplied_alike(kind):
    numbers = [n for n in NUMBERS if kind == pa.int64() or n is None or -(2**31) <= n < 2**31]
    columns = {"number": pa.array(numbers, kind)}
    divided = [way for by in BY for way in (column("number") // by, column("number") % by)]
    assert of_spark(columns, divided) == selected(columns, divided)
    columns = {"small": pa.array(SMALL, kind)}
    small = column("small")
    counted = [small * 4 // 5 * 3, (small + 305) * 4 % 153 // 7 + 1, small - small % 7 * 2]
    assert of_spark(columns, counted) == selected(columns, counted)
    assert [way for (way,) in of_spark(columns, [whole(-7) * small])] == [
        None if number is None else number * -7 for number in SMALL
    ]


@pytest.mark.usefixtures("_ansi")
def test_days_and_their_places():
    days = [1, 2, 59, 60, 365, 366, LAST_DAY - 1, LAST_DAY, *range(730_000, 731_600, 3)]
    columns = {"day": pa.array(days, pa.int32())}
    assert of_spark(columns, [place_of(column("day"))]) == [(place_of(day),) for day in days]


@pytest.mark.parametrize("name", ["Europe/Tallinn", "Africa/Casablanca", "Africa/Monrovia"])
def test_the_civil_date_of_an_instant(name):
    zone = zone_of(name)
    columns = {"at": pa.array(instants(zone), pa.int64())}
    asked = [civil_day_of(zone, column("at"))]
    assert of_spark(columns, asked) == selected(columns, asked)


@pytest.mark.parametrize("written", ["", "36 hours", "-13 months", "1000000 years"])
def test_two_facts_of_a_row(written):
    asked = asked_of_two_facts(zone_of("Europe/Tallinn"), written)
    assert of_spark(asked.columns, asked.truths) == asked.accepted
