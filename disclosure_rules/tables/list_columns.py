"""The columns of a child table into the fields they give, or everything that does not fit.

A column is called as the field, unless the mapping of the list says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from disclosure_rules.language.vocabulary import Records
from disclosure_rules.tables.binding import misfits, misnamed, nearest_problem, unbound
from disclosure_rules.tables.errors import Problem, TableError, problem
from disclosure_rules.tables.facts import facts_of
from disclosure_rules.tables.keys import Kind, are_alike, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from disclosure_rules.language.vocabulary import Fact, Vocabulary
    from disclosure_rules.tables.binding import Form
    from disclosure_rules.tables.mapping import ListMapping, TableMapping


ROW_REASONS: Final = ("row_key", "row_known", "row_records")
"""Why a row may be refused for a list: its key is odd, nobody says whether the list is known, or
it is said not to be and has records."""


@dataclass(frozen=True, slots=True)
class KeyColumn:
    """A column of a child table, and the column of the rows that it must equal."""

    name: str
    of_rows: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class ListColumns:
    """Which columns of a child table give which fields of a list, and whose its records are."""

    path: str
    form: Form
    """How the cells of the child table say what they say."""
    fields: Mapping[str, str]
    """By the name of a field: the column that gives it."""
    key: tuple[KeyColumn, ...]
    known: str | None
    """The column of the rows that says whether the list is known; None where it always is."""

    def other_kinds(self, types: Mapping[str, Any], form: Form) -> Iterator[Problem]:
        """Yield the columns of rows that cannot equal those of the child table.

        Args:
            types: The types of the columns of rows.
            form: How their cells say what they say.
        """
        for each in self.key:
            if each.of_rows not in types:
                continue
            found = types[each.of_rows]
            kind = kind_of(found, form)
            if kind == "none":
                yield problem("key_type", column=each.of_rows, found=found)
            elif not are_alike(kind, each.kind):
                told = problem(f"key_kinds_{each.kind}", column=each.name, of_rows=each.of_rows)
                yield in_child(self.path, told)

    def refusal(self, reason: str) -> Problem:
        """Return why a row whose list nobody knows is not decided."""
        of_rows = ", ".join(each.of_rows for each in self.key)
        return problem(reason, list=self.path, columns=of_rows, known=self.known or "")


def in_child(path: str, found: Problem) -> Problem:
    """Return a problem with the child table of a list."""
    return Problem("in_child", (("list", path), ("problem", found)))


def list_columns(
    vocabulary: Vocabulary,
    path: str,
    mapping: ListMapping,
    types: Sequence[tuple[str, Any]],
    form: Form,
) -> ListColumns:
    """Return which column of a child table gives which field of a list.

    Args:
        vocabulary: The words of the policies.
        path: The path of the list.
        mapping: What the columns are.
        types: The columns as they came, each with its type.
        form: How their cells say what they say.

    Raises:
        TableError: They do not fit; all that does not is named.
    """
    records = cast("Records", cast("Fact", vocabulary.fact(path)).type)
    fields = {name: fact.type for name, fact in records.fields.items()}
    known = dict(types)
    names = [name for name, _ in types]
    taken = {*mapping.columns.values(), *mapping.also}
    given = {
        **mapping.columns,
        **{n: n for n in names if n in fields and n not in taken | mapping.columns.keys()},
    }
    bound = {*taken, *mapping.key, *given.values()}
    problems = [
        *(
            nearest_problem("no_fact", "fact", n, fields)
            for n in mapping.columns
            if n not in fields
        ),
        *(problem("no_column", column=name) for name in sorted(bound - known.keys())),
        *misnamed(names),
        *unbound(names, bound, fields, mapping.columns),
    ]
    if form == "native":
        for name, column in sorted(given.items()):
            if name in fields and column in known:
                problems += misfits(fields[name], known[column], column)
    if not given:
        problems.append(problem("list_no_fields"))
    key = tuple(
        KeyColumn(name, of_rows, kind_of(known.get(name), form))
        for name, of_rows in mapping.key.items()
    )
    problems += (
        problem("key_type", column=each.name, found=known[each.name])
        for each in key
        if each.kind == "none"
    )
    if problems:
        raise TableError(dict.fromkeys(problems))
    always = not isinstance(mapping.known, str)
    return ListColumns(path, form, given, key, None if always else str(mapping.known))


def misplaced(vocabulary: Vocabulary, path: str, mapping: ListMapping) -> Iterator[Problem]:
    """Yield what is wrong with a child table before it is looked at."""
    fact = vocabulary.fact(path)
    if fact is None:
        yield nearest_problem("no_fact", "fact", path, [each.path for each in facts_of(vocabulary)])
    elif not isinstance(fact.type, Records):
        yield problem("list_no_records", fact=path)
    key: object = mapping.key
    named = isinstance(key, Mapping) and all(isinstance(each, str) for each in key.values())
    if not key or not named:
        yield in_child(path, problem("list_key"))
    if mapping.known is not True and not isinstance(mapping.known, str):
        yield in_child(path, problem("list_known"))


def twice(mapping: TableMapping) -> Iterator[Problem]:
    """Yield the lists that have a child table and stand elsewhere in a mapping as well."""
    for path in mapping.lists:
        if path in mapping.columns or path in mapping.values:
            yield problem("list_twice", fact=path)
