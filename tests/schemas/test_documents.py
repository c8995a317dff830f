"""What a schema refuses the loader refuses, and what the loader takes the schema takes.

Documents are changed in one place: those of the sound set everywhere (an even selection; all with
`DISCLOSURE_RULES_ALL_CHANGES`), those of random worlds and of the example sets at random.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from disclosure_rules import Engine
from disclosure_rules.language.catalogue import severity
from disclosure_rules.language.noun import with_parts
from disclosure_rules.language.schemas.operators import SAYS, written
from disclosure_rules.language.vocabulary import (
    Categories,
    OneTerm,
    Plain,
    Records,
    Silence,
    TermSet,
    TextSet,
    Type,
)
from disclosure_rules.loading.comparisons import OPERATORS, fits
from disclosure_rules.loading.load import Loaded, read_policies
from tests.generators.worlds import chances, random_world
from tests.schemas.changes import changes, random_change
from tests.schemas.sets import (
    SETS,
    SOUND,
    Documents,
    documents_of,
    general,
    own_schemas,
    refusals,
    texts_of,
    words_of,
)

ALL_CHANGES = "DISCLOSURE_RULES_ALL_CHANGES" in os.environ
STEPS = {"policy": 61, "vocabulary": 41, "cases": 17, "guarantees": 23, "notice": 7}
FEW = 5

Schemas = Callable[[str], Draft202012Validator]
"""What holds data against the schema of a kind of document, of one set."""


def faulty_files(loaded: Loaded) -> set[str]:
    """Return the files in which the loader found an error."""
    return {d.span.file for d in loaded.diagnostics if severity(d.code) == "error"}


def check(name: str, documents: Documents, own: Schemas) -> bool:
    """Hold the schemas against the loader; tell whether one of them refused the document."""
    data = documents[name]
    loaded = read_policies(texts_of(documents))
    kind = str(data.get("kind")) if isinstance(data, dict) else ""
    refused = False
    for schema in (general(kind), own(kind)) if kind in STEPS else ():
        told = refusals(schema, data)
        refused = refused or bool(told)
        if told:
            assert name in faulty_files(loaded), told
        if loaded.policy_set is not None:
            assert told == [], loaded.text()
    return refused


# --- The sound set, changed everywhere -----------------------------------------------------------


@cache
def sound() -> tuple[Documents, Schemas]:
    documents = documents_of(SOUND)
    words = words_of(Engine.load(texts_of(documents)), documents.values())
    return documents, own_schemas(words)


@pytest.mark.parametrize("name", sorted(path.name for path in SOUND.glob("*.yaml")))
def test_the_sound_set_changed(name: str) -> None:
    documents, own = sound()
    data = documents[name]
    refused = 0
    for what, change in [*changes(data)][:: 1 if ALL_CHANGES else STEPS[data["kind"]]]:
        try:
            refused += check(name, {**documents, name: change()}, own)
        except AssertionError as error:
            pytest.fail(f"{what}: {error}", pytrace=False)
    assert refused > 20


# --- Random worlds -------------------------------------------------------------------------------


@given(chances())
def test_random_documents_fit(chance: Random) -> None:
    world = random_world(chance)
    own = own_schemas(words_of(world.engine, world.documents))
    for data in world.documents:
        assert refusals(general(data["kind"]), data) == []
        assert refusals(own(data["kind"]), data) == []


@given(chances())
def test_random_documents_changed(chance: Random) -> None:
    world = random_world(chance)
    own = own_schemas(words_of(world.engine, world.documents))
    documents = {f"{n}.yaml": data for n, data in enumerate(world.documents)}
    for _ in range(FEW):
        name = chance.choice(sorted(documents))
        what, changed = random_change(chance, documents[name])
        try:
            check(name, {**documents, name: changed}, own)
        except AssertionError as error:
            pytest.fail(f"{name}: {what}: {error}", pytrace=False)


# --- The example sets ----------------------------------------------------------------------------


@pytest.mark.parametrize("folder", SETS, ids=lambda path: path.name)
def test_the_examples_fit_their_own_schemas(folder: Path) -> None:
    documents = documents_of(folder)
    own = own_schemas(words_of(Engine.load(folder), documents.values()))
    for name, data in documents.items():
        assert refusals(own(data["kind"]), data) == [], name


@pytest.mark.parametrize("folder", SETS, ids=lambda path: path.name)
def test_the_examples_changed(folder: Path) -> None:
    documents = documents_of(folder)
    own = own_schemas(words_of(Engine.load(folder), documents.values()))
    lean = {name: data for name, data in documents.items() if data["kind"] != "cases"}
    chance = Random(folder.name)  # noqa: S311 - the same changes each time
    for name, data in documents.items():
        what, changed = random_change(chance, data)
        try:
            check(name, {**lean, name: changed}, own)
        except AssertionError as error:
            pytest.fail(f"{name}: {what}: {error}", pytrace=False)


# --- Operators -----------------------------------------------------------------------------------

TYPES: list[Type] = [
    *(Plain(name) for name in ("boolean", "integer", "number", "text", "time", "date")),
    OneTerm("purposes"),
    TermSet("purposes"),
    Categories(),
    TextSet(),
    Records({}),
]


@pytest.mark.parametrize("silence", ["unknown", "none"])
@pytest.mark.parametrize("kind", TYPES, ids=repr)
def test_the_operators_of_a_fact_are_those_that_fit(kind: Type, silence: Silence) -> None:
    known = Engine.load(texts_of(sound()[0])).policy_set.vocabulary.request_facts["moment"]
    fact = with_parts(known, type=kind, silence=silence)
    fitting = {name for name in OPERATORS if fits(name, kind)}
    if silence == "unknown":
        fitting.remove("present")
    assert set(written(fact)) == fitting
    assert set(SAYS) == set(OPERATORS)
