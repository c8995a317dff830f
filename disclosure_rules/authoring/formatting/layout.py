"""A tree with comments into text: the one layout, which docs/formatting.md tells in words."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from disclosure_rules.authoring.formatting.commented import BLANK, Entry, Group, Leaf
from disclosure_rules.authoring.formatting.scalars import on_one_line, on_several_lines
from disclosure_rules.language.nesting import below, is_shape, is_table, is_texts, known_keys

if TYPE_CHECKING:
    from collections.abc import Iterable

    from disclosure_rules.language.fields import Shape

WIDTH: Final = 100
"""How wide a line in braces or brackets may be; one with a text in it is as long as the text."""

_STEP: Final = 2
_APART: Final = frozenset(
    {"terms", "facts", "definitions", "rules", "guarantees", "fixtures", "cases"}
)
"""Sections between whose entries a blank line stands; elsewhere, it is up to the author."""


class _Line(NamedTuple):
    text: str
    beside: str = BLANK


class _Position(NamedTuple):
    """Where a group stands."""

    kind: Any
    """What may stand there, by the shapes; None: anything."""
    section: str = ""
    """The section whose entries these are, if they are a section's."""
    is_entry: bool = False
    """Whether it is an entry of a section."""
    depth: int = 0
    """How many groups it stands in."""

    def of(self, entry: Entry) -> _Position:
        """Return where what the entry holds stands."""
        name = entry.key.text if entry.key else 0
        kind = None if self.kind is None else below(self.kind, name)
        section = str(name) if self.depth == 0 and is_table(kind) else ""
        return _Position(kind, section, bool(self.section), self.depth + 1)

    @property
    def in_block(self) -> bool:
        """Whether it never stands in braces: documents, sections, their entries, and texts."""
        named = is_shape(self.kind) or is_table(self.kind)
        return (
            self.depth == 0
            or bool(self.section)
            or (self.is_entry and named)
            or is_texts(self.kind)
        )


def lay_out(document: Entry, shape: type[Shape]) -> str:
    """Return the text of a document, which is a mapping of some shape, in the one layout."""
    whole = cast("Group", document.node)
    first = whole.entries[0]
    # What stands first speaks of the whole document, whichever key comes first in the end.
    head = [*document.above, *filter(None, [document.beside]), *first.above]
    first.above = []
    above, lines = _group(whole, _Position(shape), 0)
    top = _padded(_single_blanks([*head, *above]), 0)
    return "".join(f"{line}\n" for line in _aligned([*top, *lines]))


def _group(group: Group, at: _Position, indent: int) -> tuple[list[str], list[_Line]]:
    """Return what stands above the first entry of a group in a block, and the group's lines."""
    top: list[str] = []
    lines: list[_Line] = []
    for number, entry in enumerate(_in_order(group.entries, at.kind)):
        more, held = _entry(entry, at.of(entry), indent)
        above = [*entry.above, *more]
        if number == 0:
            top = above
        else:
            lines += _padded(_spaced(above, at, entry), indent)
        lines += held
    return top, [*lines, *_padded(_without_blank_end(group.tail), indent)]


def _entry(entry: Entry, at: _Position, indent: int) -> tuple[list[str], list[_Line]]:
    """Return what else is to stand above an entry, and its lines."""
    prefix = " " * indent + (f"{on_one_line(entry.key, inline=False)}:" if entry.key else "-")
    inner = indent + _STEP
    if isinstance(entry.node, Leaf):
        return [], _scalar(entry.node, prefix, entry.beside, inner)
    inline = _inline(entry.node, at)
    empty = not entry.node.entries
    if inline is not None and (empty or len(prefix) + 1 + len(inline) <= WIDTH):
        return [], [_Line(f"{prefix} {inline}", entry.beside)]
    above, lines = _group(entry.node, at, inner)
    if entry.key:
        top = _padded(_single_blanks(above), inner)
        return [], [_Line(prefix, entry.beside), *top, *lines]
    # In a list, the dash has no line of its own beside which or below which a comment could stand.
    above = [*filter(None, [entry.beside]), *above]
    if not entry.node.keyed:
        return above, [_Line(prefix), *lines]
    first, *others = lines
    return above, [first._replace(text=f"{prefix} {first.text.lstrip(' ')}"), *others]


def _scalar(leaf: Leaf, prefix: str, beside: str, inner: int) -> list[_Line]:
    header, *lines = on_several_lines(leaf, WIDTH - inner) or [on_one_line(leaf, inline=False)]
    first = _Line(f"{prefix} {header}" if header else prefix, beside)
    return [first, *(_Line(" " * inner + line if line else BLANK) for line in lines)]


def _inline(group: Group, at: _Position) -> str | None:
    """Return a group on one line, in braces or brackets; None if it is to stand in a block."""
    if not group.entries:
        return "{}" if group.keyed else "[]"
    words = not group.keyed and all(isinstance(entry.node, Leaf) for entry in group.entries)
    if at.in_block or not (group.inline or words) or any(group.tail):
        return None
    parts = [_inline_entry(entry, at) for entry in _in_order(group.entries, at.kind)]
    if None in parts:
        return None
    listed = ", ".join(filter(None, parts))
    return f"{{{listed}}}" if group.keyed else f"[{listed}]"


def _inline_entry(entry: Entry, at: _Position) -> str | None:
    if entry.beside or any(entry.above):
        return None
    if isinstance(entry.node, Leaf):
        block = entry.node.is_block and on_several_lines(entry.node, WIDTH)
        held = None if block else on_one_line(entry.node, inline=True) or "null"
    else:
        held = _inline(entry.node, at.of(entry))
    if entry.key is None or held is None:
        return held
    return f"{on_one_line(entry.key, inline=True)}: {held}"


def _in_order(entries: list[Entry], kind: Any) -> list[Entry]:
    """Return entries in the order of the shape's keys; then those that it does not name."""
    keys = known_keys(kind)
    places = {key: number for number, key in enumerate(keys)}
    return sorted(
        entries, key=lambda entry: places.get(entry.key.text if entry.key else "", len(keys))
    )


def _spaced(above: list[str], at: _Position, entry: Entry) -> list[str]:
    """Return what stands between an entry and the one before it: also a blank line, or none."""
    name = entry.key.text if entry.key else BLANK
    if at.depth == 0:
        apart = is_table(below(at.kind, name))
    elif name in known_keys(at.kind):
        apart = False
    else:
        apart = at.section in _APART or above[:1] == [BLANK]
    lines = _single_blanks(above)
    return [BLANK, *lines] if apart else lines


def _single_blanks(lines: list[str]) -> list[str]:
    """Return lines without blank ones before the first, and without doubled ones."""
    return [text for before, text in pairwise([BLANK, *lines]) if (before, text) != (BLANK, BLANK)]


def _without_blank_end(lines: list[str]) -> list[str]:
    """Return what stands after the last entry, without blank lines at the end or doubled ones."""
    backwards = _single_blanks(lines[::-1])
    return backwards[::-1]


def _padded(lines: list[str], indent: int) -> list[_Line]:
    return [_Line(" " * indent + text if text else BLANK) for text in lines]


def _aligned(lines: list[_Line]) -> Iterable[str]:
    """Yield lines with their comments; on neighbouring lines these begin in one column."""
    for with_comments, run in groupby(lines, key=lambda line: line.beside != BLANK):
        neighbours = list(run)
        column = max(len(line.text) for line in neighbours) + _STEP
        for text, beside in neighbours:
            yield text.ljust(column) + beside if with_comments else text
