"""What the tests of recipes share: the pages as projects, releases of policies, and secrets."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.docs.project import project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[2]
RECIPES = ROOT / "docs" / "recipes"
EKSPRESSJOB = ROOT / "policies" / "ekspressjob"


@pytest.fixture
def recipe(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Make the modules of a page importable, until the test ends."""
    with ExitStack() as stack:
        yield lambda name: stack.enter_context(project(RECIPES / name, tmp_path / "project"))


@pytest.fixture
def release(tmp_path: Path) -> Callable[..., Path]:
    """Make a release of EkspressJob's policies with some texts replaced."""
    releases = tmp_path / "releases"

    def make(name: str, file: str | None = None, old: str = "", new: str = "") -> Path:
        folder = shutil.copytree(EKSPRESSJOB, releases / name, ignore=_cases)
        if file is not None:
            text = (folder / file).read_text("utf-8")
            assert old in text
            (folder / file).write_text(text.replace(old, new), "utf-8")
        return folder

    return make


def _cases(_folder: str, _names: list[str]) -> list[str]:
    return ["cases"]
