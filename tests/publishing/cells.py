"""The cells of a matrix, one for each question."""

from __future__ import annotations

from typing import TypeAlias

from disclosure_rules.publishing.book import Book
from disclosure_rules.publishing.matrix import Cell

Question: TypeAlias = tuple[str, str | None, str, str]
"""Operation, purpose, recipient, data."""


def cells_of(book: Book) -> dict[Question, Cell]:
    """Return the cell of each question of which the matrix speaks."""
    found: dict[Question, Cell] = {}
    for part in book.matrix:
        for operations, table in part.tables:
            for recipients, cells in table.rows:
                for cell, data in zip(cells, table.columns, strict=True):
                    for operation in operations:
                        for purpose in part.purposes or (None,):
                            for recipient in recipients:
                                for category in data:
                                    key = (operation, purpose, recipient, category)
                                    assert key not in found, "two cells for one question"
                                    found[key] = cell
    return found
