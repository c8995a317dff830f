"""A definition that is handed a record means what it would mean in the place of its name."""

from __future__ import annotations

from copy import deepcopy
from random import Random
from typing import Any

import pytest
from hypothesis import given

from disclosure_rules import Engine
from tests.generators.worlds import World, chances, loads, random_world
from tests.properties.test_laws import asked, worlds
from tests.unit.small import ask, documents

QUANTIFIERS = ("some", "every")


def with_named_conditions(document: Any) -> tuple[Any, int]:
    """Return a policy in which each `where` of a rule is a definition that takes the record."""
    moved = deepcopy(document)
    named: dict[str, Any] = {}

    def move(part: Any) -> None:
        if isinstance(part, list):
            for below in part:
                move(below)
        if not isinstance(part, dict):
            return
        for key, below in part.items():
            if key in QUANTIFIERS and isinstance(below, dict):
                name = f"moved_{len(named)}"
                named[name] = {"given": {below["as"]: below["of"]}, "means": below["where"]}
                below["where"] = {"holds": {name: {below["as"]: below["as"]}}}
            elif key not in ("because", "title"):
                move(below)

    for rule in moved.get("rules", {}).values():
        move({key: rule[key] for key in ("when", "unless", "except") if key in rule})
    if named:
        moved["definitions"] = {**moved.get("definitions", {}), **named}
    return moved, len(named)


@given(worlds(), chances())
def test_naming_a_where_changes_no_answer(world: World, chance: Random) -> None:
    pairs = [
        with_named_conditions(document) if document["kind"] == "policy" else (document, 0)
        for document in world.documents
    ]
    if not sum(count for _, count in pairs):
        return
    # A name may be taken where it comes to stand: then there is nothing to compare.
    other = loads([document for document, _ in pairs])
    if other is None:
        return
    for request in asked(chance, world):
        one, two = world.engine.decide(request), other.decide(request)
        for item, later in zip(one.items, two.items, strict=True):
            assert (item.outcome, item.rules, item.missing) == (
                later.outcome,
                later.rules,
                later.missing,
            )


def test_the_property_meets_many_sets() -> None:
    met = 0
    for seed in range(40):
        documents_ = random_world(Random(seed)).documents  # noqa: S311 - worlds are no secrets
        pairs = [with_named_conditions(d) for d in documents_ if d["kind"] == "policy"]
        met += any(count for _, count in pairs)
    assert met > 15


POLICY = """\
kind: policy
id: p
version: "1"
in_force: {from: 2026-01-01}
definitions:
  begun:
    given: {start: time}
    means: {start: {at_or_before: {the: moment}}}
  valid:
    given: {record: client.consents}
    means:
      holds: {begun: {start: record.given_at}}
      not: {record.withdrawn_at: {at_or_before: {the: moment}}}
  valid_and_named:
    given: {consent: client.consents, wanted: text}
    means:
      holds: {valid: {record: consent}}
      consent.id: {is: {the: wanted}}
rules:
  consent:
    effect: allow
    ground: consent
    when:
      some:
        of: client.consents
        as: one
        where: {holds: {valid_and_named: {consent: one, wanted: recipient.id}}}
"""

BEGUN = {"id": "r-1", "given_at": "2026-01-01T00:00:00Z"}


@pytest.mark.parametrize(
    ("consents", "outcome", "missing"),
    [
        ([BEGUN], "permitted", ()),
        ([{**BEGUN, "id": "r-2"}], "no_ground", ()),
        ([{**BEGUN, "withdrawn_at": "2026-02-01T00:00:00Z"}], "no_ground", ()),
        ([{**BEGUN, "id": "r-2"}, BEGUN], "permitted", ()),
        ([{"id": "r-1"}], "facts_missing", ("client.consents.given_at",)),
        ([{"given_at": "2026-01-01T00:00:00Z"}], "facts_missing", ("client.consents.id",)),
        ([], "no_ground", ()),
        (None, "facts_missing", ("client.consents",)),
    ],
)
def test_a_record_goes_through_several_definitions(
    consents: Any, outcome: str, missing: tuple[str, ...]
) -> None:
    engine = Engine.load(documents(POLICY))
    recipient = {"id": "r-1", "kind": "partner"}
    item = engine.decide(ask(client={"consents": consents}, recipient=recipient)).items[0]
    assert (item.outcome, item.missing) == (outcome, missing)
    assert (item.reasons[0].records if item.reasons else ()) == (
        (("client.consents", "r-1"),) if outcome == "permitted" else ()
    )
