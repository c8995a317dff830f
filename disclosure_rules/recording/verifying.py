"""A log into what is amiss with it: each record that was altered, removed, put in or moved.

Whoever can write to the file can also work out every hash anew. What shows even that, and that the
end was cut off, is a checkpoint that was signed and kept elsewhere.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from disclosure_rules.recording.canonical import is_digest_of
from disclosure_rules.recording.chain import BEFORE_THE_FIRST, digest_of_record
from disclosure_rules.recording.entries import KINDS
from disclosure_rules.recording.removals import LASTING, Ordered, read_removals
from disclosure_rules.recording.schema import STATEMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.recording.checkpoints import Checkpoint
    from disclosure_rules.recording.removals import Removal

_ROWS: Final = (
    "SELECT r.number, r.id, r.kind, r.content, r.facts, r.previous, r.digest, "
    "c.text, c.subject, c.about, c.reference, f.text FROM records r "
    "LEFT JOIN contents c ON c.number = r.number LEFT JOIN facts f ON f.number = r.number "
    "ORDER BY r.number"
)
_STRAY: Final = (
    "SELECT number FROM {table} WHERE number NOT IN (SELECT number FROM records) ORDER BY number"
)
_KINDS: Final = {kind.encode(): kind for kind in KINDS}
_LONGEST: Final = 200
"""So many characters of what SQLite says of a damaged file are told."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is amiss: what, by a code, and of which record."""

    code: str
    number: int | None = None
    id: str | None = None
    detail: str = ""
    """What SQLite says, or the name of a guard; never what a record says."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of verifying a log."""

    records: int
    """How many there are."""
    last: str
    """The digest of the last one, in hexadecimal digits."""
    findings: tuple[Finding, ...]
    gone: int = 0
    """How many no longer have what they said, or their facts, since an order had that removed."""
    removals: tuple[Removal, ...] = ()
    """These orders."""

    @property
    def sound(self) -> bool:
        """Whether nothing is amiss."""
        return not self.findings


def verify(connection: sqlite3.Connection, checkpoint: Checkpoint | None = None) -> Verified:
    """Return what is amiss with a log.

    Args:
        connection: What to look at, from the first record to the last.
        checkpoint: A state of the log that was signed, whose signature has been checked.
    """
    made = connection.text_factory
    # What is damaged may be no text in UTF-8.
    connection.text_factory = bytes
    try:
        return _Verifier(checkpoint).verify(connection)
    finally:
        connection.text_factory = made


class _Verifier:
    def __init__(self, checkpoint: Checkpoint | None) -> None:
        self.checkpoint = checkpoint
        self.findings: list[Finding] = []
        self.number = 0
        self.digest = BEFORE_THE_FIRST
        self.seen_checkpoint = False
        self.gone = 0
        self.removals: list[Removal] = []
        self.ordered = Ordered(())

    def verify(self, connection: sqlite3.Connection) -> Verified:
        try:
            self.findings += [*_guards(connection), *_file(connection)]
            self.removals = read_removals(connection)
            self.ordered = Ordered(self.removals)
            for row in connection.execute(_ROWS):
                self._record(*row)
            for table in ("contents", "facts"):
                for (number,) in connection.execute(_STRAY.format(table=table)):
                    self._found("stray", number)
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            # Beyond this nothing can be read.
            self._found("unreadable", self.number + 1, detail=type(error).__name__)
        self._against_checkpoint()
        findings, removals = tuple(self.findings), tuple(self.removals)
        return Verified(self.number, self.digest.hex(), findings, self.gone, removals)

    def _found(
        self, code: str, number: int | None = None, identifier: Any = None, detail: str = ""
    ) -> None:
        known = str(UUID(bytes=identifier)) if _is_id(identifier) else None
        self.findings.append(Finding(code, number, known, detail))

    def _record(self, number: int, *columns: Any) -> None:
        identifier, kind, content, facts, previous, digest, *stored = columns
        if number != self.number + 1:
            self._found("missing", self.number + 1, detail=str(number - 1))
        elif previous != self.digest:
            self._found("unlinked", number, identifier)
        if _digest_of_record(number, identifier, kind, content, facts, previous) != digest:
            self._found("altered", number, identifier)
        elif number == 1 and kind != b"opening":
            self._found("no_opening", number, identifier)
        said, told = stored[:-1], stored[-1]
        sound = is_digest_of(content, *said) and (
            facts is told is None or is_digest_of(facts, told)
        )
        if not sound or (self.removals and self.ordered.has(number, facts=True)):
            gone = self._stored("content", (number, identifier, kind), content, said)
            if facts is not None or told is not None:
                gone |= self._stored("facts", (number, identifier, kind), facts, [told])
            self.gone += gone
        self.number, self.digest = number, digest if isinstance(digest, bytes) else b""
        if self.checkpoint is not None and self.checkpoint.number == number:
            self.seen_checkpoint = True
            if self.checkpoint.digest != self.digest.hex():
                self._found("rewritten", number, identifier)

    def _stored(self, part: str, record: tuple[int, Any, Any], digest: Any, row: list[Any]) -> bool:
        """Look at a text of a record; tell whether it is gone since an order had it removed."""
        number, identifier, kind = record
        ordered = self.ordered.has(number, facts=part == "facts")
        if row[0] is None:
            if ordered and _KINDS.get(kind) not in LASTING:
                return True
            self._found(f"{part}_missing", number, identifier)
        elif ordered:
            self._found(f"{part}_remains", number, identifier)
        elif not is_digest_of(digest, *row):
            self._found(f"{part}_altered", number, identifier)
        return False

    def _against_checkpoint(self) -> None:
        checkpoint = self.checkpoint
        if checkpoint is not None and not self.seen_checkpoint:
            self._found("truncated", self.number + 1, detail=f"{checkpoint.number}")


def _file(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Yield what SQLite itself finds: pages that are damaged, indexes that do not fit."""
    for (said,) in connection.execute("PRAGMA integrity_check(20)"):
        told = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
        if told != "ok":
            yield Finding("file_damaged", detail=told[:_LONGEST])


def _guards(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Yield each table, index and trigger that is gone, is new, or says something else."""
    expected = {_plain(statement) for statement in STATEMENTS if statement.lstrip()[:6] == "CREATE"}
    found = {
        _plain(sql.decode(errors="replace"))
        for (sql,) in connection.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")
    }
    for statement in sorted(expected ^ found):
        code = "guard_missing" if statement in expected else "guard_added"
        yield Finding(code, detail=" ".join(statement.split()[1:3])[:_LONGEST])


def _plain(statement: str) -> str:
    return " ".join(statement.split())


def _is_id(identifier: Any) -> bool:
    return isinstance(identifier, bytes) and len(identifier) == 16  # noqa: PLR2004 - RFC 9562


def _digest_of_record(number: int, identifier: Any, kind: Any, *hashes: Any) -> bytes | None:
    """Return the digest of a record; None where something in it is not of its type."""
    try:
        return digest_of_record(number, identifier, _KINDS[kind], *hashes)
    except (AttributeError, KeyError, TypeError):
        return None
