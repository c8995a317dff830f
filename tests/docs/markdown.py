"""A Markdown page into its headings, anchors, links and tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]

_FENCED = re.compile(r"^( *)```.*?^\1```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (.+)$")
_LINKED = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_WORD = re.compile(r"`([^`]+)`")
_CELL_END = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class Table:
    """A table, and the anchor of the heading that it stands below."""

    page: Path
    anchor: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def words(self) -> dict[str, tuple[str, ...]]:
        """Return the rows by their word: what stands as code in the first cell."""
        found = ((_WORD.search(row[0]), row) for row in self.rows)
        return {word[1]: row for word, row in found if word}


def prose(path: Path) -> str:
    """Return a page's text with its code blocks left blank."""
    text = path.read_text(encoding="utf-8")
    return _FENCED.sub(lambda found: "\n" * found[0].count("\n"), text)


def anchor(heading: str) -> str:
    """Return the anchor that forges make of a heading."""
    plain = _LINKED.sub(r"\1", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


def anchors(path: Path) -> set[str]:
    """Return the anchors of a page; a heading that comes again gets a number."""
    found: set[str] = set()
    for heading in (
        match[1] for line in prose(path).splitlines() if (match := _HEADING.match(line))
    ):
        name, count = anchor(heading), 0
        while (numbered := name if count == 0 else f"{name}-{count}") in found:
            count += 1
        found.add(numbered)
    return found


def tables(path: Path) -> list[Table]:
    """Return the tables of a page, in order."""
    found: list[Table] = []
    below, rows = "", []
    for line in [*prose(path).splitlines(), ""]:
        if line.startswith("|"):
            rows.append(tuple(cell.strip() for cell in _CELL_END.split(line.strip()[1:-1])))
            continue
        if rows:
            found.append(Table(path, below, rows[0], tuple(rows[2:])))
            rows = []
        if heading := _HEADING.match(line):
            below = anchor(heading[1])
    return found
