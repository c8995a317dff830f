"""The command: a whole handbook in its folder, or nothing, and never over anything else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from disclosure_rules.cli.main import commands
from tests.publishing.site import PAGE_NAMES, Site
from tests.unit.small import documents, policy


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder that has a small policy set and nothing else."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DISCLOSURE_RULES_POLICIES", raising=False)
    _write_policies("first")
    return tmp_path


def _write_policies(title: str) -> None:
    rule = f"r: {{effect: allow, ground: law, title: {{et: {title}, en: {title}}}}}"
    Path("policies").mkdir(exist_ok=True)
    for name, text in documents(policy(rule)).items():
        (Path("policies") / name).write_text(text, encoding="utf-8")


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(commands, ["handbook", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == code, result.output
    return result


def contents(folder: str | Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in Path(folder).iterdir()}


def names() -> set[str]:
    return {path.name for path in Path().iterdir()}


def everything() -> dict[str, bytes | None]:
    """Return all there is below the folder one stands in, what begins with a dot, too."""
    return {
        str(path): path.read_bytes() if path.is_file() else None
        for path in sorted(Path().rglob("*"))
    }


# --- What is written -----------------------------------------------------------------------------


def test_it_writes_every_page_and_what_they_are_of() -> None:
    run("out")
    found = contents("out")
    about = json.loads(found.pop("handbook.json"))["handbook"]
    assert set(found) == {
        "index.html",
        *(f"{p}.{x}.html" for p in PAGE_NAMES for x in ("et", "en")),
    }
    assert Site(found).broken_links() == []
    assert about["policy_set"]["id"] == "small"
    assert about["on"] == "2026-01-01"
    assert about["pages"] == {
        name: hashlib.sha256(text.encode()).hexdigest() for name, text in found.items()
    }
    assert names() == {"out", "policies"}


def test_it_can_be_read_by_those_who_may_read_what_is_made_there() -> None:
    run("out")
    Path("made").mkdir()
    Path("made/file").write_text("", encoding="utf-8")
    assert Path("out").stat().st_mode == Path("made").stat().st_mode
    assert Path("out/index.html").stat().st_mode == Path("made/file").stat().st_mode


def test_equal_policies_write_equal_bytes() -> None:
    run("one")
    run("two", "--lang", "et", "--policies", str(Path("policies").resolve()))
    assert contents("one") == contents("two")


@pytest.mark.parametrize("before", ["empty", "earlier"])
def test_an_empty_folder_and_an_earlier_handbook_are_taken(before: str) -> None:
    Path("out").mkdir()
    if before == "earlier":
        _write_policies("second")
        run("out")
        _write_policies("first")
    run("out")
    run("other")
    assert contents("out") == contents("other")
    assert names() == {"other", "out", "policies"}


def test_a_link_to_a_folder_stays_one() -> None:
    Path("behind").mkdir()
    Path("out").symlink_to("behind")
    run("out")
    assert Path("out").is_symlink()
    assert "index.html" in contents("behind")


SAID = [
    (
        (),
        "out: handbook of `small` as it stands on 2026-01-01 (19 pages); digest ",
        "; open out/index.html\n",
    ),
    (
        ("--lang", "et"),
        "out: reeglistiku `small` käsiraamat seisuga 2026-01-01 (lehekülgi 19); räsi ",
        "; avage out/index.html\n",
    ),
    (("--on", "2030-12-31"), "out: handbook of `small` as it stands on 2030-12-31 (", "html\n"),
]


@pytest.mark.parametrize(("options", "begins", "ends"), SAID)
def test_it_says_what_it_made(options: tuple[str, ...], begins: str, ends: str) -> None:
    said = run("out", *options).stdout
    assert said.startswith(begins)
    assert said.endswith(ends)


def test_it_says_so_in_json() -> None:
    said: Any = json.loads(run("out", "--format", "json", "--on", "2026-02-03").stdout)
    assert said["folder"] == "out"
    assert said["policy_set"]["id"] == "small"
    assert said["on"] == "2026-02-03"
    assert said["languages"] == ["et", "en"]
    assert set(said["pages"]) == set(contents("out")) - {"handbook.json"}


# --- What is refused -----------------------------------------------------------------------------


def _file() -> str:
    Path("out").write_text("mine", encoding="utf-8")
    return "out"


def _somebody_elses() -> str:
    Path("out").mkdir()
    Path("out/mine.txt").write_text("mine", encoding="utf-8")
    return "out"


def _something_beside() -> str:
    run("out")
    Path("out/mine.txt").write_text("mine", encoding="utf-8")
    return "out"


def _false_list(text: str) -> Callable[[], str]:
    def make() -> str:
        Path("out").mkdir()
        Path("out/handbook.json").write_text(text, encoding="utf-8")
        return "out"

    return make


def _circle() -> str:
    Path("out").symlink_to("out")
    return "out"


def _nowhere() -> str:
    return "no/such/out"


def _below_a_file() -> str:
    Path("file").write_text("mine", encoding="utf-8")
    return "file/out"


REFUSED = {
    "a file": (_file, "holds something other", "midagi muud"),
    "a folder of somebody else's": (_somebody_elses, "holds something other", "midagi muud"),
    "the policies": (lambda: "policies", "holds something other", "midagi muud"),
    "an earlier handbook with more": (_something_beside, "holds something other", "midagi muud"),
    "a list that is none": (_false_list("{"), "holds something other", "midagi muud"),
    "another list": (_false_list("[1]"), "holds something other", "midagi muud"),
    "a list of nothing": (_false_list('{"handbook": 1}'), "holds something other", "midagi muud"),
    "a circle of links": (_circle, "holds something other", "midagi muud"),
    "no folder to make it in": (
        _nowhere,
        "there is no folder `no/such`",
        "ei ole kausta `no/such`",
    ),
    "a file to make it in": (_below_a_file, "there is no folder `file`", "ei ole kausta `file`"),
    "a name that is too long": (lambda: "x" * 300, "cannot be written (", "ei saa kirjutada ("),
    "where one stands": (lambda: ".", "the folder in which you stand", "kausta, kus te"),
    "above where one stands": (lambda: "..", "the folder in which you stand", "kausta, kus te"),
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("language", ["en", "et"])
def test_what_is_refused_leaves_everything_as_it_was(name: str, language: str) -> None:
    make, *said = REFUSED[name]
    outdir = make()
    before = everything()
    result = run(outdir, "--lang", language, code=1)
    assert result.stdout == ""
    assert said[language == "et"] in result.stderr
    assert result.stderr.startswith(f"{outdir}: ")
    assert result.stderr.count("\n") == 1
    told = json.loads(run(outdir, "--lang", language, "--format", "json", code=1).stdout)
    assert f"{outdir}: {told['not_made']['message']}\n" == result.stderr
    assert everything() == before


USAGE = [
    (("out", "--on", "2026-02-30"), "`2026-02-30` is no day"),
    (("out", "--on", "tomorrow"), "`tomorrow` is no day"),
    (("out", "--on", "2026-1-1", "--lang", "et"), "`2026-1-1` ei ole kuupäev"),
    ((), "Missing argument"),
    (("out", "more"), "unexpected extra argument"),
]


@pytest.mark.parametrize(("arguments", "said"), USAGE)
def test_wrong_usage_exits_with_2(arguments: tuple[str, ...], said: str) -> None:
    before = everything()
    assert said in run(*arguments, code=2).stderr
    assert everything() == before


def test_faulty_policies_are_told_and_nothing_is_written() -> None:
    Path("policies/policy_0.yaml").write_text("kind: policy\nid: p\n", encoding="utf-8")
    before = everything()
    assert "error[" in run("out", code=3).stderr
    assert everything() == before


# --- What goes wrong on the way ------------------------------------------------------------------


@pytest.fixture
def earlier() -> dict[str, bytes | None]:
    """Have an earlier handbook, and hand over all there is."""
    _write_policies("second")
    run("out")
    _write_policies("first")
    return everything()


def test_a_full_disk_leaves_the_earlier_handbook(
    earlier: dict[str, bytes | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Path.write_bytes

    def fail(path: Path, data: bytes) -> int:
        if path.name == "history.et.html":
            raise OSError(28, "No space left on device")
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", fail)
    assert "No space left on device" in run("out", code=1).stderr
    assert everything() == earlier


def test_a_name_that_is_not_given_leaves_the_earlier_handbook(
    earlier: dict[str, bytes | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.rename

    def fail(path: Path, target: Path) -> Path:
        if path.name.endswith(".new"):
            raise OSError(16, "Device or resource busy")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail)
    assert "Device or resource busy" in run("out", code=1).stderr
    assert everything() == earlier
