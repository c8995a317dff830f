"""Frames of every kind: what comes out, what is refused at the start, and what is not decided."""

from __future__ import annotations

import pytest

from tests.needs import needs

needs("duckdb", "to decide tables with; make .venv/dev installs it")

import duckdb  # noqa: E402 - only with what tables need
import pyarrow as pa  # noqa: E402
from sqlglot import exp  # noqa: E402

from disclosure_rules.tables import frames  # noqa: E402
from disclosure_rules.tables.deciding import DECIDED, RowDecider  # noqa: E402
from disclosure_rules.tables.errors import TableError  # noqa: E402
from disclosure_rules.tables.mapping import TableMapping  # noqa: E402
from tests.tables.rows import MOMENT, OUTCOMES, engine, rows  # noqa: E402


def problems(**columns: pa.Array) -> list[str]:
    with pytest.raises(TableError) as caught:
        engine().decide_table(rows(**columns))
    return str(caught.value).splitlines()


def test_each_row_is_decided():
    decided = engine().decide_table(rows())
    assert decided.rows["outcome"].to_pylist() == OUTCOMES
    first = decided.rows.to_pylist()[0]
    assert first["rules"] == ["disclosure#contract_breach"]
    assert first["grounds"] == ["contract_breach"]
    assert first["obligations"] == ["limit_to_breach", "record_disclosure"]
    assert first["digest"] == engine().policy_set.digest
    assert decided.rows["missing"].to_pylist()[2] == ["client.breaches", "client.consents"]
    assert decided.counts == dict.fromkeys(OUTCOMES, 1)
    assert len(decided.rejects) == 0
    assert "c-1" not in repr(decided)


def test_rows_are_decided_in_batches_and_stay_in_order(monkeypatch):
    monkeypatch.setattr(frames, "ROWS_AT_ONCE", 2)
    many = pa.concat_tables([rows()] * 3)
    assert engine().decide_table(many).rows["outcome"].to_pylist() == OUTCOMES * 3


def test_no_rows_are_no_decisions():
    decided = engine().decide_table(rows().slice(0, 0))
    assert len(decided.rows) == 0
    assert "outcome" in decided.rows.column_names


def test_a_frame_of_pandas_stays_one():
    needs("pandas", "a frame to decide; make .venv/hostile installs it")
    import pandas as pd

    decided = engine().decide_table(rows().to_pandas())
    assert isinstance(decided.rows, pd.DataFrame)
    assert [*decided.rows["outcome"]] == OUTCOMES


def test_a_frame_of_polars_stays_one():
    needs("polars", "a frame to decide; make .venv/hostile installs it")
    import polars as pl

    decided = engine().decide_table(pl.DataFrame(pl.from_arrow(rows())))
    assert isinstance(decided.rows, pl.DataFrame)
    assert decided.rows["outcome"].to_list() == OUTCOMES


def test_a_relation_of_duckdb_stays_one():
    decided = engine().decide_table(duckdb.from_arrow(rows()))
    assert [row[0] for row in decided.rows.select("outcome").fetchall()] == OUTCOMES


def test_what_is_no_frame_is_refused():
    with pytest.raises(TableError, match="neither a frame"):
        engine().decide_table([1, 2])


def test_all_columns_that_do_not_fit_are_named():
    found = problems(
        **{
            "purpsoe": pa.array(["a"] * 3),
            "outcome": pa.array(["permitted"] * 3),
            "client.consents": pa.array(["a"] * 3),
            "recipient.id": pa.array([1, 2, 3]),
            "item.related_to": pa.array(["b-7"] * 3),
        }
    )
    assert found == [
        "the column `outcome` is called as one that the decision adds; give it another name",
        "the column `purpsoe` is no fact of the vocabulary; did you mean `purpose`?",
        "the column `client.consents` holds VARCHAR, and the fact needs STRUCT(...)[]; convert it",
        "the column `item.related_to` holds VARCHAR, and the fact needs VARCHAR[]; convert it",
        "the column `recipient.id` holds BIGINT, and the fact needs VARCHAR; convert it",
    ]


def test_a_time_without_a_zone_is_refused_at_the_start():
    naive = pa.array([MOMENT.replace(tzinfo=None)] * 3, pa.timestamp("us"))
    (found,) = problems(moment=naive)
    assert found == (
        "the column `moment` holds TIMESTAMP, and the fact needs TIMESTAMP WITH TIME ZONE, "
        "VARCHAR; convert it"
    )


def test_nanoseconds_are_taken_where_they_say_microseconds():
    exact = pa.array([int(MOMENT.timestamp()) * 10**9] * 3, pa.timestamp("ns", "UTC"))
    assert engine().decide_table(rows(moment=exact)).rows["outcome"].to_pylist() == OUTCOMES
    between = pa.array([int(MOMENT.timestamp()) * 10**9 + 1] * 3, pa.timestamp("ns", "UTC"))
    assert "between two microseconds" in problems(moment=between)[0]
    far = pa.array([2**62, 0, 0], pa.int64()).cast(pa.timestamp("ms", "UTC"))
    assert "hundreds of thousands of years away" in problems(moment=far)[0]


def test_an_unknown_field_of_a_record_is_refused():
    kind = pa.list_(pa.struct([("id", pa.string()), ("given", pa.string())]))
    (found,) = problems(**{"client.consents": pa.array([[], [], []], kind)})
    assert found == (
        "the column `client.consents.given` is no fact of the vocabulary; did you mean "
        "`client.consents.given_at`?"
    )


