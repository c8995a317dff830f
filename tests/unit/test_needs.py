"""What a test needs is found; else the test is skipped or, where nothing may be, it fails."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests import needs as module
from tests.needs import needs

VARIABLE = "DISCLOSURE_RULES_NOTHING_SKIPPED"
WORD = "`no-such-thing` is not here: to try it; `make it` installs it"


def ask() -> Path:
    return needs("no-such-thing", "to try it; `make it` installs it")


def test_what_is_there_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "no-such-thing").mkdir()
    monkeypatch.setattr(module, "NODE_PACKAGES", tmp_path)
    assert ask() == tmp_path / "no-such-thing"
    assert needs("json", "a module").name == "__init__.py"
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    assert needs(Path(sys.executable).name, "a program").is_file()


@pytest.mark.parametrize("value", ["", "0"])
def test_what_is_absent_is_skipped(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, value)
    with pytest.raises(pytest.skip.Exception, match=WORD):
        ask()


def test_where_nothing_may_be_skipped_it_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "1")
    with pytest.raises(pytest.fail.Exception, match=WORD):
        ask()
