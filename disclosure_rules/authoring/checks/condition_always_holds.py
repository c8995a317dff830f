"""Parts of conditions that say nothing: what stands beside them already implies them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.authoring.checks.idle_parts import idle_parts
from disclosure_rules.authoring.checks.inspected import finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.authoring.checks.inspected import Inspected
    from disclosure_rules.language.diagnostics import Diagnostic


def condition_always_holds(inspected: Inspected) -> Iterator[Diagnostic]:
    """Find parts of conditions that hold whenever the rest does."""
    for owner, span in idle_parts(inspected).always:
        yield finding("condition_always_holds", span, word=owner)
