"""What tests of PostgreSQL ask: a database of their own."""

from __future__ import annotations

from tests.postgres.database import connection, database

__all__ = ["connection", "database"]
