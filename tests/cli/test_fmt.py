"""`fmt`: what it changes, what it prints, and what it leaves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from disclosure_rules.authoring.formatting import format as formatting
from disclosure_rules.authoring.formatting.format import NotKeptError
from disclosure_rules.cli.main import commands

BEFORE = "cases: {}  # none\nkind: 'cases'\n"
AFTER = "kind: cases\n\ncases: {}  # none\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with a document."""
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text(BEFORE, encoding="utf-8")
    return tmp_path


def run(*arguments: str, given: bytes | str | None = None, code: int = 0) -> Result:
    result = CliRunner().invoke(commands, ["fmt", *arguments], input=given)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == code, result.output
    return result


def data(*arguments: str, given: str | None = None, code: int = 0) -> Any:
    return json.loads(run(*arguments, "--format", "json", given=given, code=code).stdout)


def text(name: str = "a.yaml") -> str:
    return Path(name).read_bytes().decode()


def test_it_lays_out_once() -> None:
    told = run("a.yaml").stdout
    assert told == "a.yaml: laid out anew\ndocuments: 1; laid out anew: 1\n"
    assert text() == AFTER
    assert run("a.yaml").stdout == "documents: 1; laid out anew: 0\n"
    assert run("--check", "a.yaml").stdout == "documents: 1; to be laid out anew: 0\n"


def test_check_changes_nothing_and_fails() -> None:
    told = run("--check", "a.yaml", "--lang", "et", code=1).stdout
    assert told == "a.yaml: vajab vormindamist\ndokumente: 1; vajab vormindamist: 1\n"
    assert text() == BEFORE


@pytest.mark.parametrize(("more", "code"), [([], 0), (["--check"], 1)])
def test_the_difference_is_shown_and_nothing_changed(more: list[str], code: int) -> None:
    told = run("--diff", *more, "a.yaml", code=code).stdout
    assert told == (
        "--- a.yaml\n+++ a.yaml\n@@ -1,3 +1,4 @@\n+kind: cases\n+\n cases: {}  # none\n"
        "-kind: 'cases'\n \ndocuments: 1; to be laid out anew: 1\n"
    )
    assert text() == BEFORE


def test_ends_of_lines_are_shown() -> None:
    Path("a.yaml").write_bytes(AFTER.replace("\n", "\r\n").encode())
    assert "-kind: cases\\u000d\n" in run("--diff", "a.yaml").stdout


def test_a_folder_and_what_is_below_it(folder: Path) -> None:
    (folder / "set" / "cases").mkdir(parents=True)
    (folder / "set" / ".hidden.yaml").write_text("a:   1", encoding="utf-8")
    (folder / "set" / "cases" / "b.yml").write_text(BEFORE, encoding="utf-8")
    run("set")
    assert text("set/cases/b.yml") == AFTER
    assert text("set/.hidden.yaml") == "a:   1"
    assert text() == BEFORE


def test_the_policy_sets_found_here() -> None:
    CliRunner().invoke(commands, ["init", "policies"])
    run()
    assert run("--check").stdout == "documents: 5; to be laid out anew: 0\n"


def test_no_policy_set_here() -> None:
    assert "no policy set here" in run(code=2).stderr


# --- Standard input ------------------------------------------------------------------------------


def test_standard_input_goes_to_standard_output() -> None:
    result = run("-", given=BEFORE)
    assert (result.stdout, result.stderr) == (AFTER, "")
    assert run("-", given=AFTER).stdout == AFTER
    assert run("-", "--check", given=BEFORE, code=1).stdout == (
        "standard input: would be laid out anew\ndocuments: 1; to be laid out anew: 1\n"
    )


def test_faults_of_standard_input_stand_beside() -> None:
    result = run("-", given="a: [", code=3)
    assert result.stdout == ""
    assert result.stderr.startswith("standard input:1:5: error[yaml_syntax]")


def test_standard_input_stands_alone() -> None:
    assert "standard input" in run("-", "a.yaml", code=2).stderr


def test_standard_input_as_data() -> None:
    assert data("-", given=BEFORE) == {
        "diagnostics": [],
        "documents": [
            {"file": "standard input", "changed": True, "left": None, "text": AFTER},
        ],
    }


# --- What is left --------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"a: [", b"\xff", b"- a", b"kind: nothing", b""])
def test_what_cannot_be_read_is_told_and_the_rest_laid_out(content: bytes) -> None:
    Path("b.yaml").write_bytes(content)
    told = run("b.yaml", "a.yaml", code=3).stdout
    assert told.startswith("b.yaml:1:")
    assert told.endswith("\na.yaml: laid out anew\ndocuments: 1; laid out anew: 1\n")
    assert Path("b.yaml").read_bytes() == content
    assert text() == AFTER


def test_a_document_named_twice_is_read_once() -> None:
    assert run("a.yaml", "a.yaml").stdout.endswith("documents: 1; laid out anew: 1\n")


def test_no_such_file() -> None:
    assert run("b.yaml", code=3).stdout.startswith("b.yaml:1:1: error[file_unreadable]")
    (fault,) = data("b.yaml", "--lang", "et", code=3)["diagnostics"]
    assert fault["code"] == "file_unreadable"


@pytest.mark.parametrize(
    ("change", "english", "estonian"),
    [
        ("value", "would be read differently", "tähendaks siin kirjutatu midagi muud"),
        ("comment", "would lose this comment", "läheks see märkus kaduma"),
        ("digest", "would have another digest", "oleks reeglistikul teine räsi"),
    ],
)
def test_what_would_change_more_than_the_layout_is_left(
    change: Any, english: str, estonian: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> str:
        raise NotKeptError(2, change)

    monkeypatch.setattr(formatting, "lay_out", refuse)
    told = run("a.yaml", code=1).stdout
    assert told.startswith("a.yaml:2: left as it is: ")
    assert english in told.replace("\n", " ")
    assert told.endswith("\ndocuments: 1; laid out anew: 0; left as they are: 1\n")
    assert estonian in run("a.yaml", "--lang", "et", code=1).stdout
    assert english in run("-", given=BEFORE, code=1).stderr
    (document,) = data("a.yaml", code=1)["documents"]
    assert english in document["left"]
    assert not document["changed"]
    assert text() == BEFORE


def test_what_cannot_be_written_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("disclosure_rules.authoring.formatting.files.write", refuse)
    assert run("a.yaml", code=1).stdout == (
        "a.yaml: cannot be written (Permission denied); check that you may change it\n"
        "documents: 1; laid out anew: 0; left as they are: 1\n"
    )
    (document,) = data("a.yaml", "--diff")["documents"]
    assert document["changed"]
    assert document["diff"][3] == "+kind: cases"
