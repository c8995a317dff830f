"""The published schemas: in step with the code, valid, described, and fit for what is there."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator

from disclosure_rules import Outcome
from disclosure_rules.language.schemas import KINDS, Words, in_language, schema_of
from disclosure_rules.language.wording.schemas_et import TEXTS as ESTONIAN
from disclosure_rules.packaged import schema_text
from tests.schemas.changes import at, places, replaced, without
from tests.schemas.sets import (
    ROOT,
    SETS,
    SOUND,
    documents_of,
    general,
    refusals,
    words_of,
)
from tests.unit import ekspressjob_set as ekspressjob

GOLDEN = sorted((ROOT / "tests" / "golden").glob("*/decision.json"))


def own_words() -> Words:
    return words_of(ekspressjob.engine(), documents_of(ekspressjob.FOLDER).values())


def parts(schema: Any) -> Iterator[dict[str, Any]]:
    """Yield every schema in a schema, and other mappings in it too."""
    if isinstance(schema, dict):
        yield schema
        for below in schema.values():
            yield from parts(below)
    elif isinstance(schema, list):
        for below in schema:
            yield from parts(below)


# --- The schemas themselves ----------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_committed_is_what_the_script_writes(kind: str) -> None:
    made = json.dumps(schema_of(kind), indent=2, ensure_ascii=False) + "\n"
    assert schema_text(kind) == made, "run `python scripts/write_schemas.py`"


def test_nothing_else_is_committed() -> None:
    committed = {path.name for path in (ROOT / "schemas").iterdir()}
    assert committed == {f"{kind}.schema.json" for kind in KINDS}


@pytest.mark.parametrize("words", [None, own_words()], ids=["published", "of a set"])
@pytest.mark.parametrize("kind", KINDS)
class TestEach:
    def test_is_valid(self, kind: str, words: Words | None) -> None:
        schema = schema_of(kind, words)
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert schema["title"]
        Draft202012Validator.check_schema(schema)

    def test_refers_to_its_own_parts_and_needs_all_of_them(
        self, kind: str, words: Words | None
    ) -> None:
        schema = schema_of(kind, words)
        named = {part["$ref"] for part in parts(schema) if "$ref" in part}
        assert named == {f"#/$defs/{name}" for name in schema.get("$defs", {})}

    def test_describes_every_key(self, kind: str, words: Words | None) -> None:
        schema = schema_of(kind, words)
        assert schema["description"]
        tables = [part["properties"] for part in parts(schema) if "properties" in part]
        keys = [(key, below) for table in tables for key, below in table.items()]
        # A key may be called `properties`, and is no table then.
        assert all(isinstance(below, dict) for _, below in keys)
        assert [key for key, below in keys if not below.get("description")] == []

    def test_descriptions_are_plain_sentences(self, kind: str, words: Words | None) -> None:
        for part in parts(schema_of(kind, words)):
            for said in (part.get("description"), part.get("errorMessage")):
                if isinstance(said, str):
                    assert said.isprintable()
                    assert re.fullmatch(r"[A-Z`Õ].*\.", said), said
                    assert said.count("`") % 2 == 0, said

    def test_has_patterns_that_every_tool_understands(self, kind: str, words: Words | None) -> None:
        for part in parts(schema_of(kind, words)):
            patterns = [part.get("pattern"), *part.get("patternProperties", ())]
            for pattern in patterns:
                if isinstance(pattern, str):
                    assert re.fullmatch(r"[\^$\[\]a-zA-Z0-9_.()*+?{},#|:\\ -]+", pattern), pattern
                    assert pattern[0] + pattern[-1] == "^$"
                    assert "(?" not in pattern


def test_no_part_takes_the_place_of_another() -> None:
    from disclosure_rules.language.schemas.cases import CASE_PARTS, table_parts
    from disclosure_rules.language.schemas.conditions import condition_parts
    from disclosure_rules.language.schemas.decisions import DECISION_PARTS
    from disclosure_rules.language.schemas.documents import shape_schema
    from disclosure_rules.language.schemas.explanations import EXPLANATION_PARTS
    from disclosure_rules.language.schemas.names import name_parts
    from disclosure_rules.language.schemas.requests import request_parts

    for words in (None, own_words()):
        for kind in KINDS:
            made = [name_parts(kind, words), request_parts(words), condition_parts(words)]
            if kind == "decision":
                made = [name_parts(kind, words), DECISION_PARTS]
            elif kind == "explanation":
                made = [name_parts(kind, words), EXPLANATION_PARTS]
            elif kind != "request":
                made += [CASE_PARTS, table_parts(words), shape_schema(kind)[1]]
            names = [name for part in made for name in part]
            assert len(names) == len(set(names)), kind


# --- In Estonian ---------------------------------------------------------------------------------

TEMPLATES = {sentence for sentence in ESTONIAN if "{label}" in sentence}


def shown(schema: Any) -> set[str]:
    """Return everything that editors show of a schema."""
    told = [(part.get("description"), part.get("errorMessage")) for part in parts(schema)]
    return {said for both in told for said in both if isinstance(said, str)}


def test_everything_is_said_in_estonian() -> None:
    ours = {said for kind in KINDS for said in shown(schema_of(kind))}
    assert ours <= ESTONIAN.keys()
    in_sets = {said for kind in KINDS for said in shown(schema_of(kind, own_words()))}
    assert ESTONIAN.keys() - ours - in_sets == TEMPLATES
    for english, estonian in ESTONIAN.items():
        assert re.findall(r"\{label\}|\{kind\}", english) == re.findall(
            r"\{label\}|\{kind\}", estonian
        )
        assert re.fullmatch(r"[A-ZÕÄÖÜ`{].*\.", estonian), estonian
        assert estonian.count("`") % 2 == 0


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_in_estonian_says_nothing_in_english(kind: str) -> None:
    words = replace(own_words(), reader="et")
    english = shown(schema_of(kind)) | shown(schema_of(kind, own_words()))
    assert shown(schema_of(kind, words)) & english == set()
    assert shown(in_language(schema_of(kind), "et")) & english == set()


@pytest.mark.parametrize("kind", KINDS)
def test_what_fits_does_not_depend_on_the_language(kind: str) -> None:
    def mute(part: Any) -> Any:
        if isinstance(part, list):
            return [mute(below) for below in part]
        if not isinstance(part, dict):
            return part
        quiet = ("description", "errorMessage", "enumDescriptions")
        return {
            key: mute(below)
            for key, below in part.items()
            if key not in quiet or isinstance(below, dict)
        }

    english, estonian = own_words(), replace(own_words(), reader="et")
    assert mute(schema_of(kind, english)) == mute(schema_of(kind, estonian))


# --- Documents -----------------------------------------------------------------------------------

GOOD = [path for folder in (*SETS, SOUND) for path in sorted(folder.rglob("*.yaml"))]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_every_kind_of_document_is_tried() -> None:
    kinds = {data["kind"] for folder in (*SETS, SOUND) for data in documents_of(folder).values()}
    assert kinds == set(KINDS) - {"request", "decision", "explanation"}


@pytest.mark.parametrize("folder", [*SETS, SOUND], ids=named)
def test_good_documents_fit(folder: Path) -> None:
    documents = documents_of(folder)
    assert documents
    for name, data in documents.items():
        assert refusals(general(data["kind"]), data) == [], name


@pytest.mark.parametrize(
    "path", [path for folder in SETS for path in sorted(folder.rglob("*.yaml"))], ids=named
)
def test_the_first_line_leads_editors_to_the_schema(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
    assert found, "the first line names no schema"
    kind = re.search(r"^kind: (\w+)$", text, re.MULTILINE)
    assert kind
    assert (path.parent / found[1]).resolve() == ROOT / "schemas" / f"{kind[1]}.schema.json"


# --- Decisions -----------------------------------------------------------------------------------


def decision(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8").replace("DIGEST", "0" * 64))


def test_decisions_are_tried() -> None:
    assert {decision(path)["outcome"] for path in GOLDEN} == set(get_args(Outcome))


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.parent.name)
def test_golden_decisions_fit(path: Path) -> None:
    from tests.schemas.sets import validator

    assert refusals(general("decision"), decision(path)) == []
    assert refusals(validator("decision", own_words()), decision(path)) == []


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.parent.name)
def test_changed_decisions_do_not_fit(path: Path) -> None:
    good = decision(path)
    open_tables = {("policy_set", "versions"), "text", "title"}
    taken = []
    for steps in places(good):
        part = at(good, steps)
        free = steps in open_tables or (steps and steps[-1] in open_tables)
        if isinstance(part, dict) and not free:
            changed = [replaced(good, steps, {**part, "more": 1})]
            changed += [without(good, (*steps, key)) for key in part]
            taken += [steps for data in changed if general("decision").is_valid(data)]
        if not free and not (steps and steps[-2:-1] and steps[-2] in ("text", "title", "versions")):
            wrong = copy.deepcopy(replaced(good, steps, {"wrong": True}))
            taken += [steps] if general("decision").is_valid(wrong) else []
    assert taken == []


@pytest.mark.parametrize(
    ("steps", "value"),
    [
        (("outcome",), "allowed"),
        (("items", 0, "outcome"), "invalid"),
        (("format",), 2),
        (("allowed",), "no"),
        (("items",), []),
        (("items", 0, "category"), ["one"]),
        (("grounds",), ["law", "law"]),
        (("policy_set", "digest"), "0"),
        (("moment",), None),
        (("recipient",), {}),
    ],
)
def test_wrong_values_do_not_fit(steps: tuple[str | int, ...], value: object) -> None:
    for path in GOLDEN:
        assert not general("decision").is_valid(replaced(decision(path), steps, value))
