"""What all tests share: golden files, which change only when asked to."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from disclosure_rules.deciding import first_requests

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# No test finds what another left, or what the machine keeps; those about the cache name their own.
os.environ["DISCLOSURE_RULES_CACHE"] = "off"

# Whatever a test asks is decided by programs, as it is in a service; those about the first
# requests of an engine say how many they are.
pytest.MonkeyPatch().setattr(first_requests, "MOST", 0)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write golden files anew; read the difference before you commit it",
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with a golden file, or write the file when asked to."""
    update = bool(request.config.getoption("--update-golden"))

    def compare(file: Path, text: str) -> None:
        if update:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        assert file.exists(), f"{file.name} is missing; `make test ARGS=--update-golden` writes it"
        assert text == file.read_text(encoding="utf-8")

    return compare
