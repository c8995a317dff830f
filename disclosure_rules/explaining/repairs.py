"""What would have to be true for a condition to hold, or not to hold: candidates for remedies.

A repair is a set of assignments that, taken together, are meant to give a condition the truth
wanted. It is a proposal: whether it works is decided by the semantics, never here.
"""

from __future__ import annotations

from itertools import chain, count, product
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias, assert_never, cast

from disclosure_rules.deciding import semantics as s
from disclosure_rules.deciding.kleene import TRUE, Truth, negation
from disclosure_rules.explaining.values import NEW_ID, any_value, fitting_values
from disclosure_rules.language import conditions as c
from disclosure_rules.language.vocabulary import OneTerm, Plain

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from disclosure_rules.explaining.likeness import Key
    from disclosure_rules.explaining.proof import ExceptionProof, RuleProof
    from disclosure_rules.explaining.proving import Prover
    from disclosure_rules.language.vocabulary import Fact, Records
    from disclosure_rules.request import Record, Value


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
    free: bool = False
    """Whether the value is one of many that would do: it stands for any of them."""


NAMING: Final = ("is", "one_of", "covers", "includes", "overlaps", "within")
"""Operators that name what is asked for; of others many values hold."""

Repair: TypeAlias = frozenset[Assignment]

NOTHING_TO_DO: Final[Repair] = frozenset()
MOST_REPAIRS: Final = 400
"""How many repairs of one condition are looked at; beyond this the search has stopped."""


class Repairing:
    """Find repairs for the items of one request; what reads the same is looked at once."""

    def __init__(self, prover: Prover) -> None:
        """Ask this prover how conditions stand as they are."""
        self.prover = prover
        self._found: dict[Key, list[Repair]] = {}
        self._new: dict[int, Place] = {}
        """The places of new records, by the identity of their stand-ins."""

    # --- Rules ---

    def rule(self, proof: RuleProof, scope: s.Scope, wanted: Truth) -> list[Repair]:
        """Return repairs that give a rule the truth wanted; its head is as it is."""
        asked = proof.rule
        if proof.truth is wanted:
            return [NOTHING_TO_DO]
        if wanted is TRUE and any(part.truth is not TRUE for part in proof.head):
            return []
        key = self.prover.likeness.of_rule(asked, scope, new=True), wanted
        if key not in self._found:
            unwanted = negation(wanted)
            conditions = [(asked.when, wanted), (asked.unless, unwanted)]
            parts = [self.condition(part, scope, to_be) for part, to_be in conditions if part]
            parts += [self._exception(below, scope, unwanted) for below in proof.exceptions]
            self._found[key] = joined(parts) if wanted is TRUE else _any_of(parts)
        return self._found[key]

    def _exception(self, proof: ExceptionProof, scope: s.Scope, wanted: Truth) -> list[Repair]:
        if proof.truth is wanted:
            return [NOTHING_TO_DO]
        parts = [self.condition(proof.exception.when, scope, wanted)]
        parts += [self._exception(below, scope, negation(wanted)) for below in proof.exceptions]
        return joined(parts) if wanted is TRUE else _any_of(parts)

    # --- Conditions ---

    def condition(self, asked: c.Condition, scope: s.Scope, wanted: Truth) -> list[Repair]:
        """Return repairs that give a condition the truth wanted."""
        if self.prover.condition(asked, scope).truth is wanted:
            return [NOTHING_TO_DO]
        key = self.prover.likeness.of_condition(asked, scope, new=True), wanted
        if key not in self._found:
            self._found[key] = self._condition(asked, scope, wanted)
        return self._found[key]

    def _condition(self, asked: c.Condition, scope: s.Scope, wanted: Truth) -> list[Repair]:
        match asked:
            case c.Test():
                return list(self._test(asked, scope, wanted))
            case c.All(parts) | c.AnyOf(parts):
                found = [self.condition(part, scope, wanted) for part in parts]
                together = isinstance(asked, c.All) is (wanted is TRUE)
                return joined(found) if together else _any_of(found)
            case c.Not(part):
                return self.condition(part, scope, negation(wanted))
            case c.Some() | c.Every():
                return self._quantified(asked, scope, wanted)
            case c.Holds():
                means = scope.in_force.definitions[asked.definition].means
                return self.condition(means, s.definition_scope(asked, scope), wanted)
            case c.PermittedBy():
                rules = [self.prover.rule(rule, scope) for rule in s.permitting(asked, scope)]
                found = [self.rule(rule, scope, wanted) for rule in rules]
                return _any_of(found) if wanted is TRUE else joined(found)
        assert_never(asked)

    # --- Records ---

    def _quantified(self, asked: c.Some | c.Every, scope: s.Scope, wanted: Truth) -> list[Repair]:
        fact = asked.of.fact
        unknown = scope.fact(fact) is s.Absent.UNKNOWN
        wants_one = isinstance(asked, c.Some) is (wanted is TRUE)
        if unknown and not wants_one:
            return [frozenset({Assignment(Place(None, 0, fact.path), ())})]
        inside = list(s.elements(asked, scope))
        each = [self.condition(asked.where, record, wanted) for record in inside]
        if not wants_one:
            return joined(each)
        found = _any_of(each)
        if unknown or fact.may_change:
            found += self._new_record(asked, scope, wanted, inside)
        return _fewest(found)

    def _new_record(
        self, asked: c.Some | c.Every, scope: s.Scope, wanted: Truth, inside: list[s.Scope]
    ) -> list[Repair]:
        """Return repairs that add a record to the list, under an id that none of them has."""
        path = asked.of.fact.path
        place = Place(path, len(inside) + 1, path)
        if "id" not in cast("Records", asked.of.fact.type).fields:
            unnamed = frozenset({Assignment(place, ())})
            return [each | unnamed for each in self._with_record(asked, scope, wanted, place, {})]
        records = (below.elements[asked.element].record or {} for below in inside)
        taken = {record["id"] for record in records if "id" in record}
        identity = place._replace(path=f"{path}.id")
        named = Assignment(identity, _new_id(place, taken), free=True)
        # A record that something already speaks of by its id, and one that is quite new.
        found = [
            repair
            for repair in self._with_record(asked, scope, wanted, place, {})
            if any(part.place == identity and part.value not in taken for part in repair)
        ]
        new = {"id": named.value}
        return found + [
            repair | {named} for repair in self._with_record(asked, scope, wanted, place, new)
        ]

    def _with_record(
        self, asked: c.Some | c.Every, scope: s.Scope, wanted: Truth, place: Place, record: Record
    ) -> list[Repair]:
        self._new[self.prover.likeness.keep(record)] = place
        inside = scope.inside(elements={**scope.elements, asked.element: s.Element(record)})
        return self.condition(asked.where, inside, wanted)

    # --- Tests ---

    def _test(self, asked: c.Test, scope: s.Scope, wanted: Truth) -> Iterator[Repair]:
        place = self._changeable(asked.path, scope)
        right = s.operand_reading(asked.operand, scope)
        fact, _ = scope.source(asked.path)
        if place is not None:
            free = _is_free(asked, fact, wanted)
            if asked.operator == "present":
                present = right if wanted is TRUE else not right
                values = any_value(fact, scope) if present else iter(())
            elif isinstance(right, s.Absent):
                values = iter(())
            else:
                values = fitting_values(asked, fact, scope, right, wanted)
            serving = list(values)
            # Where one term is the only other, it is no example.
            free = free and (asked.operator == "present" or _endless(fact) or len(serving) > 1)
            yield from (frozenset({Assignment(place, value, free)}) for value in serving)
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
            number = _number(listed, element.record, scope)
            place = Place(listed, number, fact.path)
        else:
            if fact.built_in:
                return None
            place = Place(None, 0, fact.path)
        return place if reading is s.Absent.UNKNOWN or fact.may_change else None


