"""What a command made, as a text to print or to write into a file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from disclosure_rules.language.phrases import printable

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command answers."""

    text: str
    """What is printed, or written into a file."""
    clean: bool
    """Whether nothing was found that makes the command fail."""
    findings: tuple[str, ...] = ()
    """What was found, line by line, where the text does not say it."""


def text_of(lines: Iterable[str]) -> str:
    """Return lines as a text, with nothing in them that could act on a terminal."""
    return "".join(f"{printable(line)}\n" for line in lines)


def json_text(data: object) -> str:
    """Return plain data as JSON text."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
