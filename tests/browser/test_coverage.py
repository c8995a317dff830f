"""The page of coverage in a real browser: seen, folded, followed, printed, without a script."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from disclosure_rules import Engine
from disclosure_rules.authoring.coverage import measure_coverage
from disclosure_rules.authoring.coverage_page import make_page
from disclosure_rules.authoring.coverage_texts import read_texts
from disclosure_rules.language.phrases import Reader
from tests.browser.paper import assert_prints_on_a4
from tests.browser.test_explanations import LEAST_CONTRAST, LUMINANCE
from tests.browser.test_handbook import SHEET, show
from tests.publishing.site import ROOT

PAGES: dict[str, Reader] = {"clinic": "et", "university": "en"}
pages = pytest.mark.parametrize("name", PAGES)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the pages of some sets."""
    top = tmp_path_factory.mktemp("coverage")
    for name, reader in PAGES.items():
        folder = ROOT / "policies" / name
        policy_set = Engine.load(folder).policy_set
        coverage = measure_coverage(policy_set, read_texts(policy_set, folder))
        (top / f"{name}.html").write_text(make_page(coverage, reader), encoding="utf-8")
    return top


@pages
def test_it_opens_without_complaint_and_fetches_nothing(
    browser_page: Any, written: Path, name: str
) -> None:
    assert show(browser_page, written / f"{name}.html") == []
    assert browser_page.locator("main h1").count() == 1
    assert name in browser_page.title()
    assert browser_page.evaluate("document.documentElement.lang") == PAGES[name]


@pages
@pytest.mark.parametrize("width", [360, 1100])
def test_nothing_runs_over_the_side(
    browser_page: Any, written: Path, name: str, width: int
) -> None:
    browser_page.set_viewport_size({"width": width, "height": 800})
    show(browser_page, written / f"{name}.html")
    browser_page.locator("ol.lines summary").first.click()
    assert browser_page.evaluate("document.documentElement.scrollWidth") <= width


@pages
def test_every_text_stands_out_from_what_is_behind_it(
    browser_page: Any, written: Path, name: str
) -> None:
    show(browser_page, written / f"{name}.html")
    measured = browser_page.evaluate(LUMINANCE)
    assert measured
    assert [found for found in measured if found[0] < LEAST_CONTRAST] == []


def test_notes_open_without_scripts(chromium: Any, written: Path) -> None:
    context = chromium.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    show(page, written / "clinic.html")
    row = page.locator("ol.lines > li.partly").first
    below = row.locator("details > ul")
    assert not below.is_visible()
    row.locator("summary").click()
    assert below.is_visible()
    assert "mitte kordagi" in below.inner_text()
    row.locator("summary").press("Enter")
    assert not below.is_visible()
    context.close()


def test_a_gap_leads_to_its_line(browser_page: Any, written: Path) -> None:
    show(browser_page, written / "university.html")
    link = browser_page.locator("ul.gaps a").last
    number = link.inner_text()
    link.click()
    target = browser_page.locator(":target")
    assert target.locator(".line").inner_text() == number
    box = target.bounding_box()
    assert 0 <= box["y"] < 900


def test_it_prints_on_sheets_of_a4(browser_page: Any, written: Path) -> None:
    show(browser_page, written / "clinic.html")
    assert_prints_on_a4(browser_page)
    browser_page.set_viewport_size({"width": SHEET, "height": 900})
    browser_page.emulate_media(media="print")
    assert browser_page.locator("ol.lines summary").first.is_visible()
    assert browser_page.evaluate("document.documentElement.scrollWidth") <= SHEET
