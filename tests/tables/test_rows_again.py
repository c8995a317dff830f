"""A row turned back into the request it stands for: decided alike, from frames of every kind."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tests.needs import needs

needs("duckdb", "to decide tables with; make .venv/dev installs it")

import duckdb  # noqa: E402 - only with what tables need
import pyarrow as pa  # noqa: E402

from disclosure_rules.errors import InvalidRequest  # noqa: E402
from disclosure_rules.tables.errors import TableError  # noqa: E402
from disclosure_rules.tables.mapping import TableMapping  # noqa: E402
from disclosure_rules.tables.row_text import request_text  # noqa: E402
from tests.tables.rows import OUTCOMES, engine, rows  # noqa: E402


def test_a_row_is_asked_again_with_the_same_answer():
    for number, outcome in enumerate(OUTCOMES):
        assert engine().decide(engine().request_of_row(rows(), number)).outcome == outcome


def test_a_relation_of_duckdb():
    request = engine().request_of_row(duckdb.from_arrow(rows()), 0)
    assert engine().decide(request).outcome == OUTCOMES[0]


def test_a_frame_of_pandas():
    needs("pandas", "a frame to ask of; make .venv/hostile installs it")
    request = engine().request_of_row(rows().to_pandas(), 1)
    assert engine().decide(request).outcome == OUTCOMES[1]


def test_a_frame_of_polars():
    needs("polars", "a frame to ask of; make .venv/hostile installs it")
    import polars as pl

    request = engine().request_of_row(pl.DataFrame(pl.from_arrow(rows())), 1)
    assert engine().decide(request).outcome == OUTCOMES[1]


def test_what_a_mapping_says_is_in_the_request():
    source = rows().drop_columns(["operation"])
    mapping = TableMapping(values={"operation": "transmit"})
    assert engine().request_of_row(source, 0, mapping=mapping)["operation"] == "transmit"


def test_a_refused_row_has_its_faults_again():
    source = rows(operation=pa.array(["transmit", "transmitt", "transmit"]))
    reasons = engine().decide_table(source).rejects["reasons"].to_pylist()
    with pytest.raises(InvalidRequest) as caught:
        engine().decide(engine().request_of_row(source, 1))
    assert reasons == [caught.value.text().splitlines()]


@pytest.mark.parametrize("number", [-1, 3])
def test_a_row_that_is_not_there(number):
    with pytest.raises(TableError) as caught:
        engine().request_of_row(rows(), number)
    assert str(caught.value) == f"there is no row {number}; the table has 3 rows"


def test_columns_that_do_not_fit_are_named():
    with pytest.raises(TableError, match="did you mean `purpose`"):
        engine().request_of_row(rows(purpsoe=pa.array(["a"] * 3)), 0)


def test_as_json_it_says_the_same_exactly():
    said = {
        "at": datetime(2026, 9, 1, tzinfo=UTC),
        "exact": Decimal("0.12345678901234567890"),
        "tiny": Decimal("1E-7"),
        "odd": Decimal("NaN"),
        "none": [],
        "list": [{"key": 'a "quote"\n'}, True],
    }
    text = request_text(said)
    assert json.loads(text, parse_float=Decimal) == {
        **said,
        "at": "2026-09-01T00:00:00+00:00",
        "odd": "NaN",
    }
    assert text.isprintable() == ("\n" not in text)
    request = engine().request_of_row(rows(), 0)
    again = json.loads(request_text(request), parse_float=Decimal)
    assert engine().decide(again).outcome == OUTCOMES[0]
