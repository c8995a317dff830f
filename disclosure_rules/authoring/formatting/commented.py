"""YAML text into a tree that keeps comments, blank lines, and how each scalar was written.

Comments stand between the parser's events. Each goes to the entry that it precedes, to the entry
on whose line it stands, or, indented like a group's entries and after the last, to that group.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

import yaml

from disclosure_rules.loading.parse import PARSER

if TYPE_CHECKING:
    from collections.abc import Iterator

BLANK: Final = ""
"""A blank line among comments."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A scalar."""

    text: str
    """What it says."""
    written: str
    """How it was written; of a block, without the blank lines after it."""
    style: str
    """How it was quoted: `'`, `"`, `|`, `>`, or not at all."""
    inline: bool
    """Whether it stood within braces or brackets."""

    @property
    def is_block(self) -> bool:
        """Whether it was written on lines of its own, below `|` or `>`."""
        return self.style in ("|", ">")


@dataclass(slots=True)
class Group:
    """A mapping or a list."""

    keyed: bool
    inline: bool
    entries: list[Entry] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)
    """Comments after the last entry."""


Node: TypeAlias = Leaf | Group


@dataclass(slots=True)
class Entry:
    """A part of a group, with its comments; the document as a whole is one, too."""

    key: Leaf | None = None
    node: Node = field(default_factory=lambda: Leaf("", "", "", inline=False))
    above: list[str] = field(default_factory=list)
    """Comments and blank lines before it."""
    beside: str = BLANK
    """The comment at the end of its line."""


class Remark(NamedTuple):
    """A comment, and the line it stands on, counted from 1."""

    text: str
    line: int


class _Waiting(NamedTuple):
    """A comment or a blank line whose place is not known yet."""

    text: str
    column: int


def read_commented(text: str) -> tuple[Entry, list[Remark]]:
    """Return the tree of a document that has no faults, and all of its comments in order."""
    reader = _Reader(text.replace("\r\n", "\n"))
    return reader.read(), reader.remarks


class _Reader:
    def __init__(self, text: str) -> None:
        self.remarks: list[Remark] = []
        self._text = text
        self._events: Iterator[Any] = yaml.parse(text, Loader=PARSER)
        self._end = 0
        """Up to where the text has been read."""
        self._line = 1
        self._waiting: list[_Waiting] = []
        self._beside: Entry | None = None
        """Whose line is being read."""

    def read(self) -> Entry:
        root = Entry()
        while not isinstance(event := self._next(), yaml.StreamEndEvent):
            if isinstance(event, yaml.NodeEvent):
                self._fill(root, event, -1)
        if isinstance(root.node, Group):
            root.node.tail += self._taken()
        return root

    def _next(self) -> Any:
        event = next(self._events)
        start, end = event.start_mark.index, event.end_mark.index
        if start > self._end:
            self._read_between(self._text[self._end : start])
        self._advance(start)
        if isinstance(event, yaml.ScalarEvent) and event.style in ("|", ">"):
            end = start + len(_without_blank_end(self._text[start:end]))
        self._advance(end)
        return event

    def _advance(self, end: int) -> None:
        if end > self._end:
            self._line += self._text.count("\n", self._end, end)
            self._end = end

    def _read_between(self, between: str) -> None:
        """Take the comments and blank lines out of what stands between two events."""
        lines = between.split("\n")
        for number, line in enumerate(lines):
            column = line.find("#")
            if column >= 0:
                comment = line[column:].rstrip()
                self.remarks.append(Remark(comment, self._line + number))
                if number == 0 and self._beside is not None:
                    _put_beside(self._beside, comment)
                else:
                    self._waiting.append(_Waiting(comment, column))
            elif 0 < number < len(lines) - 1 and not line.strip():
                self._waiting.append(_Waiting(BLANK, 0))

    def _fill(self, entry: Entry, event: Any, column: int, *, inline: bool = False) -> None:
        """Read what an entry holds; `column` is that of the mapping it is a value in, or -1."""
        if isinstance(event, yaml.ScalarEvent):
            entry.above += self._taken()
            leaf = self._leaf(event, inline=inline)
            entry.node = leaf
            self._beside = entry
            if leaf.is_block:
                self._read_header(entry, leaf.written)
        elif event.flow_style:
            entry.above += self._taken()
            entry.node = self._inline_group(entry, event)
            self._beside = entry
        else:
            if entry.key is None:
                entry.above += self._taken()
            self._beside = None
            entry.node = self._block_group(event, column)
            self._beside = None

    def _inline_group(self, owner: Entry, start: Any) -> Group:
        group = Group(keyed=isinstance(start, yaml.MappingStartEvent), inline=True)
        self._beside = owner
        while not isinstance(event := self._next(), yaml.CollectionEndEvent):
            if owner.key is None and not group.entries:
                owner.above += self._taken()  # as before a dash, which has no line of its own
            entry = Entry(above=self._taken())
            group.entries.append(entry)
            if group.keyed:
                entry.key = self._leaf(event, inline=True)
                self._beside = entry
                event = self._next()
            self._fill(entry, event, -1, inline=True)
        (group.tail if group.entries else owner.above).extend(self._taken())
        return group

    def _block_group(self, start: Any, parent: int) -> Group:
        group = Group(keyed=isinstance(start, yaml.MappingStartEvent), inline=False)
        column = start.start_mark.column
        while not isinstance(event := self._next(), yaml.CollectionEndEvent):
            entry = Entry()
            group.entries.append(entry)
            if group.keyed:
                entry.above = self._taken()
                entry.key = self._leaf(event, inline=False)
                self._beside = entry
                event = self._next()
            self._fill(entry, event, column if group.keyed else -1)
        # What is indented like a list that stands right below its key speaks of the next key.
        group.tail = self._taken(max(column, parent + 1))
        return group

    def _leaf(self, event: Any, *, inline: bool) -> Leaf:
        written = self._text[event.start_mark.index : event.end_mark.index]
        style = event.style or ""
        if style in ("|", ">"):
            written = _without_blank_end(written)
        return Leaf(event.value, written, style, inline=inline)

    def _read_header(self, entry: Entry, written: str) -> None:
        """Take the comment behind `|` or `>`, which belongs to the scalar for the parser."""
        header, _, _ = written.partition("\n")
        _, mark, comment = header.partition("#")
        if mark:
            line = self._line - written.count("\n")
            self.remarks.append(Remark(f"#{comment}".rstrip(), line))
            _put_beside(entry, f"#{comment}".rstrip())

    def _taken(self, column: int | None = None) -> list[str]:
        """Take what is waiting: all, or what is indented by so much before anything that is not."""
        end = len(self._waiting)
        if column is not None:
            end = 0
            for number, (text, found) in enumerate(self._waiting, 1):
                if text != BLANK and found < column:
                    break
                if text != BLANK:
                    end = number
        taken, self._waiting = self._waiting[:end], self._waiting[end:]
        return [text for text, _ in taken]


def _put_beside(entry: Entry, comment: str) -> None:
    if entry.beside:
        entry.above.append(comment)
    else:
        entry.beside = comment


def _without_blank_end(block: str) -> str:
    lines = block.split("\n")
    while len(lines) > 1 and not lines[-1].strip():
        lines.pop()
    return "\n".join(lines)
