"""Collecting the faults of a load: all of them, each once, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from disclosure_rules.language.diagnostics import Diagnostic, nearest_word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from disclosure_rules.language.phrases import Detail
    from disclosure_rules.language.source import Span

_LONGEST_WORD: Final = 120
"""How much of an unknown word is shown: it may be a whole text that lost its quotes."""

_MOST_COMPARED: Final = 100_000
"""With how many words unknown ones are compared in a load: beyond that, nobody waits for a help."""


class Faults:
    """The diagnostics found so far."""

    def __init__(self) -> None:
        """Start with none."""
        self._found: dict[tuple[str, Span, tuple[tuple[str, Detail], ...]], Diagnostic] = {}
        self._compared = 0

    def add(self, code: str, span: Span, **details: Detail | None) -> None:
        """Add a fault; details that are None are left out, a repeat at one place is dropped."""
        kept = {name: detail for name, detail in details.items() if detail is not None}
        identity = (code, span, tuple(sorted(kept.items(), key=str)))
        self._found.setdefault(identity, Diagnostic(code, span, kept))

    def unknown(
        self, code: str, span: Span, word: str, known: Iterable[str], /, **details: Detail | None
    ) -> None:
        """Add a fault about a word that nobody declared, with the nearest declared one."""
        shown = word if len(word) <= _LONGEST_WORD else f"{word[: _LONGEST_WORD - 1]}…"
        nearest = None
        if self._compared < _MOST_COMPARED:
            among = sorted(set(known))
            self._compared += len(among)
            nearest = _nearest(word, among)
        self.add(code, span, word=shown, nearest=nearest, **details)

    def in_order(self) -> tuple[Diagnostic, ...]:
        """Return what was found, sorted by file, line and column."""
        return tuple(sorted(self._found.values(), key=lambda diagnostic: diagnostic.order))

    def has_errors(self) -> bool:
        """Tell whether anything found forbids using the policies."""
        if not self._found:
            return False
        # What faults are called and how grave they are is not loaded where there is none.
        from disclosure_rules.language.catalogue import severity  # noqa: PLC0415

        return any(severity(diagnostic.code) == "error" for diagnostic in self._found.values())


def _nearest(word: str, known: list[str]) -> str | None:
    """Return the nearest known name; of a path, its last word must be near, not only the path.

    A name that was written without its policy or its entity is the nearest of all.
    """
    above, dot, last = word.rpartition(".")
    beside = {name.rpartition(".")[2]: name for name in known if name.startswith(f"{above}.")}
    if dot and beside:
        nearest = nearest_word(last, beside)
        if nearest is not None:
            return beside[nearest]
    elsewhere = [name for name in known if name.endswith((f"#{last}", f".{last}"))]
    if len(elsewhere) == 1:
        return elsewhere[0]
    if dot and beside:
        return None
    return nearest_word(word, (name for name in known if dot or "." not in name))
