"""The closed world of words: taxonomies of terms, and the facts a request may carry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never, cast

from disclosure_rules.language.noun import aside, noun
from disclosure_rules.language.phrases import Phrase, phrase

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from disclosure_rules.language.source import Span

Texts: TypeAlias = Mapping[str, str]
"""A text in each language of the set, by language code."""


def language_for(texts: Mapping[str, object], reader: str) -> str | None:
    """Return the language in which a reader gets a text: the reader's own, else the first."""
    return reader if reader in texts else next(iter(texts), None)


Silence = Literal["unknown", "none"]
"""What an absent fact means: we were not told, or a full record says there is none."""


@noun
class Term:
    """A word of a taxonomy."""

    id: str
    parent: str | None
    narrower: tuple[str, ...]
    involves: frozenset[str]
    label: Texts
    description: Texts
    same_as: str | None
    carries: tuple[str, ...]
    """The clauses that the term carries out."""
    span: Span


@noun
class Taxonomy:
    """A forest of terms: every term has at most one broader term."""

    id: str
    terms: Mapping[str, Term]
    span: Span

    def ancestors(self, term: str) -> Iterator[str]:
        """Yield the term itself, then every broader one, nearest first."""
        current: str | None = term
        while current is not None:
            yield current
            current = self.terms[current].parent

    def covers(self, broad: str, narrow: str) -> bool:
        """Tell whether `narrow` is `broad` or one of its narrower terms."""
        return broad in self.ancestors(narrow)

    def is_leaf(self, term: str) -> bool:
        """Tell whether the term has nothing narrower."""
        return not self.terms[term].narrower

    def descendants(self, term: str) -> Iterator[str]:
        """Yield the term itself and every narrower one."""
        yield term
        for child in self.terms[term].narrower:
            yield from self.descendants(child)


@noun
class Plain:
    """The type of a single value that is no term."""

    name: Literal["boolean", "integer", "number", "text", "time", "date", "duration"]


@noun
class OneTerm:
    """The type of a single term: a description, which may mean anything narrower."""

    taxonomy: str


@noun
class Categories:
    """The type of `item.category`: one term of `data` or several, all of which apply."""

    taxonomy: str = "data"


@noun
class TermSet:
    """The type of a set of terms, each a grant that covers everything narrower."""

    taxonomy: str


@noun
class TextSet:
    """The type of a set of texts."""


@noun
class Records:
    """The type of a list of records, each with the same fields."""

    fields: Mapping[str, Fact]


@noun
class RecordOf:
    """What a definition is handed that looks at a record: one of this list."""

    list: str
    """The vocabulary path of the list."""


Type: TypeAlias = Plain | OneTerm | Categories | TermSet | TextSet | Records


def describe_type(kind: Type | RecordOf) -> Phrase:
    """Return a type in the words of a policy."""
    match kind:
        case Plain(name):
            return phrase(f"type_{name}")
        case OneTerm(taxonomy):
            return phrase("type_term", taxonomy=taxonomy)
        case Categories():
            return phrase("type_categories")
        case TermSet(taxonomy):
            return phrase("type_terms", taxonomy=taxonomy)
        case TextSet():
            return phrase("type_texts")
        case Records():
            return phrase("type_records")
        case RecordOf(path):
            return phrase("type_record", list=path)
    assert_never(kind)


TIME_TYPES = (Plain("time"), Plain("date"))
NUMBER_TYPES = (Plain("integer"), Plain("number"))


@noun
class Fact:
    """Something a request may say: of the request, of an entity in it, or of a record."""

    path: str
    """The vocabulary path, such as `client.consents.given_at`."""
    type: Type
    silence: Silence
    because: Texts
    label: Texts
    changes_by: str | None
    log: str | None
    span: Span
    built_in: bool = False

    @property
    def name(self) -> str:
        """The last word of the path: the key under which a request carries it."""
        return self.path.rpartition(".")[2]

    @property
    def may_change(self) -> bool:
        """Whether it can come to be otherwise: by being obtained, or established."""
        return self.changes_by in ("obtaining", "establishing")


@noun
class Entity:
    """Somebody or something a request speaks of, with its facts."""

    id: str
    silence: Silence | None
    """What the absence of the whole entity means for all of its facts; None: each its own."""
    facts: Mapping[str, Fact]
    label: Texts
    because: Texts
    span: Span


@noun
class Vocabulary:
    """Every word that policies and requests may use."""

    id: str
    time_zone: str
    zone: ZoneInfo = aside()
    languages: tuple[str, ...]
    subject: str
    """The id of the entity whose data it is."""
    taxonomies: Mapping[str, Taxonomy]
    entities: Mapping[str, Entity]
    """By id; `recipient`, `item` and the subject are always there."""
    request_facts: Mapping[str, Fact]
    """The facts of the request itself: `operation`, `purpose`, `moment`."""
    title: Texts
    span: Span

    def fact(self, path: str) -> Fact | None:
        """Return the fact of a path of one or two words, or None."""
        entity, dot, name = path.partition(".")
        if not dot:
            return self.request_facts.get(entity)
        found = self.entities.get(entity)
        return found.facts.get(name) if found else None

    def fact_or_field(self, path: str) -> Fact:
        """Return a fact, or a field of the records of a list, by a path that there is."""
        fact = self.fact(path)
        if fact is None:
            above, _, name = path.rpartition(".")
            fact = cast("Records", cast("Fact", self.fact(above)).type).fields[name]
        return fact

    def facts_of(self, taxonomy: str) -> Iterator[Fact]:
        """Yield the facts, and fields of records, whose values are terms of a taxonomy."""
        pending = [fact for entity in self.entities.values() for fact in entity.facts.values()]
        while pending:
            fact = pending.pop(0)
            if isinstance(fact.type, Records):
                pending[:0] = fact.type.fields.values()
            elif isinstance(fact.type, (OneTerm, TermSet)) and fact.type.taxonomy == taxonomy:
                yield fact

    def label(self, taxonomy: str, term: str, language: str) -> str:
        """Return a term's label in a language, or its id where it has none."""
        return self.taxonomies[taxonomy].terms[term].label.get(language, term)
