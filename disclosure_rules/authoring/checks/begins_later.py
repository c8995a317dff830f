"""Conditions that ask for what has neither begun nor ended: a boundary is most likely reversed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from disclosure_rules.authoring.checks.inspected import Inspected, finding
from disclosure_rules.language.conditions import All, FactPath, Not, Path, Test, The, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from disclosure_rules.language.conditions import Condition
    from disclosure_rules.language.diagnostics import Diagnostic

_AFTER: Final = ("after", "at_or_after")
_BEFORE: Final = ("before", "at_or_before")


def begins_later(inspected: Inspected) -> Iterator[Diagnostic]:
    """Find times that must lie after the moment, beside an end that may not have come."""
    for asked in _conditions(inspected):
        for joined in walk(asked):
            if isinstance(joined, All):
                ends = [part.part for part in joined.parts if isinstance(part, Not)]
                if any(_read(end, _BEFORE) for end in ends):
                    for part in joined.parts:
                        path = _read(part, _AFTER)
                        if path is not None:
                            name = _name(path)
                            yield finding("begins_later", part.span, word=name)


def _conditions(inspected: Inspected) -> Iterable[Condition]:
    for definition in inspected.definitions:
        yield definition.means
    for rule in inspected.rules:
        yield from rule.conditions()


def _read(part: Condition, operators: tuple[str, ...]) -> Path | None:
    """Return what a test compares with the moment itself by one of these operators."""
    if isinstance(part, Test) and part.operator in operators and isinstance(part.operand, The):
        other = part.operand
        if other.shift is None and isinstance(other.path, FactPath):
            return part.path if other.path.fact.path == "moment" else None
    return None


def _name(path: Path) -> str:
    return getattr(path, "name", "") or path.fact.name  # type: ignore[union-attr]
