"""A day into its place in the calendar, by whole numbers that every database counts alike.

Each function takes a number and gives one, or takes a node and gives a node: what is tried here is
what is written into SQL. There is no division but of a number that is not negative, which all
databases round down.

Years are counted from March on, so that a leap day is the last of its year. Then days that are
counted in quarters fall into 400 years of 146,097 days, and their centuries, and these
into years of 1,461 quarters. Of each five months from March on the lengths are 31, 30, 31, 30
and 31 days, 153 together: so days that are counted in fifths fall into months of 153 fifths.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from disclosure_rules.language.civil import CYCLE

if TYPE_CHECKING:
    from disclosure_rules.tables.nodes import Node

Whole = TypeVar("Whole", int, "Node")
"""A whole number, or a node that is one."""

MONTH: Final = 31
"""How many places a month has: one for each day of the longest."""
_MARCH: Final = 305
"""The days from the first of March before the year 1 to the day 0."""
_FOUR_YEARS: Final = 1461
_FIVE_MONTHS: Final = 153
_YEARS: Final = 100
_MONTHS: Final = 12


def day_of_year(day: Whole) -> Whole:
    """Return how many days lie between the first of March and a day, in the year from March on."""
    return _in_century(day) % _FOUR_YEARS // 4


def place_of(day: Whole) -> Whole:
    """Return a number that grows by `MONTH` from a day to the same day of the next month.

    A later day has a higher place. The places in between belong to no day.
    """
    century = _quarters(day) // CYCLE
    year = _in_century(day) // _FOUR_YEARS
    fifths = day_of_year(day) * 5 + 2
    month = century * (_YEARS * _MONTHS) + year * _MONTHS + fifths // _FIVE_MONTHS
    return month * MONTH + fifths % _FIVE_MONTHS // 5


def _quarters(day: Whole) -> Whole:
    """Return a day, counted from the first of March of the year 0, in quarters; the last of it."""
    return (day + _MARCH) * 4 + 3


def _in_century(day: Whole) -> Whole:
    """Return the last quarter of a day, counted from the beginning of its century."""
    return _quarters(day) % CYCLE // 4 * 4 + 3
