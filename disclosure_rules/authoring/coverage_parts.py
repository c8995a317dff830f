"""A policy set into the parts that its rules are made of, each with the truths it can have.

A part is a rule, a part of its head, an exception, or a condition on any level; what stands in a
definition is a part once, however many rules lean on it. Which truths a part can have is a matter
of its form: every part can hold and can fail, and it can be unknown if something that it reads can.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never

from disclosure_rules.authoring.coverage_doubts import Doubts
from disclosure_rules.deciding.kleene import FALSE, TRUE, UNKNOWN, Truth
from disclosure_rules.language import conditions as c
from disclosure_rules.language.policy import HEAD_TAXONOMIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from disclosure_rules.language.policy import (
        Exemption,
        Period,
        Policy,
        PolicySet,
        Rule,
    )
    from disclosure_rules.language.source import Span

Key: TypeAlias = tuple[int, str]
"""The identity of a rule, an exception or a condition; and which part of a rule's head, if one."""
HeadSpans: TypeAlias = "Mapping[tuple[Span, str], Span]"
"""Where each part of a head stands, by the place of its rule and its key."""


def key_of(thing: Rule | Exemption | c.Condition, part: str = "") -> Key:
    """Return what tells a part from every other one of its policy set."""
    # INVARIANT: each was read from a place of its own, and the policy set keeps them all alive.
    return id(thing), part


@dataclass(frozen=True, slots=True)
class Part:
    """Something written in a policy that can hold, fail or be unknown."""

    key: Key
    what: str
    """What it is, in the words of policies, such as `consent.data covers`."""
    span: Span
    can: tuple[Truth, ...]
    """The truths that it can have."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A rule or a definition, in one version of its policy, with its parts in written order."""

    sort: Literal["rule", "definition"]
    name: str
    """The qualified name, `policy#name`."""
    policy: Policy
    span: Span
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """All parts of a policy set that some rule leads to."""

    passages: tuple[Passage, ...]
    """In the order of policies, versions and lines."""
    of_rules: Mapping[int, tuple[Part, ...]]
    """The parts of each rule and of the definitions that it leans on, by the rule's identity."""
    of_clauses: Mapping[str, tuple[Part, ...]]
    """The same of all rules and exceptions that cite a clause; clauses in the notice's order."""


def parts_of(policy_set: PolicySet, head_spans: HeadSpans) -> Parts:
    """Return the parts of a policy set."""
    return _Gathering(policy_set, head_spans).parts()


class _Gathering:
    def __init__(self, policy_set: PolicySet, head_spans: HeadSpans) -> None:
        self.policy_set = policy_set
        self.head_spans = head_spans
        self.doubts = Doubts(policy_set)
        self.rules = [rule for p in policy_set.policies for rule in p.rules.values()]
        for rule in self.rules:
            self.doubts.of_rule(rule)

    def parts(self) -> Parts:
        return Parts(
            tuple(chain.from_iterable(map(self._passages, self.policy_set.policies))),
            {
                id(rule): (*self._rule(rule), *self._below(rule.conditions(), rule.period))
                for rule in self.rules
            },
            {
                clause: found
                for clause in self.policy_set.clauses
                if (found := tuple({part.key: part for part in self._citing(clause)}.values()))
            },
        )

    def _passages(self, policy: Policy) -> list[Passage]:
        made = [
            Passage("rule", rule.name, policy, rule.span, tuple(self._rule(rule)))
            for rule in policy.rules.values()
        ]
        for definition in policy.definitions.values():
            # A definition that no rule leans on is for guarantees: no case could show it.
            if id(definition.means) in self.doubts.found:
                parts = tuple(self._condition(definition.means))
                made.append(Passage("definition", definition.name, policy, definition.span, parts))
        return sorted(made, key=lambda passage: passage.span)

    def _citing(self, clause: str) -> Iterator[Part]:
        for rule in self.rules:
            if clause in rule.clauses:
                yield from self._rule(rule)
                yield from self._below(rule.conditions(), rule.period)
            for exemption in _all_exceptions(rule.exceptions):
                if clause in exemption.clauses:
                    yield from self._exception(exemption)
                    yield from self._below(_conditions(exemption), rule.period)

    # --- What a rule is made of ---

    def _rule(self, rule: Rule) -> Iterator[Part]:
        heads = [part for part in HEAD_TAXONOMIES if getattr(rule.head, part)]
        bare = not heads and not list(rule.conditions())
        can = (TRUE,) if bare else _can(unknown=self.doubts.of_rule(rule))
        yield Part(key_of(rule), rule.id, rule.span, can)
        for part in heads:
            span = self.head_spans[rule.span, part]
            yield Part(key_of(rule, part), part, span, _can(unknown=True))
        for condition in (rule.when, rule.unless):
            if condition is not None:
                yield from self._condition(condition)
        for below in rule.exceptions:
            yield from self._exception(below)

    def _exception(self, exemption: Exemption) -> Iterator[Part]:
        unknown = any(self.doubts.found[id(asked)] for asked in _conditions(exemption))
        yield Part(key_of(exemption), exemption.id, exemption.span, _can(unknown=unknown))
        yield from self._condition(exemption.when)
        for below in exemption.exceptions:
            yield from self._exception(below)

    def _condition(self, condition: c.Condition) -> Iterator[Part]:
        for asked in c.walk(condition):
            can = _can(unknown=self.doubts.found[id(asked)])
            yield Part(key_of(asked), _what(asked), asked.span, can)

    def _below(self, conditions: Iterable[c.Condition], period: Period) -> Iterator[Part]:
        """Yield the parts of all definitions that conditions lead to, each once."""
        pending, found = list(conditions), set[int]()
        while pending:
            for asked in c.walk(pending.pop()):
                for definition in self.doubts.meant(asked, period):
                    if id(definition) not in found:
                        found.add(id(definition))
                        pending.append(definition.means)
                        yield from self._condition(definition.means)


def _can(*, unknown: bool) -> tuple[Truth, ...]:
    return (TRUE, FALSE, UNKNOWN) if unknown else (TRUE, FALSE)


def _all_exceptions(exceptions: Iterable[Exemption]) -> Iterator[Exemption]:
    for exemption in exceptions:
        yield exemption
        yield from _all_exceptions(exemption.exceptions)


def _conditions(exemption: Exemption) -> Iterator[c.Condition]:
    return (below.when for below in _all_exceptions([exemption]))


def _what(asked: c.Condition) -> str:
    match asked:
        case c.Test(path, operator):
            return f"{_written(path)} {operator}"
        case c.All():
            return "all"
        case c.AnyOf():
            return "any"
        case c.Not():
            return "not"
        case c.Some(of):
            return f"some {of.fact.path}"
        case c.Every(of):
            return f"every {of.fact.path}"
        case c.Holds(definition):
            return f"holds {definition}"
        case c.PermittedBy(rule, ground):
            return f"permitted_by {rule or ground}"
    assert_never(asked)


def _written(path: c.Path) -> str:
    match path:
        case c.FactPath(fact):
            return fact.path
        case c.FieldPath(element, fact):
            return f"{element}.{fact.name}"
        case c.Argument(name):
            return name
    assert_never(path)
