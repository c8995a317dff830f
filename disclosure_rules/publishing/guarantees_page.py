"""Guarantees: what is promised of every possible request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.publishing.conditions import ConditionTeller, bullets
from disclosure_rules.publishing.html import Node, element
from disclosure_rules.publishing.rules_page import asked_too, details_of, head_entries, lead

if TYPE_CHECKING:
    from disclosure_rules.language.guarantees import Guarantee
    from disclosure_rules.publishing.telling import Teller


def guarantees_page(teller: Teller) -> Node:
    """Return every guarantee of the set."""
    guarantees = teller.book.policy_set.guarantees
    intro = teller.sentence("guarantees_intro" if guarantees else "no_guarantees")
    return (intro, *(_guarantee(teller, one) for one in guarantees))


def _guarantee(teller: Teller, guarantee: Guarantee) -> Node:
    told = ConditionTeller(teller, None)
    asked = [*head_entries(teller, guarantee.head), *told.entries(guarantee.when)]
    clauses = bullets(teller.cited(guarantee.clauses))
    return element(
        "article",
        element("h2", teller.local(guarantee.title, guarantee.id)),
        element(
            "p",
            teller.link("guarantees", guarantee.id, element("code", guarantee.id)),
            " · ",
            element("code", teller.book.place(guarantee.span)),
            class_="about",
        ),
        lead(teller, guarantee.promise, guarantee.head, asked),
        asked_too(teller, "unless", told.entries(guarantee.unless)),
        asked_too(teller, "then", told.entries(guarantee.then)),
        details_of([(teller.say("clauses"), clauses)] if guarantee.clauses else []),
        id=guarantee.id,
        class_="guarantee",
    )
