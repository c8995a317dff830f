"""What a name of the table of facts stands for in a database: a value that is known, or columns.

Instants that are known are whole microseconds and dates whole days, as the table of facts has them;
columns of a database hold them as such.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from sqlalchemy import ColumnElement, DateTime, literal

from disclosure_rules.language.civil import instant_number

if TYPE_CHECKING:
    from sqlalchemy import FromClause

    from disclosure_rules.request import Value


class Unlisted(Exception):  # noqa: N818 - told as a problem of the rule that asks
    """A node that has no exact expression here."""


Known: TypeAlias = bool | int | Decimal | str | tuple[Any, ...] | Mapping[str, Any]
"""A value that is known before any row is read; in lists, texts or records."""


@dataclass(frozen=True, slots=True)
class Times:
    """A column of instants or dates, moved by microseconds or days."""

    column: ColumnElement[Any]
    unit: Literal["time", "date"]
    move: int = 0


@dataclass(frozen=True, slots=True)
class Texts:
    """A column of lists of texts."""

    column: ColumnElement[Any]


@dataclass(frozen=True, slots=True)
class OneText:
    """A column of texts, where a list of texts is expected: each stands for a list of one."""

    column: ColumnElement[Any]


@dataclass(frozen=True, slots=True)
class Children:
    """Records in a table of their own."""

    table: FromClause
    belong: ColumnElement[bool]
    """That a record belongs to the row."""
    known: ColumnElement[bool] | bool
    """That the row has a key, and its records are the whole list: never NULL."""
    fields: Mapping[str, RowValue]


RowValue: TypeAlias = Known | ColumnElement[Any] | Times | Texts | OneText | Children | None
"""None is what nothing is said of."""


def is_known(value: RowValue) -> bool:
    """Tell whether a value is known before any row is read."""
    return isinstance(value, (bool, int, Decimal, str, tuple, Mapping))


def instant(value: datetime) -> ColumnElement[Any]:
    """Return a constant to compare a column of instants with."""
    return literal(value, DateTime(timezone=True))


def known_value(value: Value) -> Known:
    """Return a value of a request as the table of facts has it."""
    match value:
        case datetime():
            return instant_number(value)
        case date():
            return value.toordinal()
        case tuple():
            return tuple(
                each if isinstance(each, str) else {k: known_value(v) for k, v in each.items()}
                for each in value
            )
        case _:
            return value
