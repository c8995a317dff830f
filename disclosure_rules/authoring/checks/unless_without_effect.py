"""An `unless`, or a named exception, that can never hold where its rule would."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.authoring.checks.hollow import rests_on_hollow
from disclosure_rules.authoring.checks.inspected import Age, Inspected, finding
from disclosure_rules.authoring.reasoning.supposing import Supposition, as_condition
from disclosure_rules.language.noun import with_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.language.diagnostics import Diagnostic
    from disclosure_rules.language.policy import Exemption, Rule
    from disclosure_rules.language.source import Span


def unless_without_effect(inspected: Inspected) -> Iterator[Diagnostic]:
    """Find exceptions that lift nothing."""
    for rule in inspected.rules:
        lifting = bool(rule.unless or rule.exceptions)
        if (
            lifting
            and inspected.can_hold(rule)
            and not rests_on_hollow(rule.conditions(), inspected)
        ):
            places = [set(_idle(rule, age, inspected)) for age in inspected.ages_of(rule)]
            for span in sorted(set.intersection(*places)):
                yield finding("unless_without_effect", span, word=rule.id)


def _idle(rule: Rule, age: Age, inspected: Inspected) -> Iterator[Span]:
    bare = with_parts(rule, unless=None, exceptions=())
    supposed = Supposition(age.world).suppose_days(age.lasting(rule)).suppose(bare)
    if rule.unless is not None and supposed.copy().suppose(rule.unless).impossible:
        yield inspected.place(rule.span, "unless")
    yield from _idle_exemptions(rule.exceptions, supposed)


def _idle_exemptions(exemptions: tuple[Exemption, ...], beside: Supposition) -> Iterator[Span]:
    for exemption in exemptions:
        if beside.copy().suppose(as_condition(exemption)).impossible:
            yield exemption.span
        else:
            inner = beside.copy().suppose(exemption.when)
            yield from _idle_exemptions(exemption.exceptions, inner)
