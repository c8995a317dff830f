"""An explanation into Markdown: a heading for each group of items, nested lists below."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from disclosure_rules.explaining.plain_text import MARKS
from disclosure_rules.explaining.told import heading, preamble

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from disclosure_rules.explaining.outline import Line
    from disclosure_rules.explaining.told import Told

_ACTING: Final = re.compile(
    r"[\\`*\[\]<>&|~!]|(?<!\w)_|_(?!\w)|^[-+#=]|(?<=^\d)[.)]|(?<=^\d\d)[.)]"
)
"""Characters that Markdown may read as something else than themselves, where they stand."""


def as_markdown(told: Told) -> str:
    """Return an explanation as CommonMark."""
    speaker = told.speaker
    lines = [f"# {escaped(speaker.say('title'))}", ""]
    lines += [f"**{escaped(speaker.say(told.decision.outcome))}**", ""]
    lines += [f"- {escaped(line)}" for line in preamble(told)]
    for group in told.groups:
        lines += ["", f"## {escaped(heading(told, group))}"]
        for line in group.outline:
            lines += ["", f"### {escaped(line.text)}" if line.below else escaped(line.text), ""]
            lines += _lines(line.below, 0)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip() + "\n"


def _lines(outline: Iterable[Line], level: int) -> Iterator[str]:
    for line in outline:
        mark = f"{MARKS[line.mark]} " if line.mark is not None else ""
        source = f" ({escaped(line.source)})" if line.source is not None else ""
        yield f"{'  ' * level}- {mark}{escaped(line.text)}{source}"
        yield from _lines(line.below, level + 1)


def escaped(text: str) -> str:
    """Return a text of which Markdown shows every character as it is."""
    return _ACTING.sub(lambda found: f"\\{found[0]}", text)
