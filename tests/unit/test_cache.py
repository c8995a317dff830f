"""What is kept of a policy set: found again as it was, or not found, and never another set."""

from __future__ import annotations

import errno
import json
import os
import stat
import subprocess
import sys
from array import array
from functools import cache, partial
from hashlib import sha256
from operator import itemgetter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disclosure_rules import Engine, PolicyError
from disclosure_rules.language.noun import with_parts
from disclosure_rules.loading import cache_folder, cached, stored
from disclosure_rules.loading.load import load_policies
from tests.oracles.ekspressjob_requests import random_request
from tests.unit import small
from tests.unit.ekspressjob_set import FOLDER, ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from disclosure_rules.language.cases import Case
    from disclosure_rules.language.policy import PolicySet

pytestmark = pytest.mark.skipif(
    not hasattr(os, "geteuid"), reason="nobody can tell whose a file is: nothing is kept"
)

TEXTS: Final = small.documents(
    small.policy(
        """
        adults:
          effect: allow
          ground: consent
          operation: transmit
          when: {client.adult: true}
        """
    )
)
EVERYTHING: Final = small.documents(
    small.policy(
        """
        adults:
          effect: allow
          ground: consent
        """
    )
)
"""What a forger would like to be loaded."""


@cache
def loaded() -> PolicySet:
    return load_policies(TEXTS)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which sets are kept."""
    place = tmp_path / "kept"
    monkeypatch.setenv("DISCLOSURE_RULES_CACHE", str(place))
    return place


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note each load from YAML."""
    loads: list[str] = []
    load = cached._load

    def noting(*arguments: Any) -> PolicySet:
        loads.append("YAML")
        return load(*arguments)

    monkeypatch.setattr(cached, "_load", noting)
    return loads


def the_file(folder: Path) -> Path:
    (found,) = folder.iterdir()
    return found


def forged(folder: Path, body: bytes) -> None:
    """Put a body in the place of what is kept, with a checksum that fits."""
    file = the_file(folder)
    kept = file.stem.encode() + b"\n" + body
    file.write_bytes(sha256(kept).hexdigest().encode() + b"\n" + kept)


def same(one: PolicySet, two: PolicySet) -> bool:
    """Tell whether two sets are the same, down to places, changes and the order of entries."""
    return one == two and stored.written(one) == stored.written(two)


# --- What is kept is what was loaded -------------------------------------------------------------


def sets() -> Iterator[Any]:
    for vocabulary in sorted(ROOT.glob("policies/*/vocabulary.yaml")):
        yield pytest.param(vocabulary.parent, id=vocabulary.parent.name)
    yield pytest.param(ROOT / "benchmarks" / "workload", id="workload")


@pytest.mark.parametrize("origin", [*sets()])
def test_a_set_comes_back_as_it_was(origin: Path, folder: Path, read: list[str]) -> None:
    expected = load_policies(origin)
    first, second = Engine.load(origin).policy_set, Engine.load(origin).policy_set
    assert read == ["YAML"]
    assert same(first, expected)
    assert same(second, expected)
    assert second.digest == expected.digest
    assert second.source_digest == expected.source_digest
    assert second._changes == expected._changes
    assert second.vocabulary.zone.key == expected.vocabulary.time_zone
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(the_file(folder).stat().st_mode) == 0o600


@pytest.mark.usefixtures("folder")
def test_it_decides_and_explains_as_it_did() -> None:
    expected = Engine.load(FOLDER, cache=False)
    Engine.load(FOLDER)
    again = Engine.load(FOLDER)
    chance = Random(5)  # noqa: S311 - requests are no secrets
    for request in (random_request(chance) for _ in range(60)):
        told, wanted = again.decide(request), expected.decide(request)
        assert told.as_dict() == wanted.as_dict()
        assert again.needs(request) == expected.needs(request)
        assert told.explain("et").as_dict() == wanted.explain("et").as_dict()


def test_what_is_not_known_is_not_written() -> None:
    with pytest.raises(TypeError, match="no way is known to store object"):
        stored.written(with_parts(loaded(), guarantees=(object(),)))


# --- When it is found ----------------------------------------------------------------------------


