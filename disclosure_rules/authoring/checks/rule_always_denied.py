"""Allow rules that never permit anything: a deny rule holds whenever they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.authoring.checks.comparing import candidates
from disclosure_rules.authoring.checks.inspected import Inspected, finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.language.diagnostics import Diagnostic


def rule_always_denied(inspected: Inspected) -> Iterator[Diagnostic]:
    """Find allow rules that hold only where a deny rule does."""
    for rule in inspected.rules:
        if rule.effect == "allow" and inspected.can_hold(rule):
            denying = [
                next(candidates(inspected, age, "deny").implied(rule), None)
                for age in inspected.ages_of(rule)
            ]
            found = next((denial for denial in denying if denial), None)
            if found is not None and all(denying):
                other = inspected.reference(found, beside=rule)
                at = found.span.line_reference
                yield finding("rule_always_denied", rule.span, word=rule.id, other=other, at=at)
