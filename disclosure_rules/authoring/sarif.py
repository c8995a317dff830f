"""Diagnostics into SARIF 2.1.0, the format in which code hosts and editors take findings.

The format is an OASIS standard: Static Analysis Results Interchange Format, version 2.1.0.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from disclosure_rules import __version__
from disclosure_rules.language.catalogue import message, page, remedy, severity
from disclosure_rules.language.phrases import phrase, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from disclosure_rules.language.diagnostics import Diagnostic
    from disclosure_rules.language.phrases import Reader

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"


def as_sarif(diagnostics: Iterable[Diagnostic], reader: Reader = "en") -> dict[str, object]:
    """Return diagnostics as one run of SARIF; messages are in the language of the reader."""
    told = list(diagnostics)
    codes = sorted({diagnostic.code for diagnostic in told})
    driver = {
        "name": "disclosure-rules",
        "version": __version__,
        "rules": [
            {
                "id": code,
                "helpUri": page(code),
                "defaultConfiguration": {"level": severity(code)},
            }
            for code in codes
        ],
    }
    results = [_result(diagnostic, codes.index(diagnostic.code), reader) for diagnostic in told]
    run = {
        "tool": {"driver": driver},
        "language": reader,
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(diagnostic: Diagnostic, index: int, reader: Reader) -> dict[str, object]:
    text, help_ = message(diagnostic, reader), remedy(diagnostic, reader)
    if help_ is not None:
        text = f"{text}\n{say(phrase('help'), reader)}: {help_}"
    span = diagnostic.span
    region = {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
    place = {"artifactLocation": {"uri": _uri(span.file)}, "region": region}
    return {
        "ruleId": diagnostic.code,
        "ruleIndex": index,
        "level": severity(diagnostic.code),
        "message": {"text": text},
        "locations": [{"physicalLocation": place}],
    }


def _uri(file: str) -> str:
    """Return the address of a file; a relative one stays relative to where the check ran."""
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
