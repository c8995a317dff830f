"""Civil dates of zones, and dates moved by months, as numbers: what is exactly so.

Instants are counted in microseconds from the beginning of the year 1 in UTC, days as Python counts
them (1 is 0001-01-01). Beyond the calendar's ends both go on as they do in it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

SECOND: Final = 1_000_000
HOUR: Final = 3600 * SECOND
DAY: Final = 24 * HOUR
BEGINNING: Final = datetime(1, 1, 1, tzinfo=UTC)
LAST_INSTANT: Final = 3_652_059 * DAY - 1
"""The last microsecond of the calendar."""
CYCLE: Final = 146_097
"""The days of 400 years, after which the calendar repeats, and the rules of zones with it."""
_SHORTEST: Final = 28
"""The days that every month has."""
_AROUND: Final = 32 * 24
"""How many hours to each side one lesson is about, at most."""
_SURVEYED: Final = (1840, 2100)
"""The years in which zones changed their rules; after them the same rules hold every year."""
FOR_EVER: Final = (date(_SURVEYED[1], 1, 1).toordinal() - 1) * DAY
"""The instant from which on the same rules hold every year."""
_WEEK: Final = 7
_MICROSECOND: Final = timedelta(microseconds=1)
_ERAS: Final = (
    0,
    *((date(year, 1, 1).toordinal() - 1) * DAY for year in (1900, 1950, 1980, 2000)),
    LAST_INSTANT + 1,
)
"""Since when, and until when, zones had rules that are much alike."""


def instant_number(instant: datetime) -> int:
    """Return an instant, in UTC, as a number."""
    return (instant - BEGINNING) // _MICROSECOND


def number_instant(number: int) -> datetime:
    """Return the instant, in UTC, of a number."""
    return BEGINNING + timedelta(microseconds=number)


class Stretch(NamedTuple):
    """Instants, the last not included, in which a zone's clocks do not change."""

    start: int
    end: int
    offset: int

    def day(self, instant: int) -> int:
        """Return the civil date of an instant in it."""
        return (instant + self.offset) // DAY + 1


# --- Zones ---------------------------------------------------------------------------------------


def offset_at(zone: ZoneInfo, instant: int) -> int:
    """Return how far a zone's clocks are ahead of UTC at an instant."""
    inside = min(max(instant, 2 * DAY), LAST_INSTANT - 2 * DAY)
    offset = number_instant(inside).astimezone(zone).utcoffset() or timedelta()
    return offset // _MICROSECOND


def civil_day(zone: ZoneInfo, instant: int) -> int:
    """Return the civil date of an instant."""
    return (instant + offset_at(zone, instant)) // DAY + 1


def _change(zone: ZoneInfo, before: int, after: int) -> int:
    """Return from which instant on, to the second, an offset holds that does not hold before."""
    offset = offset_at(zone, before)
    while after - before > SECOND:
        middle = (before + after) // (2 * SECOND) * SECOND
        before, after = (middle, after) if offset_at(zone, middle) == offset else (before, middle)
    return after


def stretch_around(zone: ZoneInfo, instant: int) -> Stretch:
    """Return instants around one, a month to each side at most, that have its offset."""
    offset = offset_at(zone, instant)
    hour, second = instant // HOUR * HOUR, instant // SECOND * SECOND
    end = hour + _AROUND * HOUR
    for later in range(hour + HOUR, end, HOUR):
        if offset_at(zone, later) != offset:
            end = _change(zone, max(later - HOUR, second), later)
            break
    start = hour - _AROUND * HOUR
    for earlier in range(hour, start, -HOUR):
        if offset_at(zone, earlier) != offset:
            start = _change(zone, earlier, min(earlier + HOUR, second))
            break
    return Stretch(start, end, offset)


@cache
def since_midnight(zone: ZoneInfo, day: int) -> tuple[tuple[int, int | None], ...]:
    """Return from when to when the civil date in a zone is a day or later: mostly from midnight.

    Where clocks are put back over midnight, there are two spans.
    """
    midnight = (day - 1) * DAY
    at, last = midnight - 2 * DAY, midnight + 2 * DAY
    spans: list[tuple[int, int | None]] = []
    while at < last:
        stretch = stretch_around(zone, at)
        start, end = max(at, midnight - stretch.offset), min(stretch.end, last)
        if start < end:
            if spans and spans[-1][1] == start:
                start = spans.pop()[0]
            spans.append((start, end))
        at = stretch.end
    if spans and spans[-1][1] == last:
        spans[-1] = (spans[-1][0], None)
    return tuple(spans)


