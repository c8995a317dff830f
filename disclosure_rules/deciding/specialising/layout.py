"""Facts as read into a snapshot, and back: where each fact of a request has its place.

A snapshot is a tuple: the items, then the facts of the request, then those of each entity. Each
holds the value as a program compares it (instants as naive datetimes in UTC, one category as text)
or how it stands: `UNKNOWN`, or `NONE`. An empty list or set that was given is `()`, which is none
too. So a text, term, time, set or list is known exactly when it is true in the sense of Python.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

from disclosure_rules.language.vocabulary import (
    Categories,
    Fact,
    Plain,
    Records,
    Silence,
    TermSet,
    TextSet,
    Vocabulary,
)
from disclosure_rules.request import Facts, Item, Record, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Snapshot: TypeAlias = tuple[Any, ...]
"""What was read of a request: see the module."""

UNKNOWN: Final = None
NONE: Final = ""  # no text of a request is empty
ITEMS: Final = 0
"""Where the items stand."""


def absent(silence: Silence) -> object:
    """Return how a fact stands that is not given."""
    return NONE if silence == "none" else UNKNOWN


class Broad(tuple[tuple[None, ...], ...]):
    """The items of a request that names none: one of which nothing is known."""

    __slots__ = ()


class Layout:
    """Where each fact of a vocabulary has its place in a snapshot."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Give every fact its place."""
        self.vocabulary = vocabulary
        self.request: tuple[Fact, ...] = tuple(vocabulary.request_facts.values())
        self.entities: tuple[str, ...] = tuple(e for e in vocabulary.entities if e != "item")
        self.item: tuple[Fact, ...] = tuple(vocabulary.entities["item"].facts.values())
        self.places: dict[str, int] = {}
        """By path: the place in a snapshot, or for a fact of an item, in the item's tuple."""
        self.given_at: dict[str, int] = {}
        """By entity: where a snapshot says whether the request gives it."""
        place = ITEMS
        for fact in self.request:
            place += 1
            self.places[fact.path] = place
        for entity in self.entities:
            place += 1
            self.given_at[entity] = place
            for fact in vocabulary.entities[entity].facts.values():
                place += 1
                self.places[fact.path] = place
        for number, fact in enumerate(self.item):
            self.places[fact.path] = number
        self.nothing: tuple[None, ...] = (UNKNOWN,) * len(self.item)
        self.broad: Broad = Broad((self.nothing,))
        """The items of a request that names none: one of which nothing is known."""

    def __reduce__(self) -> tuple[type[Layout], tuple[Vocabulary]]:
        """Travel as the vocabulary: the places follow from it."""
        return Layout, (self.vocabulary,)

    def uninvolved(self, part: str) -> frozenset[str]:
        """Return the operations for which a part that is not given is none."""
        operations = self.vocabulary.taxonomies["operations"]
        return frozenset(
            term
            for term in operations.terms
            if not any(part in operations.terms[t].involves for t in operations.descendants(term))
        )

    def missing_entity(self, entity: str, fact: Fact) -> object:
        """Return how a fact stands whose entity is not given; the recipient's goes by operation."""
        if entity == self.vocabulary.subject:
            return UNKNOWN
        return absent(self.vocabulary.entities[entity].silence or fact.silence)

    # --- Facts that were read one by one ---------------------------------------------------------

    def snapshot(self, facts: Facts) -> Snapshot:
        """Return the snapshot of facts."""
        operation = facts.given.get("operation")
        taken: list[object] = [self._items(facts)]
        for fact in self.request:
            value = facts.given.get(fact.path)
            gone = operation in self.uninvolved(fact.path)
            taken.append(_compact(fact, value) if value is not None else NONE if gone else UNKNOWN)
        for entity in self.entities:
            given = entity in facts.entities
            taken.append(given)
            for fact in self.vocabulary.entities[entity].facts.values():
                value = facts.given.get(fact.path)
                if value is not None:
                    taken.append(_compact(fact, value))
                elif given:
                    taken.append(absent(fact.silence))
                elif entity == "recipient":
                    gone = operation in self.uninvolved(entity)
                    taken.append(NONE if gone else UNKNOWN)
                else:
                    taken.append(self.missing_entity(entity, fact))
        return tuple(taken)

    def _items(self, facts: Facts) -> tuple[tuple[object, ...], ...]:
        if not facts.items[0].known:
            return self.broad
        return tuple(_compact_record(self.item, item.given) for item in facts.items)

    # --- And back --------------------------------------------------------------------------------

    def facts(self, snapshot: Snapshot) -> Facts:
        """Return the facts of a snapshot, as everything that explains reads them."""
        given: dict[str, Value] = {}
        entities = [entity for entity in self.entities if snapshot[self.given_at[entity]]]
        kept = [*self.request]
        for entity in entities:
            kept += self.vocabulary.entities[entity].facts.values()
        for fact in kept:
            value = snapshot[self.places[fact.path]]
            if value is not UNKNOWN and value is not NONE:
                given[fact.path] = _full(fact, value)
        # An item of which nothing is said looks the same as one of which nothing is known.
        known = not isinstance(snapshot[ITEMS], Broad)
        items = tuple(
            Item(_full_record(self.item, values, whole_paths=True), known=known)
            for values in snapshot[ITEMS]
        )
        moment = cast("datetime", given["moment"])
        return Facts(given, frozenset(entities), items, moment)


def _compact(fact: Fact, value: Any) -> object:
    match fact.type:
        case Plain("time"):
            return value.replace(tzinfo=None)
        case Categories():
            return value[0] if len(value) == 1 else value
        case Records(fields):
            return tuple(_compact_record(fields.values(), record) for record in value)
        case _:
            return value


def _compact_record(fields: Iterable[Fact], record: Mapping[str, Any]) -> tuple[object, ...]:
    values: list[object] = []
    for fact in fields:
        value = record.get(fact.name, record.get(fact.path))
        values.append(absent(fact.silence) if value is None else _compact(fact, value))
    return tuple(values)


def _full(fact: Fact, value: Any) -> Value:
    match fact.type:
        case Plain("time"):
            return cast("datetime", value.replace(tzinfo=UTC))
        case Categories() if isinstance(value, str):
            return (value,)
        case Categories() | TermSet() | TextSet():
            return tuple(sorted(set(value)))
        case Records(fields):
            return tuple(_full_record(tuple(fields.values()), record) for record in value)
        case _:
            return cast("Value", value)


def _full_record(
    fields: tuple[Fact, ...], values: tuple[object, ...], *, whole_paths: bool = False
) -> Record:
    return {
        fact.path if whole_paths else fact.name: _full(fact, value)
        for fact, value in zip(fields, values, strict=True)
        if value is not UNKNOWN and value is not NONE
    }
