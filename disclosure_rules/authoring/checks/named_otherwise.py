"""Rules that are called by a term, and whose head or ground names others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from disclosure_rules.authoring.checks.inspected import Inspected, finding
from disclosure_rules.language.policy import HEAD_TAXONOMIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.language.diagnostics import Diagnostic
    from disclosure_rules.language.policy import Rule

_PARTS: Final = {**HEAD_TAXONOMIES, "ground": "grounds"}


def named_otherwise(inspected: Inspected) -> Iterator[Diagnostic]:
    """Find rules whose name is a term, where they name none that has to do with it."""
    for rule in inspected.rules:
        for part, name in _PARTS.items():
            taxonomy = inspected.vocabulary.taxonomies[name]
            terms = _terms(rule, part)
            if rule.id not in taxonomy.terms or not terms:
                continue
            if not any(
                taxonomy.covers(term, rule.id) or taxonomy.covers(rule.id, term) or rule.id in term
                for term in terms
            ):
                yield finding(
                    "named_otherwise",
                    inspected.place(rule.span, part),
                    word=rule.id,
                    part=part,
                    terms=", ".join(f"`{term}`" for term in terms),
                )


def _terms(rule: Rule, part: str) -> tuple[str, ...]:
    if part == "ground":
        return (rule.ground,) if rule.ground else ()
    terms: tuple[str, ...] = getattr(rule.head, part)
    return terms
