"""A page in a real browser: Debian's Chromium, driven by Playwright; no browser is downloaded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.needs import needs


# Playwright keeps an event loop running in its thread, in which no test of another module can
# start one: the browser is closed with the last test of a module, not with the last of all.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Start a headless browser for the tests of a module; skip them where there is none."""
    program = needs("chromium", "to show pages in; apt-get install chromium")
    needs("playwright", "to drive a browser with; make browser installs it")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(program), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture
def browser_page(chromium: Any) -> Iterator[Any]:
    """Open a blank page, as wide as a small desktop, that reaches no network."""
    context = chromium.new_context(viewport={"width": 1100, "height": 900}, offline=True)
    page = context.new_page()
    yield page
    context.close()
