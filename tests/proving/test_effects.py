"""What is said of rules for every request: all requests of small vocabularies agree with it."""

from __future__ import annotations

import os
from collections.abc import Collection
from random import Random

import pytest

from tests.needs import needs

needs("z3", "to prove with; make .venv/dev installs it")

from disclosure_rules import Engine  # noqa: E402 - only with the solver
from disclosure_rules.authoring.deep import both_hold  # noqa: E402
from disclosure_rules.proving.effects import (  # noqa: E402
    Effect,
    IsRedundant,
    Meet,
    NeverBites,
    NeverDecides,
    NotDecided,
    effects,
)
from disclosure_rules.proving.goals import Side  # noqa: E402
from disclosure_rules.proving.solving import LIMIT  # noqa: E402
from tests.proving.small_worlds import (  # noqa: E402
    every_request,
    side_of,
    small_engines,
    small_words,
    stands,
)

WORLDS = int(os.environ.get("DISCLOSURE_RULES_EXAMPLES", "4"))
ENGINES = 2

Truths = dict[str, str]


class Tried:
    """Every request of a small world, as its rules stand."""

    def __init__(self, side: Side, truths: Collection[Truths]):
        self.rules = side.by_name
        self.truths = truths

    def outcome(self, truths: Truths, names: Collection[str]) -> str:
        """Return the outcome where only these rules are there; docs/semantics.md, told again."""
        allow = {truths[name] for name in names if self.rules[name].effect == "allow"}
        deny = {truths[name] for name in names if self.rules[name].effect == "deny"}
        if "true" in deny:
            return "prohibited"
        if "true" in allow and deny <= {"false"}:
            return "permitted"
        return "no_ground" if allow <= {"false"} else "facts_missing"

    def same(self, names: Collection[str], others: Collection[str]) -> bool:
        """Tell whether every request has the same outcome by two choices of rules."""
        return all(self.outcome(t, names) == self.outcome(t, others) for t in self.truths)

    def decides(self, name: str) -> bool:
        wanted = {"allow": "permitted", "deny": "prohibited"}[self.rules[name].effect]
        every = list(self.rules)
        return any(t[name] == "true" and self.outcome(t, every) == wanted for t in self.truths)

    def bites(self, name: str) -> bool:
        without = [other for other in self.rules if other != name]
        return any(
            self.outcome(t, without) == "permitted" != self.outcome(t, self.rules)
            for t in self.truths
        )


@pytest.mark.parametrize("seed", range(WORLDS))
def test_all_requests_agree_with_what_is_said_of_rules(seed):
    chance = Random(seed)  # noqa: S311 - no secrets
    words = small_words(chance)
    requests = list(every_request(words))
    shown = silent = 0
    for engine in small_engines(chance, words, ENGINES):
        side = side_of(engine)
        # Many requests stand alike, whatever is asked.
        alike = {tuple(stands(side, request).items()) for request in requests}
        tried = Tried(side, [dict(truths) for truths in alike])
        found = list(effects([side], LIMIT))
        for one in found:
            agree(tried, one, engine)
        agree_together(tried, found)
        told = {one.rule.name for one in found if isinstance(one, (NeverDecides, IsRedundant))}
        for name in set(tried.rules) - told:
            shown += not tried.same(tried.rules, [other for other in tried.rules if other != name])
            silent += 1
    # What is not said has an example, and mostly one among those tried.
    assert shown >= silent // 2


def agree(tried: Tried, found: Effect, engine: Engine) -> None:
    """See that what is said of a rule is so for each request."""
    match found:
        case NeverDecides(rule):
            assert not tried.decides(rule.name)
        case IsRedundant(rule, because_of):
            enough = {other.name for other in because_of}
            if rule.effect == "deny":
                enough |= {name for name, one in tried.rules.items() if one.effect == "allow"}
            assert tried.same(enough, {*enough, rule.name})
        case NeverBites(rule):
            assert not tried.bites(rule.name)
        case Meet(permitting, prohibiting, request):
            assert both_hold(engine.policy_set, permitting, prohibiting, request)
        case NotDecided():
            raise AssertionError(found)


def agree_together(tried: Tried, found: Collection[Effect]) -> None:
    """See that redundant rules can all go, and that no pair that meets is left out."""
    gone = {one.rule.name for one in found if isinstance(one, IsRedundant)}
    assert tried.same(tried.rules, [name for name in tried.rules if name not in gone])
    met = {(one.allow.name, one.deny.name) for one in found if isinstance(one, Meet)}
    for truths in tried.truths:
        true = [rule for name, rule in tried.rules.items() if truths[name] == "true"]
        for allow in (rule for rule in true if rule.effect == "allow"):
            assert met >= {(allow.name, deny.name) for deny in true if deny.effect == "deny"}
