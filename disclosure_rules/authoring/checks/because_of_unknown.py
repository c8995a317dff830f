"""Facts that say why silence means none, and do not say that it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.authoring.checks.inspected import Inspected, finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from disclosure_rules.language.diagnostics import Diagnostic
    from disclosure_rules.language.vocabulary import Entity, Fact


def because_of_unknown(inspected: Inspected) -> Iterator[Diagnostic]:
    """Find reasons for a silence that means unknown."""
    declarations: Mapping[str, Fact | Entity] = {
        **inspected.facts,
        **inspected.vocabulary.entities,
    }
    for name, declared in declarations.items():
        if declared.because and declared.silence != "none":
            yield finding(
                "because_of_unknown", inspected.place(declared.span, "because"), word=name
            )
