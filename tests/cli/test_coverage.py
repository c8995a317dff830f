"""`test --coverage`: what it prints, the page it writes, its exit codes, and how it is misused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from click.testing import CliRunner, Result

from disclosure_rules.authoring import coverage_page, coverage_texts
from disclosure_rules.authoring.coverage import measure_coverage
from disclosure_rules.authoring.coverage_page import MADE_BY, make_page
from disclosure_rules.authoring.coverage_texts import ChangedError, read_texts
from disclosure_rules.cli.main import commands
from disclosure_rules.engine import Engine
from disclosure_rules.language.phrases import READERS, Reader, texts_of
from tests.publishing.site import Page, Tag
from tests.publishing.test_hostile import INVISIBLE, TEXTS, _set
from tests.unit.small import MOMENT, documents, policy

RULES = """
seen: {effect: allow, ground: law}
half: {effect: allow, ground: law, operation: disclose}
"""
CASES = f"""
kind: cases
cases: {{one: {{request: {{operation: transmit, moment: "{MOMENT}"}}, expect: permitted}}}}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder with a small policy set, of which 3 of 7 truths are seen."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "policies" / "small")
    return tmp_path


def write(folder: Path, cases: str = CASES) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {**documents(policy(RULES)), "cases.yaml": cases}.items():
        (folder / name).write_text(text, encoding="utf-8")


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(commands, ["test", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == code, result.output
    assert "\x1b" not in result.output
    return result


def data(result: Result) -> Any:
    return json.loads(result.stdout)


def files() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in Path().rglob("*") if path.is_file()}


# --- What is printed -----------------------------------------------------------------------------


def test_figures_come_after_the_cases() -> None:
    assert run("--coverage").stdout.splitlines() == [
        "policies/small: 1 case, all as expected",
        "policies/small: coverage 42.8%, seen 3 of 7",
        "  p, version 1: 42.8%, seen 3 of 7",
        "  never seen:",
        "    rule p#half (policies/small/policy_0.yaml:8): seen 2 of 6",
        "      policies/small/policy_0.yaml:8:3: `half`: never fails, never unknown",
        "      policies/small/policy_0.yaml:8:38: `operation`: never fails, never unknown",
    ]
    assert run().stdout == "policies/small: 1 case, all as expected\n"


def test_json_has_everything_in_one_document() -> None:
    assert "coverage" not in data(run("--format", "json"))
    told = data(run("--coverage", "--format", "json"))
    (coverage,) = told["coverage"]
    assert [case["met"] for case in told["cases"]] == [True]
    assert (coverage["folder"], coverage["seen"], coverage["possible"]) == ("policies/small", 3, 7)
    assert (coverage["fail_under"], coverage["enough"], coverage["page"]) == (None, True, None)


def test_every_set_is_measured() -> None:
    write(Path("policies/second"))
    told = data(run("--coverage", "--format", "json"))["coverage"]
    assert [found["folder"] for found in told] == ["policies/second", "policies/small"]


def test_a_case_that_fails_is_told_with_coverage() -> None:
    write(Path("policies/small"), CASES.replace("permitted", "prohibited"))
    result = run("--coverage", code=4)
    assert "policies/small: 1 case, 1 failed" in result.stdout
    assert "policies/small: coverage 42.8%, seen 3 of 7" in result.stdout


# --- --fail-under --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("least", "code"), [("0", 0), ("42.8", 0), ("42.857142", 0), ("42.857143", 4), ("100", 4)]
)
def test_too_little_exits_with_4(least: str, code: int) -> None:
    result = run("--coverage", "--fail-under", least, code=code)
    told = data(run("--coverage", "--fail-under", least, "--format", "json", code=code))
    assert told["coverage"][0]["enough"] is (code == 0)
    assert told["coverage"][0]["fail_under"] == float(least)
    assert ("asks for" in result.stdout) is (code == 4)


def test_too_little_is_told_with_the_remedy() -> None:
    said = run("--coverage", "--fail-under", "97.5", code=4).stdout.splitlines()[-1]
    assert said == (
        "policies/small: coverage is 42.8%, and `--fail-under` asks for 97.5%: add cases for what "
        "was never seen"
    )
    said = run("--coverage", "--fail-under", "97.5", "--lang", "et", code=4).stdout
    assert said.splitlines()[-1] == (
        "policies/small: kaetus on 42,8%, aga `--fail-under` nõuab 97,5%: lisage juhtumeid selle "
        "kohta, mida ei ole kordagi nähtud"
    )


