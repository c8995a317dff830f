"""The page that leads to the handbook in each language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.publishing.html import Node, element, joined
from disclosure_rules.publishing.layout import LANGUAGES, document
from disclosure_rules.publishing.rules_page import details_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from disclosure_rules.publishing.telling import Teller


def choice_page(tellers: Sequence[Teller]) -> str:
    """Return the page: what the handbook is of, in each language, and its digests."""
    book = tellers[0].book
    set_id = book.policy_set.vocabulary.id
    identity: list[tuple[str, Node]] = [
        ("policy_set", element("code", set_id)),
        ("digest", element("code", book.policy_set.digest)),
        ("source_digest", element("code", book.policy_set.source_digest)),
    ]
    body = element(
        "main",
        element("h1", _in_each(tellers, "handbook")),
        element("div", *(_choice(teller) for teller in tellers), class_="choices"),
        details_of((_in_each(tellers, key), told) for key, told in identity),
        class_="choice",
    )
    return document(tellers[0].reader, (tellers[0].plain("handbook"), " · ", set_id), body)


def _in_each(tellers: Sequence[Teller], key: str) -> Node:
    """Return one of the texts in each language."""
    return joined(
        [element("span", teller.say(key), lang=teller.reader) for teller in tellers], " · "
    )


def _choice(teller: Teller) -> Node:
    return element(
        "article",
        element("h2", teller.set_title()),
        element("p", teller.say("as_of", day=teller.book.day.isoformat()), class_="about"),
        element("p", element("a", LANGUAGES[teller.reader], href=f"index.{teller.reader}.html")),
        lang=teller.reader,
    )
