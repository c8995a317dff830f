"""Who could be given what: all requests of small vocabularies agree, EkspressJob's by hand."""

from __future__ import annotations

import os
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from tests.docs.markdown import ROOT
from tests.needs import needs

needs("z3", "to prove with; make .venv/dev installs it")

from disclosure_rules import Engine  # noqa: E402 - only with the solver
from disclosure_rules.authoring.asking import Asked, ask, receivers, side_on  # noqa: E402
from disclosure_rules.proving.goals import Side  # noqa: E402
from disclosure_rules.proving.receiving import (  # noqa: E402
    Received,
    Wanted,
    categories_alike,
    ways_to_receive,
)
from disclosure_rules.proving.solving import LIMIT, Impossible  # noqa: E402
from tests.proving.small_worlds import (  # noqa: E402
    DAY,
    every_request,
    side_of,
    small_engines,
    small_words,
)

WORLDS = int(os.environ.get("DISCLOSURE_RULES_EXAMPLES", "4"))

THIRD_PERSONS = {
    "group_company",
    "partner",
    "court",
    "investigating_authority",
    "other_authority",
    "other_third_person",
}
DISCLOSING = {"transmit", "give_access", "cross_use"}
PURPOSES = {"perform_contract", "protect_rights", "understand_clients", "offers", "meet_legal_duty"}
CODE_BY_HAND = {
    "disclosure#consent": (
        THIRD_PERSONS,
        PURPOSES,
        {"disclosure#partner_without_interest", "offers#opted_out", "processing#stopped"},
    ),
    "disclosure#legal_demand": (THIRD_PERSONS, {"meet_legal_duty"}, set()),
    "disclosure#court_defence": ({"court"}, {"protect_rights"}, set()),
    "disclosure#group_company": (
        {"group_company"},
        PURPOSES,
        {"offers#opted_out", "processing#stopped"},
    ),
    "disclosure#contract_breach": (
        THIRD_PERSONS - {"group_company"},
        {"perform_contract", "protect_rights"},
        {"processing#stopped"},
    ),
}
"""Who could be given a personal code, read off the rules: recipients, purposes, denials."""


NO_OFFERS = """\
kind: policy
id: no_offers
version: "1"
in_force: {from: 2026-01-01}
rules:
  nothing_for_offers: {effect: deny, operation: disclose, purpose: offers}
"""


def ekspressjob(more: str | None = None) -> Engine:
    folder = ROOT / "policies" / "ekspressjob"
    texts = {file.name: file.read_text("utf-8") for file in folder.glob("*.yaml")}
    return Engine.load(texts if more is None else {**texts, "more.yaml": more})


def on_first_day(engine: Engine, wanted: Wanted, limit: int = LIMIT) -> Asked:
    day = max(policy.period.start for policy in engine.policy_set.policies)
    return ask(engine, wanted, day, limit)


# --- EkspressJob, by hand ------------------------------------------------------------------------


def test_who_could_be_given_a_personal_code_is_what_the_rules_say():
    asked = on_first_day(ekspressjob(), Wanted("personal_code"))
    assert asked.result == "proved"
    found = {one.way.rule.name: one.way for one in asked.shown}
    assert len(found) == len(asked.shown)
    assert found.keys() == CODE_BY_HAND.keys()
    for name, (recipients, purposes, denials) in CODE_BY_HAND.items():
        way = found[name]
        assert set(way.operations) == DISCLOSING
        assert set(way.recipients) == recipients
        assert set(way.purposes) == purposes
        assert {rule.name for rule in way.denials} == denials


def test_interest_is_enough_for_a_name_and_not_for_a_code():
    engine = ekspressjob()
    for category, enough in (("name", True), ("contact_data", True), ("personal_code", False)):
        asked = on_first_day(engine, Wanted(category, recipient="partner", purpose="offers"))
        rules = {one.way.rule.name for one in asked.shown}
        assert ("disclosure#partner_interest" in rules) == enough
        assert all(one.way.recipients == ("partner",) for one in asked.shown)