def test_every_set_must_reach_it() -> None:
    write(Path("policies/full"), CASES)
    rules = policy("seen: {effect: allow, ground: law}")
    Path("policies/full/policy_0.yaml").write_text(rules, encoding="utf-8")
    run("policies/full", "--coverage", "--fail-under", "100")
    result = run("--coverage", "--fail-under", "100", code=4)
    assert "policies/full: coverage 100%, seen 1 of 1" in result.stdout


NO_PERCENTAGES = ("", " ", "nan", "inf", "-1", "100.1", "101", "1e1", "95%", "ninety", "९५", "1_0")


@pytest.mark.parametrize("written", NO_PERCENTAGES)
def test_what_is_no_percentage_is_refused(written: str) -> None:
    result = run("--coverage", f"--fail-under={written}", code=2)
    assert "is no percentage: write a number from 0 to 100" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("option", [("--fail-under", "95"), ("--coverage-html", "page.html")])
def test_options_of_coverage_need_it(option: tuple[str, str]) -> None:
    assert f"`{option[0]}` tells of coverage: add `--coverage`" in run(*option, code=2).stderr
    told = run(*option, "--lang", "et", code=2).stderr
    assert f"`{option[0]}` käib kaetuse kohta: lisage `--coverage`" in told
    assert not Path("page.html").exists()


# --- The page ------------------------------------------------------------------------------------


def page(reader: Reader = "en", rules: str = RULES, end: str = "\n") -> Page:
    text = policy(rules).replace("\n", end)
    engine = Engine.load({**documents(text), "cases.yaml": CASES})
    coverage = measure_coverage(engine.policy_set, {"policy_0.yaml": text})
    return Page(make_page(coverage, reader))


def rows(made: Page) -> list[Tag]:
    (lines,) = (tag for tag in made.tags if tag.attributes.get("class") == "lines")
    return [child for child in lines.children if isinstance(child, Tag)]


def test_the_page_has_every_line_with_how_it_stands() -> None:
    found = rows(page())
    assert len(found) == len(policy(RULES).splitlines())
    assert [row.attributes.get("class") for row in found] == [*[None] * 6, "whole", "partly"]
    assert found[6].text().splitlines()[:2] == [
        "7✓ seen: {effect: allow, ground: law}",
        "seen 1 of 1",
    ]
    assert found[7].text().splitlines() == [
        "8◐ half: {effect: allow, ground: law, operation: disclose}",
        "seen 2 of 6: never fails, never unknown",
        "half",
        "✓ holds: first in case one",
        "✗ fails: never",
        "✗ unknown: never",
        "operation",
        "✓ holds: first in case one",
        "✗ fails: never",
        "✗ unknown: never",
    ]


def test_a_line_that_no_case_reaches_is_told_from_one_that_some_do() -> None:
    texts = documents(policy(RULES))
    made = Page(make_page(measure_coverage(Engine.load(texts).policy_set, texts), "en"))
    classes = [row.attributes.get("class") for row in made_rows(made, "policy_0.yaml")]
    assert classes[6:] == ["unseen", "unseen"]


def made_rows(made: Page, file: str) -> list[Tag]:
    """Return the lines of one of several documents."""
    for section in (tag for tag in made.tags if tag.name == "section"):
        if section.text().startswith(file):
            return [tag for tag in section.walk() if "-line-" in str(tag.attributes.get("id"))]
    raise AssertionError(file)


@pytest.mark.parametrize("reader", READERS)
def test_links_lead_to_lines_and_every_word_is_in_the_readers_language(reader: Reader) -> None:
    made = page(reader)
    assert {link.removeprefix("#") for link in made.links} <= set(made.ids)
    assert [link for link in made.links if link.endswith("-line-8")]
    told = made.root.text()
    texts = texts_of("coverage", reader)
    for key in ("policies", "gaps", "sign_whole", "sign_partly", "sign_unseen", "source_digest"):
        assert texts[key] in told


def test_the_page_says_when_nothing_is_missing() -> None:
    told = page(rules="r: {effect: allow, ground: law}").root.text()
    assert "100%: seen 1 of 1" in told
    assert "Never seen\neverything was seen" in told


def test_line_ends_of_other_systems_are_lines() -> None:
    assert len(rows(page(end="\r\n"))) == len(rows(page()))


