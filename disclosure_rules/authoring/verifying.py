"""Guarantees into what came of proving them: proved, or the smallest request that breaks one.

A request that the prover found is decided again by the engine, and the guarantee is asked of it by
the semantics. If these do not agree, nothing is proved or broken: the prover was mistaken.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, assert_never

from disclosure_rules.authoring.smallest import smallest
from disclosure_rules.deciding.kleene import FALSE, TRUE
from disclosure_rules.deciding.semantics import Scope, condition, head_parts
from disclosure_rules.errors import InvalidRequest
from disclosure_rules.proving.promises import (
    HEAD_EFFECTS,
    Broken,
    OfNothing,
    Proved,
    prove,
    sides_of,
)
from disclosure_rules.proving.solving import Undecided
from disclosure_rules.request import read_request

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from disclosure_rules.decision import Decision
    from disclosure_rules.engine import Engine
    from disclosure_rules.language.guarantees import Guarantee
    from disclosure_rules.language.policy import Period
    from disclosure_rules.proving.solving import Request

Result = Literal["proved", "broken", "of_nothing", "undecided", "mistaken"]


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A request for which a guarantee does not hold, as the engine decides it."""

    request: Request
    decision: Decision

    def __repr__(self) -> str:
        """Show no value."""
        return f"Counterexample({self.decision!r})"


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of a guarantee."""

    guarantee: Guarantee
    result: Result
    counterexample: Counterexample | None = None


def verify(engine: Engine, guarantees: Iterable[Guarantee], limit: int) -> Iterator[Verified]:
    """Yield what comes of each guarantee.

    Args:
        engine: Decides what was found again.
        guarantees: Those of its policies to prove.
        limit: How many steps one question may take.
    """
    for guarantee in guarantees:
        verdict = prove(engine.policy_set, guarantee, limit=limit)
        match verdict:
            case Proved():
                yield Verified(guarantee, "proved")
            case OfNothing():
                yield Verified(guarantee, "of_nothing")
            case Undecided():
                yield Verified(guarantee, "undecided")
            case Broken(request):
                yield _shown(engine, guarantee, request)
            case _:
                assert_never(verdict)


def _shown(engine: Engine, guarantee: Guarantee, request: Request) -> Verified:
    days = [side.period for side in sides_of(engine.policy_set)]

    def shows(trial: Request) -> bool:
        return breaks(engine, guarantee, trial, days)

    if not shows(request):
        return Verified(guarantee, "mistaken")
    small = smallest(engine.policy_set.vocabulary, request, shows)
    return Verified(guarantee, "broken", Counterexample(small, engine.decide(small)))


def breaks(engine: Engine, guarantee: Guarantee, request: Request, days: list[Period]) -> bool:
    """Tell whether a guarantee does not hold for a request that is asked on some of these days."""
    policy_set = engine.policy_set
    vocabulary = policy_set.vocabulary
    try:
        facts = read_request(vocabulary, request)
    except InvalidRequest:
        return False
    day = facts.moment.astimezone(vocabulary.zone).date()
    if not any(day in period for period in days):
        return False
    in_force = policy_set.in_force(day)
    decision = engine.decide(request)
    for item, decided in zip(facts.items, decision.items, strict=True):
        scope = Scope(vocabulary, in_force, facts, item)
        if not _speaks_of(guarantee, scope):
            continue
        if guarantee.promise == "always_allow":
            if not decided.permitted:
                return True
        elif decided.permitted and (
            guarantee.then is None or condition(guarantee.then, scope) is not TRUE
        ):
            return True
    return False


def _speaks_of(guarantee: Guarantee, scope: Scope) -> bool:
    parts = head_parts(guarantee.head, scope, HEAD_EFFECTS[guarantee.promise])
    return (
        all(part is TRUE for _, part in parts)
        and (guarantee.when is None or condition(guarantee.when, scope) is TRUE)
        and (guarantee.unless is None or condition(guarantee.unless, scope) is FALSE)
    )
