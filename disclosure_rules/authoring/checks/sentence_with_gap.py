"""Sentences that name a fact which may be none: the rule could ask whether it is present."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.authoring.checks.inspected import Inspected, finding
from disclosure_rules.authoring.reasoning.sources import Source
from disclosure_rules.language.conditions import FactPath

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.language.diagnostics import Diagnostic
    from disclosure_rules.language.policy import Rule


def sentence_with_gap(inspected: Inspected) -> Iterator[Diagnostic]:
    """Find placeholders for facts of which there may be none when the rule holds."""
    for rule in inspected.rules:
        for language, sentence in rule.because.items():
            for part in sentence:
                if not isinstance(part, FactPath) or part.fact.silence != "none":
                    continue
                if not _is_known(part, rule, inspected):
                    span = inspected.place(rule.span, "because", language)
                    yield finding("sentence_with_gap", span, word=part.fact.path, rule=rule.id)


def _is_known(path: FactPath, rule: Rule, inspected: Inspected) -> bool:
    source = Source(path.fact.path, None)
    possible = (
        inspected.holding(rule, age).known.possible(source) for age in inspected.ages_of(rule)
    )
    return all(values is not None and not values.none for values in possible)
