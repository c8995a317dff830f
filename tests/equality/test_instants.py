"""Times are read by programs to the same as they are by `language.times`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure_rules.deciding.specialising.instants import (
    IN_PLACE,
    READ_IN_PLACE,
    civil,
)
from disclosure_rules.deciding.specialising.instants import (
    instant as the_long_way,
)
from disclosure_rules.deciding.specialising.syntax import Names, compiled, statements
from disclosure_rules.language.times import read_date, read_instant, to_instant

CHARACTERS = "0123456789-:T+Z .,tzW\u0661\uff10\n"

HOSTILE = (
    "",
    "2026-01-01T10:00:00",
    "2026-01-01T10:00:00Z",
    "2026-01-01T10:00:00z",
    "2026-01-01T10:00:00-00:00",
    "2026-01-01T10:00+02:00",
    "2026-01-01T24:00:00+02:00",
    "2026-01-01T24:00:00Z",
    "2026-01-01T23:59:60Z",
    "2026-01-01T10:00:00+02:75",
    "2026-01-01T10:00:00+24:00",
    "2026-01-01T10:00:00+14:15",
    "2026-01-01T10:00:00-12:00",
    "2026-01-01T10:00:00-23:59",
    "2026-01-01T10:00:00.123456+02:00",
    "2026-01-01T10:00:00.1234567+02:00",
    "2026-01-01T10:00:00,5+02:00",
    "2026-01-01 10:00:00+02:00",
    "2026-W01-1T10:00:00+02:00",
    "2026-W01-1T10:00:00Z",
    "20260101T100000.000+02:00",
    "2026-01-01T100000.0+02:00",
    "2026-01-01T10:00:00\u200b02:00",
    "2026-02-30T10:00:00Z",
    "0001-01-01T00:00:00+02:00",
    "0001-01-01T23:59:59Z",
    "0001-01-02T00:00:00Z",
    "0001-01-02T00:00:00+00:15",
    "9999-12-30T00:00:00Z",
    "9999-12-30T00:00:01Z",
    "9999-12-31T23:59:59-12:00",
    "2026-01-01T10:00:00Z+",
    "2026-01-01T10:00:00Z0",
    "2026-01-01T10:00:00+02",
    "2026-01-01T10:00:00+0200",
    "2026-01-01T10:00:00.000Z",
    "2026-01-01T10:00:00+02:00:00",
    "\uff12026-01-01T10:00:00Z",
    "2026-01-01T10:00:00Z\n",
)


READING = compiled(
    statements("def read(value):\n    READ\n    return value", READ=statements(READ_IN_PLACE)),
    Names(instant=the_long_way, **IN_PLACE),
    "the reading of instants",
)


def instant(value: object) -> datetime | None:
    """Return what programs read; None also where they leave it to the reader of every case."""
    try:
        read: datetime | None = READING(value)
    except (OverflowError, ValueError):
        return None
    return read


def by_definition(value: object) -> datetime | None:
    """Return what the long way reads, as programs hold it."""
    read = read_instant(value) if isinstance(value, str) else to_instant(value)  # type: ignore[arg-type]
    return None if read is None else read.replace(tzinfo=None)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts(text):
    assert instant(text) == by_definition(text)


def usual() -> st.SearchStrategy[str]:
    """Return texts that look as times usually do."""
    offsets = st.integers(-24 * 60 + 1, 24 * 60 - 1).map(lambda m: timezone(timedelta(minutes=m)))
    times = st.datetimes(timezones=offsets).map(lambda moment: moment.isoformat())
    return times | times.map(lambda text: f"{text[:19]}Z")


@given(usual())
def test_usual_texts(text):
    assert instant(text) == by_definition(text)


@given(usual(), st.integers(0, 26), st.sampled_from(CHARACTERS), st.integers(0, 2))
def test_texts_with_a_slip(text, place, character, removed):
    slipped = text[:place] + character + text[place + removed :]
    assert instant(slipped) == by_definition(slipped)


@given(st.text(CHARACTERS, min_size=15, max_size=30))
def test_any_texts(text):
    assert instant(text) == by_definition(text)


@given(st.datetimes(timezones=st.timezones() | st.just(UTC) | st.none()), st.sampled_from((0, 1)))
def test_datetimes(moment, fold):
    moment = moment.replace(fold=fold)
    assert instant(moment) == by_definition(moment)


def test_the_repeated_hour_is_told_apart():
    zone = ZoneInfo("Europe/Tallinn")
    twice = [datetime(2026, 10, 25, 3, 30, tzinfo=zone, fold=fold) for fold in (0, 1)]
    first, second = (instant(moment) for moment in twice)
    assert first is not None
    assert second is not None
    assert second - first == timedelta(hours=1)


@given(st.dates().map(lambda day: day.isoformat()) | st.text(CHARACTERS, max_size=12))
def test_dates(text):
    assert civil(text) == read_date(text)
