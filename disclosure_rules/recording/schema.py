"""The tables of a log: a chain of records, and apart from it what may have to go one day.

The chain holds the hashes; what a record says (`contents`) and what it takes to decide again
(`facts`) can be removed, and the chain still holds. The database itself refuses every change of
what is there. What may go, goes only while the newest record is an order to remove it, and before
that order says what; so nothing else can go once it has been carried out.
"""

from __future__ import annotations

from typing import Final

APPLICATION_ID: Final = 0x4469_526C
"""By this SQLite, and `file`, know the database from others."""
FORMAT: Final = 1

_TABLES: Final = (
    """
    CREATE TABLE records (
      number   INTEGER PRIMARY KEY CHECK (number > 0),
      id       BLOB NOT NULL UNIQUE,
      kind     TEXT NOT NULL,
      content  BLOB NOT NULL,
      facts    BLOB,
      previous BLOB NOT NULL,
      digest   BLOB NOT NULL
    ) STRICT""",
    """
    CREATE TABLE contents (
      number    INTEGER PRIMARY KEY REFERENCES records (number),
      text      BLOB NOT NULL,
      subject   BLOB,
      about     BLOB,
      reference TEXT
    ) STRICT""",
    """
    CREATE TABLE facts (
      number INTEGER PRIMARY KEY REFERENCES records (number),
      text   BLOB NOT NULL
    ) STRICT""",
    "CREATE INDEX contents_of_subject ON contents (subject) WHERE subject IS NOT NULL",
    "CREATE INDEX contents_about ON contents (about) WHERE about IS NOT NULL",
    "CREATE INDEX contents_by_reference ON contents (reference) WHERE reference IS NOT NULL",
    "CREATE INDEX records_beside_decisions ON records (kind) WHERE kind <> 'decision'",
    """
    CREATE TRIGGER records_follow BEFORE INSERT ON records
      WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM records)
        OR EXISTS (SELECT 1 FROM records WHERE id = NEW.id)
      BEGIN SELECT raise(ABORT, 'a record follows the last one'); END""",
)

# `INSERT OR REPLACE` would take a row away without asking the triggers for deleting.
_NEVER_AGAIN: Final = """
    CREATE TRIGGER {table}_once BEFORE INSERT ON {table}
      WHEN EXISTS (SELECT 1 FROM {table} WHERE number = NEW.number)
      BEGIN SELECT raise(ABORT, 'a log is only added to'); END"""

_NEVER: Final = """
    CREATE TRIGGER {table}_{change} BEFORE {verb} ON {table}
      BEGIN SELECT raise(ABORT, 'a log is only added to'); END"""

_ONLY_BY_ORDER: Final = """
    CREATE TRIGGER {table}_deleted BEFORE DELETE ON {table}
      WHEN (
        SELECT kind <> 'removal' OR EXISTS (SELECT 1 FROM contents c WHERE c.number = r.number)
        FROM records r ORDER BY number DESC LIMIT 1
      )
      BEGIN SELECT raise(ABORT, 'what a log holds goes only by an order in it'); END"""

STATEMENTS: Final = (
    *_TABLES,
    _NEVER.format(table="records", change="changed", verb="UPDATE"),
    _NEVER.format(table="records", change="deleted", verb="DELETE"),
    _NEVER.format(table="contents", change="changed", verb="UPDATE"),
    _NEVER.format(table="facts", change="changed", verb="UPDATE"),
    _NEVER_AGAIN.format(table="contents"),
    _NEVER_AGAIN.format(table="facts"),
    _ONLY_BY_ORDER.format(table="contents"),
    _ONLY_BY_ORDER.format(table="facts"),
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {FORMAT}",
)
"""What makes an empty database a log."""
