"""Readings: what clauses leave open, how it is read, and what the other reading would change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from disclosure_rules.language.patterns import QUALIFIED_PATTERN
from disclosure_rules.language.vocabulary import language_for
from disclosure_rules.publishing.book import SORTS
from disclosure_rules.publishing.conditions import bullets
from disclosure_rules.publishing.html import NOTHING, Node, element
from disclosure_rules.publishing.rules_page import details_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.language.policy import Reading
    from disclosure_rules.language.vocabulary import Texts
    from disclosure_rules.publishing.telling import Teller

_QUALIFIED: Final = re.compile(rf"\b({QUALIFIED_PATTERN.strip('^$')})\b")
"""A name with its policy, as texts mention it."""


def readings_page(teller: Teller) -> Node:
    """Return every reading of the set, in the order written."""
    readings = teller.book.policy_set.readings.values()
    if not readings:
        return teller.sentence("no_readings")
    return (teller.sentence("readings_intro"), *(_reading(teller, one) for one in readings))


def _reading(teller: Teller, reading: Reading) -> Node:
    return element(
        "article",
        element("h2", teller.local(reading.title, reading.id)),
        element(
            "p",
            teller.link("readings", reading.id, element("code", reading.id)),
            " · ",
            element("code", teller.book.place(reading.span)),
            _notice(teller, reading),
            class_="about",
        ),
        details_of(_told(teller, reading)),
        id=reading.id,
        class_="reading",
    )


def _notice(teller: Teller, reading: Reading) -> Node:
    """Return a link to the notice, where there are several."""
    notices = teller.book.policy_set.notices
    if len(notices) == 1:
        return NOTHING
    title = teller.local(notices[reading.notice].title, reading.notice)
    return (" · ", teller.link("notice", f"notice-{reading.notice}", title))


def _told(teller: Teller, reading: Reading) -> Iterator[tuple[Node, Node]]:
    say = teller.say
    yield say("left_open_by"), bullets(teller.cited(reading.clauses))
    yield say("read_as"), element("span", _text(teller, reading.read_as), class_="says")
    yield say("or_read_as"), _text(teller, reading.or_read_as)
    yield say("would_change"), _text(teller, reading.would_change)
    if reading.switched_by:
        yield say("switched_by"), _text(teller, reading.switched_by)


def _text(teller: Teller, texts: Texts) -> Node:
    """Return a text in which each name of the set's policies is a link."""
    language = language_for(texts, teller.reader)
    if language is None:
        return NOTHING
    foreign = None if language == teller.reader else language
    parts = _QUALIFIED.split(" ".join(texts[language].split()))
    return element("bdi", *(_linked(teller, part) for part in parts), lang=foreign)


def _linked(teller: Teller, part: str) -> Node:
    """Return a link to what a part of a text names; any other part as it is."""
    for sort in SORTS:
        if teller.book.has(sort, part):
            return teller.named_as(sort, part, element("code", part))
    return part
