"""Columns of a table into the facts they give, or every column that gives none.

A column is called as the path of a fact, unless a mapping says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, cast

from disclosure_rules.language.vocabulary import (
    Categories,
    Fact,
    OneTerm,
    Plain,
    Records,
    TermSet,
    TextSet,
    Type,
)
from disclosure_rules.tables.errors import Problem, TableError, problem
from disclosure_rules.tables.facts import ROW, facts_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from disclosure_rules.language.vocabulary import Vocabulary
    from disclosure_rules.tables.mapping import TableMapping

Form: TypeAlias = Literal["native", "text", "json"]
"""How cells say what they say: by their types, as texts (CSV), or as JSON."""

ADDED: Final = ("outcome", "rules", "grounds", "obligations", "missing", "digest")
"""The columns that a decision adds."""
TAKEN: Final = (*ADDED, ROW)
"""What no column may be called."""


@dataclass(frozen=True, slots=True)
class Binding:
    """Which column gives which fact."""

    vocabulary: Vocabulary
    form: Form
    columns: Mapping[str, str]
    """By the path of a fact: the column that gives it."""
    given: Mapping[str, str]

    def request(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return a row as the request that it stands for."""
        request: dict[str, Any] = {}
        item: dict[str, Any] = {}
        for entity, column_name in self.given.items():
            if row[column_name] is True or row[column_name] == "true":
                request[entity] = {}
        for path, value in self._cells(row):
            if value is None:
                continue
            entity, dot, name = path.partition(".")
            if not dot:
                request[path] = value
            elif entity == "item":
                item[name] = value
            else:
                request.setdefault(entity, {})[name] = value
        known = request.pop("item", None) is not None
        return {**request, "items": [item]} if item or known else request

    def _cells(self, row: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
        from disclosure_rules.tables.cells import read_cell  # noqa: PLC0415 - for few rows only

        for path, name in self.columns.items():
            fact = cast("Fact", self.vocabulary.fact(path))
            yield path, read_cell(fact.type, row[name], self.form)


def bind(
    vocabulary: Vocabulary,
    columns: Sequence[str],
    types: Mapping[str, Any],
    form: Form,
    mapping: TableMapping,
) -> Binding:
    """Return which column gives which fact.

    Args:
        vocabulary: The words of the policies.
        columns: The names of the columns as they came.
        types: The types in DuckDB of these, and of those that the mapping adds.
        form: How their cells say what they say.
        mapping: What they are, where their names do not say it.

    Raises:
        TableError: Columns do not fit the vocabulary; all of them are named.
    """
    facts = {fact.path: fact for fact in facts_of(vocabulary)}
    named = dict(mapping.columns)
    taken = {*named.values(), *mapping.given.values(), *mapping.also}
    named |= {name: name for name in columns if name in facts and name not in taken | named.keys()}
    problems = [
        *(_unknown_fact(path, facts) for path in mapping.columns if path not in facts),
        *(
            _unknown_fact(e, vocabulary.entities)
            for e in mapping.given
            if e not in vocabulary.entities
        ),
        *(problem("no_column", column=name) for name in sorted(taken - types.keys())),
        *(problem("column_taken", column=name) for name in columns if name in TAKEN),
        *_alike(columns),
        *_unbound(columns, {*taken, *named.values()}, facts, mapping),
    ]
    if "moment" not in named:
        problems.append(problem("no_moment"))
    if form == "native":
        for path, name in sorted(named.items()):
            if path in facts and name in types:
                problems += _misfits(facts[path].type, types[name], name)
        for name in mapping.given.values():
            if name in types:
                problems += _misfits(Plain("boolean"), types[name], name)
    if problems:
        raise TableError(dict.fromkeys(problems))
    return Binding(vocabulary, form, named, mapping.given)


def _alike(columns: Sequence[str]) -> Iterator[Problem]:
    """Yield the columns whose names differ in case alone, which SQL would take for one."""
    lowered = [name.lower() for name in columns]
    for name in columns:
        if lowered.count(name.lower()) > 1:
            yield problem("columns_alike", column=name)


def _unbound(
    columns: Sequence[str], bound: Collection[str], facts: Collection[str], mapping: TableMapping
) -> Iterator[Problem]:
    """Yield the columns that nothing is known of."""
    for name in columns:
        if name in bound or name in TAKEN:
            continue
        if name in mapping.columns:
            yield problem("column_twice", column=name)
        else:
            yield _nearest("unknown_column", "column", name, facts)


def _unknown_fact(path: str, known: Collection[str]) -> Problem:
    return _nearest("no_fact", "fact", path, known)


def _nearest(code: str, what: str, word: str, known: Collection[str]) -> Problem:
    from disclosure_rules.language.diagnostics import nearest_word  # noqa: PLC0415 - for faults only

    nearest = nearest_word(word, known)
    if nearest is None:
        return problem(code, **{what: word})
    return problem(f"{code}_near", **{what: word, "nearest": nearest})


_WHOLE: Final = {
    *("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"),
    *("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT"),
}
_TEXT: Final = "VARCHAR"
_FITTING: Final[Mapping[str, frozenset[str]]] = {
    "boolean": frozenset({"BOOLEAN"}),
    "integer": frozenset(_WHOLE),
    "number": frozenset({*_WHOLE, "FLOAT", "DOUBLE"}),
    "text": frozenset({_TEXT}),
    "time": frozenset({_TEXT, "TIMESTAMP WITH TIME ZONE"}),
    "date": frozenset({_TEXT, "DATE"}),
}


def _misfits(kind: Type, found: Any, name: str) -> Iterator[Problem]:
    """Yield what keeps a column, or a field in it, from giving a fact."""
    # A column that holds nothing but NULL has no type of its own.
    if str(found) in ('"NULL"', "NULL"):
        return
    match kind:
        case Plain(plain):
            decimal = plain == "number" and found.id == "decimal"
            if str(found) not in _FITTING[plain] and not decimal:
                expected = ", ".join(sorted(_FITTING[plain]))
                yield problem("column_type", column=name, found=found, expected=expected)
        case OneTerm():
            if str(found) != _TEXT:
                yield problem("column_type", column=name, found=found, expected=_TEXT)
        case Categories() | TermSet() | TextSet():
            single = isinstance(kind, Categories) and str(found) == _TEXT
            if str(found) not in ("VARCHAR[]", '"NULL"[]', "NULL[]") and not single:
                yield problem("column_type", column=name, found=found, expected="VARCHAR[]")
        case Records(fields):
            yield from _misfitting_fields(fields, found, name)


def _misfitting_fields(fields: Mapping[str, Fact], found: Any, name: str) -> Iterator[Problem]:
    if str(found) in ('"NULL"[]', "NULL[]"):
        return
    if found.id != "list" or dict(found.children)["child"].id != "struct":
        yield problem("column_type", column=name, found=found, expected="STRUCT(...)[]")
        return
    for below, kind in dict(found.children)["child"].children:
        if below in fields:
            yield from _misfits(fields[below].type, kind, f"{name}.{below}")
        else:
            known = [f"{name}.{word}" for word in fields]
            yield _nearest("unknown_column", "column", f"{name}.{below}", known)
