"""An instant of a row into its civil date, by the changes of a zone's clocks that our code found.

How far clocks are ahead is a constant between two changes: a balanced tree of CASE finds the
right one. Where clocks change every year for ever, the tree ends in the rule that they follow. It
is written only after it has given every change of 400 years, in which the calendar repeats; of a
zone that follows no such rule the tree holds all changes of those years.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from disclosure_rules.language.civil import (
    CYCLE,
    DAY,
    FOR_EVER,
    Change,
    changes_for_ever,
    changes_of,
    offset_at,
)
from disclosure_rules.tables.calendar import Whole, day_of_year
from disclosure_rules.tables.nodes import Node, chosen, column, compared, conj, filled_in, whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

_DAYS: Final = 7
_WEEK: Final = _DAYS * DAY
_BOTH: Final = 2


def civil_day_of(zone: ZoneInfo, instant: Node) -> Node:
    """Return the civil date in a zone of an instant of a row, as a day."""
    # Databases round to zero: what lies in the day before the calendar must count as a day of it.
    local: Node = (column("at") + column("ahead") + DAY) // DAY
    return filled_in(local, at=instant, ahead=_offset_of(zone, instant))


def _offset_of(zone: ZoneInfo, instant: Node) -> Node:
    """Return how far a zone's clocks are ahead of UTC at an instant of a row."""
    changes, for_ever = changes_of(zone), changes_for_ever(zone)
    first = offset_at(zone, 0)
    if not for_ever:
        return _tree(instant, first, changes)
    rule = yearly(zone)
    if rule is None:
        again = (instant - FOR_EVER) % (CYCLE * DAY) + FOR_EVER
        later = _tree(again, offset_at(zone, FOR_EVER), for_ever)
        return _tree(instant, first, changes, FOR_EVER, later)
    kept = [change for change in changes if change.at < rule.since]
    return _tree(instant, first, kept, rule.since, rule.offset_of(instant))


def _tree(
    instant: Node, first: int, changes: Sequence[Change], end: int = 0, later: Node | None = None
) -> Node:
    """Return the offset at an instant by the changes; from `end` on, what later ones have."""
    limits = [change.at for change in changes]
    leaves = [whole(first), *(whole(change.offset) for change in changes)]
    if later is not None:
        limits.append(end)
        leaves.append(later)

    def among(low: int, high: int) -> Node:
        if low == high:
            return leaves[low]
        middle = (low + high) // 2
        earlier = compared("before", instant, whole(limits[middle]))
        return chosen(((earlier, among(low, middle)),), among(middle + 1, high))

    return among(0, len(limits))


# --- For ever ------------------------------------------------------------------------------------


class Weekly(NamedTuple):
    """The first time in a year, not before a day of it, that a week has come as far as it says."""

    week: int
    """How far a week has come; the weeks begin as the year 1 does."""
    earliest: int
    """The first day that it can be, counted from the first of March."""
    offset: int
    """How far clocks are ahead from then on."""

    def last(self, instant: Whole) -> Whole:
        """Return the last day, up to an instant, on which a week has come as far."""
        return (instant - self.week) // _WEEK * _DAYS + (self.week // DAY + 1)


class Yearly(NamedTuple):
    """Clocks that are put on and back every year, at the same times of a week."""

    first: Weekly
    """The earlier one in a year from March on."""
    second: Weekly
    since: int = FOR_EVER
    """From when on all changes follow the rule."""

    def days(self, instant: Whole) -> tuple[Whole, Whole]:
        """Return the days of the year of the next week of the first, and the last of the second.

        Between the two changes the one is late in the year, and the other still early. About the
        first of March, where either may belong to another year, one of them shows winter.
        """
        following = self.first.last(instant) + _DAYS
        return day_of_year(following), day_of_year(self.second.last(instant))

    def offset(self, instant: int) -> int:
        """Return how far clocks are ahead at an instant."""
        following, last = self.days(instant)
        between = following >= self.first.earliest + _DAYS and last < self.second.earliest
        return (self.first if between else self.second).offset

    def offset_of(self, instant: Node) -> Node:
        """Return how far clocks are ahead at an instant of a row."""
        following, last = self.days(instant)
        between = conj(
            (
                compared("at_least", following, whole(self.first.earliest + _DAYS)),
                compared("less_than", last, whole(self.second.earliest)),
            )
        )
        return chosen(((between, whole(self.first.offset)),), whole(self.second.offset))

    def changes(self, start: int, end: int) -> list[Change]:
        """Return the changes that the rule gives after an instant and before another."""
        found: list[Change] = []
        before = self.offset(start)
        weeks = range(start // _WEEK * _WEEK, end + _WEEK, _WEEK)
        for at in sorted(week + each.week for week in weeks for each in (self.first, self.second)):
            if start < at < end and self.offset(at) != before:
                before = self.offset(at)
                found.append(Change(at, before))
        return found


@cache
def yearly(zone: ZoneInfo) -> Yearly | None:
    """Return the rule that a zone's clocks follow for ever; None where it is no such rule."""
    for_ever = changes_for_ever(zone)
    offsets = {change.offset for change in for_ever}
    if len(offsets) != _BOTH:
        return None
    ways = (_weekly(for_ever, offset) for offset in offsets)
    first, second = sorted(ways, key=lambda way: way.earliest)
    rule = Yearly(first, second)
    # INVARIANT: what the rule gives for 400 years it gives for ever, as the calendar repeats.
    if rule.changes(FOR_EVER, FOR_EVER + CYCLE * DAY) != [*for_ever]:
        return None
    return rule._replace(since=_since(rule, changes_of(zone)))


def _weekly(changes: Sequence[Change], offset: int) -> Weekly:
    """Return when, for all that is known, clocks are put to an offset."""
    instants = [change.at for change in changes if change.offset == offset]
    days = (day_of_year(at // DAY + 1) for at in instants)
    return Weekly(instants[0] % _WEEK, min(days), offset)


def _since(rule: Yearly, changes: Sequence[Change]) -> int:
    """Return from when on the changes of a zone are those of a rule."""
    since = FOR_EVER
    given = rule.changes(changes[0].at - 1, FOR_EVER) if changes else []
    for found, expected in zip(reversed(changes), reversed(given), strict=False):
        if found != expected:
            break
        since = found.at
    return since
