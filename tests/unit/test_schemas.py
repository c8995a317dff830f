"""The published JSON Schemas: up to date, valid, and never stricter than the loader."""

from __future__ import annotations

import copy
import json
import os
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from disclosure_rules.language.documents import DOCUMENTS
from disclosure_rules.language.schemas import document_schema
from disclosure_rules.language.tree import plain_data
from disclosure_rules.loading.faults import Faults
from disclosure_rules.loading.load import read_policies
from disclosure_rules.loading.parse import parse
from disclosure_rules.packaged import schema_text
from tests.unit import ekspressjob_set as ekspressjob

SCHEMAS = sorted((ekspressjob.ROOT / "schemas").glob("*.schema.json"))
SOUND = ekspressjob.ROOT / "tests" / "diagnostics" / "sound"
# A document can be changed in thousands of ways: of these an even selection is tried, or all.
ALL_CHANGES = "DISCLOSURE_RULES_ALL_CHANGES" in os.environ
STEPS = {"policy": 47, "vocabulary": 23, "cases": 7, "guarantees": 11, "notice": 3}
GOOD = sorted([*ekspressjob.FOLDER.rglob("*.yaml"), *SOUND.glob("*.yaml")])


def named(path: Path) -> str:
    return path.relative_to(ekspressjob.ROOT).as_posix()


@cache
def validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema_text(kind)))


def document(path: Path) -> dict[str, Any]:
    faults = Faults()
    root = parse(path.name, path.read_text(encoding="utf-8"), faults)
    assert root is not None, faults.in_order()
    return numbered(plain_data(root))  # type: ignore[no-any-return]


def numbered(part: Any) -> Any:
    """Return plain data with the numbers that JSON has."""
    if isinstance(part, dict):
        return {key: numbered(below) for key, below in part.items()}
    if isinstance(part, list):
        return [numbered(below) for below in part]
    return float(part) if isinstance(part, Decimal) else part


def faults_of(data: dict[str, Any], kind: str) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator(kind).iter_errors(data)]


# --- The schemas themselves ----------------------------------------------------------------------


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_committed_schemas_are_what_the_script_writes(kind: str) -> None:
    made = json.dumps(document_schema(kind), indent=2, ensure_ascii=False) + "\n"
    committed = (ekspressjob.ROOT / "schemas" / f"{kind}.schema.json").read_text(encoding="utf-8")
    assert committed == made, "run scripts/write_schemas.py"


def test_there_is_a_schema_for_each_kind_and_for_decisions() -> None:
    kinds = {path.name.removesuffix(".schema.json") for path in SCHEMAS}
    assert kinds >= {*DOCUMENTS, "decision"}


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name)
def test_schemas_are_valid_and_complete(path: Path) -> None:
    schema = json.loads(path.read_text(encoding="utf-8"))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"]
    assert schema["description"]
    Draft202012Validator.check_schema(schema)
    for part in parts(schema):
        reference = part.get("$ref", "#/$defs/")
        assert reference.startswith("#/$defs/")
        assert reference == "#/$defs/" or reference.rpartition("/")[2] in schema["$defs"]


def parts(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for below in schema.values():
            yield from parts(below)
    elif isinstance(schema, list):
        for below in schema:
            yield from parts(below)


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name)
def test_every_key_has_a_description(path: Path) -> None:
    schema = json.loads(path.read_text(encoding="utf-8"))
    silent = []
    for part in parts(schema):
        properties = part.get("properties")
        if part.get("type") != "object" or not isinstance(properties, dict):
            continue
        for key, below in properties.items():
            referred = schema["$defs"].get(below.get("$ref", "").rpartition("/")[2], {})
            if not below.get("description") and not referred.get("description"):
                silent.append(key)
    assert silent == []


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name)
def test_patterns_are_understood_by_every_editor(path: Path) -> None:
    for part in parts(json.loads(path.read_text(encoding="utf-8"))):
        pattern = part.get("pattern")
        if isinstance(pattern, str):
            assert re.fullmatch(r"[\^$\[\]\-a-zA-Z0-9_.()*+?{},#|\\ ]+", pattern), pattern
            assert "(?" not in pattern


