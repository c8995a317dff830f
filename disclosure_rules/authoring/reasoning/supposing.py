"""Conditions that are supposed to hold, or to fail, into what follows, and into contradictions.

Whatever is said here is true of every request: a contradiction means that no request satisfies
what was supposed. The reverse does not hold; what is not found here, the solver may still find.
Requests are taken to carry only what their operation involves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias, assert_never, cast

from disclosure_rules.authoring.reasoning.orders import OPPOSITE, Constant, Orders
from disclosure_rules.authoring.reasoning.sources import NOWHERE, Around, Source
from disclosure_rules.authoring.reasoning.values import (
    NOTHING,
    Question,
    Values,
    all_values,
    narrowed,
    settled,
)
from disclosure_rules.language import conditions as c
from disclosure_rules.language.policy import Exemption, Head, Rule
from disclosure_rules.language.vocabulary import NUMBER_TYPES, TIME_TYPES, Categories, OneTerm

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from disclosure_rules.authoring.reasoning.sources import Side, World
    from disclosure_rules.language.policy import Period

_STEPS: Final = 3000
"""How many conditions one supposition follows: beyond that, nothing more is concluded."""
HEAD_PATHS: Final = {
    "operation": "operation",
    "purpose": "purpose",
    "recipient": "recipient.kind",
    "data": "item.category",
}
_OPERATION: Final = Source("operation", None)
_MOMENT: Final = Source("moment", None)

Claim: TypeAlias = "tuple[c.Condition | Rule, bool, Around]"
"""That a condition or a rule holds, or fails, where its names stand for this."""


class Supposition:
    """What is supposed, with all that was seen to follow from it."""

    def __init__(self, world: World) -> None:
        """Suppose nothing yet."""
        self.world = world
        self.impossible = False
        self._values: dict[Source, Values] = {}
        """What is known or none, with what it can be; of anything else, nothing is known."""
        self._orders = Orders(world.vocabulary.zone)
        self._claims: dict[Hashable, bool] = {}
        """What holds and what fails, of what is not looked into."""
        self._later: list[tuple[str, Source, Side]] = []
        """Comparisons that fail: of facts that are known, the opposite one holds."""
        self._choices: list[tuple[Claim, ...]] = []
        """Of each, at least one is so."""
        self._witnesses: dict[str, list[int]] = {}
        """By list: records that must be in it."""
        self._laws: list[tuple[str, str, c.Condition, bool, Around]] = []
        """By list: what holds, or fails, of every record in it."""
        self._failing: set[str] = set()
        """Rules that do not hold."""
        self._records = 0
        self._steps = _STEPS

    def copy(self) -> Supposition:
        """Return the same supposition, to be carried on apart."""
        other = Supposition(self.world)
        other.impossible = self.impossible
        other._values = dict(self._values)
        other._orders = self._orders.copy()
        other._claims = dict(self._claims)
        other._later = list(self._later)
        other._choices = list(self._choices)
        other._witnesses = {path: list(found) for path, found in self._witnesses.items()}
        other._laws = list(self._laws)
        other._failing = set(self._failing)
        other._records = self._records
        other._steps = self._steps
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
        self._values.setdefault(_MOMENT, Values(none=False))
        for operator, day in (("at_or_after", period.start), ("at_or_before", period.end)):
            if day not in (day.min, day.max):
                self._compare(operator, _MOMENT, Constant(day))
        self._settle()
        return self

    def witness(self, path: str, record: int | None = None) -> int:
        """Suppose that there is a record in a list; return its number."""
        self._narrow(Source(path, None), none=False)
        if record is None:
            self._records += 1
            record = self._records
        self._witnesses.setdefault(path, []).append(record)
        for listed, element, where, wanted, outside in list(self._laws):
            if listed == path:
                self._take(where, _with(outside, element, record), holds=wanted)
        return record

    def _take(self, asked: c.Condition | Rule, around: Around, *, holds: bool) -> None:
        self._steps -= 1
        if self.impossible or self._steps < 0:
            return
        match asked:
            case c.Test():
                self._take_test(asked, around, holds=holds)
            case c.Not(part):
                self._take(part, around, holds=not holds)
            case c.All(parts) | c.AnyOf(parts):
                if isinstance(asked, c.All) == holds:
                    for part in parts:
                        self._take(part, around, holds=holds)
                else:
                    self._choices.append(tuple((part, holds, around) for part in parts))
            case c.Some(of) | c.Every(of):
                self._take_quantifier(asked, of.fact.path, around, holds=holds)
            case c.Holds(definition):
                inside = self.world.inside(asked, around)
                self._claim(_use(definition, inside), holds=holds)
                defined = self.world.definitions.get(definition)
                if defined is not None:  # a guarantee may name one that is not in force
                    self._take(defined.means, inside, holds=holds)
            case c.PermittedBy():
                self._take_permission(asked, holds=holds)
            case Rule():
                self._take_rule(asked, holds=holds)
            case _:
                assert_never(asked)

    def _take_rule(self, rule: Rule, *, holds: bool) -> None:
        if not holds:
            self._failing.add(rule.name)
            return
        if rule.name in self._failing:
            self.impossible = True
        self._take_head(rule.head, every_category=rule.effect == "allow")
        for part, wanted in conjuncts(rule):
            self._take(part, NOWHERE, holds=wanted)

    def _take_head(self, head: Head, *, every_category: bool) -> None:
        for part, path in HEAD_PATHS.items():
            grants: tuple[str, ...] = getattr(head, part)
            if grants:
                source = Source(path, None)
                self._narrow(source, none=False)
                values = self._values[source]
                below = self.world.below(part, grants)
                if part == "data" and not every_category:
                    self._put(source, values._replace(some=(*values.some, below)))
                else:
                    only = below if values.only is None else values.only & below
                    self._put(source, values._replace(only=only))

    def _take_permission(self, asked: c.PermittedBy, *, holds: bool) -> None:
        self._claim((asked.rule, asked.ground), holds=holds)
        permitting = self._permitting(asked)
        if holds:
            self._choices.append(tuple((rule, True, NOWHERE) for rule in permitting))
        else:
            for rule in permitting:
                self._take_rule(rule, holds=False)

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
        found = isinstance(asked, c.Some)
        if found == holds:
            # `some` holds, or `every` fails: there is such a record.
            record = self.witness(path)
            self._take(asked.where, _with(around, asked.element, record), holds=holds)
            return
        # `every` holds, or `some` fails: whatever record there is.
        self._narrow(Source(path, None))
        self._laws.append((path, asked.element, asked.where, holds, around))
        for record in self._witnesses.get(path, ()):
            self._take(asked.where, _with(around, asked.element, record), holds=holds)

    def _take_test(self, atom: c.Test, around: Around, *, holds: bool) -> None:
        left = self.world.source(atom.path, around)
        right = self.world.side(atom.operand, around)
        if atom.operator == "present":
            if (cast("Constant", right).value is True) == holds:
                self._narrow(left, none=False)
            else:
                self._narrow(left)
                self._put(left, NOTHING._replace(none=self._values[left].none))
            return
        self._claim((atom.operator, left, right), holds=holds)
        read = (left, *self.world.read(right))
        if holds:
            for source in read:
                self._narrow(source, none=False)
            self._compare(atom.operator, left, right)
        else:
            if len(read) == 1 or not any(self.world.can_be_none(source) for source in read):
                for source in read:
                    self._narrow(source)
            self._later.append((atom.operator, left, right))
        if isinstance(right, Constant):
            asked = self._question(left, atom.operator, right)
            self._put(left, narrowed(self._values[left], asked, holds=holds))

    def _question(self, left: Source, operator: str, right: Constant) -> Question:
        kind = self.world.kind(left)
        taxonomies = self.world.vocabulary.taxonomies
        described = isinstance(kind, (OneTerm, Categories))
        taxonomy = taxonomies[kind.taxonomy] if described else None
        return Question(kind, operator, right.value, taxonomy, self.world.vocabulary.zone)

    def _compare(self, operator: str, left: Side, right: Side) -> None:
        ordered = isinstance(left, Source) and self.world.kind(left) in (*TIME_TYPES, *NUMBER_TYPES)
        if not ordered or operator == "one_of":
            return
        if not self._orders.add(operator, left, right, self.world.scale(left, right)):
            self.impossible = True

    def _claim(self, key: Hashable, *, holds: bool) -> None:
        if self._claims.setdefault(key, holds) != holds:
            self.impossible = True

    def _narrow(self, source: Source, *, none: bool = True) -> None:
        """Take it that a fact is known, or else none where that can be."""
        values = self._values.get(source)
        if values is None:
            can_be_none = self.world.can_be_none(source)
            taxonomies = self.world.vocabulary.taxonomies
            values = all_values(self.world.kind(source), taxonomies, none=can_be_none)
        self._put(source, values if none else values._replace(none=False))

    def _put(self, source: Source, values: Values) -> None:
        self._values[source] = values
        if values.impossible:
            self.impossible = True

    # --- What follows --------------------------------------------------------------------------

    def _settle(self) -> None:
        """Draw conclusions until there is nothing new."""
        while not self.impossible and self._steps > 0:
            before = (len(self._choices), len(self._later), dict(self._values))
            self._involve()
            self._look_again()
            self._choose()
            if before == (len(self._choices), len(self._later), self._values):
                return

    def _involve(self) -> None:
        """A request carries a purpose and a recipient only where its operation involves them."""
        operation = self._values.get(_OPERATION)
        if operation is None or operation.only is None:
            return
        for source, values in list(self._values.items()):
            part = source.path.partition(".")[0]
            if part not in ("purpose", "recipient") or source.record is not None:
                continue
            involving = self.world.involving[part]
            if not values.none:
                operation = operation._replace(
                    only=cast("frozenset[object]", operation.only) & involving
                )
                self._put(_OPERATION, operation)
            elif not involving & cast("frozenset[object]", operation.only):
                self._put(source, NOTHING)

    def _look_again(self) -> None:
        later, self._later = self._later, []
        for operator, left, right in later:
            if not all(self._is_known(source) for source in (left, *self.world.read(right))):
                self._later.append((operator, left, right))
            elif operator in OPPOSITE:
                self._compare(OPPOSITE[operator], left, right)

    def _is_known(self, source: Source) -> bool:
        values = self._values.get(source)
        return values is not None and not values.none

    def _choose(self) -> None:
        choices, self._choices = self._choices, []
        for claims in choices:
            open_claims = tuple(claim for claim in claims if self._can_be(claim))
            if not open_claims:
                self.impossible = True
            elif len(open_claims) == 1:
                asked, holds, around = open_claims[0]
                self._take(asked, around, holds=holds)
            else:
                self._choices.append(open_claims)

    def _can_be(self, claim: Claim) -> bool:
        asked, holds, around = claim
        trial = self.copy()
        trial._choices = []
        trial._take(asked, around, holds=holds)
        trial._settle()
        self._steps = min(self._steps, trial._steps)
        return not trial.impossible

    # --- Asking --------------------------------------------------------------------------------

    def possible(self, source: Source) -> Values | None:
        """Return what a fact can be; None where it may be unknown."""
        values = self._values.get(source)
        if values is None and source.record is None:
            part = source.path.partition(".")[0]
            operation = self._values.get(_OPERATION)
            if part in ("purpose", "recipient") and operation and operation.only is not None:
                return None if self.world.involving[part] & operation.only else NOTHING
        return values

    def pinned(self) -> dict[Source, frozenset[object]]:
        """Return the facts that must have one of a few values, beyond what words there are."""
        return {
            source: values.only
            for source, values in self._values.items()
            if values.only
            and not values.none
            and source.record is None
            and not isinstance(self.world.kind(source), (OneTerm, Categories))
        }

    def implies_rule(self, rule: Rule) -> bool:
        """Tell whether a rule must hold."""
        return self.implies_head(rule.head, every_category=rule.effect == "allow") and all(
            self.implies(part, holds=wanted) for part, wanted in conjuncts(rule)
        )

    def implies_head(self, head: Head, *, every_category: bool) -> bool:
        """Tell whether a head must fit."""
        for part, path in HEAD_PATHS.items():
            grants: tuple[str, ...] = getattr(head, part)
            if not grants:
                continue
            values = self._values.get(Source(path, None))
            if values is None or values.none or values.only is None:
                return False
            below = self.world.below(part, grants)
            some = part == "data" and not every_category
            if not values.only <= below and not (
                some and any(choice & values.only <= below for choice in values.some)
            ):
                return False
        return True

    def implies(self, asked: c.Condition, *, holds: bool = True, around: Around = NOWHERE) -> bool:
        """Tell whether a condition must hold, or must fail."""
        self._steps -= 1
        if self._steps < 0:
            return False
        match asked:
            case c.Test():
                return self._implies_test(asked, around, holds=holds)
            case c.Not(part):
                return self.implies(part, holds=not holds, around=around)
            case c.All(parts) | c.AnyOf(parts):
                each = (self.implies(part, holds=holds, around=around) for part in parts)
                return all(each) if isinstance(asked, c.All) == holds else any(each)
            case c.Some(of) | c.Every(of):
                return self._implies_quantifier(asked, of.fact.path, around, holds=holds)
            case c.Holds(definition):
                inside = self.world.inside(asked, around)
                claimed = self._claims.get(_use(definition, inside))
                if claimed is not None:
                    return claimed == holds
                defined = self.world.definitions.get(definition)
                return defined is not None and self.implies(
                    defined.means, holds=holds, around=inside
                )
            case c.PermittedBy():
                return self._claims.get((asked.rule, asked.ground)) == holds
        assert_never(asked)

    def _implies_quantifier(
        self, asked: c.Some | c.Every, path: str, around: Around, *, holds: bool
    ) -> bool:
        values = self.possible(Source(path, None))
        if isinstance(asked, c.Some) == holds:
            return any(
                self.implies(asked.where, holds=holds, around=_with(around, asked.element, record))
                for record in self._witnesses.get(path, ())
            )
        if values is None:
            return False
        if values.only_none:
            return True
        for listed, element, where, wanted, outside in self._laws:
            if listed == path:
                self._records += 1
                trial = self.copy()
                inside = _with(outside, element, self._records)
                trial.suppose(where, holds=wanted, around=inside)
                around_it = _with(around, asked.element, self._records)
                if trial.impossible or trial.implies(asked.where, holds=holds, around=around_it):
                    return True
        return False

    def _implies_test(self, atom: c.Test, around: Around, *, holds: bool) -> bool:
        left = self.world.source(atom.path, around)
        right = self.world.side(atom.operand, around)
        if self._claims.get((atom.operator, left, right)) == holds:
            return True
        values = self.possible(left)
        if atom.operator == "present":
            if (cast("Constant", right).value is True) == holds:
                return values is not None and not values.none
            return values is not None and values.only_none
        read = [self.possible(source) for source in (left, *self.world.read(right))]
        if not holds and any(value is not None and value.only_none for value in read):
            return True
        if values is None or None in read:
            return False
        if isinstance(right, Constant) and settled(
            values, self._question(left, atom.operator, right), holds=holds
        ):
            return True
        if not all(self._is_known(source) for source in (left, *self.world.read(right))):
            return False
        return self._follows(atom.operator, left, right, holds=holds)

    def _follows(self, operator: str, left: Source, right: Side, *, holds: bool) -> bool:
        if self.world.kind(left) not in (*TIME_TYPES, *NUMBER_TYPES) or operator == "one_of":
            return False
        scale = self.world.scale(left, right)
        if holds:
            return self._orders.follows(operator, left, right, scale)
        if operator == "is":
            return any(
                self._orders.follows(apart, left, right, scale) for apart in ("before", "after")
            )
        return self._orders.follows(OPPOSITE[operator], left, right, scale)


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


def _use(definition: str, inside: Around) -> Hashable:
    return (
        definition,
        tuple(sorted(inside.arguments.items())),
        tuple(sorted(inside.elements.items())),
    )


def _with(around: Around, element: str, record: int) -> Around:
    return Around({**around.elements, element: record}, around.arguments)
