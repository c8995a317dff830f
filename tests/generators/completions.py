"""A request into requests that know more: unknown facts given, broad descriptions narrowed.

What is none is known to be none, so that nothing here gives it a value; a set, a list or a whole
entity that is given stays as it is, apart from what its records and facts leave unknown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import Any, Literal

from tests.generators.requests import Request, random_item
from tests.generators.values import random_value
from tests.generators.vocabularies import FactWord, Forest, Words

REQUEST_PARTS = {"operation": "operations", "purpose": "purposes"}


@dataclass(frozen=True, slots=True)
class _Learner:
    chance: Random
    words: Words
    learns: float
    """How probably an unknown fact is learnt."""
    narrows: float
    """How probably a broad description is narrowed."""
    to_leaves: bool
    """Whether what is learnt or narrowed becomes as narrow as can be."""
    only: frozenset[str] | None = None
    """The paths that are learnt or narrowed; None: all."""

    def request(self, request: Request) -> Request:
        given = {key: part for key, part in request.items() if part is not None}
        learnt = {"moment": given["moment"]}
        for part, taxonomy in REQUEST_PARTS.items():
            forest = self.words.forests[taxonomy]
            if part in given:
                learnt[part] = self.narrowed(given[part], forest, part)
            elif self.is_unknown(part, request) and self.wants(self.learns, part):
                learnt[part] = self.term(forest, forest.terms)
        for entity in self.words.entities:
            if entity in given:
                learnt[entity] = self.entity(entity, given[entity], wholly=False)
            elif entity != "item":
                learnt |= self.absent_entity(entity, request)
        if given.get("items"):
            learnt["items"] = [self.item(item) for item in given["items"]]
        elif self.wants_some("item"):
            learnt["items"] = [self.new_item(n) for n in range(self.chance.randint(1, 2))]
        return learnt

    def is_unknown(self, part: str, request: Request) -> bool:
        """Tell whether a part of the request that is absent is unknown rather than none."""
        return part == "operation" or involvement(request, part, self.words) == "unknown"

    def absent_entity(self, entity: str, request: Request) -> Request:
        """Return what is learnt of an entity that the request does not give, if anything."""
        if entity in self.words.silent_entities:
            return {}
        if entity not in ("recipient", self.words.subject):
            facts = self.entity(entity, {}, wholly=False)
            return {entity: facts} if facts else {}
        if entity == "recipient" and not self.is_unknown(entity, request):
            return {}
        return {entity: self.entity(entity, {}, wholly=True)} if self.wants_some(entity) else {}

    @property
    def broad(self) -> float:
        return 0.0 if self.to_leaves else 0.4

    def wants(self, share: float, path: str) -> bool:
        if self.only is not None and not self.speaks_of(path):
            return False
        return share >= 1 or self.chance.random() < share

    def speaks_of(self, path: str) -> bool:
        """Tell whether the paths to be learnt hold this one, or the list it is a field of."""
        only = self.only or frozenset()
        return path in only or path.rpartition(".")[0] in only

    def wants_some(self, entity: str) -> bool:
        """Tell whether to learn of an entity of which nothing is known."""
        paths = [fact.path for fact in self.words.entities[entity].values()]
        return any(self.wants(self.learns, path) for path in paths)

    def new_item(self, number: int) -> Request:
        """Return an item of which nothing was known."""
        if self.only is not None:
            facts = self.words.entities["item"].values()
            return {**self.facts(facts, {}, wholly=True), "name": f"i{number}"}
        return self.item(
            random_item(self.chance, f"i{number}", self.words, known=self.learns, broad=self.broad)
        )

    def entity(self, entity: str, given: Request, *, wholly: bool) -> Request:
        """Learn of an entity; when all of it was unknown, facts that silence denies too."""
        return self.facts(self.words.entities[entity].values(), given, wholly=wholly)

    def item(self, item: Request) -> Request:
        return self.facts(self.words.entities["item"].values(), item, wholly=False)

    def facts(self, facts: Iterable[FactWord], given: Request, *, wholly: bool) -> Request:
        learnt: Request = {}
        for fact in facts:
            value = given.get(fact.name)
            if value is not None:
                learnt[fact.name] = self.known(fact, value)
            elif self.may_learn(fact, wholly=wholly) and self.wants(self.learns, fact.path):
                learnt[fact.name] = self.made(fact)
        return learnt

    def may_learn(self, fact: FactWord, *, wholly: bool) -> bool:
        return fact.silence == "unknown" or (wholly and self.chance.random() < 0.5)

    def known(self, fact: FactWord, value: Any) -> Any:
        match fact.kind.form:
            case "term":
                return self.narrowed(value, self.words.forests[fact.kind.of], fact.path)
            case "categories":
                terms = [value] if isinstance(value, str) else value
                forest = self.words.forests[fact.kind.of]
                narrower = {self.narrowed(t, forest, fact.path) for t in terms for _ in range(2)}
                return value if narrower == set(terms) else sorted(narrower)
            case "list":
                return [self.facts(fact.fields, record, wholly=False) for record in value]
            case "plain" | "set":
                return value

    def made(self, fact: FactWord) -> Any:
        if fact.kind.form == "list":
            count = self.chance.choice((0, 1, 1, 2))
            return [self.facts(fact.fields, {}, wholly=True) for _ in range(count)]
        return random_value(self.chance, fact.kind, self.words, broad=self.broad)

    def narrowed(self, term: str, forest: Forest, path: str) -> str:
        return self.term(forest, forest.below(term)) if self.wants(self.narrows, path) else term

    def term(self, forest: Forest, terms: Iterable[str]) -> str:
        fitting = [term for term in terms if not (self.to_leaves and forest.children(term))]
        return self.chance.choice(fitting)


def involvement(request: Request, part: str, words: Words) -> Literal["unknown", "none"]:
    """Return what it means that a request lacks its purpose or its recipient."""
    operation = request.get("operation")
    if operation is None:
        return "unknown"
    operations = words.forests["operations"]
    possible = operations.below(operation)
    return "unknown" if any(part in operations.involves[term] for term in possible) else "none"


def completed(chance: Random, request: Request, words: Words) -> Request:
    """Return the request with some of its unknown facts given."""
    share = chance.choice((0.2, 0.5, 0.8))
    return _Learner(chance, words, learns=share, narrows=0, to_leaves=False).request(request)


def narrowed(chance: Random, request: Request, words: Words) -> Request:
    """Return the request with some of its descriptions narrowed, and nothing else changed."""
    return _Learner(chance, words, learns=0, narrows=0.7, to_leaves=False).request(request)


def learnt(chance: Random, request: Request, words: Words) -> Request:
    """Return the request with some unknown facts given and some descriptions narrowed."""
    share = chance.choice((0.2, 0.5, 0.8))
    return _Learner(chance, words, learns=share, narrows=share, to_leaves=False).request(request)


def fully_known(chance: Random, request: Request, words: Words) -> Request:
    """Return the request with every unknown fact given and every description a leaf."""
    learner = _Learner(chance, words, learns=1, narrows=1, to_leaves=True)
    return learner.request(learner.request(request))


def known_of(chance: Random, request: Request, words: Words, paths: Iterable[str]) -> Request:
    """Return the request with the facts of some paths fully known, and nothing else learnt."""
    only = frozenset(paths)
    return _Learner(chance, words, learns=1, narrows=1, to_leaves=True, only=only).request(request)
