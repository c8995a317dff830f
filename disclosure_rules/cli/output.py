"""What a command made, as a text, and that text into a file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from os.path import realpath
from pathlib import Path
from secrets import token_hex
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


class NotAFileError(Exception):
    """What has the name already is a folder, a device or the like."""


def write_whole(file: Path, text: str, encoding: str = "utf-8") -> None:
    """Write a text into a file, in place of what it held; whoever reads meanwhile finds the old.

    Raises:
        NotAFileError: Something else has that name.
        OSError: It cannot be written.
    """
    # A link stays a link: what it leads to is made anew.
    target = Path(realpath(file))
    if target.exists() and not target.is_file():
        raise NotAFileError
    aside = target.with_name(f".{target.name}-{token_hex(4)}.new")
    try:
        aside.write_text(text, encoding=encoding, newline="")
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
