"""A value that is not what should stand there into what is amiss with it, if that can be seen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from disclosure_rules.language.diagnostics import nearest_word
from disclosure_rules.language.odd_times import odd_time
from disclosure_rules.language.patterns import DATE_PATTERN, PATH_PATTERN, REFERENCE_PATTERN
from disclosure_rules.language.phrases import Phrase, phrase
from disclosure_rules.language.times import UNITS, read_date
from disclosure_rules.language.tree import Node, Scalar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

_WORDS: Final = frozenset({"word", "words", "name", "words_in_list", "names_in_list"})
"""What must be words, where something that is nearly one deserves a hint."""
_LISTS: Final = frozenset(
    {"words", "words_in_list", "names_in_list", "conditions", "values", "entries", "list", "names"}
)
"""What must be a list, or may be one."""
_TIGHT_COLON: Final = re.compile(r"[\w.-]+:[^ ]")
_TIGHT_DASH: Final = re.compile(r"-[^\W\d]")
_DOTTED_DATE: Final = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})")
_FORMULA: Final = re.compile(r"([a-z][a-z0-9_.]*) *(==?|[<>]=?|!=) *([^=<>!].*)")
_OPERATORS: Final = {"<": "less_than", "<=": "at_most", ">": "more_than", ">=": "at_least"}
_YES: Final = frozenset({"true", "yes", "y", "on", "jah", "ja", "tõene"})
_NO: Final = frozenset({"false", "no", "n", "off", "ei", "väär"})
_OTHER_WORDS: Final = {
    **dict.fromkeys(("permit", "permits", "permitted", "allowed", "allows", "grant"), "allow"),
    **dict.fromkeys(("luba", "lubab", "lubatud"), "allow"),
    **dict.fromkeys(("forbid", "forbids", "prohibit", "prohibits", "prohibited"), "deny"),
    **dict.fromkeys(("denied", "denies", "refuse", "block", "keela", "keelab", "keelatud"), "deny"),
    **dict.fromkeys(("if", "condition", "conditions", "kui"), "when"),
}
"""Words that others write for words of the language; spelling alone would not tell them."""


def hint(node: Node | None, expected: Phrase) -> Phrase | None:
    """Return what is amiss with a value that looks almost like the expected one."""
    if not isinstance(node, Scalar):
        return None
    if expected.key in _LISTS and _TIGHT_DASH.match(node.text):
        return phrase("tight_dash")
    if expected.key in _WORDS:
        return _hint_of_word(node.text, expected)
    found = _HINTS.get(expected.key)
    return None if found is None else found(node, expected)


def meant(word: str, known: Collection[str]) -> str | None:
    """Return the known word that others call so; None if none of them is it."""
    other = _OTHER_WORDS.get(word.lower())
    return other if other is not None and other in known else None


def _hint_of_date(node: Scalar, _expected: Phrase) -> Phrase | None:
    if re.fullmatch(DATE_PATTERN, node.text):
        return phrase("no_such_day", day=node.text)
    return _hint_of_dotted(node.text)


def _hint_of_time(node: Scalar, _expected: Phrase) -> Phrase | None:
    return _hint_of_dotted(node.text) or odd_time(node.text)


def _hint_of_dotted(text: str) -> Phrase | None:
    """Return how a date is written whose day stands first, as Estonians write it."""
    dotted = _DOTTED_DATE.fullmatch(text)
    if dotted is None:
        return None
    day, month, year = dotted.groups()
    written = f"{year}-{month:0>2}-{day:0>2}"
    if read_date(written) is None:
        return phrase("no_such_day", day=text)
    return phrase("as_word", word=written)


def _hint_of_duration(_node: Scalar, _expected: Phrase) -> Phrase:
    return phrase("units", known=", ".join(f"`{unit}`" for unit in UNITS))


def _hint_of_boolean(node: Scalar, _expected: Phrase) -> Phrase | None:
    word = node.text.strip().lower()
    if word in _YES | _NO:
        return phrase("as_boolean", word="true" if word in _YES else "false")
    return None


def _hint_of_text(node: Scalar, _expected: Phrase) -> Phrase | None:
    return phrase("cut_by_comment") if not node.text else None


def _hint_of_mapping(node: Scalar, _expected: Phrase) -> Phrase | None:
    if _TIGHT_COLON.match(node.text):
        return phrase("tight_colon")
    if re.fullmatch(DATE_PATTERN, node.text):
        return phrase("from_day", day=node.text)
    return None


def _hint_of_condition(node: Scalar, _expected: Phrase) -> Phrase | None:
    if _TIGHT_COLON.match(node.text):
        return phrase("tight_colon")
    if not isinstance(node.value, str):
        return None
    if re.fullmatch(REFERENCE_PATTERN, node.text):
        return phrase("as_definition", word=node.text)
    formula = _FORMULA.fullmatch(node.text)
    if formula is None or not re.fullmatch(PATH_PATTERN, formula[1]):
        return None
    path, sign, value = formula.groups()
    if sign == "!=":
        return phrase("as_word", word=f"not: {{{path}: {value}}}")
    operator = _OPERATORS.get(sign)
    written = value if operator is None else f"{{{operator}: {value}}}"
    return phrase("as_word", word=f"{path}: {written}")


def _hint_of_choice(node: Scalar, expected: Phrase) -> Phrase | None:
    known = re.findall("`([^`]+)`", str(dict(expected.details)["known"]))
    nearest = meant(node.text, known) or nearest_word(node.text, known)
    return phrase("did_you_mean", nearest=nearest) if nearest else None


def _hint_of_word(text: str, expected: Phrase) -> Phrase | None:
    """Return how a word is written that is nearly one."""
    odd = next((character for character in text if not character.isascii()), None)
    if odd is not None:
        return phrase("odd_letter", character=odd, number=f"U+{ord(odd):04X}")
    word = re.sub(r"[\s-]+", "_", text.strip().lower())
    if not re.fullmatch(REFERENCE_PATTERN, word):
        return None
    return phrase("as_list" if "list" in expected.key else "as_word", word=word)


_HINTS: Final[dict[str, Callable[[Scalar, Phrase], Phrase | None]]] = {
    "written_date": _hint_of_date,
    "written_time": _hint_of_time,
    "written_duration": _hint_of_duration,
    "written_boolean": _hint_of_boolean,
    "written_text": _hint_of_text,
    "texts": _hint_of_text,
    "mapping": _hint_of_mapping,
    "condition": _hint_of_condition,
    "one_of": _hint_of_choice,
}
