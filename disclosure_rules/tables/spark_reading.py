"""Columns of Spark into the columns of facts, as expressions: what each cell gives, if plain.

Every setting of a session leaves them alike: nothing casts by the zone of the session, fails on an
odd cell, or asks three-valued questions. A row that is not plain is not decided at all, so that
what is read here is only what is surely meant.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

import sqlglot
from sqlglot import exp

from disclosure_rules.language.vocabulary import (
    Categories,
    OneTerm,
    Plain,
    Records,
    TermSet,
    TextSet,
)
from disclosure_rules.tables.facts import MOMENT, entities_of, facts_of, given_name, sql_type
from disclosure_rules.tables.nodes import (
    NUMBER,
    Node,
    Truth,
    column,
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
from disclosure_rules.tables.spark_printing import DIALECT, call

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from disclosure_rules.language.vocabulary import Fact, Type, Vocabulary
    from disclosure_rules.tables.binding import Binding
    from disclosure_rules.tables.spark_types import Bound

PLAIN: Final = "plain"
_BEGINNING: Final = 62_135_596_800_000_000
"""Microseconds from the year 1 to 1970; Spark counts from there."""
_FIRST: Final = 31_525_459_200_000_000 - _BEGINNING
_LAST: Final = 283_966_560_000_000_000 - _BEGINNING
"""From about the year 1000 to about 9000: no shift in a policy meets the calendar's ends there."""
_FIRST_DAY: Final = 719_163
_LAST_ORDINAL: Final = 3_652_059
# `$` also matches before a line break at the end.
_DAY: Final = r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\z"
_INSTANT: Final = (
    r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-9]{2}:[0-5][0-9]"
    r"(\.[0-9]{6})?(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9])\z"
)
_FIFTEEN_DIGITS: Final = r"\A-?(0\.0*|(?=[1-9]))([0-9]\.?){0,15}0*(E-?[0-9]+)?\z"
"""Two numbers of so few digits are never one float: such a one is what the float is meant to be."""


class Cell(NamedTuple):
    """What a cell gives, and that it is plain where it is given."""

    value: Node
    plain: Truth


class Reasoned(NamedTuple):
    """What must hold of a row that is plain, and what is told of one of which it does not."""

    column: str
    code: str
    plain: Truth


class ReadColumns(NamedTuple):
    """The columns of facts, as expressions over the columns that came in."""

    facts: tuple[Node, ...]
    moment: Node
    reasons: tuple[Reasoned, ...]

    @property
    def plain(self) -> Truth:
        """That a row surely is a valid request."""
        return conj(each.plain for each in self.reasons)


@cache
def _parsed(template: str) -> Node:
    return sqlglot.parse_one(template, dialect=DIALECT)


def filled(template: str, **parts: Node) -> Node:
    """Return the expression that a fixed template is, with parts in the place of its names."""

    def part(node: Node) -> Node:
        if isinstance(node, exp.Column) and node.name in parts:
            return own(parts[node.name])
        return node

    return exp.Paren(this=_parsed(template).copy().transform(part))


def read_columns(
    binding: Binding, types: Mapping[str, Bound], places: Mapping[str, str]
) -> ReadColumns:
    """Return the columns of facts.

    Args:
        binding: Which column gives which fact.
        types: The types of the columns.
        places: What each column is called in Spark.
    """
    reader = _Reader(binding.vocabulary)
    columns: list[Node] = []
    reasons: list[Reasoned] = []
    read: dict[str, Node] = {}
    for fact in facts_of(binding.vocabulary):
        name = binding.columns.get(fact.path)
        if name is None or types[name].name == "NULL":
            columns.append(_named(_nothing(fact.type), fact.path))
            continue
        value = column(places[name])
        cell = reader.cell(fact.type, value, types[name])
        # A value that is given but not read must not pass for one that is not given.
        plain = disj((neg(given(value)), conj((given(cell.value), cell.plain))))
        read[fact.path] = cell.value
        reasons.append(Reasoned(name, _code(fact.type), plain))
        columns.append(_named(cell.value, fact.path))
    moment = read.get(MOMENT, exp.Null())
    reasons.append(Reasoned(binding.columns[MOMENT], "no_moment", given(moment)))
    columns += _entities(binding, read, places)
    return ReadColumns(tuple(columns), moment, tuple(reasons))


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
    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def cell(self, kind: Type, value: Node, found: Bound) -> Cell:
        """Return what a cell gives that gives anything."""
        match kind:
            case Plain(name):
                return _PLAIN_CELLS[name](value, found)
            case OneTerm(taxonomy):
                return Cell(value, one_of(value, self._terms(taxonomy)))
            case Categories(taxonomy) if found.id == "varchar":
                return Cell(_listed(value), one_of(value, self._terms(taxonomy)))
            case Categories(taxonomy) | TermSet(taxonomy):
                return _set(value, found, lambda term: one_of(term, self._terms(taxonomy)))
            case TextSet():
                return _set(value, found, _is_text)
            case Records(fields):
                return self._records(fields, value, found)

    def _terms(self, taxonomy: str) -> Mapping[str, object]:
        return self._vocabulary.taxonomies[taxonomy].terms

    def _records(self, fields: Mapping[str, Fact], value: Node, found: Bound) -> Cell:
        ((_, inner),) = found.children
        types = dict(inner.children)
        record = variable("a record")
        packed: list[Node] = []
        plain: list[Truth] = [given(record)]
        for name, fact in fields.items():
            read = _nothing(fact.type)
            if name in types and types[name].name != "NULL":
                there = field(record, name)
                cell = self.cell(fact.type, there, types[name])
                read = cell.value
                plain.append(disj((neg(given(there)), conj((given(read), cell.plain)))))
            packed += [text(name), read]
        made = call("TRANSFORM", value, _of_each(record, call("NAMED_STRUCT", *packed)))
        return Cell(made, neg(some(value, "a record", lambda _: neg(conj(plain)))))


def _of_each(name: Node, result: Node) -> Node:
    return exp.Lambda(this=own(result), expressions=[name.copy()])


def _listed(value: Node) -> Node:
    return exp.Case(
        ifs=[exp.If(this=own(sql(given(value))), true=exp.Array(expressions=[own(value)]))]
    )


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
    since = call("UNIX_MICROS", value)
    return Cell(_within(since, _FIRST, _LAST, _BEGINNING), plain=True)


def _date(value: Node, found: Bound) -> Cell:
    if found.id == "varchar":
        value = filled(
            "CASE WHEN VALUE RLIKE FORM THEN TRY_CAST(VALUE AS DATE) END",
            VALUE=value,
            FORM=text(_DAY),
        )
    since = call("UNIX_DATE", value)
    return Cell(_within(since, 1 - _FIRST_DAY, _LAST_ORDINAL - _FIRST_DAY, _FIRST_DAY), plain=True)


def _within(value: Node, first: int, last: int, beginning: int) -> Node:
    """Return a number counted from another beginning; NULL of one too far, lest it overflow."""
    near = conj(
        (
            exp.GTE(this=own(value), expression=whole(first)),
            exp.LTE(this=own(value), expression=whole(last)),
        )
    )
    counted = exp.Add(this=own(value), expression=whole(beginning))
    return exp.Case(ifs=[exp.If(this=own(sql(near)), true=counted)])


_PLAIN_CELLS: Final[Mapping[str, Callable[[Node, Bound], Cell]]] = {
    "boolean": lambda value, _: Cell(value, plain=True),
    "integer": _number,
    "number": _number,
    "text": lambda value, _: Cell(value, _is_text(value)),
    "time": _time,
    "date": _date,
}
