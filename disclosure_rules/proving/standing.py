"""Conditions and rules of one policy set into formulas: that they are true, that they are false.

Each becomes two formulas, T and F, as docs/semantics.md tells when it is true and when it is false;
it is unknown where neither holds. What is asked of a condition is passed down to its parts, so that
only what is needed is made, and each part once.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, assert_never, cast

from disclosure_rules.language import conditions as c
from disclosure_rules.language.policy import HEAD_PATHS, HEAD_TAXONOMIES, Rule
from disclosure_rules.proving.comparing import Comparer
from disclosure_rules.proving.goals import HeadFits
from disclosure_rules.proving.heads import (
    comparable_with,
    narrower_than,
    permitting,
)
from disclosure_rules.proving.operands import Operand
from disclosure_rules.proving.readings import Reader, Reading
from disclosure_rules.proving.values import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from disclosure_rules.language.policy import Effect, Exemption, Head
    from disclosure_rules.language.times import Duration
    from disclosure_rules.language.vocabulary import Fact
    from disclosure_rules.proving.asked import Asked
    from disclosure_rules.proving.bounds import Bounds
    from disclosure_rules.proving.goals import Side
    from disclosure_rules.proving.logic import Formula

Source: TypeAlias = "tuple[Fact, int | None]"
"""A fact, and the number of the record of which it is a field."""


class Within(NamedTuple):
    """What names stand for where a condition stands."""

    records: Mapping[str, int] = {}
    """The number of each record that a quantifier, or a definition's argument, names."""
    facts: Mapping[str, Source] = {}
    """The facts that a definition was handed."""


NOWHERE = Within()


