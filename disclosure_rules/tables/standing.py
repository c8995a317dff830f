"""Conditions and rules into truths of a row: that they are true, that they are false.

Each becomes two truths, T and F, as docs/semantics.md tells when it is true and when it is false;
it is unknown where neither holds. Neither is ever NULL: see `nodes`.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias, assert_never, cast

from disclosure_rules.language import conditions as c
from disclosure_rules.language.policy import HEAD_PATHS, HEAD_TAXONOMIES
from disclosure_rules.language.vocabulary import Categories, OneTerm, TermSet
from disclosure_rules.tables.comparing import (
    Side,
    compared_plain,
    compared_terms,
    near,
)
from disclosure_rules.tables.facts import MOMENT, Reader, Reading
from disclosure_rules.tables.nodes import (
    Node,
    Truth,
    chosen,
    conj,
    disj,
    every,
    neg,
    one_of,
    some,
    sql,
    variable,
)
from disclosure_rules.tables.times import Time, TimeComparer, time_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import date

    from disclosure_rules.language.policy import Exemption, Head, InForce, Rule
    from disclosure_rules.language.times import Duration
    from disclosure_rules.language.vocabulary import Fact, Vocabulary


class Element(NamedTuple):
    """A record that is looked at; `name` is None for one of which nothing is known."""

    name: str | None


Source: TypeAlias = "tuple[Fact, Element | None]"
"""A fact, and the record of which it is a field."""


class Within(NamedTuple):
    """What names stand for where a condition stands."""

    records: Mapping[str, Element] = {}
    facts: Mapping[str, Source] = {}


NOWHERE: Final = Within()
AN_ELEMENT: Final = "an element"
"""What a record is called in SQL; no `where` reaches a further quantifier."""


class Standing:
    """Conditions and rules of what is in force, as truths of a row."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        in_force: InForce,
        reader: Reader | None = None,
        without: Collection[str] = frozenset(),
    ) -> None:
        """Speak of rows in this vocabulary.

        Args:
            vocabulary: The words of the policies.
            in_force: The rules, and what they lean on.
            reader: How facts stand in the rows, where not as they mostly do.
            without: Names of rules that are false of every row.
        """
        self.vocabulary = vocabulary
        self.in_force = in_force
        self.reader: Reader = reader or Reader(vocabulary)
        self.times: TimeComparer = TimeComparer(vocabulary.zone)
        self.settled: Mapping[str, date] = {}
        """By path: times that are the same in every row."""
        self._without = without
        self._asking = ""
        self._rules: dict[tuple[str, bool], Truth] = {}
        self._definitions: dict[tuple[object, ...], Truth] = {}

    # --- Rules ---------------------------------------------------------------------------------

    @contextmanager
    def asking(self, asked: Rule) -> Iterator[None]:
        """Remember which rule asks, for what cannot be asked."""
        before, self._asking = self._asking, asked.name
        yield
        self._asking = before

    def rule(self, asked: Rule, *, wanted: bool) -> Truth:
        """Return that a rule is true, or that it is false."""
        key = (asked.name, wanted)
        if key not in self._rules:
            with self.asking(asked):
                heads = (part for _, part in self.head(asked.head, asked.effect, wanted=wanted))
                self._rules[key] = _in_turn(
                    _join(heads, every=wanted),
                    _join(self._rule_parts(asked, wanted=wanted), every=wanted),
                    every=wanted,
                )
        return self._rules[key]

    def _rule_parts(self, asked: Rule, *, wanted: bool) -> Iterator[Truth]:
        """Yield what a rule joins beside its head."""
        if asked.when is not None:
            yield self.condition(asked.when, NOWHERE, wanted=wanted)
        if asked.unless is not None:
            yield self.condition(asked.unless, NOWHERE, wanted=not wanted)
        for below in asked.exceptions:
            yield self.exemption(below, wanted=not wanted)

    def exemption(self, asked: Exemption, *, wanted: bool) -> Truth:
        """Return that a named exception is true, or that it is false."""
        below = (self.exemption(inner, wanted=not wanted) for inner in asked.exceptions)
        parts = (self.condition(asked.when, NOWHERE, wanted=wanted), *below)
        return _join(parts, every=wanted)

    def head(self, head: Head, effect: str, *, wanted: bool) -> Iterator[tuple[Reading, Truth]]:
        """Yield how each part of a head reads, and that it is true, or that it is false."""
        for part, path in HEAD_PATHS.items():
            grants: tuple[str, ...] = getattr(head, part)
            if not grants:
                continue
            taxonomy = self.vocabulary.taxonomies[HEAD_TAXONOMIES[part]]
            reading = self.reader.fact(cast("Fact", self.vocabulary.fact(path)))
            reached = {t for grant in grants for t in near(taxonomy, grant, narrow=wanted)}
            join = every if (effect == "allow") == wanted else some
            found = _of_terms(reading, join, reached, wanted=wanted)
            yield (
                reading,
                conj((reading.known, found))
                if wanted
                else disj((reading.none, conj((reading.known, found)))),
            )

    def permitting(self, asked: c.PermittedBy) -> Iterator[Rule]:
        """Yield the allow rules that `permitted_by` names, or that rest on its ground.

        Those that are false of every row neither permit, nor leave it open whether something does.
        """
        grounds = self.vocabulary.taxonomies["grounds"]
        for rule in self.in_force.allow_rules:
            if asked.rule is None:
                named = grounds.covers(cast("str", asked.ground), cast("str", rule.ground))
            else:
                named = rule.name == asked.rule
            if named and rule.name not in self._without:
                yield rule

    # --- Conditions ----------------------------------------------------------------------------

    def condition(self, asked: c.Condition, within: Within, *, wanted: bool) -> Truth:
        """Return that a condition is true, or that it is false."""
        match asked:
            case c.Test():
                return self._test(asked, within, wanted=wanted)
            case c.All(parts) | c.AnyOf(parts):
                each = (self.condition(part, within, wanted=wanted) for part in parts)
                return _join(each, every=isinstance(asked, c.All) == wanted)
            case c.Not(part):
                return self.condition(part, within, wanted=not wanted)
            case c.Some() | c.Every():
                return self._quantified(asked, within, wanted=wanted)
            case c.Holds():
                return self._definition(asked, within, wanted=wanted)
            case c.PermittedBy():
                rules = self.permitting(asked)
                return _join((self.rule(rule, wanted=wanted) for rule in rules), every=not wanted)
        assert_never(asked)

    def _quantified(self, asked: c.Some | c.Every, within: Within, *, wanted: bool) -> Truth:
        reading = self.reader.fact(asked.of.fact)
        inside = of_each(asked, within)
        where = self.condition(asked.where, inside, wanted=wanted)
        if isinstance(asked, c.Some) == wanted:
            return conj((reading.given, some(reading.value, AN_ELEMENT, lambda _: where)))
        known = disj((reading.given, reading.none))
        all_of_them = every(reading.value, AN_ELEMENT, lambda _: where)
        return conj((known, disj((neg(reading.given), all_of_them))))

    def _definition(self, asked: c.Holds, within: Within, *, wanted: bool) -> Truth:
        inside = self.inside(asked, within)
        key = (
            asked.definition,
            wanted,
            *((name, fact.path, record) for name, (fact, record) in sorted(inside.facts.items())),
            *sorted(inside.records.items()),
        )
        if key not in self._definitions:
            means = self.in_force.definitions[asked.definition].means
            self._definitions[key] = self.condition(means, inside, wanted=wanted)
        return self._definitions[key]

    def inside(self, asked: c.Holds, within: Within) -> Within:
        """Return what names stand for inside a definition: what it was handed."""
        records: dict[str, Element] = {}
        facts: dict[str, Source] = {}
        for name, path in asked.arguments:
            if isinstance(path, c.RecordPath):
                records[name] = within.records[path.element]
            else:
                facts[name] = source(path, within)
        return Within(records, facts)

    # --- Tests ---------------------------------------------------------------------------------

    def reading(self, path: c.Path, within: Within) -> Reading:
        """Return how the fact that a path names stands."""
        fact, element = source(path, within)
        if element is None:
            return self.reader.fact(fact)
        if element.name is None:
            return self.reader.nothing(fact)
        return self.reader.field(fact, variable(element.name))

    def _test(self, asked: c.Test, within: Within, *, wanted: bool) -> Truth:
        left = self.reading(asked.path, within)
        operand = asked.operand
        if asked.operator == "present":
            return left.known if cast("c.Literal", operand).value == wanted else left.none
        right = self.reading(operand.path, within) if isinstance(operand, c.The) else None
        both = (left.known, True if right is None else right.known)
        none = (left.none, False if right is None else right.none)
        if conj(both) is False:
            return False if wanted else disj(none)
        compared = self._compared(asked, left, right, wanted=wanted)
        if wanted:
            return conj((*both, compared))
        return disj((*none, conj((*both, compared))))

    def _compared(
        self, asked: c.Test, left: Reading, right: Reading | None, *, wanted: bool
    ) -> Truth:
        constant = None if right is not None else self._constant(asked.operand)
        kind = left.fact.type
        if time_name(kind) is not None:
            holds = self._times(asked, left, right, constant)
            return holds if wanted else neg(holds)
        other = asked.operand.type if right is None else right.fact.type
        first = Side(kind, left.value)
        second = Side(other, None if right is None else right.value, constant)
        if isinstance(kind, (OneTerm, Categories, TermSet)):
            return compared_terms(self.vocabulary, asked.operator, first, second, wanted=wanted)
        holds = compared_plain(asked.operator, first, second)
        return holds if wanted else neg(holds)

    def _times(
        self, asked: c.Test, left: Reading, right: Reading | None, constant: c.Constant | None
    ) -> Truth:
        first = self._time(left, None)
        if right is not None:
            the = cast("c.The", asked.operand)
            move = None if the.shift is None else cast("Duration", self._constant(the.shift))
            second = self._time(right, move, backwards=the.backwards)
            return self.times.compared(asked.operator, first, second)
        # `one_of` lists several times.
        values = constant if isinstance(constant, tuple) else (constant,)
        operator = "is" if asked.operator == "one_of" else asked.operator
        sides = (_settled_time(cast("date", value)) for value in values)
        return disj(self.times.compared(operator, first, side) for side in sides)

    def _time(self, reading: Reading, move: Duration | None, *, backwards: bool = False) -> Time:
        name = cast("str", time_name(reading.fact.type))
        path = reading.fact.path
        value = None if path == MOMENT or path in self.settled else reading.value
        return Time(name, value, self.settled.get(path), move, backwards)

    def _constant(self, operand: c.Operand) -> c.Constant:
        if isinstance(operand, c.ParameterValue):
            return self.in_force.parameters[operand.parameter]
        return cast("c.Literal", operand).value


