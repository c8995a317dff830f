"""Times as a program compares them: instants are naive datetimes in UTC.

Naive datetimes compare fastest, and since all are in UTC, rightly: no zone is there to be read
by its wall clock. Anything but the usual spelling goes to `language.times`, which says what a time
may look like.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING, Final

from disclosure_rules.language.times import (
    AFTER_EVERY_INSTANT,
    BEFORE_EVERY_INSTANT,
    EARLIEST,
    LATEST,
    Civil,
    Duration,
    compare,
    read_date,
    read_instant,
    shift,
    to_instant,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo


def _offset(quarters: int) -> tuple[str, timedelta]:
    hours, minutes = divmod(abs(quarters) * 15, 60)
    return f"{'-' if quarters < 0 else '+'}{hours:02}:{minutes:02}", timedelta(
        minutes=15 * quarters
    )


_LARGEST_BITS: Final = 256
_EARLIEST: Final = EARLIEST.replace(tzinfo=None)
_LATEST: Final = LATEST.replace(tzinfo=None)


def _reads_hour_24() -> bool:
    """Tell whether this Python reads 24:00, which is no time of day here."""
    try:
        datetime.fromisoformat("2000-01-01T24:00:00")
    except ValueError:
        return False
    return True


_NO_HOUR_24: Final = " and value[11:13] != '24'" if _reads_hour_24() else ""
_OFFSETS: Final = {
    "-00:00": timedelta(),
    **dict(_offset(quarters) for quarters in range(-12 * 4, 14 * 4 + 1)),
}
"""The offsets that clocks on earth have; others are read the long way."""
IN_PLACE: Final[Mapping[str, object]] = {
    "MARKED": slice(4, None, 3),
    "IN_UTC": "--T::Z",
    "AHEAD": "--T::+:",
    "BEHIND": "--T::-:",
    "CLOCK": slice(19),
    "TAIL": slice(19, None),
    "OFFSETS": _OFFSETS,
    "from_iso": datetime.fromisoformat,
    "EARLIEST": _EARLIEST,
    "LATEST": _LATEST,
}
"""What an instant is read with where it is spelt as usual: `YYYY-MM-DDThh:mm:ss`, then `Z` or an
offset. At every third place from the fifth on stands a mark, which tells one spelling from all
others that `fromisoformat` takes."""
READ_IN_PLACE: Final = f"""
marks = value[MARKED] if type(value) is str{_NO_HOUR_24} else None
if marks == IN_UTC and len(value) == 20:
    value = from_iso(value[CLOCK])
elif (marks == AHEAD or marks == BEHIND) and (offset := OFFSETS.get(value[TAIL])) is not None:
    value = from_iso(value[CLOCK]) - offset
else:
    value = instant(value)
    if value is None:
        return None
if not EARLIEST <= value <= LATEST:
    return None
"""
"""Statements that read an instant: the usual spelling where they stand, all else by `instant`."""


def instant(value: object) -> datetime | None:
    """Return the instant that a text or an aware datetime names; None where it names none."""
    if type(value) is datetime:
        zone = value.tzinfo
        if type(zone) is timezone and 1 < value.year < 9999:  # noqa: PLR2004 - else the offset decides
            return datetime.combine(value.date(), value.time()) - zone.utcoffset(None)
        return _naive(to_instant(value))
    return _naive(read_instant(value)) if type(value) is str else None


def _naive(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.replace(tzinfo=None)


def civil(value: object) -> date | None:
    """Return the date that a text or a date names; None where it names none."""
    if type(value) is str:
        return read_date(value)
    return value if type(value) is date else None


def decimal(value: object) -> int | Decimal | None:
    """Return a number exactly; None where it is none, or none that counts anything."""
    if type(value) is int:
        return value if value.bit_length() <= _LARGEST_BITS else None
    if type(value) is float:
        return Decimal(repr(value)) if isfinite(value) else None
    if type(value) is Decimal:
        return value if value.is_finite() else None
    return None


# --- Comparing -----------------------------------------------------------------------------------


def shifted(
    value: datetime | date,
    duration: Duration,
    backwards: bool,  # noqa: FBT001 - programs call it
    zone: tzinfo,
) -> datetime | Civil:
    """Count a duration on from a time, or back from it."""
    moved = shift(_aware(value), duration, backwards=backwards, zone=zone)
    return moved.replace(tzinfo=None) if isinstance(moved, datetime) else moved


def order(left: datetime | date, right: datetime | date | Civil, zone: tzinfo) -> int:
    """Return -1, 0 or 1 as left lies before, at or after right; by dates where one is a date."""
    return compare(_aware(left), right if isinstance(right, tuple) else _aware(right), zone)


def _aware(value: datetime | date) -> datetime | date:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value


def moved_instant(
    value: datetime,
    span: timedelta,
    backwards: bool,  # noqa: FBT001 - programs call it
) -> datetime:
    """Return an instant a span later, or earlier; beyond the calendar's ends, its end."""
    try:
        return value - span if backwards else value + span
    except OverflowError:
        ends = BEFORE_EVERY_INSTANT if backwards else AFTER_EVERY_INSTANT
        return ends.replace(tzinfo=None)
