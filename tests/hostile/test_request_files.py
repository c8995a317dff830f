"""Files that are no requests: `decide` tells each in a line, and shows nothing of it."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from disclosure_rules.cli.main import commands
from tests.hostile.odd_values import NUMBER, SECRETS, TEXT
from tests.hostile.shared import command
from tests.unit.small import ask, documents, policy

SOUND = json.dumps(ask(client={"id": TEXT, "age": NUMBER}))
FILES: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", ":1:1: error[empty_file]: the document is empty"),
    "spaces": (b" \n\t \n", ":2:1: error[yaml_syntax]: this is not YAML: a tab stands here"),
    "a text": (b'"Zq7"', ":1:1: error[not_a_mapping]: a document must be a mapping of keys"),
    "a number": (b"77003399771", ":1:1: error[not_a_mapping]"),
    "a list": (b'["Zq7"]', ":1:1: error[not_a_mapping]: a document must be a mapping of keys"),
    "cut short": (
        SOUND[:-1].encode(),
        (f":1:{len(SOUND)}: error[yaml_syntax]: this is not YAML: "
        "a comma or the closing `}` is missing before this"),
    ),
    "cut short, with an end of line": (
        SOUND[:-1].encode() + b"\n\n",
        (f":1:{len(SOUND)}: error[yaml_syntax]: this is not YAML: "
        "a comma or the closing `}` is missing before this"),
    ),
    "a brace too many": (
        SOUND.encode() + b"}",
        (f":1:{len(SOUND) + 1}: error[yaml_syntax]: this is not YAML: "
        "nothing is open here that this could close"),
    ),
    "deep": (
        b'{"client":' * 100_000,
        ":1:641: error[too_deep]: the nesting is deeper than 64 levels",
    ),
    "deep lists": (
        b'{"client": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        ":1:75: error[too_deep]: the nesting is deeper than 64 levels",
    ),
    "a repeated key": (
        b'{"moment": 1, "client": {"id": "Zq7", "id": "SECRET"}}',
        ":1:39: error[duplicate_key]: `\u2026` stands here a second time",
    ),
    "a repeated secret": (
        b'{"client": {"Zq7": 1, "Zq7": 2}}',
        ":1:23: error[duplicate_key]: `\u2026` stands here a second time",
    ),
    "a byte-order mark": (
        b"\xef\xbb\xbf" + SOUND.encode(),
        ":1:1: error[byte_order_mark]: the file begins with a byte-order mark",
    ),
    "UTF-16": (
        SOUND.encode("utf-16"),
        ":1:1: error[byte_order_mark]: the file begins with a byte-order mark",
    ),
    "UTF-16 without a mark": (
        SOUND.encode("utf-16-le"),
        ":1:1: error[not_utf8]: the file is not UTF-8 here",
    ),
    "UTF-32": (
        SOUND.encode("utf-32"),
        ":1:1: error[byte_order_mark]: the file begins with a byte-order mark",
    ),
    "Latin": (
        "client: {id: Zq7 õ}".encode("iso-8859-1"),
        ":1:18: error[not_utf8]: the file is not UTF-8 here",
    ),
    "bytes": (bytes(range(128, 256)), ":1:1: error[not_utf8]: the file is not UTF-8 here"),
    "null characters": (
        b"\0" * 1_000,
        ":1:1: error[control_character]: a character stands here that no text may hold",
    ),
    "not a number": (b'{"moment": NaN}', "moment: is NaN, which is no value"),
    "infinity": (
        b'{"moment": "2026-01-01T00:00:00Z", "client": {"score": -Infinity}}',
        "client.score: must be a finite number",
    ),
    "a huge number for a text": (
        b'{"moment": "2026-01-01T00:00:00Z", "client": {"id": ' + b"7" * 100_000 + b"}}",
        "client.id: must be a text of whole characters that is not empty",
    ),
    "a huge number": (
        b'{"moment": "2026-01-01T00:00:00Z", "client": {"age": ' + b"7" * 100_000 + b"}}",
        "client.age: must be a whole number",
    ),
    "a huge exponent for a text": (
        b'{"moment": "2026-01-01T00:00:00Z", "client": {"id": 1e99999999999999999999}}',
        "client.id: must be a text of whole characters that is not empty",
    ),
    "a huge exponent": (
        b'{"moment": "2026-01-01T00:00:00Z", "client": {"age": 1e999999999}}',
        "client.age: must be a whole number",
    ),
    "half a pair": (
        b'{"moment": "2026-01-01T00:00:00Z", "client": {"id": "Zq7\\ud800"}}',
        "client.id: must be a text of whole characters that is not empty",
    ),
    "an escape in a key": (
        b'{"moment": "2026-01-01T00:00:00Z", "client": {"\\u001b[31mZq7": 1}}',
        "client: has a key that is not in the vocabulary",
    ),
    "an anchor": (b"a: &Zq7 b", ":1:4: error[yaml_anchor]: anchors such as `&\u2026`"),
    "an alias": (b"a: *Zq7", ":1:4: error[yaml_alias]: aliases such as `*\u2026`"),
    "a tag": (
        b"client: !!python/object/apply:os.system [Zq7]",
        ":1:9: error[yaml_tag]: tags such as `\u2026`",
    ),
    "a long tag": (b"a: !" + b"Zq7" * 30_000, ":1:4: error[yaml_tag]: tags such as `\u2026`"),
    "a merge": (b"<<: {client: Zq7}", ":1:1: error[merge_key]"),
    "a number as a key": (b"77003399771: Zq7", ":1:1: error[key_not_text]: a key must be a word"),
    "two documents": (b"a: Zq7\n---\nb: Zq7\n", ":2:1: error[second_document]"),
    "a directive": (b"%Zq7 SECRET\n---\na: b\n", ":1:1: error[yaml_directive]"),
    "an open quote": (b'client: "Zq7', ":1:9: error[yaml_syntax]"),
    "an odd space": (b"client:\n \xc2\xa0id: Zq7", ":2:2: error[odd_space]"),
    "too much": (b'{"a": "' + b"x" * 50_000_000 + b'"}', ":1:1: error[file_too_large]"),
}  # fmt: skip


@pytest.fixture(scope="module")
def policies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("policies")
    for name, text in documents(policy("a: {effect: allow, ground: law}")).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def check_process(done: subprocess.CompletedProcess[str], said: str) -> None:
    check_refused(done.returncode, done.stdout + done.stderr, said)


def check_refused(code: int, shown: str, said: str) -> None:
    assert code == 1, shown
    assert said in shown
    assert "Traceback" not in shown
    assert not any(secret in shown for secret in SECRETS), shown
    assert shown.replace("\n", "").isprintable()
    assert len(shown) < 2_000


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_request_is_told_in_a_line(
    name: str, policies: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content, said = FILES[name]
    monkeypatch.chdir(tmp_path)
    Path("request").write_bytes(content)
    for file, shown in (("request", "request"), ("-", "standard input")):
        done = CliRunner().invoke(
            commands, ["decide", file, "--policies", str(policies)], input=content
        )
        assert isinstance(done.exception, SystemExit), done.exception
        check_refused(done.exit_code, done.output, f"{shown}{said}" if said[0] == ":" else said)


@pytest.mark.parametrize("name", ["nothing", "bytes", "deep", "too much"])
def test_so_is_what_comes_through_the_standard_input(
    name: str, policies: Path, tmp_path: Path
) -> None:
    content, said = FILES[name]
    file = tmp_path / "request"
    file.write_bytes(content)
    with file.open("rb") as stream:
        done = command("decide", "-", "--policies", str(policies), stdin=stream)
    check_process(done, f"standard input{said}")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have no names here")
def test_what_is_no_file_is_told_in_a_line(policies: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "circle").symlink_to("circle")
    (tmp_path / "gone").symlink_to("nowhere")
    (tmp_path / "zeros").symlink_to("/dev/zero")
    expected = {
        "pipe": "pipe:1:1: error[empty_file]: the document is empty",
        "folder": "folder: cannot be read (Is a directory)",
        "circle": "circle: cannot be read (Too many levels of symbolic links)",
        "gone": "gone: cannot be read (No such file or directory)",
        "zeros": "zeros:1:1: error[file_too_large]",
        "/dev/null": "/dev/null:1:1: error[empty_file]",
    }
    for name, said in expected.items():
        check_process(command("decide", name, "--policies", str(policies), cwd=tmp_path), said)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have no names here")
def test_a_request_may_come_through_a_pipe(policies: Path) -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as stream:
        stream.write(json.dumps(ask()).encode())
    done = command(
        *("decide", f"/dev/fd/{reading}", "--policies", str(policies)), pass_fds=[reading]
    )
    os.close(reading)
    assert done.returncode == 0, done.stderr
