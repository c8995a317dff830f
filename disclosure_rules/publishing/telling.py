"""Names, terms, facts and values of a policy set into words of one language, with links."""

from __future__ import annotations

from datetime import date
from string import Formatter
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from disclosure_rules.explaining.marked import unmarked
from disclosure_rules.explaining.speaking import Speaker
from disclosure_rules.language.phrases import texts_of
from disclosure_rules.language.vocabulary import (
    Categories,
    OneTerm,
    Plain,
    RecordOf,
    Records,
    TermSet,
    TextSet,
    language_for,
)
from disclosure_rules.publishing.html import NOTHING, Node, element, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from disclosure_rules.language.conditions import Constant
    from disclosure_rules.language.phrases import Reader
    from disclosure_rules.language.policy import Obligation, Period, Policy, Reading, Rule
    from disclosure_rules.language.vocabulary import Fact, Texts, Type, Vocabulary
    from disclosure_rules.publishing.book import Book, Sort

_PAGE_OF: Final[Mapping[Sort, str]] = {
    "rules": "rules",
    "definitions": "rules",
    "parameters": "rules",
    "obligations": "obligations",
}
"""The page on which what a policy declares stands."""


class Teller:
    """Tell a policy set in the language of a reader."""

    def __init__(
        self, book: Book, reader: Reader, more: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        """Use the labels and titles of this set, and more words than the handbook's."""
        self.book = book
        self.reader = reader
        self.vocabulary: Vocabulary = book.policy_set.vocabulary
        self._speaker = Speaker(self.vocabulary, reader)
        self._texts: Mapping[str, str] = {**texts_of("handbook", reader), **more}

    # --- Words ---

    def say(self, key: str, /, **parts: Node) -> Node:
        """Return one of the texts of the handbook, with parts in place of its names."""
        made: list[Node] = []
        for words, name, _, _ in Formatter().parse(self._texts[key]):
            made.append(words)
            if name is not None:
                made.append(parts[name])
        return tuple(made)

    def plain(self, key: str) -> str:
        """Return one of the texts that have no names in them, for an attribute."""
        return self._texts[key]

    def sentence(self, key: str, /, **parts: Node) -> Node:
        """Return one of the texts as a paragraph of whole sentences."""
        return element("p", self.say(key, **parts), ".")

    def counted(self, number: int, noun: str) -> Node:
        """Return a number with its noun."""
        return self.say(f"{noun}_one" if number == 1 else f"{noun}_many", number=str(number))

    def local(self, texts: Texts, otherwise: str) -> Node:
        """Return a text of the policies: in the reader's language, else in another, else an id."""
        language = language_for(texts, self.reader)
        if language is None:
            return element("code", otherwise)
        foreign = None if language == self.reader else language
        return element("bdi", " ".join(texts[language].split()), lang=foreign)

    def either(self, nodes: Iterable[Node]) -> Node:
        """Return nodes of which one is meant."""
        return joined(nodes, ", ", self.say("or"))

    def both(self, nodes: Iterable[Node]) -> Node:
        """Return nodes all of which are meant."""
        return joined(nodes, ", ", self.say("and"))

    def set_title(self) -> Node:
        """Return what people call the policy set."""
        return self.local(self.vocabulary.title, self.vocabulary.id)

    # --- Links ---

    def link(self, page: str, anchor: str, *shown: Node, class_: str | None = None) -> Node:
        """Return a link to a place of the handbook."""
        return element("a", *shown, href=f"{page}.{self.reader}.html#{anchor}", class_=class_)

    def named(self, sort: Sort, name: str, seen_from: Policy | None = None) -> Node:
        """Return a link to what a version of a policy means by a qualified name."""
        policy = self.book.standing(sort, name, seen_from)
        declared = getattr(policy, sort)[name.partition("#")[2]]
        return self.named_as(sort, name, self.local(declared.title, name), seen_from)

    def named_as(self, sort: Sort, name: str, shown: Node, seen_from: Policy | None = None) -> Node:
        """Return the same link, shown in other words."""
        policy = self.book.standing(sort, name, seen_from)
        anchor = self.book.anchor(sort, policy, name.partition("#")[2])
        return self.link(_PAGE_OF[sort], anchor, shown)

    def rule(self, policy: Policy, rule: Rule) -> Node:
        """Return a link to a rule of a version, with the version if it is not in force."""
        anchor = self.book.anchor("rules", policy, rule.id)
        return (self.link("rules", anchor, self.local(rule.title, rule.id)), self.version(policy))

    def version(self, policy: Policy) -> Node:
        """Return the name of a version in brackets; nothing of one that is in force."""
        if self.book.counts(policy):
            return NOTHING
        return (
            " ",
            element("small", self.say("of_version", version=element("bdi", policy.version))),
        )

    def clause(self, name: str) -> Node:
        """Return a link to a clause: where it stands in its notice."""
        clause = self.book.policy_set.clauses[name]
        return self.link("notice", name, self.local(clause.where, name))

    def cited(self, clauses: Iterable[str]) -> Iterator[Node]:
        """Yield clauses with what they say."""
        for name in clauses:
            says = self.book.policy_set.clauses[name].says
            yield (self.clause(name), ": ", self.local(says, name))

    def reading(self, reading: Reading) -> Node:
        """Return a link to a reading."""
        return self.link("readings", reading.id, self.local(reading.title, reading.id))

    def term(self, taxonomy: str, term: str) -> Node:
        """Return what people call a term, with a link to it."""
        label = self.vocabulary.taxonomies[taxonomy].terms[term].label
        return self.link("vocabulary", f"{taxonomy}.{term}", self.local(label, term), class_="term")

    def fact(self, fact: Fact) -> Node:
        """Return what people call a fact, with a link to it."""
        return self.link("vocabulary", f"fact-{fact.path}", self.label(fact), class_="fact")

    def label(self, fact: Fact) -> Node:
        """Return what people call a fact."""
        if fact.built_in:
            return element("bdi", unmarked(self._speaker.label(fact)))
        return self.local(fact.label, fact.path)

    # --- Values and types ---

    def terms(self, taxonomy: str, terms: Iterable[str]) -> Node:
        """Return terms of which one is meant, in the order of the vocabulary."""
        return self.either(self._in_order(taxonomy, terms))

    def operations(self, terms: Iterable[str]) -> Node:
        """Return operations all of which are meant; none stands for any."""
        return self.both(self._in_order("operations", terms)) or self.say("any_operation")

    def _in_order(self, taxonomy: str, terms: Iterable[str]) -> list[Node]:
        wanted = frozenset(terms)
        known = self.vocabulary.taxonomies[taxonomy].terms
        return [self.term(taxonomy, term) for term in known if term in wanted]

    def value(self, value: Constant, kind: Type | None) -> Node:
        """Return a value that is written in a policy."""
        if isinstance(value, tuple):
            if isinstance(kind, (OneTerm, TermSet, Categories)):
                return joined(self._in_order(kind.taxonomy, value), ", ")
            return joined([self.value(part, kind) for part in value], ", ")
        if isinstance(value, str):
            if isinstance(kind, (OneTerm, TermSet, Categories)):
                return self.term(kind.taxonomy, value)
            return element("code", value)
        return self._speaker.value(value, kind)

    def taxonomy(self, taxonomy: str) -> Node:
        """Return what people call a taxonomy, with a link to it."""
        return self.link("vocabulary", taxonomy, self.name_of(taxonomy))

    def name_of(self, taxonomy: str) -> Node:
        """Return what people call a taxonomy: of a set's own, the facts that its terms are for."""
        key = f"taxonomy_{taxonomy}"
        if key in self._texts:
            return self.say(key)
        takers = [self.label(fact) for fact in self.vocabulary.facts_of(taxonomy)]
        return joined(takers, "; ") if takers else element("code", taxonomy)

    def _members(self, taxonomy: str) -> Node:
        """Return a taxonomy by its name where every set has it, else by its broadest terms."""
        if f"taxonomy_{taxonomy}" in self._texts:
            return self.taxonomy(taxonomy)
        terms = self.vocabulary.taxonomies[taxonomy].terms.values()
        return self.terms(taxonomy, [term.id for term in terms if term.parent is None])

    def type(self, kind: Type | RecordOf) -> Node:
        """Return what values there are of a type, in words."""
        match kind:
            case Plain(name):
                return self.say(f"type_{name}")
            case OneTerm(taxonomy):
                return self.say("type_term", taxonomy=self._members(taxonomy))
            case Categories(taxonomy):
                return self.say("type_categories", taxonomy=self._members(taxonomy))
            case TermSet(taxonomy):
                return self.say("type_terms", taxonomy=self._members(taxonomy))
            case TextSet():
                return self.say("type_texts")
            case Records():
                return self.say("type_records")
            case RecordOf(path):
                return self.say("type_record_of", list=self._list(path))

    def _list(self, path: str) -> Node:
        fact = self.vocabulary.fact(path)
        return element("code", path) if fact is None else self.fact(fact)

    # --- Dates and duties ---

    def period(self, period: Period) -> Node:
        """Return the days of a period."""
        start, end = period.start.isoformat(), period.end.isoformat()
        if period.end == date.max:
            return self.say("from_on", start=start)
        return self.say("from_to", start=start, end=end)

    def duty(self, name: str, seen_from: Policy | None) -> Node:
        """Return a link to an obligation, with when it is due."""
        policy = self.book.standing("obligations", name, seen_from)
        obligation = policy.obligations[name.partition("#")[2]]
        return (self.named("obligations", name, seen_from), " (", self.timing(obligation), ")")

    def timing(self, obligation: Obligation) -> Node:
        """Return when an obligation is due."""
        if obligation.within is None:
            return self.say(f"due_{obligation.timing}")
        return self.say("due_within", within=self.value(obligation.within, None))
