"""Dates of two facts of a row: what DuckDB makes of the SQL is what the language's times say.

`DISCLOSURE_RULES_EXAMPLES=1 pytest tests/tables/test_civil_dates.py` tries two facts in all zones.
"""

from __future__ import annotations

import io
import os
import struct
from bisect import bisect_left
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache
from random import Random
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.needs import needs

needs("duckdb", "to try SQL on; make .venv/dev installs it")

import duckdb  # noqa: E402 - only with what tables need
import pyarrow as pa  # noqa: E402

from disclosure_rules.language.civil import (  # noqa: E402
    CYCLE,
    DAY,
    FOR_EVER,
    changes_for_ever,
    changes_of,
    instant_number,
    number_instant,
    offset_at,
)
from disclosure_rules.language.times import (  # noqa: E402
    Duration,
    civil_date,
    compare,
    read_duration,
    shift,
)
from disclosure_rules.tables.calendar import MONTH, day_of_year, place_of  # noqa: E402
from disclosure_rules.tables.nodes import Node, column, sql  # noqa: E402
from disclosure_rules.tables.times import _ACCEPTED, Time, TimeComparer  # noqa: E402
from disclosure_rules.tables.zones import civil_day_of, yearly  # noqa: E402

LAST_DAY = date.max.toordinal()
FIRST, LAST = (instant_number(datetime(year, 1, 1, tzinfo=UTC)) for year in (1000, 9000))
"""Between which instants rows are plain."""
ZONES = (
    "Europe/Tallinn",
    "America/New_York",
    "Asia/Beirut",  # clocks change at midnight, and the day is repeated
    "Pacific/Apia",  # has no 30 December 2011
    "Africa/Monrovia",  # was 44 minutes and 30 seconds behind until 1972
    "Australia/Lord_Howe",  # summer lies over the year's end, and is half an hour
    "Africa/Casablanca",  # clocks follow the moon until 2087
    "UTC",
)
FEW_ZONES = ("Europe/Tallinn", "Africa/Monrovia")
DEEP = os.environ.get("DISCLOSURE_RULES_EXAMPLES")
ODD_ZONES = (
    "AAA-2BBB,M2.5.0,M10.5.0",  # the last Sunday of February: now the 23rd at the earliest, now not
    "AAA-2BBB,J100,J300",  # the same day of every year, on any day of the week
    "AAA-2BBB,M3.1.6,M11.1.0",  # on the first of March, and on another day of the week
)
"""Rules that zones may follow, and which are not those of any."""


@cache
def zone_of(name: str) -> ZoneInfo:
    """Return a zone by its name, or one that has followed a rule since 1980."""
    if "," not in name:
        return ZoneInfo(name)
    since = int(datetime(1980, 1, 1, tzinfo=UTC).timestamp())
    told = b"TZif2" + bytes(15)
    told += struct.pack(">6l", 0, 0, 0, 0, 1, 4) + struct.pack(">lbb", 7200, 0, 0) + b"AAA\0"
    told += b"TZif2" + bytes(15)
    told += struct.pack(">6l", 0, 0, 0, 1, 1, 4) + struct.pack(">qB", since, 0)
    told += struct.pack(">lbb", 7200, 0, 0) + b"AAA\0" + f"\n{name}\n".encode()
    return ZoneInfo.from_file(io.BytesIO(told), key=name)


