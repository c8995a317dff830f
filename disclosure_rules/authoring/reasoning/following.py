"""Suppositions and conditions into whether these must hold, or fail, as well."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from disclosure_rules.authoring.reasoning.knowledge import ORDERED_TYPES
from disclosure_rules.authoring.reasoning.orders import OPPOSITE, Constant
from disclosure_rules.authoring.reasoning.sources import NOWHERE, Around, Source
from disclosure_rules.authoring.reasoning.supposing import conjuncts, use_of
from disclosure_rules.authoring.reasoning.values import settled
from disclosure_rules.language import conditions as c
from disclosure_rules.language.policy import HEAD_PATHS
from disclosure_rules.language.vocabulary import Categories, OneTerm

if TYPE_CHECKING:
    from disclosure_rules.authoring.reasoning.sources import Side
    from disclosure_rules.authoring.reasoning.supposing import Supposition
    from disclosure_rules.language.policy import Head, Rule


def rule_follows(rule: Rule, supposed: Supposition) -> bool:
    """Tell whether a rule must hold."""
    return head_follows(rule.head, supposed, every_category=rule.effect == "allow") and all(
        follows(part, supposed, holds=wanted) for part, wanted in conjuncts(rule)
    )


def head_follows(head: Head, supposed: Supposition, *, every_category: bool) -> bool:
    """Tell whether a head must fit; of several categories all, or some."""
    for part, path in HEAD_PATHS.items():
        grants: tuple[str, ...] = getattr(head, part)
        if not grants:
            continue
        values = supposed.known.values.get(Source(path, None))
        if values is None or values.none or values.only is None:
            return False
        below = supposed.world.below(part, grants)
        some = values.some if part == "data" and not every_category else ()
        if not any(choice & values.only <= below for choice in (values.only, *some)):
            return False
    return True


def follows(
    asked: c.Condition, supposed: Supposition, *, holds: bool = True, around: Around = NOWHERE
) -> bool:
    """Tell whether a condition must hold, or must fail."""
    supposed.steps -= 1
    if supposed.steps < 0:
        return False
    match asked:
        case c.Test():
            return _test_follows(asked, supposed, around, holds=holds)
        case c.Not(part):
            return follows(part, supposed, holds=not holds, around=around)
        case c.All(parts) | c.AnyOf(parts):
            each = (follows(part, supposed, holds=holds, around=around) for part in parts)
            return all(each) if isinstance(asked, c.All) == holds else any(each)
        case c.Some() | c.Every():
            return _quantifier_follows(asked, supposed, around, holds=holds)
        case c.Holds(definition):
            inside = supposed.world.inside(asked, around)
            claimed = supposed.known.claims.get(use_of(definition, inside))
            defined = supposed.world.definitions.get(definition)
            if claimed is not None or defined is None:
                return claimed == holds
            return follows(defined.means, supposed, holds=holds, around=inside)
        case c.PermittedBy(rule, ground):
            return supposed.known.claims.get((rule, ground)) == holds
    assert_never(asked)


def _quantifier_follows(
    asked: c.Some | c.Every, supposed: Supposition, around: Around, *, holds: bool
) -> bool:
    path = asked.of.fact.path
    if isinstance(asked, c.Some) == holds:
        return any(
            follows(asked.where, supposed, holds=holds, around=around.beside(asked.element, record))
            for record in supposed.known.witnesses.get(path, ())
        )
    values = supposed.known.possible(Source(path, None))
    if values is None or values.only_none:
        return values is not None
    for listed, element, where, wanted, outside in supposed.known.laws:
        if listed == path:
            # Any record at all: what holds of it, holds of each.
            trial = supposed.copy()
            trial.known.records += 1
            record = trial.known.records
            trial.suppose(where, holds=wanted, around=outside.beside(element, record))
            inside = around.beside(asked.element, record)
            if trial.impossible or follows(asked.where, trial, holds=holds, around=inside):
                return True
    return False


def _test_follows(atom: c.Test, supposed: Supposition, around: Around, *, holds: bool) -> bool:
    known, world = supposed.known, supposed.world
    left, right = world.source(atom.path, around), world.side(atom.operand, around)
    values = known.possible(left)
    if atom.operator == "present":
        if values is None:
            return False
        present = (right == Constant(value=True)) == holds
        return not values.none if present else values.only_none
    if known.claims.get((atom.operator, left, right)) == holds:
        return True
    sources = (left, *world.read(right))
    read = [known.possible(source) for source in sources]
    if not holds and any(value is not None and value.only_none for value in read):
        return True
    if values is None or None in read:
        return False
    if isinstance(right, Constant):
        question = known.question(atom.operator, left, right)
        if settled(values, question, holds=holds):
            return True
    if not all(known.is_known(source) for source in sources):
        return False
    return _comparison_follows(atom.operator, left, right, supposed, holds=holds)


def _comparison_follows(
    operator: str, left: Source, right: Side, supposed: Supposition, *, holds: bool
) -> bool:
    if supposed.world.kind(left) not in ORDERED_TYPES or operator == "one_of":
        return False
    if holds:
        wanted: tuple[str, ...] = (operator,)
    else:
        wanted = ("before", "after") if operator == "is" else (OPPOSITE[operator],)
    scale = supposed.world.scale(left, right)
    return any(supposed.known.orders.follows(one, left, right, scale) for one in wanted)


def pinned(supposed: Supposition) -> dict[Source, frozenset[object]]:
    """Return the facts and fields that must have one of a few texts or numbers."""
    return {
        source: values.only
        for source, values in supposed.known.values.items()
        if values.only
        and not values.none
        and not isinstance(supposed.world.kind(source), (OneTerm, Categories))
    }
