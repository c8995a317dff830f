"""Tables of Arrow into tables that DuckDB reads without losing anything."""

from __future__ import annotations

import pyarrow as pa

from disclosure_rules.tables.errors import TableError, problem


def in_microseconds(table: pa.Table) -> pa.Table:
    """Return a table whose instants are counted in microseconds, as long as none loses a part.

    Raises:
        TableError: Columns have instants that lie between two microseconds.
    """
    fields, lost = [], []
    for place, field in enumerate(table.schema):
        kind = field.type
        if pa.types.is_timestamp(kind) and kind.unit == "ns":
            kind = pa.timestamp("us", kind.tz)
            try:
                table.column(place).cast(kind)
            except pa.ArrowInvalid:
                lost.append(problem("between_microseconds", column=field.name))
        elif pa.types.is_dictionary(kind):
            kind = kind.value_type
        fields.append(pa.field(field.name, kind))
    if lost:
        raise TableError(lost)
    return table.cast(pa.schema(fields))
