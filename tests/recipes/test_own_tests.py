"""The tests that recipe pages show pass, in a project made of nothing but the pages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.project import modules, project
from tests.recipes.conftest import EKSPRESSJOB, RECIPES

PAGES = [page for page in sorted(RECIPES.glob("*.md")) if "test_" in " ".join(modules(page))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_tests_of_a_page_pass(page: Path, tmp_path: Path) -> None:
    with project(page, tmp_path):
        pass
    (tmp_path / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n", "utf-8")
    tested = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"],
        cwd=tmp_path,
        env={
            **os.environ,
            "POLICIES": str(EKSPRESSJOB),
            "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path]),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert tested.returncode == 0, tested.stdout + tested.stderr


def test_every_recipe_is_run() -> None:
    assert [page.stem for page in PAGES] == ["celery", "fastapi", "opentelemetry", "siem"]
    recipes = {page.stem for page in RECIPES.glob("*.md") if modules(page)}
    tried = {file.stem.removeprefix("test_") for file in Path(__file__).parent.glob("test_*.py")}
    # The page on databases runs in the order in which it is read: tests/docs does that. Of two
    # others the tests that they show say all there is to say.
    assert recipes - tried == {"database", "opentelemetry", "siem"}
