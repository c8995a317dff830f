"""What can go wrong, for callers to catch: policies, requests, denials.

No message shows a value that a request carries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from disclosure_rules.decision import Decision
    from disclosure_rules.language.diagnostics import Diagnostic
    from disclosure_rules.language.phrases import Detail, Reader


class DisclosureRulesError(Exception):
    """The base of every error that this package raises on purpose."""


class PolicyError(DisclosureRulesError):
    """A policy set has faults; `diagnostics` holds all of them, in order."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...], sources: Mapping[str, str]) -> None:
        """Carry the diagnostics, and the text of each file for the lines that they quote."""
        super().__init__(diagnostics, sources)
        self.diagnostics = diagnostics
        self._sources = sources

    def text(self, reader: Reader = "en") -> str:
        """Return the diagnostics as people read them, with places and remedies."""
        from disclosure_rules.language.rendering import as_text  # noqa: PLC0415

        return as_text(self.diagnostics, self._sources, reader)

    def __str__(self) -> str:
        """Return the diagnostics as English text."""
        return self.text()


class Fault:
    """One fault of a request: where, what, and what was probably meant."""

    __slots__ = ("code", "problem", "steps")

    def __init__(self, code: str, steps: tuple[str | int, ...], problem: Detail) -> None:
        """Name the fault `code` at the place that `steps` lead to."""
        self.code: str = code
        self.steps: tuple[str | int, ...] = steps
        self.problem: Detail = problem

    @property
    def message(self) -> str:
        """What is wrong there, in English."""
        return self.text()

    def text(self, reader: Reader = "en") -> str:
        """Return what is wrong there, in the language of the reader."""
        from disclosure_rules.language.phrases import say  # noqa: PLC0415

        return say(self.problem, reader)

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
        return Fault, (self.code, self.steps, self.problem)


class InvalidRequest(DisclosureRulesError, ValueError):  # noqa: N818 - the name is part of the public face
    """A request does not fit the vocabulary; `faults` holds everything that is wrong with it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Carry the faults."""
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__(self.faults)

    def text(self, reader: Reader = "en") -> str:
        """Return one line for each fault, in the language of the reader."""
        return "\n".join(f"{fault.path}: {fault.text(reader)}" for fault in self.faults)

    def __str__(self) -> str:
        """Return one English line for each fault."""
        return self.text()


class DisclosureDenied(DisclosureRulesError):  # noqa: N818 - the name is part of the public face
    """Something may not be disclosed; `decision` says why, `open_obligations` what is undone."""

    def __init__(self, decision: Decision, open_obligations: Iterable[str] = ()) -> None:
        """Carry the decision, and obligations to fulfil before anything leaves."""
        self.decision = decision
        self.open_obligations: tuple[str, ...] = tuple(open_obligations)
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
