"""Equality is tried as long as the profile says; some of it in a database of the tests' own."""

from __future__ import annotations

from tests.generators.profiles import load_profile
from tests.postgres.database import connection, database

__all__ = ["connection", "database"]

load_profile()
