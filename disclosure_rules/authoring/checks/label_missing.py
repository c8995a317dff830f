"""Texts that lack a language of the set, and words that have no label though those beside do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from disclosure_rules.authoring.checks.inspected import Inspected, finding
from disclosure_rules.authoring.checks.texts import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.language.diagnostics import Diagnostic


_FEW: Final = 10
"""Of how many words one may lack its label, for that to look like an oversight."""


def label_missing(inspected: Inspected) -> Iterator[Diagnostic]:
    """Find words and sentences that some readers do not get in their language."""
    labels = [one for one in told(inspected) if one.key == "label"]
    forgotten = sum(not one.texts for one in labels) * _FEW < len(labels)
    for one in told(inspected):
        if one.texts or (one.key == "label" and forgotten):
            lacking = [lang for lang in inspected.vocabulary.languages if lang not in one.texts]
            if lacking:
                yield finding(
                    "label_missing",
                    inspected.place(one.span, one.key),
                    word=one.word,
                    key=one.key,
                    languages=", ".join(f"`{language}`" for language in lacking),
                )
