"""Instants into civil dates of a zone, and dates moved by months, exactly.

Instants are counted in microseconds from the beginning of the year 1 in UTC, days as Python counts
them (1 is 0001-01-01). Neither a zone's rules nor the lengths of months are linear, so that the
solver is told in two steps: first what holds of every time there is (between which bounds a date
lies, which lengths of months occur together, that later stays later), then, wherever a would-be
example has a date wrong, the exact rule for the stretch of time in which it lies. What is told is
true of every time, so that "impossible" is final; what is found is right in every date. There are
finitely many stretches, so that it ends.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from zoneinfo import ZoneInfo

    from disclosure_rules.proving.logic import Formula, Logic, Number

SECOND: Final = 1_000_000
HOUR: Final = 3600 * SECOND
DAY: Final = 24 * HOUR
BEGINNING: Final = datetime(1, 1, 1, tzinfo=UTC)
LAST_INSTANT: Final = 3_652_059 * DAY - 1
"""The last microsecond of the calendar."""
_CYCLE: Final = 146_097
"""The days of 400 years, after which the calendar repeats."""
_SHORTEST: Final = 28
"""The days that every month has."""
_AROUND: Final = 32 * 24
"""How many hours to each side one lesson is about, at most."""
_SURVEYED: Final = (1840, 2100)
"""The years in which zones changed their rules; after them the same rules hold every year."""
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


class DayOf(NamedTuple):
    """A day that is the civil date of an instant in a zone."""

    instant: Number
    zone: ZoneInfo
    day: Number


class Moved(NamedTuple):
    """A day that is another one, moved by months."""

    day: Number
    months: int
    moved: Number


class Calendar:
    """Civil dates and moved days, as terms, with what the solver is told of them."""

    def __init__(self, logic: Logic) -> None:
        """Tell of days in these terms."""
        self._logic = logic
        self.days: dict[tuple[int, str], DayOf] = {}
        self.moves: dict[tuple[int, int], Moved] = {}

    def day_of(self, instant: Number, zone: ZoneInfo) -> Number:
        """Return the civil date of an instant in a zone."""
        key = (instant.get_id(), zone.key)
        if key not in self.days:
            day = self._logic.whole(f"day {len(self.days)}")
            self.days[key] = DayOf(instant, zone, day)
        return self.days[key].day

    def moved(self, day: Number, months: int) -> Number:
        """Return a day moved by months, on or back."""
        key = (day.get_id(), months)
        if key not in self.moves:
            moved = self._logic.whole(f"moved day {len(self.moves)}")
            self.moves[key] = Moved(day, months, moved)
        return self.moves[key].moved

    def since(self, instant: Number, day: int, zone: ZoneInfo) -> Formula:
        """Return that the civil date of an instant is a given day or later."""
        logic = self._logic
        return logic.disj(
            logic.conj(
                (
                    logic.at_least(instant, start),
                    True if end is None else logic.neg(logic.at_least(instant, end)),
                )
            )
            for start, end in since_midnight(zone, day)
        )

    # --- What the solver is told ---------------------------------------------------------------

    def laws(self) -> Iterator[Formula]:
        """Yield what holds of these days at all times."""
        logic = self._logic
        for instant, zone, day in self.days.values():
            for era in eras_of(zone):
                inside = logic.within(era.start, instant, era.end - 1)
                begun = logic.at_least(logic.plus(instant, era.most), (day - 1) * DAY)
                ended = logic.at_least(day * DAY - 1, logic.plus(instant, era.least))
                yield logic.implies(inside, logic.conj((begun, ended)))
        for first, second in combinations(self.days.values(), 2):
            if first.zone.key == second.zone.key:
                yield from self._keeps_order(
                    (first.instant, first.day),
                    (second.instant, second.day),
                    strictly=not never_back(first.zone),
                )
        for moves in self._by_day():
            yield logic.disj(
                logic.conj(
                    logic.equal(move.moved, move.day + length)
                    for move, length in zip(moves, lengths, strict=True)
                )
                for lengths in lengths_of(tuple(move.months for move in moves))
            )
        for one, other in combinations(self.moves.values(), 2):
            if one.months == other.months:
                yield from self._keeps_order(
                    (one.day, one.moved), (other.day, other.moved), strictly=False
                )

    def _by_day(self) -> Iterable[list[Moved]]:
        """Return the moves, those of one day together."""
        together: dict[int, list[Moved]] = {}
        for move in self.moves.values():
            together.setdefault(move.day.get_id(), []).append(move)
        return together.values()

    def _keeps_order(
        self, first: tuple[Number, Number], second: tuple[Number, Number], *, strictly: bool
    ) -> Iterator[Formula]:
        """Yield that what comes of two times stands as these do; strictly, only of equal ones."""
        logic = self._logic
        if strictly:
            equal = logic.equal(first[0], second[0])
            yield logic.implies(equal, logic.equal(first[1], second[1]))
            return
        for (early, early_made), (late, late_made) in ((first, second), (second, first)):
            yield logic.implies(logic.at_least(late, early), logic.at_least(late_made, early_made))

    def lessons(self, value: Callable[[Number], int]) -> list[Formula]:
        """Return exact rules for what a would-be example, by these values, has wrong."""
        logic, lessons = self._logic, []
        for instant, zone, day in self.days.values():
            at = value(instant)
            stretch = stretch_around(zone, at)
            if value(day) != stretch.day(at):
                inside = logic.within(stretch.start, instant, stretch.end - 1)
                local = logic.plus(instant, stretch.offset)
                begun = logic.at_least(local, (day - 1) * DAY)
                ended = logic.at_least(day * DAY - 1, local)
                lessons.append(logic.implies(inside, logic.conj((begun, ended))))
        for day, months, moved in self.moves.values():
            on = value(day)
            first, last = alike_days(on)
            length = length_of(on, months)
            if value(moved) != on + length:
                inside = logic.within(first, day, last)
                lessons.append(logic.implies(inside, logic.equal(moved, day + length)))
        return lessons

    def corrected(self, value: Callable[[Number], int]) -> list[Formula]:
        """Return that all times are as in a would-be example, and their dates as they must be."""
        logic, made, days = self._logic, [], {}
        for instant, zone, day in self.days.values():
            at = value(instant)
            days[day.get_id()] = stretch_around(zone, at).day(at)
            made += [logic.equal(instant, at), logic.equal(day, days[day.get_id()])]
        for day, months, moved in self.moves.values():
            on = days.get(day.get_id(), value(day))
            made += [logic.equal(day, on), logic.equal(moved, on + length_of(on, months))]
        return made


# --- Zones ---------------------------------------------------------------------------------------


def offset_at(zone: ZoneInfo, instant: int) -> int:
    """Return how far a zone's clocks are ahead of UTC at an instant."""
    inside = min(max(instant, 2 * DAY), LAST_INSTANT - 2 * DAY)
    offset = number_instant(inside).astimezone(zone).utcoffset() or timedelta()
    return offset // _MICROSECOND


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


@cache
def never_back(zone: ZoneInfo) -> bool:
    """Tell whether the civil date in a zone never goes back: no clock is put back over midnight."""
    for (day, before), (_, after) in pairwise(_offsets_by_day(zone).items()):
        if after < before:
            change = _change(zone, day * DAY, (day + 1) * DAY)
            if (change - 1 + before) // DAY > (change + after) // DAY:
                return False
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
    cycles, within = divmod(day - 1, _CYCLE)
    found = date.fromordinal(within + 1)
    return found.year + 400 * cycles, found.month, found.day


def _number(year: int, month: int, day: int) -> int:
    cycles, within = divmod(year - 1, 400)
    return cycles * _CYCLE + date(within + 1, month, day).toordinal()


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
