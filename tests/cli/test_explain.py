"""`explain`: its forms and languages, its exit codes, and what it says of hostile requests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from disclosure_rules.cli.main import commands
from disclosure_rules.packaged import schema_text
from tests.unit import ekspressjob_set as ekspressjob

BREACH = {
    "operation": "transmit",
    "purpose": "protect_rights",
    "recipient": {"id": "r-9", "kind": "other_third_person"},
    "client": {
        "id": "c-1",
        "consents": [],
        "breaches": [{"id": "b-7", "occurred_at": "2026-09-01T00:00:00+03:00"}],
    },
    "items": [{"name": "email", "category": "contact_data", "related_to": []}],
}
FORMS = ("text", "json", "markdown", "html")


@pytest.fixture(scope="session")
def lean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of EkspressJob's policies without the cases, which take time to read."""
    folder = tmp_path_factory.mktemp("ekspressjob")
    for name, text in ekspressjob.texts().items():
        if not name.startswith("cases/"):
            (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def explain(lean: Path, tmp_path: Path) -> Any:
    """Return the command on a request; of parts, one that is EkspressJob's request with them."""

    def run(*options: str, code: int, text: str | bytes | None = None, **parts: Any) -> Result:
        file = tmp_path / "request.json"
        given = json.dumps(ekspressjob.ask(**parts)) if text is None else text
        file.write_bytes(given.encode() if isinstance(given, str) else given)
        arguments = ["explain", str(file), "--policies", str(lean), *options]
        result = CliRunner().invoke(commands, arguments)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        assert result.exit_code == code, result.output
        assert "Traceback" not in result.output
        return result

    return run


OUTCOMES: list[tuple[dict[str, Any], int, str, str]] = [
    (
        {"recipient": {"id": "r-1", "kind": "group_company", "group": "ekspress-meedia"}},
        0,
        "permitted",
        "lubatud",
    ),
    (
        {
            "purpose": "offers",
            "recipient": {"id": "p-1", "kind": "partner"},
            "client": {"id": "c-1", "consents": [], "interests": [], "opt_outs": []},
        },
        5,
        "prohibited",
        "keelatud",
    ),
    (BREACH, 5, "no ground", "alus puudub"),
    ({**BREACH, "client": {"id": "c-1"}}, 6, "facts missing", "asjaolud selgitamata"),
]


@pytest.mark.parametrize(("parts", "code", "english", "estonian"), OUTCOMES)
def test_it_exits_as_decide_does_in_every_form_and_language(
    explain: Any, parts: dict[str, Any], code: int, english: str, estonian: str
) -> None:
    for language, outcome in (("en", english), ("et", estonian)):
        for form in FORMS:
            told = explain("--format", form, "--lang", language, code=code, **parts).stdout
            assert form == "json" or outcome in told
            assert told.endswith("\n")
            assert not told.endswith("\n\n")


def test_text_begins_with_the_outcome(explain: Any) -> None:
    lines = explain(code=5, **BREACH).stdout.splitlines()
    assert lines[0] == "no ground"
    assert "`email`: no ground" in lines
    assert any(line.startswith("  came near to permitting:") for line in lines)


def test_json_fits_the_published_schema(explain: Any) -> None:
    schema = Draft202012Validator(json.loads(schema_text("explanation")))
    for parts, code, _, _ in OUTCOMES:
        for more in ((), ("--all",)):
            told = json.loads(explain("--format", "json", *more, code=code, **parts).stdout)
            schema.validate(told)
            assert told["outcome"] in ("permitted", "prohibited", "no_ground", "facts_missing")


def test_markdown_and_page_are_whole(explain: Any) -> None:
    markdown = explain("--format", "markdown", code=5, **BREACH).stdout
    assert markdown.startswith("# Explanation of a decision\n\n**no ground**\n")
    page = explain("--format", "html", "--lang", "et", code=5, **BREACH).stdout
    assert page.startswith('<!DOCTYPE html>\n<html lang="et">')
    assert page.endswith("</html>\n")


def test_all_tells_the_rules_about_something_else(explain: Any) -> None:
    short = explain(code=5, **BREACH).stdout
    whole = explain("--all", code=5, **BREACH).stdout
    assert "further rules are about something else" in short
    assert "client_rights#view" not in short
    assert "client_rights#view" in whole
    assert set(short.splitlines()) - set(whole.splitlines()) <= {
        line
        for line in short.splitlines()
        if "about something else" in line or "but for one part" in line
    }


def test_hostile_values_reach_the_terminal_as_text(explain: Any) -> None:
    hostile = "\x1b[2J\u202e{0}<b>\n# x"
    parts = {**BREACH, "items": [{"name": hostile, "category": "contact_data", "related_to": []}]}
    told = explain(code=5, **parts).stdout
    assert "`\\u001b[2J\\u202e{0}<b>\\u000a# x`: no ground" in told.splitlines()
    assert all(line.isprintable() for line in told.splitlines())
    page = explain("--format", "html", code=5, **parts).stdout
    assert "<b>" not in page
    data = json.loads(explain("--format", "json", code=5, **parts).stdout)
    assert data["items"][0]["names"] == [hostile]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("text", "said"),
    [("{", "request.json"), (b"\xff", "request.json"), ('{"moment": "SECRET"}', "moment")],
)
def test_what_is_no_request_is_refused_without_its_values(
    explain: Any, form: str, text: str | bytes, said: str
) -> None:
    result = explain("--format", form, code=1, text=text)
    assert said in result.output
    assert "SECRET" not in result.output
    assert "permitted" not in result.output


def test_a_file_that_is_not_there_is_told(lean: Path) -> None:
    arguments = ["explain", "nowhere.json", "--policies", str(lean)]
    result = CliRunner().invoke(commands, arguments)
    assert result.exit_code == 1
    assert "nowhere.json" in result.output


def test_policies_with_faults_explain_nothing(tmp_path: Path) -> None:
    (tmp_path / "vocabulary.yaml").write_text("kind: vocabulary\n", encoding="utf-8")
    request = tmp_path / "request.json"
    request.write_text("{}", encoding="utf-8")
    arguments = ["explain", str(request), "--policies", str(tmp_path)]
    assert CliRunner().invoke(commands, arguments).exit_code == 3
