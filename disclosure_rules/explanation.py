"""The explanation of a decision, in the language of a reader: text, Markdown, a page, or data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from disclosure_rules.decision import Outcome
    from disclosure_rules.language.phrases import Reader


class Explanation:
    """Why a decision came out as it did; it shows values of the request, and its `repr` none."""

    __slots__ = ("_data", "_fragment", "_markdown", "_page", "_short", "_text", "outcome", "reader")

    def __init__(  # noqa: PLR0913 - one for each rendering
        self,
        outcome: Outcome,
        reader: Reader,
        *,
        short: Callable[[], str],
        text: Callable[[], str],
        markdown: Callable[[], str],
        page: Callable[[], str],
        fragment: Callable[[], str],
        data: Callable[[], dict[str, Any]],
    ) -> None:
        """Hold the explanation; each rendering is made when it is asked for."""
        self.outcome: Outcome = outcome
        self.reader: Reader = reader
        self._short = short
        self._text = text
        self._markdown = markdown
        self._page = page
        self._fragment = fragment
        self._data = data

    def __str__(self) -> str:
        """Return the explanation as text for a terminal."""
        return self._text()

    def short(self) -> str:
        """Return the outcome, a line for each item, and what must be done."""
        return self._short()

    def markdown(self) -> str:
        """Return the explanation as CommonMark."""
        return self._markdown()

    def html(self) -> str:
        """Return the explanation as a page that stands alone: no scripts, nothing fetched."""
        return self._page()

    def _repr_html_(self) -> str:
        """Show the explanation in a notebook."""
        return self._fragment()

    def as_dict(self) -> dict[str, Any]:
        """Return the proof as plain data, as `schemas/explanation.schema.json` describes it."""
        return self._data()

    def __repr__(self) -> str:
        """Show the outcome and the language."""
        return f"Explanation({self.outcome!r}, {self.reader!r})"