def joined(parts: Iterable[list[Repair]]) -> list[Repair]:
    """Return repairs of all parts together."""
    together = [NOTHING_TO_DO]
    for repairs in parts:
        pairs = product(together, repairs)
        together = _fewest(merged for one, two in pairs for merged in _merged(one, two))
    return together


def _any_of(parts: Iterable[list[Repair]]) -> list[Repair]:
    return _fewest(repair for repairs in parts for repair in repairs)


def _fewest(repairs: Iterable[Repair]) -> list[Repair]:
    """Return the repairs, those of fewest assignments first, and not too many of them."""
    once = set(repairs)
    if len(once) > 1:
        ordered = sorted(once, key=lambda repair: (len(repair), sorted(map(str, repair))))
        return ordered[:MOST_REPAIRS]
    return list(once)


def _number(listed: str, record: Record, scope: s.Scope) -> int:
    given = {**scope.facts.given, **scope.item.given}
    records = cast("tuple[Record, ...]", given[listed])
    return next(n for n, other in enumerate(records, 1) if other is record)


def _new_id(place: Place, taken: Container[Value]) -> str:
    """Return an id that stands for any that no record of the list has."""
    first = f"{NEW_ID}-{place.path.rpartition('.')[2]}"
    others = (f"{first}-{number}" for number in count(2))
    return next(name for name in chain([first], others) if name not in taken)


def _endless(fact: Fact) -> bool:
    """Tell whether a fact has more values than are ever looked at."""
    return not isinstance(fact.type, OneTerm)


def _is_free(asked: c.Test, fact: Fact, wanted: Truth) -> bool:
    """Tell whether a value that serves a test is only one of many."""
    if asked.operator == "present":
        return True
    if fact.type == Plain("boolean"):
        return False
    return wanted is not TRUE or asked.operator not in NAMING


def _merged(one: Repair, two: Repair) -> tuple[Repair, ...]:
    """Return what two repairs are together: sets united; of two single values, either."""
    first = {assignment.place: assignment for assignment in one}
    second = {assignment.place: assignment for assignment in two}
    united = dict[Place, Assignment]()
    disputed = False
    for place in first.keys() & second.keys():
        agreed = _agreed(first[place], second[place])
        if agreed is None:
            disputed = True
        else:
            united[place] = agreed
    together = [{**first, **second, **united}]
    if disputed:
        together.append({**second, **first, **united})
    return tuple(frozenset(merged.values()) for merged in together)


def _agreed(one: Assignment, two: Assignment) -> Assignment | None:
    """Return what two assignments to one place come to; None if it can only be either."""
    if one.free != two.free:
        return two if one.free else one
    if one.value == two.value:
        return one
    if isinstance(one.value, tuple) and isinstance(two.value, tuple):
        return one._replace(value=tuple(sorted({*map(str, one.value), *map(str, two.value)})))
    return None
