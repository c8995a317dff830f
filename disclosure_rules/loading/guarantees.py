"""Guarantee documents into guarantees."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast, get_args

from disclosure_rules.language.documents import (
    GoalShape,
    GuaranteeShape,
    GuaranteesShape,
    ImplicationShape,
)
from disclosure_rules.language.guarantees import Guarantee, Promise
from disclosure_rules.loading.conditions import ConditionReader
from disclosure_rules.loading.notices import read_clauses
from disclosure_rules.loading.paths import Surroundings
from disclosure_rules.loading.policies import read_head
from disclosure_rules.loading.texts import read_texts
from disclosure_rules.loading.types import listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from disclosure_rules.language.tree import Key
    from disclosure_rules.language.vocabulary import Vocabulary
    from disclosure_rules.loading.declarations import Declarations
    from disclosure_rules.loading.faults import Faults
    from disclosure_rules.loading.shapes import Document

PROMISES: tuple[Promise, ...] = get_args(Promise)


def read_guarantees(
    document: Document,
    vocabulary: Vocabulary,
    declarations: Declarations,
    clauses: Iterable[str],
    faults: Faults,
) -> list[Guarantee]:
    """Return the guarantees of a document that have no fault."""
    conditions = ConditionReader(vocabulary, declarations, faults)
    clauses = frozenset(clauses)
    guarantees = []
    for key, shape in cast("GuaranteesShape", document.shape).guarantees.items():
        incomplete = declarations.incomplete
        cited = read_clauses(shape.clauses, clauses, faults, incomplete=incomplete)
        title = read_texts(shape.title, vocabulary.languages, faults)
        promise = _promise(key, shape, faults)
        if promise is None:
            continue
        goal: GoalShape = getattr(shape, promise)
        around = Surroundings()
        when = conditions.read(goal.when, around) if goal.when is not None else None
        unless = (
            conditions.read_single(
                goal.unless, document.key("guarantees", key, promise, "unless"), around
            )
            if goal.unless is not None
            else None
        )
        then = conditions.read(goal.then, around) if isinstance(goal, ImplicationShape) else None
        head = read_head(goal, vocabulary, faults)
        written = (goal.when, goal.unless, getattr(goal, "then", None))
        read = (when, unless, then)
        if any(n is not None and not c for n, c in zip(written, read, strict=True)):
            continue
        guarantees.append(
            Guarantee(
                id=str(key),
                title=title,
                clauses=cited,
                promise=promise,
                head=head,
                when=when,
                unless=unless,
                then=then,
                span=key.span,
            )
        )
    return guarantees


def _promise(key: Key, shape: GuaranteeShape, faults: Faults) -> Promise | None:
    given = [name for name in PROMISES if getattr(shape, name) is not None]
    if len(given) == 1:
        return given[0]
    faults.add("one_of_keys", key.span, known=listed(PROMISES))
    return None
