"""Definitions that hold only once something is given of which silence means that there is none."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from disclosure_rules.authoring.checks.handing import handings
from disclosure_rules.authoring.checks.inspected import Inspected, finding
from disclosure_rules.authoring.checks.readings import readings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.language.diagnostics import Diagnostic

_USUAL: Final = 2
"""From how many facts on one may speak of a custom."""


def waits_for_silence(inspected: Inspected) -> Iterator[Diagnostic]:
    """Find arguments that all rules wait for, though whoever hands them over calls none usual."""
    useful = {reading.path for reading in readings(inspected) if reading.none_holds}
    for definition in inspected.definitions:
        handed: dict[str, set[str]] = defaultdict(set)
        for use in handings(inspected).get(definition.name, ()):
            for argument, fact in use.facts.items():
                handed[argument].add(fact.path)
        for argument, paths in sorted(handed.items()):
            facts = [inspected.facts[path] for path in paths]
            usually_none = all(fact.silence == "none" and fact.because for fact in facts)
            if len(facts) >= _USUAL and usually_none and not paths & useful:
                yield finding(
                    "waits_for_silence",
                    definition.span,
                    word=definition.id,
                    argument=argument,
                    path=min(paths),
                )
