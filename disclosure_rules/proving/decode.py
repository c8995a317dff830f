"""What the solver found into a request: a mapping as JSON has it, with values that people can read.

Instants stand in the zone of the vocabulary. Texts that no policy writes are named for where they
stand: `recipient-1`. Numbers are decimals.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, assert_never

import z3

from disclosure_rules.language.civil import number_instant
from disclosure_rules.language.vocabulary import Categories
from disclosure_rules.proving.values import (
    Amount,
    Day,
    Instant,
    Rows,
    Terms,
    Text,
    Texts,
    Truth,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    from disclosure_rules.proving.asked import Asked, Given
    from disclosure_rules.proving.logic import Formula, Number
    from disclosure_rules.proving.values import Place

    Request = dict[str, Any]


class Decoder:
    """Reads a request off a model."""

    def __init__(self, asked: Asked, model: Any) -> None:
        """Read these constants by their values."""
        self._asked = asked
        self._model = model
        self._names = dict(enumerate(asked.shape.texts))

    def holds(self, formula: Formula) -> bool:
        """Tell whether a formula is true of what was found."""
        if isinstance(formula, bool):
            return formula
        return bool(z3.is_true(self._model.eval(formula, model_completion=True)))

    def whole(self, number: Number) -> int:
        """Return the value of a whole number."""
        if isinstance(number, int):
            return number
        return int(self._model.eval(number, model_completion=True).as_long())

    def request(self) -> Request:
        """Return the request that was found."""
        asked = self._asked
        request: Request = {"moment": self._instant(asked.moment)}
        given = [found for found in asked.given.values() if self.holds(found.given)]
        items: list[Request] = []
        for name, here in asked.entities.items():
            if self.holds(here):
                part: Request = {}
                if name == "item":
                    items.append(part)
                else:
                    request[name] = part
        if items:
            request["items"] = items
        for found in sorted(given, key=lambda found: str(found.place)):
            entity, dot, name = found.place.path.partition(".")
            if not dot:
                request[entity] = self.value(found)
            elif found.place.record is None:
                part = items[0] if entity == "item" else request[entity]
                part[name] = self.value(found)
        return request

    def value(self, found: Given) -> object:
        """Return a value that is given, as JSON has it."""
        match found.value:
            case Truth(holds):
                return self.holds(holds)
            case Terms(there):
                terms = [term for term, has in there.items() if self.holds(has)]
                one = len(terms) == 1 and isinstance(found.kinds[0], Categories)
                return terms[0] if one or not _is_set(found) else terms
            case Text(number):
                return self._text(self.whole(number), found.place)
            case Texts(numbers):
                member = self._asked.logic.member
                return [
                    self._text(text, found.place)
                    for text in self._asked.all_texts
                    if self.holds(member(text, numbers))
                ]
            case Amount(number):
                return self._amount(number)
            case Instant(number):
                return self._instant(number)
            case Day(number):
                return date.fromordinal(self.whole(number)).isoformat()
            case Rows(there):
                return [
                    self._record(found.place, row)
                    for row, has in enumerate(there)
                    if self.holds(has)
                ]
        assert_never(found.value)

    def _record(self, rows: Place, number: int) -> Request:
        return {
            place.path.rpartition(".")[2]: self.value(found)
            for place, found in sorted(self._asked.given.items(), key=lambda item: item[0].path)
            if place.record == number and place.path.rpartition(".")[0] == rows.path
            if self.holds(found.given)
        }

    def _zone(self) -> ZoneInfo:
        return self._asked.vocabularies[-1].zone

    def _instant(self, number: Number) -> str:
        instant = number_instant(self.whole(number))
        local = instant.astimezone(self._zone())
        # Before zones had round offsets, these had seconds, which requests do not write.
        is_round = not (local.utcoffset() or timedelta()) % timedelta(minutes=1)
        return (local if is_round else instant).isoformat()

    def _amount(self, number: Number) -> int | float | Decimal:
        if z3.is_int(number):
            return self.whole(number)
        told = self._model.eval(number, model_completion=True).as_fraction()
        value = Fraction(told.numerator, told.denominator)
        if value.denominator == 1:
            return int(value)
        decimal = Decimal(value.numerator) / Decimal(value.denominator)
        return float(decimal) if Decimal(repr(float(decimal))) == decimal else decimal

    def _text(self, number: int, place: Place) -> str:
        if number not in self._names:
            *_, above, last = ("", *place.path.split("."))
            stem = above if last == "id" and above else last
            taken = set(self._names.values())
            self._names[number] = next(n for n in _numbered(stem) if n not in taken)
        return self._names[number]


def _is_set(found: Given) -> bool:
    return type(found.kinds[0]).__name__ != "OneTerm"


def _numbered(stem: str) -> Iterable[str]:
    number = 1
    while True:
        yield f"{stem}-{number}"
        number += 1
