"""The words of one policy set, which its own schemas offer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from disclosure_rules.language.phrases import Reader, say, texts_of
from disclosure_rules.language.schemas.declared import NO_NAMES, Names
from disclosure_rules.language.vocabulary import (
    Records,
    describe_type,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from disclosure_rules.language.vocabulary import Entity, Fact, Texts, Vocabulary

BUILT_IN: Final[Mapping[str, str]] = {
    "operation": "What is to be done with the data: a term of `operations`, best the narrowest.",
    "purpose": "What it is to be done for: a term of `purposes`, best the narrowest.",
    "moment": "The instant as of which is asked, with its offset: `2026-01-31T12:00:00+02:00`.",
    "recipient": "Who would receive the data.",
    "recipient.id": "The recipient's number or name, as policies and records have it.",
    "recipient.kind": "What the recipient is: a term of `recipients`, best the narrowest.",
    "subject": "Whose data they are.",
    "subject.id": "The number or name of the one whose data they are.",
    "items": "The data asked about, an item for each piece; left out, any data at all.",
    "item.name": "A name of your own for the item, such as `email`, under which the answer stands.",
    "item.category": "What the item is: a term of `data`, or a list of terms that all apply.",
}
"""What is the same in every vocabulary; `subject` stands for the entity whose data they are."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is filled into the schemas of one policy set."""

    vocabulary: Vocabulary
    names: Names = NO_NAMES
    reader: Reader = "en"
    """The language of descriptions."""

    def terms(self, taxonomy: str) -> dict[str, str]:
        """Return the terms of a taxonomy, each with its label, which may be empty."""
        terms = self.vocabulary.taxonomies[taxonomy].terms
        return {name: self._text(term.label) for name, term in terms.items()}

    def facts(self) -> Iterator[Fact]:
        """Yield every fact that a path names: the request's own, then those of entities."""
        yield from self.vocabulary.request_facts.values()
        for entity in self.vocabulary.entities.values():
            yield from entity.facts.values()

    def fields(self) -> Iterator[Fact]:
        """Yield the fields of all records."""
        for fact in self.facts():
            if isinstance(fact.type, Records):
                yield from fact.type.fields.values()

    def fact(self, fact: Fact) -> str:
        """Return the description of a fact: what it is, and what it means to leave it out."""
        if fact.built_in:
            return self._built_in(fact.path)
        kind = say(describe_type(fact.type), self.reader)
        told = {
            "unknown": "{label}: {kind}; left out, it is unknown.",
            "none": "{label}: {kind}; left out, there is none.",
        }[fact.silence]
        label = self._text(fact.label) or f"`{fact.path}`"
        sentence = in_words_of(self.reader, told).format(label=label, kind=kind)
        return sentence[:1].upper() + sentence[1:]

    def entity(self, entity: Entity) -> str:
        """Return the description of an entity, other than items."""
        if entity.id in ("recipient", self.vocabulary.subject):
            return self._built_in(entity.id)
        none = "; left out, there is none" if entity.silence == "none" else ""
        told = in_words_of(self.reader, f"{{label}}, with its facts{none}.")
        sentence = told.format(label=self._text(entity.label) or f"`{entity.id}`")
        return sentence[:1].upper() + sentence[1:]

    def _built_in(self, path: str) -> str:
        name, dot, rest = path.partition(".")
        name = "subject" if name == self.vocabulary.subject else name
        return BUILT_IN[name + dot + rest]

    def _text(self, texts: Texts) -> str:
        """Return a text in the reader's language, or else in the first that has it."""
        languages = (self.reader, *self.vocabulary.languages)
        return next((texts[language] for language in languages if language in texts), "")


def in_words_of(reader: Reader, sentence: str) -> str:
    """Return a sentence that editors show in the reader's language.

    What is no sentence of ours, such as a label of the vocabulary, stays as it is.
    """
    return sentence if reader == "en" else texts_of("schemas", reader).get(sentence, sentence)
