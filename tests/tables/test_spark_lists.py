"""Child tables of Spark: the same lists, the same refusals, and the same answers as elsewhere.

`DISCLOSURE_RULES_EXAMPLES=20 pytest tests/tables/test_spark_lists.py` tries so many policy sets.
"""

from __future__ import annotations

import os
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from tests.needs import needs

needs("duckdb", "the rows are made for it first; make .venv/dev installs it")
needs("pyspark", "to decide frames of Spark with; make .venv/spark installs it")
needs("java", "what Spark runs on; .ci/install installs it")

import pyarrow as pa  # noqa: E402 - only with Spark

from disclosure_rules import ListMapping, TableError, TableMapping  # noqa: E402
from disclosure_rules.tables.errors import CannotLower  # noqa: E402
from tests.equality.asking import many_requests  # noqa: E402
from tests.equality.test_tables import by_semantics  # noqa: E402
from tests.generators.worlds import random_world  # noqa: E402
from tests.tables.children import Split, lists_of  # noqa: E402
from tests.tables.flat import mapping, rows_of  # noqa: E402
from tests.tables.native import native_table  # noqa: E402
from tests.tables.spark_session import spark  # noqa: E402
from tests.tables.test_child_tables import (  # noqa: E402
    HOSTILE,
    OBJECTS,
    ODD,
    UNKNOWN,
    WITHOUT,
    engine,
    records,
    rows,
)
from tests.tables.test_child_tables import lists as in_duckdb  # noqa: E402

SETS = int(os.environ.get("DISCLOSURE_RULES_EXAMPLES") or "1")

pytestmark = pytest.mark.xdist_group("spark")


def framed(table: Any) -> Any:
    return spark().createDataFrame(table).repartition(3) if isinstance(table, pa.Table) else table


def lists(found: Any, **changed: Any) -> TableMapping:
    return in_duckdb(framed(found), **changed)


def decided(came: pa.Table, found: Any, **changed: Any) -> Any:
    numbers = pa.array(range(len(came)), pa.int64())
    mapping = lists(found, **changed)
    frame = framed(came.append_column("place", numbers))
    return engine().decide_spark(frame, mapping=replace(mapping, also=(*mapping.also, "place")))


def outcomes(came: pa.Table, found: Any, **changed: Any) -> list[str]:
    """Return how rows come out; of those refused, the reasons."""
    said = decided(came, found, **changed)
    found_ones = {row.place: row.outcome for row in said.rows.collect()}
    refused = {row.place: " ".join(row.reasons) for row in said.rejects.collect()}
    assert found_ones.keys().isdisjoint(refused)
    return [(found_ones | refused)[place] for place in range(len(came))]


def problems(came: pa.Table, found: Any, **changed: Any) -> list[str]:
    with pytest.raises(TableError) as caught:
        decided(came, found, **changed)
    return str(caught.value).splitlines()


@pytest.mark.parametrize("seed", range(3, 3 + SETS))
def test_spark_says_what_the_semantics_say(seed):
    world, chance = random_world(Random(seed)), Random(-seed)  # noqa: S311 - no secrets
    vocabulary = world.engine.policy_set.vocabulary
    if not lists_of(vocabulary):
        return
    came: list[Any] = []
    expected: list[Any] = []
    for request in many_requests(chance, world, 40):
        came += rows_of(vocabulary, request)
        expected += by_semantics(world, request)
    split = Split(vocabulary, came, chance)
    children = {p: replace(m, records=framed(m.records)) for p, m in split.mappings.items()}
    numbers = pa.array(range(len(came)), pa.int64())
    table = split.beside(native_table(vocabulary, split.rows)).append_column("number", numbers)
    columns = replace(mapping(vocabulary), also=("number",), lists=children)
    try:
        said = world.engine.decide_spark(framed(table), mapping=columns)
    except CannotLower:
        return
    assert said.rejects.collect() == []
    found = {row.number: (row.outcome, row.rules, row.missing) for row in said.rows.collect()}
    assert found == dict(enumerate(expected))
    row = said.rows.first()
    (item,) = world.engine.decide(said.request(row)).items
    assert (item.outcome, [*item.rules], [*item.missing]) == found[row.number]


def test_each_row_gets_the_records_of_its_key():
    came = rows("a", "b", "a", "c", None, "d", known=[True, True, True, True, True, False])
    said = decided(came, records("a", "c", "a", "e"))
    expected = [OBJECTS, WITHOUT, OBJECTS, OBJECTS, UNKNOWN, UNKNOWN]
    assert [row.outcome for row in said.rows.orderBy("place").collect()] == expected
    assert said.rows.columns[: len(came.column_names)] == came.column_names
    assert said.may_leave.columns == [*came.column_names, "place"]
    assert [row.number for row in said.may_leave.collect()] == ["b"]
    assert [row.of for row in said.without_row["client.consents"].collect()] == ["e"]


