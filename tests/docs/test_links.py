"""Every link of every Markdown file leads somewhere, and every page can be reached."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.markdown import ROOT, anchors, prose

NAMED_TEST = re.compile(r"`(?P<file>tests/[\w/]+\.py)(?:::(?P<test>\w+))?`")
NAMED_FILE = re.compile(r"`(?P<file>(?:disclosure_rules|docs|policies|schemas|scripts)/[\w./-]+)`")
LINK = re.compile(r"\]\((?P<path>[^)#\s]*)(?:#(?P<anchor>[^)\s]+))?\)")
ELSEWHERE = re.compile(r"[a-z]+:")


def _pages(folder: Path) -> Iterator[Path]:
    """Yield the Markdown files below a folder; what begins with a dot is none of ours."""
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _pages(entry)
        elif entry.suffix == ".md":
            yield entry


PAGES = list(_pages(ROOT))


def links(page: Path) -> Iterator[tuple[str, Path, str | None]]:
    """Yield each link of a page into the repository: as written, its file and its anchor."""
    text = re.sub(r"`[^`\n]*`", "", prose(page))
    for found in LINK.finditer(text):
        if not ELSEWHERE.match(found["path"]):
            target = page.parent / found["path"] if found["path"] else page
            yield found[0], target.resolve(), found["anchor"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    broken = [
        written
        for written, target, anchor in links(page)
        if not target.exists()
        or not target.is_relative_to(ROOT)
        or (anchor is not None and anchor not in anchors(target))
    ]
    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_files_and_tests_that_are_named_exist(page: Path) -> None:
    text = prose(page)
    missing = [found["file"] for found in NAMED_FILE.finditer(text) if _is_missing(found["file"])]
    for named in NAMED_TEST.finditer(text):
        file = ROOT / named["file"]
        source = file.read_text(encoding="utf-8") if file.exists() else ""
        if not source or (named["test"] and f"def {named['test']}(" not in source):
            missing.append(named[0])
    assert missing == []


def _is_missing(file: str) -> bool:
    pattern = re.search(r"[A-Z]{4}", file)  # `docs/diagnostics/CODE.md` stands for many
    return pattern is None and not (ROOT / file).exists()


def test_every_page_of_the_docs_can_be_reached_from_their_index() -> None:
    reached: set[Path] = set()
    pending = [ROOT / "docs" / "README.md"]
    while pending:
        page = pending.pop()
        if page in reached:
            continue
        reached.add(page)
        for _, target, _ in links(page):
            if target.is_dir():
                pending.extend(target.glob("*.md"))
            elif target.suffix == ".md" and target.exists():
                pending.append(target)
    docs = {page for page in PAGES if page.is_relative_to(ROOT / "docs")}
    assert docs - reached == set()


def test_the_front_page_leads_to_the_index_of_the_docs() -> None:
    assert ROOT / "docs" / "README.md" in {target for _, target, _ in links(ROOT / "README.md")}
