"""The page of an explanation in a real browser: seen, folded, printed, read without a script."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest

from disclosure_rules import Engine
from disclosure_rules.explaining.style import PALETTE
from disclosure_rules.language.phrases import READERS, Reader
from tests.browser.paper import assert_prints_on_a4
from tests.golden.test_golden import request
from tests.unit import ekspressjob_set as ekspressjob
from tests.unit.small import ask, documents, policy
from tests.unit.test_explaining import HOSTILE, hostile, shown

CASES = (
    "any_processing_to_serve_better",
    "breach_lets_one_item_go",
    "breaches_not_told",
    "group_company_asks",
    "partner_with_interest",
    "used_after_the_demand_to_stop",
)
WIDTHS = (360, 1100)
LEAST_CONTRAST = 4.5
"""WCAG 2.2 AA, for text of ordinary size."""


def explanation(case: str, reader: Reader = "en") -> Any:
    return ekspressjob.engine().decide(request(case)).explain(reader)


def show(page: Any, html: str) -> list[str]:
    """Show a page; return what the browser complains about."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda sent: complaints.append(sent.url))
    page.set_content(html)
    return [told for told in complaints if not told.startswith("about:")]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("case", CASES)
def test_a_page_shows_what_the_text_says(browser_page: Any, case: str, reader: Reader) -> None:
    told = explanation(case, reader)
    assert show(browser_page, told.html()) == []
    shown_text = browser_page.text_content("main")
    for line in str(told).split("\n"):
        words = line.split("  [")[0].strip().replace("`", "")
        assert re.sub("^[✓✗?] (?!täidetud|holds)", "", words).rstrip(":") in shown_text
    assert browser_page.evaluate("document.documentElement.lang") == reader
    assert browser_page.title()


def test_a_page_works_without_scripts_and_fetches_nothing(chromium: Any) -> None:
    context = chromium.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.set_content(explanation("breach_lets_one_item_go").html())
    summary = page.locator("article summary").first
    below = page.locator("article details > ul").first
    assert below.is_visible()
    summary.click()
    assert not below.is_visible()
    summary.press("Enter")
    assert below.is_visible()
    assert [url for url in sent if not url.startswith("about:")] == []
    context.close()


def test_headings_come_in_order_and_links_lead_to_items(browser_page: Any) -> None:
    show(browser_page, explanation("breach_lets_one_item_go").html())
    levels = browser_page.evaluate(
        "[...document.querySelectorAll('h1, h2, h3')].map(found => Number(found.tagName[1]))"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    links = browser_page.locator("nav a")
    for number in range(links.count()):
        target = links.nth(number).get_attribute("href")
        assert browser_page.locator(f"h2{target}").count() == 1


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("case", ["breach_lets_one_item_go", "any_processing_to_serve_better"])
def test_nothing_runs_over_the_side(browser_page: Any, case: str, width: int) -> None:
    browser_page.set_viewport_size({"width": width, "height": 800})
    show(browser_page, explanation(case, "et").html())
    assert browser_page.evaluate("document.documentElement.scrollWidth") <= width


LUMINANCE = """
() => {
  const channel = (part) => {
    part /= 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  const numbers = (colour) => colour.match(/[0-9.]+/g).map(Number);
  const light = ([red, green, blue]) =>
    0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const found = [];
  for (const element of document.querySelectorAll('main *')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own) continue;
    const [one, two] = [light(numbers(getComputedStyle(element).color)), light(behind(element))];
    found.push([
      (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05),
      element.className + ' ' + element.tagName,
    ]);
  }
  return found;
}
"""


@pytest.mark.parametrize("case", CASES)
def test_every_text_stands_out_from_what_is_behind_it(browser_page: Any, case: str) -> None:
    show(browser_page, explanation(case).html())
    measured = browser_page.evaluate(LUMINANCE)
    assert len(measured) > 10
    assert [found for found in measured if found[0] < LEAST_CONTRAST] == []


def test_every_mark_is_said_in_words_too(browser_page: Any) -> None:
    show(browser_page, explanation("breaches_not_told", "et").html())
    for mark in browser_page.locator(".mark").all():
        assert mark.get_attribute("aria-hidden") == "true"
        said = mark.evaluate("found => found.nextElementSibling.textContent")
        assert said in ("täidetud: ", "täitmata: ", "teadmata: ")


def test_the_browser_knows_which_words_are_in_another_language(browser_page: Any) -> None:
    rules = "one: {effect: allow, ground: law, title: {et: Ainult eesti keeles}}"
    told = Engine.load(documents(policy(rules))).decide(ask()).explain("en")
    show(browser_page, told.html())
    found = browser_page.locator("[lang=et]")
    assert found.count() == 1
    assert found.inner_text() == "Ainult eesti keeles"
    assert found.evaluate("found => found.closest('[lang=en]') !== null")


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("case", ["breach_lets_one_item_go", "any_processing_to_serve_better"])
def test_it_prints_on_sheets_of_a4(browser_page: Any, case: str, reader: Reader) -> None:
    show(browser_page, explanation(case, reader).html())
    assert_prints_on_a4(browser_page)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_shown_and_do_nothing(browser_page: Any, text: str) -> None:
    dialogs: list[str] = []
    browser_page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    assert show(browser_page, hostile(text).explain().html()) == []
    codes = browser_page.evaluate(
        "[...document.querySelectorAll('code')].map(found => found.textContent)"
    )
    assert shown(text) in codes
    assert browser_page.locator("script, img, iframe, form, object, embed, b").count() == 0
    assert dialogs == []


def test_it_shows_in_a_notebook_beside_other_things(browser_page: Any) -> None:
    """A notebook puts the fragment into a page of its own, whose style it must leave alone."""
    fragment = explanation("breach_lets_one_item_go")._repr_html_()
    before = "<p id='own'>own</p><ul><li id='mine'>mine</li></ul>"
    style = "found => JSON.stringify(getComputedStyle(found))"
    browser_page.set_content(f"<!DOCTYPE html>{before}")
    alone = [browser_page.locator(name).evaluate(style) for name in ("#own", "#mine")]
    browser_page.set_content(f"<!DOCTYPE html>{before}{fragment}")
    assert [browser_page.locator(name).evaluate(style) for name in ("#own", "#mine")] == alone
    assert browser_page.locator("main h2").count() == 2


def test_the_colours_stand_in_one_place() -> None:
    """Only the palette says colours, so that what is measured here holds for all pages."""
    html = explanation("breach_lets_one_item_go").html()
    assert set(re.findall(r"#[0-9a-f]{3,6}\b", html.split("</style>")[0])) >= set(
        re.findall(r"#[0-9a-f]{3,6}\b", PALETTE)
    )
