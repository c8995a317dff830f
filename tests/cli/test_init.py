"""`init`: it makes a sound policy set, whatever its name, or it leaves everything as it is."""

from __future__ import annotations

import itertools
import json
import os
import re
import shlex
import tempfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from disclosure_rules import Engine
from disclosure_rules.authoring.cases import run_cases
from disclosure_rules.authoring.first_set import FILES, id_of
from disclosure_rules.cli.main import commands
from disclosure_rules.language.tree import plain_data
from disclosure_rules.loading.faults import Faults
from disclosure_rules.loading.load import read_policies
from disclosure_rules.loading.parse import parse

LANGUAGES = ("en", "et")
DOCUMENTS = [name for name in FILES if name.endswith(".yaml")]


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DISCLOSURE_RULES_POLICIES", raising=False)


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(commands, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == code, result.output
    return result


def made(name: str = "my-set", language: str = "en") -> Path:
    Path(name).parent.mkdir(exist_ok=True)
    run("init", name, "--lang", language)
    return Path(name)


def texts(folder: Path) -> dict[str, str]:
    return {name: (folder / name).read_text("utf-8") for name in DOCUMENTS}


# --- What is made --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_sound_and_its_cases_pass(language: str) -> None:
    folder = made(language=language)
    loaded = read_policies(folder)
    assert loaded.diagnostics == ()
    assert loaded.policy_set is not None
    assert loaded.policy_set.vocabulary.languages == (language,)
    results = list(run_cases(Engine.load(folder)))
    assert results
    assert [result.case.id for result in results if not result.met] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_cases_see_all_of_it_and_notice_every_change(language: str) -> None:
    folder = str(made(language=language))
    assert ": coverage 100%, " in run("test", folder, "--coverage", "--fail-under", "100").stdout
    assert "the cases notice 100 %" in run("test", folder, "--mutate").stdout


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["my-set", "a place/my-set", "sub/../my-set/"])
def test_the_commands_that_it_names_work(name: str, language: str) -> None:
    Path("a place").mkdir()
    Path("sub").mkdir()
    told = run("init", name, "--lang", language).stdout
    check, test, decide = re.findall(r"^  disclosure-rules (.+)$", told, re.MULTILINE)
    said = {"en": ("no errors", "all as expected"), "et": ("vigu ei ole", "kõik vastavad ootusele")}
    assert said[language][0] in run(*shlex.split(check)).stdout
    assert said[language][1] in run(*shlex.split(test)).stdout
    run(*shlex.split(decide), code=5)


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_request_lets_go_what_the_consent_covers(language: str) -> None:
    folder = made(language=language)
    request = json.loads((folder / "request.json").read_text("utf-8"))
    decision = Engine.load(folder).decide(request)
    assert (decision["email"].outcome, decision["email"].rules) == (
        "permitted",
        ("disclosure#consent",),
    )
    assert decision["purchases"].outcome == "no_ground"
    assert decision["email"].reasons[0].text[language]


def test_both_languages_mean_the_same() -> None:
    english, estonian = texts(made("one/set")), texts(made("two/set", "et"))
    # The digest counts which languages there are, though no text in them.
    vocabulary = estonian["vocabulary.yaml"].replace("languages: [et]", "languages: [en]")
    assert vocabulary != estonian["vocabulary.yaml"]
    in_english, in_estonian = (
        Engine.load(english),
        Engine.load({**estonian, "vocabulary.yaml": vocabulary}),
    )
    assert in_english.policy_set.digest == in_estonian.policy_set.digest
    expected = [_expected(engine) for engine in (in_english, in_estonian)]
    assert expected[0] == expected[1]


