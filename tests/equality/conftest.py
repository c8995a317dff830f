"""Equality is tried as long as the profile says."""

from __future__ import annotations

from tests.generators.profiles import load_profile

load_profile()
