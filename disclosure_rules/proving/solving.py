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
    from collections.abc import Iterable, Sequence

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
class Possible:
    """There is such a request; which one was not asked for."""


@dataclass(frozen=True, slots=True)
class Undecided:
    """Not decided within the limit: there may be such a request, or not."""


Answer: TypeAlias = Impossible | Example | Undecided
Finding: TypeAlias = Possible | Impossible | Undecided


def find(goal: Goal, *, limit: int = LIMIT, at_least: Shape | None = None) -> Answer:
    """Return a request of which a goal is so, one that says least, or that there is none.

    Args:
        goal: What is asked; it should say by `Reads` who reads the request, and on which days.
        limit: How many steps to take before giving up.
        at_least: A shape to leave room for, beside what is needed.
    """
    question = _asked(Encoding(goal, at_least=at_least), goal, limit)
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
    found = _asked(Encoding(goal), goal, limit).answer()
    return Example(found.request()) if isinstance(found, Decoder) else found


Supposed: TypeAlias = Any
"""Something that a question may suppose: what it stands for is known to whoever made it."""


class Inquiry:
    """Many questions about the same parts, which are made once: what holds if these are so?

    Each question supposes some of the parts. Where they cannot be so together, `cause` says which
    of them were enough for that.
    """

    def __init__(self, scope: Goal, *, limit: int = LIMIT) -> None:
        """Make room for every question.

        Args:
            scope: A goal with whatever will be supposed in it, so that any example of what will
                be asked has room; what holds of every example of it is taken for granted.
            limit: How many steps one question may take.
        """
        self._encoding = Encoding(scope)
        self._logic = self._encoding.logic
        self._question = _Question(self._encoding, limit)
        self._count = 0
        self._open = True

    def part(self, goal: Goal) -> Supposed:
        """Return a part of the scope as something to suppose.

        All are made before any question: what holds of every request is known only then.
        """
        formula = self._encoding.formula(goal)
        return formula if isinstance(formula, bool) else self._named(formula)

    def one_of(self, parts: Iterable[Supposed]) -> Supposed:
        """Return that one of the parts is so: of those, that is, of which it is not ruled out."""
        formula = self._logic.disj(parts)
        return formula if isinstance(formula, bool) else self._named(formula)

    def given(self, goal: Goal) -> None:
        """Take a part of the scope for granted in every question."""
        self._question.add(self._encoding.formula(goal))

    def _named(self, formula: Any) -> Supposed:
        self._count += 1
        name = self._logic.boolean(f"supposed {self._count}")
        self._question.add(self._logic.implies(name, formula))
        return name

    def ask(self, supposed: Sequence[Supposed]) -> Finding:
        """Return whether there is a request of which all that is supposed is so."""
        found = self._found(supposed)
        return Possible() if isinstance(found, Decoder) else found

    def example(self, supposed: Sequence[Supposed]) -> Answer:
        """Return a request of which all that is supposed is so, or that there is none."""
        found = self._found(supposed)
        return Example(found.request()) if isinstance(found, Decoder) else found

    def _found(self, supposed: Sequence[Supposed]) -> Decoder | Impossible | Undecided:
        if self._open:
            self._question.add_laws(self._encoding)
            self._open = False
        if any(part is False for part in supposed):
            return Impossible()
        return self._question.answer(*(part for part in supposed if part is not True))

    def cause(self, supposed: Sequence[Supposed], of: Sequence[Supposed]) -> list[int]:
        """Return which of some parts are enough, beside others, for there to be no request.

        None of those can be left out. It is asked after `ask` found that they cannot be together.

        Args:
            supposed: What is supposed in any case.
            of: The parts of which few are to be kept.

        Returns:
            The places of those kept.
        """
        ruled_out = [place for place, part in enumerate(of) if part is False]
        if ruled_out or any(part is False for part in supposed):
            return ruled_out[:1]
        core = self._question.core()
        kept = [
            place for place, part in enumerate(of) if part is not True and part.get_id() in core
        ]
        for place in list(kept):
            fewer = [other for other in kept if other != place]
            if isinstance(self.ask([*supposed, *(of[other] for other in fewer)]), Impossible):
                kept = fewer
        return kept


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
        found = _asked(self._encoding, goal, limit, self._learnt).answer()
        return Example(found.request()) if isinstance(found, Decoder) else found


def _asked(
    encoding: Encoding, goal: Goal, limit: int, learnt: list[Formula] | None = None
) -> _Question:
    question = _Question(encoding, limit, learnt)
    # What holds of every request is known only once all is spoken of that the goal reads.
    question.add(encoding.formula(goal))
    question.add_laws(encoding)
    return question


class _Question:
    """What was put to the solver."""

    def __init__(self, encoding: Encoding, limit: int, learnt: list[Formula] | None = None) -> None:
        self._asked = encoding.asked
        self._logic = encoding.logic
        self._solver = z3.SimpleSolver(encoding.logic.context)
        self._solver.set("random_seed", 0)
        self._solver.set("rlimit", limit)
        # What the calendar taught holds of every request.
        self._learnt = [] if learnt is None else learnt
        self._solver.add(*self._learnt)

    def add(self, formula: Any) -> None:
        """Add what is to be so."""
        if formula is not True:
            self._solver.add(formula)

    def add_laws(self, encoding: Encoding) -> None:
        """Add what holds of every request."""
        for law in encoding.laws():
            self.add(law)

    def core(self) -> set[int]:
        """Return which of what was supposed was enough for there to be no answer."""
        return {part.get_id() for part in self._solver.unsat_core()}

    def answer(self, *supposed: Any) -> Decoder | Impossible | Undecided:
        """Return what was found, with all its dates right."""
        calendar, solver = self._asked.calendar, self._solver
        for _ in range(_ROUNDS):
            found = solver.check(*supposed)
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
            corrected = solver.check(*supposed) == z3.sat
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
        self.add(self._logic.fewer(parts, there))
