"""The words of a trace in one language: its own, those of the handbook, and texts of the set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.language.phrases import texts_of
from disclosure_rules.language.vocabulary import language_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from disclosure_rules.language.phrases import Reader
    from disclosure_rules.language.vocabulary import Texts


class Words:
    """Say things in the language of a reader."""

    def __init__(self, reader: Reader) -> None:
        """Use the words of this language."""
        self.reader = reader
        # A trace calls by the same words what the handbook has too.
        self._texts: Mapping[str, str] = {
            **texts_of("handbook", reader),
            **texts_of("trace", reader),
        }

    def say(self, key: str, /, **parts: object) -> str:
        """Return one of the texts, with parts in place of its names."""
        return self._texts[key].format_map(parts)

    def counted(self, what: str, number: int) -> str:
        """Return how many cases do something: none, one, or several."""
        return self.say(many(what, number), number=number)

    def local(self, texts: Texts, otherwise: str) -> str:
        """Return a text of the policies in one line; in another language, if it must be."""
        language = language_for(texts, self.reader)
        return otherwise if language is None else " ".join(texts[language].split())


def many(what: str, number: int) -> str:
    """Return the key of the text about so many of something."""
    return f"{what}_none" if not number else f"{what}_one" if number == 1 else f"{what}_many"
