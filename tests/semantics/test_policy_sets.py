"""Every policy set below `policies/`: sound, tried by its cases, and whole in all its languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from disclosure_rules import Engine, InvalidRequest
from disclosure_rules.authoring.cases import run_cases
from disclosure_rules.language.tree import plain_data
from disclosure_rules.loading.faults import Faults
from disclosure_rules.loading.load import read_policies
from disclosure_rules.loading.parse import parse

ROOT = Path(__file__).parents[2]
SETS = sorted(folder for folder in (ROOT / "policies").iterdir() if folder.is_dir())
DOCUMENTS = sorted(path for folder in SETS for path in folder.rglob("*.y*ml"))
SCHEMA_LINE = re.compile(r"# yaml-language-server: \$schema=(\S+)")
TEXTS = {"title", "label", "because", "description", "source", "where", "says"}
"""The keys below which texts stand; `where` of a condition and facts of these names hold none."""


def name_of(path: Path) -> str:
    return path.relative_to(ROOT / "policies").as_posix()


@cache
def engine(folder: Path) -> Engine:
    return Engine.load(folder)


@cache
def document(path: Path) -> Any:
    root = parse(path.name, path.read_text(encoding="utf-8"), Faults())
    assert root is not None
    return json.loads(json.dumps(plain_data(root), default=float))


def texts(part: Any, languages: tuple[str, ...], place: str) -> Iterator[tuple[str, Any]]:
    """Yield every text below a part of a document, with its place."""
    if isinstance(part, list):
        for number, below in enumerate(part):
            yield from texts(below, languages, f"{place}[{number}]")
    if isinstance(part, dict):
        for key, below in part.items():
            by_language = isinstance(below, dict) and not below.keys().isdisjoint(languages)
            if key in TEXTS and (by_language or isinstance(below, str)):
                yield f"{place}.{key}", below
            elif key not in ("request", "fixtures", "expect"):
                yield from texts(below, languages, f"{place}.{key}")


def test_there_are_sets() -> None:
    assert {"clinic", "ekspressjob"} <= {folder.name for folder in SETS}


@pytest.mark.parametrize("folder", SETS, ids=name_of)
def test_it_loads_without_an_error_or_a_warning(folder: Path) -> None:
    loaded = read_policies(folder)
    assert loaded.text() == ""
    assert loaded.policy_set is not None


@pytest.mark.parametrize("folder", SETS, ids=name_of)
def test_its_cases_come_as_expected(folder: Path) -> None:
    results = list(run_cases(engine(folder)))
    assert results
    assert [str(result.case.span) for result in results if not result.met] == []


@pytest.mark.parametrize("folder", SETS, ids=name_of)
def test_every_rule_decides_in_some_case(folder: Path) -> None:
    policy_set = engine(folder).policy_set
    decided = set()
    for case in policy_set.cases:
        try:
            decision = engine(folder).decide(case.request)
        except InvalidRequest:
            continue
        versions = decision.policy_set["versions"]
        for item in decision.items:
            decided |= {(rule, versions[rule.partition("#")[0]]) for rule in item.rules}
    rules = {
        (rule.name, policy.version)
        for policy in policy_set.policies
        for rule in policy.rules.values()
    }
    assert rules - decided == set()


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_its_first_line_names_the_schema_that_it_fits(path: Path) -> None:
    first = SCHEMA_LINE.fullmatch(path.read_text(encoding="utf-8").split("\n")[0])
    assert first, "the first line names no schema"
    schema = (path.parent / first[1]).resolve()
    assert schema == ROOT / "schemas" / f"{document(path)['kind']}.schema.json"
    checker = Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))
    assert [fault.json_path for fault in checker.iter_errors(document(path))] == []


@pytest.mark.parametrize("folder", SETS, ids=name_of)
def test_every_text_is_written_in_every_language(folder: Path) -> None:
    languages = engine(folder).policy_set.vocabulary.languages
    found = [
        (place, text)
        for path in folder.rglob("*.y*ml")
        for place, text in texts(document(path), languages, name_of(path))
    ]
    assert found
    plain = len(languages) == 1
    assert [
        place
        for place, text in found
        if not (plain if isinstance(text, str) else set(text) == set(languages))
    ] == []
