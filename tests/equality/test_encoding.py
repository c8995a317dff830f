"""What the encoding says of a request is what the semantics say, on random sets and requests.

`DISCLOSURE_RULES_EXAMPLES=5000 pytest tests/equality` tries so many policy sets.
"""

from __future__ import annotations

import os

import pytest

from tests.needs import needs

needs("z3", "to prove with; make .venv/dev installs it")

from tests.proving.pinned_worlds import check_pinned  # noqa: E402 - only with the solver

SETS = int(os.environ.get("DISCLOSURE_RULES_EXAMPLES", "400"))
REQUESTS = 50
TOGETHER = 10


@pytest.mark.parametrize("first", range(0, SETS, TOGETHER))
def test_the_encoding_says_what_the_semantics_say(first):
    for seed in range(first, min(first + TOGETHER, SETS)):
        check_pinned(seed, REQUESTS)
