"""A source of chance into a whole little world: vocabulary, policies, and the engine they make.

world = random_world(Random(7))
request = random_request(chance, world.words)
world.engine.decide(request)
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random

from hypothesis import strategies as st

from disclosure_rules import Engine, PolicyError
from tests.generators.policies import Traits, random_policies
from tests.generators.requests import Request, random_request
from tests.generators.vocabularies import Document, Words, random_words

PLAIN_TRAITS = Traits()


@dataclass(frozen=True, slots=True)
class World:
    """A vocabulary, the documents of a policy set in it, and their engine."""

    words: Words
    documents: tuple[Document, ...]
    engine: Engine

    def __repr__(self) -> str:
        """Show the documents: what one needs to try the same again."""
        return json.dumps(self.documents, ensure_ascii=False)


def texts(documents: Iterable[Document]) -> Mapping[str, str]:
    """Return documents as `Engine.load` takes them; JSON is YAML."""
    return {
        f"{number:02}_{document['kind']}.yaml": json.dumps(document, ensure_ascii=False)
        for number, document in enumerate(documents)
    }


def load(documents: Iterable[Document]) -> Engine:
    """Return the engine of documents."""
    return Engine.load(texts(documents))


def loads(documents: Iterable[Document]) -> Engine | None:
    """Return the engine of documents, or None where they have faults."""
    try:
        return load(documents)
    except PolicyError:
        return None


def random_documents(
    chance: Random, traits: Traits = PLAIN_TRAITS
) -> tuple[Words, tuple[Document, ...]]:
    """Return a vocabulary and the documents of a set in it, which load nearly always."""
    words = random_words(chance)
    return words, (words.document(), *random_policies(chance, words, traits))


def random_world(chance: Random, traits: Traits = PLAIN_TRAITS) -> World:
    """Return a world whose documents load."""
    while True:
        words, documents = random_documents(chance, traits)
        engine = loads(documents)
        if engine is not None:
            return World(words, documents, engine)


def random_pair(chance: Random, traits: Traits = PLAIN_TRAITS) -> tuple[World, Request]:
    """Return a world and a request in it."""
    world = random_world(chance, traits)
    return world, random_request(chance, world.words)


def chances() -> st.SearchStrategy[Random]:
    """Return sources of chance for Hypothesis.

    Seeds are fast and shrink to nothing of use (`shrinking.smallest` makes failures small);
    with `DISCLOSURE_RULES_SHRINK=1` Hypothesis makes every choice itself, and can shrink them.
    """
    if os.environ.get("DISCLOSURE_RULES_SHRINK"):
        return st.randoms(use_true_random=False)
    return st.integers(0, 2**63 - 1).map(Random)
