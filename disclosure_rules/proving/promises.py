"""Guarantees into goals, and into what came of them: proved, broken, of nothing, or not decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final, TypeAlias

from disclosure_rules.language import conditions as c
from disclosure_rules.language.policy import Period
from disclosure_rules.proving.goals import (
    AllOf,
    HeadFits,
    Opposite,
    Reads,
    Side,
    Stands,
    outcome_is,
)
from disclosure_rules.proving.solving import LIMIT, Example, Undecided, exists, find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.language.guarantees import Guarantee
    from disclosure_rules.language.policy import Effect, PolicySet
    from disclosure_rules.proving.goals import Goal
    from disclosure_rules.proving.solving import Answer, Request

HEAD_EFFECTS: Final[dict[str, Effect]] = {
    "never_allow": "deny",
    "allow_implies": "deny",
    "always_allow": "allow",
}
"""As in a rule of which effect the head of a promise takes several categories."""


@dataclass(frozen=True, slots=True)
class Proved:
    """It holds for every request."""


@dataclass(frozen=True, slots=True)
class Broken:
    """It does not hold for this request."""

    request: Request

    def __repr__(self) -> str:
        """Show no value."""
        return "Broken()"


@dataclass(frozen=True, slots=True)
class OfNothing:
    """No request is such as it speaks of: it promises nothing, which cannot be meant."""


Verdict: TypeAlias = Proved | Broken | OfNothing | Undecided


def sides_of(policy_set: PolicySet) -> Iterator[Side]:
    """Yield a policy set on the days between its first and its last, one side for each epoch."""
    periods = [policy.period for policy in policy_set.policies]
    if not periods:
        return
    day, last = min(p.start for p in periods), max(p.end for p in periods)
    while True:
        following = policy_set.next_change(day)
        end = last if following is None else min(last, following - timedelta(days=1))
        yield Side(policy_set, policy_set.in_force(day), Period(day, end))
        if end == last:
            return
        day = end + timedelta(days=1)


def prove(policy_set: PolicySet, guarantee: Guarantee, *, limit: int = LIMIT) -> Verdict:
    """Return what is true of a guarantee of a policy set: for each epoch it has to hold.

    Args:
        policy_set: The policies.
        guarantee: One of their guarantees.
        limit: How many steps one question may take; there are two for each epoch.
    """
    sides = [side for side in sides_of(policy_set) if is_asked(side, guarantee)]
    answers: list[Answer] = []
    for side in sides:
        answer = find(hole(side, guarantee), limit=limit)
        if isinstance(answer, Example):
            return Broken(answer.request)
        answers.append(answer)
    if any(isinstance(answer, Undecided) for answer in answers):
        return Undecided()
    answers = []
    for side in sides:
        answer = exists(spoken_of(side, guarantee), limit=limit)
        if isinstance(answer, Example):
            return Proved()
        answers.append(answer)
    undecided = any(isinstance(answer, Undecided) for answer in answers)
    return Undecided() if undecided else OfNothing()


def spoken_of(side: Side, guarantee: Guarantee) -> Goal:
    """Return that a request is such as a guarantee speaks of."""
    head = HeadFits(guarantee.head, HEAD_EFFECTS[guarantee.promise])
    parts: list[Goal] = [Reads(side), Stands(side, head, "true")]
    if guarantee.when is not None:
        parts.append(Stands(side, guarantee.when, "true"))
    if guarantee.unless is not None:
        parts.append(Stands(side, guarantee.unless, "false"))
    return AllOf(tuple(parts))


def hole(side: Side, guarantee: Guarantee) -> Goal:
    """Return that a guarantee does not hold for a request."""
    parts: list[Goal] = [spoken_of(side, guarantee)]
    permitted = outcome_is(side, "permitted")
    if guarantee.promise == "always_allow":
        return AllOf((*parts, Opposite(permitted)))
    if guarantee.then is not None:
        parts.append(Opposite(Stands(side, guarantee.then, "true")))
    return AllOf((*parts, permitted))


def is_asked(side: Side, guarantee: Guarantee) -> bool:
    """Tell whether all that a guarantee names is in force on the days of a side."""
    in_force = side.in_force
    for asked in (guarantee.when, guarantee.unless, guarantee.then):
        for part in c.walk(asked) if asked is not None else ():
            match part:
                case c.Holds(definition) if definition not in in_force.definitions:
                    return False
                case c.Test(operand=operand) if not _has_value(operand, side):
                    return False
                case _:
                    pass
    return True


def _has_value(operand: c.Operand, side: Side) -> bool:
    match operand:
        case c.ParameterValue(parameter):
            return parameter in side.in_force.parameters
        case c.The(shift=shift) if shift is not None:
            return _has_value(shift, side)
        case _:
            return True
