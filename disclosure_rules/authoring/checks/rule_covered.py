"""Rules that add nothing to another one of the same effect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.authoring.checks.comparing import candidates
from disclosure_rules.authoring.checks.inspected import Age, Inspected, finding
from disclosure_rules.authoring.checks.likeness import alike

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.language.diagnostics import Diagnostic
    from disclosure_rules.language.policy import Rule


def rule_covered(inspected: Inspected) -> Iterator[Diagnostic]:
    """Find rules that hold only where another does that says no less."""
    for rule in inspected.rules:
        covering = [_covering(rule, age, inspected) for age in inspected.ages_of(rule)]
        wider = next((found for found in covering if found), None)
        if wider is not None and all(covering) and inspected.can_hold(rule):
            other = inspected.reference(wider, beside=rule)
            at = wider.span.line_reference
            yield finding("rule_covered", rule.span, word=rule.id, other=other, at=at)


def _covering(rule: Rule, age: Age, inspected: Inspected) -> Rule | None:
    for found in candidates(inspected, age, rule.effect).implied(rule):
        if says_no_less(found, rule, age) and not alike(found, rule):
            return found
    return None


def says_no_less(wider: Rule, rule: Rule, age: Age) -> bool:
    """Tell whether a rule gives the same ground as another, and every obligation.

    An obligation that is to be met before is a condition: the other rule may not ask for more.
    """
    before = {name for name in wider.obliges if name in age.due_before}
    return (
        wider.ground == rule.ground
        and set(rule.obliges) <= set(wider.obliges)
        and before <= set(rule.obliges)
    )
