"""Rules into the few that could follow from another: whoever compares all with all never ends."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from disclosure_rules.authoring.reasoning.following import head_follows, pinned, rule_follows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.authoring.checks.inspected import Age, Inspected
    from disclosure_rules.language.policy import Effect, Head, Rule


_Key: TypeAlias = tuple[str, bool, object]
"""A fact by its path, whether it is one of the request and not of a record, and a value of it."""


class Candidates:
    """The rules of one effect in an age, found by their heads and by a value they insist on."""

    def __init__(self, inspected: Inspected, age: Age, effect: Effect) -> None:
        """Sort the rules that can hold."""
        self.inspected = inspected
        self.age = age
        self._by_head: dict[Head, dict[_Key | None, list[Rule]]] = {}
        for rule in age.rules:
            if rule.effect == effect and not inspected.holding(rule, age).impossible:
                keys = self._by_head.setdefault(rule.head, defaultdict(list))
                for key in self._keys(rule):
                    keys[key].append(rule)
        self.every_category: bool = effect == "allow"

    def _keys(self, rule: Rule) -> list[_Key | None]:
        """Return what a rule is found by: each of the values of one fact that it insists on."""
        insisted = sorted(pinned(self.inspected.holding(rule, self.age)).items(), key=repr)
        if not insisted:
            return [None]
        source, values = insisted[0]
        return [(source.path, source.record is None, value) for value in values]

    def implied(self, rule: Rule) -> Iterator[Rule]:
        """Yield the other rules that hold whenever this one does, on all of its days."""
        holding = self.inspected.holding(rule, self.age)
        days = self.age.lasting(rule)
        for found in self._near(rule):
            theirs = self.age.lasting(found)
            lasts = theirs.start <= days.start and days.end <= theirs.end
            if found is not rule and lasts and rule_follows(found, holding.copy()):
                yield found

    def _near(self, rule: Rule) -> Iterator[Rule]:
        """Yield the rules that may follow: they insist on nothing, or on what this one does."""
        holding = self.inspected.holding(rule, self.age)
        insisted: set[_Key] = {
            (source.path, source.record is None, value)
            for source, values in pinned(holding).items()
            for value in values
        }
        for head, keys in self._by_head.items():
            if head_follows(head, holding, every_category=self.every_category):
                found = (one for key in (None, *insisted) for one in keys.get(key, ()))
                yield from {one.name: one for one in found}.values()

    def compatible(self, rule: Rule) -> Iterator[Rule]:
        """Yield the rules that can hold together with this one, as far as is seen."""
        holding = self.inspected.holding(rule, self.age)
        insisted = {s.path: values for s, values in pinned(holding).items() if s.record is None}
        for head, keys in self._by_head.items():
            together = holding.copy()
            if together.suppose_head(head, every_category=self.every_category).impossible:
                continue
            for key, rules in keys.items():
                # Of a list, another record may have the other value.
                if key is None or not key[1] or key[2] in insisted.get(key[0], (key[2],)):
                    for found in rules:
                        overlap = found.period.overlap(self.age.lasting(rule))
                        if overlap and not holding.copy().suppose(found).impossible:
                            yield found


def candidates(inspected: Inspected, age: Age, effect: Effect) -> Candidates:
    """Return the candidates of an effect in an age; sorted once."""
    return inspected.remembered(
        ("candidates", age.period.start, effect), lambda: Candidates(inspected, age, effect)
    )
