"""A page of the handbook: what every page has, and how it looks. No scripts, nothing fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from disclosure_rules.explaining.style import CONTENT_SECURITY
from disclosure_rules.publishing.html import NOTHING, Node, element, render
from disclosure_rules.publishing.style import STYLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from disclosure_rules.language.phrases import Reader
    from disclosure_rules.publishing.telling import Teller

LANGUAGES: Final[dict[Reader, str]] = {"et": "eesti keeles", "en": "in English"}
"""What a link to a page in another language says, in that language."""


def as_page(teller: Teller, name: str, names: Iterable[str], body: Node) -> str:
    """Return a page of the handbook.

    Args:
        teller: Who tells it, in the language of the page.
        name: The name of the page.
        names: The names of all pages, in the order of the navigation.
        body: What stands below the title.
    """
    set_id = teller.vocabulary.id
    title = teller.say(f"page_{name}")
    heading = teller.set_title() if name == "index" else title
    return document(
        teller.reader,
        (title, " · ", set_id),
        (
            _header(teller, name, names),
            element("main", element("h1", heading), body),
            _footer(teller),
        ),
    )


def document(
    reader: Reader, title: Node, body: Node, *, style: str = STYLE, made_by: str | None = None
) -> str:
    """Return a whole document of HTML, in the language of its reader.

    Args:
        reader: The language.
        title: What stands above the window.
        body: What stands in it.
        style: How it looks.
        made_by: What made it, for programs to tell.
    """
    made = NOTHING if made_by is None else element("meta", name_="generator", content=made_by)
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name_="viewport", content="width=device-width, initial-scale=1"),
        element("meta", http_equiv="Content-Security-Policy", content=CONTENT_SECURITY),
        made,
        element("title", title),
        element("style", style),
    )
    page = element("html", head, element("body", body), lang=reader)
    return f"<!DOCTYPE html>{render(page)}\n"


def _file(name: str, teller: Teller) -> str:
    return f"{name}.{teller.reader}.html"


def _header(teller: Teller, name: str, names: Iterable[str]) -> Node:
    pages = [
        element(
            "a",
            teller.say(f"page_{page}"),
            href=_file(page, teller),
            aria_current="page" if page == name else None,
        )
        for page in names
    ]
    others = [
        element("a", LANGUAGES[reader], href=f"{name}.{reader}.html", hreflang=reader, lang=reader)
        for reader in teller.book.readers
        if reader != teller.reader
    ]
    return element(
        "header",
        element("p", teller.say("handbook"), " · ", teller.set_title(), class_="set"),
        element("nav", *pages, class_="pages", aria_label=teller.plain("pages")),
        *([element("nav", *others, class_="languages")] if others else []),
    )


def _footer(teller: Teller) -> Node:
    return element(
        "footer",
        element("p", teller.say("as_of", day=teller.book.day.isoformat())),
        *digests(teller),
    )


def digests(teller: Teller) -> tuple[Node, ...]:
    """Return the digests of what a page was made from."""
    policy_set = teller.book.policy_set
    return (
        element("p", teller.say("digest"), ": ", element("code", policy_set.digest)),
        element("p", teller.say("source_digest"), ": ", element("code", policy_set.source_digest)),
    )
