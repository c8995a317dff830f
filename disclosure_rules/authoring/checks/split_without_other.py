"""Terms that rules split without a term for the rest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from disclosure_rules.authoring.checks.inspected import Inspected, finding
from disclosure_rules.language.policy import HEAD_TAXONOMIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.language.diagnostics import Diagnostic
    from disclosure_rules.language.policy import Rule
    from disclosure_rules.language.vocabulary import Term

_REST: Final = re.compile(r"\b(others?|else|rest|remaining|muu|muud|ülejäänud)\b", re.IGNORECASE)
"""How people call what is left over, in the languages that this project speaks."""
_DESCRIBED: Final = {part: t for part, t in HEAD_TAXONOMIES.items() if part != "operation"}
"""Whoever asks knows which operation it is about to do; the rest is told of the world."""


def split_without_other(inspected: Inspected) -> Iterator[Diagnostic]:
    """Find terms of which rules name narrower ones, with no narrower one for anything else."""
    for part, name in _DESCRIBED.items():
        taxonomy = inspected.vocabulary.taxonomies[name]
        named: dict[str, Rule] = {}
        for rule in inspected.rules:
            for term in getattr(rule.head, part):
                named.setdefault(term, rule)
        for term in taxonomy.terms.values():
            split = [child for child in term.narrower if child in named]
            if split and not any(_is_rest(taxonomy.terms[child]) for child in term.narrower):
                rule = named[split[0]]
                yield finding(
                    "split_without_other",
                    term.span,
                    word=term.id,
                    child=split[0],
                    rule=rule.name,
                    at=rule.span.line_reference,
                )


def _is_rest(term: Term) -> bool:
    """Tell whether a term is for what the terms beside it leave over."""
    words = term.id.replace("_", " ")
    return any(_REST.search(text) for text in (words, *term.label.values()))
