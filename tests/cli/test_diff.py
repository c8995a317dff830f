"""`diff`: what it prints in each form, git revisions, its exit codes, and how it fails."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.test_commands import VARIABLE, data, run, small_set
from tests.needs import needs
from tests.unit.small import policy

needs("z3", "to prove with; make .venv/dev installs it")

POLICE = "always: {effect: allow, ground: law, operation: disclose, recipient: police}"
STRICT = policy(POLICE)
LOOSE = policy(POLICE.replace("police", "authority"))
OTHERWISE = policy(POLICE.replace("always", "ever"))
IDENTITY = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder, with no policies named and no settings of git."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(VARIABLE, raising=False)
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, "/dev/null")
    return tmp_path


def _sets(old: str = STRICT, new: str = LOOSE) -> tuple[str, str]:
    return str(small_set(Path("old"), old)), str(small_set(Path("new"), new))


def _git(*arguments: str) -> None:
    git = shutil.which("git") or "git"
    subprocess.run((git, *IDENTITY, *arguments), check=True, capture_output=True)


@pytest.fixture
def repository() -> None:
    """Have a repository whose first commit is strict, and whose folder is loose."""
    needs("git", "to read revisions with")
    _git("init", "--quiet", "--initial-branch", "main")
    small_set(Path("policies"), STRICT)
    _git("add", ".")
    _git("commit", "--quiet", "--message", "strict")
    small_set(Path("policies"), LOOSE)


# --- What it says --------------------------------------------------------------------------------


def test_what_was_loosened_is_told_with_an_example():
    printed = run("diff", *_sets(), code=4).stdout
    assert "Changes from old to new" in printed
    assert "edited: rule `p#always`: `recipient` (old/policy_0.yaml:" in printed
    assert "1. newly permitted: rule `p#always` (new/policy_0.yaml:" in printed
    assert "         kind: court" in printed
    assert "       no ground" in printed
    assert "these are all: every other request is answered as before, proved" in printed
    assert "let a second person sign" in printed


def test_what_was_tightened_is_no_failure():
    printed = run("diff", *_sets(LOOSE, STRICT)).stdout
    assert "newly refused" in printed
    assert "nothing is loosened: proved" in printed
    assert "loosens" not in printed


def test_what_means_the_same_is_proved():
    printed = run("diff", *_sets(STRICT, OTHERWISE)).stdout
    assert "renamed: rule `p#ever`, before `p#always`" in printed
    assert "no change in meaning: proved for every request" in printed


def test_the_same_folder_twice():
    old, _ = _sets()
    printed = run("diff", old, old).stdout
    assert "nothing, but for order, layout and comments" in printed


def test_it_speaks_estonian():
    printed = run("diff", *_sets(), "--lang", "et", code=4).stdout
    assert "Muudatused: enne old, nüüd new" in printed
    assert "muudetud: reegel `p#always`" in printed
    assert "1. nüüd lubatud: reegel `p#always`" in printed
    assert "küsige teise isiku allkirja" in printed


def test_it_is_told_as_data():
    told = data(run("diff", *_sets(), "--format", "json", code=4))
    assert told["old"]["name"] == "old"
    assert told["result"] == "complete"
    assert told["loosened"] is True
    assert told["same_meaning"] is False
    (text,) = told["text"]
    assert (text["how"], text["what"], text["name"]) == ("edited", "rule", "p#always")
    assert text["parts"] == ["recipient"]
    first = told["changes"][0]
    assert first["kind"] == "newly_permitted"
    assert first["cause"]["new"]["rule"] == "p#always"
    assert first["request"]["recipient"] == {"kind": "court"}
    assert first["old"]["outcome"] == "no_ground"
    assert first["new"]["decision"]["items"][0]["rules"] == ["p#always"]
    assert (first["from"], first["to"]) == ("2026-01-01", None)


def test_markdown_is_for_a_review():
    printed = run("diff", *_sets(), "--format", "markdown", code=4).stdout
    assert printed.startswith("# Changes from old to new\n")
    assert "> loosened: " in printed
    assert "### 1. newly permitted: rule `p#always`" in printed
    assert "```yaml\nmoment: " in printed


def test_a_page_stands_alone():
    printed = run("diff", *_sets(), "--format", "html", "--lang", "et", code=4).stdout
    assert printed.startswith("<!DOCTYPE html>")
    assert '<html lang="et">' in printed
    assert "<script" not in printed
    assert "Content-Security-Policy" in printed


def test_no_text_of_a_policy_acts():
    evil = policy(
        POLICE.replace(
            "always: {", "always: {title: {et: <script>*x*</script>, en: <script>*x*</script>}, "
        )
    )
    old, new = _sets(evil, evil.replace("police", "court"))
    for form in ("html", "markdown"):
        printed = run("diff", old, new, "--format", form, code=4).stdout
        assert "<script>" not in "".join(printed.split("```")[::2])


def test_it_is_written_into_a_file():
    said = run("diff", *_sets(), "--format", "html", "--output", "diff.html", code=4).stdout
    assert said == "diff.html: written\n"
    assert Path("diff.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_it_stops_where_it_is_told_to():
    printed = run("diff", *_sets(), "--most", "1", code=4).stdout
    assert "stopped after 1 classes: there may be more" in printed


def test_what_is_not_decided_is_no_answer(monkeypatch):
    from disclosure_rules.proving import solving

    monkeypatch.setattr(solving.Asking, "exists", lambda _self, _goal, **_: solving.Undecided())
    printed = run("diff", *_sets(), code=1).stdout
    assert "not decided within 20 million steps: newly permitted" in printed
    assert "no change" not in printed


def test_a_mistake_of_the_prover_proves_nothing(monkeypatch):
    from disclosure_rules.proving import solving

    wrong = solving.Example({"moment": "2026-03-01T12:00:00Z"})
    monkeypatch.setattr(solving.Asking, "exists", lambda _self, _goal, **_: wrong)
    printed = run("diff", *_sets(), code=1).stdout
    assert "nothing is proved" in printed


def test_progress_is_shown_on_a_terminal_only(monkeypatch):
    assert run("diff", *_sets(), code=4).stderr == ""
    monkeypatch.setattr("disclosure_rules.cli.diff._is_terminal", lambda: True)
    assert "looking for: newly permitted; found so far: 0" in run("diff", *_sets(), code=4).stderr


# --- Revisions -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(
    ("old", "new"),
    [("main", "policies"), ("HEAD:policies", "policies"), ("main", "./policies/")],
)
def test_a_revision_is_compared_with_a_folder(old, new):
    printed = run("diff", old, new, code=4).stdout
    assert f"Changes from {old} to {new}" in printed
    assert f"({old.partition(':')[0]}:policies/policy_0.yaml:" in printed


@pytest.mark.usefixtures("repository")
def test_two_revisions_are_compared():
    _git("commit", "--quiet", "--all", "--message", "loose")
    run("diff", "main~1:policies", "main:policies", code=4)


@pytest.mark.usefixtures("repository")
def test_a_revision_is_read_from_within_the_folder(monkeypatch):
    monkeypatch.chdir("policies")
    run("diff", "main", ".", code=4)
    run("diff", "main:.", ".", code=4)


@pytest.mark.usefixtures("repository")
def test_a_folder_that_is_gone_can_be_compared():
    shutil.move("policies", "elsewhere")
    run("diff", "main:policies", "elsewhere", code=4)


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(
    ("old", "said"),
    [
        ("mian", "there is no such revision"),
        ("mian:policies", "there is no such revision"),
        ("main:other", "has no documents in the folder `other`"),
        (":policies", "there is no such revision"),
    ],
)
def test_what_is_not_there_is_told(old, said):
    assert said in run("diff", old, "policies", code=1).stderr


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("name", ["hidden", "bad"])
def test_what_a_revision_cannot_give_is_refused(name):
    file = Path("policies") / f"{name}.yaml"
    if name == "hidden":
        file.symlink_to("policy_0.yaml")
    else:
        file.write_bytes(b"\xff\xfe")
    _git("add", ".")
    _git("commit", "--quiet", "--message", "odd")
    said = run("diff", "main", "policies", code=1).stderr
    assert f"policies/{name}.yaml" in said


@pytest.mark.usefixtures("repository")
def test_a_revision_with_faults_is_refused():
    Path("policies/policy_0.yaml").write_text("kind: policy\n", encoding="utf-8")
    _git("commit", "--quiet", "--all", "--message", "faulty")
    small_set(Path("policies"), STRICT)
    assert (
        "main:policies/policy_0.yaml:1:1: error" in run("diff", "main", "policies", code=3).stderr
    )


def test_without_a_repository_there_are_no_revisions():
    needs("git", "to read revisions with")
    _, new = _sets()
    assert "lies in no git repository" in run("diff", "main", new, code=1).stderr


def test_without_git_there_are_no_revisions(monkeypatch):
    monkeypatch.setattr("disclosure_rules.cli.revisions.shutil.which", lambda _: None)
    _, new = _sets()
    assert "git is needed" in run("diff", "main", new, code=1).stderr
    told = data(run("diff", "main", new, "--format", "json", code=1))
    assert told["unreadable"]["revision"] == "main"


# --- Used wrongly --------------------------------------------------------------------------------


def test_a_folder_that_is_not_there_is_refused():
    old, _ = _sets()
    assert "there is no folder `nowhere`" in run("diff", old, "nowhere", code=2).stderr
    assert "there is no folder `nowhere`" in run("diff", "nowhere", "nowhere", code=2).stderr
    assert "cannot be empty" in run("diff", "", old, code=2).stderr


def test_two_sets_are_needed():
    old, _ = _sets()
    assert "Missing argument 'NEW'" in run("diff", old, code=2).stderr


def test_a_faulty_set_is_refused():
    assert "error[" in run("diff", *_sets("kind: policy\n"), code=3).stderr


def test_where_nothing_can_be_written_it_says_so():
    old, new = _sets()
    result = run("diff", old, new, "--output", "no/such/folder.txt", code=1)
    assert "cannot be written" in result.stderr
    assert "is a folder" in run("diff", old, new, "--output", old, code=1).stderr


def test_without_a_solver_it_says_how_to_get_one(monkeypatch):
    monkeypatch.setattr("disclosure_rules.cli.solver.find_spec", lambda _: None)
    assert "proofs need a solver" in run("diff", *_sets(), code=2).stderr
