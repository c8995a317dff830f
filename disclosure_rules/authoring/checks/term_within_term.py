"""Lists of terms in which one already covers another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.authoring.checks.inspected import Inspected, finding
from disclosure_rules.language.policy import HEAD_TAXONOMIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.language.diagnostics import Diagnostic


def term_within_term(inspected: Inspected) -> Iterator[Diagnostic]:
    """Find terms of heads that a broader one beside them covers."""
    for rule in inspected.rules:
        for part, name in HEAD_TAXONOMIES.items():
            taxonomy = inspected.vocabulary.taxonomies[name]
            terms: tuple[str, ...] = getattr(rule.head, part)
            for term in terms if len(terms) > 1 else ():
                broader = next((t for t in terms if t != term and taxonomy.covers(t, term)), None)
                if broader is not None:
                    span = inspected.place(rule.span, part, term)
                    yield finding("term_within_term", span, word=term, other=broader, part=part)
