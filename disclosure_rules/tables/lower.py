"""What is in force on a day into SQL: one syntax tree, which every dialect prints in its own words.

    lowered = lower(vocabulary, in_force)
    lowered.select           # SELECT of row, outcome and rules, from "facts" and "moments"

Nothing is optimised, so that what is printed is what is written here. Rules come out as bits of
whole numbers: which bits stand for which is told beside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlglot import exp

from disclosure_rules.tables.facts import AT, MOMENT, ROW
from disclosure_rules.tables.nodes import (
    Node,
    Truth,
    chosen,
    column,
    conj,
    disj,
    neg,
    own,
    sql,
    text,
    whole,
)
from disclosure_rules.tables.settled import Settled
from disclosure_rules.tables.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from disclosure_rules.language.policy import InForce, Rule
    from disclosure_rules.language.vocabulary import Vocabulary
    from disclosure_rules.tables.facts import Reader
    from disclosure_rules.tables.moments import ByMoment

FACTS: Final = "facts"
MOMENTS: Final = "moments"
OUTCOME: Final = "outcome"
BITS: Final = 62
"""How many bits a whole number of a column has room for."""


@dataclass(frozen=True, slots=True)
class Lowered:
    """What is in force on some days, as SQL."""

    in_force: InForce
    rules: tuple[Rule, ...]
    """Whose bits say that they are true, in the order of the bits."""
    by_moment: tuple[ByMoment, ...]
    """The columns of the table of moments, beside the moment itself."""
    select: exp.Select


def bit_columns(count: int) -> tuple[str, ...]:
    """Return the names of the columns that hold some bits."""
    return tuple(f"bits {n}" for n in range(-(-count // BITS)))


def lower(
    vocabulary: Vocabulary,
    in_force: InForce,
    without: Collection[str] = frozenset(),
    *,
    reader: Reader | None = None,
) -> Lowered:
    """Return what is in force as SQL.

    Args:
        vocabulary: The words of the policies.
        in_force: The rules, and what they lean on.
        without: Names of rules that are false of every row.
        reader: How facts stand in the rows, where not as they mostly do.

    Raises:
        CannotLower: A rule asks what SQL cannot be asked exactly.
    """
    standing = Standing(vocabulary, in_force, reader)
    allow = tuple(rule for rule in in_force.allow_rules if rule.name not in without)
    deny = tuple(rule for rule in in_force.deny_rules if rule.name not in without)
    rules = (*deny, *allow)
    truths = [standing.rule(rule, wanted=True) for rule in rules]
    names = [f"true {n}" for n in range(len(rules))]
    inner: list[Node] = [exp.Star()]
    inner += [_named(truth, name) for truth, name in zip(truths, names, strict=True)]
    # What a CASE does not come to is not worked out: what is false stands in no column of its own.
    settled = Settled(standing)
    false = [
        neg(column(name)) if settled.rule(rule) else standing.rule(rule, wanted=False)
        for rule, name in zip(rules, names, strict=True)
    ]
    none_denies, none_allows = conj(false[: len(deny)]), conj(false[len(deny) :])
    denies = disj(column(name) for name in names[: len(deny)])
    allows = disj(column(name) for name in names[len(deny) :])
    outcome = chosen(
        (
            (denies, text("prohibited")),
            (conj((allows, none_denies)), text("permitted")),
            (none_allows, text("no_ground")),
        ),
        text("facts_missing"),
    )
    outer = [
        exp.alias_(column(ROW), ROW, quoted=True),
        exp.alias_(outcome, OUTCOME, quoted=True),
        *_bits([column(name) for name in names]),
    ]
    return Lowered(
        in_force=in_force,
        rules=rules,
        by_moment=tuple(standing.times.columns),
        select=exp.select(*outer).from_(_of_rows(inner).subquery("judged", copy=False)),
    )


def _named(truth: Truth, name: str) -> Node:
    return exp.alias_(own(sql(truth)), name, quoted=True)


def _of_rows(columns: Sequence[Node]) -> exp.Select:
    """Return a SELECT from the facts, with what was worked out for the moment of each row."""
    moments = exp.to_table(MOMENTS)
    same = exp.EQ(this=column(MOMENT, FACTS), expression=column(AT, MOMENTS))
    return exp.select(*columns, copy=False).from_(FACTS).join(moments, on=same, copy=False)


def _bits(truths: Sequence[Truth]) -> Iterator[Node]:
    """Yield whole numbers, each the sum of the bits whose truths hold."""
    for place, name in enumerate(bit_columns(len(truths))):
        total: Node = whole(0)
        for bit, truth in enumerate(truths[place * BITS : (place + 1) * BITS]):
            value = chosen(((truth, whole(1 << bit)),), whole(0))
            total = exp.Add(this=own(total), expression=own(value))
        yield exp.alias_(exp.cast(total, exp.DataType.build("BIGINT")), name, quoted=True)
