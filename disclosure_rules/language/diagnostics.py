"""Diagnostics: a fault of a policy set as data; only renderers make text of it."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal

from disclosure_rules.language.noun import noun

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from disclosure_rules.language.phrases import Detail
    from disclosure_rules.language.source import Span

Severity = Literal["error", "warning", "note"]


@noun
class Diagnostic:
    """One fault, at one place."""

    code: str
    """What kind of fault; `catalogue` has its severity and wording."""
    span: Span
    details: Mapping[str, Detail]
    """What the wording's placeholders stand for; words of the policies, never of a request."""

    @property
    def order(self) -> tuple[object, ...]:
        """Sort by place, then code, then details."""
        return (
            self.span,
            self.code,
            sorted((name, str(detail)) for name, detail in self.details.items()),
        )


def nearest_word(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that `word` was probably meant to be, or None rather than a guess.

    `-`, `_` and case do not count.
    """
    folded = {_fold(candidate): candidate for candidate in sorted(known)}
    close = get_close_matches(_fold(word), folded, n=1, cutoff=0.7)
    return folded[close[0]] if close else None


def _fold(word: str) -> str:
    # Long texts are never words; difflib is quadratic in their length.
    return word[:80].lower().replace("-", "").replace("_", "")
