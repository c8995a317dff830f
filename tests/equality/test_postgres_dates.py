"""Dates of two facts of a row: what PostgreSQL says of them is what the engine says.

`DISCLOSURE_RULES_EXAMPLES=1 pytest tests/equality/test_postgres_dates.py` tries more zones.
"""

from __future__ import annotations

import os
from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from tests.needs import needs
from tests.postgres.database import HOW

needs("sqlalchemy", f"to ask PostgreSQL with; {HOW}")

from sqlalchemy import (  # noqa: E402 - only with what it needs
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    MetaData,
    Table,
    select,
    text,
)

from disclosure_rules.language.civil import DAY, changes_of, instant_number, number_instant  # noqa: E402
from disclosure_rules.language.times import EARLIEST, LATEST, civil_date  # noqa: E402
from tests.generators.worlds import load  # noqa: E402

if TYPE_CHECKING:
    from disclosure_rules import Engine

ZONES = ("Europe/Tallinn", "Africa/Monrovia")
MORE_ZONES = ("America/New_York", "Pacific/Apia", "Africa/Casablanca", "Australia/Lord_Howe")
DEEP = os.environ.get("DISCLOSURE_RULES_EXAMPLES")
FACTS = {"begun": "time", "ended": "time", "born": "date", "left": "date"}
ROWS = Table(
    "rows",
    MetaData(),
    Column("number", Integer, primary_key=True),
    *(
        Column(name, DateTime(timezone=True) if kind == "time" else Date())
        for name, kind in FACTS.items()
    ),
)
MOVES: tuple[dict[str, str], ...] = (
    {},
    {"plus": "1 day"},
    {"minus": "36 hours"},
    {"plus": "1 month"},
    {"minus": "13 months"},
)
ASKED = [
    {f"client.{left}": {operator: {"the": f"client.{right}", **move}}}
    for operator in ("before", "is")
    for left, right in (("begun", "left"), ("born", "ended"), ("born", "left"), ("begun", "ended"))
    for move in MOVES
    if "hours" not in str(move) or right == "ended"
]
TOGETHER = 5


def engine_of(zone: str, when: dict[str, Any]) -> Engine:
    """Return an engine that permits on a condition, in a zone."""
    vocabulary: dict[str, Any] = {
        "kind": "vocabulary",
        "language": 1,
        "id": "shop",
        "time_zone": zone,
        "languages": ["en"],
        "subject": "client",
        "terms": {
            "operations": {"use": {}},
            "purposes": {"delivery": {}},
            "recipients": {"courier": {}},
            "data": {"address": {}},
            "grounds": {"contract": {}},
        },
        "facts": {"client": {name: {"type": kind} for name, kind in FACTS.items()}},
    }
    rule = {"effect": "allow", "title": "t", "ground": "contract", "operation": "use", "when": when}
    policy = {"kind": "policy", "id": "p", "version": "1", "title": "t", "rules": {"rule": rule}}
    return load((vocabulary, {**policy, "in_force": {"from": "2026-01-01"}}))


def close_times(zone: ZoneInfo) -> list[dict[str, Any]]:
    """Return rows whose times are close to one another, when clocks change and at the ends."""
    chance = Random(str(zone))  # noqa: S311 - no secrets
    ends = [instant_number(EARLIEST), instant_number(LATEST)]
    hour = DAY // 24
    apart = (0, hour, -hour, DAY, -36 * hour, 30 * DAY, 31 * DAY, -395 * DAY, -396 * DAY)
    found = []
    changes = changes_of(zone)
    for at in (*ends, *(change.at for change in chance.sample(changes, min(5, len(changes))))):
        for further in (*apart, *apart):
            near = at + chance.choice((0, -1, chance.randrange(-DAY, DAY)))
            begun, ended = (min(max(each, ends[0]), ends[1]) for each in (near + further, near))
            times = {"begun": number_instant(begun), "ended": number_instant(ended)}
            days = {
                name: date(*civil_date(times[close], zone))
                for name, close in (("born", "begun"), ("left", "ended"))
            }
            found.append({**times, **days})
    return found


@pytest.fixture(scope="module", params=(*ZONES, *MORE_ZONES) if DEEP else ZONES)
def zone(request: pytest.FixtureRequest) -> str:
    """Return the name of a zone."""
    return str(request.param)


@pytest.mark.parametrize("first", range(0, len(ASKED), TOGETHER))
def test_dates_of_two_facts(connection: Connection, zone: str, first: int) -> None:
    connection.execute(text("SET LOCAL TIME ZONE 'Pacific/Chatham'"))
    ROWS.metadata.create_all(connection)
    cells = [{"number": n, **row} for n, row in enumerate(close_times(ZoneInfo(zone)))]
    connection.execute(ROWS.insert(), cells)
    columns = {f"client.{name}": ROWS.c[name] for name in FACTS}
    for when in ASKED[first : first + TOGETHER]:
        engine = engine_of(zone, when)
        known: dict[str, Any] = {"moment": "2026-10-25T03:30:00+03:00", "operation": "use"}
        said = connection.execute(select(ROWS.c.number, engine.permitted_where(columns, **known)))
        expected = {}
        for row in cells:
            client = {name: row[name].isoformat() for name in FACTS}
            (item,) = engine.decide({**known, "client": client}).items
            expected[row["number"]] = item.permitted
        assert dict(map(tuple, said)) == expected, (zone, when)
        assert set(expected.values()) == {True, False}, (zone, when)
