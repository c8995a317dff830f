"""A cell of a table into the value that a request would give."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from disclosure_rules.language.vocabulary import Categories, OneTerm, Plain, Type

if TYPE_CHECKING:
    from collections.abc import Mapping

    from disclosure_rules.language.vocabulary import Fact
    from disclosure_rules.tables.binding import Form

_NO_TIME: Final = "outside-the-calendar"


def read_cell(kind: Type, cell: Any, form: Form) -> Any:
    """Return what a cell gives; what it does not say rightly stays as it is, to be refused."""
    if cell is None or form == "native":
        return cell
    if form == "json":
        return _json(cell)
    match kind:
        case Plain("boolean"):
            return {"true": True, "false": False}.get(cell, cell)
        case Plain("integer"):
            return _whole(cell)
        case Plain("number"):
            return _number(cell)
        case Plain() | OneTerm():
            return cell
        case Categories() if not cell.startswith("["):
            return cell
        case _:
            return _json(cell)


def read_records(fields: Mapping[str, Fact], records: Any, form: Form) -> Any:
    """Return what records give whose cells stood in a child table."""
    if records is None:
        return None
    return [
        {name: read_cell(fields[name].type, cell, form) for name, cell in record.items()}
        for record in records
    ]


def as_python(cell: Any) -> Any:
    """Return the value of a cell of Arrow; a time that Python has no value for becomes a text.

    Such times lie outside the years 1 to 9999, and their texts are refused as what is no time.
    """
    try:
        return cell.as_py()
    except (OverflowError, ValueError):
        match cell:
            case pa.ListScalar() | pa.LargeListScalar():
                return [as_python(each) for each in cell.values]
            case pa.StructScalar():
                return {name: as_python(each) for name, each in cell.items()}
            case _:
                return _NO_TIME


def _json(cell: str) -> Any:
    try:
        return json.loads(cell, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError):
        return cell


def _whole(cell: str) -> Any:
    try:
        return int(cell) if cell.isascii() and "_" not in cell and cell.strip() == cell else cell
    except ValueError:
        return cell


def _number(cell: str) -> Any:
    try:
        return (
            Decimal(cell) if cell.isascii() and "_" not in cell and cell.strip() == cell else cell
        )
    except InvalidOperation:
        return cell
