"""A handbook as a browser would see it: elements in order, anchors, links, what is read where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

from disclosure_rules import Engine
from disclosure_rules.publishing.book import Book
from disclosure_rules.publishing.handbook import PAGES, make_handbook

ROOT = Path(__file__).parents[2]
SETS = ("clinic", "ekspressjob", "university")
PAGE_NAMES = tuple(PAGES)
EMPTY = {"br", "meta"}
BREAKS = {"p", "li", "td", "th", "tr", "dt", "dd", "summary", "h1", "h2", "h3", "h4", "caption"}


@dataclass
class Tag:
    """An element of a page."""

    name: str
    attributes: dict[str, str | None]
    children: list[Tag | str] = field(default_factory=list)

    def walk(self) -> Iterator[Tag]:
        yield self
        for child in self.children:
            if isinstance(child, Tag):
                yield from child.walk()

    def text(self) -> str:
        """Return what is read, with a line for each block, and no spaces at the ends of lines."""
        lines = "".join(self._text()).split("\n")
        return "\n".join(" ".join(line.split()) for line in lines if line.strip())

    def _text(self) -> Iterator[str]:
        if self.name == "style":
            return
        edge = "\n" if self.name in BREAKS else ""
        yield edge
        for child in self.children:
            yield from (child,) if isinstance(child, str) else child._text()
        yield edge


class Page(HTMLParser):
    """A page, read strictly: each element that begins ends, in its order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        assert html.startswith("<!DOCTYPE html>\n<html lang=")
        self.root = Tag("", {})
        self.open = [self.root]
        self.feed(html)
        self.close()
        assert self.open == [self.root], f"left open: {[tag.name for tag in self.open]}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute twice: {tag} {attrs}"
        made = Tag(tag, dict(attrs))
        self.open[-1].children.append(made)
        if tag not in EMPTY:
            self.open.append(made)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().name == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    @property
    def tags(self) -> list[Tag]:
        return list(self.root.walk())

    @property
    def ids(self) -> list[str]:
        return [str(tag.attributes["id"]) for tag in self.tags if "id" in tag.attributes]

    @property
    def links(self) -> list[str]:
        return [str(tag.attributes["href"]) for tag in self.tags if "href" in tag.attributes]

    def at(self, anchor: str) -> Tag:
        (found,) = (tag for tag in self.tags if tag.attributes.get("id") == anchor)
        return found

    def read(self, anchor: str) -> str:
        """Return what is read at an anchor."""
        return self.at(anchor).text()


class Site:
    """The pages of a handbook."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self.pages = {name: Page(text) for name, text in texts.items()}

    def __getitem__(self, name: str) -> Page:
        return self.pages[name]

    def broken_links(self) -> list[tuple[str, str]]:
        """Return each link that leads nowhere, with its page."""
        ids = {name: set(page.ids) for name, page in self.pages.items()}
        return [
            (name, link)
            for name, page in self.pages.items()
            for link in page.links
            if not _leads_somewhere(link, ids)
        ]


def _leads_somewhere(link: str, ids: Mapping[str, set[str]]) -> bool:
    found = re.fullmatch(r"(?P<page>[\w.]+)(?:#(?P<anchor>\S+))?", link)
    if found is None or found["page"] not in ids:
        return False
    return found["anchor"] is None or unquote(found["anchor"]) in ids[found["page"]]


@cache
def book(name: str) -> Book:
    """Return one of the policy sets that are here, on the first day of its newest version."""
    return Book(Engine.load(ROOT / "policies" / name).policy_set)


@cache
def site(name: str) -> Site:
    """Return the handbook of one of the policy sets that are here."""
    return Site(make_handbook(book(name)))


def site_of(engine: Engine) -> Site:
    """Return the handbook of another set."""
    return Site(make_handbook(Book(engine.policy_set)))