def test_every_way_has_a_request_that_the_engine_permits_by_it():
    engine = ekspressjob()
    asked = on_first_day(engine, Wanted("client_data"))
    assert asked.result == "proved"
    for one in asked.shown:
        decision = engine.decide(one.request)
        (item,) = decision.items
        assert item.permitted
        assert one.way.rule.name in item.rules
        assert "ekspress-meedia" not in repr(one)


def test_what_a_denial_takes_away_in_every_case_is_left_out():
    asked = on_first_day(ekspressjob(NO_OFFERS), Wanted("personal_code"))
    assert asked.result == "proved"
    assert asked.shown
    assert all("offers" not in one.way.purposes for one in asked.shown)


def test_operations_without_a_recipient_are_told_where_they_are_named():
    asked = on_first_day(ekspressjob(), Wanted("name", operation="client_request"))
    assert {one.way.rule.policy for one in asked.shown} == {"client_rights"}
    assert all(not one.way.recipients and not one.way.purposes for one in asked.shown)
    none = on_first_day(
        ekspressjob(), Wanted("name", operation="client_request", recipient="court")
    )
    assert (none.shown, none.result) == ((), "proved")


def test_what_takes_too_many_steps_is_not_decided():
    assert on_first_day(ekspressjob(), Wanted("name"), limit=1).result == "undecided"


def test_categories_that_come_out_alike_stand_together():
    engine = ekspressjob()
    told = {categories for categories, _ in receivers(engine, DAY, LIMIT)}
    assert told == {
        ("name", "contact_data"),
        ("personal_code", "transaction_data", "other_client_data"),
    }
    assert {t for terms in categories_alike(side_on(engine.policy_set, DAY)) for t in terms} == {
        term for terms in told for term in terms
    }


def test_a_request_that_the_engine_does_not_permit_is_not_shown(monkeypatch):
    def other(side: Side, wanted: Wanted, limit: int) -> Received:
        found = ways_to_receive(side, wanted, limit)
        court = {"recipient": {"kind": "court"}}
        mistaken = [replace(way, request={**way.request, **court}) for way in found.ways]
        return Received(tuple(mistaken), Impossible())

    monkeypatch.setattr("disclosure_rules.authoring.asking.ways_to_receive", other)
    asked = on_first_day(ekspressjob(), Wanted("name", recipient="partner"))
    assert (asked.result, asked.shown) == ("mistaken", ())


# --- Every request of small vocabularies ---------------------------------------------------------


@pytest.mark.parametrize("seed", range(WORLDS))
def test_all_requests_agree_with_every_way(seed):
    chance = Random(seed)  # noqa: S311 - no secrets
    words = small_words(chance)
    requests = list(every_request(words))
    for engine in small_engines(chance, words, 2):
        side = side_of(engine)
        for category in ("da1_1", "da2"):
            found = ways_to_receive(side, Wanted(category), LIMIT)
            assert isinstance(found.complete, Impossible)
            for way in found.ways:
                (item,) = engine.decide(way.request).items
                assert item.permitted
                assert way.rule.name in item.rules
            told = {
                (way.rule.name, operation, recipient)
                for way in found.ways
                for operation in way.operations
                for recipient in way.recipients
            }
            assert told >= permitted(engine, category, requests), seed


def permitted(
    engine: Engine, category: str, requests: list[dict[str, Any]]
) -> set[tuple[str, str, str]]:
    """Return by which rules, operations and recipients data of a category is given."""
    taxonomies = engine.policy_set.vocabulary.taxonomies
    operations, recipients = taxonomies["operations"], taxonomies["recipients"]
    found: set[tuple[str, str, str]] = set()
    for request in requests:
        said = (request.get("items") or [{}])[0].get("category") or ()
        operation: str = request.get("operation", "")
        kind: str = request.get("recipient", {}).get("kind", "")
        asked = category in ({said} if isinstance(said, str) else said) and operation and kind
        if asked and operations.is_leaf(operation) and recipients.is_leaf(kind):
            (item,) = engine.decide(request).items
            if item.permitted and "recipient" in operations.terms[operation].involves:
                found |= {(rule, operation, kind) for rule in item.rules}
    return found
