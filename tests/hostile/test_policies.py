"""Policy files that nobody means well: each gives a policy set or diagnostics, and an end."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from disclosure_rules.loading.load import read_policies
from tests.hostile.folders import FOLDERS, laid
from tests.hostile.promises import check_load
from tests.hostile.shared import CASE, SOUND, command, loaded, ring, rules
from tests.unit.small import MOMENT, VOCABULARY, ask, documents

POSIX = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="files are of fewer kinds here")


@POSIX
@pytest.mark.parametrize("name", FOLDERS)
def test_odd_files_are_told(name: str, tmp_path: Path) -> None:
    folder = laid(tmp_path / "p", name)
    found = read_policies(folder, shown_as="p")
    files = {
        f"p/{file.relative_to(folder)}": file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }
    check_load(found, files)
    assert found.text() == FOLDERS[name][1]


@POSIX
def test_the_command_line_tells_all_of_them_and_ends(tmp_path: Path) -> None:
    folders = [tmp_path / f"{number:03}" / "p" for number in range(len(FOLDERS))]
    for folder, name in zip(folders, FOLDERS, strict=True):
        folder.parent.mkdir()
        laid(folder, name)
    done = command("check", *map(str, folders))
    assert (done.returncode, done.stderr) == (3, "")
    for folder, (_, text) in zip(folders, FOLDERS.values(), strict=True):
        assert text.split("\n")[0].replace("p/", f"{folder}/") in done.stdout
        assert f"{folder}: no errors" in done.stdout or f"{folder}: 1 error" in done.stdout
    data = json.loads(command("check", *map(str, folders), "--format", "json").stdout)
    faults = [told for told in data["diagnostics"] if told["severity"] == "error"]
    assert len(faults) == sum(bool(text) for _, text in FOLDERS.values())


@POSIX
@pytest.mark.parametrize("name", ["a pipe", "a link to a device", "a name that is no text"])
def test_no_other_command_goes_on(name: str, tmp_path: Path) -> None:
    folder = laid(tmp_path / "p", name)
    (tmp_path / "request.json").write_text(json.dumps(ask()), encoding="utf-8")
    for arguments in (["test", "p"], ["decide", "request.json", "--policies", "p"]):
        done = command(*arguments, cwd=folder.parent)
        assert done.returncode == 3
        assert FOLDERS[name][1].split("\n")[0] in done.stdout + done.stderr


EMPTY_PATHS: list[list[str]] = [
    ["check", ""],
    ["test", ""],
    ["decide", "-", "--policies", ""],
]


@pytest.mark.parametrize("arguments", EMPTY_PATHS, ids=" ".join)
def test_an_empty_path_is_not_this_folder(arguments: list[str], tmp_path: Path) -> None:
    for name, text in documents(SOUND).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = command(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert "a path cannot be empty" in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk is always full here")
def test_a_full_disk_is_told_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "vocabulary.yaml").write_text(VOCABULARY, encoding="utf-8")
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = command("check", ".", stdout=full, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, "disclosure-rules: No space left on device\n")


# --- Words for things that are not there ---------------------------------------------------------

ZONES = ("right/Europe/Tallinn", "posix/UTC", "localtime", "../../etc/passwd", "/etc/localtime",
         "Europe", "tzdata.zi", '"UTC\\0"', "europe/tallinn", ".", "x/" * 3_000)  # fmt: skip


@pytest.mark.parametrize("zone", ZONES, ids=lambda zone: zone[:20])
def test_a_zone_is_one_that_every_machine_knows(zone: str) -> None:
    found = loaded(vocabulary=VOCABULARY.replace("Europe/Tallinn", zone))
    assert [diagnostic.code for diagnostic in found.diagnostics] == ["unknown_time_zone"]


PROMISE = "guarantees: {g: {never_allow: {data: email, unless: {client.adult: true}}}}\n"
REQUEST = f"    request: {{moment: '{MOMENT}'}}\n"
AGAIN: dict[str, tuple[str, str]] = {
    "a policy": (SOUND, SOUND.replace("from: 2026", "from: 2027")),
    "a case": (CASE + REQUEST, CASE + REQUEST),
    "a guarantee": (f"kind: guarantees\n{PROMISE}", f"kind: guarantees\n{PROMISE}"),
}


@pytest.mark.parametrize("name", AGAIN)
def test_what_two_files_declare_is_told_in_the_second(name: str) -> None:
    first, second = AGAIN[name]
    (diagnostic,) = {d.span.file: d for d in loaded(a=first, b=second).diagnostics}.values()
    assert diagnostic.span.file == "b.yaml"


def test_the_help_of_a_fault_among_many_is_still_the_nearest_word() -> None:
    text = loaded(p=rules(lambda _: "{effect: deny, purpose: ofers}")(200)).text()
    assert text.count("did you mean `offers`?") == 200


def test_a_long_circle_is_told_in_a_line() -> None:
    text = loaded(p=ring(50)).text()
    steps = " → ".join(f"`q#d{number}`" for number in range(10))
    assert f"  help: by way of {steps} → … → `q#d0`; break the circle" in text
