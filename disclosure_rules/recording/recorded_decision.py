"""A decision that has been recorded: the same answer, with the id of its record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from disclosure_rules.decision import Decision

if TYPE_CHECKING:
    from uuid import UUID


class RecordedDecision(Decision):
    """A decision, with the `id` under which the log has it."""

    __slots__ = ("id",)

    @classmethod
    def of(cls, decision: Decision, identifier: UUID) -> RecordedDecision:
        """Return a decision as one that has been recorded."""
        made = cls(
            decision._deciding,  # noqa: SLF001 - the same decision, in a class below its own
            decision._in_force,  # noqa: SLF001
            decision._snapshot,  # noqa: SLF001
            decision._verdicts,  # noqa: SLF001
        )
        made._basis = decision._basis  # noqa: SLF001 - what was worked out for the record
        made.id = str(identifier)
        return made

    id: str
    """The id of its record, by which the log confirms, fulfils and shows it."""

    def __reduce__(self) -> tuple[Any, tuple[object, ...]]:
        """Travel as what was decided, and the id."""
        return _recorded, (*super().__reduce__()[1], self.id)


def _recorded(*parts: Any) -> RecordedDecision:
    made = RecordedDecision(*parts[:-1])
    made.id = parts[-1]
    return made
