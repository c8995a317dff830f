"""The policy sets of this repository are laid out."""

from __future__ import annotations

from pathlib import Path

import pytest

from disclosure_rules.authoring.formatting.files import format_paths

ROOT = Path(__file__).parents[2]
FOLDERS = (ROOT / "policies", ROOT / "disclosure_rules" / "authoring" / "first_set")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_is_committed_is_laid_out(folder: Path) -> None:
    read = format_paths([folder])
    assert read.documents
    assert [document.file for document in read.documents if document.changed] == []
    assert read.faults.in_order() == ()
