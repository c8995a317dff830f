"""A log into what is amiss with it: each record that was altered, removed, put in or moved.

Whoever can write to the file can also work out every hash anew. What shows even that, and that the
end was cut off, is a checkpoint that was signed and kept elsewhere.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from disclosure_rules.recording.canonical import canonical
from disclosure_rules.recording.chain import BEFORE_THE_FIRST, digest_of_record
from disclosure_rules.recording.entries import KINDS
from disclosure_rules.recording.packing import unpack
from disclosure_rules.recording.schema import STATEMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.recording.checkpoints import Checkpoint

_ROWS: Final = (
    "SELECT r.number, r.id, r.kind, r.content, r.facts, r.previous, r.digest, "
    "c.text, c.subject, c.about, c.reference, f.text FROM records r "
    "LEFT JOIN contents c ON c.number = r.number LEFT JOIN facts f ON f.number = r.number "
    "ORDER BY r.number"
)
_STRAY: Final = (
    "SELECT number FROM {table} WHERE number NOT IN (SELECT number FROM records) ORDER BY number"
)
_SUBJECT: Final = b'"subject":{"key_id":"'
_ABOUT: Final = b'{"about":"'
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

    def verify(self, connection: sqlite3.Connection) -> Verified:
        try:
            self.findings += _file(connection)
            self.findings += _guards(connection)
            for row in connection.execute(_ROWS):
                self._record(*row)
            for table in ("contents", "facts"):
                for (number,) in connection.execute(_STRAY.format(table=table)):
                    self._found("stray", number)
        except sqlite3.DatabaseError as error:
            # Beyond this nothing can be read.
            self._found("unreadable", self.number + 1, detail=str(error)[:_LONGEST])
        self._against_checkpoint()
        return Verified(self.number, self.digest.hex(), tuple(self.findings))

    def _found(
        self, code: str, number: int | None = None, identifier: Any = None, detail: str = ""
    ) -> None:
        known = str(UUID(bytes=identifier)) if _is_id(identifier) else None
        self.findings.append(Finding(code, number, known, detail))

    def _record(  # noqa: PLR0913, PLR0917 - the columns of a row
        self,
        number: int,
        identifier: Any,
        kind: Any,
        content: Any,
        facts: Any,
        previous: Any,
        digest: Any,
        text: Any,
        subject: Any,
        about: Any,
        reference: Any,
        packed_facts: Any,
    ) -> None:
        if number != self.number + 1:
            self._found("missing", self.number + 1, detail=str(number - 1))
        elif previous != self.digest:
            self._found("unlinked", number, identifier)
        if not _matches(number, identifier, kind, content, facts, previous, digest):
            self._found("altered", number, identifier)
        elif number == 1 and kind != b"opening":
            self._found("no_opening", number, identifier)
        said = self._text(number, identifier, content, text)
        if said is not None:
            if not _columns_match(said, kind, subject, about, reference):
                self._found("column_altered", number, identifier)
            self._facts(number, identifier, facts, packed_facts, said)
        self.number, self.digest = number, digest if isinstance(digest, bytes) else b""
        if self.checkpoint is not None and self.checkpoint.number == number:
            self.seen_checkpoint = True
            if self.checkpoint.digest != self.digest.hex():
                self._found("rewritten", number, identifier)

    def _text(self, number: int, identifier: Any, content: Any, text: Any) -> bytes | None:
        if text is None:
            self._found("content_missing", number, identifier)
            return None
        said = unpack(text) if isinstance(text, bytes) else None
        if said is None or sha256(said).digest() != content:
            self._found("content_altered", number, identifier)
            return None
        return said

    def _facts(self, number: int, identifier: Any, facts: Any, packed: Any, said: bytes) -> None:
        if packed is None:
            if facts is not None:
                self._found("facts_missing", number, identifier)
            return
        told = unpack(packed, said) if isinstance(packed, bytes) else None
        if told is None or sha256(told).digest() != facts:
            self._found("facts_altered", number, identifier)

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


def _matches(  # noqa: PLR0913, PLR0917 - what a record is made of
    number: int,
    identifier: Any,
    kind: Any,
    content: Any,
    facts: Any,
    previous: Any,
    digest: Any,
) -> bool:
    """Tell whether the digest of a record is the one that its parts have."""
    hashes = [content, previous, digest, *([] if facts is None else [facts])]
    if kind not in _KINDS or not _is_id(identifier):
        return False
    if not all(isinstance(each, bytes) for each in hashes):
        return False
    made = digest_of_record(number, UUID(bytes=identifier), _KINDS[kind], content, facts, previous)
    return bool(made == digest)


def _columns_match(said: bytes, kind: Any, subject: Any, about: Any, reference: Any) -> bool:
    """Tell whether the columns that a log is searched by say what the content says.

    It is not parsed, since that takes longer than all else. A key with its quotation marks stands
    in no text of JSON, where they would be escaped; and no id of a policy set can be one of these
    keys with what follows it.
    """
    if not isinstance(kind, bytes) or b'"kind":"' + kind + b'"' not in said:
        return False
    if (subject is None) is (_SUBJECT in said) or (about is None) is said.startswith(_ABOUT):
        return False
    if subject is not None and not (
        isinstance(subject, bytes) and b'","pseudonym":"%b"}' % subject.hex().encode() in said
    ):
        return False
    if about is not None and not (
        _is_id(about) and said.startswith(b'%b%b"' % (_ABOUT, str(UUID(bytes=about)).encode()))
    ):
        return False
    if kind not in (b"disclosure", b"policies"):
        return reference is None
    return isinstance(reference, bytes) and (
        b'"reference":' + canonical(reference.decode(errors="replace")) in said
    )
