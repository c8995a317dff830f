"""What a mapping says of every row into columns of Spark."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pyspark.errors import AnalysisException
from sqlglot import exp

from disclosure_rules.tables.errors import TableError, problem
from disclosure_rules.tables.nodes import Node, own, sql, text
from disclosure_rules.tables.spark_printing import call, printed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyspark.sql import DataFrame


def with_constants(frame: DataFrame, values: Mapping[str, object]) -> DataFrame:
    """Return a frame with a column for each fact that is alike in every row.

    Raises:
        TableError: A value is none that a column can hold.
    """
    odd = []
    for place, (path, value) in enumerate(values.items()):
        try:
            added = frame.selectExpr("*", f"{printed(_constant(value))} AS v{place}")
            added.schema  # noqa: B018 - types are looked at when somebody asks
        except (AnalysisException, TypeError):
            odd.append(problem("spark_value", fact=path))
        else:
            frame = added
    if odd:
        raise TableError(odd)
    return frame


def _constant(value: Any) -> Node:
    match value:
        case None:
            return exp.Null()
        case bool():
            return sql(value)
        case str():
            return text(value)
        case int():
            return _number(str(value), "DECIMAL(38, 0)" if abs(value) >= 1 << 63 else "BIGINT")
        case float():
            return _number(repr(value), "DOUBLE")
        case Decimal() if value.is_finite():
            _, digits, exponent = value.as_tuple()
            places = max(-int(exponent), 0)
            return _number(f"{value:f}", f"DECIMAL({max(len(digits), places, 1)}, {places})")
        case datetime() | date():
            return text(value.isoformat())
        case list() | tuple() | set() | frozenset():
            return _list([*value])
        case _:
            raise TypeError


def _number(digits: str, kind: str) -> Node:
    return exp.cast(text(digits), exp.DataType.build(kind))


def _list(values: list[Any]) -> Node:
    if all(isinstance(each, dict) for each in values):
        # Each record has all fields of any: an array holds structs of one kind.
        names = dict.fromkeys(name for each in values for name in each)
        members = [_struct(each, names) for each in values]
    else:
        members = [_constant(each) for each in values]
    return exp.Array(expressions=members)


def _struct(record: Mapping[Any, Any], names: Mapping[Any, Any]) -> Node:
    if not all(isinstance(name, str) for name in names):
        raise TypeError
    parts: list[Node] = []
    for name in names:
        parts += [text(name), _constant(record.get(name))]
    return call("NAMED_STRUCT", *(own(part) for part in parts))
