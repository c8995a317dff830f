"""The facts that could still decide an item, by their vocabulary paths.

Where an item is `facts_missing`: what the unknown tests read, under the unknown parts of the
unknown deny rules and, if no allow rule is true, of the unknown allow rules. Once all of it is
known in full, the item is no longer `facts_missing`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from disclosure_rules.deciding.kleene import TRUE, UNKNOWN
from disclosure_rules.deciding.semantics import (
    Absent,
    Element,
    Scope,
    condition,
    definition_key,
    definition_scope,
    elements,
    exemption,
    head_parts,
    permitting,
    rule,
)
from disclosure_rules.language import conditions as c
from disclosure_rules.language.vocabulary import Categories, OneTerm

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from disclosure_rules.language.policy import Exemption, Rule


class Missing(NamedTuple):
    """A fact that could still matter."""

    path: str
    too_broad: bool
    """Whether it is given, but by a term that has narrower ones."""


def missing_facts(scope: Scope) -> tuple[Missing, ...]:
    """Return what could still decide an item that is `facts_missing`, sorted."""
    seen: set[object] = set()
    deny, allow = scope.in_force.deny_rules, scope.in_force.allow_rules
    found = set(_in_rules(deny, scope, seen))
    if not any(rule(asked, scope) is TRUE for asked in allow):
        found |= set(_in_rules(allow, scope, seen))
    return tuple(sorted(found))


def _in_rules(rules: Iterable[Rule], scope: Scope, seen: set[object]) -> Iterator[Missing]:
    for asked in rules:
        if rule(asked, scope) is not UNKNOWN:
            continue
        for fact, stands in head_parts(asked.head, scope, asked.effect):
            if stands is UNKNOWN:
                yield Missing(fact.path, scope.fact(fact) is not Absent.UNKNOWN)
        for part in (asked.when, asked.unless):
            if part is not None:
                yield from _in_condition(part, scope, seen)
        yield from _in_exceptions(asked.exceptions, scope, seen)


def _in_exceptions(
    exceptions: tuple[Exemption, ...], scope: Scope, seen: set[object]
) -> Iterator[Missing]:
    for asked in exceptions:
        if exemption(asked, scope) is UNKNOWN:
            yield from _in_condition(asked.when, scope, seen)
            yield from _in_exceptions(asked.exceptions, scope, seen)


def _in_condition(asked: c.Condition, scope: Scope, seen: set[object]) -> Iterator[Missing]:
    if condition(asked, scope) is not UNKNOWN:
        return
    match asked:
        case c.Test():
            yield from _in_test(asked, scope)
        case c.All() | c.AnyOf() | c.Not():
            for part in c.parts_of(asked):
                yield from _in_condition(part, scope, seen)
        case c.Some() | c.Every():
            yield from _in_quantified(asked, scope, seen)
        case c.Holds():
            inside = definition_scope(asked, scope)
            key = definition_key(asked, inside)
            if key not in seen:
                seen.add(key)
                means = scope.in_force.definitions[asked.definition].means
                yield from _in_condition(means, inside, seen)
        case c.PermittedBy():
            yield from _in_rules(permitting(asked, scope), scope, seen)


def _in_quantified(asked: c.Some | c.Every, scope: Scope, seen: set[object]) -> Iterator[Missing]:
    records = asked.of.fact
    if scope.fact(records) is not Absent.UNKNOWN:
        for inside in elements(asked, scope):
            yield from _in_condition(asked.where, inside, seen)
        return
    yield Missing(records.path, too_broad=False)
    # Beside the list itself, what `where` asks of anything else: with the list alone supplied, a
    # record in it could still leave the item open. A record of which nothing is known stands for
    # every record there could be.
    any_record = scope.inside(elements={**scope.elements, asked.element: Element(None)})
    for found in _in_condition(asked.where, any_record, seen):
        if not found.path.startswith(f"{records.path}."):
            yield found


def _in_test(asked: c.Test, scope: Scope) -> Iterator[Missing]:
    paths = [asked.path]
    if isinstance(asked.operand, c.The):
        paths.append(asked.operand.path)
    for path in paths:
        fact, _ = scope.source(path)
        value = scope.read(path)
        if value is Absent.UNKNOWN:
            yield Missing(fact.path, too_broad=False)
        elif isinstance(fact.type, (OneTerm, Categories)) and not isinstance(value, Absent):
            taxonomy = scope.vocabulary.taxonomies[fact.type.taxonomy]
            terms = value if isinstance(value, tuple) else (value,)
            if not all(taxonomy.is_leaf(str(term)) for term in terms):
                yield Missing(fact.path, too_broad=True)
