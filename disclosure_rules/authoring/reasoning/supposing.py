"""Conditions that are supposed to hold, or to fail, into what is then known, and contradictions.

Whatever is concluded is true of every request: a contradiction means that no request satisfies
what was supposed. The reverse does not hold: what is not seen here, a solver may still find.
Requests are taken to carry only what their operation involves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias, assert_never

from disclosure_rules.authoring.reasoning.knowledge import Knowledge
from disclosure_rules.authoring.reasoning.orders import Constant
from disclosure_rules.authoring.reasoning.sources import NOWHERE, Around, Source
from disclosure_rules.authoring.reasoning.values import Values
from disclosure_rules.language import conditions as c
from disclosure_rules.language.policy import HEAD_PATHS, Exemption, Head, Rule

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from disclosure_rules.authoring.reasoning.sources import World
    from disclosure_rules.language.policy import Period

_STEPS: Final = 3000
"""How many conditions one supposition follows: beyond that, nothing more is concluded."""
_MOMENT: Final = Source("moment", None)

Claim: TypeAlias = "tuple[c.Condition | Rule, bool, Around]"
"""That a condition or a rule holds, or fails, where its names stand for this."""


class Supposition:
    """What is supposed, with all that was seen to follow from it."""

    __slots__ = ("choices", "known", "steps", "world")

    def __init__(self, world: World, known: Knowledge | None = None) -> None:
        """Suppose nothing yet, or what is known."""
        self.world: World = world
        self.known: Knowledge = Knowledge(world) if known is None else known
        self.choices: list[tuple[Claim, ...]] = []
        """Of each, at least one is so."""
        self.steps: int = _STEPS

    @property
    def impossible(self) -> bool:
        """Whether no request is as supposed."""
        return self.known.impossible

    def copy(self, *, with_choices: bool = True) -> Supposition:
        """Return the same supposition, to be carried on apart."""
        other = Supposition(self.world, self.known.copy())
        other.choices = list(self.choices) if with_choices else []
        other.steps = self.steps
        return other

    # --- Supposing -----------------------------------------------------------------------------

    def suppose(
        self, asked: c.Condition | Rule | None, *, holds: bool = True, around: Around = NOWHERE
    ) -> Supposition:
        """Suppose that a condition or a rule holds, or fails; return this supposition."""
        if asked is not None:
            self._take(asked, around, holds=holds)
            self._settle()
        return self

    def suppose_head(self, head: Head, *, every_category: bool) -> Supposition:
        """Suppose that a head fits; of several categories all, or some."""
        self._take_head(head, every_category=every_category)
        self._settle()
        return self

    def suppose_days(self, period: Period) -> Supposition:
        """Suppose that the moment lies in a period."""
        self.known.values.setdefault(_MOMENT, Values(none=False))
        for operator, day in (("at_or_after", period.start), ("at_or_before", period.end)):
            if day not in (day.min, day.max):
                self.known.compare(operator, _MOMENT, Constant(day))
        return self

    def suppose_record(self, path: str, record: int | None = None) -> int:
        """Suppose that there is a record in a list; return its number."""
        known = self.known
        known.narrow(Source(path, None), none=False)
        if record is None:
            known.records += 1
            record = known.records
        known.witnesses.setdefault(path, []).append(record)
        for listed, element, where, wanted, outside in list(known.laws):
            if listed == path:
                self._take(where, outside.beside(element, record), holds=wanted)
        return record

    def _take(self, asked: c.Condition | Rule, around: Around, *, holds: bool) -> None:
        self.steps -= 1
        if self.impossible or self.steps < 0:
            return
        match asked:
            case Rule():
                self._take_rule(asked, holds=holds)
            case c.Not(part):
                self._take(part, around, holds=not holds)
            case c.All(parts) | c.AnyOf(parts):
                self._take_parts(parts, around, holds=holds, every=isinstance(asked, c.All))
            case c.Some(of) | c.Every(of):
                self._take_quantifier(asked, of.fact.path, around, holds=holds)
            case c.Test() | c.Holds() | c.PermittedBy():
                self._take_atom(asked, around, holds=holds)
            case _:
                assert_never(asked)

    def _take_atom(
        self, asked: c.Test | c.Holds | c.PermittedBy, around: Around, *, holds: bool
    ) -> None:
        match asked:
            case c.Test(path, operator, operand):
                left, right = self.world.source(path, around), self.world.side(operand, around)
                if operator == "present":
                    self.known.presence(left, present=(right == Constant(value=True)) == holds)
                else:
                    self.known.test(operator, left, right, holds=holds)
            case c.Holds(definition):
                inside = self.world.inside(asked, around)
                self.known.claim(use_of(definition, inside), holds=holds)
                defined = self.world.definitions.get(definition)
                if defined is not None:  # a guarantee may name one that is not in force
                    self._take(defined.means, inside, holds=holds)
            case c.PermittedBy(rule, ground):
                self.known.claim((rule, ground), holds=holds)
                permitting = self._permitting(asked)
                if holds:
                    self.choices.append(tuple((found, True, NOWHERE) for found in permitting))
                else:
                    self.known.failing.update(found.name for found in permitting)
            case _:
                assert_never(asked)

    def _take_parts(
        self, parts: tuple[c.Condition, ...], around: Around, *, holds: bool, every: bool
    ) -> None:
        if every == holds:
            for part in parts:
                self._take(part, around, holds=holds)
        else:
            self.choices.append(tuple((part, holds, around) for part in parts))

    def _take_rule(self, rule: Rule, *, holds: bool) -> None:
        if not holds:
            self.known.failing.add(rule.name)
            return
        if rule.name in self.known.failing:
            self.known.impossible = True
        self._take_head(rule.head, every_category=rule.effect == "allow")
        for part, wanted in conjuncts(rule):
            self._take(part, NOWHERE, holds=wanted)

    def _take_head(self, head: Head, *, every_category: bool) -> None:
        for part, path in HEAD_PATHS.items():
            grants: tuple[str, ...] = getattr(head, part)
            if grants:
                source = Source(path, None)
                self.known.narrow(source, none=False)
                values, below = self.known.values[source], self.world.below(part, grants)
                if part == "data" and not every_category:
                    self.known.put(source, values._replace(some=(*values.some, below)))
                else:
                    only = below if values.only is None else values.only & below
                    self.known.put(source, values._replace(only=only))

    def _permitting(self, asked: c.PermittedBy) -> tuple[Rule, ...]:
        grounds = self.world.vocabulary.taxonomies["grounds"]
        return tuple(
            rule
            for rule in self.world.allow_rules
            if rule.name == asked.rule
            or (asked.ground and rule.ground and grounds.covers(asked.ground, rule.ground))
        )

    def _take_quantifier(
        self, asked: c.Some | c.Every, path: str, around: Around, *, holds: bool
    ) -> None:
        if isinstance(asked, c.Some) == holds:
            # `some` holds, or `every` fails: there is such a record.
            record = self.suppose_record(path)
            self._take(asked.where, around.beside(asked.element, record), holds=holds)
            return
        # `every` holds, or `some` fails: whatever record there is.
        self.known.narrow(Source(path, None))
        self.known.laws.append((path, asked.element, asked.where, holds, around))
        for record in self.known.witnesses.get(path, ()):
            self._take(asked.where, around.beside(asked.element, record), holds=holds)

    # --- What follows --------------------------------------------------------------------------

    def _settle(self) -> None:
        """Draw conclusions until there is nothing new."""
        before: object = None
        while not self.impossible and self.steps > 0:
            now = (len(self.choices), len(self.known.later), dict(self.known.values))
            if now == before:
                return
            before = now
            self.known.settle()
            self._choose()

    def _choose(self) -> None:
        """Drop the choices that are impossible; suppose what is left alone."""
        choices, self.choices = self.choices, []
        for claims in choices:
            left = tuple(claim for claim in claims if self._can_be(claim))
            if len(left) > 1:
                self.choices.append(left)
            elif left:
                asked, holds, around = left[0]
                self._take(asked, around, holds=holds)
            else:
                self.known.impossible = True

    def _can_be(self, claim: Claim) -> bool:
        asked, holds, around = claim
        trial = self.copy(with_choices=False).suppose(asked, holds=holds, around=around)
        self.steps = min(self.steps, trial.steps)
        return not trial.impossible


def conjuncts(rule: Rule) -> Iterator[tuple[c.Condition, bool]]:
    """Yield what a rule joins beside its head: conditions, each to hold or to fail."""
    if rule.when is not None:
        yield rule.when, True
    if rule.unless is not None:
        yield rule.unless, False
    for exemption in rule.exceptions:
        yield as_condition(exemption), False


def as_condition(exemption: Exemption) -> c.Condition:
    """Return a named exception as one condition: its `when`, and none of its own exceptions."""
    below = (c.Not(as_condition(inner), inner.span) for inner in exemption.exceptions)
    parts = (exemption.when, *below)
    return parts[0] if len(parts) == 1 else c.All(parts, exemption.span)


def use_of(definition: str, inside: Around) -> Hashable:
    """Return what tells one use of a definition from another."""
    arguments = tuple(sorted(inside.arguments.items()))
    return definition, arguments, tuple(sorted(inside.elements.items()))
