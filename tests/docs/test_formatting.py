"""The example of docs/formatting.md comes out as the page shows."""

from __future__ import annotations

import re

from disclosure_rules.authoring.formatting.format import format_document
from disclosure_rules.loading.faults import Faults
from tests.docs.markdown import ROOT


def test_the_example_comes_out_as_shown() -> None:
    page = (ROOT / "docs" / "formatting.md").read_text(encoding="utf-8")
    shown = dict(re.findall(r"<!-- (before|after) -->\n```text\n(.*?)```", page, re.DOTALL))
    assert format_document("a.yaml", shown["before"], Faults()) == shown["after"]
    assert format_document("a.yaml", shown["after"], Faults()) == shown["after"]
