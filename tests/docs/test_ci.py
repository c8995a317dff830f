"""docs/ci.md in a scratch repository: hooks refuse what they should, the workflow runs."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from disclosure_rules.cli.main import commands
from disclosure_rules.language.tree import plain_data
from disclosure_rules.loading.faults import Faults
from disclosure_rules.loading.parse import parse
from tests.needs import needs

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"<!-- file: (\S+) -->\n```yaml\n(.*?)```", PAGE, re.DOTALL))
HOOKS, WORKFLOW = ".pre-commit-config.yaml", ".github/workflows/policies.yaml"


def read(text: str) -> Any:
    faults = Faults()
    root = parse("a.yaml", text, faults)
    assert root is not None, faults.in_order()
    return plain_data(root)


def is_there(command: str) -> bool:
    """Tell whether a line runs a command that this version has."""
    return shlex.split(command)[1] in commands.commands


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Return an environment with the commands installed here, and nobody's settings."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    return {
        **kept,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "HOME": str(tmp_path),
        "PRE_COMMIT_HOME": str(tmp_path / "cache"),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Author",
        "GIT_AUTHOR_EMAIL": "author@example.org",
        "GIT_COMMITTER_NAME": "Author",
        "GIT_COMMITTER_EMAIL": "author@example.org",
        "NO_COLOR": "1",
        "SKIP": ",".join(
            hook["id"] for hook in read(FILES[HOOKS])["repos"][0]["hooks"] if not runs(hook)
        ),
    }


def runs(hook: Any) -> bool:
    return is_there(hook["entry"])


class Repository:
    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.environment = environment

    def run(self, *arguments: str, code: int | None = 0) -> str:
        done = subprocess.run(
            arguments,
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        told = done.stdout + done.stderr
        assert code in (None, done.returncode), told
        return told

    def commit(self, *, code: int = 0) -> str:
        self.run("git", "add", "--all")
        return self.run("git", "commit", "--message", "A change", code=code)

    def change(self, file: str, old: str, new: str) -> None:
        path = self.folder / "policies" / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def repository(tmp_path: Path, environment: dict[str, str]) -> Repository:
    """Return a repository made as the page says, with everything laid out."""
    needs("git", "to keep policies in; any system has a package of it")
    folder = tmp_path / "repository"
    folder.mkdir()
    made = Repository(folder, environment)
    made.run("git", "init", "--quiet")
    made.run("disclosure-rules", "init", "policies")
    made.run("disclosure-rules", "fmt")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return made


@pytest.fixture
def guarded(repository: Repository) -> Repository:
    """Return the repository with the page's hooks, and a first commit."""
    needs("pre_commit", "to run the hooks of docs/ci.md; `make test` installs it")
    repository.run("pre-commit", "install")
    repository.commit()
    return repository


def test_a_clean_change_goes_through(guarded: Repository) -> None:
    guarded.change("disclosure.yaml", "title: Disclosing", "title: How we disclose")
    told = guarded.commit()
    assert "Failed" not in told
    assert guarded.run("git", "log", "--format=%s").splitlines() == ["A change", "A change"]


def test_a_typo_is_refused_with_its_diagnostic(guarded: Repository) -> None:
    guarded.change("disclosure.yaml", "recipient: authority", "recipient: authorty")
    told = guarded.commit(code=1)
    assert re.search(r"policies/disclosure\.yaml:\d+:\d+: error\[unknown_term\]", told)
    assert "did you mean `authority`?" in told
    guarded.change("disclosure.yaml", "recipient: authorty", "recipient:   authority")
    assert "files were modified by this hook" in guarded.commit(code=1)
    guarded.commit(code=1)  # what was laid out is as it was: there is nothing to commit
    assert guarded.run("git", "status", "--porcelain") == ""


def test_a_case_that_differs_is_refused(guarded: Repository) -> None:
    guarded.change("cases/disclosure.yaml", "purchases: no_ground", "purchases: permitted")
    told = guarded.commit(code=1)
    assert "case `a_courier_gets_contact_data_only` failed" in told


def test_a_deleted_document_is_noticed(guarded: Repository) -> None:
    (guarded.folder / "policies" / "notice.yaml").unlink()
    assert "error[unknown_clause]" in guarded.commit(code=1)


def steps() -> list[list[str]]:
    """Return the commands of the workflow, as far as this version has them."""
    (job,) = read(FILES[WORKFLOW])["jobs"].values()
    lines = [step["run"] for step in job["steps"] if "run" in step]
    assert lines[0] == "pip install disclosure-rules"
    return [shlex.split(line) for line in lines[1:] if is_there(line)]


def test_the_steps_of_the_workflow_run(repository: Repository) -> None:
    assert len(steps()) >= 3
    for step in steps():
        repository.run(*step)


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("disclosure.yaml", "recipient: authority", "recipient: authorty", 3),
        ("disclosure.yaml", "effect: allow", "effect:  allow", 1),
        ("cases/disclosure.yaml", "purchases: no_ground", "purchases: permitted", 4),
    ],
)
def test_a_step_of_the_workflow_stops(
    repository: Repository, file: str, old: str, new: str, code: int
) -> None:
    repository.change(file, old, new)
    found = []
    for step in steps():
        done = subprocess.run(
            step,
            cwd=repository.folder,
            env=repository.environment,
            capture_output=True,
            check=False,
        )
        found.append(done.returncode)
    assert next(filter(None, found)) == code


def test_both_sorts_of_hooks_are_the_same() -> None:
    local = read(FILES[HOOKS])["repos"][0]["hooks"]
    ours = read((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [{**hook, "language": "python"} for hook in local] == ours
    brought = re.search(r"```yaml\n(repos:\n  - repo: ADDRESS.*?)```", PAGE, re.DOTALL)
    assert brought
    assert [hook["id"] for hook in read(brought[1])["repos"][0]["hooks"]] == [
        hook["id"] for hook in ours
    ]


def test_pre_commit_takes_the_hooks(repository: Repository) -> None:
    needs("pre_commit", "to run the hooks of docs/ci.md; `make test` installs it")
    repository.run("pre-commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml"))
    repository.run("pre-commit", "validate-config", HOOKS)
