"""For vocabularies so small that all requests can be tried, they agree with every proof."""

from __future__ import annotations

import os

import pytest

from tests.needs import needs

needs("z3", "to prove with; make .venv/dev installs it")

from tests.proving.small_worlds import check_small  # noqa: E402 - only with the solver

WORLDS = int(os.environ.get("DISCLOSURE_RULES_EXAMPLES", "12"))


@pytest.mark.parametrize("seed", range(WORLDS))
def test_all_requests_agree_with_every_proof(seed):
    examples, proofs = check_small(seed)
    assert examples > proofs // 10
