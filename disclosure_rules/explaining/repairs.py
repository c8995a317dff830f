"""What would have to be true for a condition to hold, or not to hold: candidates for remedies.

A repair is a set of assignments that, taken together, are meant to give a condition the truth
wanted. It is a proposal: whether it works is decided by the semantics, never here.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import islice, product
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias, assert_never, cast

from disclosure_rules.deciding import semantics as s
from disclosure_rules.deciding.kleene import FALSE, TRUE, Truth, negation
from disclosure_rules.deciding.operators import OPERATORS
from disclosure_rules.language import conditions as c
from disclosure_rules.language.vocabulary import (
    NUMBER_TYPES,
    TIME_TYPES,
    Categories,
    Fact,
    OneTerm,
    Plain,
    Records,
    TermSet,
    TextSet,
)
from disclosure_rules.request import Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from disclosure_rules.language.policy import Exemption, Rule
    from disclosure_rules.request import Record


class Place(NamedTuple):
    """Where a value would stand: a fact, or a field of a record."""

    list: str | None
    """The vocabulary path of the record's list; None for a fact of its own."""
    number: int
    """The place of the record in its list, from 1; beyond the last one for a new record."""
    path: str
    """The vocabulary path of the fact or field."""


class Assignment(NamedTuple):
    """A value that a fact would have; an empty tuple for a list that would be empty."""

    place: Place
    value: Value


Repair: TypeAlias = frozenset[Assignment]

NOTHING_TO_DO: Final[Repair] = frozenset()
MOST_REPAIRS: Final = 400
"""How many repairs of one condition are looked at; beyond this the search has stopped."""
NEW_ID: Final = "new"
"""How an id or a text begins that stands for any."""


