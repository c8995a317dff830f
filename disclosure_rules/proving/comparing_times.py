"""Times on both sides of a test into formulas: instants, civil dates, and what they are shifted to.

This is the part "Time" of docs/semantics.md.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, cast

from disclosure_rules.language.civil import HOUR, LAST_INSTANT, instant_number, number_instant
from disclosure_rules.language.times import (
    AFTER_EVERY_INSTANT,
    BEFORE_EVERY_INSTANT,
    civil_date,
)
from disclosure_rules.proving.values import Day, Instant

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from disclosure_rules.proving.calendar import Calendar
    from disclosure_rules.proving.logic import Formula, Logic, Number
    from disclosure_rules.proving.operands import Operand

_TIMES: Final = {
    "before": (True, False, False),
    "at_or_before": (True, True, False),
    "after": (False, False, True),
    "at_or_after": (False, True, True),
    "is": (False, True, False),
}
"""Whether an operator accepts that the left time lies before, at and after the right one."""


class TimeComparer:
    """Compares times, by the civil dates of a zone where one side is a date."""

    def __init__(self, logic: Logic, calendar: Calendar, zone: ZoneInfo) -> None:
        """Compare in these terms."""
        self._logic = logic
        self._calendar = calendar
        self._zone = zone

    def of(self, operand: Operand) -> Instant | Day:
        """Return the time on the right of a test; a shift in days, months or years gives a day."""
        if operand.reading is None:
            constant = operand.constant
            if isinstance(constant, datetime):
                return Instant(instant_number(constant))
            return Day(cast("date", constant).toordinal())
        value = cast("Instant | Day", operand.reading.value)
        shift = operand.shift
        if shift is None:
            return value
        amount = -shift.amount if operand.backwards else shift.amount
        if shift.unit == "hours":
            return Instant(self._saturated(value.number, amount * HOUR))
        day = self._day(value)
        if shift.unit == "days":
            return Day(self._logic.plus(day, amount))
        # Beyond the calendar days go on as in it: compared with days in it, that is all the same.
        months = amount * (12 if shift.unit == "years" else 1)
        return Day(self._calendar.moved(day, months))

    def _saturated(self, instant: Number, amount: int) -> Number:
        """Return an instant moved; what would pass the calendar's ends stays at them."""
        logic = self._logic
        moved = logic.plus(instant, amount)
        if amount > 0:
            beyond = logic.at_least(moved, LAST_INSTANT + 1)
            return logic.either(beyond, instant_number(AFTER_EVERY_INSTANT), moved)
        beyond = logic.neg(logic.at_least(moved, 0))
        return logic.either(beyond, instant_number(BEFORE_EVERY_INSTANT), moved)

    def _day(self, time: Instant | Day) -> Number:
        if isinstance(time, Day):
            return time.number
        zone = self._zone
        if isinstance(time.number, int):
            year, month, day = civil_date(number_instant(time.number), zone)
            return date(year, month, day).toordinal()
        return self._calendar.day_of(time.number, zone)

    def compared(self, operator: str, left: Instant | Day, right: Instant | Day) -> Formula:
        """Return that an operator says true of two times."""
        if isinstance(left, Instant) and isinstance(right, Instant):
            at_least: Callable[[Any, Any], Formula] = self._logic.at_least
            first, second = left.number, right.number
        else:
            at_least, first, second = self._day_at_least, left, right
        before, at, after = _TIMES[operator]
        not_before, not_after = at_least(first, second), at_least(second, first)
        match (before, at, after):
            case (True, True, _):
                return not_after
            case (_, True, True):
                return not_before
            case (True, _, _):
                return self._logic.neg(not_before)
            case (_, _, True):
                return self._logic.neg(not_after)
            case _:
                return self._logic.conj((not_before, not_after))

    def _day_at_least(self, left: Instant | Day, right: Instant | Day) -> Formula:
        """Return that the civil date of the left time is not before that of the right one.

        Beside a date that is written, an instant needs no date of its own: it lies after midnight.
        """
        calendar, zone = self._calendar, self._zone
        match left, right:
            case Instant(number), Day(int() as day) if not isinstance(number, int):
                return calendar.since(number, day, zone)
            case Day(int() as day), Instant(number) if not isinstance(number, int):
                return self._logic.neg(calendar.since(number, day + 1, zone))
        return self._logic.at_least(self._day(left), self._day(right))
