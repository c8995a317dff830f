"""Instants into civil dates of a zone, and dates moved by months, exactly.

Neither a zone's rules nor the lengths of months are linear, so that the solver is told in two
steps. First what holds of every time there is: between which bounds a date lies, which lengths of
months occur together, that later stays later. Then, wherever a would-be example has a date wrong,
the exact rule for the stretch of time in which it lies. What is told is true of every time, so that
"impossible" is final; what is found is right in every date. There are finitely many stretches, so
that it ends.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from disclosure_rules.language.civil import (
    DAY,
    alike_days,
    civil_day,
    eras_of,
    length_of,
    lengths_of,
    never_back,
    since_midnight,
    stretch_around,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from zoneinfo import ZoneInfo

    from disclosure_rules.proving.logic import Formula, Logic, Number


class DayOf(NamedTuple):
    """A day that is the civil date of an instant in a zone."""

    instant: Number
    zone: ZoneInfo
    day: Number


class Moved(NamedTuple):
    """A day that is another one, moved by months."""

    day: Number
    months: int
    moved: Number


class Calendar:
    """Civil dates and moved days, as terms, with what the solver is told of them."""

    def __init__(self, logic: Logic) -> None:
        """Tell of days in these terms."""
        self._logic = logic
        self.days: dict[tuple[int, str], DayOf] = {}
        self.moves: dict[tuple[int, int], Moved] = {}

    def day_of(self, instant: Number, zone: ZoneInfo) -> Number:
        """Return the civil date of an instant in a zone."""
        key = (instant.get_id(), zone.key)
        if key not in self.days:
            day = self._logic.whole(f"day {len(self.days)}")
            self.days[key] = DayOf(instant, zone, day)
        return self.days[key].day

    def moved(self, day: Number, months: int) -> Number:
        """Return a day moved by months, on or back."""
        key = (day.get_id(), months)
        if key not in self.moves:
            moved = self._logic.whole(f"moved day {len(self.moves)}")
            self.moves[key] = Moved(day, months, moved)
        return self.moves[key].moved

    def since(self, instant: Number, day: int, zone: ZoneInfo) -> Formula:
        """Return that the civil date of an instant is a given day or later."""
        logic = self._logic
        return logic.disj(
            logic.conj(
                (
                    logic.at_least(instant, start),
                    True if end is None else logic.neg(logic.at_least(instant, end)),
                )
            )
            for start, end in since_midnight(zone, day)
        )

    # --- What the solver is told ---------------------------------------------------------------

    def laws(self) -> Iterator[Formula]:
        """Yield what holds of these days at all times."""
        logic = self._logic
        for instant, zone, day in self.days.values():
            for era in eras_of(zone):
                inside = logic.within(era.start, instant, era.end - 1)
                begun = logic.at_least(logic.plus(instant, era.most), (day - 1) * DAY)
                ended = logic.at_least(day * DAY - 1, logic.plus(instant, era.least))
                yield logic.implies(inside, logic.conj((begun, ended)))
        for first, second in combinations(self.days.values(), 2):
            if first.zone.key == second.zone.key:
                yield from self._keeps_order(
                    (first.instant, first.day),
                    (second.instant, second.day),
                    strictly=not never_back(first.zone),
                )
        for moves in self._by_day():
            yield logic.disj(
                logic.conj(
                    logic.equal(move.moved, move.day + length)
                    for move, length in zip(moves, lengths, strict=True)
                )
                for lengths in lengths_of(tuple(move.months for move in moves))
            )
        for one, other in combinations(self.moves.values(), 2):
            if one.months == other.months:
                yield from self._keeps_order(
                    (one.day, one.moved), (other.day, other.moved), strictly=False
                )

    def _by_day(self) -> Iterable[list[Moved]]:
        """Return the moves, those of one day together."""
        together: dict[int, list[Moved]] = {}
        for move in self.moves.values():
            together.setdefault(move.day.get_id(), []).append(move)
        return together.values()

    def _keeps_order(
        self, first: tuple[Number, Number], second: tuple[Number, Number], *, strictly: bool
    ) -> Iterator[Formula]:
        """Yield that what comes of two times stands as these do; strictly, only of equal ones."""
        logic = self._logic
        if strictly:
            equal = logic.equal(first[0], second[0])
            yield logic.implies(equal, logic.equal(first[1], second[1]))
            return
        for (early, early_made), (late, late_made) in ((first, second), (second, first)):
            yield logic.implies(logic.at_least(late, early), logic.at_least(late_made, early_made))

    def lessons(self, value: Callable[[Number], int]) -> list[Formula]:
        """Return exact rules for what a would-be example, by these values, has wrong."""
        logic, lessons = self._logic, []
        for instant, zone, day in self.days.values():
            at = value(instant)
            if value(day) != civil_day(zone, at):
                stretch = stretch_around(zone, at)
                inside = logic.within(stretch.start, instant, stretch.end - 1)
                local = logic.plus(instant, stretch.offset)
                begun = logic.at_least(local, (day - 1) * DAY)
                ended = logic.at_least(day * DAY - 1, local)
                lessons.append(logic.implies(inside, logic.conj((begun, ended))))
        for day, months, moved in self.moves.values():
            on = value(day)
            first, last = alike_days(on)
            length = length_of(on, months)
            if value(moved) != on + length:
                inside = logic.within(first, day, last)
                lessons.append(logic.implies(inside, logic.equal(moved, day + length)))
        return lessons

    def corrected(self, value: Callable[[Number], int]) -> list[Formula]:
        """Return that all times are as in a would-be example, and their dates as they must be."""
        logic, made, days = self._logic, [], {}
        for instant, zone, day in self.days.values():
            at = value(instant)
            days[day.get_id()] = civil_day(zone, at)
            made += [logic.equal(instant, at), logic.equal(day, days[day.get_id()])]
        for day, months, moved in self.moves.values():
            on = days.get(day.get_id(), value(day))
            made += [logic.equal(day, on), logic.equal(moved, on + length_of(on, months))]
        return made
