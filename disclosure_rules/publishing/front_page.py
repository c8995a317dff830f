"""The first page: what the handbook is of, where it comes from, and a place to sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from disclosure_rules.publishing.html import NOTHING, Node, element, joined

if TYPE_CHECKING:
    from collections.abc import Iterable

    from disclosure_rules.publishing.telling import Teller

_SIGNED: Final = ("signed_name", "signed_date", "signed_hand")


def front_page(teller: Teller, names: Iterable[str]) -> Node:
    """Return the first page, with the contents of the others."""
    return (
        element(
            "p",
            teller.say("handbook_of", id=element("code", teller.vocabulary.id)),
            class_="subtitle",
        ),
        teller.sentence("front_intro", day=element("b", teller.book.day.isoformat())),
        *_sources(teller),
        element("h2", teller.say("contents")),
        element(
            "ul",
            *(
                element(
                    "li",
                    element("a", teller.say(f"page_{name}"), href=f"{name}.{teller.reader}.html"),
                    ": ",
                    teller.say(f"about_{name}"),
                )
                for name in names
                if name != "index"
            ),
            class_="pages",
        ),
        element("h2", teller.say("identity")),
        _identity(teller),
        element("h2", teller.say("sign_off")),
        *_sign_off(teller),
    )


def _sources(teller: Teller) -> Iterable[Node]:
    for notice in teller.book.policy_set.notices.values():
        title = teller.link("notice", f"notice-{notice.id}", teller.local(notice.title, notice.id))
        source = (element("br"), teller.local(notice.source, "")) if notice.source else NOTHING
        yield element("p", title, source, class_="source")


def _identity(teller: Teller) -> Node:
    policy_set, vocabulary = teller.book.policy_set, teller.vocabulary
    policies = policy_set.policies
    counts = {
        "policy": len({policy.id for policy in policies}),
        "version": len(policies),
        "rule": sum(len(policy.rules) for policy in policies),
        "clause": len(policy_set.clauses),
        "reading": len(policy_set.readings),
        "guarantee": len(policy_set.guarantees),
    }
    rows: list[tuple[str, Node]] = [
        ("policy_set", element("code", vocabulary.id)),
        ("holds", joined([teller.counted(n, noun) for noun, n in counts.items()], ", ")),
        ("day", teller.book.day.isoformat()),
        ("time_zone", vocabulary.time_zone),
        ("digest", element("code", policy_set.digest)),
        ("source_digest", element("code", policy_set.source_digest)),
    ]
    entries = [(element("dt", teller.say(key)), element("dd", told)) for key, told in rows]
    return element("dl", *entries)


def _sign_off(teller: Teller) -> tuple[Node, ...]:
    digest = element("code", teller.book.policy_set.source_digest[:12])
    lines = [element("span", teller.say(key)) for key in _SIGNED]
    return (
        teller.sentence("sign_intro", digest=digest),
        teller.sentence("sign_readings") if teller.book.policy_set.readings else NOTHING,
        element("div", *lines, class_="signature"),
    )
