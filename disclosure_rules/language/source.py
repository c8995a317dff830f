"""Where a piece of a policy set was written."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of a file; lines and columns count from 1, the end column is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        """Show the place as `file:line:column`, which editors turn into a link."""
        return f"{self.file}:{self.line}:{self.column}"

    @property
    def line_reference(self) -> str:
        """The place as `file:line`, for pointing at a list of words."""
        return f"{self.file}:{self.line}"


def whole_file(file: str) -> Span:
    """Return the place that stands for a file as a whole."""
    return Span(file, 1, 1, 1, 1)