# --- Documents -----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", GOOD, ids=named)
def test_good_documents_fit(path: Path) -> None:
    data = document(path)
    assert faults_of(data, data["kind"]) == []


def test_every_kind_of_document_is_tried() -> None:
    assert {document(path)["kind"] for path in GOOD} == set(DOCUMENTS)


def test_the_editor_is_told_the_schema_of_each_document() -> None:
    for path in ekspressjob.FOLDER.rglob("*.yaml"):
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        found = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
        assert found, f"{path.name}: the first line names no schema"
        schema = (path.parent / found[1]).resolve()
        assert schema == ekspressjob.ROOT / "schemas" / f"{document(path)['kind']}.schema.json"


# --- What the schema refuses, the loader refuses -------------------------------------------------

Path_ = tuple[str | int, ...]


def places(part: Any, path: Path_ = ()) -> Iterator[Path_]:
    yield path
    entries: Any = part.items() if isinstance(part, dict) else ()
    entries = enumerate(part) if isinstance(part, list) else entries
    for step, below in entries:
        yield from places(below, (*path, step))


def at(part: Any, path: Path_) -> Any:
    for step in path:
        part = part[step]
    return part


def replaced(data: Any, path: Path_, value: Any) -> Any:
    changed = copy.deepcopy(data)
    if path:
        at(changed, path[:-1])[path[-1]] = value
        return changed
    return value


def without(data: Any, path: Path_) -> Any:
    changed = copy.deepcopy(data)
    del at(changed, path[:-1])[path[-1]]
    return changed


def with_key(data: Any, path: Path_, key: str) -> Any:
    changed = copy.deepcopy(data)
    at(changed, path)[key] = "x"
    return changed


def renamed(data: Any, path: Path_, key: str) -> Any:
    changed = copy.deepcopy(data)
    above = at(changed, path[:-1])
    above[key] = above.pop(path[-1])
    return changed


Change = Callable[[Any, Path_], Any]
VALUES: list[Any] = ["", "x y", "x\n", 3, 1.5, True, None, [], {}, ["x y"], [[]], {"x": {}}]


def changes(data: Any) -> Iterator[tuple[str, Any]]:
    """Yield the document with one thing changed, everywhere in it, and what was done."""
    for path in places(data):
        if not path:
            continue
        shown = ".".join(map(str, path))
        yield f"without {shown}", without(data, path)
        for value in VALUES:
            if value != at(data, path):
                yield f"{shown} = {value!r}", replaced(data, path, value)
        if isinstance(at(data, path), dict):
            yield f"{shown} with a strange key", with_key(data, path, "strange")
        if isinstance(path[-1], str):
            for key in ("Strange", "strange", "stränge"):
                yield f"{shown} renamed {key}", renamed(data, path, key)


def sound() -> dict[str, dict[str, Any]]:
    return {path.name: document(path) for path in sorted(SOUND.glob("*.yaml"))}


def loads(documents: dict[str, Any]) -> bool:
    texts = {name: json.dumps(data, ensure_ascii=False) for name, data in documents.items()}
    return read_policies(texts).policy_set is not None


def test_the_sound_documents_load() -> None:
    assert loads(sound())


@pytest.mark.parametrize("name", sorted(sound()))
def test_what_a_schema_refuses_the_loader_refuses(name: str) -> None:
    documents = sound()
    data = documents[name]
    changed = [*changes(data)][:: 1 if ALL_CHANGES else STEPS[data["kind"]]]
    refused = [each for each in changed if not validator(data["kind"]).is_valid(each[1])]
    taken = [what for what, other in refused if loads({**documents, name: other})]
    assert taken == []
    assert len(refused) > 25


def test_a_version_of_the_language_in_quotes() -> None:
    documents = sound()
    documents["vocabulary.yaml"]["language"] = "1"
    assert loads(documents) is validator("vocabulary").is_valid(documents["vocabulary.yaml"])
