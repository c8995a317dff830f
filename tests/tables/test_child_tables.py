"""Lists in a table of their own: joined as they should be, or refused; never taken for empty."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.needs import needs

needs("duckdb", "to decide tables with; make .venv/dev installs it")

import duckdb  # noqa: E402 - only with what tables need
import pyarrow as pa  # noqa: E402
import pyarrow.parquet  # noqa: E402

from disclosure_rules import Engine, InvalidRequest, ListMapping, TableError, TableMapping  # noqa: E402
from disclosure_rules.tables import child_records, frames  # noqa: E402
from disclosure_rules.tables.joining import Child  # noqa: E402
from tests.unit.small import documents, policy  # noqa: E402

TIME = pa.timestamp("us", "UTC")
MOMENT = datetime(2026, 11, 22, 10, tzinfo=UTC)
RULES = """\
always: {effect: allow, ground: law}
objected:
  effect: deny
  when: {some: {of: client.consents, as: c, where: {c.written: false}}}
"""
"""An empty list permits: so nothing but an empty list may pass for one."""
WITHOUT, OBJECTS, UNKNOWN = "permitted", "prohibited", "facts_missing"


def engine() -> Engine:
    return Engine.load(documents(policy(RULES)))


def rows(*keys: Any, known: Any = True, **columns: Any) -> pa.Table:
    """Return rows that have a key, and what is said of whether their lists are known."""
    count = len(keys)
    key = keys if isinstance(keys[0], pa.Array) else pa.array(keys)
    given: dict[str, Any] = {
        "moment": pa.array([MOMENT] * count, TIME),
        "operation": ["transmit"] * count,
        "number": key,
        "known": known if isinstance(known, list) else [known] * count,
    }
    return pa.table({**given, **columns})


def records(*keys: Any, written: Any = False, **columns: Any) -> pa.Table:
    """Return records that object, each with the key of whoever does."""
    count = len(keys)
    return pa.table({"of": pa.array(keys), "written": pa.array([written] * count), **columns})


def lists(found: Any, **changed: Any) -> TableMapping:
    """Return the mapping of such rows and records."""
    said: dict[str, Any] = {"key": {"of": "number"}, "known": "known", **changed}
    also = tuple({"number", "known"} - {"client.id"})
    return TableMapping(also=also, lists={"client.consents": ListMapping(found, **said)})


def outcomes(came: Any, found: Any, **changed: Any) -> list[str]:
    """Return how rows come out; of those refused, the reasons."""
    decided = engine().decide_table(came, mapping=lists(found, **changed))
    refused = {each["row"]: each["reasons"] for each in decided.rejects.to_pylist()}
    said = iter(decided.rows["outcome"].to_pylist())
    return [" ".join(refused[n]) if n in refused else next(said) for n in range(len(came))]


def problems(came: Any, found: Any, **changed: Any) -> list[str]:
    with pytest.raises(TableError) as caught:
        engine().decide_table(came, mapping=lists(found, **changed))
    return str(caught.value).splitlines()


# --- What is joined ------------------------------------------------------------------------------


def test_each_row_gets_the_records_of_its_key():
    came, found = rows("a", "b", "a", "c"), records("a", "c", "a", "d")
    assert outcomes(came, found) == [OBJECTS, WITHOUT, OBJECTS, OBJECTS]
    assert engine().decide_table(came, mapping=lists(found)).without_row == {"client.consents": 1}


def test_a_list_is_in_the_order_of_its_table_in_every_batch(monkeypatch):
    monkeypatch.setattr(frames, "ROWS_AT_ONCE", 2)
    ids = ["z", "b", "q", "a", "m", "c"] * 20
    found = records(*["a", "b"] * 60, id=pa.array(ids))
    came = rows("b", "a", "b", "a", "c")
    for number, key in enumerate(("b", "a", "b", "a")):
        request: Any = engine().request_of_row(came, number, mapping=lists(found))
        expected = [each for place, each in enumerate(ids) if "ab"[place % 2] == key]
        assert [each["id"] for each in request["client"]["consents"]] == expected
    assert outcomes(came, found) == [OBJECTS] * 4 + [WITHOUT]
    decided = engine().decide_table(came, mapping=lists(found))
    assert decided.without_row == {"client.consents": 0}


def test_the_request_of_a_row_is_what_is_decided():
    at = pa.array([MOMENT, None], TIME)
    found = records("a", "a", given_at=at, purposes=[["offers"], []], number=[1, None])
    request: Any = engine().request_of_row(rows("b", "a"), 1, mapping=lists(found))
    first, second = request["client"]["consents"]
    assert first == {"written": False, "given_at": MOMENT, "purposes": ["offers"], "number": 1}
    assert second == {"written": False, "given_at": None, "purposes": [], "number": None}
    assert engine().decide(request).outcome == OBJECTS


def test_a_list_is_known_for_every_row_with_a_key_where_it_is_said_so():
    came = rows("a", "b", None).drop_columns(["known"])
    mapping = TableMapping(
        also=("number",),
        lists={"client.consents": ListMapping(records("a"), key={"of": "number"}, known=True)},
    )
    decided = engine().decide_table(came, mapping=mapping)
    assert decided.rows["outcome"].to_pylist() == [OBJECTS, WITHOUT, UNKNOWN]
    assert decided.rows["missing"].to_pylist()[2] == ["client.consents"]


def test_without_a_key_a_list_is_unknown():
    assert outcomes(rows(None, "a"), records("a")) == [UNKNOWN, OBJECTS]
    assert outcomes(rows(None, None), records("a")) == [UNKNOWN, UNKNOWN]
    nothing = rows(pa.nulls(1), number=pa.nulls(1))
    assert outcomes(nothing, records("a")) == [UNKNOWN]


def test_a_key_may_have_several_columns():
    came = rows("a", "a", "b", None, "a", branch=[1, 2, 1, 1, None])
    found = records("a", "b", "b", office=[1, 2, 1])
    mapping = TableMapping(
        also=("number", "known", "branch"),
        lists={
            "client.consents": ListMapping(
                found, key={"of": "number", "office": "branch"}, known="known"
            )
        },
    )
    decided = engine().decide_table(came, mapping=mapping)
    said = decided.rows["outcome"].to_pylist()
    assert said == [OBJECTS, WITHOUT, OBJECTS, UNKNOWN, UNKNOWN]
    assert decided.without_row == {"client.consents": 1}


def test_a_key_may_be_a_fact_of_the_row_and_a_field_of_the_record():
    came = rows("x", "x", **{"client.id": ["a", "b"]}).drop_columns(["number"])
    mapping = TableMapping(
        also=("known",),
        lists={
            "client.consents": ListMapping(
                records("a").rename_columns({"of": "id"}), key={"id": "client.id"}, known="known"
            )
        },
    )
    request: Any = engine().request_of_row(came, 0, mapping=mapping)
    assert request["client"] == {"id": "a", "consents": [{"id": "a", "written": False}]}


def test_a_table_without_records_makes_known_lists_empty():
    nothing = records("a").slice(0, 0)
    assert outcomes(rows("a", None), nothing) == [WITHOUT, UNKNOWN]
    typeless = pa.table({name: pa.nulls(0) for name in ("of", "written", "id", "tags", "number")})
    assert outcomes(rows("a", None), typeless) == [WITHOUT, UNKNOWN]
    assert outcomes(rows(1, None), typeless) == [WITHOUT, UNKNOWN]


def test_cells_of_nothing_say_nothing():
    nothing = {
        name: pa.nulls(1)
        for name in ("id", "tags", "given_at", "ends_on", "number", "weight", "rank")
    }
    empty = pa.array([[]], pa.list_(pa.null()))
    found = records("a", written=None, purposes=empty, **nothing)
    assert outcomes(rows("a", "b"), found) == [UNKNOWN, WITHOUT]


def test_records_may_be_a_frame_of_any_kind(tmp_path):
    came, found = rows("a", "b"), records("a", id=["n-1"])
    pa.parquet.write_table(found, tmp_path / "found.parquet")
    kinds: list[Any] = [
        found,
        duckdb.from_arrow(found),
        tmp_path / "found.parquet",
        str(tmp_path / "found.parquet"),
    ]
    for kind in kinds:
        assert outcomes(came, kind) == [OBJECTS, WITHOUT]


def test_records_may_be_a_frame_of_pandas():
    needs("pandas", "a frame of records; make .venv/hostile installs it")
    assert outcomes(rows("a", "b"), records("a").to_pandas()) == [OBJECTS, WITHOUT]
    assert outcomes(rows("a", "b"), records("a").to_pandas().iloc[:0]) == [WITHOUT, WITHOUT]
    # pandas makes floats of whole numbers, as soon as one is lacking.
    (told,) = problems(rows(1, 2), records(1, None).to_pandas())
    assert "the column `of` holds DOUBLE, and a key is text or a whole number" in told


def test_records_may_be_a_frame_of_polars():
    needs("polars", "a frame of records; make .venv/hostile installs it")
    import polars as pl

    found = pl.DataFrame(pl.from_arrow(records("a")))
    assert outcomes(rows("a", "b"), found) == [OBJECTS, WITHOUT]


# --- Keys ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "others"),
    [
        ("007", ["7", "07", "0007", "7.0", "+7"]),
        ("A", ["a", "Ä", "À", "A.", "AA"]),
        ("\u00f5", ["o\u0303", "o", "\u00d5"]),
        ("'; DROP TABLE found; --", ["'", '"', "\\'", "%", "_"]),
        ("a b", ["a  b", "ab", "a_b"]),
        ("NULL", ["null", "None", "NaN"]),
        ("ß", ["ss", "SS", "ẞ"]),
    ],
)
def test_texts_are_the_same_letter_by_letter(key, others):
    assert outcomes(rows(key, *others), records(key)) == [OBJECTS] + [WITHOUT] * len(others)


@pytest.mark.parametrize("kind", [pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.uint64()])
@pytest.mark.parametrize("other", [pa.int8(), pa.int64(), pa.uint8(), pa.uint64()])
def test_whole_numbers_are_the_same_whatever_their_width(kind, other):
    came = rows("", "", "", number=pa.array([0, 7, 100], kind))
    found = records("", "", of=pa.array([7, 0], other))
    assert outcomes(came, found) == [OBJECTS, OBJECTS, WITHOUT]


def test_the_longest_whole_numbers_are_told_apart():
    ends = [2**63 - 1, 2**63 - 2, -(2**63), 2**53 + 1, 2**53]
    came = rows(*ends)
    for place in range(len(ends)):
        expected = [OBJECTS if n == place else WITHOUT for n in range(len(ends))]
        assert outcomes(came, records(ends[place])) == expected
    unsigned = pa.array([2**64 - 1, 2**63], pa.uint64())
    assert outcomes(rows("", "", number=unsigned), records("", of=unsigned[:1])) == [
        OBJECTS,
        WITHOUT,
    ]


KEYS_OF_NO_KIND = {
    "DOUBLE": [1.0],
    "FLOAT": pa.array([1.0], pa.float32()),
    "DECIMAL(5,0)": [Decimal(10000)],
    "BOOLEAN": [True],
    "DATE": [MOMENT.date()],
    "TIMESTAMP WITH TIME ZONE": pa.array([MOMENT], TIME),
    "BLOB": [b"a"],
    "VARCHAR[]": [["a"]],
}


@pytest.mark.parametrize(("name", "cells"), KEYS_OF_NO_KIND.items())
def test_a_key_of_another_type_is_refused_at_the_start(name, cells):
    told = f"the column `{{}}` holds {name}, and a key is text or a whole number; convert it"
    assert problems(rows("a"), records("a", of=cells)) == [
        f"the child table of `client.consents`: {told.format('of')}"
    ]
    assert problems(rows("a", number=cells), records("a")) == [told.format("number")]


def test_texts_and_whole_numbers_are_never_the_same():
    assert problems(rows("7"), records(7)) == [
        (
            "the child table of `client.consents`: the key `of` is whole numbers, and `number` of "
            "the rows is text, so that no two can be equal; make both alike"
        )
    ]
    assert problems(rows(7), records("7")) == [
        (
            "the child table of `client.consents`: the key `of` is text, and `number` of the rows "
            "is whole numbers, so that no two can be equal; make both alike"
        )
    ]


ODD = ["", " ", "a ", " a", "a\t", "\na", "a\x00", "a\u00a0", "\u3000a", "a\u200bb", "\ufeffa",
       "a\u3164", "a\u2800", "a\ufe0f", "a\u034f", "a\u115fb", "a\U000e0100", "a\u180b", "a\u2028b",
       "a\u00a0b", "a\ue000"]  # fmt: skip


@pytest.mark.parametrize("key", ODD)
def test_a_key_that_only_looks_like_another_is_refused(key):
    (told,) = problems(rows("a"), records("a", key, "b", key))
    assert told == (
        "the child table of `client.consents`: records have a key `of` that is empty, has a blank "
        "at its ends or something invisible in it, or is neither text nor a whole number: 2, the "
        "first of them record 2, counted from 1; mend it"
    )
    first, second = outcomes(rows("a", key), records("a"))
    assert first == OBJECTS
    assert second == (
        "client.consents: the key of the row (`number`) is empty, has a blank at its ends or "
        "something invisible in it, or is of another kind than that of the records"
    )


def test_a_record_of_nobody_is_refused_at_the_start():
    found = records("a", None, "b", None)
    assert problems(rows("a"), found) == [
        (
            "the child table of `client.consents`: records without the key `of` belong to nobody: "
            "2, the first of them record 2, counted from 1; fill it in, or take them out"
        )
    ]
    typeless = pa.table({"of": pa.nulls(2), "written": [True, False]})
    assert "belong to nobody: 2" in problems(rows("a"), typeless)[0]


def test_records_of_which_none_belongs_to_any_row_are_refused():
    (told,) = problems(rows("a", "b"), records("c-1", "c-2"))
    assert told == (
        "the child table of `client.consents`: none of its 2 records belongs to any row, so that "
        "each list would pass for empty; see that `key` names the right columns, and if so, give "
        "a table without records"
    )
    # Where no list is known, none passes for empty.
    assert outcomes(rows("a", known=False), records("c-1")) == [UNKNOWN]
    assert outcomes(rows(None), records("c-1")) == [UNKNOWN]


# --- What is known -------------------------------------------------------------------------------


def test_what_is_not_known_is_unknown_and_what_does_not_fit_is_refused():
    came = rows("a", "b", "c", "d", known=[True, False, False, None])
    first, second, third, fourth = outcomes(came, records("a", "c"))
    assert (first, second) == (OBJECTS, UNKNOWN)
    assert third == (
        "client.consents: `known` says that the list is not known, and there are records of it; "
        "one of the two is wrong"
    )
    assert fourth == (
        "client.consents: `known` does not say whether the list is known; it must be "
        "`true` or `false`"
    )


def test_a_row_that_is_refused_has_no_request():
    came = rows("a", "b", known=[False, True])
    with pytest.raises(TableError, match="one of the two is wrong"):
        engine().request_of_row(came, 0, mapping=lists(records("a")))
    assert "client" in engine().request_of_row(came, 1, mapping=lists(records("a")))


def test_a_row_that_is_refused_for_a_time_beyond_the_calendar_has_a_request_all_the_same():
    late = pa.array([253402300800 * 10**6], pa.int64()).cast(TIME)
    mapping = lists(records("a", given_at=late))
    request: Any = engine().request_of_row(rows("a"), 0, mapping=mapping)
    with pytest.raises(InvalidRequest):
        engine().decide(request)


def test_a_value_of_every_row_has_its_type_where_there_are_no_rows():
    came = rows("a").drop_columns(["moment"]).slice(0, 0)
    mapping = replace(lists(records("a")), values={"moment": MOMENT})
    assert len(engine().decide_table(came, mapping=mapping).rows) == 0


OURS = "= client.consents"


@pytest.mark.parametrize(
    "changed",
    [
        {"known": OURS},
        {"key": {"of": OURS}},
    ],
)
def test_no_list_can_be_asked_for_a_column_that_is_made_for_one(changed):
    came = rows("a")
    told = f"the mapping names the column `{OURS}`, which the table does not have"
    assert told in problems(came, records("a"), **changed)


@pytest.mark.parametrize(
    "changed",
    [{"columns": {"client.city": OURS}}, {"given": {"client": OURS}}, {"also": (OURS,)}],
)
def test_no_fact_can_be_given_by_a_column_that_is_made_for_a_list(changed):
    mapping = replace(lists(records("a")), **changed)
    with pytest.raises(TableError) as caught:
        engine().decide_table(rows("a"), mapping=mapping)
    assert f"names the column `{OURS}`, which the table does not have" in str(caught.value)


@pytest.mark.parametrize("half", [pa.float16(), pa.decimal256(60, 2)])
def test_types_that_duckdb_lacks_are_refused(half):
    odd = {"odd": pa.array([None], half)}
    told = f"the column `odd` holds {half}, which DuckDB cannot read"
    for came, found in ((rows("a", **odd), records("a")), (rows("a"), records("a", **odd))):
        (problem,) = problems(came, found)
        assert told in problem


def test_what_a_frame_says_of_its_values_is_not_passed_on():
    with duckdb.connect() as connection:
        asked = "SELECT CAST(v AS INTEGER) AS number FROM (VALUES ('secret')) AS t(v)"
        for came, found in (
            (connection.sql(asked), records("a")),
            (rows("a"), connection.sql(asked)),
        ):
            told = " ".join(problems(came, found))
            assert "the frame cannot be read" in told
            assert "secret" not in told


def test_rows_are_counted_whatever_became_of_them():
    came = pa.concat_tables([rows("a", "b", known=[False, True]), rows("c ", "d")])
    came = came.set_column(1, "operation", pa.array(["transmit", "transmitt", "transmit", None]))
    decided = engine().decide_table(came, mapping=lists(records("a", "b", "e")))
    assert [each["row"] for each in decided.rejects.to_pylist()] == [0, 1, 2]
    assert decided.counts == {"permitted": 1, "rejected": 3}
    assert decided.without_row == {"client.consents": 1}
    assert decided.rows["number"].to_pylist() == ["d"]


# --- Records that are no records -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "cells", "place"),
    [
        ("purposes", [["offers"], ["ofers"]], "client.consents[1].purposes[0]"),
        ("purposes", [["offers"], [None]], "client.consents[1].purposes[0]"),
        ("tags", [["a"], [""]], "client.consents[1].tags[0]"),
        ("rank", ["gold", "brass"], "client.consents[1].rank"),
        ("id", ["n-1", ""], "client.consents[1].id"),
        ("given_at", ["2026-01-01T00:00:00Z", "noon"], "client.consents[1].given_at"),
        ("ends_on", ["2026-01-01", "2026-02-30"], "client.consents[1].ends_on"),
        ("weight", [1.5, float("nan")], "client.consents[1].weight"),
    ],
)
def test_a_bad_record_makes_its_rows_refused(name, cells, place):
    found = records("a", "a", "b", **{name: [*cells, cells[0]]})
    first, second, third = outcomes(rows("a", "b", "a"), found)
    assert second == OBJECTS
    assert first.startswith(f"{place}: ")
    assert first == third


@pytest.mark.parametrize("instant", [2**63 - 1, -(2**63) + 1, 2**63 - 10**6, 253402300800 * 10**6])
def test_times_outside_the_calendar_make_rows_refused(instant):
    times = pa.array([instant, 0], pa.int64()).cast(TIME)
    first, second = outcomes(rows("a", "b"), records("a", "b", given_at=times))
    assert first.startswith("client.consents[0].given_at: ")
    assert second == OBJECTS


def test_no_rows_are_no_decisions():
    decided = engine().decide_table(rows("a").slice(0, 0), mapping=lists(records("a")))
    assert (len(decided.rows), len(decided.rejects)) == (0, 0)
    assert decided.without_row == {"client.consents": 1}


# --- Columns -------------------------------------------------------------------------------------


def test_all_that_does_not_fit_is_named_at_once():
    found = records("a", wirtten=[True], note=["x"], number=["x"], given_at=["2026"], Note=["x"])
    mapping = TableMapping(
        also=("number", "known"),
        columns={"client.consents": "known"},
        lists={
            "client.consents": ListMapping(
                found, key={"of": "nubmer", "at": "known"}, known="number",
                columns={"idd": "note", "id": "nope"}, also=("none",),
            ),
            "client.city": ListMapping(found, key={"of": "number"}, known=True),
            "client.consent": ListMapping(found, key={}, known=False),
            "item.name": ListMapping(7, key={"of": "number"}, known=True),
        },
    )  # fmt: skip
    with pytest.raises(TableError) as caught:
        engine().decide_table(rows("a"), mapping=mapping)
    here = "the child table of `client.consents`: "
    assert str(caught.value).splitlines() == [
        f"{here}the mapping names `idd`, which the vocabulary does not have; did you mean `id`?",
        f"{here}the mapping names the column `at`, which the table does not have",
        f"{here}the mapping names the column `none`, which the table does not have",
        f"{here}the mapping names the column `nope`, which the table does not have",
        (
            f"{here}another column is called as `note` but for upper and lower case; rename one of "
            "them"
        ),
        (
            f"{here}another column is called as `Note` but for upper and lower case; rename one of "
            "them"
        ),
        f"{here}the column `wirtten` is no fact of the vocabulary; did you mean `written`?",
        (
            f"{here}the column `Note` is no fact of the vocabulary; let the mapping say which it "
            "gives, or name it under `also`"
        ),
        (
            f"{here}the column `number` holds VARCHAR, and the fact needs BIGINT, HUGEINT, "
            "INTEGER, "
            "SMALLINT, TINYINT, UBIGINT, UHUGEINT, UINTEGER, USMALLINT, UTINYINT; convert it"
        ),
        (
            "`client.city` is no list of records, and nothing else has a child table; name its "
            "column under `columns`"
        ),
        (
            "the mapping names `client.consent`, which the vocabulary does not have; did you mean "
            "`client.consents`?"
        ),
        (
            "the child table of `client.consent`: `key` must say by a column of the child table "
            "which column of the rows it must equal; name a pair at least"
        ),
        (
            "the child table of `client.consent`: `known` must be the column of the rows that says "
            "whether the records are the whole list, or `true` where they always are"
        ),
        (
            "`item.name` is no list of records, and nothing else has a child table; name its "
            "column under `columns`"
        ),
        (
            "both a child table and something else in the mapping give `client.consents`; keep one "
            "of them"
        ),
        "the mapping names the column `nubmer`, which the table does not have",
        "the column `number` holds VARCHAR, and the fact needs BOOLEAN; convert it",
    ]


def test_a_list_is_given_once():
    came = rows("a", **{"client.consents": pa.array([[]], pa.list_(pa.struct([("id", "string")])))})
    (told,) = problems(came, records("a"))
    assert told.startswith("both the column `client.consents` and the mapping give the fact")
    mapping = TableMapping(
        also=("number", "known"), values={"client.consents": []}, lists=lists(records("a")).lists
    )
    with pytest.raises(TableError, match="both a child table and something else"):
        engine().decide_table(rows("a"), mapping=mapping)


def test_a_table_that_gives_no_field_is_refused():
    wrong: Any = [("of", "number")]
    assert "`key` must say" in problems(rows("a"), records("a"), key=wrong)[0]
    assert "`key` must say" in problems(rows("a"), records("a"), key={"of": 1})[0]
    found = records("a").drop_columns(["written"])
    assert problems(rows("a"), found) == [
        (
            "the child table of `client.consents`: no column gives a field of the records; let "
            "`columns` say which does"
        )
    ]
    assert "does not have" in problems(rows("a"), pa.table({}))[0]
    assert "neither a frame" in problems(rows("a"), [1, 2])[0]


def test_a_file_that_is_not_there_or_is_no_table(tmp_path):
    (tmp_path / "bad.parquet").write_bytes(b"PAR1 not at all")
    for name, told in (
        ("nope.csv", "there is no file"),
        ("bad.parquet", "cannot be read as what its name says"),
        ("found.txt", "ends in none of"),
    ):
        (found,) = problems(rows("a"), tmp_path / name)
        assert found.startswith("the child table of `client.consents`: ")
        assert told in found


HOSTILE = (
    'a"b',
    "a'b",
    "a.b",
    "a b",
    " ",
    "õ😀",
    "facts",
    "moments",
    "input",
    "read",
    "records x",
    "key 0",
    "came",
    "found",
    "asked",
    "odd",
    "= moment x",
    "a record",
    "by moment 0",
    "client?",
    "VALUE",
    "plain",
    "a\nb",
    "?",
    "{0}%s",
)


def test_columns_may_be_called_anything():
    """Those of rows and of records give facts, are keys, and are passed on."""
    for place, name in enumerate(HOSTILE):
        other, third = HOSTILE[place - 1], HOSTILE[place - 2]
        source = records("a", at=["2026-01-01T00:00:00Z"]).rename_columns([name, other, third])
        came = pa.table(
            {
                name: ["a", "b", "c"],
                other: ["2026-11-22T12:00:00+02:00"] * 3,
                third: [True, True, False],
                f"{name}!": ["Tartu"] * 3,
                f"{other}!": [True] * 3,
                "operation": ["transmit"] * 3,
            }
        )
        mapping = TableMapping(
            columns={"moment": other, "client.city": f"{name}!"},
            values={"purpose": "offers"},
            given={"item": f"{other}!"},
            lists={
                "client.consents": ListMapping(
                    source,
                    key={name: name},
                    known=third,
                    columns={"written": other, "given_at": third},
                )
            },
        )
        decided = engine().decide_table(came, mapping=mapping)
        assert decided.rows["outcome"].to_pylist() == [OBJECTS, WITHOUT, UNKNOWN], name
        assert decided.rows.select(came.column_names).equals(came)
        request: Any = engine().request_of_row(came, 0, mapping=mapping)
        assert request["client"]["city"] == "Tartu"


@pytest.mark.parametrize("name", ["", "a\x00b", "number\x00"])
def test_a_column_without_a_name_is_refused(name):
    told = "column 5, counted from 1, has no name, or one with the character NUL; give it another"
    assert problems(rows("a", **{name: [1]}), records("a")) == [told]
    here = "the child table of `client.consents`: column 3"
    assert problems(rows("a"), records("a", **{name: [1]}))[0].startswith(here)


@pytest.mark.parametrize("name", ["row", "ROW", "Outcome", "= purpose", "= Client.Consents"])
def test_no_column_may_pass_for_one_that_is_added(name):
    came = rows("a", **{name: [0]})
    mapping = TableMapping(
        also=("number", "known", name),
        values={"purpose": "offers"},
        lists=lists(records("a")).lists,
    )
    with pytest.raises(TableError) as caught:
        engine().decide_table(came, mapping=mapping)
    assert [each.code for each in caught.value.problems] == ["column_taken"]


# --- What is held, and what is told --------------------------------------------------------------


def test_records_that_memory_does_not_hold_are_put_aside(monkeypatch, tmp_path):
    monkeypatch.setattr(child_records, "MEMORY", "40MB")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    count = 400_000
    keys = pa.array([f"c-{number}" for number in range(count)])
    ids = pa.compute.binary_join_element_wise("n", "x" * 100, keys, "-")
    written = [False, True] * (count // 2)
    found = pa.table({"of": keys, "written": written, "id": ids})
    seen: list[int] = []
    join = child_records.ChildRecords.join

    def looked(self: Any, *given: Any) -> Any:
        seen.append(sum(file.stat().st_size for file in tmp_path.rglob("*") if file.is_file()))
        return join(self, *given)

    monkeypatch.setattr(child_records.ChildRecords, "join", looked)
    came = rows("c-399999", "c-0", "x", "c-7")
    assert outcomes(came, found) == [WITHOUT, OBJECTS, WITHOUT, WITHOUT]
    assert seen[0] > 1 << 20
    assert [*tmp_path.iterdir()] == []


def test_what_duckdb_says_of_records_is_not_passed_on(monkeypatch):
    monkeypatch.setattr(Child, "lists_of", lambda *_: duckdb.sql("SELECT nope"))
    (told,) = problems(rows("a"), records("a"))
    assert told.startswith("DuckDB could not decide these rows")


def test_no_values_are_shown():
    mapping = lists(records("c-1"))
    assert "c-1" not in repr(mapping)
    assert "c-1" not in repr(engine().decide_table(rows("c-1"), mapping=mapping))
    for came, found in ((rows("c-1"), records("c-1 ")), (rows("c-1"), records("c-2"))):
        assert "c-1" not in " ".join(problems(came, found))
