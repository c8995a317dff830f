"""Words beside each other that people cannot tell apart: most often a copy that was not adapted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.authoring.checks.inspected import Inspected, finding
from disclosure_rules.authoring.checks.texts import Told, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.language.diagnostics import Diagnostic


def same_text(inspected: Inspected) -> Iterator[Diagnostic]:
    """Find labels, titles and clauses that say the same as one beside them."""
    first: dict[tuple[str, str, str, str], Told] = {}
    for one in sorted(told(inspected), key=lambda one: one.span):
        for language, text in one.texts.items() if one.beside else ():
            other = first.setdefault((one.beside, one.key, language, text.casefold()), one)
            if other is not one:
                yield finding(
                    "same_text",
                    inspected.place(one.span, one.key, language),
                    word=one.word,
                    other=other.word,
                    language=language,
                    at=other.span.line_reference,
                )
