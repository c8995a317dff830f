"""A decision that has been recorded: the same answer, with the id of its record."""

from __future__ import annotations

from typing import TYPE_CHECKING

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

    def __reduce__(self) -> tuple[object, ...]:  # type: ignore[override]
        """Travel as what was decided, and the id."""
        made, parts = super().__reduce__()
        return _recorded, (made(*parts), self.id)


def _recorded(decision: Decision, identifier: str) -> RecordedDecision:
    from uuid import UUID  # noqa: PLC0415 - only for what came from another process

    return RecordedDecision.of(decision, UUID(identifier))
