"""A published text into its sections, each with the sha256 by which it is known again.

The text is plain: paragraphs with empty lines between them. A section begins with a heading, the
first line of a paragraph that is no sentence: it does not end in one of `.,:;`, and what follows it
at once, if anything does, does not go on with a small letter. A heading that has nothing below it
before the next one, such as the title of the whole text, belongs to the section that follows; at
the end of the text, to the last one. So every word stands in a section, and none changes unseen.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_EMPTY_LINES: Final = re.compile(r"\n(?:[^\S\n]*\n)+")
_NO_HEADING_ENDS: Final = (".", ",", ":", ";")
_LONGEST_BEGINNING: Final = 60


@dataclass(frozen=True, slots=True)
class PublishedSection:
    """A section of a published text."""

    number: int
    """From 1, in the order of the text."""
    begins: str
    """Its first words, to find it by."""
    sha256: str


def read_sections(text: str) -> tuple[PublishedSection, ...]:
    """Return the sections of a text; none of a text without words."""
    lines = "\n".join(text.strip().splitlines())
    paragraphs = [part.strip() for part in _EMPTY_LINES.split(lines) if part.strip()]
    return tuple(
        _section(number, "\n".join(gathered))
        for number, gathered in enumerate(_gathered(paragraphs), 1)
    )


def sha256_of(text: str) -> str:
    """Return the sha256 of a text, whatever its line breaks, spaces and composed letters.

    It is that of the UTF-8 bytes of the text in Unicode's form NFC, with every run of white space
    made one space and none at either end.
    """
    normal = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(normal.encode()).hexdigest()


def _gathered(paragraphs: list[str]) -> Iterator[list[str]]:
    """Yield the paragraphs of each section."""
    section: list[str] = []
    has_body = False
    last_body = max((n for n, part in enumerate(paragraphs) if not _is_bare(part)), default=-1)
    for number, paragraph in enumerate(paragraphs):
        if has_body and number <= last_body and _is_headed(paragraph):
            yield section
            section, has_body = [], False
        section.append(paragraph)
        has_body = has_body or not _is_bare(paragraph)
    if section:
        yield section


def _is_headed(paragraph: str) -> bool:
    """Tell whether a paragraph begins with a heading."""
    heading, _, below = paragraph.partition("\n")
    return not heading.rstrip().endswith(_NO_HEADING_ENDS) and not below.lstrip()[:1].islower()


def _is_bare(paragraph: str) -> bool:
    """Tell whether a paragraph is a heading and nothing else."""
    return "\n" not in paragraph and _is_headed(paragraph)


def _section(number: int, text: str) -> PublishedSection:
    begins = " ".join(text.split())
    if len(begins) > _LONGEST_BEGINNING:
        begins = begins[: _LONGEST_BEGINNING - 1].rstrip() + "…"
    return PublishedSection(number, begins, sha256_of(text))
