"""What is asked of every request, as data: conditions, rules and outcomes, joined.

    permitted = OneOf(tuple(Stands(side, rule, "true") for rule in side.allow_rules))

A goal speaks of one request, and of one item in it. Where it names several sides, all of them read
the same request, each by its own vocabulary.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from disclosure_rules.language.conditions import Condition
    from disclosure_rules.language.policy import Effect, Head, InForce, Period, PolicySet, Rule
    from disclosure_rules.language.vocabulary import Vocabulary

Settled = Literal["true", "false"]
"""What a condition can be known to be; what is neither is unknown."""
Outcome = Literal["permitted", "prohibited", "no_ground", "facts_missing"]


@dataclass(frozen=True, eq=False)
class Side:
    """A policy set on days on which nothing in it changes."""

    policy_set: PolicySet
    in_force: InForce
    period: Period
    """The days; their dates are those of the vocabulary's zone."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The words by which a request is read."""
        return self.policy_set.vocabulary

    @cached_property
    def by_name(self) -> Mapping[str, Rule]:
        """The rules in force."""
        return {r.name: r for r in (*self.in_force.allow_rules, *self.in_force.deny_rules)}


@dataclass(frozen=True, slots=True)
class HeadFits:
    """A head that stands alone, as guarantees have one."""

    head: Head
    effect: Effect
    """How it takes several categories: as one of an allow rule (all), or of a deny rule (some)."""


@dataclass(frozen=True, eq=False, slots=True)
class Stands:
    """A condition, a rule or a head is true, or is false."""

    side: Side
    asked: Condition | Rule | HeadFits
    truth: Settled


@dataclass(frozen=True, eq=False, slots=True)
class Reads:
    """A side can read the request, which is asked on one of its days.

    It is asked without the facts for which it has no words, or words of another type.
    """

    side: Side


@dataclass(frozen=True, eq=False, slots=True)
class Says:
    """The request says just this term of the operation, purpose, recipient's kind or category.

    None stands for a request that does not say it.
    """

    path: str
    term: str | None


@dataclass(frozen=True, eq=False, slots=True)
class Uses:
    """The request says a term somewhere, as what is described or as what is granted.

    Only places count of which a goal speaks, and those of which heads do.
    """

    term: str
    paths: tuple[str, ...]
    """The facts, and fields of records, that count."""


@dataclass(frozen=True, eq=False, slots=True)
class AllOf:
    """Every part is so."""

    parts: tuple[Goal, ...]


@dataclass(frozen=True, eq=False, slots=True)
class OneOf:
    """At least one part is so."""

    parts: tuple[Goal, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Opposite:
    """The part is not so."""

    part: Goal


Standing: TypeAlias = "Callable[[Side, Rule, Settled], Goal]"
"""Says of a rule of a side that it is true, or is false."""
Goal: TypeAlias = Stands | Reads | Says | Uses | AllOf | OneOf | Opposite


def outcome_is(side: Side, outcome: Outcome, *, stands: Standing = Stands) -> Goal:
    """Return that the item's outcome is this one: the outcomes of docs/semantics.md.

    Args:
        side: Whose outcome it is.
        outcome: The outcome.
        stands: How to say that a rule of the side is true, or is false.
    """
    allowing, denying = side.in_force.allow_rules, side.in_force.deny_rules
    allowed = OneOf(tuple(stands(side, rule, "true") for rule in allowing))
    none_allows = AllOf(tuple(stands(side, rule, "false") for rule in allowing))
    denied = OneOf(tuple(stands(side, rule, "true") for rule in denying))
    none_denies = AllOf(tuple(stands(side, rule, "false") for rule in denying))
    match outcome:
        case "prohibited":
            return denied
        case "permitted":
            return AllOf((allowed, none_denies))
        case "no_ground":
            return AllOf((none_allows, Opposite(denied)))
        case "facts_missing":
            decided = (denied, AllOf((allowed, none_denies)), none_allows)
            return AllOf(tuple(Opposite(part) for part in decided))


def unknown(side: Side, asked: Condition | Rule) -> Goal:
    """Return that a condition or a rule is neither true nor false."""
    return AllOf((Opposite(Stands(side, asked, "true")), Opposite(Stands(side, asked, "false"))))
