"""Types of Spark into those that columns are bound by, which are called as DuckDB calls them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pyspark.sql import types as t

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAMES: Final[Mapping[type[t.DataType], str]] = {
    t.BooleanType: "BOOLEAN",
    t.ByteType: "TINYINT",
    t.ShortType: "SMALLINT",
    t.IntegerType: "INTEGER",
    t.LongType: "BIGINT",
    t.FloatType: "FLOAT",
    t.DoubleType: "DOUBLE",
    t.DateType: "DATE",
    t.TimestampType: "TIMESTAMP WITH TIME ZONE",
    t.NullType: "NULL",
}


@dataclass(frozen=True, slots=True)
class Bound:
    """A type of a column or field, as binding looks at it."""

    name: str
    id: str
    children: tuple[tuple[str, Bound], ...] = ()
    scale: int = 0

    def __str__(self) -> str:
        """Return what the type is called."""
        return self.name


ABSENT: Final = Bound("NULL", "null")
"""The type of a column, or field, that is not there: as of one that holds nothing but NULL."""


def fields_of(found: Bound) -> Mapping[str, Bound]:
    """Return the types of the fields of records in a list; none of a list of nothing but NULL."""
    return dict(dict(found.children).get("child", ABSENT).children)


def bound_type(found: Any) -> Bound:
    """Return a type of Spark as binding looks at it.

    What no fact may be, as an instant without a zone or a text that compares otherwise than letter
    by letter, keeps the name that Spark gives it.
    """
    match found:
        case t.DecimalType():
            return Bound(f"DECIMAL({found.precision},{found.scale})", "decimal", scale=found.scale)
        case t.StringType() if found == t.StringType():
            return Bound("VARCHAR", "varchar")
        case t.ArrayType():
            inner = bound_type(found.elementType)
            return Bound(f"{inner}[]", "list", (("child", inner),))
        case t.StructType():
            fields = tuple((field.name, bound_type(field.dataType)) for field in found.fields)
            told = ", ".join(f"{name} {kind}" for name, kind in fields)
            return Bound(f"STRUCT({told})", "struct", fields)
        case _:
            name = _NAMES.get(type(found), found.simpleString().upper())
            return Bound(name, name.lower())
