"""Where a piece of a policy set was written."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


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

    def place_in(self, folder: str) -> str:
        """Return the place as `file:line`, by the file's path in a folder that it lies in."""
        return f"{self.file.removeprefix(folder)}:{self.line}"


def folder_of(spans: Iterable[Span]) -> str:
    """Return the folder that all of these places lie in, with its last slash; empty if none."""
    folders = [span.file.split("/")[:-1] for span in spans]
    shared = takewhile(lambda names: len({*names}) == 1, zip(*folders, strict=False))
    return "".join(f"{names[0]}/" for names in shared)


def whole_file(file: str) -> Span:
    """Return the place that stands for a file as a whole."""
    return Span(file, 1, 1, 1, 1)
