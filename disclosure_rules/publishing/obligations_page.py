"""Obligations: what must be done, when, and which rules bring it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.publishing.conditions import bullets
from disclosure_rules.publishing.html import Node, element

if TYPE_CHECKING:
    from disclosure_rules.language.policy import Obligation, Policy
    from disclosure_rules.publishing.telling import Teller


def obligations_page(teller: Teller) -> Node:
    """Return every obligation of every version, those that count first."""
    policies = [policy for versions in teller.book.versions.values() for policy in versions]
    policies.sort(key=lambda policy: not teller.book.counts(policy))
    told = [
        _obligation(teller, policy, obligation)
        for policy in policies
        for obligation in policy.obligations.values()
    ]
    return (teller.sentence("obligations_intro" if told else "no_obligations"), *told)


def _obligation(teller: Teller, policy: Policy, obligation: Obligation) -> Node:
    book = teller.book
    anchor = book.anchor("obligations", policy, obligation.id)
    brought = [
        teller.rule(version, rule)
        for versions in book.versions.values()
        for version in versions
        for rule in version.rules.values()
        if obligation.name in rule.obliges
        and book.standing("obligations", obligation.name, version) is policy
    ]
    name = teller.link("obligations", anchor, element("code", obligation.name))
    place = element("code", book.place(obligation.span))
    return element(
        "article",
        element("h2", teller.local(obligation.title, obligation.id)),
        element("p", teller.timing(obligation), class_="timing"),
        element("p", name, teller.version(policy), " · ", place, class_="about"),
        bullets(brought)
        if brought
        else element("p", teller.say("brought_by_nothing"), class_="none"),
        id=anchor,
        class_="obligation",
    )
