"""Rows into CSV (RFC 4180) for a spreadsheet, which shows every cell and works none out."""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import TYPE_CHECKING, Final

from disclosure_rules.language.phrases import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

_FORMULA: Final = re.compile(r"(^|;)(?=\s*[-=+@＝＋－＠])")  # noqa: RUF001 - wide signs work, too
"""Before what a spreadsheet would work out instead of showing.

Where a comma is written in decimals, as in Estonia, spreadsheets take `;` for the end of a cell.
"""


def as_csv(rows: Iterable[Iterable[str]]) -> str:
    """Return rows as CSV."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def _harmless(cell: str) -> str:
    """Return a cell that is shown as it is written, whatever it begins with."""
    # A tab or a line break, by which a cell could begin as well, is printed as its code.
    return _FORMULA.sub(r"\1'", printable(cell))
