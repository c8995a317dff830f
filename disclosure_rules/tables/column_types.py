"""Types of SQLAlchemy's columns: whether they can give a fact exactly, and how to speak of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    ARRAY,
    CHAR,
    NCHAR,
    Boolean,
    Date,
    DateTime,
    Float,
    Integer,
    Numeric,
    String,
    Uuid,
)
from sqlalchemy.dialects.postgresql import CITEXT

from disclosure_rules.language.vocabulary import (
    Categories,
    OneTerm,
    Plain,
    TermSet,
    TextSet,
    Type,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.types import TypeEngine

_EXPECTED: Final[Mapping[str, str]] = {
    "boolean": "Boolean",
    "integer": "Integer",
    "number": "Numeric, Integer",
    "text": "Text, String, Enum, Uuid",
    "time": "DateTime(timezone=True)",
    "date": "Date",
}
_ORDERLY: Final = (None, "C", "POSIX", "C.UTF-8", "ucs_basic")
"""Collations under which no two texts that differ are equal; others may be made otherwise."""


def fits(kind: Type, found: TypeEngine[Any]) -> bool:
    """Tell whether a column of a type can give a fact of a type."""
    match kind:
        case Plain(name):
            return _fits_plain(name, found)
        case OneTerm():
            return _fits_plain("text", found)
        case _:
            if isinstance(found, ARRAY):
                return found.dimensions in (None, 1) and _fits_plain("text", found.item_type)
            return isinstance(kind, Categories) and _fits_plain("text", found)


def expected(kind: Type) -> str:
    """Return which types of columns can give a fact of a type."""
    match kind:
        case Plain(name):
            return _EXPECTED[name]
        case Categories():
            return f"ARRAY(Text), {_EXPECTED['text']}"
        case TermSet() | TextSet():
            return "ARRAY(Text)"
        case _:
            return _EXPECTED["text"]


def _fits_plain(name: str, found: TypeEngine[Any]) -> bool:
    match name:
        case "boolean":
            return isinstance(found, Boolean)
        case "integer":
            return isinstance(found, Integer)
        case "number":
            return isinstance(found, (Integer, Numeric)) and not isinstance(found, Float)
        case "time":
            return isinstance(found, DateTime) and found.timezone
        case "date":
            return isinstance(found, Date)
        case _:
            if isinstance(found, Uuid):
                return True
            # CITEXT takes texts for equal that differ, CHAR those that end in blanks.
            return (
                isinstance(found, String)
                and not isinstance(found, (CITEXT, CHAR, NCHAR))
                and found.collation in _ORDERLY
            )


def said(found: TypeEngine[Any]) -> str:
    """Return a type as those who wrote it know it, with what matters of its arguments."""
    if isinstance(found, String) and found.collation is not None:
        return f"{type(found).__name__} COLLATE {found.collation}"
    return repr(found)
