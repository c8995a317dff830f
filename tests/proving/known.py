"""Small policy sets with a guarantee each, of which people know whether it holds."""

from __future__ import annotations

from typing import NamedTuple

from disclosure_rules import Engine
from disclosure_rules.authoring.verifying import Verified, verify
from disclosure_rules.proving.solving import LIMIT

VOCABULARY = """
kind: vocabulary
language: 1
id: known
time_zone: {zone}
languages: [en]
subject: client
terms:
  operations:
    disclose: {{involves: [purpose, recipient], narrower: {{transmit: {{}}, show: {{}}}}}}
    keep: {{}}
  purposes: {{delivery: {{}}, offers: {{}}}}
  recipients: {{courier: {{}}, partner: {{}}}}
  data: {{contact: {{narrower: {{phone: {{}}, email: {{}}}}}}, health: {{}}}}
  grounds: {{contract: {{}}, law: {{}}}}
facts:
  client:
    born: {{type: date}}
    told_at: {{type: time}}
    asked_at: {{type: time}}
    adult: {{type: boolean}}
    age: {{type: integer}}
    debt: {{type: number}}
    name: {{type: text}}
    alias: {{type: text}}
    nick: {{type: text}}
    tags: {{set: text}}
    labels: {{set: text}}
    marks: {{set: text}}
    orders: {{list: {{id: {{type: text}}, paid: {{type: boolean}}, sent: {{type: boolean}}}}}}
    bills: {{list: {{paid: {{type: boolean}}}}, silence_means: none, because: all are kept}}
"""
POLICY = """
kind: policy
id: p
version: "1"
in_force: {{from: 2026-01-01}}
parameters:
  spring: {{type: date, values: [{{from: 2026-01-01, value: 2026-03-29}}]}}
  leap: {{type: date, values: [{{from: 2026-01-01, value: 2028-02-29}}]}}
  wait:
    type: duration
    values: [{{from: 2026-01-01, value: 1 month}}, {{from: 2026-06-01, value: 1 day}}]
rules:
  allowing:
    effect: allow
    ground: contract
    operation: disclose
    {allow}
  {deny}
"""
GUARANTEES = """
kind: guarantees
guarantees:
  it:
    {promise}
"""


class Known(NamedTuple):
    """A rule, a guarantee, and what comes of it."""

    result: str
    allow: str
    promise: str
    deny: str = ""
    zone: str = "Europe/Tallinn"


def never(when: str) -> str:
    """Return that nothing is disclosed when this holds."""
    return f"never_allow: {{operation: disclose, when: {{{when}}}}}"


def later(shift: str) -> str:
    """Return a condition that the moment is not before the birth and a duration."""
    return f"when: {{moment: {{at_or_after: {{the: client.born, plus: {shift}}}}}}}"


def before(shift: str) -> str:
    """Return the promise that nothing is disclosed until some time after the birth."""
    return never(f"moment: {{before: {{the: client.born, plus: {shift}}}}}")


ORDER = "some: {{of: client.orders, as: o, where: {{{where}}}}}"


def order(where: str) -> str:
    """Return that some order is such."""
    return ORDER.format(where=where)


