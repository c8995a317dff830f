"""A policy set and its files into what checks look at: places, ages, what follows from rules."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, cast

from disclosure_rules.authoring.reasoning.sources import (
    World,
    every_fact,
    given_facts,
    involving_operations,
)
from disclosure_rules.authoring.reasoning.supposing import Supposition
from disclosure_rules.language.diagnostics import Diagnostic
from disclosure_rules.language.policy import Period
from disclosure_rules.language.source import whole_file
from disclosure_rules.language.tree import Mapping, Node, Scalar, Sequence
from disclosure_rules.loading.faults import Faults
from disclosure_rules.loading.parse import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator
    from collections.abc import Mapping as Table

    from disclosure_rules.language.conditions import Constant
    from disclosure_rules.language.phrases import Detail
    from disclosure_rules.language.policy import Definition, PolicySet, Rule
    from disclosure_rules.language.source import Span
    from disclosure_rules.language.vocabulary import Fact, Vocabulary


_T = TypeVar("_T")


def finding(code: str, span: Span, **details: Detail | None) -> Diagnostic:
    """Return what a check found; details that are None are left out."""
    return Diagnostic(code, span, {name: d for name, d in details.items() if d is not None})


@dataclass(frozen=True, slots=True)
class Age:
    """Days in which the same versions of all policies are in force."""

    period: Period
    world: World
    rules: tuple[Rule, ...]
    """The rules in force on some of these days."""

    due_before: frozenset[str]
    """The obligations that are to be met before anything is disclosed."""

    def lasting(self, rule: Rule) -> Period:
        """Return the days of the age on which a rule of it is in force."""
        return rule.period.overlap(self.period) or self.period


class Inspected:
    """A policy set that is free of errors, and the files it came from."""

    def __init__(self, policy_set: PolicySet, sources: Table[str, str]) -> None:
        """Look at this set; its files are read again where a place in them is asked for."""
        self.policy_set = policy_set
        self.vocabulary: Vocabulary = policy_set.vocabulary
        self.sources = sources
        self._holding: dict[tuple[date, str], Supposition] = {}
        self._trees: dict[str, Node | None] = {}
        self._below: dict[str, dict[Span, Node]] = {}
        self._remembered: dict[Hashable, Any] = {}

    def remembered(self, key: Hashable, work_out: Callable[[], _T]) -> _T:
        """Return what several checks need, worked out by the first of them."""
        if key not in self._remembered:
            self._remembered[key] = work_out()
        return cast("_T", self._remembered[key])

    # --- What is in force ----------------------------------------------------------------------

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule of every version, in the order of the policies."""
        return tuple(r for policy in self.policy_set.policies for r in policy.rules.values())

    @cached_property
    def definitions(self) -> tuple[Definition, ...]:
        """Every definition of every version."""
        return tuple(d for policy in self.policy_set.policies for d in policy.definitions.values())

    @cached_property
    def facts(self) -> Table[str, Fact]:
        """Every fact by its path, fields of records too."""
        return every_fact(self.vocabulary)

    @cached_property
    def ages(self) -> tuple[Age, ...]:
        """The ages of the set, in order; in days outside of them no policy is in force."""
        policies = self.policy_set.policies
        starts = {policy.period.start for policy in policies}
        starts |= {p.period.end + timedelta(days=1) for p in policies if p.period.end < date.max}
        days = sorted(starts)
        facts = {**self.facts, **given_facts(self.definitions)}
        involving = involving_operations(self.vocabulary)
        ages = []
        for index, start in enumerate(days):
            following = days[index + 1] if index + 1 < len(days) else None
            in_force = [policy for policy in policies if start in policy.period]
            period = Period(start, following - timedelta(days=1) if following else date.max)
            rules = tuple(
                rule
                for policy in in_force
                for rule in policy.rules.values()
                if rule.period.overlap(period)
            )
            world = World(
                vocabulary=self.vocabulary,
                definitions={d.name: d for p in in_force for d in p.definitions.values()},
                constants=self._constants,
                allow_rules=tuple(rule for rule in rules if rule.effect == "allow"),
                facts=facts,
                involving=involving,
            )
            if in_force:
                obligations = (o for p in in_force for o in p.obligations.values())
                before = frozenset(o.name for o in obligations if o.timing == "before")
                ages.append(Age(period, world, rules, before))
        return tuple(ages)

    @cached_property
    def _constants(self) -> Table[str, Constant]:
        values: dict[str, set[Constant]] = defaultdict(set)
        for policy in self.policy_set.policies:
            for parameter in policy.parameters.values():
                values[parameter.name].update(entry.value for entry in parameter.values)
        return {name: found.pop() for name, found in values.items() if len(found) == 1}

    @cached_property
    def _ages_of(self) -> Table[int, tuple[Age, ...]]:
        found: dict[int, list[Age]] = defaultdict(list)
        for age in self.ages:
            for rule in age.rules:
                found[id(rule)].append(age)
        return {rule: tuple(ages) for rule, ages in found.items()}

    def ages_of(self, rule: Rule) -> tuple[Age, ...]:
        """Return the ages in which a rule is in force."""
        return self._ages_of.get(id(rule), ())

    # --- What follows --------------------------------------------------------------------------

    def holding(self, rule: Rule, age: Age) -> Supposition:
        """Return what follows in an age from a rule that holds; to be copied, never added to."""
        key = (age.period.start, rule.name)
        if key not in self._holding:
            supposed = Supposition(age.world).suppose_days(age.lasting(rule))
            self._holding[key] = supposed.suppose(rule)
        return self._holding[key]

    def can_hold(self, rule: Rule) -> bool:
        """Tell whether a rule can hold, as far as is seen."""
        return any(not self.holding(rule, age).impossible for age in self.ages_of(rule))

    # --- Places --------------------------------------------------------------------------------

    def place(self, key: Span, *steps: str) -> Span:
        """Return where the key of the last step stands below the one that stands here.

        It is the place of the last step that is there.
        """
        below, at = self._at(key.file).get(key), key
        for step in steps:
            if isinstance(below, Mapping) and (found := below.key(step)) is not None:
                below, at = below[found], found.span
            elif isinstance(below, (Sequence, Scalar)):
                words = below if isinstance(below, Sequence) else [below]
                found_word = next((w for w in words if getattr(w, "text", None) == step), None)
                return at if found_word is None else found_word.span
            else:
                return at
        return at

    def at_root(self, file: str, *steps: str) -> Span:
        """Return where a key stands that these steps lead to from the top of a document."""
        root = self._tree(file)
        first = root.key(steps[0]) if isinstance(root, Mapping) else None
        return whole_file(file) if first is None else self.place(first.span, *steps[1:])

    def trees(self, kind: str) -> Iterator[Mapping]:
        """Yield the documents of a kind, as written."""
        for file in sorted(self.sources):
            if f"kind: {kind}" in self.sources[file]:
                root = self._tree(file)
                if isinstance(root, Mapping):
                    yield root

    def reference(self, named: Rule, *, beside: Rule) -> str:
        """Return how a rule is called where another one stands."""
        return named.id if named.policy == beside.policy else named.name

    def _at(self, file: str) -> dict[Span, Node]:
        if file not in self._below:
            root = self._tree(file)
            self._below[file] = dict(_keys(root)) if root is not None else {}
        return self._below[file]

    def _tree(self, file: str) -> Node | None:
        if file not in self._trees:
            text = self.sources.get(file)
            self._trees[file] = None if text is None else parse(file, text, Faults())
        return self._trees[file]


def _keys(node: Node) -> Iterator[tuple[Span, Node]]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield key.span, value
            yield from _keys(value)
    elif isinstance(node, Sequence):
        for part in node:
            yield from _keys(part)
