"""Cases that cite clauses which have nothing to do with what they ask."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from disclosure_rules.authoring.checks.inspected import Inspected, finding
from disclosure_rules.authoring.checks.readings import readings
from disclosure_rules.language.policy import HEAD_TAXONOMIES

_EMPTY: Final[tuple[object, ...]] = ([], {})
"""What a request gives to say that there is none."""

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from disclosure_rules.language.cases import Case
    from disclosure_rules.language.diagnostics import Diagnostic
    from disclosure_rules.language.policy import Exemption, Rule


def case_cites_elsewhere(inspected: Inspected) -> Iterator[Diagnostic]:
    """Find cases whose clauses no rule carries out that has to do with their requests."""
    carrying: dict[str, list[Rule]] = defaultdict(list)
    for rule in inspected.rules:
        for clause in _clauses(rule):
            carrying[clause].append(rule)
    reading_rules: dict[str, set[str]] = defaultdict(set)
    for reading in readings(inspected):
        reading_rules[reading.rule.name].add(reading.path)
    for case in inspected.policy_set.cases:
        expected = _expected(case)
        near = [rule for clause in case.clauses for rule in carrying[clause]]
        read = {path for rule in near for path in reading_rules[rule.name]}
        related = any(r.name in expected or _concerns(r, case, inspected) for r in near)
        if near and not related and not _may_matter(read, case.request):
            rules = [rule for rule in inspected.rules if rule.name in expected]
            clauses = sorted({clause for rule in rules for clause in _clauses(rule)})
            yield finding(
                "case_cites_elsewhere",
                inspected.place(case.span, "clauses"),
                word=case.id,
                rules=", ".join(f"`{name}`" for name in sorted(expected)) or None,
                clauses=", ".join(f"`{clause}`" for clause in clauses) or None,
            )


def _concerns(rule: Rule, case: Case, inspected: Inspected) -> bool:
    """Tell whether the head of a rule can fit what a case asks about."""
    concerns = True
    for part, asked in (
        ("operation", case.request.get("operation")),
        ("purpose", case.request.get("purpose")),
        ("recipient", _part(case.request.get("recipient"), "kind")),
    ):
        taxonomy = inspected.vocabulary.taxonomies[HEAD_TAXONOMIES[part]]
        grants: tuple[str, ...] = getattr(rule.head, part)
        if grants and isinstance(asked, str) and asked in taxonomy.terms:
            fits = [taxonomy.covers(g, asked) or taxonomy.covers(asked, g) for g in grants]
            concerns = concerns and any(fits)
    return concerns


def _part(mapping: object, key: str) -> object:
    return mapping.get(key) if isinstance(mapping, dict) else None


def _may_matter(paths: set[str], request: Mapping[str, object]) -> bool:
    """Tell whether an entity that a request gives has one of the facts, or leaves it open."""
    for path in paths:
        entity, dot, name = path.partition(".")
        given = request.get(entity)
        if dot and "." not in name and isinstance(given, dict) and given.get(name) not in _EMPTY:
            return True
    return False


def _expected(case: Case) -> frozenset[str]:
    """Return the rules that a case expects to answer it; none if an answer is left open."""
    expected = [case.whole] if case.whole else list(case.items.values())
    if any(one.rules is None for one in expected):
        return frozenset()
    return frozenset().union(*(one.rules or () for one in expected))


def _clauses(rule: Rule) -> Iterator[str]:
    yield from rule.clauses
    pending: list[Exemption] = list(rule.exceptions)
    while pending:
        exemption = pending.pop()
        yield from exemption.clauses
        pending.extend(exemption.exceptions)
