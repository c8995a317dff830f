"""`trace`: what it prints and writes, its exit codes, and how it fails."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from disclosure_rules.loading.files import LARGEST_FILE
from tests.cli.test_commands import EKSPRESSJOB, VARIABLE, data, run, small_set
from tests.unit.small import policy

NOTICE = """\
kind: notice
id: shop
clauses:
  only_so: {where: {et: 1. jagu, en: section 1}, says: {et: Nii, en: So}, carried_by: decision}
"""
# sha256 of `Who gets it? Nobody.`
SECTIONS = """\
sections:
  who:
    sha256: %s
    clauses: [only_so]
"""
CASE = """\
kind: cases
cases: {one: {request: {moment: "2026-03-01T12:00:00Z"}, expect: permitted}}
"""
SOUND = policy("always: {effect: allow, ground: law, clauses: [only_so]}")
LOOSE = policy("always: {effect: allow, ground: law}")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder, with no policies named."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(VARIABLE, raising=False)
    return tmp_path


def _set(rules: str = SOUND, notice: str = NOTICE, **more: str) -> str:
    return str(small_set(Path("set"), rules, notice=notice, cases=CASE, **more))


def _with_sections() -> str:
    """Make a set that watches the text in `text.txt`."""
    Path("text.txt").write_text("Who gets it?\nNobody.\n", encoding="utf-8")
    bare = data(run("trace", "--policies", _set(), "--of", "shop", *NOTICE_JSON, code=4))
    return _set(notice=NOTICE + SECTIONS % bare["new"][0]["sha256"])


NOTICE_JSON = ("--notice", "text.txt", "--format", "json")

# --- The trace -----------------------------------------------------------------------------------


def test_it_prints_the_trace_and_counts() -> None:
    text = run("trace", "--policies", _set(), "--strict").stdout
    assert "only_so (section 1; carried out by decisions)  set/notice.yaml:4" in text
    assert "  rule p#always  set/policy_0.yaml:" in text
    assert "decides in one case: one" in text
    assert text.splitlines()[-1].startswith(
        "small: 1 clause, 1 rule, 0 guarantees, 1 case; digest "
    )


def test_it_speaks_estonian() -> None:
    text = run("trace", "--policies", _set(), "--lang", "et").stdout
    assert "only_so (1. jagu; täidetakse otsustega)" in text
    assert "otsustab ühes juhtumis: one" in text


def test_all_cases_are_named_if_asked_for() -> None:
    short = run("trace", "--policies", EKSPRESSJOB).stdout
    long = run("trace", "--policies", EKSPRESSJOB, "--all").stdout
    assert ", 33 more" in short
    assert " more\n" not in long


def test_strict_fails_on_loose_ends() -> None:
    folder = _set(LOOSE)
    run("trace", "--policies", folder)
    done = run("trace", "--policies", folder, "--strict", code=4)
    assert "set/policy_0.yaml:7:3: error[rule_without_clause]" in done.stderr
    assert "    7 |   always:" in done.stderr
    assert "set/notice.yaml:4:3: error[clause_without_rule]" in done.stderr
    assert "only_so (section 1" in done.stdout
    assert "error[" not in done.stdout
    estonian = run("trace", "--policies", folder, "--strict", "--lang", "et", code=4).stderr
    assert "viga[rule_without_clause]: reegel `p#always` ei nimeta ühtegi punkti" in estonian


def test_json_holds_loose_ends_only_if_asked_for() -> None:
    folder = _set(LOOSE)
    assert "diagnostics" not in data(run("trace", "--policies", folder, "--format", "json"))
    done = run("trace", "--policies", folder, "--format", "json", "--strict", code=4)
    assert done.stderr == ""
    codes = [diagnostic["code"] for diagnostic in data(done)["diagnostics"]]
    assert codes == ["clause_without_rule", "rule_without_clause"]
    sound = data(run("trace", "--policies", _set(), "--format", "json", "--strict"))
    assert sound["diagnostics"] == []


def test_policies_with_faults_are_refused() -> None:
    folder = _set(policy("always: {effect: allow}"))
    assert "error[ground_missing]" in run("trace", "--policies", folder, code=3).stderr


# --- Files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["text", "json", "csv", "html"])
def test_a_file_holds_what_is_printed(form: str) -> None:
    folder = _set()
    printed = run("trace", "--policies", folder, "--format", form).stdout_bytes
    done = run("trace", "--policies", folder, "--format", form, "--output", "made")
    assert "made" in done.stdout
    mark = b"\xef\xbb\xbf" if form == "csv" else b""
    assert Path("made").read_bytes() == mark + printed
    assert sorted(path.name for path in Path().iterdir()) == ["made", "set"]


def test_a_file_is_replaced_and_a_link_stays_one() -> None:
    Path("old").write_text("old", encoding="utf-8")
    Path("link").symlink_to("old")
    run("trace", "--policies", _set(), "--format", "csv", "--output", "link")
    assert Path("link").is_symlink()
    with Path("old").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.reader(file))[1] == "clause"


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("set", "is a folder, a device or the like"),
        ("/dev/null", "is a folder, a device or the like"),
        ("nowhere/made", "cannot be written"),
        ("set/notice.yaml/made", "cannot be written"),
    ],
)
def test_what_cannot_be_written_is_told(output: str, said: str) -> None:
    folder = _set()
    done = run("trace", "--policies", folder, "--output", output, code=1)
    assert done.stdout == ""
    assert done.stderr.startswith(f"{output}: {said}")
    asked = ("trace", "--policies", folder, "--output", output, "--format", "json")
    assert data(run(*asked, code=1))["unwritable"]["file"] == output


def test_loose_ends_are_told_beside_a_file() -> None:
    done = run("trace", "--policies", _set(LOOSE), "--strict", "--output", "made", code=4)
    assert done.stdout == "made: written\n"
    assert "rule_without_clause" in done.stderr
    assert "only_so" in Path("made").read_text(encoding="utf-8")


# --- A published text ----------------------------------------------------------------------------


def test_an_unchanged_text_leaves_nothing_to_review() -> None:
    folder = _with_sections()
    done = run("trace", "--policies", folder, "--notice", "text.txt")
    assert done.stdout == (
        "text.txt: nothing to review; sections of `shop` that are as they were: 1\n"
    )
    asked = ("--notice", "-", "--lang", "et")
    piped = run("trace", "--policies", folder, *asked, given="\ufeffWho gets it?\nNobody.").stdout
    assert piped.startswith("standardsisend: üle vaadata ei ole midagi")
    told: Any = data(run("trace", "--policies", folder, *NOTICE_JSON))
    assert told == {
        "file": "text.txt",
        "notice": "shop",
        "same": ["who"],
        "changed": [],
        "new": [],
        "unwatched": [],
    }


@pytest.mark.parametrize("language", ["en", "et"])
def test_a_changed_text_names_the_clauses_to_review(language: str) -> None:
    folder = _with_sections()
    Path("text.txt").write_text("Who gets it?\nSomebody \x1b[2J.\n", encoding="utf-8")
    done = run("trace", "--policies", folder, "--notice", "text.txt", "--lang", language, code=4)
    assert "set/notice.yaml:6:3: " in done.stdout
    assert "only_so" in done.stdout
    assert "Somebody \\u001b[2J." in done.stdout
    assert data(run("trace", "--policies", folder, *NOTICE_JSON, code=4))["changed"] == [
        {"section": "who", "clauses": ["only_so"], "file": "set/notice.yaml", "line": 6}
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\n \n", "holds no words"),
        (b"\xff\xfeW", "is no UTF-8 text"),
        (b"x" * (LARGEST_FILE + 1), "is larger than 16 MiB"),
        (None, "cannot be read"),
    ],
    ids=["no words", "UTF-16", "too large", "not there"],
)
def test_what_is_no_text_is_told(content: bytes | None, said: str) -> None:
    if content is not None:
        Path("text.txt").write_bytes(content)
    folder = _set()
    done = run("trace", "--policies", folder, "--notice", "text.txt", code=1)
    assert done.output.startswith(f"text.txt: {said}")
    (told,) = data(run("trace", "--policies", folder, *NOTICE_JSON, code=1)).values()
    assert told["file"] == "text.txt"


OTHER = NOTICE.replace("id: shop", "id: other").replace("only_so", "another")


def test_the_notice_is_the_one_with_sections() -> None:
    Path("text.txt").write_text("Who gets it?\nNobody.\n", encoding="utf-8")
    several = _set(other=OTHER)
    done = run("trace", "--policies", several, "--notice", "text.txt", code=2)
    assert "name the notice whose text this is with `--of NOTICE`" in done.stderr
    named = ("--notice", "text.txt", "--of", "other", "--format", "json")
    assert data(run("trace", "--policies", several, *named, code=4))["unwatched"] == ["another"]
    wrong = ("--notice", "text.txt", "--of", "shops")
    assert (
        "there is no notice `shops`" in run("trace", "--policies", several, *wrong, code=2).stderr
    )
    _with_sections()
    assert data(run("trace", "--policies", several, *NOTICE_JSON))["notice"] == "shop"


def test_a_set_without_a_notice_has_nothing_to_compare() -> None:
    folder = str(small_set(Path("bare"), LOOSE))
    done = run("trace", "--policies", folder, "--notice", "text.txt", code=2)
    assert "this policy set has no notice" in done.stderr


@pytest.mark.parametrize(
    "options", [("--strict",), ("--all",), ("--format", "csv"), ("--format", "html")], ids=" ".join
)
def test_a_review_is_asked_for_alone(options: tuple[str, ...]) -> None:
    done = run("trace", "--policies", _set(), "--notice", "text.txt", *options, code=2)
    assert f"leave out `{' '.join(options)}`" in done.stderr


def test_of_needs_a_text() -> None:
    assert "`--of` belongs to `--notice`" in run("trace", "--of", "shop", code=2).stderr


def test_json_of_a_file_is_json() -> None:
    run("trace", "--policies", _set(), "--format", "json", "--output", "made.json")
    assert json.loads(Path("made.json").read_text(encoding="utf-8"))["policy_set"]["id"] == "small"
