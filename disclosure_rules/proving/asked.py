"""A request that nobody has made yet, as constants of the solver: what it gives, and what value.

It is the request as a mapping. What it means that something is not given is not said here: that is
for each side to read, by its own vocabulary.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, assert_never, cast

from disclosure_rules.language import times
from disclosure_rules.language.civil import instant_number
from disclosure_rules.language.vocabulary import (
    Categories,
    OneTerm,
    Plain,
    Records,
    TermSet,
    TextSet,
    Vocabulary,
)
from disclosure_rules.proving.calendar import Calendar
from disclosure_rules.proving.values import (
    Amount,
    Day,
    Instant,
    Place,
    Rows,
    Terms,
    Text,
    Texts,
    Truth,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from disclosure_rules.language.vocabulary import Type
    from disclosure_rules.proving.bounds import Shape
    from disclosure_rules.proving.heads import Domains
    from disclosure_rules.proving.logic import Formula, Logic, Number
    from disclosure_rules.proving.values import Value

EARLIEST: Final = instant_number(times.EARLIEST)
LATEST: Final = instant_number(times.LATEST)
LAST_DAY: Final = date.max.toordinal()
LARGEST: Final = 2**255
"""No whole number that a request may give is as large."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a request gives at a place."""

    place: Place
    given: Formula
    value: Value
    kinds: tuple[Type, ...]
    """The type that each vocabulary gives the place which knows it, in their order."""


