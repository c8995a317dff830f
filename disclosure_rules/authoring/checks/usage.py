"""A policy set into the words that its rules, guarantees and sentences use."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from disclosure_rules.language import conditions as c
from disclosure_rules.language.policy import ParameterName
from disclosure_rules.language.vocabulary import OneTerm, TermSet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from disclosure_rules.authoring.checks.inspected import Inspected
    from disclosure_rules.language.policy import Placeholder
    from disclosure_rules.language.source import Span


@dataclass(slots=True)
class Usage:
    """Qualified names, paths and taxonomies that are used."""

    definitions: set[str] = field(default_factory=set)
    """Those that a rule rests on, itself or through others."""
    parameters: set[str] = field(default_factory=set)
    obligations: set[str] = field(default_factory=set)
    facts: set[str] = field(default_factory=set)
    taxonomies: set[str] = field(default_factory=set)
    readers: dict[str, set[Span]] = field(default_factory=lambda: defaultdict(set))
    """By entity or list: the rules, definitions and quantifiers that read something of it."""

    def take(self, asked: c.Condition, owner: Span) -> None:
        """Take in what a condition names; not what stands in the definitions it names."""
        for part in c.walk(asked):
            match part:
                case c.Test(path, _, operand):
                    self._path(path, owner)
                    self._operand(operand, owner)
                case c.Some(of) | c.Every(of):
                    self._path(of, owner)
                    self.readers[of.fact.path].add(part.span)
                case c.Holds(_, arguments):
                    for _, handed in arguments:
                        self._path(handed, owner)
                case _:
                    pass

    def _operand(self, operand: c.Operand, owner: Span) -> None:
        if isinstance(operand, c.The):
            self._path(operand.path, owner)
            operand = operand.shift or operand
        if isinstance(operand, c.ParameterValue):
            self.parameters.add(operand.parameter)

    def _path(self, path: c.Path | c.RecordPath, owner: Span) -> None:
        if isinstance(path, (c.FactPath, c.FieldPath)):
            self.facts.add(path.fact.path)
        if isinstance(path, c.FactPath):
            self.readers[path.fact.path.partition(".")[0]].add(owner)

    def shown(self, placeholder: Placeholder) -> None:
        """Take in what a sentence shows."""
        if isinstance(placeholder, ParameterName):
            self.parameters.add(placeholder.parameter)
        else:
            self.facts.add(placeholder.fact.path)


def usage(inspected: Inspected) -> Usage:
    """Return what a set uses; worked out once."""
    return inspected.remembered("usage", lambda: _usage(inspected))


def _usage(inspected: Inspected) -> Usage:
    used = Usage()
    for rule in inspected.rules:
        used.obligations.update(rule.obliges)
        for asked in rule.conditions():
            used.take(asked, rule.span)
        for sentence in rule.because.values():
            for part in sentence:
                if not isinstance(part, str):
                    used.shown(part)
    for definition in inspected.definitions:
        used.take(definition.means, definition.span)
        used.taxonomies.update(_taxonomies(definition.given.values()))
    _promised(inspected, used)
    used.definitions = set(_reached(inspected))
    used.taxonomies.update(_taxonomies(fact.type for fact in inspected.facts.values()))
    for policy in inspected.policy_set.policies:
        used.taxonomies.update(_taxonomies(p.type for p in policy.parameters.values()))
    return used


def _promised(inspected: Inspected, used: Usage) -> None:
    """Take in what guarantees read, though they are no place where a fact is forgotten."""
    for guarantee in inspected.policy_set.guarantees:
        for promised in (guarantee.when, guarantee.unless, guarantee.then):
            if promised is not None:
                promising = Usage()
                promising.take(promised, guarantee.span)
                used.facts |= promising.facts
                used.parameters |= promising.parameters


def _taxonomies(kinds: Iterable[object]) -> Iterator[str]:
    for kind in kinds:
        if isinstance(kind, (OneTerm, TermSet)):
            yield kind.taxonomy


def _reached(inspected: Inspected) -> Iterator[str]:
    means = defaultdict(list)
    for definition in inspected.definitions:
        means[definition.name].append(definition.means)
    pending = [asked for rule in inspected.rules for asked in rule.conditions()]
    seen: set[str] = set()
    while pending:
        for part in c.walk(pending.pop()):
            if isinstance(part, c.Holds) and part.definition not in seen:
                seen.add(part.definition)
                pending += means[part.definition]
                yield part.definition
