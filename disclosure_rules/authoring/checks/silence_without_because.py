"""Facts whose silence means none, where that helps a disclosure and nothing says why it may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.authoring.checks.inspected import Inspected, finding
from disclosure_rules.authoring.checks.readings import readings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.language.diagnostics import Diagnostic
    from disclosure_rules.language.vocabulary import Entity, Fact


def silence_without_because(inspected: Inspected) -> Iterator[Diagnostic]:
    """Find facts of which a forgotten one would help a disclosure."""
    seen: set[str] = set()
    for reading in readings(inspected):
        if reading.none_helps:
            for name, declared in _declaring(reading.path, inspected):
                if declared.silence == "none" and not declared.because and name not in seen:
                    seen.add(name)
                    yield finding(
                        "silence_without_because",
                        inspected.place(declared.span, "silence_means"),
                        word=name,
                        rule=reading.rule.name,
                        at=reading.span.line_reference,
                    )


def _declaring(path: str, inspected: Inspected) -> Iterator[tuple[str, Fact | Entity]]:
    """Yield what says what the silence of a fact means: itself, and its entity's absence."""
    fact = inspected.facts[path]
    if not fact.built_in:
        yield path, fact
    entity, dot, name = path.partition(".")
    if dot and "." not in name:
        yield entity, inspected.vocabulary.entities[entity]
