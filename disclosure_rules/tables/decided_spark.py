"""What was said of a frame of Spark: frames that Spark works out once somebody asks for them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from disclosure_rules.tables.binding import Binding

FrameT = TypeVar("FrameT")


class DecidedSpark(Generic[FrameT]):
    """What was said of a frame of Spark."""

    __slots__ = ("_binding", "_constants", "may_leave", "rejects", "rows")

    def __init__(
        self,
        rows: FrameT,
        rejects: FrameT,
        may_leave: FrameT,
        binding: Binding,
        constants: Mapping[str, object],
    ) -> None:
        """Hold three frames, and how a row is read."""
        self.rows: FrameT = rows
        """The rows that were decided, with what was decided of each."""
        self.rejects: FrameT = rejects
        """The rows that are not plain and were not decided, with `reasons`."""
        self.may_leave: FrameT = may_leave
        """The permitted rows that have nothing left to fulfil first, as they came."""
        self._binding = binding
        self._constants = constants

    def request(self, row: Any) -> dict[str, Any]:
        """Return a row, of any of these frames, as the request that it stands for.

        Args:
            row: A `Row` as Spark collects it.
        """
        cells = _read(row.asDict(recursive=True))
        return self._binding.request({**cells, **self._constants})

    def __repr__(self) -> str:
        """Show no value."""
        return "DecidedSpark(rows, rejects, may_leave)"


def _read(value: Any) -> Any:
    """Return what Spark collected, with the instants that they are instead of the local time."""
    match value:
        case datetime():
            return value.astimezone(UTC)
        case dict():
            return {name: _read(each) for name, each in value.items()}
        case list():
            return [_read(each) for each in value]
        case _:
            return value
