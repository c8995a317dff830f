"""Times that a proof read or worked out into ISO 8601, in the vocabulary's zone."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, TypeAlias

from disclosure_rules.language.times import EARLIEST, LATEST

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

Civil: TypeAlias = tuple[int, int, int]
"""A date as a shift gives it, maybe beyond the calendar: year, month and day."""


def iso(value: datetime | date | Civil, zone: ZoneInfo) -> str | None:
    """Return a time as ISO 8601; None for one that a shift moved beyond the calendar."""
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat() if EARLIEST <= value <= LATEST else None
    if isinstance(value, date):
        return value.isoformat()
    year, month, day = value
    within = date.min.year <= year <= date.max.year
    return date(year, month, day).isoformat() if within else None


def is_civil(value: object) -> bool:
    """Tell whether a value of a time's type is a date as a shift gives it."""
    return isinstance(value, tuple) and isinstance(value[0], int)
