"""The moments of a frame of Spark: which there are, what is in force then, what is compared with.

A first look at the frame finds them, and what its rows have in common: see `spark_seen`.

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
from disclosure_rules.tables.facts import AT, MOMENT
from disclosure_rules.tables.nodes import column, compared, own, sql, whole
from disclosure_rules.tables.spark_printing import printed
from disclosure_rules.tables.spark_seen import Question, Seen, seen_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pyspark.sql import DataFrame

    from disclosure_rules.language.policy import InForce, PolicySet
    from disclosure_rules.tables.lower import Lowered
    from disclosure_rules.tables.nodes import Node

MOST_MOMENTS: Final = 10_000
_WORKED: Final = "worked out"


class Looked(NamedTuple):
    """What a first look at the rows of a frame found."""

    moments: tuple[int, ...]
    seen: Seen


def look(rows: DataFrame, asked: Sequence[Question]) -> Looked:
    """Return the moments of rows that have a column of them, and what the rows have in common.

    Raises:
        TableError: There are more moments than the driver works out.
    """
    grouped = rows.where(f.col(MOMENT).isNotNull()).groupBy(MOMENT)
    questions = (f.expr(printed(each.asked)).alias(f"q{n}") for n, each in enumerate(asked))
    found = grouped.agg(f.lit(1), *questions).limit(MOST_MOMENTS + 1).collect()
    if len(found) > MOST_MOMENTS:
        raise TableError([problem("spark_moments", most=f"{MOST_MOMENTS:,}")])
    return Looked(
        tuple(sorted(row[0] for row in found)), seen_by(asked, [row[2:] for row in found])
    )


def epochs_of(
    policy_set: PolicySet, moments: Sequence[int], lowering: Callable[[InForce], Lowered]
) -> list[Epoch]:
    """Return the epochs that moments, in order, are in."""
    zone = policy_set.vocabulary.zone
    in_force: dict[Any, InForce] = {}
    of_day: dict[Any, list[int]] = {}
    for number in moments:
        each = policy_set.in_force(number_instant(number).astimezone(zone).date())
        in_force[each.day] = each
        of_day.setdefault(each.day, []).append(number)
    return [Epoch(tuple(of_day[day]), lowering(in_force[day])) for day in sorted(in_force)]


def with_known(rows: DataFrame, epochs: Sequence[Epoch]) -> DataFrame:
    """Return rows with a column that is NULL where their moment is in no epoch."""
    numbers = [[number] for epoch in epochs for number in epoch.moments]
    return rows.join(_small(rows, numbers), f.col(MOMENT) == f.col(AT), "left")


def _small(rows: DataFrame, table: Sequence[Sequence[int]]) -> DataFrame:
    """Return a table that each executor has whole: moments, and what was worked out for each."""
    names = [AT, *(_name(place) for place in range(max(map(len, table), default=1) - 1))]
    kind = ", ".join(f"`{name}` BIGINT" for name in names)
    told = json.dumps([dict(zip(names, each, strict=True)) for each in table])
    read = f.from_json(f.lit(told), f"ARRAY<STRUCT<{kind}>>")
    return f.broadcast(rows.sparkSession.range(1).select(f.inline(read)))


class Epoch(NamedTuple):
    """Moments of a frame at which the same is in force, and what rows of them are compared with."""

    moments: tuple[int, ...]
    lowered: Lowered

    def rows(self, rows: DataFrame) -> DataFrame:
        """Return the rows of these moments, with what was worked out for theirs."""
        worked = [_worked(self.lowered, number) for number in self.moments]
        if len(worked) == 1:
            same = compared("is", column(MOMENT), whole(self.moments[0]))
            constants = (f"{v}L AS `{_name(n)}`" for n, v in enumerate(worked[0]))
            return rows.where(f.expr(printed(own(sql(same))))).selectExpr("*", *constants)
        table = [[number, *each] for number, each in zip(self.moments, worked, strict=True)]
        return rows.join(_small(rows, table), f.col(MOMENT) == f.col(AT))

    def columns(self) -> Iterator[Node]:
        """Yield what was worked out, as what is in force asks for it."""
        for place, each in enumerate(self.lowered.by_moment):
            value = column(_name(place))
            if each.sql_type == "BOOLEAN":
                value = own(sql(compared("is", value, whole(1))))
            yield exp.alias_(value, each.name, quoted=True)


def _name(place: int) -> str:
    return f"{_WORKED} {place}"


def _worked(lowered: Lowered, number: int) -> list[int]:
    moment = number_instant(number)
    return [int(each.work_out(moment)) for each in lowered.by_moment]