@cache
def instants(zone: ZoneInfo) -> tuple[int, ...]:
    """Return instants about which clocks and calendars are hard to follow, and some by chance."""
    chance = Random(str(zone))  # noqa: S311 - no secrets
    found = {FIRST, LAST}
    later = changes_for_ever(zone)
    changes = [*changes_of(zone), *chance.sample(later, min(40, len(later)))]
    hour = DAY // 24
    for at, offset in changes:
        for beside in (0, -hour, hour, -hour // 2, hour // 2, -offset % DAY - at % DAY):
            found |= {at + beside - 1, at + beside, at + beside + 1}
    for year in (1000, 1600, 1899, 1900, 2000, 2024, 2026, 2100, 2101, 2399, 2400, 8999):
        for month, day in ((1, 1), (1, 31), (2, 28), (3, 1), (4, 30), (12, 31)):
            midnight = (date(year, month, day).toordinal() - 1) * DAY
            midnight -= offset_at(zone, midnight)
            found |= {midnight - 1, midnight, midnight + DAY - 1, midnight + DAY}
    found |= {chance.randrange(FIRST, LAST) for _ in range(300)}
    found |= {chance.randrange(FOR_EVER - 300 * 365 * DAY, FOR_EVER) for _ in range(300)}
    return tuple(sorted(found))


def selected(columns: dict[str, pa.Array], expressions: Sequence[Node]) -> list[tuple[Any, ...]]:
    """Return what DuckDB makes of expressions over columns."""
    with duckdb.connect() as connection:
        connection.register("facts", pa.table(columns))
        listed = ", ".join(each.sql("duckdb") for each in expressions)
        return connection.execute(f"SELECT {listed} FROM facts").fetchall()  # noqa: S608 - ours


@pytest.mark.parametrize("name", [*ZONES, *ODD_ZONES])
def test_the_civil_date_of_an_instant(name):
    zone = zone_of(name)
    numbers = instants(zone)
    expected = [(civil_date(number_instant(each), zone),) for each in numbers]
    days = selected({"at": pa.array(numbers, pa.int64())}, [civil_day_of(zone, column("at"))])
    assert [(_civil(day),) for (day,) in days] == expected


def _civil(day: int) -> tuple[int, int, int]:
    found = date.fromordinal(day)
    return found.year, found.month, found.day


def test_most_zones_follow_a_rule_that_is_short():
    assert {name for name in ZONES if changes_for_ever(zone_of(name))} == {
        name for name in ZONES if yearly(zone_of(name)) is not None
    }
    assert [yearly(zone_of(name)) for name in ODD_ZONES] == [None] * len(ODD_ZONES)
    for name in ZONES:
        for dialect in ("duckdb", "spark", "postgres"):
            assert len(civil_day_of(zone_of(name), column("at")).sql(dialect)) < 15_000


def test_a_rule_holds_from_its_first_year_on():
    rule = yearly(zone_of("Europe/Tallinn"))
    assert rule is not None
    # Estonia has changed its clocks as the Union does since 2002.
    assert number_instant(rule.since) == datetime(2002, 3, 31, 1, tzinfo=UTC)
    end = FOR_EVER + CYCLE * DAY
    assert len(rule.changes(rule.since - 1, end)) == 2 * (98 + 400)


# --- The calendar --------------------------------------------------------------------------------

DAYS = st.integers(1, LAST_DAY)


@given(DAYS, st.integers(1, 2000))
def test_a_later_day_has_a_higher_place(day, further):
    assert place_of(day + further) > place_of(day)


@given(DAYS, st.integers(-10_000, 10_000))
def test_the_same_day_of_another_month_is_as_many_places_away(day, months):
    start = date.fromordinal(day)
    moved = shift(start, Duration(abs(months), "months"), backwards=months < 0, zone=UTC)
    assert isinstance(moved, tuple)
    if 1 <= moved[0] <= 9999 and moved[2] == start.day:
        assert place_of(date(*moved).toordinal()) == place_of(day) + months * MONTH


@given(st.integers(1, 9998))
def test_years_from_march_on(year):
    march = date(year, 3, 1).toordinal()
    assert day_of_year(march) == 0
    before = date(year - 1, 3, 1).toordinal() if year > 1 else -305
    assert day_of_year(march - 1) == march - 1 - before


def test_the_place_of_every_day_of_four_hundred_years():
    days = range(LAST_DAY - CYCLE, LAST_DAY + 2)
    found = selected({"day": pa.array(days, pa.int32())}, [place_of(column("day"))])
    assert [place for (place,) in found] == [place_of(day) for day in days]


@pytest.mark.parametrize(
    ("dialect", "expected"),
    [
        ("duckdb", '(((("day" + 305) * 4) + 3) // 146097)'),
        ("spark", "((((`day` + 305) * 4) + 3) DIV 146097)"),
        ("postgres", '(DIV(((("day" + 305) * 4) + 3), 146097))'),
    ],
)
def test_whole_numbers_are_divided_as_such(dialect, expected):
    assert expected in place_of(column("day")).sql(dialect)


# --- Two facts of a row --------------------------------------------------------------------------

MOVES = (
    "", "1 day", "-1000000 days", "36 hours", "-1 hour", "1 month", "-13 months", "-4 years",
    "1000000 years", "-1000000 months",
)  # fmt: skip
KINDS = ("time", "date")


def pairs(zone: ZoneInfo, move: Duration | None, *, back: bool) -> list[tuple[int, int]]:
    """Return pairs of instants, the first close to where a move brings the second."""
    chance = Random(f"{zone} {move} {back}")  # noqa: S311 - no secrets
    every = instants(zone)
    found = []
    for second in chance.sample(every, 24):
        target = number_instant(second)
        civil = civil_date(target, zone)
        if move is not None:
            moved = shift(target, move, backwards=back, zone=zone)
            civil = civil_date(moved, zone)
        year = min(max(civil[0], 1004), 8996)
        leap = civil[1:] == (2, 29)
        day = date(year - year % 4 if leap else year, *civil[1:]).toordinal()
        midnight = (day - 1) * DAY
        midnight -= offset_at(zone, midnight)
        near = (midnight, midnight + DAY - 1, midnight + DAY, midnight + DAY // 2, midnight - 1)
        found += [(at, second) for at in near]
        # And what clocks show twice about there.
        place = bisect_left(every, midnight)
        found += [(at, second) for at in every[max(place - 2, 0) : place + 2]]
    return found


class Asked(NamedTuple):
    """How two facts of rows compare, as truths, and what is true of each row."""

    columns: dict[str, pa.Array]
    truths: list[Node]
    rows: list[tuple[int, int]]
    orders: list[dict[tuple[str, str], int]]
    """By the kinds of both sides: how they lie to one another."""
    accepted: list[tuple[bool, ...]]


def asked_of_two_facts(zone: ZoneInfo, written: str) -> Asked:
    """Return every way to compare two facts, the second of which is moved as it is written."""
    back = written.startswith("-")
    move = read_duration(written.removeprefix("-"))
    rows = pairs(zone, move, back=back)
    columns = {}
    for side, numbers in zip(("l", "r"), zip(*rows, strict=True), strict=True):
        columns[f"{side} time"] = pa.array(numbers, pa.int64())
        days = [date(*civil_date(number_instant(n), zone)).toordinal() for n in numbers]
        columns[f"{side} date"] = pa.array(days, pa.int32())
    asked = [
        (operator, left, right)
        for left in KINDS
        for right in KINDS
        if right == "time" or "hour" not in written
        for operator in _ACCEPTED
    ]
    comparer = TimeComparer(zone)
    truths = [
        sql(
            comparer.compared(
                operator,
                Time(left, column(f"l {left}"), None),
                Time(right, column(f"r {right}"), None, move, back),
            )
        )
        for operator, left, right in asked
    ]
    every, accepted = [], []
    for first, second in rows:
        moments = {"l": number_instant(first), "r": number_instant(second)}
        values: dict[str, date] = {f"{side} time": at for side, at in moments.items()}
        for side, at in moments.items():
            values[f"{side} date"] = date(*civil_date(at, zone))
        orders = {}
        for _, left, right in asked:
            other: Any = values[f"r {right}"]
            if move is not None:
                other = shift(other, move, backwards=back, zone=zone)
            orders[left, right] = compare(values[f"l {left}"], other, zone)
        every.append(orders)
        accepted.append(tuple(orders[left, right] in _ACCEPTED[op] for op, left, right in asked))
    return Asked(columns, truths, rows, every, accepted)


@pytest.mark.parametrize("name", ZONES if DEEP else FEW_ZONES)
def test_two_facts_of_a_row(name):
    zone = zone_of(name)
    seen = set()
    for written in MOVES:
        asked = asked_of_two_facts(zone, written)
        answers = selected(asked.columns, asked.truths)
        told = zip(answers, asked.accepted, asked.rows, strict=True)
        for answer, expected, row in told:
            assert answer == expected, (name, written, row)
        seen |= {order for orders in asked.orders for order in orders.values()}
    assert seen == {-1, 0, 1}
