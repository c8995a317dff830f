"""Records of removals into what a log no longer holds, and under which order it was removed."""

from __future__ import annotations

import json
from bisect import bisect_right
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from disclosure_rules.recording.canonical import is_digest_of
from disclosure_rules.recording.packing import unpack

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

Occasion = Literal["erasure", "retention"]
"""Why something is removed: somebody asked for it, or its time is over."""

LASTING: Final = ("opening", "key", "policies", "removal")
"""The kinds of records whose texts never go: without them the others could not be understood."""

_SELECT: Final = (
    "SELECT r.number, r.content, c.text, c.subject, c.about, c.reference FROM records r "
    "JOIN contents c USING (number) "
    "WHERE r.kind <> 'decision' AND r.kind = 'removal' ORDER BY r.number"  # as the index has it
)


@dataclass(frozen=True, slots=True)
class Removal:
    """What was removed under one order."""

    number: int
    """The number of the record that says so."""
    id: str
    at: str
    """When it was removed."""
    occasion: Occasion
    order: str
    """The order, as it was named."""
    only_facts: bool
    """Whether what the records say has stayed."""
    runs: tuple[tuple[int, int], ...]
    """The numbers of the records, as runs from the first to the last."""

    @property
    def records(self) -> int:
        """How many records it removed something of."""
        return sum(last - first + 1 for first, last in self.runs)

    def has(self, number: int) -> bool:
        """Tell whether it removed something of a record."""
        return any(first <= number <= last for first, last in self.runs)

    def as_dict(self) -> dict[str, Any]:
        """Return the removal as plain data."""
        return {
            "number": self.number,
            "id": self.id,
            "timestamp": self.at,
            "occasion": self.occasion,
            "order": self.order,
            "parts": list(parts_of(only_facts=self.only_facts)),
            "records": self.records,
        }


def parts_of(*, only_facts: bool) -> tuple[str, ...]:
    """Return the parts of records that are removed, as records of removals name them."""
    return ("input",) if only_facts else ("content", "input")


def runs_of(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Return numbers as runs, each from its first to its last."""
    runs: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number - 1:
            runs[-1] = runs[-1][0], number
        else:
            runs.append((number, number))
    return runs


def read_removals(connection: sqlite3.Connection) -> list[Removal]:
    """Return the removals that a log records; what is not what was recorded is left out."""
    found = []
    for number, digest, packed, *beside in connection.execute(_SELECT):
        if is_digest_of(digest, packed, *beside):
            removal = _removal(number, unpack(packed))
            if removal is not None:
                found.append(removal)
    return found


def _removal(number: int, text: bytes | None) -> Removal | None:
    """Return the removal that a record is of; None if it is none that could have been recorded."""
    try:
        said = json.loads(text or b"")
        runs = tuple((int(first), int(last)) for first, last in said["removed"])
        occasion, parts = said["occasion"], tuple(said["parts"])
        removal = Removal(
            number,
            str(said["id"]),
            str(said["timestamp"]),
            occasion,
            str(said["order"]),
            parts == parts_of(only_facts=True),
            runs,
        )
    except (KeyError, TypeError, ValueError):
        return None
    # INVARIANT: an order is about what stands before it.
    fits = all(0 < first <= last < number for first, last in runs)
    known = occasion in get_args(Occasion) and parts == parts_of(only_facts=removal.only_facts)
    return removal if fits and known else None


class Ordered:
    """Which texts of a log were removed under any order."""

    def __init__(self, removals: Iterable[Removal]) -> None:
        """Note what removals say."""
        removals = list(removals)
        self._contents = _joined(r for each in removals if not each.only_facts for r in each.runs)
        self._facts = _joined(run for each in removals for run in each.runs)

    def has(self, number: int, *, facts: bool) -> bool:
        """Tell whether what a record says was removed, or its facts."""
        runs = self._facts if facts else self._contents
        place = bisect_right(runs, number, key=itemgetter(0)) - 1
        return place >= 0 and number <= runs[place][1]


def _joined(runs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return runs in their order, with none that touches another."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(runs):
        if joined and first <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(last, joined[-1][1])
        else:
            joined.append((first, last))
    return joined
