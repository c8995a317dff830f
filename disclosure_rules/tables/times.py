"""Two times of a test into a truth: of instants, of civil dates, and of what they are shifted to.

It is the part "Time" of docs/semantics.md. One side at least is settled before any row is read, by
the policies or by the moment: then what the other side must be follows, as an instant or a date to
compare with. Where both are facts of the row, instants compare as instants and dates as dates, and
what is moved by months compares by its place in the calendar.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from disclosure_rules.language.civil import HOUR, instant_number
from disclosure_rules.language.times import Civil, Duration, civil_date, compare, shift
from disclosure_rules.language.vocabulary import Plain
from disclosure_rules.tables.calendar import MONTH, place_of
from disclosure_rules.tables.moments import ByMoment, Worked, first_day, first_instants
from disclosure_rules.tables.nodes import (
    Node,
    Truth,
    column,
    compared,
    conj,
    disj,
    filled_in,
    neg,
    plus,
    whole,
)
from disclosure_rules.tables.zones import civil_day_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

_ACCEPTED: Final = {
    "before": (-1,),
    "at_or_before": (-1, 0),
    "after": (1,),
    "at_or_after": (0, 1),
    "is": (0,),
}
"""How the left time may lie to the right one."""
_TURNED: Final = {
    "before": "after",
    "at_or_before": "at_or_after",
    "after": "before",
    "at_or_after": "at_or_before",
    "is": "is",
}


class Time(NamedTuple):
    """A side of a test: a fact of the row, the moment, or a constant; perhaps shifted."""

    name: str
    """`time` or `date`."""
    value: Node | None
    """None where it is settled."""
    constant: date | None
    """None for the moment."""
    move: Duration | None = None
    backwards: bool = False

    @property
    def settled(self) -> bool:
        """Whether it is known before any row is read, but for the moment."""
        return self.value is None

    @property
    def by_moment(self) -> bool:
        """Whether it is the moment, or counted from it."""
        return self.value is None and self.constant is None

    @property
    def is_instant(self) -> bool:
        """Whether it is an instant as it is compared: a shift by days makes a date of it."""
        return self.name == "time" and (self.move is None or self.move.unit == "hours")

    @property
    def node(self) -> Node:
        """The fact, moved by hours if it is."""
        return plus(cast("Node", self.value), self._moved("hours") * HOUR)

    @property
    def days(self) -> int:
        """By how many days it is moved."""
        return self._moved("days")

    @property
    def months(self) -> int:
        """By how many months it is moved."""
        return self._moved("months") + 12 * self._moved("years")

    def _moved(self, unit: str) -> int:
        if self.move is None or self.move.unit != unit:
            return 0
        return -self.move.amount if self.backwards else self.move.amount


class TimeComparer:
    """Compares times, and gathers what is to be worked out for each moment."""

    def __init__(self, zone: ZoneInfo) -> None:
        """Compare by the civil dates of a zone."""
        self._zone = zone
        self.columns: list[ByMoment] = []
        self._known: dict[object, list[Node]] = {}

    def compared(self, operator: str, left: Time, right: Time) -> Truth:
        """Return that an operator says true of two times that are given."""
        if left.settled and right.settled:
            return self._settled(operator, left, right)
        if left.settled:
            return self._beside(_TURNED[operator], right, left)
        if right.settled:
            return self._beside(operator, left, right)
        return self._of_row(operator, left, right)

    # --- Both of the row -----------------------------------------------------------------------

    def _of_row(self, operator: str, left: Time, right: Time) -> Truth:
        if left.is_instant and right.is_instant:
            return compared(operator, left.node, right.node)
        first, second = self._day(left), self._day(right)
        if right.months == 0:
            # Days beyond the calendar's ends keep their order with those in it.
            return compared(operator, first, plus(second, right.days))
        # A month that is too short for the day has the place at which its day would be. No day lies
        # between that place and the month's last day: what is not after the one is not after
        # the other, and what is before them has its next day not after them.
        limit = plus(_place(second), right.months * MONTH)

        def not_after(day: Node) -> Truth:
            return compared("at_or_before", _place(day), limit)

        match operator:
            case "at_or_before":
                return not_after(first)
            case "after":
                return neg(not_after(first))
            case "before":
                return not_after(plus(first, 1))
            case "at_or_after":
                return neg(not_after(plus(first, 1)))
            case _:
                return conj((not_after(first), neg(not_after(plus(first, 1)))))

    def _day(self, side: Time) -> Node:
        """Return the civil date of a fact of the row, moved by hours if it is, as a day."""
        return side.node if side.name == "date" else civil_day_of(self._zone, side.node)

    # --- One settled ---------------------------------------------------------------------------

    def _beside(self, operator: str, fact: Time, settled: Time) -> Truth:
        """Return that an operator says true of a fact and what is settled."""
        if fact.is_instant and settled.is_instant:
            (limit,) = self._worked(
                ("instant", settled),
                settled.by_moment,
                ("BIGINT",),
                lambda moment: (instant_number(cast("datetime", self._value(settled, moment))),),
            )
            return compared(operator, fact.node, limit)
        # A date is on or after the first day that is, counted on, not before what is settled.
        match operator:
            case "at_or_after":
                return self._since(fact, settled, later=False)
            case "before":
                return neg(self._since(fact, settled, later=False))
            case "after":
                return self._since(fact, settled, later=True)
            case "at_or_before":
                return neg(self._since(fact, settled, later=True))
            case _:
                since = self._since(fact, settled, later=False)
                return conj((since, neg(self._since(fact, settled, later=True))))

    def _since(self, fact: Time, settled: Time, *, later: bool) -> Truth:
        """Return that a fact's date is that of what is settled or later; `later`: only later."""
        value = cast("Node", fact.value)
        move = None if fact.is_instant else fact.move

        def day(moment: datetime) -> int:
            sought = civil_date(self._value(settled, moment), self._zone)
            return first_day(sought, move, fact.backwards, later)

        key = (settled, move, fact.backwards, later)
        if fact.name == "date":
            (first,) = self._worked(
                ("day", *key), settled.by_moment, ("INTEGER",), lambda moment: (day(moment),)
            )
            return compared("at_or_after", value, first)
        if fact.is_instant:
            value = fact.node
        start, end, again = self._worked(
            ("instants", *key),
            settled.by_moment,
            ("BIGINT",) * 3,
            lambda moment: first_instants(self._zone, day(moment)),
        )
        within = compared("at_or_after", value, start), compared("before", value, end)
        return disj((conj(within), compared("at_or_after", value, again)))

    # --- Both settled --------------------------------------------------------------------------

    def _settled(self, operator: str, left: Time, right: Time) -> Truth:
        def holds(moment: datetime) -> tuple[Worked]:
            first = self._value(left, moment)
            second = self._value(right, moment)
            order = compare(cast("date", first), second, self._zone)
            return (order in _ACCEPTED[operator],)

        if not (left.by_moment or right.by_moment):
            (truth,) = holds(_ANY_MOMENT)
            return bool(truth)
        key = ("holds", operator, left, right)
        (found,) = self._worked(key, by_moment=True, types=("BOOLEAN",), work_out=holds)
        return found

    # --- What is worked out --------------------------------------------------------------------

    def _value(self, settled: Time, moment: datetime) -> datetime | date | Civil:
        value = moment if settled.constant is None else settled.constant
        if settled.move is None:
            return value
        return shift(value, settled.move, backwards=settled.backwards, zone=self._zone)

    def _worked(
        self,
        key: object,
        by_moment: bool,  # noqa: FBT001 - said by name where it is no variable
        types: tuple[str, ...],
        work_out: Callable[[datetime], tuple[Worked, ...]],
    ) -> list[Node]:
        """Return what was worked out: literals, or columns of the table of moments."""
        if not by_moment:
            return [whole(value) for value in work_out(_ANY_MOMENT)]
        if key not in self._known:
            first = len(self.columns)
            self.columns += [
                ByMoment(f"by moment {first + n}", kind, _part(work_out, n))
                for n, kind in enumerate(types)
            ]
            self._known[key] = [column(each.name) for each in self.columns[first:]]
        return self._known[key]


_ANY_MOMENT: Final = datetime.min.replace(tzinfo=UTC)
"""What nothing is counted from."""


def _place(day: Node) -> Node:
    """Return the place in the calendar of a day of the row."""
    return filled_in(place_of(column("day")), day=day)


def _part(
    work_out: Callable[[datetime], tuple[Worked, ...]], place: int
) -> Callable[[datetime], Worked]:
    return lambda moment: work_out(moment)[place]


def time_name(kind: object) -> str | None:
    """Return `time` or `date` for the type of either, else None."""
    return kind.name if isinstance(kind, Plain) and kind.name in ("time", "date") else None
