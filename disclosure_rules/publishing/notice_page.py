"""Notices clause by clause, each with what carries it out."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from disclosure_rules.publishing.conditions import bullets
from disclosure_rules.publishing.html import NOTHING, Node, element

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from disclosure_rules.language.policy import Clause, Exemption, Notice, Policy
    from disclosure_rules.publishing.telling import Teller


def notice_page(teller: Teller) -> Node:
    """Return every clause of every notice, with the terms, rules and the like that name it."""
    carried: defaultdict[str, list[Node]] = defaultdict(list)
    for clause, by in _citations(teller):
        carried[clause].append(by)
    return (
        teller.sentence("notice_intro"),
        *(_notice(teller, notice, carried) for notice in teller.book.policy_set.notices.values()),
    )


def _notice(teller: Teller, notice: Notice, carried: Mapping[str, list[Node]]) -> Node:
    clauses = teller.book.policy_set.clauses.values()
    source = element("p", teller.local(notice.source, ""), class_="source")
    return element(
        "section",
        element("h2", teller.local(notice.title, notice.id)),
        *([source] if notice.source else []),
        *(_clause(teller, clause, carried) for clause in clauses if clause.notice == notice.id),
        id=f"notice-{notice.id}",
    )


def _clause(teller: Teller, clause: Clause, carried: Mapping[str, list[Node]]) -> Node:
    by = carried.get(clause.id)
    readings = [
        teller.reading(reading)
        for reading in teller.book.policy_set.readings.values()
        if clause.id in reading.clauses
    ]
    return element(
        "article",
        element("h3", teller.local(clause.where, clause.id)),
        element("p", teller.local(clause.says, clause.id), class_="says"),
        element(
            "p",
            teller.link("notice", clause.id, element("code", clause.id)),
            " · ",
            teller.say(f"carried_by_{clause.carried_by}"),
            " · ",
            element("code", teller.book.place(clause.span)),
            class_="about",
        ),
        bullets(by, "carriers")
        if by
        else element("p", teller.say("named_by_nothing"), class_="none"),
        element("div", teller.say("how_read"), bullets(readings), class_="how_read")
        if readings
        else NOTHING,
        id=clause.id,
        class_="clause",
    )


# --- Who names a clause --------------------------------------------------------------------------


def _citations(teller: Teller) -> Iterator[tuple[str, Node]]:
    """Yield each clause that something names, with what names it."""
    for taxonomy in teller.vocabulary.taxonomies.values():
        for term in taxonomy.terms.values():
            told = teller.say("by_term", term=teller.term(taxonomy.id, term.id))
            yield from ((clause, told) for clause in term.carries)
    for versions in teller.book.versions.values():
        for policy in versions:
            yield from _in_policy(teller, policy)
    for guarantee in teller.book.policy_set.guarantees:
        title = teller.local(guarantee.title, guarantee.id)
        link = teller.link("guarantees", guarantee.id, title)
        for clause in guarantee.clauses:
            yield clause, teller.say("by_guarantee", title=link)


def _in_policy(teller: Teller, policy: Policy) -> Iterator[tuple[str, Node]]:
    for rule in policy.rules.values():
        link = teller.rule(policy, rule)
        for clause in rule.clauses:
            mark = element("span", teller.say(rule.effect), class_=f"effect {rule.effect}")
            yield clause, (mark, " ", link)
        yield from _in_exceptions(teller, rule.exceptions, link)
    for parameter in policy.parameters.values():
        anchor = teller.book.anchor("parameters", policy, parameter.id)
        title = teller.link("rules", anchor, teller.local(parameter.title, parameter.id))
        for entry in parameter.values:
            value = teller.value(entry.value, parameter.type)
            told = teller.say("by_value", title=title, value=value, start=entry.start.isoformat())
            yield from ((clause, told) for clause in entry.clauses)


def _in_exceptions(
    teller: Teller, exceptions: tuple[Exemption, ...], rule: Node
) -> Iterator[tuple[str, Node]]:
    for exception in exceptions:
        title = teller.local(exception.title, exception.id)
        told = teller.say("by_exception", title=title, rule=rule)
        yield from ((clause, told) for clause in exception.clauses)
        yield from _in_exceptions(teller, exception.exceptions, rule)
