"""`schema`: what it writes and where, what it prints, and how it fails."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from disclosure_rules import Engine
from disclosure_rules.authoring.schemas import read_words
from disclosure_rules.cli.main import commands
from disclosure_rules.language.schemas import KINDS, schema_of
from disclosure_rules.packaged import schema_text
from tests.unit.small import VOCABULARY, documents, policy

FILES = [f"{kind}.schema.json" for kind in KINDS]
RULES = """\
mine:
  effect: deny
  clauses: [one]
  when:
    some: {of: client.consents, as: consent, where: {holds: {later: {start: consent.given_at}}}}
  obliges: [tell]
yours: {effect: allow, ground: law}
"""
MORE = """\
parameters:
  limit: {type: number, values: [{from: 2026-01-01, value: 3}]}
definitions:
  later: {given: {start: time}, means: {start: {after: {the: moment}}}}
  adult: {means: {client.adult: true}, title: {et: täisealine, en: of age}}
obligations:
  tell: {title: {et: teata, en: tell}, timing: with}
"""
NOTICE = """\
kind: notice
id: notice
clauses:
  one: {where: {et: punkt, en: section}, says: {et: esimene, en: the first}, carried_by: decision}
"""
CASES = """\
kind: cases
fixtures: {base: {moment: "2026-03-01T12:00:00Z"}}
cases: {a: {uses: [base], request: {}, expect: no_ground}}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def own(folder: Path) -> Path:
    """Return the folder of a policy set with every sort of name."""
    texts = documents(policy(RULES, more=MORE), vocabulary=VOCABULARY)
    for name, text in {**texts, "notice.yaml": NOTICE, "cases/cases.yaml": CASES}.items():
        (folder / "own" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "own" / name).write_text(text, encoding="utf-8")
    return folder / "own"


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(commands, ["schema", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == code, result.output
    return result


def data(result: Result) -> Any:
    return json.loads(result.stdout)


def loaded(folder: Path) -> dict[str, Any]:
    found = sorted(folder.iterdir())
    return {path.name: json.loads(path.read_text(encoding="utf-8")) for path in found}


# --- What is written, and where ------------------------------------------------------------------


def test_all_published_schemas_are_written_here() -> None:
    told = run().stdout.splitlines()
    assert told == [f"wrote {Path('schemas') / name}" for name in FILES]
    assert {path.name: path.read_text(encoding="utf-8") for path in Path("schemas").iterdir()} == {
        f"{kind}.schema.json": schema_text(kind) for kind in KINDS
    }


def test_those_of_a_set_are_written_into_its_folder(own: Path) -> None:
    for path in ("own", "own/vocabulary.yaml"):
        run("--vocabulary", path)
        words = read_words(Path(path))
        assert loaded(own / "schemas") == {
            f"{kind}.schema.json": schema_of(kind, words) for kind in KINDS
        }
    # The loader reads no `.json`.
    assert Engine.load(own).policy_set.vocabulary.id == "small"


def test_a_folder_may_be_named(own: Path) -> None:
    told = data(run("policy", "--vocabulary", str(own), "--output", "a/b", "--format", "json"))
    assert told == {"written": [str(Path("a") / "b" / "policy.schema.json")]}
    assert [*loaded(Path("a/b"))] == ["policy.schema.json"]
    assert not (own / "schemas").exists()


def test_several_kinds_are_written() -> None:
    run("request", "decision")
    assert [*loaded(Path("schemas"))] == ["decision.schema.json", "request.schema.json"]


@pytest.mark.parametrize("kind", KINDS)
def test_one_kind_is_printed(kind: str, own: Path) -> None:
    assert run(kind).stdout == schema_text(kind)
    printed = data(run(kind, "--vocabulary", str(own)))
    assert printed == schema_of(kind, read_words(own))
    assert not Path("schemas").exists()
    assert not (own / "schemas").exists()


def test_what_was_there_is_replaced_and_nothing_else_touched(own: Path) -> None:
    for name in ("policy.schema.json", "other.json"):
        (own / "schemas").mkdir(exist_ok=True)
        (own / "schemas" / name).write_text("old", encoding="utf-8")
    run("--vocabulary", str(own))
    assert (own / "schemas" / "other.json").read_text(encoding="utf-8") == "old"
    left = sorted(path.name for path in (own / "schemas").iterdir())
    assert left == sorted([*FILES, "other.json"])
    Draft202012Validator.check_schema(
        json.loads((own / "schemas" / "policy.schema.json").read_text(encoding="utf-8"))
    )


def test_nothing_is_left_half_written(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("--vocabulary", str(own))
    before = loaded(own / "schemas")
    written = Path.write_text

    def fail_at_the_fifth(path: Path, text: str, *rest: Any, **named: Any) -> int:
        if path.name.startswith(".cases"):
            written(path, text[: len(text) // 2], *rest, **named)
            raise OSError(28, "No space left on device")
        return written(path, text, *rest, **named)

    monkeypatch.setattr(Path, "write_text", fail_at_the_fifth)
    (own / "vocabulary.yaml").open("a").close()
    told = run("--vocabulary", str(own), code=1).stdout
    assert "No space left on device" in told
    assert loaded(own / "schemas") == before


# --- What they offer -----------------------------------------------------------------------------


def words_in(part: Any, name: str) -> list[str]:
    """Return the words that a part of a schema offers."""
    found = json.dumps(part["$defs"][name])
    choices = json.loads(found)
    pending, offered = [choices], []
    while pending:
        one = pending.pop()
        if isinstance(one, dict):
            offered += one.get("enum", [])
            pending += [below for key, below in one.items() if key in ("anyOf", "items")]
        elif isinstance(one, list):
            pending += one
    return sorted(offered)


@pytest.mark.parametrize(
    ("kind", "part", "offered"),
    [
        ("policy", "Term_grounds", ["consent", "interest", "law", "marketing"]),
        ("policy", "Clauses", ["one"]),
        ("policy", "ParameterName", ["limit", "p#limit"]),
        ("policy", "Obligations", ["p#tell", "tell"]),
        ("policy", "AllowRule", ["p#yours"]),
        ("policy", "Holds", ["adult", "p#adult"]),
        (
            "policy",
            "Taxonomy",
            ["data", "grounds", "operations", "purposes", "ranks", "recipients"],
        ),
        ("policy", "ListPath", ["client.breaches", "client.consents"]),
        ("guarantees", "Holds", ["p#adult"]),
        ("guarantees", "ParameterName", ["p#limit"]),
        ("cases", "Fixtures", ["base"]),
        ("cases", "RuleNames", ["p#mine", "p#yours"]),
        ("cases", "ObligationIds", ["tell"]),
        ("request", "Term_ranks", ["gold", "silver"]),
        ("decision", "Term_ranks", None),
    ],
)
def test_the_words_of_the_set_are_offered(
    own: Path, kind: str, part: str, offered: list[str] | None
) -> None:
    schema = data(run(kind, "--vocabulary", str(own)))
    if offered is None:
        assert part not in schema["$defs"]
    else:
        assert words_in(schema, part) == offered


def test_the_fields_of_records_are_offered_by_the_names_that_policies_give(own: Path) -> None:
    schema = data(run("policy", "--vocabulary", str(own)))
    inner = schema["$defs"]["InnerCondition"]["properties"]
    assert inner["consent.given_at"]["$ref"] == "#/$defs/Test_time"
    assert inner["client.adult"]["$ref"] == "#/$defs/Test_boolean"
    assert "consent.given_at" in words_in(schema, "Path")
    assert "consent.given_at" not in schema["$defs"]["Condition"]["properties"]


def test_a_definition_with_arguments_is_offered_with_them(own: Path) -> None:
    schema = data(run("policy", "--vocabulary", str(own)))
    handed = schema["$defs"]["Holds"]["anyOf"][-1]["properties"]
    assert [*handed] == ["later", "p#later"]
    assert [*handed["later"]["properties"]] == ["start"]


def test_a_vocabulary_alone_offers_its_own_words_only(own: Path) -> None:
    schema = data(run("policy", "--vocabulary", str(own / "vocabulary.yaml")))
    assert words_in(schema, "Term_ranks") == ["gold", "silver"]
    assert words_in(schema, "Clauses") == []


def test_texts_are_told_in_the_language_asked_for(own: Path) -> None:
    for language, label, clause, says in (
        ("en", "the contract", "the first", "This document is a policy."),
        ("et", "leping", "esimene", "See dokument on poliitika."),
    ):
        schema = data(run("policy", "--vocabulary", str(own), "--lang", language))
        assert label in schema["$defs"]["Term_purposes"]["enumDescriptions"]
        assert clause in json.dumps(schema["$defs"]["Clauses"], ensure_ascii=False)
        assert schema["properties"]["kind"]["description"] == says
    assert data(run("policy", "--lang", "et"))["properties"]["kind"]["description"] == says


def test_documents_with_faults_still_give_their_names(own: Path) -> None:
    policy_file = own / "policy_0.yaml"
    text = policy_file.read_text(encoding="utf-8")
    policy_file.write_text(text.replace("effect: deny", "effect: dany"), encoding="utf-8")
    (own / "broken.yaml").write_text("kind: policy\n  id: [", encoding="utf-8")
    (own / "list.yaml").write_text("- kind\n", encoding="utf-8")
    (own / "odd.yaml").write_text("kind: policy\nid: 3\nrules: {A b: 1}\n", encoding="utf-8")
    schema = data(run("cases", "--vocabulary", str(own)))
    assert words_in(schema, "RuleNames") == ["p#mine", "p#yours"]


# --- How it fails --------------------------------------------------------------------------------


def test_an_unknown_kind_is_refused() -> None:
    told = run("polcy", code=2).output
    assert "there is no schema of `polcy`; did you mean `policy`? there are `vocabulary`, " in told
    assert "did you mean" not in run("xyz", code=2).output
    assert (
        "skeemi `polcy` ei ole; kas mõtlesite `policy`?"
        in run("polcy", "--lang", "et", code=2).output
    )
    assert not Path("schemas").exists()


def test_faults_of_the_vocabulary_are_reported(own: Path) -> None:
    path = own / "vocabulary.yaml"
    path.write_text(VOCABULARY.replace("ranks: {", "r anks: {"), encoding="utf-8")
    for named in (str(own), str(path)):
        told = run("--vocabulary", named, code=3).stdout
        assert f"{path}:" in told
        assert "error[bad_id]" in told
        coded = data(run("--vocabulary", named, "--format", "json", code=3))["diagnostics"]
        assert {diagnostic["code"] for diagnostic in coded} >= {"bad_id"}
    assert not (own / "schemas").exists()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"kind: vocabulary\n  id: [", "yaml_syntax"),
        (b"kind: vocabulary\nid: \xe4\n", "not_utf8"),
        (b"", "empty_file"),
    ],
)
def test_a_vocabulary_that_cannot_be_read_is_reported(own: Path, content: bytes, code: str) -> None:
    (own / "vocabulary.yaml").write_bytes(content)
    for named in (own, own / "vocabulary.yaml"):
        assert f"error[{code}]" in run("--vocabulary", str(named), code=3).stdout


def test_two_vocabularies_are_one_too_many(own: Path) -> None:
    (own / "again.yaml").write_text(VOCABULARY, encoding="utf-8")
    assert "error[second_vocabulary]" in run("--vocabulary", str(own), code=3).stdout


def test_what_is_no_vocabulary_is_said_to_be_none(own: Path) -> None:
    (own / "vocabulary.yaml").unlink()
    for named in (own, own / "notice.yaml"):
        told = run("--vocabulary", str(named), code=3).stdout
        assert told.startswith(
            f"{named}: no vocabulary is here: name a file with `kind: vocabulary`"
        )
        coded = data(run("--vocabulary", str(named), "--format", "json", code=3))
        assert coded["no_vocabulary"]["path"] == str(named)
        assert "sõnavara" in run("--vocabulary", str(named), "--lang", "et", code=3).stdout


def test_a_path_that_leads_nowhere_cannot_be_read() -> None:
    told = run("--vocabulary", "nowhere.yaml", code=1).stdout
    assert told.startswith("nowhere.yaml: cannot be read (No such file or directory)")
    coded = data(run("--vocabulary", "nowhere.yaml", "--format", "json", code=1))
    assert coded["unreadable"]["path"] == "nowhere.yaml"


def test_an_empty_folder_has_no_vocabulary(folder: Path) -> None:
    assert "error[no_documents]" in run("--vocabulary", str(folder), code=3).stdout


def test_a_folder_that_cannot_be_made_is_said_so(folder: Path) -> None:
    (folder / "file").write_text("", encoding="utf-8")
    told = run("--output", "file/schemas", code=1).stdout
    assert "cannot be written (Not a directory); name another folder with --output" in told
    assert data(run("--output", "file", "--format", "json", code=1))["unwritable"]["path"] == "file"
