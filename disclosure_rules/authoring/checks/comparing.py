"""Rules into the few that could follow from another: whoever compares all with all never ends."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from disclosure_rules.authoring.reasoning.following import head_follows, pinned, rule_follows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.authoring.checks.inspected import Age, Inspected
    from disclosure_rules.authoring.reasoning.sources import Source
    from disclosure_rules.language.policy import Effect, Head, Rule


class Candidates:
    """The rules of one effect in an age, found by their heads and by a value they insist on."""

    def __init__(self, inspected: Inspected, age: Age, effect: Effect) -> None:
        """Sort the rules that can hold."""
        self.inspected = inspected
        self.age = age
        self._by_head: dict[Head, dict[tuple[Source, object] | None, list[Rule]]] = {}
        for rule in age.rules:
            if rule.effect == effect and not inspected.holding(rule, age).impossible:
                keys = self._by_head.setdefault(rule.head, defaultdict(list))
                for key in self._keys(rule):
                    keys[key].append(rule)

    def _keys(self, rule: Rule) -> list[tuple[Source, object] | None]:
        """Return what a rule is found by: each of the values of one fact that it insists on."""
        insisted = sorted(pinned(self.inspected.holding(rule, self.age)).items())
        if not insisted:
            return [None]
        source, values = insisted[0]
        return [(source, value) for value in values]

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
        holding = self.inspected.holding(rule, self.age)
        insisted = {(source, next(iter(v))) for source, v in pinned(holding).items()}
        for head, keys in self._by_head.items():
            # The effect of those found is one: any of them says how their heads read categories.
            effect = next(iter(next(iter(keys.values())))).effect
            if head_follows(head, holding, every_category=effect == "allow"):
                for key in (None, *insisted):
                    yield from keys.get(key, ())

    def compatible(self, rule: Rule) -> Iterator[Rule]:
        """Yield the rules that can hold together with this one, as far as is seen."""
        holding = self.inspected.holding(rule, self.age)
        insisted = pinned(holding)
        for head, keys in self._by_head.items():
            effect = next(iter(next(iter(keys.values())))).effect
            if holding.copy().suppose_head(head, every_category=effect == "allow").impossible:
                continue
            for key, rules in keys.items():
                if key is None or key[0] not in insisted or key[1] in insisted[key[0]]:
                    for found in rules:
                        overlap = found.period.overlap(self.age.lasting(rule))
                        if overlap and not holding.copy().suppose(found).impossible:
                            yield found


def candidates(inspected: Inspected, age: Age, effect: Effect) -> Candidates:
    """Return the candidates of an effect in an age; sorted once."""
    return inspected.remembered(
        ("candidates", age.period.start, effect), lambda: Candidates(inspected, age, effect)
    )
