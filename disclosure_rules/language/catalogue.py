"""Every kind of diagnostic: how grave it is, and what it says in the language of the reader.

Wording is data, one entry for each code, in the words of policies. How to mend a fault is a choice
of sentences: the first of which every placeholder is known is shown, or none.
"""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING, Final

from disclosure_rules.language.phrases import Detail, Phrase, Reader, phrase, say, texts_of
from disclosure_rules.language.wording.diagnostics_en import TEXTS
from disclosure_rules.language.wording.phrases_en import TEXTS as PHRASES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from disclosure_rules.language.diagnostics import Diagnostic, Severity

CODES: Final = tuple(TEXTS)
"""The code of every kind of diagnostic, those of files first, those of cases last."""

_FIRST_CHECK: Final = "rule_never_applies"
CHECKED: Final = CODES[CODES.index(_FIRST_CHECK) :]
"""The codes of what `check` finds in a set that loads; the last of them speak of comments."""
_FIRST_DEEP: Final = "rule_never_decides"
DEEP: Final = tuple(
    code for code in CODES[CODES.index(_FIRST_DEEP) :] if not code.startswith("silenced_")
)
"""The codes among them of what is proved, and looked for only where that is asked for."""

_GRAVE: Final = frozenset({"silence_without_because", "guarantee_of_nothing"})
"""Findings of checks that are errors: safety is at stake, or a promise is empty."""
_NOTES: Final = frozenset({"allow_meets_deny"})
"""Findings that are worth knowing, and nothing to mend."""
_WARNINGS: Final = frozenset({"version_gap", "version_end", *CHECKED}) - _GRAVE - _NOTES


def severity(code: str) -> Severity:
    """Return how grave a kind of diagnostic is: an error forbids using the policies."""
    if code in _NOTES:
        return "note"
    return "warning" if code in _WARNINGS else "error"


def page(code: str) -> str:
    """Return where the docs explain a kind of diagnostic, from the root of this repository."""
    return f"docs/diagnostics/{code}.md"


def message(diagnostic: Diagnostic, reader: Reader = "en") -> str:
    """Return what a diagnostic says, in one line."""
    says, *_ = _sentences(diagnostic, reader)
    return says.format_map(_told(diagnostic, reader))


def remedy(diagnostic: Diagnostic, reader: Reader = "en") -> str | None:
    """Return how to mend it, or None where nothing certain can be said."""
    told = _told(diagnostic, reader)
    _, *remedies = _sentences(diagnostic, reader)
    for template in remedies:
        if all(name in told for _, name, _, _ in Formatter().parse(template) if name):
            return template.format_map(told)
    return None


def _sentences(diagnostic: Diagnostic, reader: Reader) -> tuple[str, ...]:
    texts: Mapping[str, tuple[str, ...]] = texts_of("diagnostics", reader)
    return texts[diagnostic.code]


def _told(diagnostic: Diagnostic, reader: Reader) -> Mapping[str, str]:
    details: dict[str, Detail] = dict(diagnostic.details)
    if "taxonomy" in details:
        taxonomy = details["taxonomy"]
        details["what"] = _named(f"a_{taxonomy}", "type_term", taxonomy)
        details["taxonomy"] = _named(f"all_{taxonomy}", "all_terms", taxonomy)
    return {name: say(detail, reader) for name, detail in details.items()}


def _named(own: str, general: str, taxonomy: Detail) -> Phrase:
    """Return the phrase that a taxonomy has of its own, or else that of any taxonomy."""
    return phrase(own) if own in PHRASES else phrase(general, taxonomy=taxonomy)
