"""A second type checker finds nothing in the recipes, and what a user gets wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.project import project
from tests.needs import needs
from tests.recipes.conftest import RECIPES, ROOT

needs("basedpyright", "to check the types of recipes; make recipes installs it")

WRONG = """
from disclosure_rules import Engine, Outcome

def status(outcome: Outcome) -> int:
    match outcome:
        case "permitted":
            return 200
        case "prohibited" | "no_ground":
            return 403

def send(engine: Engine) -> None:
    decision = engine.decide({"moment": "2026-11-22T12:00:00+02:00"})
    decision.redact(["email"])
    decision.enforce()
"""


# Django builds its models when it runs: without stubs no checker can follow.
PAGES = ("celery", "database", "fastapi", "opentelemetry", "reloading", "siem")


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Check everything at once, since starting takes longest; return the rules broken by folder."""
    folder = tmp_path_factory.mktemp("types")
    for page in PAGES:
        with project(RECIPES / f"{page}.md", folder / page):
            pass
    (folder / "wrong").mkdir()
    (folder / "wrong" / "service.py").write_text(WRONG, "utf-8")
    roots = [{"root": name, "extraPaths": [str(ROOT)]} for name in (*PAGES, "wrong")]
    settings = {"typeCheckingMode": "basic", "executionEnvironments": roots}
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), "utf-8")
    checked = subprocess.run(
        [sys.executable, "-m", "basedpyright", "--outputjson", "--pythonpath", sys.executable],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    report = json.loads(checked.stdout)
    assert report["summary"]["filesAnalyzed"] == len(list(folder.rglob("*.py")))
    broken: dict[str, list[str]] = {}
    for fault in report["generalDiagnostics"]:
        if fault["severity"] == "error":
            name = Path(fault["file"]).relative_to(folder).parts[0]
            broken.setdefault(name, []).append(fault["rule"])
    return broken


def test_only_the_mistakes_of_a_user_are_found(faults: dict[str, list[str]]) -> None:
    assert {name: sorted(rules) for name, rules in faults.items()} == {
        "wrong": [
            "reportArgumentType",  # redact takes a mapping
            "reportAttributeAccessIssue",  # a decision cannot enforce
            "reportReturnType",  # facts_missing was forgotten
        ]
    }
