"""Three-valued truth: the strong logic of Kleene.

Parts are asked for one by one, and no further once they settle the whole.

S. C. Kleene, Introduction to Metamathematics (1952), §64.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Truth(Enum):
    """How a condition stands."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


def truth(holds: bool) -> Truth:  # noqa: FBT001 - turns one truth into the other
    """Return the truth of something two-valued."""
    return TRUE if holds else FALSE


def negation(part: Truth) -> Truth:
    """Return what `not` makes of a truth."""
    return {TRUE: FALSE, FALSE: TRUE, UNKNOWN: UNKNOWN}[part]


def conjunction(parts: Iterable[Truth]) -> Truth:
    """Return false if some part is false, else unknown if some part is unknown, else true."""
    joined = TRUE
    for part in parts:
        if part is FALSE:
            return FALSE
        if part is UNKNOWN:
            joined = UNKNOWN
    return joined


def disjunction(parts: Iterable[Truth]) -> Truth:
    """Return true if some part is true, else unknown if some part is unknown, else false."""
    joined = FALSE
    for part in parts:
        if part is TRUE:
            return TRUE
        if part is UNKNOWN:
            joined = UNKNOWN
    return joined
