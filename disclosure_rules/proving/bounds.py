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

So the search is over finitely many shapes of requests, and finding nothing there is a proof for all.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never

from disclosure_rules.language import conditions as c
from disclosure_rules.language.policy import Exemption, Rule
from disclosure_rules.language.vocabulary import Plain, Records, TextSet
from disclosure_rules.proving.goals import AllOf, HeadFits, OneOf, Opposite, Reads, Says, Stands
from disclosure_rules.proving.heads import is_false

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

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
    texts = Texts(bounds)
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
            case c.Test(path, "present"):
                kind = path.fact.type if isinstance(path, c.FactPath) else None
                if not isinstance(kind, Records):
                    return {}
                return _one(path.fact.path, (path.fact.path,))  # type: ignore[union-attr]
            case c.Test():
                return {}
            case c.All(parts) | c.AnyOf(parts):
                needed = (self.condition(side, part, demand, handed) for part in parts)
                return _joining(demand, conjunction=isinstance(asked, c.All))(needed)
            case c.Not(part):
                return self.condition(side, part, _SWAPPED[demand], handed)
            case c.Some(of):
                wanted = demand in ("true", "not false")
                return _one(of.fact.path, (id(side), id(asked), demand, *handed)) if wanted else {}
            case c.Every(of):
                wanted = demand in ("false", "not true")
                return _one(of.fact.path, (id(side), id(asked), demand, *handed)) if wanted else {}
            case c.Holds(definition, arguments):
                # A definition that quantifies stands in no quantifier: it is handed facts only.
                inside = tuple(_handed(path, handed) for _, path in arguments)
                key = (id(side), definition, demand, inside)
                if key not in self._definitions:
                    means = side.in_force.definitions[definition].means
                    self._definitions[key] = self.condition(side, means, demand, inside)
                return self._definitions[key]
            case c.PermittedBy():
                rules = permitting(side, asked)
                needed = (self.rule(side, rule, demand) for rule in rules)
                return _joining(demand, conjunction=False)(needed)
        assert_never(asked)


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


def permitting(side: Side, asked: c.PermittedBy) -> Iterator[Rule]:
    """Yield the allow rules in force that `permitted_by` names, or that rest on its ground."""
    grounds = side.vocabulary.taxonomies["grounds"]
    for rule in side.in_force.allow_rules:
        if asked.rule is not None:
            named = rule.name == asked.rule
        else:
            named = grounds.covers(str(asked.ground), str(rule.ground))
        if named:
            yield rule


# --- Texts ---------------------------------------------------------------------------------------


class Texts:
    """Collects the texts that conditions write, and the places where requests have texts."""

    def __init__(self, bounds: Bounds) -> None:
        """Leave out the rules that are left out there."""
        self._bounds = bounds
        self._seen: set[tuple[int, int | str]] = set()
        self.written: set[str] = set()
        self.places: set[str] = set()
        self.sets: set[str] = set()
        self._fields: dict[str, str] = {}
        """The list of each field."""

    def further(self, records: Mapping[str, int]) -> int:
        """Return how many texts beside those written can be needed."""
        places, sets = (self._number(paths, records) for paths in (self.places, self.sets))
        return places + sets + sets * (sets - 1) // 2

    def _number(self, paths: set[str], records: Mapping[str, int]) -> int:
        return sum(
            records.get(self._fields[path], 0) if path in self._fields else 1 for path in paths
        )

    def learn(self, goal: Goal) -> None:
        """Collect what a goal reads."""
        match goal:
            case Stands(side, asked):
                if isinstance(asked, Rule):
                    self._rule(side, asked)
                elif not isinstance(asked, HeadFits):
                    self._condition(side, asked)
            case AllOf(parts) | OneOf(parts):
                for part in parts:
                    self.learn(part)
            case Opposite(part):
                self.learn(part)
            case Reads() | Says():
                pass

    def _is_new(self, side: Side, name: int | str) -> bool:
        key = (id(side), name)
        new = key not in self._seen
        self._seen.add(key)
        return new

    def _rule(self, side: Side, rule: Rule) -> None:
        if self._is_new(side, f"rule {rule.name}") and not self._bounds.is_false(side, rule):
            for asked in rule.conditions():
                self._condition(side, asked)

    def _condition(self, side: Side, asked: c.Condition) -> None:
        for part in c.walk(asked):
            match part:
                case c.Test(path, _, operand):
                    self._path(path)
                    if isinstance(operand, c.The):
                        self._path(operand.path)
                    elif _is_text(operand.type):
                        self._written(side, operand)
                case c.Some(of) | c.Every(of):
                    records = of.fact
                    if isinstance(records.type, Records) and self._is_new(side, id(records)):
                        for below in records.type.fields.values():
                            self._fields[below.path] = records.path
                case c.Holds(definition, arguments):
                    for _, handed in arguments:
                        if not isinstance(handed, c.RecordPath):
                            self._path(handed)
                    if self._is_new(side, f"definition {definition}"):
                        self._condition(side, side.in_force.definitions[definition].means)
                case c.PermittedBy():
                    for rule in permitting(side, part):
                        self._rule(side, rule)
                case _:
                    pass

    def _path(self, path: c.Path) -> None:
        if isinstance(path, (c.FactPath, c.FieldPath)):
            if path.fact.type == Plain("text"):
                self.places.add(path.fact.path)
            elif path.fact.type == TextSet():
                self.sets.add(path.fact.path)

    def _written(self, side: Side, operand: c.Literal | c.ParameterValue) -> None:
        if isinstance(operand, c.Literal):
            value = operand.value
        else:
            value = side.in_force.parameters[operand.parameter]
        self.written.update(value if isinstance(value, tuple) else (str(value),))


def _is_text(kind: object) -> bool:
    return kind in (Plain("text"), TextSet())
