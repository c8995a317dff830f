"""Rows that a database may hold and no request may say, hostile texts, and times of other zones."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from tests.needs import needs
from tests.postgres.database import HOW

needs("sqlalchemy", f"to ask PostgreSQL with; {HOW}")

from sqlalchemy import (  # noqa: E402 - only with what it needs
    ARRAY,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Enum,
    Index,
    Integer,
    MetaData,
    Numeric,
    String,
    Table,
    Text,
    Uuid,
    literal_column,
    not_,
    select,
    text,
)

from disclosure_rules import ChildTable, Engine  # noqa: E402
from disclosure_rules.language.times import EARLIEST, LATEST  # noqa: E402
from tests.generators.worlds import load  # noqa: E402

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

HOSTILE = ("'", '"', "\\", "%s", ":name", "%(x)s", "'; DROP TABLE rows; --", "ä\u200b€", "$1", "{}")
VOCABULARY: dict[str, Any] = {
    "kind": "vocabulary",
    "language": 1,
    "id": "shop",
    "time_zone": "Europe/Tallinn",
    "languages": ["en"],
    "subject": "client",
    "terms": {
        "operations": {"disclose": {"involves": ["purpose", "recipient"]}},
        "purposes": {"delivery": {}},
        "recipients": {"courier": {}},
        "data": {"address": {"narrower": {"street": {}, "town": {}}}, "phone": {}},
        "grounds": {"contract": {}},
    },
    "facts": {
        "client": {
            "name": {"type": "text"},
            "since": {"type": "time"},
            "until": {"type": "time"},
            "born": {"type": "date"},
            "paid": {"type": "number"},
            "age": {"type": "integer"},
            "blocked": {"type": "boolean"},
            "likes": {"term": "data"},
            "buys": {"term": "data"},
            "tags": {"set": "text"},
            "wants": {"set": "data"},
            "orders": {"list": {"id": {"type": "text"}, "placed_at": {"type": "time"}}},
        },
        "demand": {"at": {"type": "time"}},
    },
}
TABLES = MetaData()
ROWS = Table(
    "rows",
    TABLES,
    Column("number", Integer, primary_key=True),
    Column("name", Text),
    Column("short", String(40)),
    Column("key", Uuid),
    Column("kind", Enum("address", "street", "other", name="kind")),
    Column("since", DateTime(timezone=True), index=True),
    Column("until", DateTime(timezone=True)),
    Column("born", Date),
    Column("paid", Numeric),
    Column("age", Integer),
    Column("blocked", Boolean),
    Column("likes", Text),
    Column("buys", Text),
    Column("tags", ARRAY(Text)),
    Column("wants", ARRAY(String(20))),
    Index("ix_rows_tags", "tags", postgresql_using="gin"),
    Index("ix_rows_wants", "wants", postgresql_using="gin"),
    Column("known", Boolean),
)
ORDERS = Table(
    "orders",
    TABLES,
    Column("row", Integer),
    Column("id", Text),
    Column("placed_at", DateTime(timezone=True)),
    Index("orders_row", "row"),
)
WITH_ORDERS = ChildTable(
    {"id": ORDERS.c.id, "placed_at": ORDERS.c.placed_at},
    [(ORDERS.c.row, ROWS.c.number)],
    ROWS.c.known,
)
MOMENT = "2026-10-25T03:30:00+03:00"
"""In the hour that comes twice in Tallinn, the first time."""


def shop(when: dict[str, Any] | None, **more: Any) -> Engine:
    """Return an engine that permits on a condition."""
    rule = {"effect": "allow", "title": "t", "ground": "contract", "operation": "disclose", **more}
    rules = {"rule": rule if when is None else {**rule, "when": when}}
    policy = {"kind": "policy", "id": "p", "version": "1", "title": "t", "rules": rules}
    return load((VOCABULARY, {**policy, "in_force": {"from": "2026-01-01"}}))


def where(engine: Engine, columns: dict[str, Any], **known: Any) -> ColumnElement[bool]:
    """Return a WHERE of the shop."""
    return engine.permitted_where(columns, **{"moment": MOMENT, "operation": "disclose", **known})


@pytest.fixture
def rows(connection: Connection) -> Any:
    """Return what stores rows, and tells which of them a WHERE selects."""
    TABLES.create_all(connection)

    def selected(given: list[dict[str, Any]], asked: ColumnElement[bool]) -> list[int]:
        for number, row in enumerate(given):
            connection.execute(ROWS.insert().values(number=number, **row))
        said = dict(map(tuple, connection.execute(select(ROWS.c.number, asked))))
        assert set(said.values()) <= {True, False}
        others = connection.scalars(select(ROWS.c.number).where(not_(asked))).all()
        found = connection.scalars(select(ROWS.c.number).where(asked)).all()
        assert sorted((*found, *others)) == sorted(said)
        return sorted(found)

    return selected


INFINITE: Any = literal_column("'infinity'::timestamptz")
INFINITE_DAY: Any = literal_column("'infinity'::date")
LONG_AGO: Any = literal_column("'0001-12-31 23:59:59+00 BC'::timestamptz")
FAR_AHEAD: Any = literal_column("'10000-01-01 00:00:00+00'::timestamptz")
MICROSECOND = timedelta(microseconds=1)
ODD: list[tuple[str, str, Any]] = [
    ("client.name", "name", ""),
    ("client.name", "short", ""),
    ("item.category", "name", "adress"),
    ("item.category", "kind", "other"),
    ("item.category", "tags", ["street", "nowhere"]),
    ("client.since", "since", INFINITE),
    ("client.since", "since", literal_column("'-infinity'::timestamptz")),
    ("client.since", "since", LONG_AGO),
    ("client.since", "since", FAR_AHEAD),
    ("client.since", "since", EARLIEST - MICROSECOND),
    ("client.since", "since", LATEST + MICROSECOND),
    ("client.born", "born", INFINITE_DAY),
    ("client.born", "born", literal_column("'0001-12-31 BC'::date")),
    ("client.paid", "paid", Decimal("NaN")),
    ("client.paid", "paid", Decimal("Infinity")),
    ("client.paid", "paid", Decimal("-Infinity")),
    ("client.tags", "tags", ["a", None]),
    ("client.tags", "tags", [""]),
    ("client.tags", "tags", [["a"], ["b"]]),
    ("client.wants", "wants", ["phone", None]),
    ("client.wants", "wants", ["nowhere"]),
    ("client.wants", "wants", [["phone"]]),
]


@pytest.mark.parametrize(("fact", "column", "value"), ODD)
def test_a_row_that_is_no_request_is_not_selected(
    rows: Any, fact: str, column: str, value: Any
) -> None:
    asked = where(shop(None), {fact: ROWS.c[column]})
    fine: dict[str, Any] = {
        "tags": ["street"],
        "wants": ["phone", "phone"],
        "name": "street",
        "paid": Decimal("1e30"),
        "kind": "street",
        "since": LATEST,
    }
    empty: dict[str, Any] = {"tags": [], "wants": []}
    assert rows([{}, fine, empty, {column: value}], asked) == [0, 1, 2]


@pytest.mark.parametrize(
    "odd",
    [{"id": ""}, {"id": "a", "placed_at": INFINITE}, {"placed_at": LONG_AGO}],
)
def test_an_odd_record_keeps_its_row_back(rows: Any, connection: Connection, odd: Any) -> None:
    asked = where(shop(None), {"client.orders": WITH_ORDERS})
    connection.execute(ORDERS.insert().values(row=1, **odd))
    connection.execute(ORDERS.insert(), {"row": 2})
    assert rows([{}, {"known": True}, {"known": True}], asked) == [0, 2]


def test_a_list_is_empty_only_where_it_is_known(rows: Any, connection: Connection) -> None:
    engine = shop(
        {"not": {"some": {"of": "client.orders", "as": "order", "where": {"order.id": "a"}}}}
    )
    asked = where(engine, {"client.orders": WITH_ORDERS})
    connection.execute(ORDERS.insert(), [{"row": 1, "id": "a"}, {"row": 4, "id": "b"}])
    given = [{"known": True}, {"known": True}, {"known": False}, {}, {"known": True}]
    assert rows(given, asked) == [0, 4]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_texts_stay_texts(rows: Any, hostile: str) -> None:
    engine = shop({"all": [{"client.name": hostile}, {"client.tags": {"includes": hostile}}]})
    asked = where(engine, {"client.name": ROWS.c.name, "client.tags": ROWS.c.tags})
    given = [{"name": other, "tags": [other, "x"]} for other in HOSTILE]
    assert rows(given, asked) == [HOSTILE.index(hostile)]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_values_stay_values(rows: Any, hostile: str) -> None:
    engine = shop({"all": [{"client.name": {"is": {"the": "recipient.id"}}}]})
    asked = where(engine, {"client.name": ROWS.c.short}, recipient={"id": hostile})
    given = [{"short": other} for other in HOSTILE]
    assert rows(given, asked) == [HOSTILE.index(hostile)]


def test_a_uuid_counts_as_its_text(rows: Any) -> None:
    key = UUID("0b4c1e6e-7e0d-4a55-9d0e-6f2f6a0c9a11")
    asked = where(shop({"client.name": str(key)}), {"client.name": ROWS.c.key})
    assert rows([{"key": key}, {"key": UUID(int=1)}, {}], asked) == [0]


def test_no_row_can_hold_what_no_text_of_postgresql_is(rows: Any) -> None:
    engine = shop({"client.name": {"is": {"the": "recipient.id"}}})
    asked = where(engine, {"client.name": ROWS.c.name}, recipient={"id": "a\0b"})
    assert rows([{"name": "a"}, {}], asked) == []


BOUNDARIES = [
    ({"client.since": {"at_or_before": {"the": "moment"}}}, [0, 1]),
    ({"client.since": {"before": {"the": "moment"}}}, [0]),
    ({"client.since": {"after": {"the": "moment"}}}, [2, 3]),
    # The civil date of the moment, in Tallinn.
    ({"client.since": {"before": "2026-10-26"}}, [0, 1, 2, 3]),
    ({"moment": {"after": {"the": "client.since", "plus": "1 hour"}}}, [0]),
    ({"client.since": {"before": {"the": "client.until", "minus": "1 hour"}}}, [3]),
    ({"client.until": {"at_or_before": {"the": "client.since", "plus": "24 hours"}}}, [0, 1, 2]),
    # What is known counts as a constant does, civil dates included.
    ({"client.since": {"before": {"the": "demand.at"}}}, [0]),
    ({"client.since": {"after": {"the": "demand.at", "minus": "1 day"}}}, [0, 1, 2, 3]),
    ({"client.since": {"is": {"the": "demand.at", "plus": "1 month"}}}, []),
]


@pytest.mark.parametrize(("when", "expected"), BOUNDARIES)
@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Chatham", "Europe/Tallinn"])
def test_times_mean_the_same_in_every_zone(
    rows: Any, connection: Connection, zone: str, when: dict[str, Any], expected: list[int]
) -> None:
    connection.execute(text(f"SET LOCAL TIME ZONE '{zone}'"))
    moment = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    since = [moment - timedelta(hours=2), moment, moment + timedelta(hours=1)]
    given = [{"since": each, "until": each + timedelta(hours=1)} for each in since]
    last = moment + timedelta(minutes=1)
    given.append({"since": last, "until": last + timedelta(hours=25)})
    columns = {"client.since": ROWS.c.since, "client.until": ROWS.c.until}
    asked = where(shop(when), columns, demand={"at": MOMENT})
    assert rows([*given, {}], asked) == expected


TERMS = ("address", "street", "town", "phone")
"""An address is a street or a town."""


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (
            {"client.likes": {"is": {"the": "client.buys"}}},
            ["street street", "town town", "phone phone"],
        ),
        (
            {"not": {"client.likes": {"is": {"the": "client.buys"}}}},
            [
                "address phone",
                "street town",
                "street phone",
                "town street",
                "town phone",
                "phone address",
                "phone street",
                "phone town",
            ],
        ),
    ],
)
def test_terms_of_two_columns(rows: Any, when: dict[str, Any], expected: list[str]) -> None:
    columns = {"client.likes": ROWS.c.likes, "client.buys": ROWS.c.buys}
    pairs = [(likes, buys) for likes in TERMS for buys in TERMS]
    found = rows([{"likes": a, "buys": b} for a, b in pairs], where(shop(when), columns))
    assert [" ".join(pairs[number]) for number in found] == expected


@pytest.mark.parametrize(
    ("known", "expected"), [("address", []), ("street", ["street"]), ("phone", ["phone"])]
)
def test_a_term_that_is_known_is_one_text_to_look_for(
    rows: Any, known: str, expected: list[str]
) -> None:
    engine = shop({"client.likes": {"is": {"the": "client.buys"}}})
    asked = where(engine, {"client.likes": ROWS.c.likes}, client={"buys": known})
    assert "CASE" not in str(asked)
    assert [TERMS[n] for n in rows([{"likes": term} for term in TERMS], asked)] == expected


NEVER: Any = literal_column("'294276-12-31 23:59:59+00'::timestamptz")
"""The last instant that PostgreSQL can store."""
NO_DAY: Any = literal_column("'5874897-12-31'::date")
"""The last day."""


@pytest.mark.parametrize(
    "when",
    [
        {"client.since": {"before": {"the": "client.until", "plus": "1 hour"}}},
        {"client.since": {"before": {"the": "client.until", "plus": "1 day"}}},
        {"client.since": {"before": {"the": "client.until", "plus": "1 month"}}},
        {"client.born": {"before": {"the": "client.until"}}},
    ],
)
@pytest.mark.parametrize(
    "odd", [{"until": NEVER}, {"until": INFINITE}, {"born": NO_DAY}, {"born": INFINITE_DAY}]
)
def test_no_row_makes_a_query_fail(rows: Any, when: dict[str, Any], odd: dict[str, Any]) -> None:
    columns = {
        "client.since": ROWS.c.since,
        "client.until": ROWS.c.until,
        "client.born": ROWS.c.born,
    }
    start = datetime(2026, 1, 1, tzinfo=UTC)
    fine = {"since": start, "until": start + timedelta(days=2), "born": start.date()}
    assert rows([fine, {**fine, **odd}], where(shop(when), columns)) == [0]


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ({"client.paid": {"at_least": 2}}, [1, 2]),
        ({"client.paid": {"less_than": 2}}, [0]),
        ({"client.age": {"at_most": 2}}, [0, 1]),
        ({"client.age": {"more_than": {"the": "client.paid"}}}, [0]),
        ({"client.blocked": True}, [0]),
        ({"client.blocked": False}, [1]),
        ({"not": {"client.blocked": True}}, [1]),
        ({"client.born": {"before": "2000-01-02"}}, [0]),
        ({"client.wants": {"overlaps": {"the": "item.category"}}}, [1]),
    ],
)
def test_types_compare_as_they_should(rows: Any, when: dict[str, Any], expected: Any) -> None:
    columns = {
        "client.paid": ROWS.c.paid,
        "client.age": ROWS.c.age,
        "client.blocked": ROWS.c.blocked,
        "client.born": ROWS.c.born,
        "client.wants": ROWS.c.wants,
        "item.category": ROWS.c.tags,
    }
    given = [
        {"paid": Decimal("1.999999999999999999999"), "age": 2, "blocked": True},
        {"paid": Decimal(2), "age": 1, "blocked": False, "wants": ["address"], "tags": ["town"]},
        {"paid": Decimal("1e40"), "wants": ["phone"], "tags": ["street"]},
    ]
    given[0]["born"], given[1]["born"] = date(2000, 1, 1), date(2000, 1, 2)
    assert rows(given, where(shop(when), columns)) == expected


@pytest.mark.parametrize(
    ("when", "fact", "column"),
    [
        ({"client.since": {"before": {"the": "moment"}}}, "client.since", "since"),
        ({"client.wants": {"overlaps": "address"}}, "client.wants", "wants"),
        ({"item.category": {"overlaps": "address"}}, "item.category", "tags"),
    ],
)
def test_an_index_serves(connection: Connection, when: Any, fact: str, column: str) -> None:
    TABLES.create_all(connection)
    connection.execute(text("SET LOCAL enable_seqscan = off"))
    asked = where(shop(when), {fact: ROWS.c[column]})
    compiled = select(ROWS.c.number).where(asked).compile(connection)
    plan = connection.exec_driver_sql(f"EXPLAIN {compiled}", compiled.params).scalars().all()
    assert any(f"ix_rows_{column}" in line for line in plan), plan
    assert any("Index Cond" in line and column in line for line in plan), plan
