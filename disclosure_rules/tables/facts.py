"""The table that conditions are asked of: one row for each item, one column for each fact.

Instants are whole microseconds since the beginning of the year 1 in UTC, dates are whole days as
Python counts them, numbers are exact decimals, sets are lists of texts, lists hold records. A
fact that a row does not give is NULL; whether an entity is given at all has a column of its own.
Beside the facts of a row stands what was worked out for its moment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from disclosure_rules.language.vocabulary import (
    Categories,
    Fact,
    OneTerm,
    Plain,
    Records,
    TermSet,
    TextSet,
    Type,
    Vocabulary,
)
from disclosure_rules.tables.nodes import (
    NUMBER,
    Node,
    Truth,
    column,
    conj,
    disj,
    empty,
    field,
    neg,
    one_of,
)
from disclosure_rules.tables.nodes import given as not_null

if TYPE_CHECKING:
    from collections.abc import Iterator

ROW: Final = "row"
"""The number of a row."""
MOMENT: Final = "moment"
AT: Final = "at"
"""The moment, in the table of moments."""

_PLAIN: Final = {
    "boolean": "BOOLEAN",
    "integer": NUMBER,
    "number": NUMBER,
    "text": "VARCHAR",
    "time": "BIGINT",
    "date": "INTEGER",
}


def sql_type(kind: Type) -> str:
    """Return the type of a column that holds a fact."""
    match kind:
        case Plain(name):
            return _PLAIN[name]
        case OneTerm():
            return "VARCHAR"
        case Categories() | TermSet() | TextSet():
            return "VARCHAR[]"
        case Records(fields):
            inner = ", ".join(f'"{name}" {sql_type(fact.type)}' for name, fact in fields.items())
            return f"STRUCT({inner})[]"


def given_name(entity: str) -> str:
    """Return the name of the column that says whether a row gives an entity."""
    return f"{entity}?"


def entities_of(vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the entities that have such a column."""
    yield from vocabulary.entities


def facts_of(vocabulary: Vocabulary) -> Iterator[Fact]:
    """Yield every fact that has a column."""
    yield from vocabulary.request_facts.values()
    for entity in vocabulary.entities.values():
        yield from entity.facts.values()


class Reading(NamedTuple):
    """How a fact stands in a row: its value; that it is known, that there is none, neither."""

    fact: Fact
    value: Node
    known: Truth
    none: Truth
    unknown: Truth


class Reader:
    """Tells how facts stand in a row of the table."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Read facts of this vocabulary."""
        self._vocabulary = vocabulary

    def fact(self, fact: Fact) -> Reading:
        """Return how a fact of the request, of an entity or of the item stands."""
        value = column(fact.path)
        if fact.path == MOMENT:
            return Reading(fact, value, known=True, none=False, unknown=False)
        return self._reading(fact, value, self._absence(fact))

    def field(self, fact: Fact, record: Node) -> Reading:
        """Return how a field of a record stands."""
        return self._reading(fact, field(record, fact.name), fact.silence == "none")

    def nothing(self, fact: Fact) -> Reading:
        """Return how a field stands of a record of which nothing is known."""
        return Reading(fact, column(fact.path), known=False, none=False, unknown=True)

    def _reading(self, fact: Fact, value: Node, absence: Truth) -> Reading:
        given = not_null(value)
        none = conj((neg(given), absence))
        unknown = conj((neg(given), neg(absence)))
        if isinstance(fact.type, (Categories, TermSet, TextSet, Records)):
            known = conj((given, neg(empty(value))))
            none = disj((conj((given, empty(value))), none))
            return Reading(fact, value, known, none, unknown)
        return Reading(fact, value, given, none, unknown)

    def _absence(self, fact: Fact) -> Truth:
        """Return that it means none that a row does not give a fact."""
        entity = fact.path.partition(".")[0]
        if entity in self._vocabulary.request_facts:
            return self._not_involved(entity)
        present = column(given_name(entity))
        none = fact.silence == "none"
        if entity in ("item", self._vocabulary.subject):
            return conj((present, none))
        if entity == "recipient":
            absent = self._not_involved(entity)
        else:
            absent = (self._vocabulary.entities[entity].silence or fact.silence) == "none"
        return disj((conj((present, none)), conj((neg(present), absent))))

    def _not_involved(self, part: str) -> Truth:
        """Return that neither the operation nor any narrower one involves a part of a request."""
        operations = self._vocabulary.taxonomies["operations"]
        without = [
            term
            for term in operations.terms
            if not any(
                part in operations.terms[below].involves for below in operations.descendants(term)
            )
        ]
        operation = column("operation")
        return conj((not_null(operation), one_of(operation, without)))
