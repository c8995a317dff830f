"""What was said of a table: its rows with their decisions, and the rows that were refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

FrameT = TypeVar("FrameT")


class DecidedTable(Generic[FrameT]):
    """What was said of a table."""

    __slots__ = ("counts", "rejects", "rows", "without_row")

    def __init__(
        self,
        rows: FrameT,
        rejects: FrameT,
        counts: Mapping[str, int],
        without_row: Mapping[str, int],
    ) -> None:
        """Hold the rows that were decided, those that were not, and how many came out how."""
        self.rows: FrameT = rows
        """In the order in which they came, with what was decided of each."""
        self.rejects: FrameT = rejects
        """Rows that are no valid request: `row`, counted from 0, and `reasons`."""
        self.counts: Mapping[str, int] = counts
        """How many rows came out how; those refused as `rejected`."""
        self.without_row: Mapping[str, int] = without_row
        """By the path of a list: how many records of its child table belong to no row."""

    def __repr__(self) -> str:
        """Show how many rows came out how, and no value."""
        return f"DecidedTable({dict(self.counts)!r})"