def test_what_does_not_fit_is_refused():
    came = rows("a", "b", "c", "d ", "e", known=[True, False, None, True, True])
    found = records("a", "b", "e", rank=["gold", "gold", "brass"])
    first, *others = outcomes(came, found)
    assert first == OBJECTS
    assert [each[: each.index(" ", 20)] for each in others] == [
        "client.consents: `known`",
        "client.consents: `known`",
        "client.consents: the",
        "`client.consents` gives",
    ]
    said = decided(came, found)
    refused = {row.place: row for row in said.rejects.collect()}
    for place, told in ((1, "one of the two"), (2, "must be `true`"), (3, "a blank at its ends")):
        with pytest.raises(TableError, match=told):
            said.request(refused[place])
    assert said.request(refused[4])["client"]["consents"][0]["rank"] == "brass"


def test_lists_are_in_the_same_order_in_each_run():
    found = records(*["a"] * 6, id=[*"zbqamc"], tags=[["x"], ["y"]] * 3)
    for parts in (1, 4):
        said = decided(rows("a"), framed(found).repartition(parts))
        request = said.request(said.rows.first())
        assert [each["id"] for each in request["client"]["consents"]] == [*"abcmqz"]


@pytest.mark.parametrize("key", [key for key in ODD if "\x00" not in key])
def test_a_key_that_only_looks_like_another_is_refused(key):
    (told,) = problems(rows("a"), records("a", key))
    assert told == (
        "the child table of `client.consents`: records have a key `of` that is empty, has a blank "
        "at its ends or something invisible in it: 1; mend it"
    )


def test_keys_are_the_same_letter_by_letter():
    keys = ["007", "7", "A", "a", "\u00f5", "o\u0303", "a b", "NULL"]
    for place in (0, 3, 4):
        expected = [OBJECTS if n == place else WITHOUT for n in range(len(keys))]
        assert outcomes(rows(*keys), records(keys[place])) == expected
    narrow = rows("", "", number=pa.array([7, 8], pa.int16()))
    assert outcomes(narrow, records(7)) == [OBJECTS, WITHOUT]


def test_what_cannot_be_joined_is_told_at_the_start():
    here = "the child table of `client.consents`: "
    assert problems(rows("7"), records(7))[0].startswith(f"{here}the key `of` is whole numbers")
    assert "a key is text or a whole number" in problems(rows(1.5), records("a"))[0]
    assert problems(rows("a"), records("a", None)) == [
        f"{here}records without the key `of` belong to nobody: 1; fill it in, or take them out"
    ]
    assert problems(rows("a"), records("b"))[0].startswith(f"{here}none of its 1 records belongs")
    assert outcomes(rows("a", known=False), records("b")) == [UNKNOWN]
    assert problems(rows("a"), records("a", x=["y"]))[0].startswith(f"{here}the column `x` is no")
    (told,) = problems(rows("a"), [1])
    assert told == f"{here}this is no DataFrame of Spark; read the records into one"
    wrong = TableMapping(
        also=("number", "known"),
        values={"client.consents": []},
        lists={
            "client.consents": ListMapping(framed(records("a")), key={"of": "nope"}, known="known"),
            "item.name": ListMapping(None, key={"of": "number"}, known=True),
        },
    )
    with pytest.raises(TableError) as caught:
        engine().decide_spark(framed(rows("a")), mapping=wrong)
    codes = [each.code for each in caught.value.problems]
    assert codes == ["list_no_records", "list_twice", "no_column"]


def test_a_frame_without_records_makes_known_lists_empty():
    nothing = framed(records("a")).limit(0)
    assert outcomes(rows("a", None), nothing) == [WITHOUT, UNKNOWN]


def test_columns_may_be_called_anything():
    for place in range(0, len(HOSTILE), 9):
        name, other, third = HOSTILE[place], HOSTILE[place - 1], HOSTILE[place - 2]
        came = pa.table(
            {
                name: ["a", "b", "c"],
                other: ["2026-11-22T12:00:00+02:00"] * 3,
                third: [True, True, False],
                "operation": ["transmit"] * 3,
                "client.id": ["x"] * 3,
            }
        )
        source = framed(records("a").rename_columns([name, other]))
        mapping = TableMapping(
            columns={"moment": other},
            lists={
                "client.consents": ListMapping(
                    source, key={name: name}, known=third, columns={"written": other}
                )
            },
        )
        said = engine().decide_spark(framed(came), mapping=mapping)
        found = {row[0]: row.outcome for row in said.rows.collect()}
        assert found == {"a": OBJECTS, "b": WITHOUT, "c": UNKNOWN}
        assert said.rows.columns[:5] == came.column_names
