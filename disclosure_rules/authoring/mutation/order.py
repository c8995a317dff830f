"""Cases into those that can notice a change, in the order in which they are likely to.

It is a matter of time only: what is left out could not have noticed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from disclosure_rules.deciding.kleene import FALSE, Truth
from disclosure_rules.deciding.semantics import Scope
from disclosure_rules.deciding.semantics import rule as rule_truth
from disclosure_rules.errors import InvalidRequest
from disclosure_rules.language.conditions import Holds, PermittedBy, walk
from disclosure_rules.request import read_request

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from disclosure_rules.language.cases import Case
    from disclosure_rules.language.conditions import Condition
    from disclosure_rules.language.policy import PolicySet
    from disclosure_rules.request import Facts

_Truths: TypeAlias = tuple[Truth, ...]
"""How a rule stands for each item of a case."""


class CaseOrder:
    """Order the cases of a policy set for changes of it."""

    def __init__(self, policy_set: PolicySet) -> None:
        """Work out how each rule stands in each case as things are."""
        self._policy_set = policy_set
        self._cases = list(policy_set.cases)
        self._facts = {case.id: _facts(case, policy_set) for case in self._cases}
        self._reach = _reach(policy_set)
        self._before = {case.id: self._truths(case, policy_set) for case in self._cases}

    def noticed(self, case: Case) -> None:
        """Take it that the next change, being near, is likely noticed by the same case."""
        self._cases.remove(case)
        self._cases.insert(0, case)

    def for_change(self, owner: str, changed: PolicySet) -> tuple[Case, ...]:
        """Return the cases that can notice a change: first those in which a rule stands otherwise.

        A rule that stays false everywhere decides nothing, brings no obligation and misses no fact.
        So a change of a rule, or of a definition, can be noticed only where one of the rules that
        rest on it is not false, before or after.

        Args:
            owner: The qualified name of the rule or definition; empty for anything else.
            changed: The set with the change in it.
        """
        rules = self._reach.get(owner)
        if rules is None:
            return tuple(self._cases)
        otherwise: list[Case] = []
        applying: list[Case] = []
        for case in self._cases:
            old = {name: self._before[case.id].get(name, ()) for name in rules}
            now = self._truths(case, changed, rules)
            new = {name: now.get(name, ()) for name in rules}
            if any(_applies(old[name]) or _applies(new[name]) for name in rules):
                (applying if old == new else otherwise).append(case)
        return (*otherwise, *applying)

    def _truths(
        self, case: Case, policy_set: PolicySet, only: frozenset[str] | None = None
    ) -> dict[str, _Truths]:
        """Return how rules stand for each item of a case."""
        facts = self._facts[case.id]
        if facts is None:
            return {}
        vocabulary = self._policy_set.vocabulary
        in_force = policy_set.in_force(facts.moment.astimezone(vocabulary.zone).date())
        rules = (*in_force.allow_rules, *in_force.deny_rules)
        asked = [rule for rule in rules if only is None or rule.name in only]
        scopes = [Scope(vocabulary, in_force, facts, item) for item in facts.items]
        return {rule.name: tuple(rule_truth(rule, scope) for scope in scopes) for rule in asked}


def _applies(truths: _Truths) -> bool:
    return any(truth is not FALSE for truth in truths)


def _facts(case: Case, policy_set: PolicySet) -> Facts | None:
    try:
        return read_request(policy_set.vocabulary, case.request)
    except InvalidRequest:
        # Some cases expect just that; no change of a rule changes it.
        return None


def _reach(policy_set: PolicySet) -> dict[str, frozenset[str]]:
    """Return, by the name of a rule or definition, the rules that rest on it."""
    allowing = {
        rule.name
        for policy in policy_set.policies
        for rule in policy.rules.values()
        if rule.effect == "allow"
    }
    means: dict[str, set[str]] = {}
    rules: dict[str, set[str]] = {}
    for policy in policy_set.policies:
        for definition in policy.definitions.values():
            means.setdefault(definition.name, set()).update(_named([definition.means], allowing))
        for rule in policy.rules.values():
            rules.setdefault(rule.name, set()).update(_named(rule.conditions(), allowing))
    reach: dict[str, set[str]] = {name: {name} for name in rules}
    for resting, named in rules.items():
        pending, seen = [*named], set()
        while pending:
            name = pending.pop()
            if name not in seen:
                seen.add(name)
                reach.setdefault(name, set()).add(resting)
                pending += [*means.get(name, ()), *rules.get(name, ())]
    return {name: frozenset(found) for name, found in reach.items()}


def _named(conditions: Iterable[Condition], allowing: set[str]) -> Iterator[str]:
    """Yield the definitions and rules that conditions can rest on."""
    for condition in conditions:
        for part in walk(condition):
            if isinstance(part, Holds):
                yield part.definition
            elif isinstance(part, PermittedBy):
                # Which rules have the ground can change with the policies: all are taken.
                yield from allowing if part.rule is None else [part.rule]