def test_a_changed_file_is_read(folder: Path, read: list[str], tmp_path: Path) -> None:
    origin = tmp_path / "policies"
    origin.mkdir()
    for name, text in TEXTS.items():
        (origin / name).write_text(text, encoding="utf-8")
    first = Engine.load(origin)
    with (origin / "policy_0.yaml").open("a", encoding="utf-8") as file:
        file.write("# a word more\n")
    second = first.reloaded()
    assert read == ["YAML", "YAML"]
    assert first.policy_set.source_digest != second.policy_set.source_digest
    assert len(list(folder.iterdir())) == 2
    assert same(first.policy_set, first.reloaded().policy_set) is False
    assert read == ["YAML", "YAML"]


@pytest.mark.usefixtures("folder")
def test_places_are_shown_as_the_folder_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    origin = tmp_path / "policies"
    origin.mkdir()
    for name, text in TEXTS.items():
        (origin / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for named in ("policies", "./policies", str(origin)):
        (policy,) = Engine.load(named).policy_set.policies
        assert policy.span.file.startswith(f"{named}/")


@pytest.mark.parametrize(
    ("what", "value"),
    [("__version__", "0.0.9"), ("_code", lambda: iter([("load.py", 1, 2)]))],
)
def test_what_other_code_kept_is_not_found(
    folder: Path, read: list[str], monkeypatch: pytest.MonkeyPatch, what: str, value: Any
) -> None:
    Engine.load(TEXTS)
    monkeypatch.setattr(cached, what, value)
    Engine.load(TEXTS)
    assert read == ["YAML", "YAML"]
    assert len(list(folder.iterdir())) == 2


def test_code_that_cannot_be_told_keeps_nothing(
    folder: Path, read: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(cached, "__file__", str(tmp_path / "package.zip" / "cached.py"))
    assert same(Engine.load(TEXTS).policy_set, loaded())
    assert read == ["YAML"]
    assert not folder.exists()


def test_faulty_policies_are_refused_as_ever(folder: Path) -> None:
    faulty = {**TEXTS, "more.yaml": "kind: polcy\n"}
    with pytest.raises(PolicyError) as expected:
        Engine.load(faulty, cache=False)
    for _ in range(2):
        with pytest.raises(PolicyError) as found:
            Engine.load(faulty)
        assert found.value.text() == expected.value.text()
    with pytest.raises(PolicyError, match="no_such_folder"):
        Engine.load("")
    with pytest.raises(TypeError, match="policies are loaded from a folder"):
        Engine.load(7)  # type: ignore[arg-type]  # that is the point
    assert not folder.exists()


@pytest.mark.parametrize("by", ["argument", "environment"])
def test_it_can_be_switched_off(
    folder: Path, read: list[str], monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    if by == "environment":
        monkeypatch.setenv("DISCLOSURE_RULES_CACHE", "off")
    engine = Engine.load(TEXTS, cache=by == "environment")
    assert same(engine.reloaded().policy_set, loaded())
    assert not folder.exists()
    assert read == (["YAML", "YAML"] if by == "environment" else [])


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"XDG_CACHE_HOME": "/x/caches", "HOME": "/home/mari"}, "/x/caches/disclosure-rules"),
        ({"XDG_CACHE_HOME": "caches", "HOME": "/h"}, "/h/.cache/disclosure-rules"),
        ({"HOME": "/h"}, "/h/.cache/disclosure-rules"),
        ({"HOME": "."}, None),
        ({"DISCLOSURE_RULES_CACHE": "/kept", "HOME": "/h"}, "/kept"),
        ({"DISCLOSURE_RULES_CACHE": "", "HOME": "/h"}, "/h/.cache/disclosure-rules"),
        ({"DISCLOSURE_RULES_CACHE": "off", "HOME": "/h"}, None),
    ],
)
def test_where_sets_are_kept(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], expected: str | None
) -> None:
    for name in ("DISCLOSURE_RULES_CACHE", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert cache_folder.cache_folder() == (None if expected is None else Path(expected))


def test_a_named_folder_may_be_relative(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DISCLOSURE_RULES_CACHE", "kept")
    assert cache_folder.cache_folder() == tmp_path / "kept"


def test_nothing_is_kept_where_there_is_no_place_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISCLOSURE_RULES_CACHE")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)

    def homeless() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", homeless)
    assert cache_folder.cache_folder() is None
    monkeypatch.delattr(os, "geteuid")
    monkeypatch.setenv("DISCLOSURE_RULES_CACHE", "/kept")
    assert cache_folder.cache_folder() is None


# --- What is damaged -----------------------------------------------------------------------------


@cache
def sound() -> bytes:
    return stored.written(loaded())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_byte_that_is_not_right(folder: Path, data: st.DataObject) -> None:
    Engine.load(TEXTS)
    file = the_file(folder)
    content = file.read_bytes()
    place = data.draw(st.integers(0, len(content) - 1))
    byte = content[place] ^ data.draw(st.integers(1, 255))
    file.write_bytes(content[:place] + bytes([byte]) + content[place + 1 :])
    assert same(Engine.load(TEXTS).policy_set, loaded())
    assert file.read_bytes() == content


@settings(max_examples=400)
@given(data=st.data())
def test_bytes_that_are_not_right_though_the_checksum_is(data: st.DataObject) -> None:
    """Whatever stands there is a policy set, or is refused as nothing: no other error."""
    content = bytearray(sound())
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = stored.read(bytes(content))
    except stored.NotStored:
        return
    assert type(found) is type(loaded())


DAMAGED: Final[dict[str, Callable[[bytes], bytes]]] = {
    "empty": lambda _: b"",
    "cut off": lambda content: content[:-5],
    "cut off early": lambda content: content[:70],
    "something more": lambda content: content + b"\0\0\0\0",
    "no checksum": lambda content: content.partition(b"\n")[2],
    "other things": lambda _: b"#!/bin/sh\n" * 100,
}


@pytest.mark.parametrize("damage", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_as_none(
    folder: Path, read: list[str], damage: Callable[[bytes], bytes]
) -> None:
    Engine.load(TEXTS)
    content = the_file(folder).read_bytes()
    the_file(folder).write_bytes(damage(content))
    assert same(Engine.load(TEXTS).policy_set, loaded())
    assert read == ["YAML", "YAML"]
    assert the_file(folder).read_bytes() == content


def halves() -> tuple[bytes, bytes]:
    """Return what decides, and the cases, as they are kept."""
    length, _, both = sound().partition(b"\n")
    return both[: int(length)], both[int(length) :]


def with_rest_spoilt(spoil: Callable[[bytes], bytes]) -> bytes:
    rest = spoil(halves()[0])
    return b"%d\n%b%b" % (len(rest), rest, halves()[1])


def parts(half: bytes) -> tuple[list[Any], list[Any], bytes]:
    text, _, numbers = half.partition(b"\n")
    plain, heads = json.loads(text)
    return plain, heads, numbers


def head_changed(half: bytes, change: Callable[[list[Any]], object]) -> bytes:
    plain, heads, numbers = parts(half)
    change(heads)
    return json.dumps([plain, heads]).encode() + b"\n" + numbers


def places_changed(half: bytes, change: Callable[[array[int]], object]) -> bytes:
    plain, heads, numbers = parts(half)
    places = array("I", numbers)
    change(places)
    return json.dumps([plain, heads]).encode() + b"\n" + places.tobytes()


SPOILT: Final[dict[str, Callable[[bytes], bytes]]] = {
    "nothing": lambda _: b"",
    "a number": lambda _: b"7\n",
    "no layers": lambda _: b"[[]]\n",
    "no values": lambda _: b"[[],[]]\n",
    "a text": lambda _: b'[["a"],[]]\n',
    "what is no number": lambda _: b"[[NaN],[]]\n",
    "a number with a point": lambda _: b"[[1.5],[]]\n",
    "no end of brackets": lambda _: b"[" * 100_000 + b"\n",
    "half a place": lambda half: half + b"\0",
    "a place too many": lambda half: half + b"\0\0\0\0",
    "a place too few": lambda half: half[:-4],
    "places that are nowhere": lambda half: places_changed(
        half, lambda places: places.insert(0, 2**32 - 1)
    ),
    "another place": lambda half: places_changed(
        half, lambda places: places.__setitem__(0, len(places))
    ),
    "a sort that there is not": lambda half: head_changed(
        half, lambda heads: heads[0].__setitem__(0, "Path")
    ),
    "a column too few": lambda half: head_changed(half, lambda heads: heads[-1][1].pop()),
    "the whole missing": lambda half: head_changed(half, lambda heads: heads.pop()),
    "columns of unlike length": lambda half: head_changed(
        half, lambda heads: heads[0][1].__setitem__(0, heads[0][1][0] - 1)
    ),
    "what is less than none": lambda half: head_changed(
        half, lambda heads: heads[0][1].__setitem__(0, -1)
    ),
}

FORGED: Final[dict[str, Callable[[], bytes]]] = {
    **{name: partial(with_rest_spoilt, spoil) for name, spoil in SPOILT.items()},
    "nothing at all": lambda: b"",
    "no length": lambda: b"many\n" + halves()[0],
    "the cases alone": lambda: b"%d\n%b" % (len(halves()[1]), halves()[1]),
    "another set": lambda: stored.written(load_policies(EVERYTHING)),
}


@pytest.mark.parametrize("body", FORGED.values(), ids=FORGED)
def test_what_nobody_wrote_is_as_none(
    folder: Path, read: list[str], body: Callable[[], bytes]
) -> None:
    Engine.load(TEXTS)
    forged(folder, body())
    assert same(Engine.load(TEXTS).policy_set, loaded())
    assert read == ["YAML", "YAML"]
    assert the_file(folder).read_bytes().endswith(sound())


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_cases_that_nobody_wrote_are_refused_and_the_rest_decides(
    folder: Path, spoil: Callable[[bytes], bytes]
) -> None:
    """They are read when they are asked for: then it is said."""
    Engine.load(TEXTS)
    rest, kept = halves()
    forged(folder, b"%d\n%b%b" % (len(rest), rest, spoil(kept)))
    found = Engine.load(TEXTS).policy_set
    assert with_parts(found, cases=()) == with_parts(loaded(), cases=())
    with pytest.raises(stored.NotStored):
        len(found.cases)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("ask", [len, tuple, repr, itemgetter(0), itemgetter(slice(-3, None))])
def test_cases_are_as_they_were_however_they_are_asked_for(
    ask: Callable[[Sequence[Case]], object],
) -> None:
    expected = load_policies(FOLDER).cases
    Engine.load(FOLDER)
    assert ask(Engine.load(FOLDER).policy_set.cases) == ask(expected)


@pytest.mark.usefixtures("folder")
def test_cases_are_compared_as_others_are() -> None:
    expected = load_policies(FOLDER).cases
    Engine.load(FOLDER)
    found = Engine.load(FOLDER).policy_set.cases
    assert found == expected
    assert expected == found
    assert found == Engine.load(FOLDER).policy_set.cases
    assert found != expected[1:]
    assert found != [*expected]


def test_what_is_kept_under_another_name_is_as_none(folder: Path, read: list[str]) -> None:
    Engine.load(TEXTS)
    name = the_file(folder)
    content = name.read_bytes()
    name.unlink()
    Engine.load(EVERYTHING)
    the_file(folder).rename(name)
    assert same(Engine.load(TEXTS).policy_set, loaded())
    assert name.read_bytes() == content
    assert len(read) == 3


# --- Who else could have written it --------------------------------------------------------------


def swapped(folder: Path) -> PolicySet:
    """Put another set in the place of what is kept, so that nobody can tell by the bytes."""
    other = with_parts(load_policies(EVERYTHING), source_digest=loaded().source_digest)
    forged(folder, stored.written(other))
    return other


def test_who_may_write_there_decides(folder: Path) -> None:
    """Show that the checks below are all that stands in the way."""
    Engine.load(TEXTS)
    other = swapped(folder)
    assert same(Engine.load(TEXTS).policy_set, other)


def linked(folder: Path) -> None:
    file = the_file(folder)
    elsewhere = folder.parent / "elsewhere"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)


def piped(folder: Path) -> None:
    file = the_file(folder)
    file.unlink()
    os.mkfifo(file)


def hung_below(folder: Path) -> None:
    """Let others put another folder in the place of this one."""
    folder.parent.chmod(0o777)


UNTRUSTED: Final[dict[str, Callable[[Path], None]]] = {
    "a folder that all may write": lambda folder: folder.chmod(0o777),
    "a folder that all may write, with the sticky bit": lambda folder: folder.chmod(0o1777),
    "a folder that a group may write": lambda folder: folder.chmod(0o770),
    "a folder below one that all may write": hung_below,
    "a file that all may write": lambda folder: the_file(folder).chmod(0o666),
    "a file that a group may write": lambda folder: the_file(folder).chmod(0o660),
    "a link": linked,
    "a pipe": piped,
}
OF_OTHERS: Final[dict[str, Callable[[Path], None]]] = {
    "a folder of somebody else": lambda folder: os.chown(folder, 12345, -1),
    "a folder below one of somebody else": lambda folder: os.chown(folder.parent, 12345, -1),
    "a file of somebody else": lambda folder: os.chown(the_file(folder), 12345, -1),
}


@pytest.mark.parametrize("change", [*UNTRUSTED.values()], ids=UNTRUSTED)
def test_what_others_may_have_written_is_not_read(
    folder: Path, read: list[str], change: Callable[[Path], None]
) -> None:
    Engine.load(TEXTS)
    swapped(folder)
    change(folder)
    assert same(Engine.load(TEXTS).policy_set, loaded())
    assert read == ["YAML", "YAML"]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can give files away")
@pytest.mark.parametrize("change", OF_OTHERS.values(), ids=OF_OTHERS)
def test_what_others_wrote_is_not_read(
    folder: Path, read: list[str], change: Callable[[Path], None]
) -> None:
    test_what_others_may_have_written_is_not_read(folder, read, change)


def test_what_belongs_to_others_by_what_the_system_says(
    folder: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Engine.load(TEXTS)
    swapped(folder)
    monkeypatch.setattr(os, "geteuid", lambda: 54321)
    theirs = folder.stat().st_uid not in {0, 54321}
    assert same(Engine.load(TEXTS).policy_set, loaded()) is theirs
    assert len(read) == 1 + theirs


@pytest.mark.parametrize("mode", [0o777, 0o1777, 0o770])
def test_nothing_is_written_where_others_may_write(folder: Path, mode: int) -> None:
    folder.mkdir()
    folder.chmod(mode)
    assert same(Engine.load(TEXTS).policy_set, loaded())
    assert list(folder.iterdir()) == []


def test_a_link_to_a_folder_of_ours_will_do(
    tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "real").mkdir(mode=0o700)
    (tmp_path / "link").symlink_to("real")
    monkeypatch.setenv("DISCLOSURE_RULES_CACHE", str(tmp_path / "link"))
    Engine.load(TEXTS)
    Engine.load(TEXTS)
    assert read == ["YAML"]


def test_a_link_to_a_folder_where_others_may_write_will_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = tmp_path / "open" / "real"
    below.mkdir(parents=True)
    below.parent.chmod(0o777)
    (tmp_path / "link").symlink_to(below)
    monkeypatch.setenv("DISCLOSURE_RULES_CACHE", str(tmp_path / "link"))
    Engine.load(TEXTS)
    assert list(below.iterdir()) == []


@pytest.mark.usefixtures("folder")
def test_what_is_too_large_is_not_read(read: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    Engine.load(TEXTS)
    monkeypatch.setattr(cache_folder, "_LARGEST", 100)
    assert same(Engine.load(TEXTS).policy_set, loaded())
    assert read == ["YAML", "YAML"]


# --- Where nothing can be written ----------------------------------------------------------------


def test_a_folder_that_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("DISCLOSURE_RULES_CACHE", str(tmp_path / "file" / "kept"))
    assert same(Engine.load(TEXTS).policy_set, loaded())


def test_a_file_in_the_place_of_the_folder(folder: Path) -> None:
    folder.write_text("mine", encoding="utf-8")
    assert same(Engine.load(TEXTS).policy_set, loaded())
    assert folder.read_text(encoding="utf-8") == "mine"


def test_a_disk_that_is_full(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", full)
        assert same(Engine.load(TEXTS).policy_set, loaded())
    assert list(folder.iterdir()) == []


def test_only_the_newest_are_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_folder, "MOST_KEPT", 3)
    folder.mkdir(mode=0o700)
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    for number in range(5):
        cache_folder.keep(folder, f"{number}", b"")
        os.utime(folder / f"{number}.policies", (number, number))
    cache_folder.keep(folder, "5", b"")
    names = ["3.policies", "4.policies", "5.policies", "notes.txt"]
    assert sorted(file.name for file in folder.iterdir()) == names


LOADING: Final = """
import sys
from disclosure_rules import Engine
sys.stdin.readline()
print(Engine.load("policies/ekspressjob").policy_set.digest)
"""


def test_several_processes_at_once(folder: Path) -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", LOADING],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("now\n")
        process.stdin.flush()
    told = {process.communicate()[0].strip() for process in processes}
    assert told == {load_policies(FOLDER).digest}
    assert the_file(folder).stat().st_size
    assert Engine.load("policies/ekspressjob").policy_set.digest in told
