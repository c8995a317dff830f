"""A sheet, which is a title and rows below columns, into text, CSV or a page of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias

from disclosure_rules.language.noun import noun
from disclosure_rules.publishing import spreadsheet
from disclosure_rules.publishing.html import NOTHING, Node, element
from disclosure_rules.publishing.layout import document
from disclosure_rules.publishing.style import STYLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.language.phrases import Reader

_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9:]{5})?")
_STYLE: Final = f"""{STYLE}
table {{ font-size: .85rem; }}
th, td {{ padding: .4rem .45rem; }}
th:first-child, td:first-child {{ padding-left: 0; }}
@media print {{
  @page {{ size: A4 landscape; }}
  figure {{ overflow: visible; }}
}}"""
"""As the handbook; rows of many cells lie across a sheet of paper."""

Cell: TypeAlias = tuple[str, ...]
"""What a cell holds: one thing, several, or nothing."""


@noun
class Sheet:
    """What people read, print or hand out."""

    reader: Reader
    title: str
    about: tuple[str, ...]
    """What stands below the title."""
    warning: str | None
    """What whoever holds it must know."""
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    nothing: str
    """What is said where there are no rows."""
    notes: tuple[str, ...]
    """What stands at the end."""


def as_lines(sheet: Sheet) -> Iterator[str]:
    """Yield the lines of a sheet as text: each row begins with its first cell."""
    yield from (sheet.title, *sheet.about)
    if sheet.warning is not None:
        yield sheet.warning
    yield ""
    first, *others = sheet.columns
    for row in sheet.rows:
        yield f"{first}: {', '.join(row[0])}"
        for column, cell in zip(others, row[1:], strict=True):
            if cell:
                yield f"  {column}: {', '.join(cell)}"
        yield ""
    if not sheet.rows:
        yield from (sheet.nothing, "")
    yield from sheet.notes


def as_csv(sheet: Sheet) -> str:
    """Return the rows of a sheet as CSV for a spreadsheet."""
    return spreadsheet.as_csv([sheet.columns, *(["; ".join(c) for c in row] for row in sheet.rows)])


def as_page(sheet: Sheet) -> str:
    """Return a sheet as a page of HTML that stands alone: no scripts, nothing fetched."""
    warned = sheet.warning is not None
    body = element(
        "main",
        element("h1", sheet.title),
        *(element("p", line, class_="about") for line in sheet.about),
        element("p", sheet.warning or "", class_="warning") if warned else NOTHING,
        _table(sheet) if sheet.rows else element("p", sheet.nothing),
    )
    notes = element("footer", *(element("p", line) for line in sheet.notes))
    parts = (body, notes if sheet.notes else NOTHING)
    return document(sheet.reader, sheet.title, parts, style=_STYLE)


def _table(sheet: Sheet) -> Node:
    head = (element("th", name, scope="col") for name in sheet.columns)
    table = element(
        "table",
        element("thead", element("tr", *head)),
        element("tbody", *(element("tr", *map(_cell, row)) for row in sheet.rows)),
    )
    return element("figure", table)


def _cell(cell: Cell) -> Node:
    dated = "date" if all(map(_DATE.fullmatch, cell)) else None
    return element("td", *(element("p", entry) for entry in cell), class_=dated)
