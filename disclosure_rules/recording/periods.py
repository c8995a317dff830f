"""Days of a calendar into a period, and moments into days of a zone."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from disclosure_rules.language.noun import noun
from disclosure_rules.recording.errors import LogError
from disclosure_rules.recording.reading import BESIDE, read

if TYPE_CHECKING:
    import sqlite3
    from datetime import date, datetime


@noun
class Period:
    """From one day to another, both included; without an end where None stands."""

    since: date | None = None
    until: date | None = None

    def has(self, moment: datetime) -> bool:
        """Tell whether a moment lies in the period, by the date in the moment's own zone."""
        day = moment.date()
        begun = self.since is None or self.since <= day
        return begun and (self.until is None or day <= self.until)

    def as_dict(self) -> dict[str, str | None]:
        """Return the period as plain data."""
        return {
            "since": None if self.since is None else self.since.isoformat(),
            "until": None if self.until is None else self.until.isoformat(),
        }


def period(since: date | None, until: date | None) -> Period:
    """Return a period.

    Raises:
        LogError: It ends before it begins.
    """
    if since is not None and until is not None and until < since:
        raise LogError("period_reversed", since=since.isoformat(), until=until.isoformat())
    return Period(since, until)


def zones_of(connection: sqlite3.Connection) -> dict[str, ZoneInfo]:
    """Return the zone whose dates count under each archived policy set, by its source digest."""
    return {
        record.content["reference"]: ZoneInfo(record.content["time_zone"])
        for record in read(connection, f"{BESIDE} AND r.kind = 'policies'")
        if record.content is not None
    }
