"""The SQLite database of a log: opened, read, and written in whole transactions."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import contextmanager
from threading import RLock
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from disclosure_rules.recording.errors import LogError
from disclosure_rules.recording.schema import APPLICATION_ID, FORMAT, STATEMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CODES: Final = {
    "SQLITE_BUSY": "locked",
    "SQLITE_LOCKED": "locked",
    "SQLITE_FULL": "full",
    "SQLITE_READONLY": "read_only",
    "SQLITE_PERM": "read_only",
    "SQLITE_AUTH": "read_only",
    "SQLITE_CANTOPEN": "cannot_open",
    "SQLITE_CORRUPT": "damaged",
    "SQLITE_NOTADB": "not_a_log",
    "SQLITE_TOOBIG": "too_large",
}
"""What errors of SQLite come to, by the beginnings of their names."""


class Database:
    """A connection that the threads of a process share; after a fork the child opens its own."""

    def __init__(self, path: Path, *, writable: bool, create: bool, patience: float) -> None:
        """Open a log.

        Args:
            path: Where it lies.
            writable: Whether it is to be written to.
            create: Whether to make it if there is none.
            patience: For how many seconds to wait for others that write.

        Raises:
            LogError: It cannot be opened, or is no log.
        """
        self.path = path
        self.writable = writable
        self._patience = patience
        self._lock = RLock()
        self._left: list[sqlite3.Connection] = []
        """Connections of a process that this one was forked from: never to be touched or closed."""
        if not create and not path.exists():
            raise LogError("no_log", log=path)
        self._connection: sqlite3.Connection | None = None
        self._process = os.getpid()
        with self.errors():
            self._connection = self._opened()

    # --- Opening ---------------------------------------------------------------------------------

    def _opened(self) -> sqlite3.Connection:
        connection = self._connected("rwc" if self.writable else "ro")
        try:
            self._check_or_make(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _connected(self, mode: str) -> sqlite3.Connection:
        uri = f"file:{quote(str(self.path.absolute()))}?mode={mode}"
        # What nobody can write to, in a folder where nothing can be made, changes under nobody.
        if mode == "ro" and not self._may_be_shared():
            uri += "&immutable=1"
        return sqlite3.connect(
            uri, uri=True, timeout=self._patience, isolation_level=None, check_same_thread=False
        )

    def _may_be_shared(self) -> bool:
        beside = self.path.with_name(f"{self.path.name}-wal")
        return beside.exists() or os.access(self.path.parent, os.W_OK)

    def _check_or_make(self, connection: sqlite3.Connection) -> None:
        if self._is_log(connection):
            if self.writable:
                _set_up(connection)
            return
        if not self.writable:
            raise LogError("not_a_log", log=self.path)
        self._switch_to_wal(connection)
        _set_up(connection)
        connection.execute("BEGIN IMMEDIATE")
        try:
            if not self._is_log(connection):  # another process may just have made it
                for statement in STATEMENTS:
                    connection.execute(statement)
        except BaseException:
            connection.rollback()
            raise
        connection.commit()

    def _is_log(self, connection: sqlite3.Connection) -> bool:
        """Tell whether a database is a log; an empty one can become one, any other is refused."""
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (format_,) = connection.execute("PRAGMA user_version").fetchone()
        if application == APPLICATION_ID:
            if format_ != FORMAT:
                raise LogError("other_format", log=self.path, format=format_, known=FORMAT)
            return True
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if application or format_ or tables:
            raise LogError("not_a_log", log=self.path)
        return False

    def _switch_to_wal(self, connection: sqlite3.Connection) -> None:
        """Let readers and one writer at once; SQLite itself waits for nobody here."""
        last = time.monotonic() + self._patience
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if _code(error) != "locked" or time.monotonic() > last:
                    raise
                time.sleep(0.01)
            else:
                return

    # --- Using -----------------------------------------------------------------------------------

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give the connection to one thread, to read with.

        Raises:
            LogError: It cannot be read.
        """
        with self._lock, self.errors():
            yield self._own()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give the connection to one thread, in a transaction that ends durable or not at all.

        Raises:
            LogError: It cannot be written; nothing is.
        """
        if not self.writable:
            raise LogError("read_only", log=self.path)
        with self._lock, self.errors():
            connection = self._own()
            # Whoever reads the end of the chain must be who writes on: so the lock comes first.
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def clean(self) -> None:
        """Write the file anew, so that no byte of what was removed is left in it or beside it.

        Raises:
            LogError: It cannot be done now; what was removed is removed all the same.
        """
        with self._lock:
            try:
                with self.errors():
                    connection = self._own()
                    # Even where deleting overwrites, pages that were split keep old bytes in gaps.
                    connection.execute("VACUUM")
                    (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            except LogError as error:
                raise LogError("not_cleaned", log=self.path, reason=error.code) from None
            if busy:
                raise LogError("not_cleaned", log=self.path, reason="locked")

    def _own(self) -> sqlite3.Connection:
        if self._connection is None:
            raise LogError("closed", log=self.path)
        if self._process != os.getpid():
            self._left.append(self._connection)
            self._process = os.getpid()
            self._connection = self._opened()
        return self._connection

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Let errors of SQLite come out as what they mean for a log."""
        try:
            yield
        except UnicodeDecodeError:
            # What SQLite says of a damaged schema quotes it.
            raise LogError("damaged", log=self.path) from None
        except sqlite3.Error as error:
            name = getattr(error, "sqlite_errorname", type(error).__name__)
            raise LogError(_code(error), log=self.path, error=name) from None

    def close(self) -> None:
        """Close the connection."""
        with self._lock, self.errors():
            if self._connection is not None and self._process == os.getpid():
                self._connection.close()
            self._connection = None


def _set_up(connection: sqlite3.Connection) -> None:
    # INVARIANT: a transaction that has ended is on the disk: FULL syncs the WAL at each commit.
    connection.execute("PRAGMA synchronous = FULL")
    # What is removed is overwritten.
    connection.execute("PRAGMA secure_delete = ON")


def _code(error: sqlite3.Error) -> str:
    name = getattr(error, "sqlite_errorname", "")
    found = (code for start, code in _CODES.items() if name.startswith(start))
    return next(found, "failed")