def _expected(engine: Engine) -> list[tuple[object, ...]]:
    return [
        (case.id, {name: (item.outcome, item.rules) for name, item in case.items.items()})
        for case in engine.policy_set.cases
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_first_lines_lead_to_schemas_that_it_fits(language: str) -> None:
    folder = made(language=language)
    for name, text in texts(folder).items():
        first = text.splitlines()[0]
        path = first.removeprefix("# yaml-language-server: $schema=")
        assert path != first, name
        schema = json.loads(((folder / name).parent / path).read_text("utf-8"))
        root = parse(name, text, Faults())
        assert root is not None
        assert list(Draft202012Validator(schema).iter_errors(_as_json(plain_data(root)))) == []
    schema = json.loads((folder / "schemas/request.schema.json").read_text("utf-8"))
    request = json.loads((folder / "request.json").read_text("utf-8"))
    assert list(Draft202012Validator(schema).iter_errors(request)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_schemas_are_those_that_schema_writes(language: str) -> None:
    schemas = made(language=language) / "schemas"
    found = {path.name: path.read_bytes() for path in schemas.iterdir()}
    assert b'"service_provider"' in found["policy.schema.json"]
    run("schema", "--vocabulary", "my-set", "--lang", language)
    assert {path.name: path.read_bytes() for path in schemas.iterdir()} == found


def _as_json(data: object) -> Any:
    return json.loads(json.dumps(data))


def test_nothing_else_is_left_beside_it() -> None:
    folder = made()
    assert [path.name for path in Path().iterdir()] == ["my-set"]
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {name for name in found if not name.startswith("schemas/")} == set(FILES)


@pytest.mark.skipif(os.name == "nt", reason="who may read is not said by modes there")
def test_others_may_read_it_as_any_new_folder() -> None:
    Path("any").mkdir()
    Path("file").touch()
    folder = made()
    assert folder.stat().st_mode == Path("any").stat().st_mode
    assert (folder / "vocabulary.yaml").stat().st_mode == Path("file").stat().st_mode


def test_json() -> None:
    told = json.loads(run("init", "My-Set", "--format", "json").stdout)
    assert (told["id"], told["folder"]) == ("my_set", "My-Set")
    assert all(Path("My-Set", part).exists() for part in told["files"])
    files = [path for path in Path("My-Set").rglob("*") if path.is_file()]
    assert all(
        path.relative_to("My-Set").as_posix().startswith(tuple(told["files"])) for path in files
    )
    for command in told["next"]:
        assert command.startswith("disclosure-rules ")


# --- Names ---------------------------------------------------------------------------------------

NAMES = [
    ("my-set", "my_set"),
    ("Acme", "acme"),
    ("a1_b", "a1_b"),
    ("con", "con"),
    ("yes", "yes"),
    ("null", "null"),
    ("True", "true"),
    ("x/", "x"),
    ("./x", "x"),
    ("../x", "x"),
    ("x" * 100, "x" * 100),
]


@pytest.mark.parametrize(("name", "identity"), NAMES)
def test_the_last_part_of_the_name_becomes_the_id(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, identity: str
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    loaded = read_policies(made(name))
    assert loaded.diagnostics == ()
    assert loaded.policy_set is not None
    assert loaded.policy_set.vocabulary.id == identity


REFUSED = [
    ("1st", "as in `my-set`"),
    ("a b", "as in `a-b`"),
    ("õppeasutus", "as in `oppeasutus`"),
    ("Ülikool", "as in `ulikool`"),
    ("a.b", "as in `a-b`"),
    ("a\nid: b", "as in `a-id-b`"),
    ("-", "as in `my-set`"),
    ("", "as in `my-set`"),
    (" ", "as in `my-set`"),
    (".", "as in `my-set`"),
    ("..", "as in `my-set`"),
    ("/", "as in `my-set`"),
    ("学校", "as in `my-set`"),
    ("a\x1b[31m", "cannot be called `a\\u001b[31m`"),
]


@pytest.mark.parametrize(("name", "said"), REFUSED)
def test_a_name_that_makes_no_id_is_refused_with_one_that_does(name: str, said: str) -> None:
    result = run("init", "--", name, code=2)
    assert said in result.stderr
    assert "\x1b" not in result.stderr
    assert result.stdout == ""
    assert "reeglistiku nimi ei saa olla" in run("init", "--lang", "et", "--", name, code=2).stderr
    assert list(Path().iterdir()) == []


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="azZ09-_ .:#'\"{}[]&*!|>%@`\n\tõ", min_size=1, max_size=6))
@example("..")
def test_whatever_the_name_all_is_made_or_nothing(name: str) -> None:
    assume(name != ".")  # the place itself
    with tempfile.TemporaryDirectory() as place:
        result = CliRunner().invoke(commands, ["init", "--", f"{place}/{name}"])
        identity = id_of(Path(place, name).name)
        if identity is None:
            assert result.exit_code in (1, 2)
            assert list(Path(place).iterdir()) == []
        else:
            assert result.exit_code == 0, result.output
            loaded = read_policies(Path(place, name))
            assert loaded.diagnostics == ()
            assert loaded.policy_set is not None
            assert loaded.policy_set.vocabulary.id == identity
            assert len(list(Path(place).iterdir())) == 1


# --- What cannot be made -------------------------------------------------------------------------


def assert_not_made(name: str, *said: str) -> None:
    before = sorted(Path().rglob("*"))
    told = run("init", name, code=1).stdout
    assert all(part in told for part in said), told
    assert told.startswith(f"{Path(name)}: ")
    in_json = json.loads(run("init", name, "--format", "json", code=1).stdout)["not_made"]
    assert f"{in_json['folder']}: {in_json['message']}\n" == told
    assert run("init", name, "--lang", "et", code=1).stdout != told
    assert sorted(Path().rglob("*")) == before


def test_a_folder_that_holds_something_is_left_as_it_is() -> None:
    folder = made()
    (folder / "vocabulary.yaml").write_text("mine")
    assert_not_made("my-set", "something is there already", "choose another name")
    assert (folder / "vocabulary.yaml").read_text() == "mine"


def test_a_file_is_left_as_it_is() -> None:
    Path("my-set").write_text("mine")
    assert_not_made("my-set", "something is there already")
    assert Path("my-set").read_text() == "mine"


@pytest.mark.skipif(os.name == "nt", reason="links take rights there")
@pytest.mark.parametrize("target", ["empty", "nowhere"])
def test_a_link_is_left_as_it_is(target: str) -> None:
    Path("empty").mkdir()
    Path("my-set").symlink_to(target)
    assert_not_made("my-set", "something is there already")
    assert list(Path("empty").iterdir()) == []


def test_an_empty_folder_is_filled() -> None:
    Path("my-set").mkdir()
    assert read_policies(made()).diagnostics == ()


@pytest.mark.parametrize("parent", ["nowhere", "nowhere/below", "file"])
def test_a_place_that_is_no_folder_is_told(parent: str) -> None:
    Path("file").touch()
    assert_not_made(f"{parent}/my-set", f"there is no folder `{Path(parent)}`")


def test_a_name_that_is_too_long_for_the_system_is_told() -> None:
    assert_not_made("x" * 300, "cannot be made (", "choose another name")


@pytest.mark.parametrize(
    ("step", "times"),
    [
        *(("write_bytes", times) for times in range(1, len(FILES) + 1)),
        ("write_text", 1),
        ("replace", 3),
        ("rename", 1),
    ],
)
def test_when_the_disk_fails_nothing_is_left(
    monkeypatch: pytest.MonkeyPatch, step: str, times: int
) -> None:
    does, calls = getattr(Path, step), itertools.count(1)

    def fails_in_the_end(path: Path, *arguments: object, **options: object) -> object:
        if next(calls) % times == 0:
            raise OSError(28, "No space left on device")
        return does(path, *arguments, **options)

    monkeypatch.setattr(Path, step, fails_in_the_end)
    assert_not_made("my-set", "cannot be made (No space left on device)")


def test_a_place_where_one_may_not_write_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    # The tests may run as an administrator, whom modes do not stop.
    def forbidden(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tempfile, "mkdtemp", forbidden)
    assert_not_made("my-set", "cannot be made (Permission denied)", "where you may write")
