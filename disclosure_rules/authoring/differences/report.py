"""Two engines into all that changed between their policy sets: in the text and in the meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from disclosure_rules.authoring.differences.find import find_differences
from disclosure_rules.authoring.differences.renaming import renamed
from disclosure_rules.authoring.differences.texts import compare_texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from disclosure_rules.authoring.differences.find import Differences
    from disclosure_rules.authoring.differences.texts import TextChange
    from disclosure_rules.engine import Engine
    from disclosure_rules.proving.differences import KindName


@dataclass(frozen=True, slots=True)
class PolicySetShown:
    """A policy set, and what people call it."""

    name: str
    engine: Engine


@dataclass(frozen=True, slots=True)
class Report:
    """What changed between two policy sets."""

    old: PolicySetShown
    new: PolicySetShown
    texts: tuple[TextChange, ...]
    found: Differences
    limit: int
    """How many million steps each question could take."""

    @property
    def same_meaning(self) -> bool:
        """Whether every request is answered as before, renamed words aside: proved."""
        return self.found.result == "complete" and not self.found.changes


def report_changes(
    old: PolicySetShown,
    new: PolicySetShown,
    *,
    limit: int,
    most: int,
    progress: Callable[[KindName, int], None],
) -> Report:
    """Return all that changed.

    Args:
        old: The set before.
        new: The set after.
        limit: How many million steps one question may take.
        most: After how many classes of requests to stop.
        progress: Is told which kind is looked for, and how many classes were found.
    """
    found = find_differences(
        old.engine, new.engine, limit=limit * 1_000_000, most=most, progress=progress
    )
    before = renamed(old.engine.policy_set, found.words.names)
    texts = compare_texts(before, new.engine.policy_set, found.words)
    return Report(old, new, tuple(texts), found, limit)
