"""A table that holds the records of a list: which columns give what, and whose records they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute

Column: TypeAlias = "ColumnElement[Any] | InstrumentedAttribute[Any]"
"""A column of a SQLAlchemy table or ORM class."""


@dataclass(frozen=True, slots=True)
class ChildTable:
    """A table that holds the records of a list, each with the key of the row it belongs to.

    Example:
        >>> from sqlalchemy import Column, MetaData, Table, Text
        >>> from disclosure_rules import ChildTable
        >>> clients = Table("clients", MetaData(), Column("id", Text))
        >>> breaches = Table("breaches", MetaData(), Column("id", Text), Column("client", Text))
        >>> of_client = ChildTable(
        ...     columns={"id": breaches.c.id},
        ...     belongs=[(breaches.c.client, clients.c.id)],
        ...     known=True,
        ... )
    """

    columns: Mapping[str, Column]
    """By the name of a field: the column of the child table that gives it."""
    belongs: Sequence[tuple[Column, Column]]
    """Pairs of a column of the child table and the column of the row that it must equal."""
    known: bool | Column
    """Whether the records of a row are its whole list. Where not, the list is unknown."""
