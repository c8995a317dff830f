"""Columns of a database into what facts of a row stand for, or every column that cannot be one.

Beside each stands what a column may hold that no request may say: an empty text, a term that the
vocabulary lacks, an infinite time, NULL inside a list. Such a row is no valid request.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Enum,
    Integer,
    Numeric,
    Text,
    Uuid,
    and_,
    func,
    literal,
    not_,
    or_,
)
from sqlalchemy import cast as sql_cast

from disclosure_rules.language.vocabulary import (
    Categories,
    OneTerm,
    Plain,
    Records,
    TermSet,
    TextSet,
    Type,
)
from disclosure_rules.tables.child_table import ChildTable
from disclosure_rules.tables.column_types import expected, fits, said
from disclosure_rules.tables.errors import Problem, problem
from disclosure_rules.tables.facts import MOMENT, facts_of
from disclosure_rules.tables.row_comparing import texts_type
from disclosure_rules.tables.row_numbers import within
from disclosure_rules.tables.row_values import Children, OneText, RowValue, Texts, Times
from disclosure_rules.tables.truths import Where, conjunction, elements_of, some_row

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import FromClause

    from disclosure_rules.language.vocabulary import Vocabulary


class RowColumns:
    """Reads what columns give, and gathers what is wrong with them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Read columns for facts of this vocabulary."""
        self._vocabulary = vocabulary
        self._facts = {fact.path: fact for fact in facts_of(vocabulary)}
        self.values: dict[str, RowValue] = {}
        """By the path of a fact: what gives it."""
        self.given: dict[str, ColumnElement[bool]] = {}
        """By entity: the column that says whether a row gives it."""
        self.valid: list[ColumnElement[bool]] = []
        """What holds of a row that is a valid request: never NULL."""
        self.problems: list[Problem] = []
        self._tables: set[FromClause] = set()

    def read(self, columns: Mapping[str, object]) -> None:
        """Read what each column, or child table, gives."""
        known = (*self._facts, *self._vocabulary.entities)
        children: dict[str, ChildTable] = {}
        for path, column in columns.items():
            if path == MOMENT:
                self._tell("where_moment")
            elif path in self._vocabulary.entities:
                self._entity(path, column)
            elif path not in self._facts:
                self.problems.append(_unknown_fact(str(path), known))
            elif isinstance(self._facts[path].type, Records):
                if isinstance(column, ChildTable):
                    children[path] = column
                else:
                    self._tell("where_needs_child_table", fact=path)
            else:
                self._fact(path, column)
        # When all tables of rows are known: none of them can be a child of itself.
        for path, child in children.items():
            self._children(path, child)

    def _tell(self, code: str, **details: object) -> None:
        self.problems.append(problem(code, **details))

    def _entity(self, path: str, column: object) -> None:
        found = self._column(path, column)
        if found is None:
            return
        self._tables.add(_table(found))
        if self._fits(path, Plain("boolean"), found):
            self.given[path] = found.is_(True)

    def _fact(self, path: str, column: object) -> None:
        found = self._column(path, column)
        if found is None:
            return
        self._tables.add(_table(found))
        kind = self._facts[path].type
        if self._fits(path, kind, found):
            found = _as_text(found)
            self.values[path] = row_value(kind, found)
            self.valid += [or_(found.is_(None), not_(odd)) for odd in self._odd(kind, found)]

    def _column(self, path: str, column: object) -> ColumnElement[Any] | None:
        """Return a column as the expression that it is."""
        as_clause = getattr(column, "__clause_element__", None)
        found = column if as_clause is None else as_clause()
        if not isinstance(found, ColumnElement) or getattr(found, "table", None) is None:
            self._tell("where_no_column", fact=path)
            return None
        return found

    def _fits(self, path: str, kind: Type, column: ColumnElement[Any]) -> bool:
        if fits(kind, column.type):
            return True
        found, needed = said(column.type), expected(kind)
        self._tell("column_type", column=path, found=found, expected=needed)
        return False

    # --- What no request may say -----------------------------------------------------------------

    def _odd(self, kind: Type, column: ColumnElement[Any]) -> list[ColumnElement[bool]]:
        """Return what a column that is given holds where no request may; NULL where it is not."""
        match kind:
            case Plain("text"):
                return [column == literal("", Text())]
            case Plain("time" | "date"):
                return [not_(within(cast("Times", row_value(kind, column))))]
            case Plain("number") if not isinstance(column.type, Integer):
                # NaN lies above all numbers, Infinity included.
                ends = (literal(Decimal(f"{sign}Infinity"), Numeric()) for sign in "-+")
                low, high = ends
                return [not_(and_(column > low, column < high))]
            case OneTerm(taxonomy):
                return [not_(self._is_term(taxonomy, column))]
            case Categories() | TermSet() | TextSet():
                if not isinstance(column.type, ARRAY):
                    return [not_(self._is_term(cast("Categories", kind).taxonomy, column))]
                return self._odd_in_list(kind, column)
            case _:
                return []

    def _is_term(self, taxonomy: str, column: ColumnElement[Any]) -> ColumnElement[bool]:
        terms = sorted(self._vocabulary.taxonomies[taxonomy].terms)
        return column.in_([literal(term, Text()) for term in terms])

    def _odd_in_list(self, kind: Type, column: ColumnElement[Any]) -> list[ColumnElement[bool]]:
        nested = func.coalesce(func.array_ndims(column), literal(1)) > literal(1)
        if isinstance(kind, TextSet):
            elements = elements_of(column)
            each = elements.c.element
            return [nested, some_row(elements, or_(each.is_(None), each == literal("", Text())))]
        terms = sorted(self._vocabulary.taxonomies[cast("TermSet", kind).taxonomy].terms)
        # NULL is contained in nothing.
        contained = column.op("<@", is_comparison=True)
        return [nested, not_(contained(literal(terms, texts_type(column))))]

    # --- Child tables --------------------------------------------------------------------------

    def _children(self, path: str, child: ChildTable) -> None:
        fields = cast("Records", self._facts[path].type).fields
        before = len(self.problems)
        values: dict[str, RowValue] = {}
        odd: list[ColumnElement[bool]] = []
        tables: set[FromClause] = set()
        for name, column in child.columns.items():
            inner = f"{path}.{name}"
            if name not in fields:
                known = [f"{path}.{each}" for each in fields]
                self.problems.append(_unknown_fact(inner, known))
                continue
            found = self._column(inner, column)
            if found is None or not self._fits(inner, fields[name].type, found):
                continue
            tables.add(_table(found))
            found = _as_text(found)
            values[name] = row_value(fields[name].type, found)
            odd += self._odd(fields[name].type, found)
        pairs = self._pairs(path, child)
        known_column = self._known(path, child.known)
        tables |= {_table(first) for first, _ in pairs}
        parents = {_table(second) for _, second in pairs}
        if len(tables) > 1:
            self._tell("where_several_tables", fact=path)
        if tables & (self._tables | parents):
            self._tell("where_own_child", fact=path)
        if len(self.problems) > before:
            return
        (table,) = tables
        self._tables |= parents
        belong = and_(*(first == second for first, second in pairs))
        linked = and_(*(second.is_not(None) for _, second in pairs))
        complete = conjunction((linked, known_column))
        self.values[path] = Children(table, belong, complete, values)
        if odd:
            found_odd = some_row(table, and_(belong, or_(*odd)))
            self.valid.append(or_(not_(linked), not_(found_odd)))

    def _pairs(
        self, path: str, child: ChildTable
    ) -> list[tuple[ColumnElement[Any], ColumnElement[Any]]]:
        pairs = []
        for pair in cast("Sequence[Any]", child.belongs):
            both = pair if isinstance(pair, (tuple, list)) else ()
            match [self._column(path, each) for each in both]:
                case [ColumnElement() as first, ColumnElement() as second]:
                    pairs.append((first, second))
                case _:
                    self._tell("where_belongs", fact=path)
        if not child.belongs:
            self._tell("where_belongs", fact=path)
        return pairs

    def _known(self, path: str, known: object) -> Where:
        if isinstance(known, bool):
            return known
        found = self._column(path, known)
        if found is None or not self._fits(path, Plain("boolean"), found):
            return False
        self._tables.add(_table(found))
        return found.is_(True)


def row_value(kind: Type, column: ColumnElement[Any]) -> RowValue:
    """Return what a fact stands for that a column gives."""
    match kind:
        case Plain("time"):
            return Times(column, "time")
        case Plain("date"):
            return Times(column, "date")
        case Categories() | TermSet() | TextSet():
            return Texts(column) if isinstance(column.type, ARRAY) else OneText(column)
        case _:
            return column


def _unknown_fact(path: str, known: Collection[str]) -> Problem:
    from disclosure_rules.language.diagnostics import nearest_word  # noqa: PLC0415 - for faults only

    found = nearest_word(path, known)
    if found is None:
        return problem("no_fact", fact=path)
    return problem("no_fact_near", fact=path, nearest=found)


def _table(column: ColumnElement[Any]) -> FromClause:
    return cast("FromClause", getattr(column, "table"))  # noqa: B009 - only columns of tables have one


def _as_text(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return a column of labels as one of texts: comparing a label with a text would fail."""
    inner = column.type.item_type if isinstance(column.type, ARRAY) else column.type
    if not isinstance(inner, (Enum, Uuid)):
        return column
    return sql_cast(column, ARRAY(Text()) if inner is not column.type else Text())
