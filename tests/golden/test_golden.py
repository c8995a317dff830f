"""Whole decisions on telling EkspressJob requests; `--update-golden` writes them anew."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from disclosure_rules.language.phrases import READERS, Reader
from disclosure_rules.language.tree import plain_data
from disclosure_rules.loading.faults import Faults
from disclosure_rules.loading.parse import parse
from disclosure_rules.packaged import schema_text
from tests.unit import ekspressjob_set as ekspressjob

FOLDER = Path(__file__).parent
CASES = sorted(path.parent.name for path in FOLDER.glob("*/request.yaml"))


def request(case: str) -> dict[str, Any]:
    path = FOLDER / case / "request.yaml"
    faults = Faults()
    root = parse(path.name, path.read_text(encoding="utf-8"), faults)
    assert root is not None, faults.in_order()
    assert not faults.has_errors(), faults.in_order()
    return plain_data(root)  # type: ignore[return-value]


@pytest.mark.parametrize("case", CASES)
def test_the_decision_is_the_golden_one(case: str, golden: Callable[[Path, str], None]) -> None:
    decision: Any = ekspressjob.engine().decide(request(case)).as_dict()
    # Every edit of the policies changes the digest; a golden decision is about what was decided.
    decision["policy_set"]["digest"] = "DIGEST"
    text = json.dumps(decision, ensure_ascii=False, indent=2) + "\n"
    golden(FOLDER / case / "decision.json", text)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("case", CASES)
def test_the_explanation_is_the_golden_one(
    case: str, reader: Reader, golden: Callable[[Path, str], None]
) -> None:
    decision = ekspressjob.engine().decide(request(case))
    digest = decision.policy_set["digest"][:12]
    # Where a rule stands in its file is no matter of the explanation.
    text = re.sub(r"(\.yaml):\d+", r"\1", decision.explain(reader).markdown())
    told = text.replace(digest, "DIGEST").replace(f"{ekspressjob.FOLDER}/", "")
    golden(FOLDER / case / f"explanation.{reader}.md", told)


@pytest.mark.parametrize("case", CASES)
def test_the_golden_decision_fits_the_schema(case: str) -> None:
    text = (FOLDER / case / "decision.json").read_text(encoding="utf-8")
    told = json.loads(text.replace("DIGEST", "0" * 64))
    Draft202012Validator(json.loads(schema_text("decision"))).validate(told)


@pytest.mark.parametrize("case", CASES)
def test_the_explanation_as_data_fits_the_schema(case: str) -> None:
    explanation = ekspressjob.engine().decide(request(case)).explain()
    told = json.loads(json.dumps(explanation.as_dict()))
    Draft202012Validator(json.loads(schema_text("explanation"))).validate(told)


def test_every_folder_is_a_case() -> None:
    folders = [path for path in FOLDER.iterdir() if path.is_dir() and path.name[0] not in "_."]
    assert sorted(path.name for path in folders) == CASES
    outcomes = {
        json.loads((FOLDER / case / "decision.json").read_text(encoding="utf-8"))["outcome"]
        for case in CASES
    }
    assert outcomes == {"permitted", "prohibited", "no_ground", "facts_missing"}