class SideEncoder:
    """Conditions and rules of one policy set, on some of its days, as formulas."""

    def __init__(self, side: Side, asked: Asked, bounds: Bounds) -> None:
        """Speak of this request; leave rules out that are false of whatever is said."""
        self.side = side
        self._logic = asked.logic
        self._asked = asked
        self._bounds = bounds
        self._reader = Reader(asked, side.vocabulary)
        self._comparer = Comparer(asked, side.vocabulary)
        self._rules: dict[tuple[str, bool], Formula] = {}
        self._definitions: dict[tuple[object, ...], Formula] = {}
        self._tests: dict[tuple[object, ...], Formula] = {}

    def in_its_days(self) -> Formula:
        """Return that the request is asked on one of the side's days."""
        period, zone = self.side.period, self.side.vocabulary.zone
        calendar, moment = self._asked.calendar, self._asked.moment
        begun = ended = True
        if period.start > date.min:
            begun = calendar.since(moment, period.start.toordinal(), zone)
        if period.end < date.max:
            ended = self._logic.neg(calendar.since(moment, period.end.toordinal() + 1, zone))
        return self._logic.conj((begun, ended))

    def stands(self, asked: c.Condition | Rule | HeadFits, *, wanted: bool) -> Formula:
        """Return that a condition, a rule or a head is true; or, not wanted, that it is false."""
        match asked:
            case Rule():
                return self.rule(asked, wanted=wanted)
            case HeadFits(head, effect):
                return self._join(self._head(head, effect, wanted=wanted), every=wanted)
            case _:
                return self.condition(asked, NOWHERE, wanted=wanted)

    # --- Rules ---------------------------------------------------------------------------------

    def rule(self, asked: Rule, *, wanted: bool) -> Formula:
        """Return that a rule is true, or that it is false."""
        if self._bounds.is_false(self.side, asked):
            return not wanted
        key = (asked.name, wanted)
        if key not in self._rules:
            self._rules[key] = self._join(self._rule_parts(asked, wanted=wanted), every=wanted)
        return self._rules[key]

    def _rule_parts(self, asked: Rule, *, wanted: bool) -> Iterator[Formula]:
        yield from self._head(asked.head, asked.effect, wanted=wanted)
        if asked.when is not None:
            yield self.condition(asked.when, NOWHERE, wanted=wanted)
        if asked.unless is not None:
            yield self.condition(asked.unless, NOWHERE, wanted=not wanted)
        for below in asked.exceptions:
            yield self._exemption(below, wanted=not wanted)

    def _exemption(self, asked: Exemption, *, wanted: bool) -> Formula:
        below = (self._exemption(inner, wanted=not wanted) for inner in asked.exceptions)
        parts = (self.condition(asked.when, NOWHERE, wanted=wanted), *below)
        return self._join(parts, every=wanted)

    def _join(self, parts: Iterator[Formula] | tuple[Formula, ...], *, every: bool) -> Formula:
        return self._logic.conj(parts) if every else self._logic.disj(parts)

    def _head(self, head: Head, effect: Effect, *, wanted: bool) -> Iterator[Formula]:
        """Yield that each part of a head is true, or that it is false."""
        logic = self._logic
        for part, path in HEAD_PATHS.items():
            grants: tuple[str, ...] = getattr(head, part)
            if not grants:
                continue
            taxonomy = self.side.vocabulary.taxonomies[HEAD_TAXONOMIES[part]]
            reading = self._reader.fact(path)
            there = reading.terms(taxonomy)
            fitting = narrower_than(taxonomy, grants)
            strange = there.keys() - comparable_with(taxonomy, grants)
            every = (effect == "allow") == wanted
            asked = fitting if wanted else strange
            if every:
                others = (has for term, has in there.items() if term not in asked)
                found = logic.conj((reading.known, logic.neg(logic.disj(others))))
            else:
                found = logic.disj(has for term, has in there.items() if term in asked)
            yield found if wanted else logic.disj((reading.none, found))

    # --- Conditions ----------------------------------------------------------------------------

    def condition(self, asked: c.Condition, within: Within, *, wanted: bool) -> Formula:
        """Return that a condition is true, or that it is false."""
        match asked:
            case c.Test():
                return self._test(asked, within, wanted=wanted)
            case c.All(parts) | c.AnyOf(parts):
                each = (self.condition(part, within, wanted=wanted) for part in parts)
                return self._join(each, every=isinstance(asked, c.All) == wanted)
            case c.Not(part):
                return self.condition(part, within, wanted=not wanted)
            case c.Some() | c.Every():
                return self._quantified(asked, within, wanted=wanted)
            case c.Holds():
                return self._definition(asked, within, wanted=wanted)
            case c.PermittedBy():
                rules = permitting(self.side, asked)
                each = (self.rule(rule, wanted=wanted) for rule in rules)
                return self._join(each, every=not wanted)
        assert_never(asked)

    def _quantified(self, asked: c.Some | c.Every, within: Within, *, wanted: bool) -> Formula:
        logic = self._logic
        reading = self._reader.fact(asked.of.fact.path)
        rows = reading.value
        there = rows.there if isinstance(rows, Rows) else ()
        each = (
            (
                has,
                self.condition(
                    asked.where,
                    within._replace(records={**within.records, asked.element: number}),
                    wanted=wanted,
                ),
            )
            for number, has in enumerate(there)
        )
        if isinstance(asked, c.Some) == wanted:
            # A record that is there is in a list that is given.
            return logic.disj(logic.conj(pair) for pair in each)
        known = logic.neg(reading.unknown)
        return logic.conj((known, *(logic.implies(has, where) for has, where in each)))

    def _definition(self, asked: c.Holds, within: Within, *, wanted: bool) -> Formula:
        records: dict[str, int] = {}
        facts: dict[str, Source] = {}
        for name, path in asked.arguments:
            if isinstance(path, c.RecordPath):
                records[name] = within.records[path.element]
            else:
                facts[name] = self._source(path, within)
        handed = ((name, fact.path, record) for name, (fact, record) in sorted(facts.items()))
        key = (asked.definition, wanted, *handed, *sorted(records.items()))
        if key not in self._definitions:
            means = self.side.in_force.definitions[asked.definition].means
            inside = Within(records, facts)
            self._definitions[key] = self.condition(means, inside, wanted=wanted)
        return self._definitions[key]

    @staticmethod
    def _source(path: c.Path, within: Within) -> Source:
        match path:
            case c.FactPath(fact):
                return fact, None
            case c.FieldPath(element, fact):
                return fact, within.records[element]
            case c.Argument(name):
                return within.facts[name]
        assert_never(path)

    # --- Tests ---------------------------------------------------------------------------------

    def _test(self, asked: c.Test, within: Within, *, wanted: bool) -> Formula:
        fact, record = self._source(asked.path, within)
        operand = self._operand(asked.operand, within)
        key = (fact.path, record, asked.operator, operand.key, wanted)
        if key not in self._tests:
            left = self._reader.fact(fact.path, record)
            self._tests[key] = self._compared(asked.operator, left, operand, wanted=wanted)
        return self._tests[key]

    def _compared(self, operator: str, left: Reading, operand: Operand, *, wanted: bool) -> Formula:
        logic = self._logic
        if operator == "present":
            return left.known if operand.constant == wanted else left.none
        right = operand.reading
        both = (left.known, True if right is None else right.known)
        none = (left.none, False if right is None else right.none)
        if False in both:  # what this side cannot read has no value to compare
            return False if wanted else logic.disj(none)
        if wanted:
            return logic.conj((*both, self._comparer.true(operator, left, operand)))
        compared = self._comparer.false(operator, left, operand)
        return logic.disj((*none, logic.conj((*both, compared))))

    def _operand(self, operand: c.Operand, within: Within) -> Operand:
        match operand:
            case c.Literal(value):
                return Operand(kind=operand.type, constant=value)
            case c.ParameterValue(parameter):
                value = self.side.in_force.parameters[parameter]
                return Operand(kind=operand.type, constant=value)
            case c.The(path, amount, backwards):
                fact, record = self._source(path, within)
                shift = None if amount is None else self._operand(amount, within).constant
                return Operand(
                    kind=fact.type,
                    reading=self._reader.fact(fact.path, record),
                    shift=cast("Duration | None", shift),
                    backwards=backwards,
                )
        assert_never(operand)
