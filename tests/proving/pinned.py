"""An encoding and a request into what the encoding says of just that request.

Every constant is given the value that the request has, so that nothing is left to be solved: what
the formulas then say must be what the semantics say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any, cast

import z3
from z3 import z3core

from disclosure_rules.language import times
from disclosure_rules.language.civil import instant_number, length_of, number_instant
from disclosure_rules.proving.asked import Given
from disclosure_rules.proving.bounds import Shape
from disclosure_rules.proving.encode import Encoding
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
from disclosure_rules.request import Facts, Item


def room_for(found: Iterable[Facts]) -> Shape:
    """Return a shape in which any of these requests has room."""
    records: dict[str, int] = {}
    texts: set[str] = set()
    for facts in found:
        for given in (facts.given, *(item.given for item in facts.items)):
            for path, value in given.items():
                texts.update(_texts(value))
                if isinstance(value, tuple) and value and isinstance(value[0], Mapping):
                    records[path] = max(records.get(path, 0), len(value))
    return Shape(records, tuple(sorted(texts)), 0)


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)


class Packed:
    """Formulas as one number, each a bit of it: what they say takes one question then."""

    def __init__(self, encoding: Encoding, formulas: Sequence[Any]):
        """Pack formulas; all that are needed, since what is made later knows other constants."""
        self.encoding = encoding
        context = encoding.logic.context
        terms = [
            z3.If(f, z3.IntVal(1 << bit, context), z3.IntVal(0, context))
            for bit, f in enumerate(formulas)
            if not isinstance(f, bool)
        ]
        self._settled = sum(1 << bit for bit, f in enumerate(formulas) if f is True)
        self._sum = z3.Sum(terms) if terms else z3.IntVal(0, context)
        self._number = len(formulas)
        self._made: dict[tuple[str, Any], Any] = {}

    def said(self, facts: Facts, item: Item) -> list[bool]:
        """Return what each formula says of an item of a request."""
        pinned = Pinned(self.encoding, facts, item, self._made)
        bits = pinned.number(self._sum) + self._settled
        return [bool(bits >> bit & 1) for bit in range(self._number)]


class Pinned:
    """An encoding with the values of one request."""

    def __init__(
        self,
        encoding: Encoding,
        facts: Facts,
        item: Item,
        made: dict[tuple[str, Any], Any] | None = None,
    ):
        """Give every constant its value; all formulas must have been made before."""
        self.encoding = encoding
        self.asked = encoding.asked
        self.facts, self.item = facts, item
        self._made = {} if made is None else made
        self._context = encoding.logic.context
        self.model = z3.Model(self._context)
        for name, here in self.asked.entities.items():
            is_there = item.known if name == "item" else name in facts.entities
            self._set(here, is_there)
        for found in list(self.asked.given.values()):
            self._pin(found)
        for instant, zone, day in self.asked.calendar.days.values():
            civil = times.civil_date(number_instant(self.number(instant)), zone)
            self._set(day, _ordinal(civil))
        for day, months, moved in self.asked.calendar.moves.values():
            start = self.number(day)
            duration = times.Duration(abs(months), "months")
            on = date.fromordinal(min(max(start, 1), date.max.toordinal()))
            shifted = times.shift(on, duration, backwards=months < 0, zone=UTC)
            ordinal = _ordinal(cast("times.Civil", shifted))
            beyond = not 1 <= ordinal <= date.max.toordinal() or on.toordinal() != start
            # The calendar of the solver goes on where that of the engine ends.
            self._set(moved, start + length_of(start, months) if beyond else ordinal)

    def number(self, number: Any) -> int:
        """Return what a number is of the request."""
        return int(self.model.eval(number, model_completion=True).as_long())

    def _set(self, constant: Any, value: Any) -> None:
        if isinstance(constant, bool):
            assert constant == value
        elif isinstance(constant, z3.BoolRef):
            self._give(constant, "bool", bool(value))
        elif z3.is_int(constant):
            self._give(constant, "int", value)
        else:
            self._give(constant, "real", Fraction(value))

    def _give(self, constant: Any, sort: str, value: Any) -> None:
        """Give a constant a value: `update_value` does the same, and takes ten times as long."""
        key = (sort, value)
        if key not in self._made:
            make = {"bool": z3.BoolVal, "int": z3.IntVal, "real": z3.RealVal}[sort]
            self._made[key] = make(str(value) if sort == "real" else value, self._context)
        decl = ("decl", constant.get_id())
        if decl not in self._made:
            self._made[decl] = constant.decl()
        z3core.Z3_add_const_interp(
            self._context.ref(), self.model.model, self._made[decl].ast, self._made[key].ast
        )

    def _pin(self, found: Given) -> None:  # noqa: C901 - a case for each sort of value
        path, record = found.place
        value: Any
        if record is not None:
            above, _, name = path.rpartition(".")
            rows = self._fact(above) or ()
            value = rows[record].get(name) if record < len(rows) else None
        else:
            value = self._fact(path)
        self._set(found.given, value is not None)
        context = self._context
        match found.value:
            case Truth(holds):
                self._set(holds, bool(value))
            case Terms(there):
                terms = value if isinstance(value, tuple) else (value,)
                for term, has in there.items():
                    self._set(has, term in terms)
            case Text(number):
                self._set(number, 0 if value is None else self.asked.text(value))
            case Texts(numbers):
                made = z3.K(z3.IntSort(context), z3.BoolVal(False, context))  # noqa: FBT003 - z3
                for text in value or ():
                    true = z3.BoolVal(True, context)  # noqa: FBT003 - z3's own way
                    made = z3.Store(made, z3.IntVal(self.asked.text(text), context), true)
                self.model.update_value(numbers, made)
            case Amount(number):
                self._set(number, value or 0)
            case Instant(number):
                self._set(number, instant_number(value or datetime(2026, 1, 1, tzinfo=UTC)))
            case Day(number):
                self._set(number, (value or date(2026, 1, 1)).toordinal())
            case Rows(there):
                for row, has in enumerate(there):
                    self._set(has, row < len(value or ()))

    def _fact(self, path: str) -> Any:
        facts = self.item if path.partition(".")[0] == "item" else self.facts
        return facts.given.get(path)


def _ordinal(civil: times.Civil) -> int:
    if civil == times.BEFORE_ALL:
        return 0
    if civil == times.AFTER_ALL:
        return date.max.toordinal() + 1
    return date(*civil).toordinal()
