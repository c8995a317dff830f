"""Sentences that name other facts in one language than in the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.authoring.checks.inspected import Inspected, finding
from disclosure_rules.language.conditions import FactPath, FieldPath

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.language.diagnostics import Diagnostic
    from disclosure_rules.language.policy import Placeholder, Sentence


def placeholders_differ(inspected: Inspected) -> Iterator[Diagnostic]:
    """Find sentences that leave out a placeholder that another language has."""
    for rule in inspected.rules:
        named = {language: _named(sentence) for language, sentence in rule.because.items()}
        every = frozenset().union(*named.values())
        for language, names in named.items():
            for lacking in sorted(every - names):
                other = next(other for other, theirs in named.items() if lacking in theirs)
                span = inspected.place(rule.span, "because", language)
                yield finding(
                    "placeholders_differ", span, word=lacking, language=language, other=other
                )


def _named(sentence: Sentence) -> frozenset[str]:
    return frozenset(_written(part) for part in sentence if not isinstance(part, str))


def _written(placeholder: Placeholder) -> str:
    """Return a placeholder as a sentence writes it."""
    match placeholder:
        case FactPath(fact):
            return fact.path
        case FieldPath(element, fact):
            return f"{element}.{fact.name}"
        case _:
            return placeholder.parameter.partition("#")[2]
