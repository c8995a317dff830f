"""An explanation into text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from disclosure_rules.deciding.kleene import FALSE, TRUE, UNKNOWN
from disclosure_rules.explaining.told import heading, preamble

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from disclosure_rules.explaining.outline import Line
    from disclosure_rules.explaining.told import Told

MARKS: Final = {TRUE: "✓", FALSE: "✗", UNKNOWN: "?"}


def as_text(told: Told) -> str:
    """Return an explanation as lines of text, indented by level."""
    outcome = told.speaker.say(told.decision.outcome)
    lines = [outcome, *(f"  {line}" for line in preamble(told))]
    for group in told.groups:
        lines += ["", heading(told, group), *_lines(group.outline, 1)]
    return "\n".join(lines)


def _lines(outline: Iterable[Line], level: int) -> Iterator[str]:
    for line in outline:
        mark = f"{MARKS[line.mark]} " if line.mark is not None else ""
        source = f"  [{line.source}]" if line.source is not None else ""
        colon = ":" if line.kind == "section" else ""
        yield f"{'  ' * level}{mark}{line.text}{colon}{source}"
        yield from _lines(line.below, level + 1)
