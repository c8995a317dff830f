"""What pages are made of into lines of plain text, for a terminal or a file of Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.publishing.html import Element, Node

_BLOCKS: Final = frozenset({"details", "div", "p", "ul"})
"""Elements that stand on lines of their own."""


def plain_lines(node: Node) -> list[str]:
    """Return lists, paragraphs and words as lines; what stands below an entry is indented."""
    lines: list[str] = []
    words = ""
    for part in _parts(node):
        if isinstance(part, str):
            words += part
        elif part.name in _BLOCKS:
            lines += _line(words)
            words = ""
            lines += _block(part)
        elif part.name != "summary":
            words += _words(part)
    return lines + _line(words)


def _parts(node: Node) -> Iterator[str | Element]:
    if isinstance(node, tuple):
        for part in node:
            yield from _parts(part)
    else:
        yield node


def _words(node: Node) -> str:
    return "".join(
        part if isinstance(part, str) else _words(part.children) for part in _parts(node)
    )


def _line(words: str) -> list[str]:
    told = " ".join(words.split())
    return [told] if told else []


def _block(block: Element) -> list[str]:
    if block.name == "ul":
        return [line for entry in _parts(block.children) for line in _entry(entry)]
    lines = plain_lines(block.children)
    # What is folded away on a page stands below what it explains.
    return [f"  {line}" for line in lines] if block.name == "details" else lines


def _entry(entry: str | Element) -> list[str]:
    lines = plain_lines(entry if isinstance(entry, str) else entry.children)
    return [f"{'  ' if number else '- '}{line}" for number, line in enumerate(lines)]
