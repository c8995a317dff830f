"""The table that conditions are asked of: one row for each item, one column for each fact.

Instants are whole microseconds since the beginning of the year 1 in UTC, dates are whole days as
Python counts them, numbers are exact decimals, sets are lists of texts, lists hold records. A
fact that a row does not give is NULL; whether an entity is given at all has a column of its own.
Beside the facts of a row stands what was worked out for its moment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, cast

from disclosure_rules.language.noun import with_parts
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
    from collections.abc import Callable, Collection, Iterator

ROW: Final = "row"
"""The number of a row."""
MOMENT: Final = "moment"
AT: Final = "at"
"""The moment, in the table of moments."""

SINCE_YEAR_1: Final = 62135596800000000
"""How many microseconds the count of instants begins before that of Unix."""
USUAL_INSTANTS: Final = (31525459200000000, 283966560000000000)
"""From about the year 1000 to about 9000: no shift in a policy meets the calendar's ends there."""
FIRST_DAY: Final = 1 - 719163
LAST_DAY: Final = 3652059 - 719163
"""The ends of the calendar, as DuckDB and Arrow count days: from that of Unix on."""

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
    given: Truth
    """That the value is not NULL."""
    settled: bool
    """Whether in every row it is known or none, and no term may mean anything narrower."""


class Common(NamedTuple):
    """What all rows of a table have in common: it need not be asked of each."""

    given: frozenset[str] = frozenset()
    """The paths of facts, also of fields, that are never NULL, and the columns of entities that
    every row gives."""
    leaves: frozenset[str] = frozenset()
    """The paths of facts, also of fields, whose terms have nothing narrower in any row."""


NOTHING_IN_COMMON: Final = Common()


def as_it_stands(fact: Fact, record: Node) -> Node:
    """Return the value of a field of a record whose fields are facts already."""
    return field(record, fact.name)


class Reader:
    """Tells how facts stand in a row of the table."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        *,
        field_of: Callable[[Fact, Node], Node] = as_it_stands,
        single: Collection[str] = (),
        common: Common = NOTHING_IN_COMMON,
    ) -> None:
        """Read facts of this vocabulary.

        Args:
            vocabulary: The words of the policies.
            field_of: What a field of a record is read by.
            single: The paths of facts of several terms whose columns hold one term, and no list.
            common: What all rows have in common.
        """
        self._vocabulary = vocabulary
        self._field_of = field_of
        self._single = single
        self._common = common

    def fact(self, fact: Fact) -> Reading:
        """Return how a fact of the request, of an entity or of the item stands."""
        value = column(fact.path)
        if fact.path in self._single:
            fact = with_parts(fact, type=OneTerm(cast("Categories", fact.type).taxonomy))
        if fact.path == MOMENT:
            return Reading(
                fact, value, known=True, none=False, unknown=False, given=True, settled=True
            )
        return self._reading(fact, value, self._absence(fact))

    def field(self, fact: Fact, record: Node) -> Reading:
        """Return how a field of a record stands."""
        return self._reading(fact, self._field_of(fact, record), fact.silence == "none")

    def nothing(self, fact: Fact) -> Reading:
        """Return how a field stands of a record of which nothing is known."""
        value = column(fact.path)
        return Reading(
            fact, value, known=False, none=False, unknown=True, given=False, settled=False
        )

    def _reading(self, fact: Fact, value: Node, absence: Truth) -> Reading:
        given = fact.path in self._common.given or not_null(value)
        none = conj((neg(given), absence))
        unknown = conj((neg(given), neg(absence)))
        settled = unknown is False
        if isinstance(fact.type, (Categories, OneTerm)):
            settled = settled and fact.path in self._common.leaves
        known = given
        if isinstance(fact.type, (Categories, TermSet, TextSet, Records)):
            known = conj((given, neg(empty(value))))
            none = disj((conj((given, empty(value))), none))
        return Reading(fact, value, known, none, unknown, given, settled)

    def _absence(self, fact: Fact) -> Truth:
        """Return that it means none that a row does not give a fact."""
        entity = fact.path.partition(".")[0]
        if entity in self._vocabulary.request_facts:
            return self._not_involved(entity)
        name = given_name(entity)
        present = name in self._common.given or column(name)
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
