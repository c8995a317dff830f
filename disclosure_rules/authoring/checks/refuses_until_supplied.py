"""Facts that only denials read: whoever leaves them out is refused, and may not know why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.authoring.checks.inspected import Inspected, finding
from disclosure_rules.authoring.checks.readings import readings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.language.diagnostics import Diagnostic
    from disclosure_rules.language.policy import Rule


def refuses_until_supplied(inspected: Inspected) -> Iterator[Diagnostic]:
    """Find facts that are unknown when silent, and that nothing but deny rules reads."""
    reading_rules: dict[str, dict[str, Rule]] = {}
    for reading in readings(inspected):
        reading_rules.setdefault(reading.path, {})[reading.rule.name] = reading.rule
    for entity in inspected.vocabulary.entities.values():
        for fact in entity.facts.values():
            rules = reading_rules.get(fact.path, {})
            silent = "none" in (fact.silence, entity.silence)
            if not rules or silent or fact.built_in:
                continue
            if all(rule.effect == "deny" for rule in rules.values()):
                yield finding(
                    "refuses_until_supplied",
                    fact.span,
                    word=fact.path,
                    rule=min(rules),
                    at=rules[min(rules)].span.line_reference,
                )
