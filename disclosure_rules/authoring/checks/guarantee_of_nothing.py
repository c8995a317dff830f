"""Guarantees that promise something of no request at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.authoring.checks.hollow import rests_on_hollow
from disclosure_rules.authoring.checks.inspected import Inspected, finding
from disclosure_rules.authoring.reasoning.supposing import Supposition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.language.diagnostics import Diagnostic
    from disclosure_rules.language.guarantees import Guarantee


def guarantee_of_nothing(inspected: Inspected) -> Iterator[Diagnostic]:
    """Find guarantees whose condition nothing satisfies: they hold, and say nothing."""
    for guarantee in inspected.policy_set.guarantees:
        asked = [guarantee.when] if guarantee.when is not None else []
        if not _speaks(guarantee, inspected) and not rests_on_hollow(asked, inspected):
            span = inspected.place(guarantee.span, guarantee.promise)
            yield finding("guarantee_of_nothing", span, word=guarantee.id)


def _speaks(guarantee: Guarantee, inspected: Inspected) -> bool:
    if not inspected.ages:
        return True
    for age in inspected.ages:
        supposed = Supposition(age.world).suppose_days(age.period)
        every = guarantee.promise == "always_allow"
        supposed.suppose_head(guarantee.head, every_category=every)
        supposed.suppose(guarantee.when).suppose(guarantee.unless, holds=False)
        if not supposed.impossible:
            return True
    return False
