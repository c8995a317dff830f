"""Spark reads odd cells and hostile texts as other tables do, whatever its settings."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.needs import needs

needs("duckdb", "the semantics are asked of its tables too; make .venv/dev installs it")
needs("pyspark", "to decide frames of Spark with; make .venv/spark installs it")
needs("java", "what Spark runs on; .ci/install installs it")

from pyspark.sql import DataFrame  # noqa: E402 - only with Spark
from pyspark.sql import functions as f  # noqa: E402
from sqlglot import exp  # noqa: E402

from disclosure_rules import Engine, TableMapping  # noqa: E402
from disclosure_rules.language.civil import instant_number  # noqa: E402
from disclosure_rules.tables import spark as spark_frames  # noqa: E402
from disclosure_rules.tables import spark_moments, spark_printing  # noqa: E402
from disclosure_rules.tables.binding import ADDED  # noqa: E402
from disclosure_rules.tables.errors import CannotLower, TableError  # noqa: E402
from tests.tables.rows import OUTCOMES  # noqa: E402
from tests.tables.rows import engine as ekspressjob  # noqa: E402
from tests.tables.rows import rows as rows_of_ekspressjob  # noqa: E402
from tests.tables.spark_session import spark  # noqa: E402
from tests.unit.small import documents, policy  # noqa: E402

pytestmark = pytest.mark.xdist_group("spark")

MOMENT_TEXT = "2026-11-22T12:00:00+02:00"


# --- Cells ---------------------------------------------------------------------------------------

HOSTILE = (
    "it's",
    'a"b',
    "back\\slash\\n",
    "${spark.app.name}",
    "line\nbreak",
    "`tick`",
    "%s{}",
    "õ😀",
)
CONDITIONS = (
    *(f"{{client.city: {json.dumps(each, ensure_ascii=False)}}}" for each in HOSTILE),
    "{client.score: 0.1}",
    "{client.score: {at_least: -0.0}}",
    "{client.joined_at: {before: 1970-01-01}}",
    "{client.born_on: {before: 2000-01-31}}",
    "{client.hobbies: {includes: chess}}",
    "{client.nickname: {present: false}}",
    "{item.category: {within: [contact_data]}}",
)
SCHEMA = """
`moment` STRING, `operation` STRING, `client.city` STRING, `client.score` DOUBLE,
`client.joined_at` TIMESTAMP_LTZ, `client.born_on` STRING, `client.hobbies` ARRAY<STRING>,
`item.category` STRING, `${note}` STRING
"""
PLAIN: dict[str, Any] = {
    "moment": "2026-11-22T12:00:00+02:00",
    "operation": "transmit",
    "client.city": "Tartu",
    "client.score": 0.1,
    "client.joined_at": datetime(1969, 12, 31, 20, 59, 59, 999999, tzinfo=UTC),
    "client.born_on": "2000-01-30",
    "client.hobbies": ["chess"],
    "item.category": "email",
    "${note}": "as it came",
}
FURTHER: list[dict[str, Any]] = [
    {},
    *({"client.city": each} for each in HOSTILE),
    *({"client.score": each} for each in (None, -0.0, 0.0, 1e-9, 123456789012345.0, -5e-324, 1e19)),
    {"client.joined_at": datetime(1969, 12, 31, 21, tzinfo=UTC)},
    {"client.hobbies": []},
    {"client.hobbies": None, "client.city": None},
    {"item.category": "contact_data"},
    {"moment": "2026-11-22T10:00:00Z"},
    {"moment": "2026-11-22T10:00:00.000001Z"},
]
ODD: dict[str, list[Any]] = {
    "moment": [None, "2026-11-22", "2026-11-22T12:00:00", "2026-11-22T12:00:00+02:00\n"],
    "operation": ["selling"],
    "client.city": [""],
    "client.score": [float("nan"), float("inf"), 0.1 + 0.2, 1e30],
    "client.joined_at": [datetime(9999, 1, 1, tzinfo=UTC)],
    "client.born_on": ["2000-02-30", "2000-01-30\n", "٢٠٠٠-01-30"],
    "client.hobbies": [["chess", None], [""]],
    "item.category": ["secrets"],
}
ALSO = TableMapping(also=("${note}",))


def asking(*conditions: str) -> Engine:
    rules = (
        f"r{number:02}: {{effect: allow, ground: law, when: {asked}}}"
        for number, asked in enumerate(conditions)
    )
    return Engine.load(documents(policy("\n".join(rules))))


def frame(rows: list[dict[str, Any]]) -> DataFrame:
    whole = ({**PLAIN, **row} for row in rows)
    return spark().createDataFrame([tuple(row.values()) for row in whole], SCHEMA)


def answer(engine: Engine, request: dict[str, Any]) -> tuple[Any, ...]:
    (item,) = engine.decide(request).items
    return item.outcome, [*item.rules], [*item.missing]


@pytest.mark.parametrize(
    "settings",
    [
        {"spark.sql.ansi.enabled": "true", "spark.sql.ansi.enforceReservedKeywords": "true"},
        {
            "spark.sql.ansi.enabled": "false",
            "spark.sql.caseSensitive": "true",
            "spark.sql.legacy.followThreeValuedLogicInArrayExists": "false",
            "spark.sql.parser.escapedStringLiterals": "true",
            "spark.sql.timestampType": "TIMESTAMP_NTZ",
        },
    ],
    ids=["ansi", "legacy"],
)
def test_each_cell_under_every_setting(settings):
    engine = asking(*CONDITIONS)
    rows = [*FURTHER, *({name: cell} for name, cells in ODD.items() for cell in cells)]
    for name, value in settings.items():
        spark().conf.set(name, value)
    try:
        decided = engine.decide_spark(frame(rows), mapping=ALSO)
        plain, rejects = decided.rows.collect(), decided.rejects.collect()
    finally:
        for name in settings:
            spark().conf.unset(name)
    assert len(plain) == len(FURTHER) - 1  # 5e-324 is no number that columns hold
    for row in plain:
        assert (row.outcome, row.rules, row.missing) == answer(engine, decided.request(row))
        assert row["${note}"] == "as it came"
        assert row.digest == engine.policy_set.digest
    said = {rule for row in plain for rule in row.rules}
    assert said == {f"p#r{number:02}" for number in range(len(CONDITIONS))}
    told = [reason for row in rejects for reason in row.reasons]
    assert len(rejects) == sum(map(len, ODD.values())) + 1
    assert {reason.split("`")[1] for reason in told} == ODD.keys()
    assert not any("selling" in reason or "secrets" in reason for reason in told)


# --- EkspressJob's rows --------------------------------------------------------------------------


def test_what_may_leave_partitions_and_joins():
    ids = ["inform_client"]
    columns = TableMapping(also=("key",))
    spark()
    skewed = f.when(f.rand(1) < 0.9, 0).otherwise(1).alias("key")
    rows = spark().createDataFrame(rows_of_ekspressjob()).crossJoin(f.broadcast(spark().range(40)))
    rows = rows.drop("id").select("*", skewed).repartition(4, "key")
    decided = ekspressjob().decide_spark(rows, mapping=columns, fulfilled=ids)
    counted = decided.rows.groupBy("outcome").count().collect()
    assert dict(counted) == dict.fromkeys(OUTCOMES, 40)
    assert decided.may_leave.columns == rows.columns
    leaving = decided.may_leave.join(spark().range(2).withColumnRenamed("id", "key"), "key")
    assert {row["item.name"] for row in leaving.collect()} == {"unpaid_invoice"}
    assert decided.rejects.count() == 0
    assert "c-1" not in repr(decided)


def test_what_is_alike_in_every_row_need_not_be_in_columns():
    values = {"moment": MOMENT_TEXT, "operation": "transmit", "purpose": "protect_rights"}
    rows = spark().createDataFrame(rows_of_ekspressjob()).drop(*values)
    decided = ekspressjob().decide_spark(rows, mapping=TableMapping(values=values))
    assert [row.outcome for row in decided.rows.orderBy("`item.name`").collect()] != []
    first = decided.rows.first()
    assert decided.request(first)["operation"] == "transmit"


ALIKE: list[tuple[str, Any, str]] = [
    ("client.adult", True, "{client.adult: true}"),
    ("client.age", -41, "{client.age: -41}"),
    ("client.score", 2**63, "{client.score: {more_than: 5}}"),
    ("client.score", 0.5, "{client.score: 0.5}"),
    ("client.score", Decimal("0.10"), "{client.score: 0.1}"),
    ("client.city", "it's", """{client.city: "it's"}"""),
    ("client.born_on", date(2000, 2, 29), "{client.born_on: 2000-02-29}"),
    ("client.joined_at", datetime(2000, 2, 29, tzinfo=UTC), "{client.joined_at: 2000-02-29}"),
    ("client.hobbies", ["chess"], "{client.hobbies: {includes: chess}}"),
    (
        "client.consents",
        [{"id": "n-1"}, {"written": True}],
        "{some: {of: client.consents, as: c, where: {c.written: true}}}",
    ),
]


def test_values_of_each_type_may_be_alike_in_every_row():
    heads = {"moment": MOMENT_TEXT, "operation": "transmit"}
    for path, value, asked in ALIKE:
        rows = spark().createDataFrame([("c",)], "note STRING")
        mapping = TableMapping(values={**heads, path: value}, also=("note",))
        decided = asking(asked).decide_spark(rows, mapping=mapping)
        assert [row.reasons for row in decided.rejects.collect()] == [], path
        (row,) = decided.rows.collect()
        assert row.outcome == "permitted", path
        assert answer(asking(asked), decided.request(row))[0] == "permitted", path


@pytest.mark.parametrize("value", [object(), [{1: "a"}], Decimal("NaN"), b"a"])
def test_a_value_that_no_column_holds_is_refused(value):
    rows = spark().createDataFrame([("c",)], "note STRING")
    mapping = TableMapping(values={"client.city": value}, also=("note",))
    with pytest.raises(TableError, match=r"client\.city"):
        ekspressjob().decide_spark(rows, mapping=mapping)


def test_no_rows_are_no_decisions():
    decided = ekspressjob().decide_spark(spark().createDataFrame(rows_of_ekspressjob()).limit(0))
    assert decided.rows.columns[-6:] == [*ADDED]
    assert decided.rows.count() == decided.may_leave.count() == decided.rejects.count() == 0


def test_rows_that_are_others_when_they_are_read_again_are_refused(monkeypatch):
    """What was seen of a frame at first holds of each row that is decided, or it is refused."""
    columns = TableMapping(also=("n",))
    rows = spark().createDataFrame(rows_of_ekspressjob())
    rows = rows.withColumn("n", f.monotonically_increasing_id())
    whole = ekspressjob().decide_spark(rows, mapping=columns).rows.collect()
    for category in ("transaction_data", "contact_data"):
        first = rows.where(f.col("`item.category`") == category).limit(1)

        def look_at_one(_, asked, first=first):
            came = first.toDF(*(f"c{place}" for place in range(len(first.columns))))
            moment = f.lit(instant_number(datetime.fromisoformat(MOMENT_TEXT))).alias("moment")
            return spark_moments.look(came.select("*", moment), asked)

        monkeypatch.setattr(spark_frames, "look", look_at_one)
        decided = ekspressjob().decide_spark(rows, mapping=columns)
        found = decided.rows.collect()
        assert all(row in whole for row in found)
        rejects = decided.rejects.collect()
        assert found
        assert rejects
        assert len(found) + len(rejects) == len(whole)
        assert all("looked at first" in row.reasons[0] for row in rejects)


# --- What is refused -----------------------------------------------------------------------------


def test_columns_that_do_not_fit_are_all_named():
    odd = spark().sql(
        "SELECT TIMESTAMP_NTZ '2026-11-22 12:00:00' AS moment, 1 AS `client.id`, "
        "'x' COLLATE UNICODE_CI AS purpose, 2 AS surplus"
    )
    with pytest.raises(TableError) as caught:
        ekspressjob().decide_spark(odd)
    named = {line.split("`")[1] for line in str(caught.value).splitlines()}
    assert named == {"moment", "client.id", "purpose", "surplus"}


def test_what_is_no_frame_or_has_no_end_or_too_much(monkeypatch):
    with pytest.raises(TableError, match="no DataFrame"):
        ekspressjob().decide_spark([1])
    with pytest.raises(TableError, match="foreachBatch"):
        ekspressjob().decide_spark(spark().readStream.format("rate").load())
    monkeypatch.setattr(spark_moments, "MOST_MOMENTS", 1)
    with pytest.raises(TableError, match="more than 1 moments"):
        asking("{client.city: x}").decide_spark(frame(FURTHER), mapping=ALSO)
    monkeypatch.setattr(spark_moments, "MOST_MOMENTS", 10)
    monkeypatch.setattr(spark_frames, "MOST_RULES", 1)
    with pytest.raises(TableError, match="2 rules may concern the frame, and Spark is asked of 1"):
        asking("{client.city: x}", "{client.city: y}").decide_spark(frame([{}]), mapping=ALSO)
    values = TableMapping(values={"moment": MOMENT_TEXT, "client.id": object()})
    with pytest.raises(TableError, match=r"client\.id"):
        ekspressjob().decide_spark(spark().range(1), mapping=values)


def test_what_spark_is_not_known_to_take_names_rule_and_line(monkeypatch):
    monkeypatch.setattr(spark_printing, "EXACT", spark_printing.EXACT - {exp.ArrayContains})
    engine = asking("{client.city: x}", "{client.hobbies: {includes: chess}}")
    with pytest.raises(CannotLower, match="p#r01") as caught:
        engine.decide_spark(frame([{}]), mapping=ALSO)
    assert caught.value.span.line > 1


def test_the_package_is_there_without_spark():
    code = "import sys, disclosure_rules; sys.exit('pyspark' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
