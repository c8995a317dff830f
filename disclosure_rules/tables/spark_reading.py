"""Columns of Spark into the columns of facts, as expressions: what each cell gives, if plain.

Every setting of a session leaves them alike: nothing casts by the zone of the session, fails on an
odd cell, or asks three-valued questions. A row that is not plain is not decided at all, so that
what is read here is only what is surely meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sqlglot import exp

from disclosure_rules.language.vocabulary import (
    Categories,
    OneTerm,
    Plain,
    Records,
    TermSet,
    TextSet,
)
from disclosure_rules.tables.facts import (
    FIRST_DAY,
    LAST_DAY,
    MOMENT,
    SINCE_YEAR_1,
    USUAL_INSTANTS,
    entities_of,
    facts_of,
    given_name,
    sql_type,
)
from disclosure_rules.tables.facts import Reader as Facts
from disclosure_rules.tables.nodes import (
    NUMBER,
    Node,
    Truth,
    chosen,
    column,
    compared,
    conj,
    disj,
    empty,
    field,
    given,
    neg,
    one_of,
    own,
    some,
    sql,
    text,
    variable,
    whole,
)
from disclosure_rules.tables.reading import Cell
from disclosure_rules.tables.spark_printing import DIALECT, call
from disclosure_rules.tables.spark_seen import NOTHING_SEEN, Seen
from disclosure_rules.tables.spark_types import ABSENT, fields_of
from disclosure_rules.tables.templates import templates_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from disclosure_rules.language.vocabulary import Fact, Type, Vocabulary
    from disclosure_rules.tables.binding import Binding
    from disclosure_rules.tables.facts import Common
    from disclosure_rules.tables.spark_types import Bound

PLAIN: Final = "plain"
_FIRST, _LAST = (instant - SINCE_YEAR_1 for instant in USUAL_INSTANTS)
"""Which instants are usual, as Spark counts them, from 1970 on."""
# `$` also matches before a line break at the end.
_DAY: Final = r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\z"
_INSTANT: Final = (
    r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-9]{2}:[0-5][0-9]"
    r"(\.[0-9]{6})?(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9])\z"
)
_FIFTEEN_DIGITS: Final = r"\A-?(0\.0*|(?=[1-9]))([0-9]\.?){0,15}0*(E-?[0-9]+)?\z"
"""Two numbers of so few digits are never one float: such a one is what the float is meant to be."""


class Reasoned(NamedTuple):
    """What must hold of a row that is plain, and what is told of one of which it does not."""

    column: str
    code: str
    plain: Truth


class ReadColumns(NamedTuple):
    """The columns of facts, as expressions over the columns that came in, and the moment."""

    facts: tuple[Node, ...]
    as_they_came: Mapping[str, str]
    """By the name of a column that came in: the fact that it is, as it stands."""
    moment: Node
    reasons: tuple[Reasoned, ...]

    @property
    def plain(self) -> Truth:
        """That a row surely is a valid request."""
        return conj(each.plain for each in self.reasons)


filled: Callable[..., Node] = templates_of(DIALECT)
"""Takes a fixed template, and parts in the place of its names."""


def read_columns(
    binding: Binding,
    types: Mapping[str, Bound],
    places: Mapping[str, str],
    seen: Seen = NOTHING_SEEN,
) -> ReadColumns:
    """Return the columns of facts, and what must hold of a row that is plain.

    Args:
        binding: Which column gives which fact.
        types: The types of the columns.
        places: What each column is called in Spark.
        seen: What rows were seen to have in common; one that has it not is not plain.
    """
    reader = _Reader(binding.vocabulary, seen)
    columns: list[Node] = []
    as_they_came: dict[str, str] = {}
    reasons: list[Reasoned] = []
    read: dict[str, Node] = {}
    moment: Node = exp.Null()
    for fact in facts_of(binding.vocabulary):
        name = binding.columns.get(fact.path)
        if name is None or types[name].name == "NULL":
            if fact.path != MOMENT:
                columns.append(_named(_nothing(fact.type), fact.path))
            continue
        value = column(places[name])
        cell = reader.cell(fact, value, types[name])
        read[fact.path] = cell.value
        reasons.append(Reasoned(name, _code(fact.type), reader.fits(fact, value, cell)))
        if cell.value is value and places[name] not in as_they_came:
            as_they_came[places[name]] = fact.path
            continue
        # It is read of every row, and might overflow in one that is not plain.
        safe = chosen(((conj((given(value), cell.plain)), cell.value),), exp.Null())
        if fact.path == MOMENT:
            moment = safe
        else:
            columns.append(_named(safe, fact.path))
    reasons.append(Reasoned(binding.columns[MOMENT], "no_moment", given(column(MOMENT))))
    columns += _entities(binding, read, places)
    return ReadColumns(tuple(columns), as_they_came, moment, tuple(reasons))


def facts_in(binding: Binding, types: Mapping[str, Bound], common: Common) -> Facts:
    """Return how facts stand in the columns that are read: records stay as they came.

    Args:
        binding: Which column gives which fact.
        types: The types of the columns.
        common: What all rows have in common.
    """
    reader = _Reader(binding.vocabulary, NOTHING_SEEN)

    def found(path: str) -> Bound:
        return types[binding.columns[path]] if path in binding.columns else ABSENT

    def field_of(fact: Fact, record: Node) -> Node:
        fields = fields_of(found(fact.path.rpartition(".")[0]))
        if fields.get(fact.name, ABSENT).name == "NULL":
            return _nothing(fact.type)
        return reader.cell(fact, field(record, fact.name), fields[fact.name]).value

    single = {
        fact.path
        for fact in facts_of(binding.vocabulary)
        if isinstance(fact.type, Categories) and found(fact.path).id == "varchar"
    }
    return Facts(binding.vocabulary, field_of=field_of, single=single, common=common)


def _entities(
    binding: Binding, read: Mapping[str, Node], places: Mapping[str, str]
) -> Iterator[Node]:
    for entity in entities_of(binding.vocabulary):
        parts = [given(value) for path, value in read.items() if path.startswith(f"{entity}.")]
        if entity in binding.given:
            said = column(places[binding.given[entity]])
            parts.append(filled("COALESCE(VALUE, FALSE)", VALUE=said))
        yield _named(sql(disj(parts)), given_name(entity))


def _named(value: Node, name: str) -> Node:
    return exp.alias_(own(value), name, quoted=True)


def _nothing(kind: Type) -> Node:
    return exp.cast(exp.Null(), exp.DataType.build(sql_type(kind), "duckdb"))


def _code(kind: Type) -> str:
    match kind:
        case Plain(name):
            return name
        case OneTerm():
            return "term"
        case Categories() | TermSet():
            return "terms"
        case TextSet():
            return "texts"
        case Records():
            return "records"


class _Reader:
    def __init__(self, vocabulary: Vocabulary, seen: Seen) -> None:
        self._vocabulary = vocabulary
        self._seen = seen

    def fits(self, fact: Fact, value: Node, cell: Cell) -> Truth:
        """Return that a cell gives what it is meant to, or nothing if rows may."""
        if fact.path in self._seen.given:
            return conj((given(value), cell.plain))
        return disj((neg(given(value)), cell.plain))

    def cell(self, fact: Fact, value: Node, found: Bound) -> Cell:
        """Return what a cell gives that gives anything."""
        match fact.type:
            case Plain(name):
                return _PLAIN_CELLS[name](value, found)
            case OneTerm(taxonomy):
                return Cell(value, one_of(value, self._terms(fact, taxonomy)))
            case Categories(taxonomy) if found.id == "varchar":
                return Cell(value, one_of(value, self._terms(fact, taxonomy)))
            case Categories(taxonomy) | TermSet(taxonomy):
                return _set(value, found, lambda term: one_of(term, self._terms(fact, taxonomy)))
            case TextSet():
                return _set(value, found, _is_text)
            case Records(fields):
                return self._records(fields, value, found)

    def _terms(self, fact: Fact, taxonomy: str) -> Collection[str]:
        return self._seen.terms.get(fact.path, self._vocabulary.taxonomies[taxonomy].terms)

    def _records(self, fields: Mapping[str, Fact], value: Node, found: Bound) -> Cell:
        types = fields_of(found)
        record = variable("a record")
        plain: list[Truth] = [given(record)]
        for name, fact in fields.items():
            if types.get(name, ABSENT).name != "NULL":
                there = field(record, name)
                plain.append(self.fits(fact, there, self.cell(fact, there, types[name])))
        return Cell(value, neg(some(value, "a record", lambda _: neg(conj(plain)))))


def _set(value: Node, found: Bound, fits: Callable[[Node], Truth]) -> Cell:
    if found.children[0][1].name == "NULL":
        # Nothing but NULL can stand in it.
        nothing = exp.cast(own(value), exp.DataType.build("ARRAY<VARCHAR>"))
        return Cell(nothing, empty(value))
    return Cell(
        value, neg(some(value, "a member", lambda each: neg(conj((given(each), fits(each))))))
    )


def _is_text(value: Node) -> Truth:
    return conj((exp.NEQ(this=own(value), expression=text("")), call("IS_VALID_UTF8", value)))


def _number(value: Node, found: Bound) -> Cell:
    if found.name in ("FLOAT", "DOUBLE"):
        exact = "TRY_CAST(CAST(CAST(VALUE AS DOUBLE) AS STRING) AS DECIMAL(38, 18))"
        read = filled(
            "CASE WHEN CAST(CAST(VALUE AS DOUBLE) AS STRING) RLIKE FORM "
            f"AND CAST({exact} AS DOUBLE) = CAST(VALUE AS DOUBLE) THEN {exact} END",
            VALUE=value,
            FORM=text(_FIFTEEN_DIGITS),
        )
    elif found.scale > _PLACES:
        fine = f"DECIMAL(38, {found.scale})"
        read = filled(
            f"CASE WHEN TRY_CAST(TRY_CAST(VALUE AS {NUMBER}) AS {fine}) = TRY_CAST(VALUE AS {fine})"
            f" THEN TRY_CAST(VALUE AS {NUMBER}) END",
            VALUE=value,
        )
    else:
        read = filled(f"TRY_CAST(VALUE AS {NUMBER})", VALUE=value)
    return Cell(read, given(read))


_PLACES: Final = 18


def _time(value: Node, found: Bound) -> Cell:
    if found.id == "varchar":
        value = filled(
            "CASE WHEN VALUE RLIKE FORM THEN TRY_CAST(VALUE AS TIMESTAMP_LTZ) END",
            VALUE=value,
            FORM=text(_INSTANT),
        )
    return _counted(call("UNIX_MICROS", value), (_FIRST, _LAST), SINCE_YEAR_1)


def _date(value: Node, found: Bound) -> Cell:
    if found.id == "varchar":
        value = filled(
            "CASE WHEN VALUE RLIKE FORM THEN TRY_CAST(VALUE AS DATE) END",
            VALUE=value,
            FORM=text(_DAY),
        )
    return _counted(call("UNIX_DATE", value), (FIRST_DAY, LAST_DAY), 1 - FIRST_DAY)


def _counted(value: Node, ends: tuple[int, int], beginning: int) -> Cell:
    """Return a number counted from another beginning; it is plain between two others."""
    first, last = map(whole, ends)
    within = (compared("at_least", value, first), compared("at_most", value, last))
    counted = exp.Paren(this=exp.Add(this=own(value), expression=whole(beginning)))
    return Cell(counted, conj((given(value), *within)))


_PLAIN_CELLS: Final[Mapping[str, Callable[[Node, Bound], Cell]]] = {
    "boolean": lambda value, _: Cell(value, plain=True),
    "integer": _number,
    "number": _number,
    "text": lambda value, _: Cell(value, _is_text(value)),
    "time": _time,
    "date": _date,
}
