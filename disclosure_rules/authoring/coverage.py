"""Cases into coverage: which parts of the policies they saw hold, fail and be unknown.

A part was seen where the proof of some item's answer looked at it. Of a rule whose head fails,
nothing else is looked at; nor are the records of a list that is unknown, nor a rule that is not in
force.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from disclosure_rules.authoring.coverage_parts import Key, key_of, parts_of
from disclosure_rules.authoring.coverage_texts import head_spans
from disclosure_rules.deciding.semantics import Scope
from disclosure_rules.errors import InvalidRequest
from disclosure_rules.explaining import proof as p
from disclosure_rules.explaining.proving import Prover
from disclosure_rules.request import read_request

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from disclosure_rules.authoring.coverage_parts import Part, Parts, Passage
    from disclosure_rules.deciding.kleene import Truth
    from disclosure_rules.language.cases import Case
    from disclosure_rules.language.policy import Policy, PolicySet, Rule

Seen: TypeAlias = "tuple[Key, Truth]"
"""A part, and how it stood."""


class Tally(NamedTuple):
    """How many truths of how many were seen."""

    seen: int
    possible: int

    @property
    def tenths(self) -> int:
        """How many tenths of a per cent: rounded down, so that 1000 means all."""
        return 1000 * self.seen // self.possible if self.possible else 1000

    @property
    def whole(self) -> bool:
        """Whether everything was seen."""
        return self.seen == self.possible


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the cases of a policy set saw of its policies."""

    policy_set: PolicySet
    texts: Mapping[str, str]
    """The text of each policy document, by file."""
    parts: Parts
    seen: Mapping[Seen, str]
    """Each truth that a part was seen to have, with the id of the first case that saw it."""

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The rules and definitions, in the order of policies, versions and lines."""
        return self.parts.passages

    def of(self, policy: Policy) -> tuple[Passage, ...]:
        """Return the rules and definitions of one version of a policy."""
        return tuple(passage for passage in self.passages if passage.policy is policy)

    def tally(self, parts: Iterable[Part]) -> Tally:
        """Count what was seen of some parts."""
        possible = [(part.key, truth) for part in parts for truth in part.can]
        return Tally(sum(one in self.seen for one in possible), len(possible))

    def tally_of(self, passages: Iterable[Passage]) -> Tally:
        """Count what was seen of some rules and definitions."""
        return self.tally(part for passage in passages for part in passage.parts)

    @property
    def total(self) -> Tally:
        """What was seen of the whole set."""
        return self.tally_of(self.passages)

    def unseen(self, part: Part) -> tuple[Truth, ...]:
        """Return the truths that a part can have and never had."""
        return tuple(truth for truth in part.can if (part.key, truth) not in self.seen)


def measure_coverage(policy_set: PolicySet, texts: Mapping[str, str]) -> Coverage:
    """Decide the cases of a policy set and return what they saw of its policies.

    Args:
        policy_set: The policies, and their cases.
        texts: The text of each policy document, by file.
    """
    parts = parts_of(policy_set, head_spans(texts))
    looking = _Looking(policy_set, parts)
    for case in policy_set.cases:
        looking.at(case)
    return Coverage(policy_set, texts, parts, looking.seen)


class _Looking:
    """Look at the proofs of cases, as long as there is something new to be seen in them."""

    def __init__(self, policy_set: PolicySet, parts: Parts) -> None:
        self.policy_set = policy_set
        self.seen: dict[Seen, str] = {}
        self._open = {
            rule: {(part.key, truth) for part in below for truth in part.can}
            for rule, below in parts.of_rules.items()
        }
        """What may still be seen for the first time in the proof of each rule."""
        self._provers: dict[date, Prover] = {}
        """One for each interval in which nothing changes: what reads the same is proved once."""
        self._known: set[int] = set()
        """The proofs that were looked at: a prover keeps its proofs, so that an identity is one."""
        self._case = ""

    def at(self, case: Case) -> None:
        """Look at what a case shows."""
        vocabulary = self.policy_set.vocabulary
        try:
            facts = read_request(vocabulary, case.request)
        except InvalidRequest:
            # Only a case that expects it is loaded with a request that does not fit.
            return
        in_force = self.policy_set.in_force(facts.moment.astimezone(vocabulary.zone).date())
        if in_force.day not in self._provers:
            self._provers[in_force.day] = Prover(vocabulary, in_force)
        prover, self._case = self._provers[in_force.day], case.id
        for item in facts.items:
            scope = Scope(vocabulary, in_force, facts, item)
            for rule in (*in_force.deny_rules, *in_force.allow_rules):
                self._rule(rule, prover, scope)

    def _rule(self, rule: Rule, prover: Prover, scope: Scope) -> None:
        if self._open[id(rule)]:
            before = len(self.seen)
            self._look_at_rule(prover.rule(rule, scope))
            if len(self.seen) > before:
                self._open[id(rule)] -= self.seen.keys()

    def _see(self, key: Key, truth: Truth) -> None:
        self.seen.setdefault((key, truth), self._case)

    def _look_at_rule(self, proof: p.RuleProof) -> None:
        if id(proof) in self._known:
            return
        self._known.add(id(proof))
        self._see(key_of(proof.rule), proof.truth)
        for part in proof.head:
            self._see(key_of(proof.rule, part.part), part.truth)
        for asked in (proof.when, proof.unless):
            if asked is not None:
                self._look_at(asked)
        for below in proof.exceptions:
            self._look_at_exception(below)

    def _look_at_exception(self, proof: p.ExceptionProof) -> None:
        self._see(key_of(proof.exception), proof.truth)
        self._look_at(proof.when)
        for below in proof.exceptions:
            self._look_at_exception(below)

    def _look_at(self, proof: p.Proof) -> None:
        if id(proof) in self._known:
            return
        self._known.add(id(proof))
        self._see(key_of(proof.asked), proof.truth)
        if isinstance(proof, p.ListProof):
            for record in proof.records:
                # A proof of an unknown list tells of a record that stands for any: not a real one.
                if record.record is not None:
                    self._look_at(record.where)
        else:
            for part in p.parts_of(proof):
                self._look_at(part)
