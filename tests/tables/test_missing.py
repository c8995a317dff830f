"""Which facts rows lack: small sets of rules, one row each, and the paths that are expected.

What stands here is written by hand, from docs/semantics.md. The engine must say the same.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import pytest

from tests.needs import needs

needs("duckdb", "to decide tables with; make .venv/dev installs it")

from disclosure_rules import Engine  # noqa: E402 - only with what tables need
from disclosure_rules.tables.batches import Order, decided_batches  # noqa: E402
from disclosure_rules.tables.lower import lower  # noqa: E402
from tests.tables.flat import mapping, rows_of, table  # noqa: E402
from tests.unit.small import VOCABULARY, ask, documents, policy  # noqa: E402


class Case(NamedTuple):
    """Rules, what a row says beside the usual, and what it lacks; nothing, where it is settled."""

    says: str
    rules: str
    row: dict[str, Any]
    lacks: list[str]
    more: str = ""


ADULT = "a: {effect: allow, ground: law, when: {client.adult: true}}\n"
ALWAYS = "a: {effect: allow, ground: law}\n"
CITY = "d: {effect: deny, when: {client.city: Narva}}\n"
SOME = "{some: {of: client.consents, as: c, where: {c.number: 1, c.tags: {includes: x}}}}"
EVERY = "{every: {of: client.consents, as: c, where: {any: [{c.number: 1}, {c.written: true}]}}}"


def client(**facts: Any) -> dict[str, Any]:
    """Return a client of whom these facts are known."""
    return {"client": {"id": "c-1", **facts}}


def item(category: Any) -> dict[str, Any]:
    """Return an item of some category."""
    return {"items": [{"name": "x", "category": category}]}


CASES = (
    Case("a fact that an allow rule asks", ADULT, {}, ["client.adult"]),
    Case("what is known lacks nothing", ADULT, client(adult=False), []),
    Case("deny rules and allow rules", ADULT + CITY, {}, ["client.adult", "client.city"]),
    Case(
        "allow rules lack nothing once one is true",
        ALWAYS + ADULT.replace("a:", "b:") + CITY,
        {},
        ["client.city"],
    ),
    Case("a true denial settles the row", ADULT + CITY, client(city="Narva"), []),
    Case("a denial that is false", ADULT + CITY, client(city="Tartu"), ["client.adult"]),
    Case(
        "a false part keeps the rest of a rule from mattering",
        ADULT + "b: {effect: allow, ground: law, when: {client.age: 1, client.city: Narva}}",
        client(age=2),
        ["client.adult"],
    ),
    Case(
        "a true part does not",
        "b: {effect: allow, ground: law, when: {client.age: 1, client.city: Narva}}",
        client(age=1),
        ["client.city"],
    ),
    Case(
        "a true part of `any` settles it",
        "b: {effect: allow, ground: law, when: {client.city: x, any: [{client.age: 1}, "
        "{client.adult: true}]}}",
        client(age=1),
        ["client.city"],
    ),
    Case(
        "a false part of `any` does not",
        "b: {effect: allow, ground: law, when: {any: [{client.age: 1}, {client.adult: true}]}}",
        client(age=2),
        ["client.adult"],
    ),
    Case(
        "`not` turns what settles",
        "b: {effect: allow, ground: law, when: {client.city: x, not: {all: [{client.age: 1}, "
        "{client.adult: true}]}}}",
        client(age=2),
        ["client.city"],
    ),
    Case("a term too broad for a head",
         "b: {effect: allow, ground: law, recipient: court}",
         {"recipient": {"id": "r-1", "kind": "authority"}},
         ["recipient.kind"]),
    Case("a head that is unknown", "b: {effect: allow, ground: law, recipient: court}",
         {"recipient": {"id": "r-1"}}, ["recipient.kind"]),
    Case("one of several categories is too broad",
         "b: {effect: allow, ground: law, data: [email, personal_code]}",
         item(["personal_code", "contact_data"]), ["item.category"]),
    Case("a term too broad for a test",
         "b: {effect: allow, ground: law, when: {recipient.kind: court}}",
         {"recipient": {"id": "r-1", "kind": "authority"}}, ["recipient.kind"]),
    Case("a broad term that a test is settled by",
         "b: {effect: allow, ground: law, when: {recipient.kind: authority, client.age: 1}}",
         {"recipient": {"id": "r-1", "kind": "authority"}}, ["client.age"]),
    Case("a broad term beside an unknown set",
         "b: {effect: allow, ground: law, when: {client.refused: {covers: {the: recipient.kind}}}}",
         {"recipient": {"id": "r-1", "kind": "authority"}},
         ["client.refused", "recipient.kind"]),
    Case("both sides of a test", "b: {effect: allow, ground: law, when: {client.joined_at: "
         "{before: {the: demand.issued_at}}}}", {"demand": {}},
         ["client.joined_at", "demand.issued_at"]),
    Case("a side that is none makes a test false", ADULT + "b: {effect: allow, ground: law, when: "
         "{client.city: {is: {the: client.nickname}}}}", {}, ["client.adult"]),
    Case("a false test under `not` lacks nothing", "b: {effect: allow, ground: law, when: "
         "{client.age: 1, not: {client.city: {is: {the: client.nickname}}}}}", {}, ["client.age"]),
    Case("a list that is unknown, and not its fields",
         f"b: {{effect: allow, ground: law, when: {SOME}}}", {}, ["client.consents"]),
    Case(
        "an unknown list, and what `where` asks elsewhere",
        "b: {effect: allow, ground: law, when: {some: {of: client.consents, as: c, where: "
        "{c.number: 1, c.tags: {includes: {the: client.city}}}}}}",
        {},
        ["client.city", "client.consents"],
    ),
    Case(
        "an unknown list, whose `where` fails of every record",
        "b: {effect: allow, ground: law, when: {some: {of: client.consents, as: c, where: "
        "{client.age: 1, c.tags: {includes: {the: client.city}}}}}}",
        client(age=2),
        ["client.consents"],
    ),
    Case("records of which something is unknown",
         f"b: {{effect: allow, ground: law, when: {SOME}}}",
         client(consents=[{"number": 2}, {"number": 1}]), ["client.consents.tags"]),
    Case("a record that settles `some`", ADULT + f"b: {{effect: deny, when: {SOME}}}",
         client(consents=[{"number": 2}, {"number": 1, "tags": ["x"]}]), []),
    Case("an empty list", ADULT + f"b: {{effect: deny, when: {SOME}}}", client(consents=[]),
         ["client.adult"]),
    Case("records of `every`", f"b: {{effect: allow, ground: law, when: {EVERY}}}",
         client(consents=[{"number": 1}, {"number": 2}]), ["client.consents.written"]),
    Case("a record that settles `every`",
         ADULT + f"b: {{effect: allow, ground: law, when: {EVERY}}}",
         client(consents=[{"number": 2, "written": False}, {"number": 2}]), ["client.adult"]),
    Case(
        "a definition, and what it is handed",
        "b: {effect: allow, ground: law, when: {holds: {begun: {start: client.joined_at}}}}",
        {}, ["client.joined_at"],
        more="definitions:\n  begun:\n    given: {start: time}\n"
        "    means: {start: {at_or_before: {the: moment}}}",
    ),
    Case(
        "exceptions of exceptions",
        ALWAYS + "d:\n  effect: deny\n  except:\n    e:\n      when: {client.age: 1}\n"
        "      except:\n        f: {when: {client.city: x}}",
        client(age=1), ["client.city"],
    ),
    Case(
        "an exception that is false lacks nothing below it",
        ADULT + "d:\n  effect: deny\n  when: {client.score: 1}\n  except:\n    e:\n"
        "      when: {client.age: 1}\n      except:\n        f: {when: {client.city: x}}",
        client(age=2), ["client.adult", "client.score"],
    ),
    Case(
        "`permitted_by` lacks what its rules do, though another rule allows",
        "c: {effect: allow, ground: consent}\n" + ADULT
        + "d: {effect: deny, unless: {permitted_by: law}}",
        {}, ["client.adult"],
    ),
    Case(
        "`permitted_by` whose rule is false denies",
        "c: {effect: allow, ground: consent}\n" + ADULT
        + "d: {effect: deny, unless: {permitted_by: law}}",
        client(adult=False), [],
    ),
    Case(
        "`permitted_by` that a rule settles lacks nothing",
        "c: {effect: allow, ground: consent}\n" + ADULT + "f: {effect: allow, ground: law}\n"
        "d: {effect: deny, when: {client.city: x}, unless: {any: [{permitted_by: law}, "
        "{client.score: 1}]}}",
        {}, [],
    ),
    Case("nothing is known of the client", ADULT + CITY, {"client": None},
         ["client.adult", "client.city"]),
)  # fmt: skip


def decided(engine: Engine, request: dict[str, Any]) -> dict[str, Any]:
    """Return what tables say of a request as a row, without the engine."""

    def never(_: object) -> Any:
        raise AssertionError

    vocabulary = engine.policy_set.vocabulary
    rows = table([*rows_of(vocabulary, request)])
    order = Order("json", mapping(vocabulary))
    (batch,) = decided_batches(engine.policy_set, never, [rows], order)
    (row,) = batch.rows.to_pylist()
    return row  # type: ignore[no-any-return]


@pytest.mark.parametrize("case", CASES, ids=[case.says for case in CASES])
def test_a_row_lacks_what_is_written_beside_it(case):
    engine = Engine.load(documents(policy(case.rules, more=case.more)))
    request = {name: part for name, part in ask(**case.row).items() if part is not None}
    (item,) = engine.decide(request).items
    assert [*item.missing] == case.lacks
    row = decided(engine, request)
    assert (row["outcome"], row["missing"]) == (item.outcome, case.lacks)


def test_more_paths_than_a_number_has_bits():
    count = 150
    facts = "".join(f"    fact_{n:03}: {{type: integer}}\n" for n in range(count))
    vocabulary = VOCABULARY.replace(
        "    adult: {type: boolean}\n", f"{facts}    adult: {{type: boolean}}\n"
    )
    rules = "\n".join(
        f"r{n}: {{effect: allow, ground: law, when: {{client.fact_{n:03}: 1}}}}"
        for n in range(count)
    )
    engine = Engine.load(documents(policy(rules), vocabulary=vocabulary))
    request = ask(**client(fact_003=2, fact_100=2))
    (item,) = engine.decide(request).items
    assert len(item.missing) == count - 2
    assert decided(engine, request)["missing"] == [*item.missing]


def test_rules_that_are_false_of_every_row_are_not_asked_whether_they_permit() -> None:
    written = "b: {effect: allow, ground: law, purpose: offers, when: {client.city: x}}\n" + ADULT
    written += "d: {effect: deny, unless: {permitted_by: law}}"
    policy_set = Engine.load(documents(policy(written))).policy_set
    in_force = policy_set.in_force(date(2026, 6, 1))
    false = [rule.name for rule in in_force.allow_rules if rule.head.purpose]
    asked = [
        lower(policy_set.vocabulary, in_force, without).select.sql("duckdb")
        for without in ((), false)
    ]
    assert ["client.city" in each for each in asked] == [True, False]
