"""`every` that also holds where there is no record at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.authoring.checks.inspected import Inspected, finding
from disclosure_rules.language.conditions import (
    All,
    Condition,
    Every,
    Not,
    Some,
    Test,
    parts_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.language.diagnostics import Diagnostic


def every_of_nothing(inspected: Inspected) -> Iterator[Diagnostic]:
    """Find `every` with nothing beside it that asks for a record."""
    for rule in inspected.rules:
        for asked in rule.conditions():
            yield from _found(asked, frozenset())
    for definition in inspected.definitions:
        yield from _found(definition.means, frozenset())


def _found(asked: Condition, asked_for: frozenset[str]) -> Iterator[Diagnostic]:
    """Find them below a condition, beside which records of these lists are asked for."""
    if isinstance(asked, Every) and asked.of.fact.path not in asked_for:
        yield finding("every_of_nothing", asked.span, word=asked.of.fact.path)
    if isinstance(asked, All):
        asked_for |= {path for part in asked.parts for path in _records_of(part)}
    elif isinstance(asked, Not):
        asked_for = frozenset()
    for part in parts_of(asked):
        yield from _found(part, asked_for)


def _records_of(part: Condition) -> Iterator[str]:
    """Yield the list of which a condition asks for a record."""
    if isinstance(part, Some):
        yield part.of.fact.path
    elif isinstance(part, Test) and part.operator == "present":
        yield getattr(getattr(part.path, "fact", None), "path", "")
