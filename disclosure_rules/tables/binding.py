"""Columns of a table into the facts they give, or every column that gives none.

A column is called as the path of a fact, unless a mapping says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    from collections.abc import Collection, Iterator, Sequence

    from disclosure_rules.language.vocabulary import Vocabulary
    from disclosure_rules.tables.mapping import ListMapping, TableMapping

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
    lists: Mapping[str, Form] = field(default_factory=dict)
    """By the path of a list that was joined from a child table: how the cells of its records say
    what they say."""

    def places(self) -> dict[str, str]:
        """Return, by column that anything is read of, a name that means nothing else in SQL."""
        names = dict.fromkeys((*self.columns.values(), *self.given.values()))
        return {name: f"column {place}" for place, name in enumerate(names)}

    def form_of(self, path: str) -> Form:
        """Return how the cells of a fact say what they say, or those of its records."""
        return self.lists.get(path, self.form)

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
        # For few rows only.
        from disclosure_rules.tables.cells import read_cell, read_records  # noqa: PLC0415

        for path, name in self.columns.items():
            kind = cast("Fact", self.vocabulary.fact(path)).type
            if path in self.lists:
                fields = cast("Records", kind).fields
                yield path, read_records(fields, row[name], self.lists[path])
            else:
                yield path, read_cell(kind, row[name], self.form)


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
    asked = {name for each in mapping.lists.values() for name in asked_of_rows(each)}
    # What stands in columns of our own has no name that a mapping could give.
    ours = {*mapping.values, *mapping.lists}
    written = {name for path, name in mapping.columns.items() if path not in ours}
    written |= {*mapping.given.values(), *mapping.also, *asked}
    named |= {name: name for name in columns if name in facts and name not in taken | named.keys()}
    own = {name.lower() for name in (*TAKEN, *map(added_name, ours))}
    problems = [
        *(_unknown_fact(path, facts) for path in mapping.columns if path not in facts),
        *(
            _unknown_fact(e, vocabulary.entities)
            for e in mapping.given
            if e not in vocabulary.entities
        ),
        *(problem("no_column", column=name) for name in sorted(written - {*columns})),
        *(problem("column_taken", column=name) for name in columns if name.lower() in own),
        *misnamed(columns),
        *unbound(columns, {*taken, *asked, *named.values(), *own}, facts, mapping.columns),
    ]
    if "moment" not in named:
        problems.append(problem("no_moment"))
    if form == "native":
        for path, name in sorted(named.items()):
            if path in facts and path not in mapping.lists and name in types:
                problems += misfits(facts[path].type, types[name], name)
        known = (each.known for each in mapping.lists.values() if isinstance(each.known, str))
        for name in (*mapping.given.values(), *known):
            if name in types:
                problems += misfits(Plain("boolean"), types[name], name)
    if problems:
        raise TableError(dict.fromkeys(problems))
    return Binding(vocabulary, form, named, mapping.given)


def misnamed(columns: Sequence[str]) -> Iterator[Problem]:
    """Yield the columns without a name, and those whose names SQL would take for one."""
    lowered = [name.lower() for name in columns]
    for place, name in enumerate(columns, start=1):
        if _is_no_name(name):
            yield problem("column_unnamed", place=place)
        elif lowered.count(name.lower()) > 1:
            yield problem("columns_alike", column=name)


def _is_no_name(name: str) -> bool:
    """Tell whether SQL has no such name: it would read one with NUL in it as if it ended there."""
    return not name or "\x00" in name


def unbound(
    columns: Sequence[str],
    bound: Collection[str],
    facts: Collection[str],
    named: Collection[str],
) -> Iterator[Problem]:
    """Yield the columns that nothing is known of.

    Args:
        columns: Their names as they came.
        bound: Those of which something is known.
        facts: What a column may be called that gives a fact.
        named: The facts that a mapping names a column for.
    """
    for name in columns:
        if name in bound or _is_no_name(name):
            continue
        if name in named:
            yield problem("column_twice", column=name)
        else:
            yield nearest_problem("unknown_column", "column", name, facts)


def added_name(path: str) -> str:
    """Return the name of the column that is made for a fact no column of its own gives."""
    return f"= {path}"


def asked_of_rows(mapping: ListMapping) -> Iterator[str]:
    """Yield the columns of the rows that a child table asks for."""
    key: object = mapping.key
    if isinstance(key, Mapping):
        yield from (name for name in key.values() if isinstance(name, str))
    if isinstance(mapping.known, str):
        yield mapping.known


def _unknown_fact(path: str, known: Collection[str]) -> Problem:
    return nearest_problem("no_fact", "fact", path, known)


def nearest_problem(code: str, what: str, word: str, known: Collection[str]) -> Problem:
    """Return a problem with a word, which tells the nearest of those that are known."""
    from disclosure_rules.language.diagnostics import nearest_word  # noqa: PLC0415 - for faults only

    nearest = nearest_word(word, known)
    if nearest is None:
        return problem(code, **{what: word})
    return problem(f"{code}_near", **{what: word, "nearest": nearest})


WHOLE_TYPES: Final = {
    *("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"),
    *("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT"),
}
_TEXT: Final = "VARCHAR"
_FITTING: Final[Mapping[str, frozenset[str]]] = {
    "boolean": frozenset({"BOOLEAN"}),
    "integer": frozenset(WHOLE_TYPES),
    "number": frozenset({*WHOLE_TYPES, "FLOAT", "DOUBLE"}),
    "text": frozenset({_TEXT}),
    "time": frozenset({_TEXT, "TIMESTAMP WITH TIME ZONE"}),
    "date": frozenset({_TEXT, "DATE"}),
}


def has_no_type(found: Any) -> bool:
    """Tell whether a column, or a field, is not there or holds nothing but NULL."""
    return found is None or str(found) in ('"NULL"', "NULL")


def misfits(kind: Type, found: Any, name: str) -> Iterator[Problem]:
    """Yield what keeps a column, or a field in it, from giving a fact."""
    if has_no_type(found):
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
            yield from misfits(fields[below].type, kind, f"{name}.{below}")
        else:
            known = [f"{name}.{word}" for word in fields]
            yield nearest_problem("unknown_column", "column", f"{name}.{below}", known)
