"""Whatever is done to a log shows, and where: by SQL, by bytes, by cutting off the end."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disclosure_rules import DecisionLog, LogError
from disclosure_rules.recording.checkpoints import read_checkpoint
from disclosure_rules.recording.schema import STATEMENTS
from tests.needs import needs
from tests.recording.logs import ask, opened, recording

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from disclosure_rules.recording.verifying import Verified

REST = "kind, content, facts, previous, digest FROM records"
RECORDS = 9
"""Opening, key, policies, and six of decisions and what came of them."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("log") / "decisions.db"
    with opened(path) as log:
        deciding = recording(log)
        first = deciding.decide(ask())
        asked = [ask(purpose="research"), {"moment": 1}, ask()]
        deciding.decide_many(asked, on_invalid="return")
        log.confirm(first.id, ["home"], log.clock(), "L-1")
        log.fulfil(first.id, ["write_down"])
        assert log.verify().records == RECORDS
        assert log.verify().sound
    return path


@pytest.fixture
def copy(whole: Path, path: Path) -> Path:
    shutil.copy(whole, path)
    return path


def found(path: Path) -> list[tuple[str, int | None]]:
    with DecisionLog(path, writable=False) as log:
        return [(finding.code, finding.number) for finding in log.verify().findings]


def tamper(path: Path, *statements: str, guarded: bool = False) -> None:
    """Change a log by SQL; unless it is guarded, as somebody who puts the guards back."""
    with closing(sqlite3.connect(path)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        guards = [] if guarded else list(triggers)
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _, statement in guards:
            connection.execute(statement)
        connection.commit()


TAMPERING: dict[str, tuple[tuple[str, ...], list[tuple[str, int | None]]]] = {
    "a text edited": (
        (
            (
                "UPDATE contents SET text = new.text FROM contents new "
                "WHERE contents.number = 4 AND new.number = 5"
            ),
        ),
        [("content_altered", 4)],
    ),
    "facts edited": (
        ("UPDATE facts SET text = x'00' WHERE number = 4",),
        [("facts_altered", 4)],
    ),
    "a subject edited": (
        ("UPDATE contents SET subject = x'00' WHERE number = 4",),
        [("content_altered", 4)],
    ),
    "a reference edited": (
        ("UPDATE contents SET reference = 'L-2' WHERE number = 8",),
        [("content_altered", 8)],
    ),
    "a decision taken from what is about it": (
        ("UPDATE contents SET about = NULL WHERE number = 8",),
        [("content_altered", 8)],
    ),
    "a kind edited": (
        ("UPDATE records SET kind = 'decision' WHERE number = 6",),
        [("altered", 6)],
    ),
    "a kind that there is not": (
        ("UPDATE records SET kind = 'other' WHERE number = 6",),
        [("altered", 6)],
    ),
    "an id edited": (
        ("UPDATE records SET id = x'00' WHERE number = 6",),
        [("altered", 6)],
    ),
    "a digest edited": (
        ("UPDATE records SET digest = x'00' WHERE number = 6",),
        [("altered", 6), ("unlinked", 7)],
    ),
    "a text removed": (
        ("DELETE FROM contents WHERE number = 4",),
        [("content_missing", 4)],
    ),
    "facts removed": (
        ("DELETE FROM facts WHERE number = 4",),
        [("facts_missing", 4)],
    ),
    "facts put in": (
        ("INSERT INTO facts VALUES (6, x'00')",),
        [("facts_altered", 6)],
    ),
    "a record removed": (
        (
            "DELETE FROM contents WHERE number = 6",
            "DELETE FROM records WHERE number = 6",
        ),
        [("missing", 6)],
    ),
    "a record removed, its text left": (
        ("DELETE FROM records WHERE number = 6",),
        [("missing", 6), ("stray", 6)],
    ),
    "a record removed, the next moved up": (
        (
            "DELETE FROM contents WHERE number = 6",
            "DELETE FROM records WHERE number = 6",
            "UPDATE records SET number = number - 1 WHERE number > 6",
            "UPDATE contents SET number = number - 1 WHERE number > 6",
            "UPDATE facts SET number = number - 1 WHERE number > 6",
        ),
        [("unlinked", 6), ("altered", 6), ("altered", 7), ("altered", 8)],
    ),
    "a record put in": (
        (
            f"INSERT INTO records SELECT 10, x'{'0f' * 16}', {REST} WHERE number = 6",
            "INSERT INTO contents SELECT 10, text, NULL, NULL, NULL FROM contents WHERE number = 6",
        ),
        [("unlinked", 10), ("altered", 10)],
    ),
    "two records swapped": (
        (
            "UPDATE records SET number = 99 WHERE number = 4",
            "UPDATE records SET number = 4 WHERE number = 5",
            "UPDATE records SET number = 5 WHERE number = 99",
            "UPDATE contents SET number = 99 WHERE number = 4",
            "UPDATE contents SET number = 4 WHERE number = 5",
            "UPDATE contents SET number = 5 WHERE number = 99",
            "UPDATE facts SET number = 99 WHERE number = 4",
            "UPDATE facts SET number = 4 WHERE number = 5",
            "UPDATE facts SET number = 5 WHERE number = 99",
        ),
        [
            ("unlinked", 4),
            ("altered", 4),
            ("unlinked", 5),
            ("altered", 5),
            ("unlinked", 6),
        ],
    ),
    "the beginning cut off": (
        (
            "DELETE FROM contents WHERE number < 4",
            "DELETE FROM facts WHERE number < 4",
            "DELETE FROM records WHERE number < 4",
        ),
        [("missing", 1)],
    ),
    "an index taken away": (
        ("DROP INDEX contents_about",),
        [("guard_missing", None)],
    ),
    "a trigger put in": (
        ("CREATE TRIGGER later AFTER INSERT ON records BEGIN SELECT 1; END",),
        [("guard_added", None)],
    ),
}


@pytest.mark.parametrize("done", TAMPERING)
def test_tampering_is_found(copy: Path, done: str) -> None:
    statements, expected = TAMPERING[done]
    tamper(copy, *statements)
    assert found(copy) == expected


def test_taking_the_guards_away_is_found(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("DROP TRIGGER records_changed")
    assert found(copy) == [("guard_missing", None)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE records SET kind = 'key' WHERE number = 4",
        "UPDATE contents SET text = x'00' WHERE number = 4",
        "UPDATE facts SET text = x'00' WHERE number = 4",
        "DELETE FROM records WHERE number = 9",
        "DELETE FROM contents WHERE number = 4",
        "DELETE FROM facts WHERE number = 4",
        "INSERT OR REPLACE INTO facts VALUES (4, x'00')",
        "INSERT OR REPLACE INTO contents VALUES (4, x'00', NULL, NULL, NULL)",
        "INSERT OR REPLACE INTO records SELECT * FROM records WHERE number = 4",
        f"INSERT OR REPLACE INTO records SELECT 10, id, {REST} WHERE number = 4",
        f"INSERT INTO records SELECT 12, x'00', {REST} WHERE number = 4",
    ],
)
def test_the_database_refuses_changes(copy: Path, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=r"a log is|a record follows|goes only by"):
        tamper(copy, statement, guarded=True)
    assert found(copy) == []


def test_what_a_log_is_read_from_is_checked(copy: Path) -> None:
    tamper(
        copy,
        "UPDATE contents SET text = x'00' WHERE number = 4",
        "UPDATE facts SET text = x'00' WHERE number = 5",
    )
    with DecisionLog(copy, writable=False) as log:
        with pytest.raises(LogError, match="record 4 is not what was recorded"):
            list(log.records("decision"))
        with closing(sqlite3.connect(copy)) as connection:
            (identifier,) = connection.execute("SELECT id FROM records WHERE number = 5").fetchone()
        with pytest.raises(LogError, match="record 5 is not what was recorded"):
            log.record(UUID(bytes=identifier))


def test_removed_texts_are_told_of(copy: Path) -> None:
    tamper(
        copy,
        "DELETE FROM facts WHERE number IN (4, 5)",
        "DELETE FROM contents WHERE number = 5",
    )
    with DecisionLog(copy, writable=False) as log:
        first, second, _ = log.records("decision")
        assert first.as_dict()["removed"] == ["input"]
        assert second.as_dict() == {
            "number": 5,
            "kind": "decision",
            "id": str(second.id),
            "removed": ["content", "input"],
        }


def everything(path: Path) -> list[str]:
    with DecisionLog(path, writable=False) as log:
        return [json.dumps(record.as_dict(), sort_keys=True) for record in log.records()]


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(chance=st.data())
def test_any_byte_that_is_changed_is_found(whole: Path, path: Path, chance: st.DataObject) -> None:
    content = bytearray(whole.read_bytes())
    place = chance.draw(st.integers(0, len(content) - 1))
    content[place] ^= chance.draw(st.integers(1, 255))
    path.write_bytes(content)
    try:
        findings = found(path)
    except LogError as error:
        assert error.code in ("damaged", "not_a_log", "failed", "other_format", "altered")  # noqa: PT017 - one of two ways to tell
        return
    # What is not found changes nothing: a byte of a page that nobody reads.
    if not findings:
        assert everything(path) == everything(whole)


@pytest.mark.parametrize("length", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_a_file_that_is_cut_off_is_found(copy: Path, length: float) -> None:
    content = copy.read_bytes()
    copy.write_bytes(content[: int(len(content) * length)])
    try:
        assert found(copy)
    except LogError as error:
        assert error.code == "damaged"  # noqa: PT017 - one of two ways to tell


# --- Checkpoints ---------------------------------------------------------------------------------


def keys() -> tuple[bytes, bytes]:
    needs("cryptography", "to sign with; make test installs it")
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
        PublicFormat,
    )

    private = Ed25519PrivateKey.generate()
    return (
        private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
    )


def against(path: Path, signed: str, public: bytes) -> Verified:
    with DecisionLog(path, writable=False) as log:
        return log.verify(read_checkpoint(signed, public))


def signed_state(path: Path, private: bytes) -> str:
    with DecisionLog(path, writable=False) as log:
        return log.checkpoint().signed(private)


CUT: tuple[str, ...] = (
    "DELETE FROM contents WHERE number > 7",
    "DELETE FROM records WHERE number > 7",
)


def test_an_end_that_was_cut_off_shows_against_a_checkpoint(copy: Path) -> None:
    private, public = keys()
    signed = signed_state(copy, private)
    assert against(copy, signed, public).sound
    tamper(copy, *CUT)
    assert found(copy) == []
    (finding,) = against(copy, signed, public).findings
    assert (finding.code, finding.number, finding.detail) == ("truncated", 8, str(RECORDS))
    # Whoever writes on brings the number up again, but not the hash.
    with opened(copy) as log:
        recording(log).decide_many([ask(), ask()])
    (finding,) = against(copy, signed, public).findings
    assert (finding.code, finding.number) == ("rewritten", RECORDS)


def test_a_log_may_grow_after_a_checkpoint(copy: Path) -> None:
    private, public = keys()
    signed = signed_state(copy, private)
    with opened(copy) as log:
        recording(log).decide(ask())
    assert against(copy, signed.replace("\n", "\r\n"), public).sound


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda text: text.replace("records: 9", "records: 8"), "bad_signature"),
        (lambda text: text[:-4] + "\n", "bad_signature"),
        (lambda text: text.replace("records", "entries"), "no_checkpoint"),
        (lambda _: "", "no_checkpoint"),
    ],
)
def test_a_checkpoint_that_was_altered_is_refused(
    copy: Path, change: Callable[[str], str], code: str
) -> None:
    private, public = keys()
    with pytest.raises(LogError) as refused:
        read_checkpoint(change(signed_state(copy, private)), public)
    assert refused.value.code == code


