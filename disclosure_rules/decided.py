"""What a decision was made of into everything that is asked of it later.

A decision keeps the snapshot that it was made on, so that a caller who changes the request
afterwards changes no explanation.
"""

from __future__ import annotations

from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from disclosure_rules.deciding import missing, reasons, semantics
from disclosure_rules.deciding.specialising.layout import ITEMS
from disclosure_rules.decision import Obligation, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from disclosure_rules.deciding.specialising.layout import Layout, Snapshot
    from disclosure_rules.decision import Decision, Outcome, Reason
    from disclosure_rules.explanation import Explanation
    from disclosure_rules.language.phrases import Reader
    from disclosure_rules.language.policy import Clause, InForce, PolicySet, Rule


class Deciding:
    """What all decisions under a policy set have in common."""

    def __init__(self, policy_set: PolicySet, layout: Layout) -> None:
        """Keep what decisions repeat, and what they are explained with."""
        self.layout = layout
        self._named = tuple(
            itemgetter(layout.places[f"item.{fact}"]) for fact in ("name", "category")
        )
        self.clauses: Mapping[str, Clause] = policy_set.clauses
        self.id: str = policy_set.vocabulary.id
        self.digest: str = policy_set.digest

    def named(self, snapshot: Snapshot) -> tuple[Iterable[Any], Iterable[Any]]:
        """Return the names and the categories of the items, as a snapshot has them."""
        name, category = self._named
        items = snapshot[ITEMS]
        return map(name, items), map(category, items)

    def basis(self, in_force: InForce, snapshot: Snapshot, verdicts: Sequence[Verdict]) -> Decided:
        """Return what a decision rests on."""
        return Decided(self, in_force, snapshot, verdicts)

    def scopes(self, in_force: InForce, snapshot: Snapshot) -> tuple[semantics.Scope, ...]:
        """Return what each item of a snapshot is decided on by the semantics."""
        facts = self.layout.facts(snapshot)
        vocabulary = self.layout.vocabulary
        return tuple(semantics.Scope(vocabulary, in_force, facts, item) for item in facts.items)

    def verdicts(self, in_force: InForce, snapshot: Snapshot) -> list[Verdict]:
        """Return the verdict on each item by the semantics, where no program gives it."""
        judged = (semantics.decide_item(scope) for scope in self.scopes(in_force, snapshot))
        return [verdict_of(in_force, found.outcome, found.rules) for found in judged]


class Decided:
    """What one decision rests on."""

    def __init__(
        self,
        deciding: Deciding,
        in_force: InForce,
        snapshot: Snapshot,
        verdicts: Sequence[Verdict],
    ) -> None:
        """Keep the snapshot, what was in force, and the verdict on each item."""
        self.deciding = deciding
        self.in_force = in_force
        self.snapshot = snapshot
        self.verdicts = verdicts
        self._reasons: dict[int, tuple[Reason, ...]] = {}
        self._missing: dict[int, tuple[tuple[str, bool], ...]] = {}

    @cached_property
    def scopes(self) -> tuple[semantics.Scope, ...]:
        """What reasons, missing facts, explanations and remedies are worked out from."""
        return self.deciding.scopes(self.in_force, self.snapshot)

    @property
    def lapsed(self) -> tuple[str, ...]:
        """Policies without a version in force, because of which nothing is permitted."""
        return self.in_force.lapsed

    def reasons(self, number: int) -> tuple[Reason, ...]:
        """Return a reason for each deciding rule of an item."""
        if number not in self._reasons:
            scope, rules = self.scopes[number], self.verdicts[number].deciding
            self._reasons[number] = tuple(reasons.reason_for(rule, scope) for rule in rules)
        return self._reasons[number]

    def missing(self, number: int) -> tuple[tuple[str, bool], ...]:
        """Return the facts that could still decide an item that is `facts_missing`."""
        if number not in self._missing:
            self._missing[number] = missing.missing_facts(self.scopes[number])
        return self._missing[number]

    def absent(self) -> set[str]:
        """Return the facts that are not given and could still decide some item."""
        return {
            path
            for number, verdict in enumerate(self.verdicts)
            if verdict.outcome == "facts_missing"
            for path, too_broad in self.missing(number)
            if not too_broad
        }

    def request(self) -> dict[str, Any]:
        """Return what of a request its decision repeats."""
        facts = self.scopes[0].facts
        given = facts.given
        recipient = None
        if "recipient" in facts.entities:
            recipient = {"id": given.get("recipient.id"), "kind": given.get("recipient.kind")}
        zone = self.deciding.layout.vocabulary.zone
        return {
            "moment": facts.moment.astimezone(zone).isoformat(),
            "operation": given.get("operation"),
            "purpose": given.get("purpose"),
            "recipient": recipient,
        }

    @cached_property
    def _policy_set(self) -> dict[str, Any]:
        versions = {policy.id: policy.version for policy in self.in_force.policies.values()}
        return {"id": self.deciding.id, "digest": self.deciding.digest, "versions": versions}

    def policy_set(self) -> dict[str, Any]:
        """Return the id, digest and versions of the policy set."""
        return self._policy_set

    def obligations(self) -> frozenset[str]:
        """Return the ids of all obligations that are in force."""
        return frozenset(obligation.id for obligation in self.in_force.obligations.values())

    def explain(self, decision: Decision, reader: Reader, *, everything: bool) -> Explanation:
        """Return why each item came out as it did."""
        from disclosure_rules.explaining.explain import explain  # noqa: PLC0415

        return explain(
            self.scopes,
            self.request(),
            self.deciding.clauses,
            decision,
            reader,
            everything=everything,
        )

    def remedies(self) -> dict[str | None, dict[str, Any]]:
        """Return, by item, the fewest changes that would have it permitted."""
        from disclosure_rules.explaining.explain import remedies_of  # noqa: PLC0415

        return remedies_of(self.scopes)


def verdict_of(in_force: InForce, outcome: Outcome, rules: tuple[Rule, ...]) -> Verdict:
    """Return the verdict of an outcome and the rules that give it."""
    return Verdict(outcome, rules, tuple(_obligations(rules, in_force)))


def _obligations(rules: Iterable[Rule], in_force: InForce) -> Iterator[Obligation]:
    for rule in rules:
        for name in rule.obliges:
            obligation = in_force.obligations[name]
            within = None if obligation.within is None else str(obligation.within)
            yield Obligation(obligation.id, rule.name, obligation.timing, within, obligation.title)
