"""Phrases: what a message has to say, as data; each language of the reader makes a text of it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Reader: TypeAlias = Literal["en", "et"]
"""The language of whoever reads a message; texts of the policies have languages of their own."""

READERS: Final[tuple[Reader, ...]] = ("en", "et")


class Phrase(NamedTuple):
    """A phrase by its key in `wording/phrases_*.py`, and what its placeholders stand for."""

    key: str
    details: tuple[tuple[str, Detail], ...] = ()


Detail: TypeAlias = str | Phrase
"""A word of the policies as it is, or a phrase."""


def phrase(key: str, /, **details: Detail) -> Phrase:
    """Return a phrase."""
    return Phrase(key, tuple(details.items()))


def say(detail: Detail, reader: Reader) -> str:
    """Return the text of a phrase in a language, with nothing that could act on a terminal."""
    if not isinstance(detail, Phrase):
        return printable(detail)
    told = {name: say(part, reader) for name, part in detail.details}
    template: str = texts_of("phrases", reader)[detail.key]
    return template.format_map(told)


def texts_of(part: str, reader: Reader) -> Mapping[str, Any]:
    """Return the texts of a part of the wording, by key, in a language.

    They are imported when first asked for: a service that reads no message needs none of them.
    """
    texts: Mapping[str, Any] = import_module(
        f"disclosure_rules.language.wording.{part}_{reader}"
    ).TEXTS
    return texts


def printable(text: str) -> str:
    """Return a text with everything that could act on a terminal made visible."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else f"\\u{ord(character):04x}" for character in text
    )
