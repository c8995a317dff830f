"""What was said of a frame of Spark: frames that Spark works out once somebody asks for them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

FrameT = TypeVar("FrameT")


class ReadsRows(Protocol):
    """What makes requests of rows."""

    def request(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return a row as the request that it stands for."""


class DecidedSpark(Generic[FrameT]):
    """What was said of a frame of Spark."""

    __slots__ = ("_binding", "_constants", "may_leave", "rejects", "rows", "without_row")

    def __init__(
        self,
        rows: FrameT,
        rejects: FrameT,
        may_leave: FrameT,
        binding: ReadsRows,
        constants: Mapping[str, object],
    ) -> None:
        """Hold three frames, and how a row is read."""
        self.rows: FrameT = rows
        """The rows that were decided, with what was decided of each."""
        self.rejects: FrameT = rejects
        """The rows that are not plain and were not decided, with `reasons`."""
        self.may_leave: FrameT = may_leave
        """The permitted rows that have nothing left to fulfil first, as they came."""
        self.without_row: Mapping[str, FrameT] = {}
        """By the path of a list: the records of its child table that belong to no row."""
        self._binding = binding
        self._constants = constants

    def request(self, row: Any) -> dict[str, Any]:
        """Return a row, of any of these frames, as the request that it stands for.

        Args:
            row: A `Row` as Spark collects it.

        Raises:
            TableError: Nobody knows a list of the row, which was refused for it.
        """
        cells = as_instants(row.asDict(recursive=True))
        return self._binding.request({**cells, **self._constants})

    def __repr__(self) -> str:
        """Show no value."""
        return "DecidedSpark(rows, rejects, may_leave)"


def as_instants(value: Any) -> Any:
    """Return what Spark collected, with the instants that they are instead of the local time."""
    match value:
        case datetime():
            return value.astimezone(UTC)
        case dict():
            return {name: as_instants(each) for name, each in value.items()}
        case list():
            return [as_instants(each) for each in value]
        case _:
            return value
