"""Decisions into records: an append-only log that shows when somebody altered it."""
