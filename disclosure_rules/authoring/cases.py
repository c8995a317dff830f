"""Cases into results: what each expected, what the engine decided, and how they differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from disclosure_rules.errors import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.decision import Decision, ItemDecision
    from disclosure_rules.engine import Engine
    from disclosure_rules.language.cases import Case, Expectation
    from disclosure_rules.language.source import Span


@dataclass(frozen=True, slots=True)
class Difference:
    """An expectation that was not met."""

    of: str
    """What it is about: `outcome`, `rules`, `grounds`, `missing` or `obligations`."""
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


def run_cases(engine: Engine) -> Iterator[CaseResult]:
    """Decide each case of the engine's policy set and compare."""
    for case in engine.policy_set.cases:
        yield CaseResult(case, tuple(_differences(case, engine)))


def _differences(case: Case, engine: Engine) -> Iterator[Difference]:
    try:
        decision = engine.decide(case.request)
    except InvalidRequest:
        # Only a case that expects it is loaded with a request that does not fit.
        return
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


_LISTS: Final = ("rules", "grounds", "missing")


def _compared(
    expectation: Expectation, item: ItemDecision, name: str | None
) -> Iterator[Difference]:
    span = expectation.span
    if expectation.outcome != item.outcome:
        yield Difference("outcome", name, (expectation.outcome,), (item.outcome,), span)
    found = {part: frozenset(getattr(item, part)) for part in _LISTS}
    found["obligations"] = frozenset(obligation.id for obligation in item.obligations)
    for part, names in found.items():
        expected: frozenset[str] | None = getattr(expectation, part)
        if expected is not None and expected != names:
            yield Difference(part, name, tuple(sorted(expected)), tuple(sorted(names)), span)
