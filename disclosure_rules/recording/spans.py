"""Dates and times as people write them into moments: which part of a log is meant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from disclosure_rules.language.times import read_date, read_instant

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


def midnight(day: date, zone: tzinfo) -> datetime:
    """Return when a date begins."""
    return datetime(day.year, day.month, day.day, tzinfo=zone)
