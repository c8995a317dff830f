"""Goals into answers: an example of a request, a proof that there is none, or neither in time.

Answers are the same in every run: chance has a fixed seed, and effort is counted in the solver's
own steps, not by a clock. What the calendar makes of a time the solver learns as it goes, so that
one question may take several rounds: see `calendar`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import z3

from disclosure_rules.proving.decode import Decoder
from disclosure_rules.proving.encode import Encoding

if TYPE_CHECKING:
    from disclosure_rules.proving.bounds import Shape
    from disclosure_rules.proving.goals import Goal

    Request = dict[str, Any]

LIMIT: Final = 20_000_000
"""How many steps one question may take unless another number is asked for: some seconds."""
_ROUNDS: Final = 500
"""How many lessons of the calendar one question may take."""


@dataclass(frozen=True, slots=True)
class Impossible:
    """No request is so: proved."""


@dataclass(frozen=True, slots=True)
class Example:
    """A request that is so."""

    request: Request

    def __repr__(self) -> str:
        """Show no value."""
        return "Example()"


@dataclass(frozen=True, slots=True)
class Undecided:
    """Not decided within the limit: there may be such a request, or not."""


Answer: TypeAlias = Impossible | Example | Undecided


def find(goal: Goal, *, limit: int = LIMIT, at_least: Shape | None = None) -> Answer:
    """Return a request of which a goal is so, or that there is none.

    Args:
        goal: What is asked; it should say by `Reads` who reads the request, and on which days.
        limit: How many steps to take before giving up.
        at_least: A shape to leave room for, beside what is needed.
    """
    encoding = Encoding(goal, at_least=at_least)
    formula = encoding.formula(goal)
    if formula is False:
        return Impossible()
    solver = z3.SimpleSolver(encoding.logic.context)
    solver.set("random_seed", 0)
    solver.set("rlimit", limit)
    for part in (formula, *encoding.laws()):
        if part is False:
            return Impossible()
        if part is not True:
            solver.add(part)
    return _answer(solver, encoding)


def _answer(solver: Any, encoding: Encoding) -> Answer:
    calendar = encoding.asked.calendar
    for _ in range(_ROUNDS):
        found = solver.check()
        if found == z3.unsat:
            return Impossible()
        if found != z3.sat:
            return Undecided()
        decoder = Decoder(encoding.asked, solver.model())
        lessons = calendar.lessons(decoder.whole)
        if lessons:
            # With its dates put right it may be an example all the same.
            solver.push()
            solver.add(*calendar.corrected(decoder.whole))
            if solver.check() == z3.sat:
                decoder, lessons = Decoder(encoding.asked, solver.model()), []
            solver.pop()
        if not lessons:
            return Example(decoder.request())
        solver.add(*lessons)
    return Undecided()