def hostile(text: str) -> Page:
    engine = _set(text)
    origin = cast("dict[str, str]", engine._origin)
    # JSON escapes much of what a person would write as it is: a comment has that too.
    written = {"p.yaml": f"{origin['p.yaml']}\n# {json.dumps(text, ensure_ascii=False)}"}
    return Page(make_page(measure_coverage(engine.policy_set, written), "en"))


@pytest.mark.parametrize("name", [*TEXTS, *INVISIBLE])
def test_whatever_a_policy_holds_is_read_and_never_acted_upon(name: str) -> None:
    text = TEXTS[name] if name in TEXTS else INVISIBLE[name][0]
    harmless, made = hostile("plain"), hostile(text)
    shape = [(tag.name, tuple(tag.attributes)) for tag in made.tags]
    assert shape == [(tag.name, tuple(tag.attributes)) for tag in harmless.tags]


def test_the_page_is_written_and_made_anew() -> None:
    assert (
        "policies/small: wrote page.html"
        in run("--coverage", "--coverage-html", "page.html").stdout
    )
    first = Path("page.html").read_text(encoding="utf-8")
    assert first.startswith("<!DOCTYPE html>")
    assert MADE_BY in first[:1024]
    told = data(run("--coverage", "--coverage-html", "page.html", "--format", "json"))
    assert told["coverage"][0]["page"] == "page.html"
    assert Path("page.html").read_text(encoding="utf-8") == first


def test_a_link_stays_a_link() -> None:
    Path("elsewhere").mkdir()
    Path("page.html").symlink_to("elsewhere/page.html")
    run("--coverage", "--coverage-html", "page.html")
    run("--coverage", "--coverage-html", "page.html")
    assert Path("page.html").is_symlink()
    assert MADE_BY in Path("elsewhere/page.html").read_text(encoding="utf-8")


def test_what_is_no_page_of_ours_stays() -> None:
    Path("notes.html").write_text("mine", encoding="utf-8")
    Path("below").mkdir()
    before = files()
    for name in ("notes.html", "below", "policies/small/policy_0.yaml"):
        result = run("--coverage", "--coverage-html", name, code=1)
        assert result.stderr == (
            f"{name}: is there and is no page of coverage: name another file, or remove it\n"
        )
        told = data(run("--coverage", "--coverage-html", name, "--format", "json", code=1))
        assert told["not_made"]["path"] == name
    assert files() == before


def test_a_place_that_is_not_there_is_told() -> None:
    result = run("--coverage", "--coverage-html", "no/page.html", code=1)
    assert result.stderr.startswith("no/page.html: there is no folder `no` to write it in")
    assert not Path("no").exists()


def test_a_link_to_itself_is_told() -> None:
    Path("page.html").symlink_to("page.html")
    result = run("--coverage", "--coverage-html", "page.html", code=1)
    assert "is there and is no page of coverage" in result.stderr
    assert Path("page.html").is_symlink()


def test_half_a_page_is_never_left(monkeypatch: pytest.MonkeyPatch) -> None:
    run("--coverage", "--coverage-html", "page.html")
    before = files()

    def full(_self: Path, _target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    result = run("--coverage", "--coverage-html", "page.html", code=1)
    assert "cannot be written (No space left on device)" in result.stderr
    assert files() == before


def test_one_page_is_of_one_set() -> None:
    write(Path("policies/second"))
    result = run("--coverage", "--coverage-html", "page.html", code=2)
    assert "a page of one policy set, and these are 2" in result.stderr
    run("policies/second", "--coverage", "--coverage-html", "page.html")


def test_files_that_change_meanwhile_are_not_told_as_what_was_tested(folder: Path) -> None:
    place = folder / "policies" / "small"
    policy_set = Engine.load(place).policy_set
    assert list(read_texts(policy_set, place)) == [f"{place}/policy_0.yaml"]
    (place / "policy_0.yaml").write_text(policy(RULES) + "\n", encoding="utf-8")
    with pytest.raises(ChangedError):
        read_texts(policy_set, place)


def test_a_change_meanwhile_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def changed(*_: object) -> Callable[..., Any]:
        raise ChangedError

    monkeypatch.setattr(coverage_texts, "read_texts", changed)
    result = run("--coverage", code=1)
    assert result.stderr == (
        "policies/small: the files changed while the cases ran: run the command again\n"
    )


def test_signs_tell_more_than_colours() -> None:
    assert len(set(coverage_page._SIGNS.values())) == len(coverage_page._SIGNS)
