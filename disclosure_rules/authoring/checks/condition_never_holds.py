"""Choices that can never hold where they stand, and definitions that never do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.authoring.checks.idle_parts import idle_parts
from disclosure_rules.authoring.checks.inspected import finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.authoring.checks.inspected import Inspected
    from disclosure_rules.language.diagnostics import Diagnostic


def condition_never_holds(inspected: Inspected) -> Iterator[Diagnostic]:
    """Find parts of `any` that cannot hold there, and definitions that cannot hold at all."""
    for owner, span in idle_parts(inspected).never:
        yield finding("condition_never_holds", span, word=owner)
