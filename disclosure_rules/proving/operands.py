"""The right side of a test, of which the left one is a fact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from disclosure_rules.language.vocabulary import Categories, OneTerm, Type

if TYPE_CHECKING:
    from disclosure_rules.language.conditions import Constant
    from disclosure_rules.language.times import Duration
    from disclosure_rules.proving.readings import Reading


@dataclass(frozen=True, slots=True)
class Operand:
    """The right side of a test: a constant, or another fact, perhaps shifted."""

    kind: Type
    constant: Constant | None = None
    reading: Reading | None = None
    shift: Duration | None = None
    backwards: bool = False

    @property
    def key(self) -> tuple[object, ...]:
        """What tells this operand from others beside the same fact."""
        if self.reading is None:
            return type(self.constant), self.constant
        return self.reading.place, self.shift, self.backwards

    @property
    def describes(self) -> bool:
        """Whether its terms are descriptions."""
        return self.reading is not None and isinstance(self.kind, (OneTerm, Categories))
