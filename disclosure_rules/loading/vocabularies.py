"""The vocabulary document into the Vocabulary."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from disclosure_rules.language.patterns import ID_PATTERN
from disclosure_rules.language.tree import Key, Node, Scalar
from disclosure_rules.language.vocabulary import (
    Categories,
    Entity,
    Fact,
    OneTerm,
    Plain,
    Records,
    Silence,
    Taxonomy,
    Term,
    Type,
    Vocabulary,
    describe_type,
)
from disclosure_rules.language.vocabulary_document import (
    EntityShape,
    FactShape,
    TermShape,
    VocabularyShape,
)
from disclosure_rules.loading.notices import read_clauses
from disclosure_rules.loading.texts import read_texts
from disclosure_rules.loading.types import listed, read_type, term_type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from collections.abc import Mapping as Table

    from disclosure_rules.language.source import Span
    from disclosure_rules.loading.faults import Faults
    from disclosure_rules.loading.shapes import Document

LANGUAGE_VERSION = "1"
REQUIRED_TAXONOMIES = ("operations", "purposes", "recipients", "data", "grounds")
REQUEST_WORDS = ("operation", "purpose", "moment", "items")
"""Words that a request uses itself, so that no entity can have them."""

CONDITION_WORDS = (
    "all",
    "any",
    "not",
    "holds",
    "some",
    "every",
    "permitted_by",
    "the",
    "parameter",
)
"""Words with which a condition begins, so that nothing else can be called so."""


_ZONES_OF_THE_MACHINE = ("localtime", "posixrules", "Factory")
"""Names of the zone database that mean another zone on another machine."""
_TREES = ("posix/", "right/")
"""Other trees of zones, which some machines have; those of `right` count leap seconds."""

_NOTHING_DECLARED = EntityShape.model_validate({})
"""An entity that the vocabulary need not declare: recipient, item, and the subject."""


def read_vocabulary(
    document: Document, clauses: frozenset[str], faults: Faults, *, incomplete: bool
) -> Vocabulary | None:
    """Return the vocabulary of a document, or None with faults.

    Args:
        document: The vocabulary document.
        clauses: The clauses that terms may cite.
        faults: Where faults go.
        incomplete: Whether a clause may stand in a document that could not be read.
    """
    cited = partial(read_clauses, known=clauses, faults=faults, incomplete=incomplete)
    return _Reader(document, cited, faults).read()


class _Reader:
    def __init__(
        self,
        document: Document,
        cited: Callable[[Iterable[Scalar] | None], tuple[str, ...]],
        faults: Faults,
    ) -> None:
        self.document = document
        self.cited = cited
        self.shape = cast("VocabularyShape", document.shape)
        self.faults = faults
        self.languages = tuple(word.text for word in self.shape.languages)
        self.taxonomies: dict[str, Taxonomy] = {}
        self.unread = False
        """Whether some words could not be read: their use elsewhere is no further fault."""

    def read(self) -> Vocabulary | None:
        shape = self.shape
        version = shape.language
        # The number, as the schema says: `"1"` in quotes is a text, `1.0` and `true` equal it.
        number = isinstance(version, Scalar) and isinstance(version.value, int)
        if not number or version.text != LANGUAGE_VERSION:  # type: ignore[union-attr]
            self.faults.add("unknown_language_version", version.span)
        zone = self._zone()
        for name, terms in shape.terms.items():
            if name == "text":
                # `set: text` is a set of texts.
                self.faults.add("reserved_word", name.span, word=name)
            self.taxonomies[str(name)] = self._taxonomy(name, terms)
        lacking = [name for name in REQUIRED_TAXONOMIES if name not in self.taxonomies]
        for word in lacking:
            place = self.document.key("terms")
            self.faults.add("missing_taxonomy", place, word=word)
            self.taxonomies[word] = Taxonomy(word, {}, place)  # its use is no further fault
        subject = shape.subject
        if subject.text in (*REQUEST_WORDS, "recipient", "item", *CONDITION_WORDS):
            self.faults.add("reserved_word", subject.span, word=subject.text)
            return None
        entities = self._entities()
        if zone is None or lacking or self.unread:
            return None
        return Vocabulary(
            id=shape.id.text,
            time_zone=shape.time_zone.text,
            zone=zone,
            languages=self.languages,
            subject=subject.text,
            taxonomies=self.taxonomies,
            entities=entities,
            request_facts={
                "operation": self._built_in("operation", OneTerm("operations")),
                "purpose": self._built_in("purpose", OneTerm("purposes")),
                "moment": self._built_in("moment", Plain("time")),
            },
            title=self._texts(shape.title),
            span=shape.id.span,
        )

    def _zone(self) -> ZoneInfo | None:
        name = self.shape.time_zone
        of_the_machine = name.text in _ZONES_OF_THE_MACHINE or name.text.startswith(_TREES)
        if not of_the_machine:
            try:
                return ZoneInfo(name.text)
            except (ZoneInfoNotFoundError, ValueError, OSError):
                pass
        self.faults.add("unknown_time_zone", name.span, word=name.text[:60])
        return None

    def _texts(self, node: Node | None) -> Table[str, str]:
        return read_texts(node, self.languages, self.faults)

    def _taxonomy(self, name: Key, roots: Table[Key, TermShape]) -> Taxonomy:
        terms: dict[str, Term] = {}
        pending = [
            (key, shape, None, frozenset[str]()) for key, shape in reversed([*roots.items()])
        ]
        stack = cast("list[tuple[Key, TermShape, str | None, frozenset[str]]]", pending)
        while stack:
            key, shape, parent, inherited = stack.pop()
            if key in terms:
                first = terms[key].span.line_reference
                self.faults.add("duplicate_id", key.span, word=key, first=first)
                continue
            involves = inherited | {word.text for word in shape.involves or ()}
            if shape.involves and name != "operations":
                self.faults.add("involves_elsewhere", shape.involves[0].span)
            narrower = shape.narrower or {}
            terms[str(key)] = Term(
                id=str(key),
                parent=parent,
                narrower=tuple(str(term) for term in narrower),
                involves=involves,
                label=self._texts(shape.label),
                description=self._texts(shape.description),
                same_as=shape.same_as.text if shape.same_as else None,
                carries=self.cited(shape.clauses),
                span=key.span,
            )
            stack.extend(
                (child, below, str(key), involves) for child, below in reversed([*narrower.items()])
            )
        if not terms:
            self.faults.add("empty_taxonomy", name.span, word=name)
            self.unread = True
        return Taxonomy(str(name), terms, name.span)

    def _entities(self) -> dict[str, Entity]:
        subject = self.shape.subject.text
        declared = {str(key): (key, shape) for key, shape in (self.shape.facts or {}).items()}
        always = ("recipient", "item", subject)
        for key, shape in declared.values():
            if key in (*REQUEST_WORDS, *CONDITION_WORDS):
                self.faults.add("reserved_word", key.span, word=key)
                self.unread = True
            if key in always and shape.silence_means:
                self.faults.add("silence_of_entity", shape.silence_means.span, word=key)
        entities = {}
        for name in (*always, *(name for name in declared if name not in always)):
            span, shape = self.shape.subject.span, _NOTHING_DECLARED
            if name in declared:
                span, shape = declared[name][0].span, declared[name][1]
            entities[name] = Entity(
                id=name,
                silence=cast("Silence | None", shape.silence_means and shape.silence_means.text),
                facts=self._entity_facts(name, shape),
                label=self._texts(shape.label),
                because=self._texts(shape.because),
                span=span,
            )
        return entities

    def _entity_facts(self, entity: str, shape: EntityShape) -> dict[str, Fact]:
        facts = {fact.name: fact for fact in self._built_ins(entity)}
        for name, below in (shape.__pydantic_extra__ or {}).items():
            span = self.document.key("facts", entity, name)
            if name in facts:
                self.faults.add("built_in_fact", span, word=f"{entity}.{name}")
            elif not re.fullmatch(ID_PATTERN, name):
                self.faults.add("bad_id", span, word=name[:60])
                self.unread = True
            else:
                fact = self._fact(f"{entity}.{name}", below, span, in_list=False)
                if fact is not None:
                    facts[name] = fact
        return facts

    def _built_ins(self, entity: str) -> tuple[Fact, ...]:
        text = Plain("text")
        if entity == "recipient":
            return (
                self._built_in("recipient.id", text),
                self._built_in("recipient.kind", OneTerm("recipients")),
            )
        if entity == "item":
            return (
                self._built_in("item.name", text),
                self._built_in("item.category", Categories()),
            )
        if entity == self.shape.subject.text:
            return (self._built_in(f"{entity}.id", text),)
        return ()

    def _built_in(self, path: str, kind: Type) -> Fact:
        return Fact(
            path=path,
            type=kind,
            silence="unknown",
            because={},
            label={},
            changes_by=None,
            log=None,
            span=self.shape.id.span,
            built_in=True,
        )

    def _fact(self, path: str, shape: FactShape, span: Span, *, in_list: bool) -> Fact | None:
        kind = self._fact_type(path, shape, span, in_list=in_list)
        if kind is None:
            self.unread = True
            return None
        return Fact(
            path=path,
            type=kind,
            silence=cast("Silence", shape.silence_means.text if shape.silence_means else "unknown"),
            because=self._texts(shape.because),
            label=self._texts(shape.label),
            changes_by=shape.changes_by.text if shape.changes_by else None,
            log=shape.log.text if shape.log else None,
            span=span,
        )

    def _fact_type(self, path: str, shape: FactShape, span: Span, *, in_list: bool) -> Type | None:
        forms = ("type", "term", "set", "list")
        given = [name for name in forms if getattr(shape, name) is not None]
        if len(given) != 1:
            self.faults.add("one_of_keys", span, known=listed(forms))
            return None
        form = given[0]
        if form == "list":
            return self._records(
                path, cast("dict[Key, FactShape]", shape.list), span, in_list=in_list
            )
        if form == "type":
            return read_type(cast("Node", shape.type), self.taxonomies, self.faults)
        return term_type(form, getattr(shape, form), self.taxonomies, self.faults)

    def _records(
        self, path: str, fields: Table[Key, FactShape], span: Span, *, in_list: bool
    ) -> Records | None:
        if in_list:
            self.faults.add("list_in_list", span)
            return None
        if not fields:
            self.faults.add("wrong_shape", span, expected=describe_type(Records({})))
            return None
        read = {
            str(key): self._fact(f"{path}.{key}", below, key.span, in_list=True)
            for key, below in fields.items()
        }
        return Records({name: fact for name, fact in read.items() if fact is not None})
