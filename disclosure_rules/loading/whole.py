"""Checks that need the whole set: versions side by side, and definitions through definitions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from disclosure_rules.language.conditions import (
    Argument,
    Condition,
    Every,
    Holds,
    RecordPath,
    Some,
    Test,
    The,
    parts_of,
    walk,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from disclosure_rules.language.guarantees import Guarantee
    from disclosure_rules.language.policy import Definition, Policy
    from disclosure_rules.loading.faults import Faults

DEEPEST: Final = 64
"""How many levels a condition may have: evaluators may recurse, and none may run out of stack."""
_LONGEST_WAY: Final = 12
"""How many steps of a circle of definitions are shown."""


def check_versions(policies: list[Policy], faults: Faults) -> None:
    """Find versions of one policy that overlap, and days between versions without any."""
    lasting: dict[str, Policy] = {}
    for later in policies:
        earlier = lasting.setdefault(later.id, later)
        if later.period.end > earlier.period.end:
            lasting[later.id] = later
        if earlier is later:
            continue
        if later.period.start <= earlier.period.end:
            faults.add(
                "version_overlap",
                later.span,
                word=later.version,
                other=earlier.version,
                at=earlier.span.line_reference,
                day=later.period.start.isoformat(),
            )
            continue
        next_day = earlier.period.end + timedelta(days=1)
        if later.period.start > next_day:
            faults.add("version_gap", earlier.span, word=earlier.id, first=next_day.isoformat())


def check_ends(policies: list[Policy], faults: Faults) -> None:
    """Find last versions that end without saying that the policy is repealed, and the reverse."""
    last = {policy.id: policy for policy in policies}
    for policy in policies:
        ends = policy.period.end < date.max
        if policy.repealed and not ends:
            faults.add("repealed_without_end", policy.span)
        elif ends and not policy.repealed and last[policy.id] is policy:
            first = policy.period.end + timedelta(days=1)
            faults.add("version_end", policy.span, word=policy.id, first=first.isoformat())


def check_obligations(policies: list[Policy], faults: Faults) -> None:
    """Find obligations of two policies that share an id: `enforce` names them by it alone."""
    first: dict[str, tuple[str, str]] = {}
    for policy in policies:
        for obligation in policy.obligations.values():
            owner, place = first.setdefault(
                obligation.id, (policy.id, obligation.span.line_reference)
            )
            if owner != policy.id:
                faults.add("duplicate_id", obligation.span, word=obligation.id, first=place)


def check_definitions(policies: list[Policy], guarantees: list[Guarantee], faults: Faults) -> None:
    """Find what shows only through definitions, for each choice of versions in force together.

    A definition that rests on itself; a `where` that reaches a further quantifier; `present` asked
    of a fact that was handed to a definition and whose silence is unknown.
    """
    days = sorted({policy.period.start for policy in policies} or {date.min})
    for day in days:
        in_force = [policy for policy in policies if day in policy.period]
        definitions = {d.name: d for policy in in_force for d in policy.definitions.values()}
        _Definitions(definitions, faults).check(in_force, guarantees)


class _Definitions:
    def __init__(self, definitions: Mapping[str, Definition], faults: Faults) -> None:
        self.definitions = definitions
        self.faults = faults
        self.order = self._callees_first()
        self.quantifies: set[str] = set()
        """Definitions that reach a quantifier."""
        self.asks_presence: dict[str, frozenset[str]] = {}
        """The arguments of each definition of which `present` is asked."""
        self.shifts: dict[str, frozenset[str]] = {}
        """The arguments of each definition that it shifts by a duration."""
        self.levels: dict[str, int] = {}
        """How deep the condition of each definition is, through the definitions it rests on."""

    def check(self, policies: Iterable[Policy], guarantees: Iterable[Guarantee]) -> None:
        for name in self.order:
            self._learn(self.definitions[name])
        for policy in policies:
            for definition in policy.definitions.values():
                self._check(definition.means)
            for rule in policy.rules.values():
                for condition in rule.conditions():
                    self._check_asked(condition)
        for guarantee in guarantees:
            for asked in (guarantee.when, guarantee.unless, guarantee.then):
                if asked is not None:
                    self._check_asked(asked)

    def _callees_first(self) -> list[str]:
        """Return definitions so that what one rests on comes before it; report circles."""
        order: list[str] = []
        done: set[str] = set()
        for start in sorted(self.definitions):
            way: dict[str, None] = {}
            stack = [(start, self._callees(start))]
            while stack:
                name, callees = stack[-1]
                way[name] = None
                following = next(callees, None)
                if following is None:
                    stack.pop()
                    del way[name]
                    if name not in done:
                        done.add(name)
                        order.append(name)
                elif following in way:
                    steps = [*way, following]
                    circle = steps[steps.index(following) :]
                    self.faults.add(
                        "definition_cycle",
                        self.definitions[min(circle)].span,
                        word=min(circle),
                        way=_way(circle),
                    )
                elif following not in done and following in self.definitions:
                    stack.append((following, self._callees(following)))
        return order

    def _callees(self, name: str) -> Iterator[str]:
        if name not in self.definitions:
            return iter(())
        means = self.definitions[name].means
        return iter([part.definition for part in walk(means) if isinstance(part, Holds)])

    def _learn(self, definition: Definition) -> None:
        presence: set[str] = set()
        shifted: set[str] = set()
        for part in walk(definition.means):
            if isinstance(part, (Some, Every)):
                self.quantifies.add(definition.name)
            elif isinstance(part, Test):
                if part.operator == "present" and isinstance(part.path, Argument):
                    presence.add(part.path.name)
                operand = part.operand
                if (
                    isinstance(operand, The)
                    and operand.shift
                    and isinstance(operand.path, Argument)
                ):
                    shifted.add(operand.path.name)
            elif isinstance(part, Holds):
                if part.definition in self.quantifies:
                    self.quantifies.add(definition.name)
                presence |= _handed_on(part, self.asks_presence)
                shifted |= _handed_on(part, self.shifts)
        self.asks_presence[definition.name] = frozenset(presence)
        self.shifts[definition.name] = frozenset(shifted)
        self._learn_levels(definition)

    def _learn_levels(self, definition: Definition) -> None:
        self.levels[definition.name] = self._levels(definition.means)
        callees = [self.levels.get(name, 0) for name in self._callees(definition.name)]
        if self.levels[definition.name] > DEEPEST and max(callees, default=0) <= DEEPEST:
            self.faults.add("too_deep_definitions", definition.span, word=definition.name)

    def _levels(self, condition: Condition) -> int:
        if isinstance(condition, Holds):
            return 1 + self.levels.get(condition.definition, 0)
        return 1 + max((self._levels(part) for part in parts_of(condition)), default=0)

    def _check_asked(self, condition: Condition) -> None:
        if self._levels(condition) > DEEPEST:
            self.faults.add("too_deep_definitions", condition.span)
        self._check(condition)

    def _check(self, condition: Condition) -> None:
        for part in walk(condition):
            if isinstance(part, Holds):
                self._check_arguments(part)
            elif isinstance(part, (Some, Every)):
                for below in walk(part.where):
                    if isinstance(below, (Some, Every)):
                        self.faults.add("nested_quantifier", below.span)
                    elif isinstance(below, Holds) and below.definition in self.quantifies:
                        self.faults.add("nested_quantifier", below.span, word=below.definition)

    def _check_arguments(self, holds: Holds) -> None:
        asked = self.asks_presence.get(holds.definition, frozenset())
        shifted = self.shifts.get(holds.definition, frozenset())
        for argument, path in holds.arguments:
            if isinstance(path, (Argument, RecordPath)):
                continue
            if argument in asked and path.fact.silence == "unknown":
                self.faults.add("present_of_unknown", holds.span, word=path.fact.path)
            if argument in shifted and path.fact.path == "moment":
                self.faults.add("shifted_moment", holds.span)


def _way(circle: list[str]) -> str:
    steps = [f"`{step}`" for step in circle]
    if len(steps) > _LONGEST_WAY:
        steps = [*steps[: _LONGEST_WAY - 2], "…", steps[-1]]
    return " → ".join(steps)


def _handed_on(holds: Holds, known: Mapping[str, frozenset[str]]) -> set[str]:
    """Return the arguments that a definition hands on to those of another that are known."""
    wanted = known.get(holds.definition, frozenset())
    return {
        path.name
        for argument, path in holds.arguments
        if argument in wanted and isinstance(path, Argument)
    }
