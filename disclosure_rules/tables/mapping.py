"""What the columns of a table are, where their names do not say it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class TableMapping:
    """What the columns of a table are.

    Example:
        >>> from disclosure_rules import TableMapping
        >>> TableMapping(columns={"moment": "as_of"}, values={"operation": "transmit"}).also
        ()
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    """By the path of a fact: the column that gives it."""
    values: Mapping[str, object] = field(default_factory=dict, repr=False)
    """By the path of a fact: what it is in every row."""
    given: Mapping[str, str] = field(default_factory=dict)
    """By entity: the column of truths that says whether a row gives it at all."""
    also: tuple[str, ...] = ()
    """Columns that give no fact, and are passed on as they are."""
