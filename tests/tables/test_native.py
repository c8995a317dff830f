"""Cells of every type of Arrow and conditions of every operator, against the engine."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.needs import needs

needs("duckdb", "to decide tables with; make .venv/dev installs it")

import pyarrow as pa  # noqa: E402 - only with what tables need

from disclosure_rules import Engine, InvalidRequest  # noqa: E402
from disclosure_rules.tables.batches import Order, decided_batches  # noqa: E402
from disclosure_rules.tables.binding import bind  # noqa: E402
from disclosure_rules.tables.deciding import _MANY_RULES  # noqa: E402
from tests.unit.small import MOMENT, documents, policy  # noqa: E402

INSTANT = pa.timestamp("us", "Europe/Tallinn")
CONDITIONS = (
    "{client.adult: true}",
    "{client.age: {at_least: 18}}",
    "{client.age: {one_of: [17, 18]}}",
    "{client.score: 0.1}",
    "{client.score: {more_than: 0.1}}",
    "{client.score: {at_most: {the: client.age}}}",
    "{client.city: Tartu}",
    "{client.city: {one_of: [Tartu, Narva]}}",
    "{client.city: {is: {the: client.nickname}}}",
    "{client.nickname: {present: false}}",
    "{client.born_on: {before: 2000-01-31}}",
    "{client.joined_at: {at_or_after: 2026-10-25}}",
    "{client.joined_at: {is: {the: moment}}}",
    "{moment: {after: {the: client.joined_at, plus: 1 month}}}",
    "{moment: {at_or_before: {the: client.born_on, plus: 26 years}}}",
    "{moment: {before: {the: client.joined_at, plus: 36 hours}}}",
    "{client.left_at: {after: {the: client.joined_at, plus: 36 hours}}}",
    "{client.left_at: {before: {the: client.joined_at, plus: 1 month}}}",
    "{client.joined_at: {after: {the: client.born_on, plus: 26 years}}}",
    "{client.born_on: {at_or_before: {the: client.joined_at, minus: 320 months}}}",
    (
        "{every: {of: client.consents, as: c,"
        " where: {c.ends_on: {before: {the: c.given_at, plus: 1 year}}}}}"
    ),
    "{every: {of: client.consents, as: c, where: {c.ends_on: {after: {the: c.given_at}}}}}",
    "{moment: {after: 2026-11-01}}",
    "{client.joined_at: {after: 0001-01-02}}",
    "{not: {client.joined_at: {after: 9999-12-30}}}",
    "{client.born_on: {one_of: [2000-01-30, 2000-01-31]}}",
    "{client.born_on: {is: 2000-01-31}}",
    "{client.nickname: {present: true}}",
    "{client.rank: gold}",
    "{client.hobbies: {includes: chess}}",
    "{client.hobbies: {overlaps: [chess, golf]}}",
    "{client.refused: {covers: {the: recipient.kind}}}",
    "{client.refused: {covers: [court]}}",
    "{client.refused: {overlaps: [authority]}}",
    "{client.refused: {within: [authority, partner]}}",
    "{item.category: {within: [contact_data]}}",
    "{some: {of: client.consents, as: c, where: {c.weight: {less_than: 1}}}}",
    "{every: {of: client.consents, as: c, where: {c.written: true}}}",
    "{some: {of: client.consents, as: c, where: {c.tags: {includes: {the: client.city}}}}}",
    "{some: {of: client.consents, as: c, where: {c.ends_on: {at_or_after: {the: moment}}}}}",
    "{some: {of: client.consents, as: c, where: {c.purposes: {covers: {the: purpose}}}}}",
)
CONSENT = {
    "id": "n-1",
    "purposes": ["serve_better"],
    "tags": ["Tartu"],
    "given_at": datetime(2026, 1, 1, tzinfo=UTC),
    "ends_on": date(2026, 11, 22),
    "number": 1,
    "weight": 0.5,
    "written": True,
    "rank": "gold",
}
RECORD = pa.struct(
    [
        ("id", pa.string()),
        ("purposes", pa.list_(pa.string())),
        ("tags", pa.list_(pa.string())),
        ("given_at", INSTANT),
        ("ends_on", pa.date32()),
        ("number", pa.int32()),
        ("weight", pa.float64()),
        ("written", pa.bool_()),
        ("rank", pa.string()),
    ]
)
COLUMNS: dict[str, tuple[pa.DataType, list[Any]]] = {
    "client.adult": (pa.bool_(), [True, False, None]),
    "client.age": (pa.int16(), [17, 18, 19, None]),
    "client.score": (pa.float64(), [0.1, 0.10000000000000002, 1e-30, 1e30, -0.0, 18.0, None]),
    "client.city": (pa.string(), ["Tartu", "Narva", "tartu", "", "Tartu ", None]),
    "client.nickname": (pa.large_string(), ["Tartu", "x", None]),
    "client.born_on": (
        pa.date32(),
        [date(2000, 1, 30), date(2000, 1, 31), date(2000, 2, 29), date(2001, 1, 1), None],
    ),
    "client.joined_at": (
        INSTANT,
        [
            datetime(2026, 10, 22, 10, 0, tzinfo=UTC),
            datetime(2026, 10, 24, 20, 59, tzinfo=UTC),
            datetime(2026, 10, 24, 21, 0, tzinfo=UTC),
            datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
            datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
            datetime(2026, 11, 22, 10, 0, tzinfo=UTC),
            datetime(900, 1, 1, tzinfo=UTC),
            None,
        ],
    ),
    "client.left_at": (INSTANT, [datetime(2026, 10, 26, 12, 30, 0, 1, tzinfo=UTC), None]),
    "client.rank": (pa.dictionary(pa.int8(), pa.string()), ["gold", "silver", "brass", None]),
    "client.hobbies": (pa.list_(pa.string()), [["chess"], ["go", "golf"], [], [None], None]),
    "client.refused": (pa.list_(pa.string()), [["authority"], ["court", "partner"], [], None]),
    "client.consents": (
        pa.list_(RECORD),
        [[], [CONSENT], [CONSENT, {**CONSENT, "written": None}], [{}], [None], None],
    ),
    "recipient.kind": (pa.string(), ["court", "authority", "partner", None]),
    "item.category": (pa.list_(pa.string()), [["email"], ["contact_data", "phone"], [], None]),
}
SAME = {"moment": MOMENT, "operation": "transmit", "purpose": "offers"}


def many_conditions() -> Engine:
    rules = [
        f"r{number:02}: {{effect: allow, ground: law, when: {asked}}}"
        for number, asked in enumerate(CONDITIONS)
    ]
    return Engine.load(documents(policy("\n".join(rules))))


def table(count: int = 120) -> pa.Table:
    """Return rows in which the values of each column go round, at a pace of their own."""
    columns = {name: pa.array([text] * count) for name, text in SAME.items()}
    for place, (name, (kind, values)) in enumerate(COLUMNS.items()):
        cells = [values[(n * (place + 1) + n // 7) % len(values)] for n in range(count)]
        column = pa.array(cells, pa.string() if pa.types.is_dictionary(kind) else kind)
        columns[name] = column.dictionary_encode() if pa.types.is_dictionary(kind) else column
    return pa.table(columns)


def as_decided(engine: Engine, rows: pa.Table) -> list[Any]:
    """Return what tables say of each row; the paths of its faults where it is refused."""
    decided = engine.decide_table(rows)
    refused = {
        each["row"]: sorted({reason.partition(": ")[0] for reason in each["reasons"]})
        for each in decided.rejects.to_pylist()
    }
    said = iter(decided.rows.to_pylist())
    answers: list[Any] = []
    for number in range(len(rows)):
        if number in refused:
            answers.append(refused[number])
            continue
        row = next(said)
        answers.append((row["outcome"], tuple(row["rules"]), tuple(row["missing"])))
    return answers


def one_by_one(engine: Engine, rows: pa.Table) -> list[Any]:
    """Return what the engine says of each row as a request."""
    types = dict.fromkeys(rows.column_names, '"NULL"')
    vocabulary = engine.policy_set.vocabulary
    binding = bind(vocabulary, rows.column_names, types, "native", Order().mapping)
    answers: list[Any] = []
    for row in rows.to_pylist():
        try:
            (item,) = engine.decide(binding.request(row)).items
        except InvalidRequest as error:
            answers.append(sorted({fault.path for fault in error.faults}))
        else:
            answers.append((item.outcome, item.rules, item.missing))
    return answers


def test_each_type_and_each_operator():
    engine, rows = many_conditions(), table()
    answers = one_by_one(engine, rows)
    assert as_decided(engine, rows) == answers
    settled = [answer for answer in answers if isinstance(answer, tuple)]
    assert {rule for _, rules, _ in settled for rule in rules} == {
        f"p#r{number:02}" for number in range(len(CONDITIONS))
    }
    assert any(isinstance(answer, list) for answer in answers)


@pytest.mark.parametrize("effect", ["allow", "deny"])
def test_rules_that_no_row_concerns_drop_out_and_change_nothing(effect):
    ground = ", ground: law" if effect == "allow" else ""
    few = ["always: {effect: allow, ground: law}"]
    few += [
        f"r{n}: {{effect: {effect}{ground}, when: {{client.nickname: n{n}, client.adult: true}}}}"
        for n in range(_MANY_RULES)
    ]
    engine = Engine.load(documents(policy("\n".join(few))))
    rows = table(60).set_column(
        table(60).column_names.index("client.nickname"),
        "client.nickname",
        pa.array(["n7", "other", None] * 20),
    )
    assert as_decided(engine, rows) == one_by_one(engine, rows)
    kept = rows.filter(pa.compute.invert(pa.compute.is_null(rows["client.consents"])))
    assert as_decided(engine, kept) == one_by_one(engine, kept)


LONG = "12345678901234567890.123456789012345678"
"""As long as a number of a row can be."""


def test_numbers_of_any_length():
    numbers = ["18", "-18", "0.1", LONG, f"-{LONG}", "0.123456789012345678"]
    limits = [*numbers, f"{LONG}1", f"-{LONG}1", "0.1234567890123456781", "0.1234567890123456779"]
    limits += ["1" + "0" * 20, "-1" + "0" * 20, "9" * 40, "-" + "9" * 40, "1e900", "-1e-900"]
    limits += [
        "-99999999999999999999.9999999999999999991",
        "99999999999999999999.9999999999999999991",
    ]
    tests = [
        f"{operator}: {limit}"
        for operator in ("is", "more_than", "less_than", "at_least", "at_most")
        for limit in limits
    ]
    tests += [f"one_of: [{', '.join(limits)}]", f"one_of: [{limits[6]}, {limits[8]}]"]
    when = [f"{{client.score: {{{test}}}}}" for test in tests]
    when += [f"{{not: {each}}}" for each in when]
    engine = Engine.load(
        documents(
            policy(
                "\n".join(
                    f"r{number:03}: {{effect: allow, ground: law, when: {asked}}}"
                    for number, asked in enumerate(when)
                )
            )
        )
    )
    exact = pa.array([*map(Decimal, numbers), None], pa.decimal128(38, 18))
    same = {name: pa.array([text] * len(exact)) for name, text in SAME.items()}
    rows = pa.table({**same, "client.score": exact})
    answers = one_by_one(engine, rows)
    assert as_decided(engine, rows) == answers
    assert len({rule for _, rules, _ in answers for rule in rules}) > len(tests)


def test_cells_of_texts():
    engine = many_conditions()
    rows = [
        {"client.adult": adult, "client.age": age, "client.score": score, "item.category": kind}
        for adult in ("true", "yes")
        for age in ("18", "018", "1_8", "-0", "x")
        for score in ("0.10", "1e-1", "nan", "0.1234567890123456789")
        for kind in ("email", '["email", "phone"]', "[")
    ]
    cells = pa.Table.from_pylist([{**SAME, **row} for row in rows])
    (batch,) = decided_batches(engine.policy_set, engine.decide, [cells], Order("text"))
    refused = {each["row"] for each in batch.rejects.to_pylist()}
    for number, row in enumerate(rows):
        bad = row["client.adult"] == "yes" or row["client.age"] in ("1_8", "x")
        bad = bad or row["client.score"] == "nan" or row["item.category"] == "["
        assert (number in refused) == bad, json.dumps(row)
    ages = {row["client.score"]: row["rules"] for row in batch.rows.to_pylist()}
    assert {score: "p#r03" in rules for score, rules in ages.items()} == {
        "0.10": True,
        "1e-1": True,
        "0.1234567890123456789": False,
    }
    assert Decimal("0.10") == Decimal("1e-1")


def test_null_in_a_record_says_nothing():
    asked = "{not: {some: {of: client.consents, as: c, where: {c.written: true}}}}"
    engine = Engine.load(documents(policy(f"one: {{effect: allow, ground: law, when: {asked}}}")))
    consents = ['[{"id": "n-1", "written": null}]', '[{"id": "n-1", "written": false}]', "[]"]
    cells = pa.table(
        {name: [json.dumps(text, default=str)] * 3 for name, text in SAME.items()}
        | {"moment": ['"2026-11-22T12:00:00+02:00"'] * 3, "client.consents": consents}
    )
    (batch,) = decided_batches(engine.policy_set, engine.decide, [cells], Order("json"))
    assert batch.rows["outcome"].to_pylist() == ["facts_missing", "permitted", "permitted"]
