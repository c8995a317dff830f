"""A mutant: one small change of a policy set at one place, as an edit of the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, get_args

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = Literal[
    "drop_condition",
    "negate_condition",
    "flip_operator",
    "flip_value",
    "swap_all_any",
    "move_boundary",
    "widen_term",
    "narrow_term",
    "replace_term",
    "add_term",
    "drop_term",
    "drop_value",
    "drop_head",
    "drop_rule",
    "flip_effect",
    "drop_unless",
    "drop_exception",
    "drop_obligation",
    "change_timing",
    "change_ground",
    "change_silence",
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
"""Every kind of change."""


class Edit(NamedTuple):
    """A stretch of a text, by its characters, and what is to stand there."""

    start: int
    end: int
    text: str


class Hunk(NamedTuple):
    """Lines of a file that change: where they begin, what stands there, what is to stand there."""

    line: int
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one kind at one place."""

    kind: Kind
    word: str
    """What tells the change from others of its kind at the line: what is dropped, or put."""
    was: str
    """What stands there now; the same word where it is dropped."""
    file: str
    line: int
    edits: tuple[Edit, ...]
    """Where the text changes, in order, without overlaps."""
    owner: str = ""
    """The rule or definition that it changes, by its qualified name; empty for anything else."""

    @property
    def name(self) -> str:
        """How an argument names the change: kind and word."""
        return f"{self.kind} {self.word}"

    def edited(self, text: str) -> str:
        """Return the text of the file with the change in it."""
        pieces, at = [], 0
        for edit in self.edits:
            pieces += [text[at : edit.start], edit.text]
            at = edit.end
        return "".join([*pieces, text[at:]])

    def hunks(self, text: str) -> tuple[Hunk, ...]:
        """Return the lines of the file that change."""
        return tuple(_hunks(text, self.edits))


def _hunks(text: str, edits: tuple[Edit, ...]) -> Iterator[Hunk]:
    pending = list(edits)
    while pending:
        first = pending.pop(0)
        begin, stop = text.rfind("\n", 0, first.start) + 1, _line_end(text, first)
        after = [text[begin : first.start], first.text]
        at = first.end
        while pending and text.rfind("\n", 0, pending[0].start) + 1 <= stop:
            edit = pending.pop(0)
            after += [text[at : edit.start], edit.text]
            at, stop = edit.end, _line_end(text, edit)
        changed = "".join([*after, text[at:stop]]).splitlines()
        yield _hunk(text.count("\n", 0, begin) + 1, text[begin:stop].splitlines(), changed)


def _hunk(line: int, before: list[str], after: list[str]) -> Hunk:
    """Return the lines that change, without those at the ends that do not."""
    while before and after and before[-1] == after[-1]:
        before, after = before[:-1], after[:-1]
    while before and after and before[0] == after[0]:
        line, before, after = line + 1, before[1:], after[1:]
    return Hunk(line, tuple(before), tuple(after))


def _line_end(text: str, edit: Edit) -> int:
    """Return where the last line ends that an edit touches, its break included."""
    if edit.end > edit.start and text[edit.end - 1] == "\n":
        return edit.end
    return text.find("\n", edit.end) + 1 or len(text)
