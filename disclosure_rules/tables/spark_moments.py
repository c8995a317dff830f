"""The moments of a frame of Spark: which there are, what is in force then, what is compared with.

What is compared with a moment is worked out by our own code, on the driver, and put beside the rows
of that moment: as constants where there is one moment alone, else by a join to a small table that
each executor has whole.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pyspark.sql import functions as f
from sqlglot import exp

from disclosure_rules.language.civil import number_instant
from disclosure_rules.tables.errors import TableError, problem
from disclosure_rules.tables.facts import MOMENT
from disclosure_rules.tables.nodes import chosen, column, compared, own, sql, whole
from disclosure_rules.tables.spark_printing import printed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyspark.sql import DataFrame

    from disclosure_rules.language.policy import InForce, PolicySet
    from disclosure_rules.tables.lower import Lowered
    from disclosure_rules.tables.nodes import Node

EPOCH: Final = "epoch"
MOST_MOMENTS: Final = 10_000
_AT: Final = "at"
_WORKED: Final = "worked out"


class Epoch(NamedTuple):
    """Moments of a frame at which the same is in force."""

    in_force: InForce
    moments: tuple[int, ...]


def epochs_of(policy_set: PolicySet, rows: DataFrame, moment: str) -> list[Epoch]:
    """Return what is in force at the moments of rows; `moment` is printed.

    Raises:
        TableError: There are more moments than the driver works out.
    """
    seen = rows.selectExpr(f"{moment} AS `{_AT}`").where(f.col(_AT).isNotNull()).distinct()
    found = [number for (number,) in seen.limit(MOST_MOMENTS + 1).collect()]
    if len(found) > MOST_MOMENTS:
        raise TableError([problem("spark_moments", most=f"{MOST_MOMENTS:,}")])
    zone = policy_set.vocabulary.zone
    in_force: dict[Any, InForce] = {}
    moments: dict[Any, list[int]] = {}
    for number in sorted(found):
        each = policy_set.in_force(number_instant(number).astimezone(zone).date())
        in_force[each.day] = each
        moments.setdefault(each.day, []).append(number)
    return [Epoch(in_force[day], tuple(moments[day])) for day in sorted(in_force)]


class Beside:
    """Puts beside rows which epoch is theirs, and what was worked out for their moment."""

    def __init__(self, epochs: Sequence[Epoch], lowered: Sequence[Lowered]) -> None:
        """Work out for each moment what its rows are compared with."""
        self._width = max((len(each.by_moment) for each in lowered), default=0)
        self._worked = [
            [number, place, *_worked(below, number)]
            for place, (epoch, below) in enumerate(zip(epochs, lowered, strict=True))
            for number in epoch.moments
        ]

    def put(self, rows: DataFrame) -> DataFrame:
        """Return rows with these columns; the epoch is NULL where their moment is not known."""
        if len(self._worked) == 1:
            ((number, _, *worked),) = self._worked
            same = compared("is", column(MOMENT), whole(number))
            there = chosen(((same, whole(0)),), exp.Null())
            constants = (f"{printed(whole(v))}L AS `{_name(n)}`" for n, v in enumerate(worked))
            return rows.selectExpr("*", f"{printed(there)} AS {EPOCH}", *constants)
        known = rows.sparkSession.range(1).select(
            f.inline(
                f.from_json(
                    f.lit(json.dumps([_struct(each) for each in self._worked])), self._kind()
                )
            )
        )
        return rows.join(f.broadcast(known), f.col(MOMENT) == f.col(_AT), "left")

    def _kind(self) -> str:
        columns = "".join(f", `{_name(n)}` BIGINT" for n in range(self._width))
        return f"ARRAY<STRUCT<`{_AT}` BIGINT, `{EPOCH}` INT{columns}>>"

    @staticmethod
    def columns(lowered: Lowered) -> Iterator[Node]:
        """Yield what was worked out, as what is in force asks for it."""
        for place, each in enumerate(lowered.by_moment):
            value = column(_name(place))
            if each.sql_type == "BOOLEAN":
                value = own(sql(compared("is", value, whole(1))))
            yield exp.alias_(value, each.name, quoted=True)


def _name(place: int) -> str:
    return f"{_WORKED} {place}"


def _worked(lowered: Lowered, number: int) -> list[int]:
    moment = number_instant(number)
    return [int(each.work_out(moment)) for each in lowered.by_moment]


def _struct(worked: Sequence[int]) -> dict[str, int]:
    at, epoch, *rest = worked
    return {_AT: at, EPOCH: epoch, **{_name(n): value for n, value in enumerate(rest)}}
