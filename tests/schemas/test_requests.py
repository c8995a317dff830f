"""The schema of requests: what it refuses the engine refuses, and what that refuses beyond it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from disclosure_rules import Engine, InvalidRequest
from disclosure_rules.language.schemas import request_schema
from tests.generators.worlds import chances, random_pair
from tests.schemas.changes import changes, random_change
from tests.schemas.sets import ROOT, general, read, refusals, validator, words_of
from tests.unit import small

FEW = 10
GOLDEN = sorted((ROOT / "tests" / "golden").glob("*/request.yaml"))


@cache
def engine() -> Engine:
    return small.load(small.policy("always: {effect: allow, ground: law}"))


@cache
def own() -> Draft202012Validator:
    return validator("request", words_of(engine(), ()))


def takes(asked: Engine, request: Any) -> bool:
    try:
        asked.decide(request)
    except InvalidRequest:
        return False
    return True


def check(asked: Engine, schema: Draft202012Validator, request: Any) -> None:
    """Hold a set's own schema and the published one against the engine."""
    if takes(asked, request):
        assert refusals(schema, request) == []
        assert refusals(general("request"), request) == []
    # What holds of every vocabulary holds of this one.
    if refusals(general("request"), request):
        assert refusals(schema, request)


@given(chances())
def test_random_requests(chance: Random) -> None:
    world, request = random_pair(chance)
    schema = validator("request", words_of(world.engine, ()))
    assert refusals(schema, request) == []
    assert refusals(general("request"), request) == []
    for _ in range(FEW):
        what, changed = random_change(chance, request)
        try:
            check(world.engine, schema, changed)
        except AssertionError as error:
            pytest.fail(f"{what}: {error}", pytrace=False)


# --- Every change of one request -----------------------------------------------------------------

FULL: dict[str, Any] = {
    "operation": "transmit",
    "purpose": "contract",
    "moment": "2026-11-22T12:00:00.5+02:00",
    "recipient": {"id": "r-1", "kind": "partner", "group": None},
    "client": {
        "id": "c-1",
        "adult": True,
        "age": 44,
        "score": 0.5,
        "city": "Tartu",
        "born_on": "1982-01-31",
        "joined_at": "2026-11-22T12:00Z",
        "rank": "gold",
        "hobbies": ["chess"],
        "refused": [],
        "consents": [{"id": "n-1", "purposes": ["offers"], "weight": 2, "ends_on": "2027-01-01"}],
    },
    "demand": None,
    "items": [
        {"name": "email", "category": "email", "size": 3},
        {"name": "both", "category": ["email", "phone"], "related_to": ["b-7"]},
        {"category": []},
    ],
}


def test_every_change_of_a_request() -> None:
    assert takes(engine(), FULL)
    refused = 0
    for what, change in changes(FULL):
        changed = change()
        try:
            check(engine(), own(), changed)
        except AssertionError as error:
            pytest.fail(f"{what}: {error}", pytrace=False)
        refused += not own().is_valid(changed)
    assert refused > 500


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.parent.name)
def test_golden_requests_fit(path: Path) -> None:
    assert refusals(general("request"), read(path.read_text(encoding="utf-8"))) == []


# --- What callers in other languages are told ----------------------------------------------------


def parts(part: Any) -> Any:
    if isinstance(part, dict):
        yield part
        part = list(part.values())
    for below in part if isinstance(part, list) else ():
        yield from parts(below)


def test_no_key_is_left_open() -> None:
    schema = request_schema(words_of(engine(), ()))
    tables = [part for part in parts(schema) if "properties" in part]
    assert len(tables) == 7  # the request, four entities, and the records of two lists
    assert all(table["additionalProperties"] is False for table in tables)
    assert schema["required"] == ["moment"]
    assert not any("required" in table for table in tables if table is not schema)


NO_PROVISION = "`demand.provision`: a text; left out, there is none."


@pytest.mark.parametrize(
    ("entity", "fact", "value"),
    [
        ("Entity_client", "adult", {"type": ["boolean", "null"]}),
        ("Entity_client", "age", {"type": ["integer", "null"]}),
        ("Entity_client", "score", {"type": ["number", "null"]}),
        ("Entity_client", "city", {"type": ["string", "null"], "minLength": 1}),
        ("Entity_client", "born_on", {"type": ["string", "null"], "format": "date"}),
        ("Entity_client", "joined_at", {"type": ["string", "null"]}),
        ("Entity_client", "rank", {"anyOf": [{"$ref": "#/$defs/Term_ranks"}, {"type": "null"}]}),
        ("Entity_client", "refused", {"items": {"$ref": "#/$defs/Term_recipients"}}),
        ("Item", "related_to", {"type": ["array", "null"]}),
        ("Entity_demand", "provision", {"description": NO_PROVISION}),
    ],
)  # fmt: skip
def test_facts_have_their_types(entity: str, fact: str, value: dict[str, Any]) -> None:
    schema = request_schema(words_of(engine(), ()))["$defs"][entity]["properties"][fact]
    assert {key: schema[key] for key in value} == value


def test_terms_are_those_of_the_taxonomy() -> None:
    schema = request_schema(words_of(engine(), ()))
    assert schema["$defs"]["Term_ranks"] == {"enum": ["gold", "silver"]}
    purposes = schema["$defs"]["Term_purposes"]
    told = dict(zip(purposes["enum"], purposes["enumDescriptions"], strict=True))
    assert told == {"contract": "the contract", "serve_better": "", "offers": "", "surveys": ""}


def test_a_category_is_one_term_or_several() -> None:
    asked = {"moment": small.MOMENT}
    fit: list[Any] = ["email", ["email"], ["email", "phone"], [], None]
    misfit: list[Any] = ["emial", ["emial"], [None], {}]
    for category in (*fit, *misfit):
        request = {**asked, "items": [{"category": category}]}
        assert own().is_valid(request) == (category in fit)
