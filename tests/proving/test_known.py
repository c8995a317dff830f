"""Guarantees of which people know whether they hold; what breaks one is decided by the engine."""

from __future__ import annotations

import pytest

from tests.needs import needs

needs("z3", "to prove with; make .venv/dev installs it")

from tests.proving.known import KNOWN, check_known  # noqa: E402 - only with the solver


@pytest.mark.parametrize("name", KNOWN)
def test_what_is_known_is_found(name):
    check_known(name)