def _join(parts: Iterable[Truth], *, every: bool) -> Truth:
    return conj(parts) if every else disj(parts)


def _in_turn(first: Truth, rest: Truth, *, every: bool) -> Truth:
    """Return both truths, or either, with the rest worked out only where the first leaves it open.

    Heads are cheap, and what stands under them may go through lists: AND works out both for every
    row, a CASE does not.
    """
    if isinstance(first, bool) or isinstance(rest, bool):
        return _join((first, rest), every=every)
    if every:
        return chosen(((first, rest),), sql(truth=False))
    return chosen(((first, sql(truth=True)),), rest)


def of_each(asked: c.Some | c.Every, within: Within, name: str | None = AN_ELEMENT) -> Within:
    """Return what names stand for inside a quantifier."""
    return within._replace(records={**within.records, asked.element: Element(name)})


def source(path: c.Path, within: Within) -> Source:
    """Return the fact that a path names, and the record of which it is a field."""
    match path:
        case c.FactPath(fact):
            return fact, None
        case c.FieldPath(element, fact):
            return fact, within.records[element]
        case c.Argument(name):
            return within.facts[name]
    assert_never(path)


def _of_terms(reading: Reading, join: object, reached: set[str], *, wanted: bool) -> Truth:
    """Return that a term, or some or every one of several, is reached; or, not wanted, is not."""

    def reaches(term: Node) -> Truth:
        found = one_of(term, reached)
        return found if wanted else neg(found)

    if isinstance(reading.fact.type, OneTerm):
        return reaches(reading.value)
    return (every if join is every else some)(reading.value, "a term", reaches)


def _settled_time(value: date) -> Time:
    # What is written may be a date although the fact beside it is an instant.
    return Time("time" if isinstance(value, datetime) else "date", None, value)
