"""What is said of rules for every request: all requests of small vocabularies agree with it."""

from __future__ import annotations

import os
from collections.abc import Collection
from random import Random

import pytest

from tests.needs import needs

needs("z3", "to prove with; make .venv/dev installs it")

from disclosure_rules.authoring.deep import both_hold  # noqa: E402 - only with the solver
from disclosure_rules.language.policy import Rule  # noqa: E402
from disclosure_rules.proving.effects import (  # noqa: E402
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

WORLDS = int(os.environ.get("DISCLOSURE_RULES_EXAMPLES", "12"))
ENGINES = 4

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

    def bites(self, name: str, gone: Collection[str] = ()) -> bool:
        left = [other for other in self.rules if other not in gone]
        without = [other for other in left if other != name]
        return any(
            self.outcome(t, without) == "permitted" != self.outcome(t, left) for t in self.truths
        )


def names(rules: Collection[Rule]) -> list[str]:
    return [rule.name for rule in rules]


@pytest.mark.parametrize("seed", range(WORLDS))
def test_all_requests_agree_with_what_is_said_of_rules(seed):
    chance = Random(seed)  # noqa: S311 - no secrets
    words = small_words(chance)
    requests = list(every_request(words))
    shown = silent = 0
    for engine in small_engines(chance, words, ENGINES):
        side = side_of(engine)
        tried_ = [stands(side, request) for request in requests]
        # Many requests stand alike, whatever is asked.
        tried = Tried(side, [dict(t) for t in {tuple(t.items()) for t in tried_}])
        every = list(tried.rules)
        found = list(effects([side], LIMIT))
        never = {one.rule.name for one in found if isinstance(one, NeverDecides)}
        redundant = [one for one in found if isinstance(one, IsRedundant)]
        gone = {one.rule.name for one in redundant}
        assert tried.same(every, [name for name in every if name not in gone]), seed
        met = {(m.allow.name, m.deny.name): m.request for m in found if isinstance(m, Meet)}
        for allow in every:
            for deny in every:
                if any(t[allow] == t[deny] == "true" for t in tried.truths) and (
                    tried.rules[allow].effect,
                    tried.rules[deny].effect,
                ) == ("allow", "deny"):
                    assert (allow, deny) in met, seed
        for one in found:
            match one:
                case NeverDecides(rule):
                    assert not tried.decides(rule.name), seed
                case IsRedundant(rule, because_of):
                    enough = {*names(because_of)}
                    if rule.effect == "deny":
                        enough |= {name for name in every if tried.rules[name].effect == "allow"}
                    assert tried.same(enough, {*enough, rule.name}), seed
                case NeverBites(rule):
                    assert not tried.bites(rule.name), seed
                case Meet(allow, deny, request):
                    assert both_hold(engine.policy_set, allow, deny, request), seed
                case NotDecided():
                    raise AssertionError(one)
        for name in every:
            if name not in never | gone:
                shown += not tried.same(every, [other for other in every if other != name])
                silent += 1
    # What is not said has an example, and nearly always one among those tried.
    assert shown >= 0.8 * silent
