"""Diagnostics into text with the line they speak of, and into plain data for JSON."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from disclosure_rules.language.catalogue import message, page, remedy, severity
from disclosure_rules.language.phrases import Reader, phrase, printable, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from disclosure_rules.language.diagnostics import Diagnostic

_LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_WIDEST = 160
_MOST_SHOWN: Final = 200
"""How many diagnostics are shown as text: nobody reads more; as data, all are there."""


def as_text(
    diagnostics: Iterable[Diagnostic], sources: Mapping[str, str], reader: Reader = "en"
) -> str:
    """Return diagnostics as people read them.

    Args:
        diagnostics: In the order in which to show them; of very many, the first are shown.
        sources: The text of each file, for the lines quoted.
        reader: The language of messages and remedies.
    """
    every = list(diagnostics)
    shown, more = every[:_MOST_SHOWN], len(every) - _MOST_SHOWN
    files = {diagnostic.span.file for diagnostic in shown}
    lines = {file: _LINE_BREAK.split(text) for file, text in sources.items() if file in files}
    blocks = [_block(diagnostic, lines, reader) for diagnostic in shown]
    if more > 0:
        one = "_one" if more == 1 else ""
        blocks.append(say(phrase(f"more_faults{one}", number=str(more)), reader))
    return "\n\n".join(blocks)


def as_data(diagnostic: Diagnostic, reader: Reader = "en") -> dict[str, object]:
    """Return a diagnostic as plain data."""
    span = diagnostic.span
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "severity": severity(diagnostic.code),
        "code": diagnostic.code,
        "message": message(diagnostic, reader),
        "help": remedy(diagnostic, reader),
        "page": page(diagnostic.code),
    }


def _block(diagnostic: Diagnostic, lines: Mapping[str, list[str]], reader: Reader) -> str:
    span = diagnostic.span
    grave = say(phrase(severity(diagnostic.code)), reader)
    said = message(diagnostic, reader)
    block = [f"{printable(str(span))}: {grave}[{diagnostic.code}]: {said}"]
    block += _quoted(diagnostic, lines.get(span.file, []))
    help_ = remedy(diagnostic, reader)
    if help_ is not None:
        block.append(f"  {say(phrase('help'), reader)}: {help_}")
    return "\n".join(block)


def _quoted(diagnostic: Diagnostic, lines: list[str]) -> list[str]:
    """Return the line a diagnostic speaks of, and a mark below the words."""
    span = diagnostic.span
    if not 1 <= span.line <= len(lines) or not lines[span.line - 1].strip():
        return []
    whole = lines[span.line - 1].expandtabs(1)
    line = whole[:_WIDEST]
    start = max(span.column - 1, 0)
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    if start >= _WIDEST:
        return []
    # What is made visible takes more room than it did in the file.
    before, marked = printable(line[:start]), printable(line[start:end])
    shown = printable(line) + ("…" if len(whole) > _WIDEST else "")
    number = f"{span.line:>5} | "
    margin = " " * (len(number) - 2) + "| "
    return [number + shown, margin + " " * len(before) + "^" * max(1, len(marked))]
