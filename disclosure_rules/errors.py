"""What can go wrong, for callers to catch: policies, requests, denials.

No message shows a value that a request carries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from disclosure_rules.decision import Decision
    from disclosure_rules.language.diagnostics import Diagnostic


class DisclosureRulesError(Exception):
    """The base of every error that this package raises on purpose."""


class PolicyError(DisclosureRulesError):
    """A policy set has faults; `diagnostics` holds all of them, in order."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...], text: str) -> None:
        """Carry the diagnostics, and their text for people."""
        super().__init__(diagnostics, text)
        self.diagnostics = diagnostics
        self.text = text

    def __str__(self) -> str:
        """Return the diagnostics as text, with places and remedies."""
        return self.text


class Fault:
    """One fault of a request: where, what, and what was probably meant."""

    __slots__ = ("code", "message", "steps")

    def __init__(self, code: str, steps: tuple[str | int, ...], message: str) -> None:
        """Name the fault `code` at the place that `steps` lead to."""
        self.code = code
        self.steps = steps
        self.message = message

    @property
    def path(self) -> str:
        """The place as `client.consents[0].purposes`."""
        path = ""
        for step in self.steps:
            if isinstance(step, int):
                path += f"[{step}]"
            else:
                path += f".{step}" if path else step
        return path or "request"

    def __repr__(self) -> str:
        """Show code and place, which hold no value of the request."""
        return f"Fault({self.code!r}, {self.path!r})"

    def __reduce__(self) -> tuple[object, ...]:
        """Let the fault cross processes."""
        return Fault, (self.code, self.steps, self.message)


class InvalidRequest(DisclosureRulesError, ValueError):  # noqa: N818 - the name is part of the public face
    """A request does not fit the vocabulary; `faults` holds everything that is wrong with it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Carry the faults."""
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        """Return one line for each fault."""
        return "\n".join(f"{fault.path}: {fault.message}" for fault in self.faults)


class DisclosureDenied(DisclosureRulesError):  # noqa: N818 - the name is part of the public face
    """Something may not be disclosed; `decision` says why, `open_obligations` what is undone."""

    def __init__(self, decision: Decision, open_obligations: Iterable[str] = ()) -> None:
        """Carry the decision, and obligations to fulfil before anything leaves."""
        self.decision = decision
        self.open_obligations = tuple(open_obligations)
        super().__init__(decision, self.open_obligations)

    def __str__(self) -> str:
        """Name the outcome of each item that stays, and the open obligations."""
        refused = [item for item in self.decision.items if item.outcome != "permitted"]
        parts = [f"{_named(item.name)} is {item.outcome}" for item in refused]
        if self.open_obligations:
            listed = ", ".join(f"`{name}`" for name in self.open_obligations)
            parts.append(f"to fulfil before disclosing: {listed}")
        return "; ".join(parts)


def _named(item: str | None) -> str:
    """Return an item's name so that it cannot pass for a line of its own."""
    return "the request" if item is None else f"item `{repr(item)[1:-1]}`"
