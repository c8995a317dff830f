"""`verify`: what it prints and saves, its exit codes, and how it fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_commands import EKSPRESSJOB, VARIABLE, data, run, small_set
from tests.needs import needs
from tests.unit.small import policy

needs("z3", "to prove with; make .venv/dev installs it")

SOUND = policy("always: {effect: allow, ground: law, operation: disclose, recipient: police}")
LOOSE = policy("always: {effect: allow, ground: law, operation: disclose}")
GUARANTEE = """\
kind: guarantees
guarantees:
  only_the_police:
    title: {et: Ainult politsei, en: Only the police}
    never_allow: {operation: disclose, recipient: court}
"""
HOLLOW = """\
kind: guarantees
guarantees:
  of_nobody:
    never_allow: {operation: disclose, when: {client.age: {more_than: 3, less_than: 4}}}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder, with no policies named."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(VARIABLE, raising=False)
    return tmp_path


def _set(rules: str = SOUND, guarantees: str = GUARANTEE, name: str = "set") -> str:
    return str(small_set(Path(name), rules, guarantees=guarantees))


# --- What it says --------------------------------------------------------------------------------


def test_every_guarantee_of_ekspressjob_is_proved():
    lines = run("verify", EKSPRESSJOB).stdout.splitlines()
    assert len(lines) == 8
    assert all(line.startswith("proved: ") for line in lines[:-1])
    assert "7 of 7 guarantees proved; digest" in lines[-1]


def test_a_broken_guarantee_is_shown_by_a_request():
    printed = run("verify", _set(LOOSE), code=4).stdout
    assert "broken: only_the_police: Only the police" in printed
    assert "guarantees.yaml:3" in printed
    assert "      kind: court" in printed
    assert "permitted (p#always)" in printed
    assert "0 of 1 guarantee proved" in printed


def test_it_speaks_estonian():
    printed = run("verify", _set(LOOSE), "--lang", "et", code=4).stdout
    assert "rikutud: only_the_police: Ainult politsei" in printed
    assert "väikseim päring, mis seda rikub:" in printed
    assert "lubatud (p#always)" in printed
    assert "tõestatud 0, kokku 1 tagatis" in printed


def test_it_is_told_as_data():
    told = data(run("verify", _set(LOOSE), "--format", "json", code=4))
    (found,) = told["sets"]
    assert found["folder"] == "set"
    (guarantee,) = found["guarantees"]
    assert guarantee["guarantee"] == "only_the_police"
    assert guarantee["promise"] == "never_allow"
    assert guarantee["result"] == "broken"
    assert guarantee["line"] == 3
    assert guarantee["request"]["recipient"] == {"kind": "court"}
    assert guarantee["decision"]["outcome"] == "permitted"
    assert "saved" not in told


def test_what_holds_is_told_as_data():
    told = data(run("verify", _set(), "--format", "json"))
    assert told["sets"][0]["guarantees"][0]["result"] == "proved"
    assert "request" not in told["sets"][0]["guarantees"][0]


def test_a_guarantee_of_nothing_is_an_error():
    printed = run("verify", _set(guarantees=HOLLOW), code=4).stdout
    assert "of nothing: of_nobody" in printed
    assert "no request is such as it speaks of" in printed


def test_a_set_without_guarantees_fails():
    small_set(Path("set"), SOUND)
    printed = run("verify", "set", code=4).stdout
    assert "there are no guarantees to prove" in printed


def test_several_sets_are_proved():
    printed = run("verify", _set(), _set(LOOSE, name="other"), code=4).stdout
    assert "set: 1 of 1 guarantee proved" in printed
    assert "other: 0 of 1 guarantee proved" in printed


def test_one_guarantee_is_chosen():
    both = GUARANTEE + HOLLOW.partition("guarantees:\n")[2].partition("guarantees:\n")[2]
    assert "1 of 1" in run("verify", _set(guarantees=both), "--only", "only_the_police").stdout