class Era(NamedTuple):
    """A span of time, and between which bounds a zone's offsets lie in it."""

    start: int
    end: int
    least: int
    most: int


@cache
def eras_of(zone: ZoneInfo) -> tuple[Era, ...]:
    """Return the bounds of a zone's offsets, for each part of all time."""
    offsets = _offsets_by_day(zone)
    first = min(offsets)
    eras = []
    for start, end in pairwise(_ERAS):
        # A change lies between two days: those at both ends belong to each era.
        days = range(max(start // DAY - 1, first), min(end // DAY + 2, max(offsets) + 1))
        found = [offsets[day] for day in days]
        eras.append(Era(start, end, min(found), max(found)))
    return tuple(eras)


class Change(NamedTuple):
    """An instant at which a zone's clocks are put on or back, and how far they are ahead since."""

    at: int
    offset: int


@cache
def changes_of(zone: ZoneInfo) -> tuple[Change, ...]:
    """Return the changes of a zone's clocks in the years in which zones changed their rules."""
    return tuple(
        Change(_change(zone, day * DAY, (day + 1) * DAY), after)
        for (day, before), (_, after) in pairwise(_offsets_by_day(zone).items())
        if before != after
    )


@cache
def changes_for_ever(zone: ZoneInfo) -> tuple[Change, ...]:
    """Return the changes of a zone's clocks in 400 years `FOR_EVER`; then they repeat."""
    found = []
    at, before = FOR_EVER, offset_at(zone, FOR_EVER)
    # No rule that holds every year has two changes in one week.
    for later in range(at + _WEEK * DAY, at + CYCLE * DAY + 1, _WEEK * DAY):
        after = offset_at(zone, later)
        if after != before:
            found.append(Change(_change(zone, at, later), after))
        at, before = later, after
    return tuple(found)


@cache
def never_back(zone: ZoneInfo) -> bool:
    """Tell whether the civil date in a zone never goes back: no clock is put back over midnight."""
    before = offset_at(zone, 0)
    for change in changes_of(zone):
        if (change.at - 1 + before) // DAY > (change.at + change.offset) // DAY:
            return False
        before = change.offset
    return True


@cache
def _offsets_by_day(zone: ZoneInfo) -> dict[int, int]:
    """Return a zone's offset at the beginning, in UTC, of each day on which rules were changed."""
    first, last = (date(year, 1, 1).toordinal() - 1 for year in _SURVEYED)
    days = [number_instant(day * DAY) for day in range(first, last)]
    told = [day.astimezone(zone).utcoffset() or timedelta() for day in days]
    return dict(enumerate((offset // _MICROSECOND for offset in told), start=first))


# --- Months --------------------------------------------------------------------------------------


def _civil(day: int) -> tuple[int, int, int]:
    """Return year, month and day, also beyond the calendar's ends."""
    cycles, within = divmod(day - 1, CYCLE)
    found = date.fromordinal(within + 1)
    return found.year + 400 * cycles, found.month, found.day


def _number(year: int, month: int, day: int) -> int:
    cycles, within = divmod(year - 1, 400)
    return cycles * CYCLE + date(within + 1, month, day).toordinal()


def _days_in(year: int, month: int) -> int:
    following = (year, month + 1, 1) if month < 12 else (year + 1, 1, 1)  # noqa: PLR2004 - December
    return _number(*following) - _number(year, month, 1)


def length_of(day: int, months: int) -> int:
    """Return by how many days some months move a day; the last day of a month where it is less."""
    return _length(*_civil(day), months)


def _length(year: int, month: int, day: int, months: int) -> int:
    to_year, to_month = divmod(year * 12 + month - 1 + months, 12)
    to_month += 1
    to_day = min(day, _days_in(to_year, to_month)) if day > _SHORTEST else day
    return _number(to_year, to_month, to_day) - _number(year, month, day)


def alike_days(day: int) -> tuple[int, int]:
    """Return the first and last of the days around one that all months move by as many days."""
    in_month = _civil(day)[2]
    if in_month > _SHORTEST:
        return day, day
    return day - in_month + 1, day - in_month + _SHORTEST


@cache
def lengths_of(months: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    """Return every combination of days by which these numbers of months move one and the same day.

    The calendar repeats after 400 years; up to the 28th all days of a month are moved alike.
    """
    found = set()
    for year in range(1, 401):
        for month in range(1, 13):
            for day in (1, *range(_SHORTEST + 1, _days_in(year, month) + 1)):
                found.add(tuple(_length(year, month, day, number) for number in months))
    return tuple(sorted(found))
