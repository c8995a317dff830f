"""Goals into how many records of each list, and which texts, any example of them can need.

A request can have lists of any length, and any texts. But whatever makes a goal so needs few of
them, and everything else can be taken away without changing that:

- `some` is true by one record, and is not false by one; `every` is false by one, and is not true by
  one. For the opposite of each, every record counts, and fewer do not harm: taking records away
  keeps it. (No condition counts records, and none stands on a list within a list.)
- What must hold together needs the records of all its parts; what may hold either way needs those
  of one. The same quantifier, asked of the same things, needs its record once.
- Texts are compared only with texts: beside those written in policies, each place for a text needs
  one of its own, each set one, and each two sets one that they share.

So the search is over requests of one shape, and finding nothing there is a proof for all.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never

from disclosure_rules.language import conditions as c
from disclosure_rules.language.policy import Exemption, Rule
from disclosure_rules.language.vocabulary import Records
from disclosure_rules.proving.goals import (
    AllOf,
    HeadFits,
    OneOf,
    Opposite,
    Reads,
    Says,
    Stands,
    Uses,
)
from disclosure_rules.proving.heads import is_false, permitting
from disclosure_rules.proving.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from disclosure_rules.proving.goals import Goal, Side
    from disclosure_rules.proving.heads import Domains

Demand = Literal["true", "false", "not true", "not false"]
"""What is asked of a condition."""

_SWAPPED: dict[Demand, Demand] = {
    "true": "false",
    "false": "true",
    "not true": "not false",
    "not false": "not true",
}
"""What is asked of a part whose negation is asked so."""
_OPPOSITE: dict[Demand, Demand] = {
    "true": "not true",
    "false": "not false",
    "not true": "true",
    "not false": "false",
}
"""What is asked of a part that is not to be as asked."""

Use: TypeAlias = tuple[object, ...]
"""What tells one use of a quantifier from another."""


@dataclass(frozen=True, slots=True)
class Need:
    """How many records of a list are needed, and by which quantifiers at most."""

    number: int
    uses: frozenset[Use]


Needs: TypeAlias = "dict[str, Need]"
"""Needs by the path of a list."""


def together(parts: Iterable[Needs]) -> Needs:
    """Return what is needed by all parts at once."""
    return reduce(lambda first, second: _joined(first, second, lambda a, b: a + b), parts, {})


def alternatives(parts: Iterable[Needs]) -> Needs:
    """Return what is needed by whichever part it is."""
    return reduce(lambda first, second: _joined(first, second, max), parts, {})


def _joined(first: Needs, second: Needs, numbers: Callable[[int, int], int]) -> Needs:
    if not first or not second:
        return first or second
    joined = dict(first)
    for path, need in second.items():
        if path in joined:
            uses = joined[path].uses | need.uses
            number = numbers(joined[path].number, need.number)
            joined[path] = Need(min(number, len(uses)), uses)
        else:
            joined[path] = need
    return joined


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a request must be that can be an example of a goal."""

    records: Mapping[str, int]
    """By the path of a list: how many records."""
    texts: tuple[str, ...]
    """The texts that conditions write, sorted."""
    further_texts: int
    """How many texts beside them."""


NO_ROOM = Shape({}, (), 0)


def shape_of(goal: Goal, domains: Domains, *, at_least: Shape | None = None) -> Shape:
    """Return how large a request must be for a goal.

    Args:
        goal: What is asked.
        domains: What every request for it says.
        at_least: A shape to leave room for, beside what is needed.
    """
    bounds = Bounds(domains)
    needed = bounds.goal(goal, wanted=True)
    room = at_least or NO_ROOM
    records = {path: need.number for path, need in sorted(needed.items())}
    for path, number in room.records.items():
        records[path] = max(number, records.get(path, 0))
    texts = Texts(bounds.is_false)
    texts.learn(goal)
    written = texts.written.union(room.texts)
    return Shape(records, tuple(sorted(written)), texts.further(records) + room.further_texts)


