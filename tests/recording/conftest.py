from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.recording.logs import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from disclosure_rules import DecisionLog


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "decisions.db"


@pytest.fixture
def log(path: Path) -> Iterator[DecisionLog]:
    with opened(path) as made:
        yield made
