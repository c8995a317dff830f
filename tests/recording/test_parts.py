"""What records are made of: identifiers, keys, canonical text, packed text, hashes."""

from __future__ import annotations

import hmac
import json
import pickle
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure_rules import Keys, LogError
from disclosure_rules.recording.canonical import canonical, digest_of
from disclosure_rules.recording.chain import Tail, digest_of_record
from disclosure_rules.recording.entries import KINDS, Entry
from disclosure_rules.recording.identifiers import Identifiers
from disclosure_rules.recording.packing import pack, unpack
from tests.recording.logs import NOON

SECRET = b"0123456789abcdef"


@given(st.lists(st.integers(-5_000, 5_000), min_size=2, max_size=60))
def test_identifiers_sort_in_the_order_made_whatever_the_clock_does(steps: list[int]) -> None:
    identifiers, at = Identifiers(), NOON
    made = []
    for step in steps:
        at += timedelta(milliseconds=step)
        made.append(identifiers.make(at))
    assert made == sorted(made)
    assert len({*made}) == len(made)
    assert all((each.version, each.variant) == (7, "specified in RFC 4122") for each in made)


def test_an_identifier_tells_when_it_was_made() -> None:
    made = Identifiers().make(NOON)
    assert datetime.fromtimestamp((made.int >> 80) / 1000, UTC) == NOON


def test_a_full_counter_goes_on_in_the_next_millisecond() -> None:
    identifiers = Identifiers()
    made = [identifiers.make(NOON) for _ in range(5_000)]
    assert made == sorted(made)
    assert (made[-1].int >> 80) > (made[0].int >> 80)


def test_identifiers_go_on_after_the_last_one() -> None:
    last = Identifiers().make(NOON)
    assert Identifiers(last).make(NOON - timedelta(days=400)) > last


def test_a_pseudonym_is_the_hmac_of_the_id() -> None:
    keys = Keys({"old": SECRET, "new": SECRET * 2}, "new")
    assert keys.pseudonym("p-1").value == hmac.digest(SECRET * 2, b"p-1", "sha256")
    assert [each.key_id for each in keys.pseudonyms("p-1")] == ["new", "old"]


def test_keys_show_names_and_no_secret() -> None:
    assert repr(Keys({"k": SECRET})) == "Keys('k', current='k')"


@pytest.mark.parametrize(
    ("secrets", "current", "code"),
    [
        ({"k": b"short"}, None, "key_short"),
        ({"a b": SECRET}, None, "key_name"),
        ({}, None, "key_not_named"),
        ({"a": SECRET, "b": SECRET}, None, "key_not_named"),
        ({"a": SECRET}, "b", "key_not_named"),
    ],
)
def test_keys_that_are_refused(secrets: dict[str, bytes], current: str | None, code: str) -> None:
    with pytest.raises(LogError) as refused:
        Keys(secrets, current)
    assert refused.value.code == code


def test_keys_from_files(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_bytes(SECRET + b"\r\n")
    assert Keys.read({"k": file}).pseudonym("x") == Keys({"k": SECRET}).pseudonym("x")
    with pytest.raises(LogError, match="cannot be read"):
        Keys.read({"k": tmp_path / "none"})


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(), below, max_size=4),
    max_leaves=12,
)


@given(plain)
def test_canonical_text_says_the_same_and_does_not_depend_on_order(data: object) -> None:
    text = canonical({"x": data}) if "\ud800" not in repr(data) else b"{}"
    assert canonical(json.loads(text)) == text


@given(st.binary(max_size=3_000), st.binary(max_size=500))
def test_what_is_packed_comes_back(text: bytes, like: bytes) -> None:
    assert unpack(pack(text, like), like) == text


def test_what_is_damaged_does_not_unpack() -> None:
    packed = pack(b"some text" * 9)
    assert unpack(packed[:-1]) is None
    assert unpack(packed + b"x") is None
    assert unpack(b"\xff" * 9) is None


@given(st.lists(st.none() | st.binary(max_size=4), max_size=4))
def test_rows_that_differ_have_other_digests(row: list[bytes | None]) -> None:
    assert digest_of(*row) != digest_of(*row, None)
    assert digest_of(*row) != digest_of(*row, b"")
    assert digest_of(b"", *row) != digest_of(None, *row)


@pytest.mark.parametrize("facts", [None, b"\2" * 32])
@pytest.mark.parametrize("kind", KINDS)
def test_a_record_is_hashed_as_canonical_json(kind: str, facts: bytes | None) -> None:
    told = {
        "content": (b"\1" * 32).hex(),
        "facts": facts and facts.hex(),
        "id": (b"\3" * 16).hex(),
        "kind": kind,
        "number": 7,
        "previous": (b"\4" * 32).hex(),
    }
    made = digest_of_record(7, b"\3" * 16, kind, b"\1" * 32, facts, b"\4" * 32)
    assert made == sha256(canonical(told)).digest()


def test_an_entry_shows_nothing_of_what_it_holds() -> None:
    entry = Entry(UUID(int=1), "decision", b'{"secret":1}', facts=b'{"input":{"secret":2}}')
    assert repr(entry) == "Entry('decision', '00000000-0000-0000-0000-000000000001')"
    assert entry.as_dict() == {"secret": 1, "input": {"secret": 2}}
    assert Tail().follow(entry).number == 1


def test_errors_cross_processes() -> None:
    error = pickle.loads(pickle.dumps(LogError("no_record", id="x\x1b")))  # noqa: S301 - our own
    assert str(error) == "the log has no record `x\\u001b`; check the id"
    assert error.text("et").startswith("logis ei ole")
