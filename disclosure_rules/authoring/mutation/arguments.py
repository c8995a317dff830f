"""Comments that argue a mutant as equivalent: `# equivalent KIND WORD: reason`, read from texts.

A comment that stands alone speaks of the next line of the document, one behind something of its own
line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from disclosure_rules.language.tree import Mapping, Node, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.authoring.mutation.source import Source

_COMMENT: Final = re.compile(r"(?:^|(?<=\s))#\s*equivalent(?![\w-])(.*)$")
_ARGUED: Final = re.compile(r"\s+([a-z_]+ \S.*?)\s*:(?:\s+(.*))?")


@dataclass(frozen=True, slots=True)
class Argument:
    """A comment that says why a change of a line changes no decision."""

    file: str
    line: int
    """Where the comment stands."""
    about: int
    """The line of the change that it speaks of."""
    name: str
    """The name of the change, its kind and its word; empty where the comment has no such form."""
    reason: str
    """Why nothing changes; empty where none is given."""


def read_arguments(source: Source) -> Iterator[Argument]:
    """Yield the arguments in the comments of a document."""
    lines = source.text.splitlines()
    for number, line in enumerate(lines, 1):
        found = _COMMENT.search(line)
        if found is None or _is_text(source.root, (number, found.start() + 1)):
            continue
        about = number
        while about <= len(lines) and lines[about - 1].lstrip()[:1] in ("", "#"):
            about += 1
        written = _ARGUED.fullmatch(found[1])
        name, reason = (written[1], (written[2] or "").strip()) if written else ("", "")
        yield Argument(source.file, number, about, name, reason)


def _is_text(node: Node, place: tuple[int, int]) -> bool:
    """Tell whether a place lies in a text, where a `#` begins no comment."""
    if isinstance(node, Scalar):
        span = node.span
        return (span.line, span.column) <= place < (span.end_line, span.end_column)
    parts = node.values() if isinstance(node, Mapping) else node
    return any(_is_text(part, place) for part in parts)
