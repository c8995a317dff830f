"""Dates and times as people write them into moments: which part of a log is meant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from disclosure_rules.language.times import EARLIEST, Duration, read_date, read_instant, shift

if TYPE_CHECKING:
    from disclosure_rules.recording.log import DecisionLog


@dataclass(frozen=True, slots=True)
class Span:
    """Which decisions of a log are meant."""

    since: datetime | None = None
    """When the first was recorded, at the earliest."""
    until: datetime | None = None
    """Before when the last was recorded."""
    operation: str | None = None
    """What was asked for, or anything narrower."""


def zone_of(log: DecisionLog) -> tzinfo:
    """Return the zone whose dates count: that of the policies that were archived last, or UTC."""
    name = "UTC"
    for record in log.records("policies"):
        if record.content is not None:
            name = record.content["time_zone"]
    return ZoneInfo(name)


def moment_of(text: str, zone: tzinfo, *, end: bool = False) -> datetime | None:
    """Return the moment that a text names, or None.

    Args:
        text: A time with its offset, or a date.
        zone: The zone whose dates count.
        end: Whether a date stands for its end, not for its beginning.
    """
    day = read_date(text)
    if day is None:
        return read_instant(text)
    return midnight(day + timedelta(days=1) if end else day, zone)


def back_from(now: datetime, duration: Duration, zone: tzinfo) -> datetime | None:
    """Return the moment that lies a duration back; None if that is before the calendar.

    Days, months and years lead to the beginning of a date, so that all of that date is younger.
    """
    moved = shift(now, duration, backwards=True, zone=zone)
    if isinstance(moved, datetime):
        return moved if moved > EARLIEST else None
    year, month, day = moved
    return midnight(date(year, month, day), zone) if year > EARLIEST.year else None


def midnight(day: date, zone: tzinfo) -> datetime:
    """Return when a date begins."""
    return datetime(day.year, day.month, day.day, tzinfo=zone)
