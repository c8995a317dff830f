"""Documents before and after `fmt`, for people to read; `--update-golden` writes these anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from disclosure_rules.authoring.formatting.format import format_document
from disclosure_rules.loading.faults import Faults

BEFORE = sorted(Path(__file__).parent.glob("*.before.yaml"))


@pytest.mark.parametrize("file", BEFORE, ids=lambda file: file.name)
def test_the_layout_is_the_golden_one(file: Path, golden: Callable[[Path, str], None]) -> None:
    laid_out = format_document(file.name, file.read_text(encoding="utf-8"), Faults())
    assert laid_out is not None
    golden(file.with_name(file.name.replace("before", "after")), laid_out)
