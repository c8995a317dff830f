"""Instants, civil dates and durations: reading them, shifting them, comparing them.

Instants are held in UTC, since two datetimes that share a zone compare by wall clock, which is
wrong in the hour that a change of clocks repeats. A civil date is a `(year, month, day)` tuple: it
orders as dates do and can stand for a date past the calendar's end.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Literal, TypeAlias, get_args

from disclosure_rules.language.noun import noun

Civil: TypeAlias = tuple[int, int, int]
Unit = Literal["hours", "days", "months", "years"]
UNITS: tuple[str, ...] = get_args(Unit)

# INVARIANT: every instant read lies at least a day inside the calendar, so that it has a civil
# date in every zone and a saturated shift stays beyond every instant read.
EARLIEST = datetime(1, 1, 2, tzinfo=UTC)
LATEST = datetime(9999, 12, 30, tzinfo=UTC)
BEFORE_EVERY_INSTANT = datetime(1, 1, 1, tzinfo=UTC)
AFTER_EVERY_INSTANT = datetime(9999, 12, 31, tzinfo=UTC)
BEFORE_ALL: Civil = (0, 1, 1)
AFTER_ALL: Civil = (10_000, 1, 1)
LONGEST = 1_000_000
"""The largest count in a duration; more is a slip of the pen."""

TIME_PATTERN = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
    r"(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"
)
_DAY = timedelta(days=1)
_TIME = re.compile(TIME_PATTERN)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DURATION = re.compile(r"([0-9]{1,7}) (hour|day|month|year)s?")


@noun
class Duration:
    """A span of time: whole hours, or days, months or years of the civil calendar."""

    amount: int
    unit: Unit

    def __str__(self) -> str:
        """Return the duration as it is written in a policy."""
        return f"{self.amount} {self.unit if self.amount != 1 else self.unit[:-1]}"


def read_instant(text: str) -> datetime | None:
    """Return the instant, in UTC, that an ISO 8601 text with an offset names, else None."""
    if not _TIME.fullmatch(text):
        return None
    try:
        return to_instant(datetime.fromisoformat(text))
    except ValueError:
        return None


def to_instant(moment: datetime) -> datetime | None:
    """Return an aware datetime in UTC; None for a naive one or one at the calendar's ends.

    A subclass comes out as a plain datetime, so that nothing of its own decides later.
    """
    try:
        offset = moment.utcoffset()
        naive = datetime(  # noqa: DTZ001 - the offset is taken off in the next step
            moment.year,
            moment.month,
            moment.day,
            moment.hour,
            moment.minute,
            moment.second,
            moment.microsecond,
        )
        if offset is None:
            return None
        instant = (naive - offset).replace(tzinfo=UTC)
    except (ArithmeticError, AttributeError, TypeError, ValueError):
        return None
    return instant if EARLIEST <= instant <= LATEST else None


def read_date(text: str) -> date | None:
    """Return the civil date that a text `YYYY-MM-DD` names, else None."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def read_duration(text: str) -> Duration | None:
    """Return the duration that a text like `30 days` or `1 year` names, else None."""
    match = _DURATION.fullmatch(text)
    if match is None or int(match[1]) > LONGEST:
        return None
    units: dict[str, Unit] = {
        "hour": "hours",
        "day": "days",
        "month": "months",
        "year": "years",
    }
    return Duration(int(match[1]), units[match[2]])


def civil_date(value: datetime | date | Civil, zone: tzinfo) -> Civil:
    """Return the civil date of an instant in a zone; a date is its own."""
    if isinstance(value, tuple):
        return value
    if isinstance(value, datetime):
        try:
            value = value.astimezone(zone)
        except OverflowError:
            # Only a shifted time can lie so near to the calendar's ends: see EARLIEST.
            return BEFORE_ALL if value < EARLIEST else AFTER_ALL
    return value.year, value.month, value.day


def shift(
    value: datetime | date, duration: Duration, *, backwards: bool, zone: tzinfo
) -> datetime | Civil:
    """Count a duration on from a time, or back from it.

    Hours move an instant. Days, months and years give a civil date in the zone; months and years
    keep the day, or take the month's last day where it has no such day, which keeps the order of
    two starting dates. What would pass the calendar's end stands beyond every time in it.
    """
    amount = -duration.amount if backwards else duration.amount
    if duration.unit == "hours":
        # INVARIANT: the checks of types let hours meet instants only.
        assert isinstance(value, datetime)  # noqa: S101 - states the invariant for the type checker
        try:
            return value + timedelta(hours=amount)
        except OverflowError:
            return BEFORE_EVERY_INSTANT if backwards else AFTER_EVERY_INSTANT
    year, month, day = civil_date(value, zone)
    if duration.unit == "days":
        ordinal = date(year, month, day).toordinal() + amount
        if ordinal < 1:
            return BEFORE_ALL
        if ordinal > date.max.toordinal():
            return AFTER_ALL
        moved = date.fromordinal(ordinal)
        return moved.year, moved.month, moved.day
    months = year * 12 + month - 1 + amount * (12 if duration.unit == "years" else 1)
    year, month = divmod(months, 12)
    if year < 1:
        return BEFORE_ALL
    if year > date.max.year:
        return AFTER_ALL
    return year, month + 1, min(day, _last_day(year, month + 1))


def _last_day(year: int, month: int) -> int:
    return 31 if month == 12 else (date(year, month + 1, 1) - _DAY).day  # noqa: PLR2004 - December


def compare(left: datetime | date, right: datetime | date | Civil, zone: tzinfo) -> int:
    """Return -1, 0 or 1 as left lies before, at or after right.

    Two instants compare as instants; where either side is a civil date, both compare by date.
    """
    if isinstance(left, datetime) and isinstance(right, datetime):
        return (left > right) - (left < right)
    first, second = civil_date(left, zone), civil_date(right, zone)
    return (first > second) - (first < second)
