"""What is in force on a day into SQL: one syntax tree, which every dialect prints in its own words.

    lowered = lower(vocabulary, in_force)
    lowered.select           # SELECT of row, outcome and rules, from "facts" and "moments"

Nothing is optimised, so that what is printed is what is written here. Rules come out as bits of
whole numbers: which bits stand for which is told beside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from sqlglot import exp

from disclosure_rules.tables.bits import BITS, Bits, bits, texts_of, union, where
from disclosure_rules.tables.facts import AT, MOMENT, ROW
from disclosure_rules.tables.missing import Lacking, paths_of
from disclosure_rules.tables.nodes import (
    Node,
    Truth,
    chosen,
    column,
    compared,
    conj,
    disj,
    neg,
    own,
    sql,
    text,
    texts,
)
from disclosure_rules.tables.settled import Settled
from disclosure_rules.tables.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from disclosure_rules.language.policy import InForce, Rule
    from disclosure_rules.language.vocabulary import Vocabulary
    from disclosure_rules.tables.facts import Reader
    from disclosure_rules.tables.moments import ByMoment

FACTS: Final = "facts"
MOMENTS: Final = "moments"
OUTCOME: Final = "outcome"
ALLOWS: Final = "allows"
"""Whether some allow rule is true."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Lowered:
    """What is in force on some days, as SQL."""

    in_force: InForce
    rules: tuple[Rule, ...]
    """Whose bits say that they are true, in the order of the bits."""
    by_moment: tuple[ByMoment, ...]
    """The columns of the table of moments, beside the moment itself."""
    missing: tuple[str, ...]
    """Whose bits say that they are missing, in the order of the bits: paths, sorted."""
    select: exp.Select


def bit_columns(count: int) -> tuple[str, ...]:
    """Return the names of the columns that hold the bits of rules."""
    return tuple(f"bits {n}" for n in range(-(-count // BITS)))


def missing_columns(count: int) -> tuple[str, ...]:
    """Return the names of the columns that hold the bits of missing facts."""
    return tuple(f"missing {n}" for n in range(-(-count // BITS)))


def missing_texts(lowered: Lowered, table: str | None = None) -> Node:
    """Return the facts that a row of what was selected lacks, as a list of texts."""
    columns = (
        (column(name, table), lowered.missing[place * BITS : (place + 1) * BITS])
        for place, name in enumerate(missing_columns(len(lowered.missing)))
    )
    is_open = compared("is", column(OUTCOME, table), text("facts_missing"))
    return chosen(((is_open, texts_of(columns)),), texts(()))


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
    standing = Standing(vocabulary, in_force, reader, without)
    allow = tuple(rule for rule in in_force.allow_rules if rule.name not in without)
    deny = tuple(rule for rule in in_force.deny_rules if rule.name not in without)
    rules = (*deny, *allow)
    truths = [standing.rule(rule, wanted=True) for rule in rules]
    names = [f"true {n}" for n in range(len(rules))]
    inner: list[Node] = [exp.Star()]
    inner += [_named(truth, name) for truth, name in zip(truths, names, strict=True)]
    # What a CASE does not come to is not worked out: what is false stands in no column of its own.
    settled = [Settled(standing).rule(rule) for rule in rules]
    false = [
        neg(column(name)) if is_settled else standing.rule(rule, wanted=False)
        for rule, name, is_settled in zip(rules, names, settled, strict=True)
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
    told = [
        exp.Star(),
        exp.alias_(outcome, OUTCOME, quoted=True, copy=False),
        exp.alias_(sql(allows), ALLOWS, quoted=True, copy=False),
    ]
    open_row = not all(settled) and compared("is", column(OUTCOME), text("facts_missing"))
    paths = paths_of(vocabulary)
    outer = [
        exp.alias_(column(ROW), ROW, quoted=True, copy=False),
        exp.alias_(column(OUTCOME), OUTCOME, quoted=True, copy=False),
        *_columns(bit_columns(len(rules)), [column(name) for name in names], _true),
        *_columns(
            missing_columns(len(paths)),
            paths,
            lambda some: (
                where(open_row, _lacking(Lacking(standing, some), deny, allow)) if open_row else 0
            ),
        ),
    ]
    judged = _of_rows(inner).subquery("judged", copy=False)
    return Lowered(
        in_force=in_force,
        rules=rules,
        by_moment=tuple(standing.times.columns),
        missing=paths,
        select=exp.select(*outer, copy=False).from_(
            exp.select(*told, copy=False).from_(judged, copy=False).subquery("told", copy=False),
            copy=False,
        ),
    )


def _lacking(lacking: Lacking, deny: Iterable[Rule], allow: Iterable[Rule]) -> Bits:
    """Return what rules lack in a row that is open; of allow rules, if none of them is true."""
    return union((lacking.rules(deny), where(column(ALLOWS), 0, lacking.rules(allow))))


def _named(truth: Truth, name: str) -> Node:
    return exp.alias_(own(sql(truth)), name, quoted=True, copy=False)


def _of_rows(columns: Sequence[Node]) -> exp.Select:
    """Return a SELECT from the facts, with what was worked out for the moment of each row."""
    moments = exp.to_table(MOMENTS)
    same = exp.EQ(this=column(MOMENT, FACTS), expression=column(AT, MOMENTS))
    return exp.select(*columns, copy=False).from_(FACTS).join(moments, on=same, copy=False)


def _true(truths: Sequence[Truth]) -> Bits:
    return union(where(truth, 1 << bit) for bit, truth in enumerate(truths))


def _columns(
    names: Iterable[str], things: Sequence[T], bits_of: Callable[[Sequence[T]], Bits]
) -> Iterator[Node]:
    """Yield the columns of some bits, each of which has room for so many things."""
    for place, name in enumerate(names):
        found = bits_of(things[place * BITS : (place + 1) * BITS])
        yield exp.alias_(bits(found), name, quoted=True, copy=False)
