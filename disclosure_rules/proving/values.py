"""Where a request can give something, and what it can give there, as constants of the solver."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from disclosure_rules.proving.logic import Formula, Number


class Place(tuple[str, int | None]):
    """Where a request can give a fact: its path, and the number of the record it is a field of."""

    __slots__ = ()

    def __new__(cls, path: str, record: int | None = None) -> Self:
        """Name a place."""
        return super().__new__(cls, (path, record))

    @property
    def path(self) -> str:
        """The vocabulary path."""
        return self[0]

    @property
    def record(self) -> int | None:
        """The number of the record, of a field."""
        return self[1]

    def __str__(self) -> str:
        """Return a name for constants."""
        return self.path if self.record is None else f"{self.path}[{self.record}]"


@dataclass(frozen=True, slots=True)
class Truth:
    """A value that is true or false."""

    holds: Formula


@dataclass(frozen=True, slots=True)
class Terms:
    """One term, or a set of them: for each that there may be, whether it is there."""

    there: Mapping[str, Formula]


@dataclass(frozen=True, slots=True)
class Text:
    """A text, by its number."""

    number: Number


@dataclass(frozen=True, slots=True)
class Texts:
    """A set of texts: for the number of each, whether it is there."""

    numbers: Any


@dataclass(frozen=True, slots=True)
class Amount:
    """A number."""

    number: Number


@dataclass(frozen=True, slots=True)
class Instant:
    """An instant, by its number."""

    number: Number


@dataclass(frozen=True, slots=True)
class Day:
    """A civil date, by its number."""

    number: Number


@dataclass(frozen=True, slots=True)
class Rows:
    """A list: for each record that there may be, whether it is there."""

    there: tuple[Formula, ...]


Value: TypeAlias = Truth | Terms | Text | Texts | Amount | Instant | Day | Rows
