"""Outlines into lines of text, one below another; how a line looks is up to who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from disclosure_rules.explaining.proof_outline import Line


class Lines:
    """Write outlines line by line; a rule that is told of many items is written once."""

    def __init__(self, written: Callable[[Line, int], str]) -> None:
        """Write a line and its level as this function does."""
        self._written = written
        self._rules: dict[tuple[int, int], list[str]] = {}

    def of(self, outline: Iterable[Line], level: int) -> Iterator[str]:
        """Yield the lines of an outline, with what stands below each."""
        for line in outline:
            if line.kind != "rule":
                yield from self._one(line, level)
                continue
            # An outline shares the lines of a rule between items, and outlives this.
            key = id(line), level
            if key not in self._rules:
                self._rules[key] = list(self._one(line, level))
            yield from self._rules[key]

    def _one(self, line: Line, level: int) -> Iterator[str]:
        yield self._written(line, level)
        yield from self.of(line.below, level + 1)