@pytest.mark.parametrize(
    ("result", "said", "code"),
    [
        ("undecided", "neither proved nor broken within 20 million steps", 1),
        ("mistaken", "fault", 1),
    ],
)
def test_what_is_not_known_is_no_proof(result, said, code, monkeypatch):
    from disclosure_rules.authoring import verifying
    from disclosure_rules.proving.promises import Broken
    from disclosure_rules.proving.solving import Undecided

    request = {"moment": "2026-11-22T12:00:00Z"}
    verdict = Undecided() if result == "undecided" else Broken(request)
    monkeypatch.setattr(verifying, "prove", lambda *_, **__: verdict)
    printed = run("verify", _set(), code=code).stdout
    assert said in printed
    assert "0 of 1 guarantee proved" in printed


# --- Saving --------------------------------------------------------------------------------------


def test_what_breaks_a_guarantee_is_saved_as_a_case_that_fails():
    printed = run("verify", _set(LOOSE), "--save", "set/found.yaml", code=4).stdout
    assert "set/found.yaml: 1 case written" in printed
    text = Path("set/found.yaml").read_text(encoding="utf-8")
    assert text.startswith("# requests that break guarantees")
    assert "case `only_the_police` failed" in run("test", "set", code=4).stdout
    assert run("fmt", "--check", "set/found.yaml").exit_code == 0
    # What mends the policies mends the case.
    small_set(Path("set"), SOUND)
    run("test", "set")


def test_a_second_case_has_a_name_of_its_own():
    _set(LOOSE)
    run("verify", "set", "--save", "set/found.yaml", code=4)
    run("verify", "set", "--save", "set/again.yaml", code=4)
    assert "only_the_police_2:" in Path("set/again.yaml").read_text(encoding="utf-8")


def test_nothing_is_saved_where_nothing_is_broken():
    printed = run("verify", _set(), "--save", "found.yaml").stdout
    assert "no guarantee is broken" in printed
    assert not Path("found.yaml").exists()
    assert "saved" not in data(run("verify", "set", "--save", "found.yaml", "--format", "json"))


def test_saving_is_told_as_data():
    told = data(run("verify", _set(LOOSE), "--save", "found.yaml", "--format", "json", code=4))
    assert told["saved"] == "found.yaml"
    assert Path("found.yaml").exists()


def test_nothing_is_overwritten():
    Path("mine.yaml").write_text("mine", encoding="utf-8")
    result = run("verify", _set(LOOSE), "--save", "mine.yaml", code=1)
    assert "is there already" in result.stderr
    assert Path("mine.yaml").read_text(encoding="utf-8") == "mine"


def test_where_nothing_can_be_written_it_says_so():
    result = run("verify", _set(LOOSE), "--save", "no/such/folder.yaml", code=1)
    assert "cannot be written" in result.stderr


# --- Used wrongly --------------------------------------------------------------------------------


def test_an_unknown_guarantee_is_refused():
    result = run("verify", _set(), "--only", "only_the_polise", code=2)
    assert "no guarantee is called `only_the_polise`; there are `only_the_police`" in result.stderr


def test_cases_of_several_sets_are_not_saved_together():
    result = run("verify", _set(), _set(name="other"), "--save", "found.yaml", code=2)
    assert "one policy set" in result.stderr


def test_no_policy_set_is_a_usage_error():
    assert "no policy set here" in run("verify", code=2).stderr


def test_a_faulty_set_is_refused():
    assert "error[" in run("verify", _set("kind: policy\n"), code=3).stderr


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "proofs need a solver"), ("et", "tõestamiseks on vaja lahendajat")],
)
def test_without_a_solver_it_says_how_to_get_one(language, said, monkeypatch):
    monkeypatch.setattr("disclosure_rules.cli.solver.find_spec", lambda _: None)
    result = run("verify", _set(), "--lang", language, code=2)
    assert said in result.stderr
    assert "pip install 'disclosure-rules[proving]'" in result.stderr
