"""An explanation into Markdown: a heading for each group of items, nested lists below."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from disclosure_rules.explaining.lines import Lines
from disclosure_rules.explaining.marked import pieces
from disclosure_rules.explaining.told import MARKS, heading, preamble

if TYPE_CHECKING:
    from disclosure_rules.explaining.proof_outline import Line
    from disclosure_rules.explaining.told import Told

_ACTING: Final = re.compile(r"[\\`*\[\]<>&|~!]|(?<![^\W_])_|_(?![^\W_])|^[-+#=]|#$")
"""Characters that Markdown may read as something else than themselves, where they stand."""
_NUMBERED: Final = re.compile(r"^(\d{1,9})([.)])")


def as_markdown(told: Told) -> str:
    """Return an explanation as CommonMark."""
    speaker = told.speaker
    lines = [f"# {escaped(speaker.say('title'))}", ""]
    lines += [f"**{escaped(speaker.say(told.decision.outcome))}**", ""]
    lines += [f"- {escaped(line)}" for line in preamble(told)]
    written = Lines(_line)
    for section in told.sections:
        lines += ["", f"## {escaped(heading(told, section))}"]
        for line in section.outline:
            lines += ["", f"### {escaped(line.text)}" if line.below else escaped(line.text), ""]
            lines += written.of(line.below, 0)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip() + "\n"


def _line(line: Line, level: int) -> str:
    mark = f"{MARKS[line.mark]} " if line.mark is not None else ""
    source = f" ({escaped(line.source)})" if line.source is not None else ""
    return f"{'  ' * level}- {mark}{escaped(line.text)}{source}"


def escaped(marked: str) -> str:
    """Return a text with marks of which Markdown shows every character as it is."""
    return "".join(
        _code(piece.text) if piece.quoted else _plain(piece.text) for piece in pieces(marked)
    )


def _plain(text: str) -> str:
    return _NUMBERED.sub(r"\1\\\2", _ACTING.sub(lambda found: f"\\{found[0]}", text))


def _code(text: str) -> str:
    """Return a code span: fenced by more backticks than stand together in the text."""
    runs = [len(run) for run in re.findall("`+", text)]
    fence = "`" * next(n for n in range(1, len(runs) + 2) if n not in runs)
    # Markdown takes a space off either end if there is one at both.
    space = " " if text[:1] in "` " or text[-1:] in "` " else ""
    return f"{fence}{space}{text}{space}{fence}"
