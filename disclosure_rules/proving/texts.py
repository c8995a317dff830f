"""Goals into the texts that conditions write, and how many others any example of them can need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.language import conditions as c
from disclosure_rules.language.policy import Rule
from disclosure_rules.language.vocabulary import Plain, Records, TextSet
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
from disclosure_rules.proving.heads import permitting

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from disclosure_rules.proving.goals import Goal, Side


class Texts:
    """Collects the texts that conditions write, and the places where requests have texts."""

    def __init__(self, is_false: Callable[[Side, Rule], bool]) -> None:
        """Leave out the rules that are false of whatever is said."""
        self._is_false = is_false
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
            case Reads() | Says() | Uses():
                pass

    def _is_new(self, side: Side, name: int | str) -> bool:
        key = (id(side), name)
        new = key not in self._seen
        self._seen.add(key)
        return new

    def _rule(self, side: Side, rule: Rule) -> None:
        if self._is_new(side, f"rule {rule.name}") and not self._is_false(side, rule):
            for asked in rule.conditions():
                self._condition(side, asked)

    def _condition(self, side: Side, asked: c.Condition) -> None:
        for part in c.walk(asked):
            match part:
                case c.Test():
                    self._test(side, part)
                case c.Some(of) | c.Every(of):
                    self._list(side, of)
                case c.Holds():
                    self._definition(side, part)
                case c.PermittedBy():
                    for rule in permitting(side, part):
                        self._rule(side, rule)
                case _:
                    pass

    def _test(self, side: Side, asked: c.Test) -> None:
        self._path(asked.path)
        operand = asked.operand
        if isinstance(operand, c.The):
            self._path(operand.path)
        elif operand.type in (Plain("text"), TextSet()):
            self._written(side, operand)

    def _list(self, side: Side, of: c.FactPath) -> None:
        records = of.fact
        if isinstance(records.type, Records) and self._is_new(side, id(records)):
            for below in records.type.fields.values():
                self._fields[below.path] = records.path

    def _definition(self, side: Side, asked: c.Holds) -> None:
        for _, path in asked.arguments:
            if not isinstance(path, c.RecordPath):
                self._path(path)
        if self._is_new(side, f"definition {asked.definition}"):
            self._condition(side, side.in_force.definitions[asked.definition].means)

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
