"""Faults planted in the prover, one by one: each makes some test of trust fail.

Each mutant is what somebody could have written by mistake: a constraint dropped, a polarity
swapped, a bound one too small.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import pytest

from tests.needs import needs

needs("z3", "to prove with; make .venv/dev installs it")

from disclosure_rules.language import civil  # noqa: E402 - only with the solver
from disclosure_rules.proving import (  # noqa: E402 - only with the solver
    asked,
    bounds,
    calendar,
    comparing,
    encode,
    heads,
    logic,
    readings,
    solving,
    standing,
)
from disclosure_rules.proving.goals import OneOf, Opposite  # noqa: E402
from tests.proving.known import KNOWN, check_known  # noqa: E402
from tests.proving.pinned_worlds import check_pinned  # noqa: E402
from tests.proving.small_worlds import check_small  # noqa: E402


class Mutant(NamedTuple):
    """What is replaced, and by what; the old one is handed over."""

    of: Any
    name: str
    made: Callable[[Any], Any]


def _always(value: Any) -> Callable[[Any], Any]:
    return lambda _: lambda *_args, **_kwargs: value


def _near(*, narrow: bool) -> Callable[[Any], Any]:
    return lambda old: lambda *args, **_: old(*args, narrow=narrow)


ALWAYS, NEVER = _always(value=True), _always(value=False)


def _flipped(old: Any) -> Any:
    return lambda self, *args, wanted, **more: old(self, *args, wanted=not wanted, **more)


def _one_fewer(old: Any) -> Any:
    def shape_of(*args: Any, **more: Any) -> bounds.Shape:
        shape = old(*args, **more)
        records = {path: max(number - 1, 0) for path, number in shape.records.items()}
        return bounds.Shape(records, shape.texts, shape.further_texts)

    return shape_of


def _no_further_texts(old: Any) -> Any:
    def shape_of(*args: Any, **more: Any) -> bounds.Shape:
        shape = old(*args, **more)
        return bounds.Shape(shape.records, shape.texts, 0)

    return shape_of


def _first_only(old: Any) -> Any:
    return lambda *args: old(*args)[:1]


def _parts_as_one(old: Any) -> Any:
    def formula(self: Any, goal: Any) -> Any:
        return old(self, OneOf(goal.parts) if type(goal).__name__ == "AllOf" else goal)

    return formula


def _no_opposite(old: Any) -> Any:
    return lambda self, goal: old(self, goal.part if isinstance(goal, Opposite) else goal)


def _without(kind: str) -> Callable[[Any], Any]:
    """Return the laws of a value, without those of a kind."""

    def made(old: Any) -> Any:
        def fits(self: Any, given: Any, value: Any, kinds: Any) -> Any:
            return iter(()) if type(value).__name__ == kind else old(self, given, value, kinds)

        return fits

    return made


MUTANTS: dict[str, Mutant] = {
    "an exception is taken for its opposite": Mutant(standing.SideEncoder, "_exemption", _flipped),
    "`some` is taken for `every`": Mutant(standing.SideEncoder, "_quantified", _flipped),
    "a rule is true when it is false": Mutant(standing.SideEncoder, "rule", _flipped),
    "a definition is negated": Mutant(standing.SideEncoder, "_definition", _flipped),
    "the days are not asked": Mutant(standing.SideEncoder, "in_its_days", ALWAYS),
    "parts are joined the wrong way": Mutant(encode.Encoding, "formula", _parts_as_one),
    "an opposite is none": Mutant(encode.Encoding, "formula", _no_opposite),
    "no law holds": Mutant(encode.Encoding, "laws", _always(())),
    "one record too few": Mutant(encode, "shape_of", _one_fewer),
    "no text but those written": Mutant(encode, "shape_of", _no_further_texts),
    "needs are not added": Mutant(bounds, "together", lambda _: bounds.alternatives),
    "broader terms drop rules out": Mutant(heads, "comparable_with", lambda _: heads.narrower_than),
    "broader terms are strange": Mutant(standing, "comparable_with", lambda _: heads.narrower_than),
    "an absent purpose is unknown": Mutant(readings.Reader, "_uninvolved", NEVER),
    "an absent purpose is none": Mutant(readings.Reader, "_uninvolved", ALWAYS),
    "silence is always unknown": Mutant(readings.Reader, "_absence", NEVER),
    "silence is always none": Mutant(readings.Reader, "_absence", ALWAYS),
    "an empty list is known": Mutant(asked.Asked, "nonempty", ALWAYS),
    "a fact has several terms": Mutant(logic.Logic, "at_most_one", ALWAYS),
    "records come without a list": Mutant(asked.Asked, "_fits", _without("Rows")),
    "terms need not be given": Mutant(asked.Asked, "_fits", _without("Terms")),
    "times lie beyond the calendar": Mutant(asked.Asked, "_fits", _without("Instant")),
    "a broad term fits": Mutant(comparing, "_near", _near(narrow=False)),
    "a broad term is strange": Mutant(comparing, "_near", _near(narrow=True)),
    "dates are those of Greenwich": Mutant(civil, "offset_at", _always(0)),
    "dates are not put right": Mutant(calendar.Calendar, "lessons", _always([])),
    "no law of the calendar holds": Mutant(
        calendar.Calendar, "laws", lambda _: lambda _self: iter(())
    ),
    "every month is as long as the first": Mutant(calendar, "lengths_of", _first_only),
    "a month is moved by its days": Mutant(
        calendar, "length_of", lambda _: lambda _day, months: 30 * months
    ),
    "an undecided question is a proof": Mutant(solving, "_ROUNDS", lambda _: 0),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_every_mutant_is_caught(name, monkeypatch):
    mutant = MUTANTS[name]
    old = getattr(mutant.of, mutant.name)
    monkeypatch.setattr(solving, "_ROUNDS", 20)  # a mutant may learn the same lesson for ever
    monkeypatch.setattr(mutant.of, mutant.name, mutant.made(old))
    assert _is_caught(), name


def _is_caught() -> bool:
    checks: tuple[tuple[Callable[[Any], object], Iterable[Any]], ...] = (
        (lambda seed: check_pinned(seed, 10), range(4)),
        (check_known, tuple(KNOWN)),
        (lambda seed: check_pinned(seed, 10), range(4, 12)),
        (check_small, range(3)),
    )
    for check, over in checks:
        for one in over:
            try:
                check(one)
            except (AssertionError, OverflowError):  # wrong, or a time that there is not
                return True
    return False