class Bounds:
    """Works out what goals, and conditions in them, need."""

    def __init__(self, domains: Domains) -> None:
        """Leave rules out that are false of whatever is said."""
        self._domains = domains
        self._false: dict[tuple[int, str], bool] = {}
        self._rules: dict[tuple[int, str, Demand], Needs] = {}
        self._definitions: dict[tuple[object, ...], Needs] = {}

    def is_false(self, side: Side, rule: Rule) -> bool:
        """Tell whether a rule is false of whatever is said."""
        key = (id(side), rule.name)
        if key not in self._false:
            self._false[key] = is_false(side.vocabulary, rule.head, self._domains)
        return self._false[key]

    def goal(self, goal: Goal, *, wanted: bool) -> Needs:
        """Return what is needed for a goal to be so, or not to be so."""
        match goal:
            case Stands(side, asked, truth):
                demand: Demand = truth if wanted else _OPPOSITE[truth]
                if isinstance(asked, Rule):
                    return self.rule(side, asked, demand)
                return {} if isinstance(asked, HeadFits) else self.condition(side, asked, demand)
            case AllOf(parts) | OneOf(parts):
                needed = (self.goal(part, wanted=wanted) for part in parts)
                return (together if isinstance(goal, AllOf) == wanted else alternatives)(needed)
            case Opposite(part):
                return self.goal(part, wanted=not wanted)
            case Uses(term, paths):
                lists = (path.rpartition(".")[0] for path in paths if path.count(".") > 1)
                return alternatives(_one(path, (term, paths)) for path in lists) if wanted else {}
            case Reads() | Says():
                return {}
        assert_never(goal)

    def rule(self, side: Side, rule: Rule, demand: Demand) -> Needs:
        """Return what is needed for a rule to stand so."""
        if self.is_false(side, rule):
            return {}
        key = (id(side), rule.name, demand)
        if key not in self._rules:
            parts = [self.condition(side, rule.when, demand)] if rule.when else []
            if rule.unless:
                parts.append(self.condition(side, rule.unless, _SWAPPED[demand]))
            parts += (self._exemption(side, e, _SWAPPED[demand]) for e in rule.exceptions)
            self._rules[key] = _joining(demand, conjunction=True)(parts)
        return self._rules[key]

    def _exemption(self, side: Side, exemption: Exemption, demand: Demand) -> Needs:
        parts = [self.condition(side, exemption.when, demand)]
        parts += (self._exemption(side, e, _SWAPPED[demand]) for e in exemption.exceptions)
        return _joining(demand, conjunction=True)(parts)

    def condition(self, side: Side, asked: c.Condition, demand: Demand, handed: Use = ()) -> Needs:
        """Return what is needed for a condition to stand so, in a definition handed these facts."""
        match asked:
            case c.Test(c.FactPath(fact), "present") if isinstance(fact.type, Records):
                return _one(fact.path, (fact.path,))
            case c.Test():
                return {}
            case c.All(parts) | c.AnyOf(parts):
                needed = (self.condition(side, part, demand, handed) for part in parts)
                return _joining(demand, conjunction=isinstance(asked, c.All))(needed)
            case c.Not(part):
                return self.condition(side, part, _SWAPPED[demand], handed)
            case c.Some(of) | c.Every(of):
                showing = (
                    ("true", "not false") if isinstance(asked, c.Some) else ("false", "not true")
                )
                if demand not in showing:
                    return {}
                return _one(of.fact.path, (id(side), id(asked), demand, *handed))
            case c.Holds():
                return self._definition(side, asked, demand, handed)
            case c.PermittedBy():
                rules = permitting(side, asked)
                needed = (self.rule(side, rule, demand) for rule in rules)
                return _joining(demand, conjunction=False)(needed)
        assert_never(asked)

    def _definition(self, side: Side, asked: c.Holds, demand: Demand, handed: Use) -> Needs:
        # A definition that quantifies stands in no quantifier: it is handed facts only.
        inside = tuple(_handed(path, handed) for _, path in asked.arguments)
        key = (id(side), asked.definition, demand, inside)
        if key not in self._definitions:
            means = side.in_force.definitions[asked.definition].means
            self._definitions[key] = self.condition(side, means, demand, inside)
        return self._definitions[key]


def _one(path: str, use: Use) -> Needs:
    return {path: Need(1, frozenset((use,)))}


def _joining(demand: Demand, *, conjunction: bool) -> Callable[[Iterable[Needs]], Needs]:
    """Return how parts join of which this is asked together."""
    return together if (demand in ("true", "not false")) == conjunction else alternatives


def _handed(path: c.Path | c.RecordPath, handed: Use) -> object:
    match path:
        case c.FactPath(fact):
            return fact.path
        case c.Argument(name):
            return name, handed
        case c.FieldPath(element, fact):
            return element, fact.path
        case c.RecordPath(element):
            return element
