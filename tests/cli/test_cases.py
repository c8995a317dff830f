"""`test`: which cases are run, when it stops, what it writes, and how far it tells it has come."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from disclosure_rules.cli.test import progress
from disclosure_rules.language.phrases import Reader
from tests.cli.test_commands import data, run, small_set

CASES = """\
kind: cases
cases:
  first:
    title: {en: Everything is fine, et: Kõik on korras}
    request: {moment: "2026-03-01T12:00:00Z"}
    expect: permitted
  second:
    title: {en: This one fails, et: See ei vasta}
    request: {moment: "2026-03-01T12:00:00Z", items: [{name: letter, category: email}]}
    expect: {letter: no_ground}
  third:
    request: {moment: "2026-03-01T12:00:00Z"}
    expect: prohibited
  table:
    request: {moment: "2026-03-01T12:00:00Z"}
    rows: recipient.kind
    columns:
      item.category: [email, phone]
    expect:
      partner: [permitted, permitted]
      court:   [permitted, no_ground]
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder that holds a policy set with cases, of which three fail."""
    monkeypatch.chdir(small_set(tmp_path / "own", cases=CASES))
    return tmp_path


# --- Which cases ---------------------------------------------------------------------------------

CELLS = [f"table[{row}, {column}]" for row in ("partner", "court") for column in ("email", "phone")]
FILTERS = {
    "first": ["first"],
    "FIRST": ["first"],
    "kõik": ["first"],
    "this*fails": ["second"],
    "fails*this": [],
    "table": CELLS,
    "table*phone": ["table[partner, phone]", "table[court, phone]"],
    "[court": ["table[court, email]", "table[court, phone]"],
    "ir*t": ["first"],
    "?": [],
    "*": ["first", "second", "third", *CELLS],
}


@pytest.mark.parametrize("text", FILTERS)
def test_a_filter_chooses_by_name_and_title(text: str) -> None:
    failing = {"second", "third", "table[court, phone]"} & {*FILTERS[text]}
    code = 4 if failing or not FILTERS[text] else 0
    told = data(run("test", "--filter", text, "--format", "json", code=code))
    assert [case["case"] for case in told["cases"]] == FILTERS[text]
    assert told["summary"]["left_out"] == 7 - len(FILTERS[text])
    assert (told["summary"]["message"] is None) == bool(FILTERS[text])


def test_what_a_filter_leaves_out_is_told() -> None:
    told = run("test", "--filter", "first").stdout
    assert told == ".: 1 case, all as expected, 6 cases left out\n"
    told = run("test", "--filter", "first", "--lang", "et").stdout
    assert told == ".: 1 juhtum, kõik vastavad ootusele, välja jäetud 6 juhtumit\n"


def test_a_filter_that_no_case_matches_fails_and_helps() -> None:
    assert run("test", "--filter", "secnd", code=4).stdout == (
        "no case matches: `secnd` stands in no name, title or clause of any case; "
        "did you mean `second`?\n"
    )
    told = run("test", "--filter", "\x1bqqq", "--lang", "et", code=4).stdout
    assert told == (
        "ükski juhtum ei sobi: teksti `\\u001bqqq` ei ole ühegi juhtumi nimes, pealkirjas "
        "ega punktides\n"
    )


def test_a_filter_may_match_in_one_of_several_sets(folder: Path) -> None:
    small_set(folder / "other", cases=CASES.replace("first", "another"))
    told = run("test", ".", "../other", "--filter", "another").stdout
    assert told == "../other: 1 case, all as expected, 6 cases left out\n"


def test_a_set_without_cases_fails_whatever_the_filter_is(folder: Path) -> None:
    small_set(folder / "other")
    assert "nothing is tested" in run("test", "../other", "--filter", "first", code=4).stdout


def test_an_empty_filter_is_a_setting_that_was_forgotten() -> None:
    assert "cannot be empty" in run("test", "--filter", "", code=2).stderr


# --- What is told --------------------------------------------------------------------------------


def test_a_failure_is_told_with_its_title_and_why() -> None:
    told = run("test", "--filter", "second", code=4).stdout
    assert told.splitlines() == [
        "./cases.yaml:7:3: case `second` failed: This one fails",
        "  ./cases.yaml:10: item `letter`: outcome expected no_ground, found permitted",
        "  the decision: permitted",
        "    letter: permitted (p#always)",
        ".: 1 case, 1 failed, 6 cases left out",
    ]
    told = run("test", "--filter", "second", "--lang", "et", code=4).stdout
    assert "juhtum `second` ei vasta ootusele: See ei vasta" in told
    assert "otsus: lubatud" in told


def test_a_cell_is_told_where_it_stands() -> None:
    told = run("test", "--filter", "table", code=4).stdout
    assert told.startswith("./cases.yaml:21:28: case `table[court, phone]` failed\n")


def test_json_tells_each_set_and_the_whole(folder: Path) -> None:
    small_set(folder / "other", cases=CASES)
    told = data(run("test", ".", "../other", "--format", "json", code=4))
    numbers = {"cases": 7, "met": 4, "failed": 3, "not_run": 0, "left_out": 0}
    assert told["sets"] == [{"folder": ".", **numbers}, {"folder": "../other", **numbers}]
    assert told["summary"] == {
        **{name: 2 * number for name, number in numbers.items()},
        "message": None,
    }
    explained = {case["case"]: case["explanation"] for case in told["cases"]}
    assert explained["first"] == []
    assert explained["second"] == ["  the decision: permitted", "    letter: permitted (p#always)"]


# --- Stopping ------------------------------------------------------------------------------------


def test_it_stops_at_the_first_case_that_fails(folder: Path) -> None:
    small_set(folder / "other", cases=CASES)
    lines = run("test", ".", "../other", "--fail-fast", code=4).stdout.splitlines()
    assert lines[-2:] == [
        ".: 7 cases, 1 failed, 5 cases not run",
        "../other: 7 cases, none run",
    ]
    told = data(run("test", "--fail-fast", "--format", "json", code=4))
    assert [case["case"] for case in told["cases"]] == ["first", "second"]
    assert told["summary"]["not_run"] == 5


def test_it_does_not_stop_where_nothing_fails() -> None:
    assert "1 case, all" in run("test", "--fail-fast", "--filter", "first").stdout


# --- JUnit ---------------------------------------------------------------------------------------


def junit(file: str = "report.xml") -> ET.Element:
    return ET.parse(file).getroot()  # noqa: S314 - we wrote it


def test_junit_has_every_case() -> None:
    run("test", "--junit", "report.xml", code=4)
    root = junit()
    assert (root.get("tests"), root.get("failures"), root.get("skipped")) == ("7", "3", "0")
    (failed,) = [e for e in root.iter("testcase") if e.get("name") == "table[court, phone]"]
    assert (failed.get("file"), failed.get("line")) == ("./cases.yaml", "21")
    failure = failed.find("failure")
    assert failure is not None
    assert "outcome expected no_ground, found permitted" in (failure.get("message") or "")
    assert "phone: permitted (p#always)" in (failure.text or "")


def test_junit_skips_what_was_not_reached() -> None:
    run("test", "--junit", "report.xml", "--fail-fast", "--lang", "et", code=4)
    assert junit().get("skipped") == "5"
    assert next(junit().iter("skipped")).get("message", "").startswith("kontrollimata")


def test_junit_says_that_there_are_no_cases(folder: Path) -> None:
    small_set(folder / "other")
    run("test", "../other", "--junit", "report.xml", code=4)
    assert "nothing is tested" in next(junit().iter("error")).get("message", "")
    run("test", "--filter", "qqq", "--junit", "report.xml", code=4)
    assert "no case matches" in next(junit().iter("error")).get("message", "")


def test_junit_does_not_keep_an_earlier_report_beside_faulty_policies() -> None:
    run("test", "--filter", "first", "--junit", "report.xml")
    Path("cases.yaml").write_text(CASES.replace("permitted", "permited"), encoding="utf-8")
    result = run("test", "--junit", "report.xml", code=3)
    assert "error[unknown_outcome]" in result.stderr
    error = next(junit().iter("error"))
    assert error.get("message") == "the policies have faults"
    assert "did you mean `permitted`?" in (error.text or "")


def test_a_report_that_cannot_be_written_is_told(folder: Path) -> None:
    arguments = ("test", "--filter", "first", "--junit")
    assert "nowhere/x.xml: cannot be written" in run(*arguments, "nowhere/x.xml", code=1).stderr
    assert "is a directory" in run(*arguments, str(folder), code=2).stderr
    os.mkfifo("pipe")
    told = run(*arguments, "pipe", "--lang", "et", code=1).stderr
    assert told == "pipe: see on midagi muud kui fail; nimetage fail\n"
    assert Path("pipe").is_fifo()
    told = run(*arguments, "pipe", "--format", "json", code=1).stdout
    assert '"not_written"' in told


# --- How far it has come -------------------------------------------------------------------------


def test_a_bar_is_shown_on_a_terminal_and_nowhere_else() -> None:
    pty = pytest.importorskip("pty", reason="there are no terminals to open here")
    start = "from disclosure_rules.cli.main import main; main()"
    command = [sys.executable, "-c", start, "test", "--filter", "first"]
    ours, theirs = pty.openpty()
    try:
        shown = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, check=True)
        bar = os.read(ours, 10_000).decode()
    finally:
        os.close(ours)
        os.close(theirs)
    assert re.search(r"cases .*100%", bar)
    piped = subprocess.run(command, capture_output=True, check=True)
    assert piped.stderr == b""
    assert piped.stdout == shown.stdout == b".: 1 case, all as expected, 6 cases left out\n"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("language", "label"), [("en", "cases"), ("et", "juhtumit")])
def test_the_bar_ends_where_the_cases_end(
    monkeypatch: pytest.MonkeyPatch, language: Reader, label: str
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with progress(3, language) as advance:
        for _ in range(3):
            advance(1)
    assert re.search(f"{label} .*100%", terminal.getvalue())


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--mutate", "--filter", "x"], "`--mutate` is about all cases: leave `--filter` out"),
        (["--mutate", "--junit", "x.xml"], "`--mutate` is about all cases: leave `--junit` out"),
        (["--coverage", "--fail-fast"], "`--coverage` is about all cases: leave `--fail-fast` out"),
        (
            ["--coverage", "--filter", "x", "--lang", "et"],
            "`--coverage` käib kõigi juhtumite kohta: jätke `--filter` ära",
        ),
    ],
)
def test_what_is_about_all_cases_takes_no_choice(options: list[str], told: str) -> None:
    assert told in run("test", *options, code=2).output
