"""Cases into results: which are run, what each expected, what came of it, and how they differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from disclosure_rules.errors import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from disclosure_rules.decision import Decision, ItemDecision
    from disclosure_rules.engine import Engine
    from disclosure_rules.language.cases import Case, Expectation
    from disclosure_rules.language.source import Span


@dataclass(frozen=True, slots=True)
class Difference:
    """An expectation that was not met."""

    of: str
    """What it is about: `outcome`, `rules`, `grounds`, `missing`, `obligations` or `before`."""
    item: str | None
    """The item, or None for the request as a whole."""
    expected: tuple[str, ...]
    """One outcome, or names, sorted."""
    found: tuple[str, ...]
    span: Span

    def as_dict(self) -> dict[str, object]:
        """Return the difference as plain data."""
        return {
            "of": self.of,
            "item": self.item,
            "expected": ", ".join(self.expected) or "none",
            "found": ", ".join(self.found) or "none",
            "file": self.span.file,
            "line": self.span.line,
        }


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What came of a case."""

    case: Case
    differences: tuple[Difference, ...]
    decision: Decision | None = None
    """What was decided, where it was not what is expected."""

    @property
    def met(self) -> bool:
        """Whether everything came as expected."""
        return not self.differences

    def as_dict(self) -> dict[str, object]:
        """Return the result as plain data."""
        return {
            "case": self.case.id,
            "file": self.case.span.file,
            "line": self.case.span.line,
            "met": self.met,
            "differences": [difference.as_dict() for difference in self.differences],
        }


@dataclass(frozen=True, slots=True)
class CaseRun:
    """What came of the cases of one policy set."""

    policies: str
    """What the set is called for people: its folder."""
    known: int
    """How many cases the set has, chosen or not."""
    results: tuple[CaseResult, ...]
    not_run: tuple[Case, ...] = ()
    """Those that were chosen, and not reached after another one failed."""

    @property
    def chosen(self) -> int:
        """How many cases were to be run."""
        return len(self.results) + len(self.not_run)

    @property
    def failed(self) -> int:
        """How many cases did not come as expected."""
        return sum(not result.met for result in self.results)

    def counts(self) -> dict[str, int]:
        """Return how many cases came out in which way."""
        return {
            "cases": self.chosen,
            "met": len(self.results) - self.failed,
            "failed": self.failed,
            "not_run": len(self.not_run),
            "left_out": self.known - self.chosen,
        }


def choose_cases(cases: Iterable[Case], text: str | None) -> list[Case]:
    """Return the cases in whose name, title or clauses a text stands; all of them without one.

    Capital letters do not count. `*` stands for any text, so that `*` alone chooses every case.
    """
    if text is None:
        return list(cases)
    parts = text.casefold().split("*")
    return [case for case in cases if any(_stands_in(parts, name) for name in _names(case))]


def _names(case: Case) -> Iterator[str]:
    yield case.id
    yield from case.title.values()
    yield from case.clauses


def _stands_in(parts: Iterable[str], text: str) -> bool:
    """Tell whether the parts follow each other somewhere in a text."""
    folded, at = text.casefold(), 0
    for part in parts:
        found = folded.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True


def run_cases(engine: Engine) -> Iterator[CaseResult]:
    """Decide each case of the engine's policy set and compare."""
    return run_chosen(engine, engine.policy_set.cases)


def run_chosen(
    engine: Engine, cases: Iterable[Case], *, fail_fast: bool = False
) -> Iterator[CaseResult]:
    """Decide these cases and compare; where `fail_fast`, as far as the first that fails."""
    for case in cases:
        result = run_case(engine, case)
        yield result
        if fail_fast and not result.met:
            return


def run_case(engine: Engine, case: Case) -> CaseResult:
    """Decide a case and compare."""
    try:
        decision = engine.decide(case.request)
    except InvalidRequest:
        # Only a case that expects it is loaded with a request that does not fit.
        return CaseResult(case, ())
    differences = tuple(_differences(case, decision))
    # A decision holds all that it was made on: only those that somebody will read are kept.
    return CaseResult(case, differences, decision if differences else None)


def _differences(case: Case, decision: Decision) -> Iterator[Difference]:
    if case.whole is not None:
        yield from _whole(case.whole, decision)
    for name, expectation in case.items.items():
        yield from _compared(expectation, decision[name], name)


def _whole(expectation: Expectation, decision: Decision) -> Iterator[Difference]:
    if len(decision.items) == 1 and decision.items[0].name is None:
        yield from _compared(expectation, decision.items[0], None)
    elif expectation.outcome != decision.outcome:
        yield Difference(
            "outcome", None, (expectation.outcome,), (decision.outcome,), expectation.span
        )


def _compared(
    expectation: Expectation, item: ItemDecision, name: str | None
) -> Iterator[Difference]:
    span = expectation.span
    if expectation.outcome != item.outcome:
        yield Difference("outcome", name, (expectation.outcome,), (item.outcome,), span)
    # What is missing takes as long to work out as the outcome: it is asked for only if expected.
    for part, find in _FOUND.items():
        expected: frozenset[str] | None = getattr(expectation, part)
        if expected is None:
            continue
        found = frozenset(find(item))
        if expected != found:
            yield Difference(part, name, tuple(sorted(expected)), tuple(sorted(found)), span)


_FOUND: Final[Mapping[str, Callable[[ItemDecision], Iterable[str]]]] = {
    "rules": lambda item: item.rules,
    "grounds": lambda item: item.grounds,
    "missing": lambda item: item.missing,
    "obligations": lambda item: (obligation.id for obligation in item.obligations),
    "before": lambda item: (o.id for o in item.obligations if o.timing == "before"),
}
