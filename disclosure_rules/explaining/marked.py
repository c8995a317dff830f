"""Texts with marks: which words are quoted, and which are in another language than the rest.

Marks are control characters, so a text with marks is put together like any other text; each
rendering asks for its pieces.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from disclosure_rules.language.phrases import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

# INVARIANT: what policies and requests say passes `printable`, which leaves no control character;
# only this module makes marks, and never one inside another.
_QUOTE, _FOREIGN, _NAMED, _END = "\x0e", "\x0f", "\x1f", "\x03"
_MARKED: Final = re.compile(
    f"{_QUOTE}(?P<quoted>[^{_END}]*){_END}"
    f"|{_FOREIGN}(?P<language>[^{_NAMED}]*){_NAMED}(?P<foreign>[^{_END}]*){_END}"
    f"|(?P<plain>[^{_QUOTE}{_FOREIGN}]+)"
)


class Piece(NamedTuple):
    """A part of a text that is marked one way."""

    text: str
    quoted: bool = False
    """Whether it is shown letter by letter: an id, a name, a text of the request."""
    language: str | None = None
    """Its language, where it is not the reader's."""


def quoted(text: str) -> str:
    """Return a text marked as quoted."""
    return f"{_QUOTE}{printable(text)}{_END}"


def in_language(text: str, language: str) -> str:
    """Return a text marked as being in another language than the reader's."""
    return f"{_FOREIGN}{printable(language)}{_NAMED}{printable(text)}{_END}"


def pieces(marked: str) -> Iterator[Piece]:
    """Yield the pieces of a text with marks, in order."""
    for found in _MARKED.finditer(marked):
        if found["quoted"] is not None:
            yield Piece(found["quoted"], quoted=True)
        elif found["foreign"] is not None:
            yield Piece(found["foreign"], language=found["language"])
        else:
            yield Piece(found["plain"])


def unmarked(marked: str) -> str:
    """Return a text without marks: what is quoted stands in backticks."""
    return "".join(f"`{piece.text}`" if piece.quoted else piece.text for piece in pieces(marked))
