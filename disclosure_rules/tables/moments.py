"""A moment into what is compared with it: cut-off dates and truths, worked out by our own code.

SQL does no arithmetic of zones or calendars. What it compares with was worked out before, once for
each distinct moment of a table, by the functions that define the language's times.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from disclosure_rules.language.civil import LAST_INSTANT, since_midnight
from disclosure_rules.language.times import Civil, Duration, shift

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

Worked: TypeAlias = "bool | int"

EVER: Final = 0
"""From when on an instant is at or after a date that every instant is at or after."""
NEVER: Final = LAST_INSTANT + 1
"""From when on an instant is at or after a date that none is."""
_FIRST_DAY: Final = 1
_AFTER_LAST_DAY: Final = date.max.toordinal() + 1
_NEAR_THE_END: Final = 3


class ByMoment(NamedTuple):
    """A column of the table of moments: its name, its type, and how it is worked out."""

    name: str
    sql_type: str
    work_out: Callable[[datetime], Worked]


@cache
def first_day(sought: Civil, move: Duration | None, backwards: bool, later: bool) -> int:  # noqa: FBT001 - `cache` takes them by position
    """Return the first day that, moved, is a date or later; or, `later`, lies after it.

    A day that is moved keeps its order with others, so that it can be sought by halves.
    """
    low, high = _FIRST_DAY, _AFTER_LAST_DAY
    while low < high:
        middle = (low + high) // 2
        day = date.fromordinal(middle)
        found = (
            (day.year, day.month, day.day)
            if move is None
            else shift(day, move, backwards=backwards, zone=_NO_ZONE)
        )
        if found > sought if later else found >= sought:  # type: ignore[operator]  # days give civil dates
            high = middle
        else:
            low = middle + 1
    return low


_NO_ZONE: Final[ZoneInfo] = None  # type: ignore[assignment]  # a date needs none


def first_instants(zone: ZoneInfo, day: int) -> tuple[int, int, int]:
    """Return when instants have a civil date or a later one: from, to, and from then on again.

    Mostly from midnight on for ever; where clocks are put back over midnight, there is a gap.
    """
    if day <= _FIRST_DAY + _NEAR_THE_END:
        return EVER, NEVER, NEVER
    if day >= _AFTER_LAST_DAY - _NEAR_THE_END:
        return NEVER, NEVER, NEVER
    spans = since_midnight(zone, day)
    (start, end), (again, _) = spans[0], spans[-1]
    return (start, NEVER, NEVER) if end is None else (start, end, again)
