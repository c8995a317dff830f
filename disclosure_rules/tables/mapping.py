"""What the columns of a table are, where their names do not say it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class ListMapping:
    """A child table: where the records of a list stand, whose they are, and what they say.

    Example:
        >>> from disclosure_rules import ListMapping
        >>> ListMapping("breaches.parquet", key={"client": "client.id"}, known=True).columns
        {}
    """

    records: object = field(repr=False)
    """A frame of what tables may be, with a row for each record; or the path of such a file."""
    key: Mapping[str, str]
    """By column of the child table: the column of the rows that it must equal, as it came in."""
    known: str | bool
    """The column of truths of the rows that says whether the records of a row are its whole list;
    `True` where they are for every row that has a key. Where not, the list is unknown."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """By the name of a field: the column of the child table that gives it."""
    also: tuple[str, ...] = ()
    """Columns of the child table that give no field."""


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
    lists: Mapping[str, ListMapping] = field(default_factory=dict)
    """By the path of a list of records: the child table that holds them."""