class Repairing:
    """Find repairs for one item; `stopped` tells whether some were left out."""

    def __init__(self, scope: s.Scope) -> None:
        """Look at the item of a scope."""
        self.scope = scope
        self.stopped = False
        self._new: dict[int, Place] = {}
        """The places of new records, by the identity of their stand-ins."""
        self._stand_ins: list[Record] = []

    # --- Rules ---

    def rule(self, asked: Rule, wanted: Truth) -> list[Repair]:
        """Return repairs that give a rule the truth wanted; its head is as it is."""
        if s.rule(asked, self.scope) is wanted:
            return [NOTHING_TO_DO]
        heads = [stands for _, stands in s.head_parts(asked.head, self.scope, asked.effect)]
        if wanted is TRUE and any(stands is not TRUE for stands in heads):
            return []
        parts: list[Callable[[], list[Repair]]] = []
        if asked.when is not None:
            parts.append(partial(self.condition, asked.when, self.scope, wanted))
        if asked.unless is not None:
            parts.append(partial(self.condition, asked.unless, self.scope, negation(wanted)))
        parts.extend(
            partial(self._exception, below, negation(wanted)) for below in asked.exceptions
        )
        return self._joined(parts, every=wanted is TRUE)

    def _exception(self, asked: Exemption, wanted: Truth) -> list[Repair]:
        if s.exemption(asked, self.scope) is wanted:
            return [NOTHING_TO_DO]
        parts: list[Callable[[], list[Repair]]] = [
            partial(self.condition, asked.when, self.scope, wanted)
        ]
        parts.extend(
            partial(self._exception, below, negation(wanted)) for below in asked.exceptions
        )
        return self._joined(parts, every=wanted is TRUE)

    # --- Conditions ---

    def condition(self, asked: c.Condition, scope: s.Scope, wanted: Truth) -> list[Repair]:
        """Return repairs that give a condition the truth wanted."""
        if s.condition(asked, scope) is wanted:
            return [NOTHING_TO_DO]
        match asked:
            case c.Test():
                return list(self._test(asked, scope, wanted))
            case c.All(parts) | c.AnyOf(parts):
                every = isinstance(asked, c.All) is (wanted is TRUE)
                return self._joined(
                    [partial(self.condition, part, scope, wanted) for part in parts], every=every
                )
            case c.Not(part):
                return self.condition(part, scope, negation(wanted))
            case c.Some() | c.Every():
                return self._quantified(asked, scope, wanted)
            case c.Holds():
                means = scope.in_force.definitions[asked.definition].means
                return self.condition(means, s.definition_scope(asked, scope), wanted)
            case c.PermittedBy():
                rules = list(s.permitting(asked, scope))
                return self._joined(
                    [partial(self.rule, rule, wanted) for rule in rules],
                    every=wanted is FALSE,
                )
        assert_never(asked)

    def all_of(self, parts: Iterable[Callable[[], list[Repair]]]) -> list[Repair]:
        """Return repairs that are all of the parts together."""
        return self._joined(parts, every=True)

    def _joined(self, parts: Iterable[Callable[[], list[Repair]]], *, every: bool) -> list[Repair]:
        """Return repairs of all parts together, or else of any one of them."""
        found = [part() for part in parts]
        if not every:
            return self._fewest(repair for repairs in found for repair in repairs)
        joined = [NOTHING_TO_DO]
        for repairs in found:
            pairs = product(joined, repairs)
            joined = self._fewest(merged for one, two in pairs for merged in _merged(one, two))
        return joined

    def _fewest(self, repairs: Iterable[Repair]) -> list[Repair]:
        """Return the repairs, those of fewest assignments first, and not too many of them."""
        ordered = sorted(set(repairs), key=lambda repair: (len(repair), sorted(map(str, repair))))
        self.stopped = self.stopped or len(ordered) > MOST_REPAIRS
        return ordered[:MOST_REPAIRS]

    # --- Records ---

    def _quantified(self, asked: c.Some | c.Every, scope: s.Scope, wanted: Truth) -> list[Repair]:
        fact = asked.of.fact
        unknown = scope.fact(fact) is s.Absent.UNKNOWN
        wants_one = isinstance(asked, c.Some) is (wanted is TRUE)
        if unknown and not wants_one:
            return [frozenset({Assignment(Place(None, 0, fact.path), ())})]
        inside = list(s.elements(asked, scope))
        each = [partial(self.condition, asked.where, record, wanted) for record in inside]
        if not wants_one:
            return self._joined(each, every=True)
        found = self._joined(each, every=False)
        if unknown or fact.changes_by in ("obtaining", "establishing"):
            found += self._new_record(asked, scope, wanted, len(inside) + 1)
        return self._fewest(found)

    def _new_record(
        self, asked: c.Some | c.Every, scope: s.Scope, wanted: Truth, number: int
    ) -> list[Repair]:
        """Return repairs that add a record to the list."""
        path = asked.of.fact.path
        place = Place(path, number, path)
        # A record that something already speaks of by its id, and one that is quite new.
        records: list[Record] = [{}, {"id": _new_id(place)}]
        return [
            repair
            for record in records[: 2 if "id" in self._fields(place) else 1]
            for repair in self._with_record(asked, scope, wanted, place, record)
        ]

    def _with_record(
        self,
        asked: c.Some | c.Every,
        scope: s.Scope,
        wanted: Truth,
        place: Place,
        record: Record,
    ) -> list[Repair]:
        self._new[id(record)] = place
        self._stand_ins.append(record)  # INVARIANT: alive as long as its identity is a key
        inside = scope.inside(elements={**scope.elements, asked.element: s.Element(record)})
        identity = place._replace(path=f"{place.path}.id")
        return [
            repair | self._named(place, identity, record, repair)
            for repair in self.condition(asked.where, inside, wanted)
        ]

    def _named(self, place: Place, identity: Place, record: Record, repair: Repair) -> Repair:
        """Return what a new record is called, unless the repair itself says so."""
        if "id" not in self._fields(place):
            return frozenset({Assignment(place, ())})
        if any(assignment.place == identity for assignment in repair):
            return NOTHING_TO_DO
        return frozenset({Assignment(identity, record.get("id", _new_id(place)))})

    def _fields(self, place: Place) -> Mapping[str, Fact]:
        listed = cast("Fact", self.scope.vocabulary.fact(place.path))
        return cast("Records", listed.type).fields

    # --- Tests ---

    def _test(self, asked: c.Test, scope: s.Scope, wanted: Truth) -> Iterator[Repair]:
        place = self._changeable(asked.path, scope)
        right = s.operand_reading(asked.operand, scope)
        fact, _ = scope.source(asked.path)
        if place is not None:
            if asked.operator == "present":
                present = right if wanted is TRUE else not right
                values = self._any_value(fact) if present else iter(())
            elif isinstance(right, s.Absent):
                values = iter(())
            else:
                values = self._fitting(asked, fact, scope, right, wanted)
            for value in values:
                yield frozenset({Assignment(place, value)})
        if isinstance(asked.operand, c.The) and asked.operand.shift is None:
            yield from self._of_the_right(asked, asked.operand, scope, wanted)

    def _of_the_right(
        self, asked: c.Test, operand: c.The, scope: s.Scope, wanted: Truth
    ) -> Iterator[Repair]:
        """Yield repairs that change the fact on the right: to what the left is."""
        place = self._changeable(operand.path, scope)
        left = scope.read(asked.path)
        if place is None or isinstance(left, s.Absent) or wanted is not TRUE:
            return
        fact, _ = scope.source(operand.path)
        if asked.operator == "is" and type(fact.type) is type(asked.path.type):
            yield frozenset({Assignment(place, left)})
        if asked.operator == "includes":
            for text in cast("tuple[str, ...]", left):
                yield frozenset({Assignment(place, text)})

    def _changeable(self, path: c.Path, scope: s.Scope) -> Place | None:
        """Return where a fact stands that may come to be otherwise, or be found out; else None."""
        fact, element = scope.source(path)
        reading = scope.read(path)
        if element is not None:
            if element.record is None:
                return None
            new = self._new.get(id(element.record))
            if new is not None:
                return new._replace(path=fact.path) if fact.name not in element.record else None
            listed = fact.path.rpartition(".")[0]
            number = self._number(listed, element.record)
            place = Place(listed, number, fact.path)
        else:
            if fact.built_in:
                return None
            place = Place(None, 0, fact.path)
        may_change = reading is s.Absent.UNKNOWN or fact.changes_by in ("obtaining", "establishing")
        return place if may_change else None

    def _number(self, listed: str, record: Record) -> int:
        given = {**self.scope.facts.given, **self.scope.item.given}
        records = cast("tuple[Record, ...]", given[listed])
        return next(n for n, other in enumerate(records, 1) if other is record)

    def _any_value(self, fact: Fact) -> Iterator[Value]:
        """Yield a value that the fact could have: it matters only that there is one."""
        match fact.type:
            case Plain("text"):
                yield NEW_ID
            case Plain("time"):
                yield self.scope.facts.moment
            case Plain("date"):
                yield self.scope.facts.moment.astimezone(self.scope.vocabulary.zone).date()
            case Plain("boolean"):
                yield True
            case Plain("integer" | "number"):
                yield 1
            case OneTerm(taxonomy):
                terms = self.scope.vocabulary.taxonomies[taxonomy]
                yield next(term for term in terms.terms if terms.is_leaf(term))
            case TermSet(taxonomy):
                yield (next(iter(self.scope.vocabulary.taxonomies[taxonomy].terms)),)
            case TextSet():
                yield (NEW_ID,)
            case Plain() | Categories() | Records():
                return

    def _fitting(
        self, asked: c.Test, fact: Fact, scope: s.Scope, right: Value, wanted: Truth
    ) -> Iterator[Value]:
        """Yield values of the left fact that give a test the truth wanted.

        Of times and amounts the nearest is enough.
        """
        operator, zone = OPERATORS[asked.operator], scope.vocabulary.zone
        compared = s.side(right, asked.operand, scope)
        fitting = (
            value
            for value in self._values(asked, fact, scope, right)
            if operator(s.side(value, asked.path, scope), compared, zone) is wanted
        )
        ordered = fact.type in (*TIME_TYPES, *NUMBER_TYPES)
        return islice(fitting, 1 if ordered else None)

    def _values(self, asked: c.Test, fact: Fact, scope: s.Scope, right: Value) -> Iterator[Value]:
        """Yield values of the left fact that may serve."""
        given = cast("tuple[Value, ...]", right if isinstance(right, tuple) else (right,))
        match fact.type:
            case Plain("boolean"):
                yield from (True, False)
            case Plain("time" | "date"):
                yield from self._times(fact, right)
            case Plain("integer" | "number"):
                for value in given:
                    yield from (cast("int", value) + step for step in (0, -1, 1))
            case OneTerm(taxonomy):
                terms = scope.vocabulary.taxonomies[taxonomy]
                yield from given
                yield from (t for t in terms.terms if terms.is_leaf(t) and t not in given)
            case TermSet() | TextSet():
                left = scope.read(asked.path)
                held = cast("tuple[str, ...]", left if isinstance(left, tuple) else ())
                added = cast("tuple[str, ...]", given)
                for more in [added] if asked.operator == "covers" else [(one,) for one in added]:
                    yield tuple(sorted({*held, *more}))
            case Plain():
                yield from given
            case _:
                return

    def _times(self, fact: Fact, right: Value) -> Iterator[Value]:
        """Yield a time at another, then just before it and just after; of several, at each."""
        dated = fact.type == Plain("date")
        zone = self.scope.vocabulary.zone
        if isinstance(right, tuple) and not isinstance(right[0], int):
            for value in cast("tuple[Value, ...]", right):
                yield from self._times(fact, value)
            return
        if isinstance(right, tuple):  # a civil date, as a shift gives it
            try:
                right = date(*cast("tuple[int, int, int]", cast("object", right)))
            except ValueError:
                return
        for days in (0, -1, 1):
            try:
                if isinstance(right, datetime):
                    moved = right + timedelta(days=days)
                    yield moved.astimezone(zone).date() if dated else moved
                elif isinstance(right, date):
                    day = right + timedelta(days=days)
                    noon = datetime(day.year, day.month, day.day, 12, tzinfo=zone)
                    yield day if dated else noon.astimezone(UTC)
            except OverflowError:
                continue


def _new_id(place: Place) -> str:
    return f"{NEW_ID}-{place.path.rpartition('.')[2]}"


def _merged(one: Repair, two: Repair) -> tuple[Repair, ...]:
    """Return what two repairs are together: sets united; of two single values, either."""
    first = {assignment.place: assignment.value for assignment in one}
    second = {assignment.place: assignment.value for assignment in two}
    disputed = [p for p in first.keys() & second.keys() if first[p] != second[p]]
    if not disputed:
        return (one | two,)
    united = dict[Place, Value]()
    for place in disputed:
        left, right = first[place], second[place]
        if isinstance(left, tuple) and isinstance(right, tuple):
            united[place] = tuple(sorted({*map(str, left), *map(str, right)}))
    return tuple(
        dict.fromkeys(
            frozenset(Assignment(place, value) for place, value in {**merged, **united}.items())
            for merged in ({**first, **second}, {**second, **first})
        )
    )
