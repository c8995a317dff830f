"""Sentences that are the same in two languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from disclosure_rules.authoring.checks.inspected import Inspected, finding
from disclosure_rules.authoring.checks.texts import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.language.diagnostics import Diagnostic

_NAME: Final = 3
"""Up to how many words a text may be a name, the same in every language."""


def untranslated(inspected: Inspected) -> Iterator[Diagnostic]:
    """Find texts that stand word for word in more than one language."""
    for one in told(inspected):
        first: dict[str, str] = {}
        for language, text in one.texts.items():
            other = first.setdefault(text.casefold(), language)
            if other != language and len(text.split()) > _NAME:
                span = inspected.place(one.span, one.key, language)
                yield finding("untranslated", span, word=one.word, language=language, other=other)
