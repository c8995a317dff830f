"""An explanation into text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.explaining.lines import Lines
from disclosure_rules.explaining.marked import unmarked
from disclosure_rules.explaining.told import MARKS, heading, preamble

if TYPE_CHECKING:
    from disclosure_rules.explaining.proof_outline import Line
    from disclosure_rules.explaining.told import Told


def as_text(told: Told) -> str:
    """Return an explanation as lines of text, indented by level."""
    outcome = told.speaker.say(told.decision.outcome)
    lines = [outcome, *(f"  {unmarked(line)}" for line in preamble(told))]
    written = Lines(_line)
    for section in told.sections:
        lines += ["", unmarked(heading(told, section)), *written.of(section.outline, 1)]
    return "\n".join(lines)


def _line(line: Line, level: int) -> str:
    mark = f"{MARKS[line.mark]} " if line.mark is not None else ""
    source = f"  [{line.source}]" if line.source is not None else ""
    colon = ":" if line.kind == "section" else ""
    return f"{'  ' * level}{mark}{unmarked(line.text)}{colon}{source}"
