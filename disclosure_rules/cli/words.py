"""What the commands say, in the languages of the reader."""

from __future__ import annotations

from typing import Final

WORDS: Final = {
    "et": {
        "sound": "{folder}: vigu ei ole ({counts}); räsi {digest}",
        "faulty": "{folder}: {counts}",
        "unreadable": "ei saa lugeda ({reason}); kontrollige nime ja seda, kas võite selle avada",
        "no_input": "sisendit ei ole",
        "standard_input": "standardsisend",
        "invalid_request": "päring ei sobi sõnavaraga:",
    },
    "en": {
        "sound": "{folder}: no errors ({counts}); digest {digest}",
        "faulty": "{folder}: {counts}",
        "unreadable": "cannot be read ({reason}); check the name and that you may open it",
        "no_input": "there is none",
        "standard_input": "standard input",
        "invalid_request": "the request does not fit the vocabulary:",
    },
}

NOUNS: Final = {
    "et": {
        "error": ("viga", "viga"),
        "warning": ("hoiatus", "hoiatust"),
        "note": ("märkus", "märkust"),
        "policy": ("poliitika", "poliitikat"),
        "rule": ("reegel", "reeglit"),
        "clause": ("punkt", "punkti"),
        "guarantee": ("tagatis", "tagatist"),
        "case": ("juhtum", "juhtumit"),
        "change": ("muudatus", "muudatust"),
        "line": ("rida", "rida"),
    },
    "en": {
        "error": ("error", "errors"),
        "warning": ("warning", "warnings"),
        "note": ("note", "notes"),
        "policy": ("policy", "policies"),
        "rule": ("rule", "rules"),
        "clause": ("clause", "clauses"),
        "guarantee": ("guarantee", "guarantees"),
        "case": ("case", "cases"),
        "change": ("change", "changes"),
        "line": ("line", "lines"),
    },
}
"""How things are counted: one, and several."""


def counted(number: int, noun: str, language: str) -> str:
    """Return a number with its noun."""
    one, several = NOUNS[language][noun]
    return f"{number} {one if number == 1 else several}"
