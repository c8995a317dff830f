"""Which rules and conditions can be unknown: told by their form, by what they read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, assert_never, cast

from disclosure_rules.language import conditions as c
from disclosure_rules.language.policy import HEAD_TAXONOMIES
from disclosure_rules.language.vocabulary import Categories, Fact, OneTerm

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from disclosure_rules.language.policy import Definition, Period, Policy, PolicySet, Rule
    from disclosure_rules.language.vocabulary import Vocabulary


class _Around(NamedTuple):
    """Where a condition stands."""

    period: Period
    """The days of the rule that it is asked for."""
    arguments: Mapping[str, bool]
    """Whether the fact behind each argument of the definition can be unknown."""


class Doubts:
    """Tell which rules and conditions can be unknown."""

    def __init__(self, policy_set: PolicySet) -> None:
        """Tell it of the rules that are asked about, and of every condition that they lead to."""
        self.vocabulary: Vocabulary = policy_set.vocabulary
        self.policies: tuple[Policy, ...] = policy_set.policies
        self.found: dict[int, bool] = {}
        """By the identity of a condition: whether it can be, for any rule that leads to it."""
        self._rules: dict[int, bool] = {}
        self._uses: dict[object, bool] = {}

    def meant(self, asked: c.Condition, period: Period) -> list[Definition]:
        """Return what a `holds` can mean on the days of a rule: one definition for each version."""
        if not isinstance(asked, c.Holds):
            return []
        policy_id, _, name = asked.definition.partition("#")
        return [
            policy.definitions[name]
            for policy in self.policies
            if policy.id == policy_id and policy.period.overlap(period)
        ]

    def of_rule(self, rule: Rule) -> bool:
        """Tell whether a rule can be unknown, having looked at all of its conditions."""
        if id(rule) not in self._rules:
            around = _Around(rule.period, {})
            doubts = [self._condition(asked, around) for asked in rule.conditions()]
            # Each part of a head reads something of which a request may say nothing.
            self._rules[id(rule)] = any(getattr(rule.head, p) for p in HEAD_TAXONOMIES) or any(
                doubts
            )
        return self._rules[id(rule)]

    def _condition(self, asked: c.Condition, around: _Around) -> bool:
        doubt = self._doubt(asked, around)
        self.found[id(asked)] = self.found.get(id(asked), False) or doubt
        return doubt

    def _doubt(self, asked: c.Condition, around: _Around) -> bool:
        # All that is below is looked at, whatever comes of the first: hence lists, not generators.
        match asked:
            case c.Test():
                doubts = [self._test(asked, around)]
            case c.All() | c.AnyOf() | c.Not():
                doubts = [self._condition(part, around) for part in c.parts_of(asked)]
            case c.Some() | c.Every():
                doubts = [self._condition(asked.where, around), self._path(asked.of, around)]
            case c.Holds():
                handed = {
                    name: self._path(path, around)
                    for name, path in asked.arguments
                    if not isinstance(path, c.RecordPath)
                }
                inside = _Around(around.period, handed)
                doubts = [self._use(found, inside) for found in self.meant(asked, around.period)]
            case c.PermittedBy():
                doubts = [self.of_rule(rule) for rule in self._permitting(asked)]
            case _:
                assert_never(asked)
        return any(doubts)

    def _use(self, definition: Definition, inside: _Around) -> bool:
        use = id(definition), inside.period, tuple(sorted(inside.arguments.items()))
        if use not in self._uses:
            self._uses[use] = self._condition(definition.means, inside)
        return self._uses[use]

    def _permitting(self, asked: c.PermittedBy) -> Iterator[Rule]:
        grounds = self.vocabulary.taxonomies["grounds"]
        for policy in self.policies:
            for rule in policy.rules.values():
                if asked.rule is not None:
                    named = rule.name == asked.rule
                else:
                    named = rule.ground is not None and grounds.covers(
                        cast("str", asked.ground), rule.ground
                    )
                if named:
                    yield rule

    # --- Tests ---

    def _test(self, asked: c.Test, around: _Around) -> bool:
        left = self._path(asked.path, around)
        if asked.operator == "present":
            return left
        operand = asked.operand
        right = isinstance(operand, c.The) and self._path(operand.path, around)
        return left or right or self._too_broad(asked)

    def _path(self, path: c.Path, around: _Around) -> bool:
        """Tell whether the fact that a path names can be unknown."""
        match path:
            case c.FactPath(fact):
                return self._fact(fact)
            case c.FieldPath(fact=fact):
                # The records of a list that is itself unknown are not looked at.
                return fact.silence == "unknown"
            case c.Argument(name):
                return around.arguments[name]
        assert_never(path)

    def _fact(self, fact: Fact) -> bool:
        entity = fact.path.partition(".")[0]
        if entity == "moment":
            return False
        if entity in ("operation", "purpose", "recipient", "item", self.vocabulary.subject):
            return True
        return "unknown" in (fact.silence, self.vocabulary.entities[entity].silence)

    def _too_broad(self, asked: c.Test) -> bool:
        """Tell whether a term that a request gives can be broader than what it is compared with."""
        operand = asked.operand
        described = [
            side.type
            for side in (asked.path, operand)
            if not isinstance(side, (c.Literal, c.ParameterValue))
            and isinstance(side.type, (OneTerm, Categories))
        ]
        if not described:
            return False
        terms = self.vocabulary.taxonomies[described[0].taxonomy].terms
        if isinstance(operand, c.Literal):
            value = cast("str | tuple[str, ...]", operand.value)
            grants = value if isinstance(value, tuple) else (value,)
            return any(terms[grant].parent is not None for grant in grants)
        return any(term.narrower for term in terms.values())
