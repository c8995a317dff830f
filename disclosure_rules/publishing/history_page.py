"""The history of a set: versions, and every day on which something changes."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

from disclosure_rules.publishing.conditions import bullets
from disclosure_rules.publishing.html import Node, element

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.language.policy import Period, Policy
    from disclosure_rules.publishing.telling import Teller


def history_page(teller: Teller) -> Node:
    """Return the versions of each policy, and the days on which they and their parts change."""
    events: defaultdict[date, list[Node]] = defaultdict(list)
    for policy in teller.book.policy_set.policies:
        for day, event in _events(teller, policy):
            events[day].append(event)
    return (
        teller.sentence("history_intro"),
        element("h2", teller.say("versions")),
        _versions(teller),
        element("h2", teller.say("days")),
        element(
            "ol", *(_day(teller, day, events[day]) for day in sorted(events)), class_="timeline"
        ),
    )


def _versions(teller: Teller) -> Node:
    columns = ("policy", "version", "dates", "state", "rules")
    return element(
        "table",
        element(
            "thead",
            element(
                "tr", *(element("th", teller.say(f"column_{key}"), scope="col") for key in columns)
            ),
        ),
        element("tbody", *(_version(teller, policy) for policy in teller.book.policy_set.policies)),
    )


def _version(teller: Teller, policy: Policy) -> Node:
    book = teller.book
    state = (
        "current" if book.counts(policy) else "past" if policy.period.end < book.day else "to_come"
    )
    repealed = (" ", teller.say("repealed")) if policy.repealed else ()
    title = teller.link("rules", book.policy_anchor(policy), teller.local(policy.title, policy.id))
    return element(
        "tr",
        element("td", title),
        element("td", element("bdi", policy.version)),
        element("td", teller.period(policy.period), repealed),
        element("td", teller.say(f"state_{state}")),
        element("td", str(len(policy.rules)), class_="number"),
        class_=f"version {state}",
    )


def _day(teller: Teller, day: date, events: list[Node]) -> Node:
    state = "to_come" if day > teller.book.day else "past"
    heading = element("b", day.isoformat())
    return element("li", heading, bullets(events), class_=state, id=f"day-{day.isoformat()}")


def _events(teller: Teller, policy: Policy) -> Iterator[tuple[date, Node]]:
    """Yield what changes because of a version, each with its day."""
    book = teller.book
    title = teller.link("rules", book.policy_anchor(policy), teller.local(policy.title, policy.id))
    version = element("bdi", policy.version)
    for day, key in _ends(policy.period, None):
        yield day, teller.say(f"version_{key}", policy=title, version=version)
    for rule in policy.rules.values():
        for day, key in _ends(rule.period, policy.period):
            yield day, teller.say(f"rule_{key}", rule=teller.rule(policy, rule))
    for parameter in policy.parameters.values():
        anchor = book.anchor("parameters", policy, parameter.id)
        link = teller.link("rules", anchor, teller.local(parameter.title, parameter.id))
        # What was set before the version began counts from the version's first day.
        values = {max(e.start, policy.period.start): e.value for e in parameter.values}
        for day in (day for day in values if day in policy.period):
            value = teller.value(values[day], parameter.type)
            yield day, teller.say("value_set", parameter=link, value=value)


def _ends(period: Period, whole: Period | None) -> Iterator[tuple[date, str]]:
    """Yield the days on which a period begins and is over, where those of the whole differ."""
    if whole is None or period.start != whole.start:
        yield period.start, "begins"
    if period.end < date.max and (whole is None or period.end != whole.end):
        yield period.end + timedelta(days=1), "ended"
