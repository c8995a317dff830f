"""Rules that can never hold, whatever is asked: parts of them contradict each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.authoring.checks.inspected import Age, Inspected, finding
from disclosure_rules.authoring.reasoning.supposing import Supposition, as_condition
from disclosure_rules.language.conditions import All
from disclosure_rules.language.policy import HEAD_TAXONOMIES, Head

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.language.diagnostics import Diagnostic
    from disclosure_rules.language.policy import Rule
    from disclosure_rules.language.source import Span


def rule_never_applies(inspected: Inspected) -> Iterator[Diagnostic]:
    """Find rules that can never hold."""
    for rule in inspected.rules:
        ages = inspected.ages_of(rule)
        if ages and not inspected.can_hold(rule):
            part, span = _where_it_ends(rule, ages[0], inspected)
            yield finding("rule_never_applies", span, word=rule.id, part=part)


def _where_it_ends(rule: Rule, age: Age, inspected: Inspected) -> tuple[str, Span]:
    """Return the first part of a rule after which nothing is possible any more."""
    supposed = Supposition(age.world).suppose_days(age.lasting(rule))
    for part in HEAD_TAXONOMIES:
        head = Head(**{part: getattr(rule.head, part)})
        if supposed.suppose_head(head, every_category=rule.effect == "allow").impossible:
            return part, inspected.place(rule.span, part)
    if rule.when is not None:
        for part in rule.when.parts if isinstance(rule.when, All) else (rule.when,):
            if supposed.suppose(part).impossible:
                return "when", part.span
    if rule.unless is not None and supposed.suppose(rule.unless, holds=False).impossible:
        return "unless", inspected.place(rule.span, "unless")
    for exemption in rule.exceptions:
        if supposed.suppose(as_condition(exemption), holds=False).impossible:
            return "except", exemption.span
    return "when", rule.span
