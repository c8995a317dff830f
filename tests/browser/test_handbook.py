"""The handbook in a real browser: seen, folded, followed, printed, read without a script."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from disclosure_rules.publishing.handbook import PAGES
from tests.browser.paper import assert_prints_on_a4
from tests.browser.test_explanations import LEAST_CONTRAST, LUMINANCE
from tests.publishing.site import site

FILES = [
    *(("ekspressjob", f"{page}.et.html") for page in PAGES),
    *(("university", f"{page}.en.html") for page in ("matrix", "vocabulary", "history")),
    ("clinic", "rules.et.html"),
    ("clinic", "matrix.et.html"),
    ("clinic", "index.html"),
]
files = pytest.mark.parametrize(("name", "file"), FILES)
SHEET = 658
"""How many pixels of a browser the width of A4 has between its margins."""


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the handbooks of all sets, each into a folder of its name."""
    top = tmp_path_factory.mktemp("handbooks")
    for name in {name for name, _ in FILES}:
        (top / name).mkdir()
        for file, text in site(name).texts.items():
            (top / name / file).write_text(text, encoding="utf-8")
    return top


def show(page: Any, file: Path, anchor: str = "") -> list[str]:
    """Open a page; return what the browser complains about, and what else it asked for."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda sent: complaints.append(sent.url))
    page.goto(f"{file.as_uri()}{anchor}")
    return [told for told in complaints if told != f"{file.as_uri()}{anchor}"]


@files
def test_a_page_opens_without_complaint_and_fetches_nothing(
    browser_page: Any, written: Path, name: str, file: str
) -> None:
    assert show(browser_page, written / name / file) == []
    assert browser_page.locator("main h1").count() == 1
    assert name in browser_page.title()


@files
@pytest.mark.parametrize("width", [360, 1100])
def test_nothing_runs_over_the_side(
    browser_page: Any, written: Path, name: str, file: str, width: int
) -> None:
    browser_page.set_viewport_size({"width": width, "height": 800})
    show(browser_page, written / name / file)
    assert browser_page.evaluate("document.documentElement.scrollWidth") <= width


@files
def test_nothing_runs_over_the_side_of_a_sheet(
    browser_page: Any, written: Path, name: str, file: str
) -> None:
    browser_page.set_viewport_size({"width": SHEET, "height": 900})
    browser_page.emulate_media(media="print")
    show(browser_page, written / name / file)
    widest = "[...document.querySelectorAll('body *')].map(e => e.getBoundingClientRect().right)"
    assert browser_page.evaluate(f"Math.max(...{widest})") <= SHEET
    assert browser_page.locator("header nav").first.is_hidden()


@files
def test_headings_come_in_order(browser_page: Any, written: Path, name: str, file: str) -> None:
    show(browser_page, written / name / file)
    levels = browser_page.evaluate(
        "[...document.querySelectorAll('h1, h2, h3, h4')].map(found => Number(found.tagName[1]))"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@files
def test_every_text_stands_out_from_what_is_behind_it(
    browser_page: Any, written: Path, name: str, file: str
) -> None:
    show(browser_page, written / name / file)
    measured = browser_page.evaluate(LUMINANCE)
    assert measured
    assert [found for found in measured if found[0] < LEAST_CONTRAST] == []


def test_definitions_fold_without_scripts(chromium: Any, written: Path) -> None:
    context = chromium.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    show(page, written / "ekspressjob" / "rules.et.html")
    rule = page.locator("[id='disclosure.contract_breach']")
    below = rule.locator("details > ul").first
    assert not below.is_visible()
    rule.locator("summary").first.click()
    assert below.is_visible()
    assert "lepingurikkumised, millega andmed on seotud" in below.inner_text()
    rule.locator("summary").first.press("Enter")
    assert not below.is_visible()
    context.close()


def test_an_auditor_can_link_to_a_rule(browser_page: Any, written: Path) -> None:
    file = written / "university" / "rules.en.html"
    for anchor in ("#directory.student_refused", "#directory@2025-08-18.student_refused"):
        show(browser_page, file, anchor)
        target = browser_page.locator(":target")
        assert target.count() == 1
        box = target.bounding_box()
        assert 0 <= box["y"] < 900


def test_one_can_go_from_page_to_page_and_to_the_other_language(
    browser_page: Any, written: Path
) -> None:
    show(browser_page, written / "ekspressjob" / "index.html")
    browser_page.get_by_role("link", name="eesti keeles").click()
    browser_page.get_by_role("link", name="Kes mida saab").first.click()
    assert browser_page.locator("h1").inner_text() == "Kes mida saab"
    browser_page.get_by_role("link", name="in English").click()
    assert browser_page.locator("h1").inner_text() == "Who gets what"
    browser_page.get_by_role("link", name="breach of contract").first.click()
    target = browser_page.locator(":target")
    assert "Disclosure because the client breached the contract" in target.inner_text()


def test_on_paper_every_definition_stands_once_and_nothing_is_folded(
    browser_page: Any, written: Path
) -> None:
    browser_page.emulate_media(media="print")
    show(browser_page, written / "ekspressjob" / "rules.et.html")
    assert not browser_page.locator("details").first.is_visible()
    definition = browser_page.locator("[id='disclosure.definition-relevant_breach']")
    assert "lepingurikkumised, millega andmed on seotud" in definition.inner_text()


@pytest.mark.parametrize("file", ["rules.et.html", "matrix.et.html", "index.et.html"])
def test_it_prints_on_sheets_of_a4(browser_page: Any, written: Path, file: str) -> None:
    show(browser_page, written / "ekspressjob" / file)
    assert_prints_on_a4(browser_page)