@pytest.mark.parametrize(
    ("column", "cells", "reason"),
    [
        ("operation", ["transmit", "transmitt", None], "operation: "),
        ("item.related_to", [["b-7"], [None], []], "items[0].related_to"),
        ("recipient.id", ["r-9", "", "r-9"], "recipient.id: "),
    ],
)
def test_a_bad_row_is_never_decided(column, cells, reason):
    decided = engine().decide_table(rows(**{column: pa.array(cells)}))
    assert decided.rejects["row"].to_pylist() == [1]
    assert decided.rejects["reasons"].to_pylist()[0][0].startswith(reason)
    assert [row["item.name"] for row in decided.rows.to_pylist()] == ["unpaid_invoice", "email"]
    assert decided.counts["rejected"] == 1


def test_a_null_inside_a_list_is_refused():
    kind = pa.list_(pa.struct([("id", pa.string())]))
    decided = engine().decide_table(rows(**{"client.consents": pa.array([[], [None], []], kind)}))
    assert decided.rejects.to_pylist()[0]["row"] == 1


def test_hostile_texts_are_texts():
    hostile = "x'); DROP TABLE facts; --\\ \" \u200b"
    decided = engine().decide_table(rows(**{"recipient.id": pa.array([hostile] * 3)}))
    assert decided.rows["outcome"].to_pylist() == OUTCOMES


def test_a_column_of_nothing_is_a_column_of_null():
    decided = engine().decide_table(rows(**{"client.consents": pa.nulls(3)}))
    assert decided.rows["outcome"].to_pylist()[0] == "permitted"


def test_a_mapping_says_what_columns_are():
    source = rows().rename_columns({"moment": "as of", "item.name": "moment"})
    source = source.drop_columns(["operation"]).append_column("note", pa.array(["n"] * 3))
    mapping = TableMapping(
        columns={"moment": "as of", "item.name": "moment"},
        values={"operation": "transmit"},
        also=("note",),
    )
    decided = engine().decide_table(source, mapping=mapping)
    assert decided.rows["outcome"].to_pylist() == OUTCOMES
    assert decided.rows["note"].to_pylist() == ["n"] * 3


def test_a_mapping_that_does_not_fit_is_refused_whole():
    mapping = TableMapping(
        columns={"momentt": "as of", "moment": "moment"}, given={"clientt": "x"}, also=("purpose",)
    )
    with pytest.raises(TableError) as caught:
        engine().decide_table(rows(purpose=pa.array(["offers"] * 3)), mapping=mapping)
    assert str(caught.value).splitlines() == [
        "the mapping names `momentt`, which the vocabulary does not have; did you mean `moment`?",
        "the mapping names `clientt`, which the vocabulary does not have; did you mean `client`?",
        "the mapping names the column `as of`, which the table does not have",
        "the mapping names the column `x`, which the table does not have",
    ]


def test_without_the_moment_nothing_is_decided():
    with pytest.raises(TableError, match="no column gives the `moment`"):
        engine().decide_table(rows().drop_columns(["moment"]))


def test_without_the_extra_a_word_on_how_to_get_it(monkeypatch):
    monkeypatch.setattr("disclosure_rules.tables.NEEDED", ("duckdb", "no_such_module"))
    with pytest.raises(ImportError, match=r"disclosure-rules\[tables\]"):
        engine().decide_table(rows())


def test_names_that_would_be_taken_for_another_are_refused():
    source = rows().append_column("Purpose", pa.array(["offers"] * 3))
    source = source.append_column("row", pa.array([1, 2, 3]))
    mapping = TableMapping(also=("Purpose", "row"))
    with pytest.raises(TableError) as caught:
        engine().decide_table(source, mapping=mapping)
    assert {each.code for each in caught.value.problems} >= {"column_taken", "columns_alike"}


def test_what_duckdb_says_of_rows_is_not_passed_on(monkeypatch):
    monkeypatch.setattr("disclosure_rules.tables.deciding.read_rows", lambda *_: exp.select("nope"))
    with pytest.raises(TableError, match="DuckDB could not decide") as caught:
        engine().decide_table(rows())
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("instant", [2**63 - 1, -(2**63) + 1, 2**63 - 10**6, 253402300800 * 10**6])
def test_times_outside_the_calendar_are_refused(instant):
    times = pa.array([instant], pa.int64()).cast(pa.timestamp("us", "UTC"))
    breach = pa.StructArray.from_arrays([pa.array(["b-7"]), times], ["id", "occurred_at"])
    breaches = pa.ListArray.from_arrays(pa.array([0, 1, 1, 1], pa.int32()), breach)
    others = pa.array([MOMENT] * 2, times.type)
    for name, cells in (
        ("client.breaches", breaches),
        ("moment", pa.concat_arrays([times, others])),
    ):
        decided = engine().decide_table(rows(**{name: cells}))
        (refused,) = decided.rejects.to_pylist()
        assert refused["row"] == 0
        assert refused["reasons"][0].startswith(name)


def test_what_sql_leaves_out_is_asked_of_the_engine(monkeypatch):
    monkeypatch.setattr(RowDecider, "_in_sql", lambda *_: DECIDED.empty_table())
    assert engine().decide_table(rows()).rows["outcome"].to_pylist() == OUTCOMES


def test_what_sql_says_twice_is_noticed(monkeypatch):
    in_sql = RowDecider._in_sql
    monkeypatch.setattr(
        RowDecider, "_in_sql", lambda *given: pa.concat_tables([in_sql(*given)] * 2)
    )
    with pytest.raises(TableError, match="please report it"):
        engine().decide_table(rows())


def test_a_mapping_shows_no_values():
    assert "c-1" not in repr(TableMapping(values={"client.id": "c-1"}))