def test_a_checkpoint_of_another_key_is_refused(copy: Path) -> None:
    signed = signed_state(copy, keys()[0])
    with pytest.raises(LogError, match="not signed by this key"):
        read_checkpoint(signed, keys()[1])


def test_what_is_no_key_is_refused(copy: Path) -> None:
    private, public = keys()
    for wrong in (b"", public):
        with pytest.raises(LogError, match="no private Ed25519 key"):
            signed_state(copy, wrong)
    for wrong in (b"", private):
        with pytest.raises(LogError, match="no public Ed25519 key"):
            read_checkpoint("", wrong)


def test_keys_of_another_kind_are_refused(copy: Path) -> None:
    needs("cryptography", "to sign with; make test installs it")
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
        PublicFormat,
    )

    other = X25519PrivateKey.generate()
    with pytest.raises(LogError, match="no private Ed25519 key"):
        signed_state(copy, other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    public = other.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    with pytest.raises(LogError, match="no public Ed25519 key"):
        read_checkpoint("", public)


def test_signing_without_the_package_says_what_to_install(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("disclosure_rules.recording.checkpoints.find_spec", lambda _: None)
    with pytest.raises(LogError, match=r"disclosure-rules\[signing\]"):
        signed_state(copy, b"")


def test_each_guard_is_one_statement() -> None:
    assert all(statement.count("CREATE") <= 1 for statement in STATEMENTS)