class Asked:
    """The constants of a request, made as they are first spoken of."""

    def __init__(
        self, logic: Logic, vocabularies: Sequence[Vocabulary], shape: Shape, domains: Domains
    ) -> None:
        """Be a request of this shape, in the words of some vocabularies."""
        self.logic: Logic = logic
        self.vocabularies: tuple[Vocabulary, ...] = tuple(vocabularies)
        self.shape = shape
        self.calendar: Calendar = Calendar(logic)
        self.laws: list[Formula] = []
        """What holds of every request."""
        self.entities: dict[str, Formula] = {}
        """By name, `item` among them: that the request gives it."""
        self.given: dict[Place, Given] = {}
        self._domains = domains
        self._nonempty: dict[Place, Formula] = {}
        self._texts = {text: number for number, text in enumerate(shape.texts)}

    # --- What is spoken of ---------------------------------------------------------------------

    def entity(self, name: str) -> Formula:
        """Return that the request gives an entity; of `item`, that it names items."""
        if name not in self.entities:
            self.entities[name] = self.logic.boolean(f"{name} is given")
        return self.entities[name]

    def fact(self, path: str, record: int | None = None) -> Given:
        """Return what the request gives at a place."""
        place = Place(path, record)
        found = self.given.get(place)
        if found is None:
            found = self.given[place] = self._make(place)
        return found

    def nonempty(self, given: Given) -> Formula:
        """Return that what is given is not an empty set or list."""
        place, value = given.place, given.value
        if place not in self._nonempty:
            match value:
                case Terms(there):
                    found = self.logic.disj(there.values())
                case Rows(there):
                    found = self.logic.disj(there)
                case Texts(numbers):
                    member = self.logic.member
                    found = self.logic.disj(member(text, numbers) for text in self.all_texts)
                case _:
                    found = True
            self._nonempty[place] = found
        return self._nonempty[place]

    @property
    def moment(self) -> Number:
        """The instant as of which the request is asked."""
        return cast("Instant", self.fact("moment").value).number

    def terms(self, path: str) -> Mapping[str, Formula]:
        """Return, for each term that there may be at a place, whether it is there."""
        return cast("Terms", self.fact(path).value).there

    @property
    def all_texts(self) -> range:
        """The numbers of all texts: first those that policies write, then others."""
        return range(len(self.shape.texts) + self.shape.further_texts)

    def text(self, text: str) -> int:
        """Return the number of a text that a policy writes."""
        return self._texts[text]

    def parts(self) -> list[Formula]:
        """Return all that a request may give or not: entities, facts, records, members of sets."""
        parts = list(self.entities.values())
        for found in self.given.values():
            if found.given is not True:
                parts.append(found.given)
            if isinstance(found.value, Rows):
                parts.extend(found.value.there)
            if isinstance(found.value, Terms) and len(found.value.there) > 1:
                parts.extend(found.value.there.values())
        return parts

    # --- Making it -----------------------------------------------------------------------------

    def _make(self, place: Place) -> Given:
        logic, path = self.logic, place.path
        each = (self.kind(vocabulary, path) for vocabulary in self.vocabularies)
        kinds = tuple(kind for kind in each if kind is not None)
        given = True if path == "moment" else logic.boolean(f"{place} is given")
        value = self._value(place, kinds)
        entity, dot, _ = path.partition(".")
        if place.record is not None:
            rows = self.fact(path.rpartition(".")[0]).value
            there = rows.there[place.record] if isinstance(rows, Rows) else False
            self.laws.append(logic.implies(given, there))
        elif dot:
            self.laws.append(logic.implies(given, self.entity(entity)))
        self.laws.extend(self._fits(given, value, kinds))
        return Given(place, given, value, kinds)

    @staticmethod
    def kind(vocabulary: Vocabulary, path: str) -> Type | None:
        """Return the type of a fact or field; None where the vocabulary has no such path."""
        fact = vocabulary.fact(path)
        if fact is None and path.count(".") > 1:
            above, _, name = path.rpartition(".")
            rows = vocabulary.fact(above)
            if rows is not None and isinstance(rows.type, Records):
                fact = rows.type.fields.get(name)
        return None if fact is None else fact.type

    def _value(self, place: Place, kinds: tuple[Type, ...]) -> Value:
        logic, name = self.logic, str(place)
        match kinds[0]:
            case OneTerm() | Categories() | TermSet():
                terms = self._terms(place.path, kinds)
                return Terms({term: logic.boolean(f"{name} has {term}") for term in terms})
            case TextSet():
                return Texts(logic.set_of_numbers(name))
            case Records():
                number = self.shape.records.get(place.path, 0)
                return Rows(tuple(logic.boolean(f"{name}[{row}]") for row in range(number)))
            case Plain("integer") if all(kind == Plain("integer") for kind in kinds):
                return Amount(logic.whole(name))
            case Plain(kind):
                return self._plain(name, kind)
        assert_never(kinds[0])

    def _plain(self, name: str, kind: str) -> Value:
        logic = self.logic
        match kind:
            case "boolean":
                return Truth(logic.boolean(name))
            case "text":
                return Text(logic.whole(name))
            case "time":
                return Instant(logic.whole(name))
            case "date":
                return Day(logic.whole(name))
            case _:
                return Amount(logic.real(name))

    def _terms(self, path: str, kinds: tuple[Type, ...]) -> Iterator[str]:
        """Return the terms that may be said at a place, in the order of the vocabularies."""
        domain = self._domains.get(path)
        taxonomies = [
            vocabulary.taxonomies[kind.taxonomy]
            for vocabulary in self.vocabularies
            for kind in kinds
            if isinstance(kind, (OneTerm, Categories, TermSet))
            if kind.taxonomy in vocabulary.taxonomies
        ]
        terms = dict.fromkeys(term for taxonomy in taxonomies for term in taxonomy.terms)
        return (term for term in terms if domain is None or term in domain)

    def _fits(self, given: Formula, value: Value, kinds: tuple[Type, ...]) -> Iterator[Formula]:
        """Yield what any value at a place is like, whoever reads it."""
        logic = self.logic
        match value:
            case Terms(there):
                one = all(isinstance(kind, OneTerm) for kind in kinds)
                if one:
                    # What is not given has no term: so that a term that is there is given.
                    yield logic.same(given, logic.disj(there.values()))
                    yield logic.at_most_one(there.values())
                else:
                    yield logic.implies(logic.disj(there.values()), given)
            case Text(number):
                yield logic.within(0, number, len(self.all_texts) - 1)
            case Instant(number):
                yield logic.within(EARLIEST, number, LATEST)
            case Day(number):
                yield logic.within(1, number, LAST_DAY)
            case Amount(number):
                yield logic.within(-LARGEST, number, LARGEST)
            case Rows(there):
                # Which records are there does not matter, only how many: the first ones are.
                for earlier, later in zip((given, *there), there, strict=False):
                    yield logic.implies(later, earlier)
            case Truth() | Texts():
                pass

    # --- Reading it ----------------------------------------------------------------------------

    def readable(self, vocabulary: Vocabulary) -> Iterator[Formula]:
        """Yield what must be so for a vocabulary to know every word of what it reads."""
        if len(self.vocabularies) == 1:
            return
        for found in list(self.given.values()):
            kind = self.kind(vocabulary, found.place.path)
            if kind is not None and self.is_read(vocabulary, found):
                yield self.logic.implies(found.given, self._is_of(kind, found, vocabulary))

    def is_read(self, vocabulary: Vocabulary, found: Given) -> bool:
        """Tell whether a vocabulary has the place, and writes there what the request does."""
        kind = self.kind(vocabulary, found.place.path)
        return kind is not None and form_of(kind) == form_of(found.kinds[0])

    def places_of(self, term: str, paths: Collection[str]) -> Iterator[Formula]:
        """Yield, for each place spoken of among these paths, that it says a term."""
        for found in self.given.values():
            if found.place.path in paths and isinstance(found.value, Terms):
                yield found.value.there.get(term, False)

    def _is_of(self, kind: Type, found: Given, vocabulary: Vocabulary) -> Formula:
        """Return that a value is of a type, as a vocabulary has it."""
        match kind, found.value:
            case ((OneTerm() | Categories() | TermSet()), Terms(there)):
                known = vocabulary.taxonomies[kind.taxonomy].terms
                others = (has for term, has in there.items() if term not in known)
                return self.logic.neg(self.logic.disj(others))
            case Plain("integer"), Amount(number):
                return self.logic.is_whole(number)
            case _:
                return True


def form_of(kind: Type) -> tuple[object, str]:
    """Return how a value of a type is written; what is written otherwise is no such value."""
    match kind:
        case Plain(name):
            return Plain, "number" if name == "integer" else name
        case OneTerm(taxonomy) | Categories(taxonomy) | TermSet(taxonomy):
            return type(kind), taxonomy
        case TextSet() | Records():
            return type(kind), ""
    assert_never(kind)