ALL = "title: all"
KNOWN: dict[str, Known] = {
    # Records: as many as are needed, and no fewer.
    "one record is not enough": Known(
        "broken",
        ALL,
        never(
            "all: [{"
            + order("o.paid: true, o.sent: false")
            + "}, {"
            + order("o.paid: false, o.sent: true")
            + "}]"
        ),
    ),
    "three records": Known(
        "broken",
        f"when: {{all: [{{{order('o.id: a')}}}, {{{order('o.id: b')}}}]}}",
        never(order("o.id: c")),
    ),
    "no record is both": Known(
        "of_nothing", ALL, never(order("o.paid: true, not: {o.paid: true}"))
    ),
    "every record and some other": Known(
        "of_nothing",
        ALL,
        never(
            "all: [{every: {of: client.orders, as: o, where: {o.paid: true}}}, {"
            + order("o.paid: false")
            + "}]"
        ),
    ),
    "a denial that one record lifts": Known(
        "broken",
        ALL,
        never(order("o.paid: false")),
        "denying: {effect: deny, unless: {" + order("o.paid: true") + "}}",
    ),
    "none at all is every": Known(
        "broken",
        "when: {every: {of: client.orders, as: o, where: {o.paid: true}}}",
        never("not: {" + order("o.paid: true") + "}"),
    ),
    "a list that is silent is none": Known(
        "broken",
        "when: {not: {some: {of: client.bills, as: b, where: {b.paid: false}}}}",
        never("client.bills: {present: false}"),
    ),
    "a list that is there": Known("broken", ALL, never("client.bills: {present: true}")),
    # Texts: as many as are needed.
    "three names": Known(
        "broken",
        ALL,
        never(
            "all: [{not: {client.name: {is: {the: client.alias}}}}, "
            "{not: {client.name: {is: {the: client.nick}}}}, "
            "{not: {client.alias: {is: {the: client.nick}}}}, {not: {client.name: [a, b]}}]"
        ),
    ),
    "sets that share, each two alone": Known(
        "broken",
        ALL,
        never(
            "client.tags: {overlaps: {the: client.labels}}, "
            "client.labels: {overlaps: {the: client.marks}}, "
            "not: {any: [{client.tags: {overlaps: {the: client.marks}}}, "
            "{client.labels: {includes: {the: client.name}}}]}"
        ),
    ),
    "what is in both is shared": Known(
        "proved",
        "when: {client.tags: {includes: {the: client.name}}, "
        "client.labels: {includes: {the: client.name}}}",
        never("not: {client.tags: {overlaps: {the: client.labels}}}"),
    ),
    # Numbers.
    "no whole number between": Known(
        "of_nothing", ALL, never("client.age: {more_than: 1, less_than: 2}")
    ),
    "a number between": Known(
        "broken", ALL, never("client.debt: {more_than: 1.1, less_than: 1.2}")
    ),
    # Terms.
    "broad is not narrow": Known(
        "broken",
        "data: contact",
        "allow_implies: {operation: disclose, then: {item.category: {within: phone}}}",
    ),
    "what is narrow is within": Known(
        "proved",
        "data: phone",
        "allow_implies: {operation: disclose, then: {item.category: {within: contact}}}",
    ),
    "one of several categories": Known(
        "broken", "data: [contact, health]", "never_allow: {operation: disclose, data: health}"
    ),
    "all categories": Known(
        "proved", "data: contact", "never_allow: {operation: disclose, data: health}"
    ),
    "always all categories": Known(
        "proved", "data: contact", "always_allow: {operation: transmit, data: phone}"
    ),
    # Three values.
    "it is or it is not": Known(
        "broken",
        "when: {any: [{client.adult: true}, {not: {client.adult: true}}]}",
        "always_allow: {operation: disclose}",
    ),
    "an open denial": Known(
        "broken",
        ALL,
        "always_allow: {operation: disclose}",
        "denying: {effect: deny, when: {client.adult: false}}",
    ),
    "a denial that cannot be open": Known(
        "proved",
        ALL,
        "always_allow: {operation: disclose, when: {client.adult: true}}",
        "denying: {effect: deny, when: {client.adult: false}}",
    ),
    # Dates moved.
    "years are twelve months": Known("proved", later("18 years"), before("216 months")),
    "a year has 365 days": Known("proved", later("1 year"), before("365 days")),
    "a year has more days at times": Known("broken", later("365 days"), before("1 year")),
    "a month has at most 31 days": Known("proved", later("31 days"), before("1 month")),
    "a month has more than 30 days at times": Known("broken", later("30 days"), before("1 month")),
    "a month has at least 28 days": Known("proved", later("1 month"), before("28 days")),
    "two months have at least 59 days": Known("proved", later("2 months"), before("59 days")),
    "thirteen months are a year and 28 days": Known(
        "proved", later("13 months"), before("393 days")
    ),
    "and not 394 days": Known("broken", later("13 months"), before("394 days")),
    "28 February follows 29 February": Known(
        "broken",
        f"{later('1 year')[:-1]}, client.born: {{is: {{parameter: leap}}}}}}",
        never("moment: {before: {the: client.born, plus: 366 days}}"),
    ),
    "and is 365 days later": Known(
        "proved",
        f"{later('1 year')[:-1]}, client.born: {{is: {{parameter: leap}}}}}}",
        before("365 days"),
    ),
    "what is later stays later": Known(
        "proved",
        "when: {client.told_at: {after: {the: client.asked_at}}, "
        "moment: {after: {the: client.told_at, plus: 1 month}}}",
        never("moment: {at_or_before: {the: client.asked_at, plus: 1 month}}"),
    ),
    # Zones.
    "two days are a day and a night": Known(
        "proved",
        "when: {moment: {at_or_after: {the: client.told_at, plus: 2 days}}}",
        never("moment: {before: {the: client.told_at, plus: 24 hours}}"),
        zone="UTC",
    ),
    "two days are less where clocks change": Known(
        "broken",
        "when: {moment: {at_or_after: {the: client.told_at, plus: 2 days}}}",
        never("moment: {before: {the: client.told_at, plus: 24 hours}}"),
    ),
    "and never less than 23 hours": Known(
        "proved",
        "when: {moment: {at_or_after: {the: client.told_at, plus: 2 days}}}",
        never("moment: {before: {the: client.told_at, plus: 23 hours}}"),
    ),
    "midnight in Tallinn": Known(
        "of_nothing",
        ALL,
        never('moment: {before: {parameter: p#spring}, at_or_after: "2026-03-28T22:00:00Z"}'),
    ),
    "a moment before midnight": Known(
        "broken",
        ALL,
        never('moment: {before: {parameter: p#spring}, at_or_after: "2026-03-28T21:59:59Z"}'),
    ),
    "instants of one day": Known(
        "proved",
        "when: {client.told_at: {at_or_before: {the: moment}}}",
        never("moment: {before: {the: client.told_at, plus: 0 days}}"),
    ),
    # Days on which something changes.
    "what changes in June": Known(
        "broken",
        "when: {moment: {at_or_after: {the: client.born, plus: {parameter: wait}}}}",
        before("28 days"),
    ),
    "what never changes": Known(
        "proved",
        "when: {moment: {at_or_after: {the: client.born, plus: {parameter: wait}}}}",
        before("1 day"),
    ),
    "a rule that begins": Known(
        "broken",
        ALL,
        never("moment: {before: {parameter: p#spring}}"),
        "denying: {effect: deny, in_force: {from: 2026-02-01}}",
    ),
    "a rule that was there all the time": Known(
        "proved",
        ALL,
        never("moment: {before: {parameter: p#spring}}"),
        "denying: {effect: deny, in_force: {to: 2026-04-01}}",
    ),
    # Rules that lean on others.
    "unless the law demands it": Known(
        "broken",
        "unless: {client.adult: false}",
        never("client.adult: true"),
        "denying: {effect: deny, unless: {permitted_by: contract}}",
    ),
    "an exception to an exception": Known(
        "proved",
        ALL,
        never("client.adult: true, client.age: {at_least: 99}"),
        "denying: {effect: deny, when: {client.adult: true}, except: "
        "{young: {when: {client.age: {at_most: 99}}, "
        "except: {old: {when: {client.age: {at_least: 99}}}}}}}",
    ),
}


def engine_of(known: Known) -> Engine:
    """Return the engine of a policy set with its guarantee."""
    return Engine.load(
        {
            "vocabulary.yaml": VOCABULARY.format(zone=known.zone),
            "policy.yaml": POLICY.format(allow=known.allow, deny=known.deny),
            "guarantees.yaml": GUARANTEES.format(promise=known.promise),
        }
    )


def what_comes_of(known: Known) -> Verified:
    """Return what comes of the guarantee."""
    engine = engine_of(known)
    (verified,) = verify(engine, engine.policy_set.guarantees, LIMIT)
    return verified


def check_known(name: str) -> None:
    """Hold the prover against what is known."""
    assert what_comes_of(KNOWN[name]).result == KNOWN[name].result
