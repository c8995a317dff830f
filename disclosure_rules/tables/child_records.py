"""Child tables into the lists of the rows that their records belong to.

The records of all child tables are held in DuckDB, which puts aside what is too much for memory, in
a folder that nobody else may read and that is removed. Rows are joined to them some at a time. What
a list that is not known, a key that nobody can use, or a record of nobody means is never guessed:
the table, or the row, is refused.
"""

from __future__ import annotations

from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import duckdb

from disclosure_rules.tables.binding import added_name
from disclosure_rules.tables.errors import Problem, TableError, problem
from disclosure_rules.tables.joining import Child
from disclosure_rules.tables.list_columns import ListColumns, in_child, misplaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pyarrow as pa

    from disclosure_rules.language.vocabulary import Vocabulary
    from disclosure_rules.tables.binding import Form
    from disclosure_rules.tables.mapping import ListMapping

MEMORY: Final = "1GiB"
"""How much of the records is held in memory at most; the rest is put aside."""


class Joined(NamedTuple):
    """Rows with their lists, and what is wrong with those that may not be decided."""

    rows: pa.Table
    refused: Mapping[int, Sequence[Problem]]
    """By the place of a row: why nobody knows its lists."""


class ChildRecords:
    """The records of every list that has a child table."""

    def __init__(self, vocabulary: Vocabulary, lists: Mapping[str, ListMapping]) -> None:
        """Look at the columns of each child table; `problems` has all that does not fit."""
        self.problems: list[Problem] = []
        self._children: dict[str, Child] = {}
        self._folder: TemporaryDirectory[str] | None = None
        self._connection: duckdb.DuckDBPyConnection | None = None
        for path, mapping in lists.items():
            found = [*misplaced(vocabulary, path, mapping)]
            if not found:
                try:
                    self._children[path] = Child(vocabulary, path, mapping)
                except TableError as error:
                    found = [in_child(path, each) for each in error.problems]
            self.problems += found

    @property
    def columns(self) -> dict[str, ListColumns]:
        """By the path of a list: which columns of its child table give what."""
        return {path: child.columns for path, child in self._children.items()}

    @property
    def without_row(self) -> dict[str, int]:
        """By the path of a list: how many of its records have belonged to no row as yet."""
        return {path: child.without_row for path, child in self._children.items()}

    def load(self, types: Mapping[str, Any], form: Form) -> None:
        """Take in all records.

        Args:
            types: The types of the columns of the rows that they belong to.
            form: How the cells of these say what they say.

        Raises:
            TableError: A record belongs to nobody, keys are of two kinds, or DuckDB fails.
        """
        if not self._children:
            return
        problems: list[Problem] = []
        with _quietly():
            sql = self._opened()
            for path, child in self._children.items():
                problems += (in_child(path, each) for each in child.load(sql))
                problems += child.columns.other_kinds(types, form)
        if problems:
            raise TableError(problems)

    def _opened(self) -> duckdb.DuckDBPyConnection:
        self._folder = TemporaryDirectory(prefix="disclosure-rules-")
        self._connection = duckdb.connect(
            config={"memory_limit": MEMORY, "temp_directory": self._folder.name}
        )
        return self._connection.execute("SET TimeZone = 'UTC'")

    def join(self, rows: pa.Table, form: Form) -> Joined:
        """Return rows with a column of records for each list.

        Raises:
            TableError: DuckDB fails.
        """
        refused: dict[int, list[Problem]] = {}
        joined = rows
        with _quietly():
            for path, child in self._children.items():
                records, found = child.lists_of(rows, form)
                joined = joined.append_column(added_name(path), records)
                for place, told in found:
                    refused.setdefault(place, []).append(told)
        return Joined(joined, refused)

    def strangers(self) -> Iterator[Problem]:
        """Yield the child tables of which no record belonged to any row, though rows have lists."""
        for path, child in self._children.items():
            if child.lists_known and child.without_row == child.records > 0:
                yield in_child(path, problem("no_row_met", count=child.records))

    def close(self) -> None:
        """Let go of all records."""
        if self._connection is not None:
            self._connection.close()
        if self._folder is not None:
            self._folder.cleanup()


@contextmanager
def _quietly() -> Iterator[None]:
    """Pass on that DuckDB fails, and nothing of what it tells: that may hold values of records."""
    try:
        yield
    except (duckdb.Error, OSError):
        raise TableError([problem("not_decided")]) from None
