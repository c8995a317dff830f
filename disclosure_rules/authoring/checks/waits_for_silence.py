"""Definitions that hold only once something is given of which silence means that there is none."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from disclosure_rules.authoring.checks.handing import handings
from disclosure_rules.authoring.checks.hollow import hollow_definitions
from disclosure_rules.authoring.checks.inspected import Inspected, finding
from disclosure_rules.authoring.checks.readings import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.language.diagnostics import Diagnostic
    from disclosure_rules.language.policy import Definition

_USUAL: Final = 2
"""From how many facts on one may speak of a custom."""


def waits_for_silence(inspected: Inspected) -> Iterator[Diagnostic]:
    """Find arguments that a definition waits for, though mostly there is none to hand over."""
    for definition in inspected.definitions:
        if definition.name in hollow_definitions(inspected):
            continue
        handed: dict[str, set[str]] = defaultdict(set)
        for use in handings(inspected).get(definition.name, ()):
            for argument, fact in use.facts.items():
                handed[argument].add(fact.path)
        for argument, paths in sorted(handed.items()):
            facts = [inspected.facts[path] for path in paths]
            usually_none = all(fact.silence == "none" and fact.because for fact in facts)
            if len(facts) >= _USUAL and usually_none and _waits(definition, argument, inspected):
                yield finding(
                    "waits_for_silence",
                    definition.span,
                    word=definition.id,
                    argument=argument,
                    path=min(paths),
                )


def _waits(definition: Definition, argument: str, inspected: Inspected) -> bool:
    """Tell whether a definition reads an argument, and is nowhere helped by its absence."""
    handed = {name: (name, definition.span) for name in definition.given}
    for age in inspected.ages:
        if age.world.definitions.get(definition.name) is definition:
            found = Reader(age.world.definitions).read(definition.means, handed, positive=True)
            helped = [none_holds for path, _, none_holds in found if path == argument]
            return bool(helped) and not any(helped)
    return False
