"""Ten thousand cases whose answers never change unnoticed.

`python scripts/write_corpus.py` writes them anew: only for a change that is meant.
"""

from __future__ import annotations

import hashlib
import json
import lzma
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from disclosure_rules import Engine
from tests.equality.judging import by_hand

ROOT = Path(__file__).parents[2]
CORPUS = Path(__file__).with_name("corpus.json.xz")
DIGEST = "45bc0d62f3ecf7ce3be916e508f0d020e300813453c0384e42dc448ff0f24576"
"""sha256 of the cases, uncompressed: whoever changes one changes this too."""


def text() -> bytes:
    return lzma.decompress(CORPUS.read_bytes())


@cache
def cases() -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = json.loads(text())
    return found


def test_no_case_has_changed_unnoticed():
    assert hashlib.sha256(text()).hexdigest() == DIGEST


def test_there_are_ten_thousand_cases_of_every_outcome():
    assert sum(map(len, cases().values())) == 10_000
    for name, found in cases().items():
        outcomes = Counter(outcome for _, items in found for outcome, _ in items)
        assert set(outcomes) == {"permitted", "prohibited", "no_ground", "facts_missing"}, name


@pytest.mark.parametrize("name", ["ekspressjob", "clinic", "university"])
def test_the_engine_answers_as_it_always_did(name):
    engine = Engine.load(ROOT / "policies" / name)
    for request, expected in cases()[name]:
        found = [[item.outcome, list(item.rules)] for item in engine.decide(request).items]
        assert found == expected, request
        assert engine.allows(request) == all(o == "permitted" for o, _ in expected), request
    assert by_hand(engine) == (0, 0)
