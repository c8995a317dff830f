"""Entries into lines of Python's `logging`: names, outcomes, ids and pseudonyms, and no facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from disclosure_rules.language.phrases import printable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from logging import Logger

    from disclosure_rules.recording.entries import Entry

INFO: Final = 20
"""The level of `logging` that has this name; a service that does not log need not import it."""


class ToLogger:
    """Tell a logger of each entry: an `on_decision`.

    The line is for people. A formatter for programs finds the whole summary as `record.decision`.
    `logging` goes on when a handler fails, and drops what is below its level: this is no record of
    decisions, keep it beside a `DecisionLog`.

    Example:
        >>> import logging
        >>> from disclosure_rules import ToLogger
        >>> ToLogger(logging.getLogger("decisions"))
        ToLogger('decisions')
    """

    __slots__ = ("_level", "_logger")

    def __init__(self, logger: Logger, *, level: int = INFO) -> None:
        """Tell a logger.

        Args:
            logger: Whom to tell.
            level: As what; by default `logging.INFO`.
        """
        self._logger = logger
        self._level = level

    def __call__(self, entries: Sequence[Entry]) -> None:
        """Tell of entries."""
        if not self._logger.isEnabledFor(self._level):
            return
        for entry in entries:
            told = entry.summary()
            self._logger.log(self._level, "%s", _line(told), extra={"decision": told})

    def __repr__(self) -> str:
        """Show whom it tells."""
        return f"ToLogger({self._logger.name!r})"


def _line(told: dict[str, Any]) -> str:
    """Return a summary as a line, in which nothing can begin another one."""
    if told["kind"] == "invalid_request":
        faults = ", ".join(f"{fault['code']} at {fault['path']}" for fault in told["faults"])
        return printable(f"invalid request {told['decision_id']}: {faults}")
    recipient = told.get("recipient") or {}
    asked = (told.get("operation"), told.get("purpose"), recipient.get("kind"), recipient.get("id"))
    items = ", ".join(_item(item) for item in told["result"]["items"])
    said = " ".join(word for word in asked if word is not None)
    outcome = told["result"]["outcome"]
    return printable(f"decision {told['decision_id']} {outcome}: {said}: {items}")


def _item(item: dict[str, Any]) -> str:
    rules = f" by {', '.join(item['rules'])}" if "rules" in item else ""
    return f"{item['name'] or 'any data'} {item['outcome']}{rules}"
