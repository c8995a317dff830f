"""Deny rules that forbid only what no rule allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.authoring.checks.comparing import candidates
from disclosure_rules.authoring.checks.hollow import rests_on_hollow
from disclosure_rules.authoring.checks.inspected import Inspected, finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.language.diagnostics import Diagnostic


def deny_not_needed(inspected: Inspected) -> Iterator[Diagnostic]:
    """Find deny rules that no allow rule can hold together with."""
    for rule in inspected.rules:
        if rule.effect == "deny" and inspected.can_hold(rule):
            ages = inspected.ages_of(rule)
            if not any(any(candidates(inspected, a, "allow").compatible(rule)) for a in ages):
                allowing = [r.when for r in inspected.rules if r.effect == "allow" and r.when]
                if not rests_on_hollow(allowing, inspected):
                    yield finding("deny_not_needed", rule.span, word=rule.id)
