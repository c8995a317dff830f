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
    from disclosure_rules.proving.logic import Formula

    Request = dict[str, Any]

LIMIT: Final = 20_000_000
"""How many steps one question may take unless another number is asked for: some seconds."""
_ROUNDS: Final = 200
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
    """Return a request of which a goal is so, one that says least, or that there is none.

    Args:
        goal: What is asked; it should say by `Reads` who reads the request, and on which days.
        limit: How many steps to take before giving up.
        at_least: A shape to leave room for, beside what is needed.
    """
    question = _Question(Encoding(goal, at_least=at_least), goal, limit)
    found = question.answer()
    while isinstance(found, Decoder):
        answer = Example(found.request())
        question.ask_for_less(found)
        found = question.answer()
        if not isinstance(found, Decoder):
            return answer
    return found


def exists(goal: Goal, *, limit: int = LIMIT) -> Answer:
    """Return any request of which a goal is so, or that there is none; see `find`."""
    found = _Question(Encoding(goal), goal, limit).answer()
    return Example(found.request()) if isinstance(found, Decoder) else found


class Asking:
    """Asks one question after the other of the same rules, which are made into terms once."""

    def __init__(self, whole: Goal) -> None:
        """Ask of whatever a goal asks of: others may ask of parts of it, and of no other rules."""
        self._whole = whole
        self._encoding = Encoding(whole)
        self._learnt: list[Formula] = []

    def exists(self, goal: Goal, *, limit: int = LIMIT) -> Answer:
        """Return any request of which a goal is so, or that there is none; see `find`."""
        if not self._encoding.has_room_for(goal):
            room = self._encoding.shape_for(goal)
            self._encoding, self._learnt = Encoding(self._whole, at_least=room), []
        question = _Question(self._encoding, goal, limit, self._learnt)
        found = question.answer()
        return Example(found.request()) if isinstance(found, Decoder) else found


class _Question:
    """A goal put to the solver."""

    def __init__(
        self, encoding: Encoding, goal: Goal, limit: int, learnt: list[Formula] | None = None
    ) -> None:
        self._asked = encoding.asked
        self._logic = encoding.logic
        self._solver = z3.SimpleSolver(encoding.logic.context)
        self._solver.set("random_seed", 0)
        self._solver.set("rlimit", limit)
        # What holds of every request is known only once all is spoken of that the goal reads.
        self._add(encoding.formula(goal))
        for law in encoding.laws():
            self._add(law)
        # What the calendar taught holds of every request.
        self._learnt = [] if learnt is None else learnt
        self._solver.add(*self._learnt)

    def _add(self, formula: Any) -> None:
        if formula is not True:
            self._solver.add(formula)

    def answer(self) -> Decoder | Impossible | Undecided:
        """Return what was found, with all its dates right."""
        calendar, solver = self._asked.calendar, self._solver
        for _ in range(_ROUNDS):
            found = solver.check()
            if found == z3.unsat:
                return Impossible()
            if found != z3.sat:
                return Undecided()
            decoder = Decoder(self._asked, solver.model())
            lessons = calendar.lessons(decoder.whole)
            if not lessons:
                return decoder
            # With its dates put right it may be an example all the same.
            solver.push()
            solver.add(*calendar.corrected(decoder.whole))
            corrected = solver.check() == z3.sat
            if corrected:
                decoder = Decoder(self._asked, solver.model())
            solver.pop()
            if corrected:
                return decoder
            solver.add(*lessons)
            self._learnt += lessons
        return Undecided()

    def ask_for_less(self, found: Decoder) -> None:
        """Ask for a request that gives fewer things than one that was found."""
        parts = self._asked.parts()
        there = sum(found.holds(part) for part in parts)
        self._add(self._logic.fewer(parts, there))
