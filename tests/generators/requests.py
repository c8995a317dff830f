"""A vocabulary into random requests that fit it, with more or less known."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.generators.values import random_instant, random_value, written_instant
from tests.generators.vocabularies import FactWord, Words

Request = dict[str, Any]


def random_request(chance: Random, words: Words) -> Request:
    """Return a request that fits the vocabulary."""
    known = chance.choice((1.0, 1.0, 0.95, 0.9, 0.7, 0.4))
    broad = chance.choice((0.0, 0.0, 0.2, 0.5))
    request: Request = {"moment": written_instant(chance, random_instant(chance, words), words)}
    for part, taxonomy in (("operation", "operations"), ("purpose", "purposes")):
        if chance.random() < known:
            terms = words.forests[taxonomy]
            leaves = [term for term in terms.terms if not terms.children(term)]
            request[part] = chance.choice(terms.terms if chance.random() < broad else leaves)
    for entity in words.entities:
        if entity != "item" and chance.random() < _presence(entity, known, words):
            request[entity] = random_entity(chance, entity, words, known=known, broad=broad)
    if chance.random() < 0.5 + known / 2:
        count = chance.choice((0, 1, 1, 2, 3))
        request["items"] = [
            random_item(chance, f"i{number}", words, known=known, broad=broad)
            for number in range(count)
        ]
    return shuffled(chance, request)


def _presence(entity: str, known: float, words: Words) -> float:
    return known * 0.7 if entity in words.silent_entities else known


def random_entity(
    chance: Random, entity: str, words: Words, *, known: float, broad: float
) -> Request:
    """Return what a request says of an entity."""
    return _facts(chance, words.entities[entity].values(), words, known, broad)


def random_item(chance: Random, name: str, words: Words, *, known: float, broad: float) -> Request:
    """Return an item of a request."""
    item = random_entity(chance, "item", words, known=known, broad=broad)
    return {**item, "name": name}


def random_records(
    chance: Random, fact: FactWord, words: Words, *, known: float, broad: float
) -> list[Request]:
    """Return the records of a list, none at times."""
    count = chance.choice((0, 0, 1, 1, 1, 2, 3))
    return [_facts(chance, fact.fields, words, known, broad) for _ in range(count)]


def _facts(chance: Random, facts: Any, words: Words, known: float, broad: float) -> Request:
    given: Request = {}
    for fact in facts:
        share = known * 0.6 if fact.silence == "none" else known
        if chance.random() >= share:
            if chance.random() < 0.15:
                given[fact.name] = None
        elif fact.kind.form == "list":
            given[fact.name] = random_records(chance, fact, words, known=known, broad=broad)
        else:
            value = random_value(chance, fact.kind, words, broad=broad)
            given[fact.name] = value
    return shuffled(chance, given)


def shuffled(chance: Random, mapping: Request) -> Request:
    """Return the mapping with its keys in another order."""
    keys = list(mapping)
    chance.shuffle(keys)
    return {key: mapping[key] for key in keys}
