"""EkspressJob's policies: the engine against rules written by hand, and every case of the set.

`DISCLOSURE_RULES_REQUESTS` asks for more random requests than CI tries, and
`DISCLOSURE_RULES_SEED` for others.
"""

from __future__ import annotations

import os
from random import Random
from typing import Any

import pytest

from disclosure_rules.authoring.cases import run_cases
from tests.oracles import ekspressjob as oracle
from tests.oracles.ekspressjob_requests import random_request
from tests.unit import ekspressjob_set as ekspressjob

REQUESTS = int(os.environ.get("DISCLOSURE_RULES_REQUESTS", "4000"))
SEED = int(os.environ.get("DISCLOSURE_RULES_SEED", "20261122"))
BATCHES = 8


def answered(request: dict[str, Any]) -> dict[str, Any]:
    """Return the engine's decision in the oracle's form."""
    engine = ekspressjob.engine()
    decision = engine.decide(request)
    return {
        "outcome": decision.outcome,
        "items": [
            {
                "name": item.name,
                "outcome": item.outcome,
                "rules": list(item.rules),
                "missing": list(item.missing),
            }
            for item in decision.items
        ],
        "allowed": engine.allows(request),
    }


@pytest.mark.parametrize("batch", range(BATCHES))
def test_the_engine_agrees_with_the_rules_written_by_hand(batch: int) -> None:
    chance = Random(f"{SEED} {batch}")  # noqa: S311 - samples, not secrets
    outcomes: set[str] = set()
    decided: set[str] = set()
    for number in range(REQUESTS // BATCHES):
        request = random_request(chance)
        found, expected = answered(request), oracle.decide(request)
        assert found == expected, f"request {number} of batch {batch}: {request}"
        outcomes.add(found["outcome"])
        decided.update(rule for item in found["items"] for rule in item["rules"])
    # A batch too small to try every rule would show little.
    assert len(decided) > 0.8 * len({**oracle.ALLOW, **oracle.DENY})
    assert outcomes == {"permitted", "prohibited", "no_ground", "facts_missing"}


RESULTS = {result.case.id: result for result in run_cases(ekspressjob.engine())}


@pytest.mark.parametrize("name", RESULTS)
def test_case(name: str) -> None:
    differences = [
        f"{each.item or 'request'}: {each.of} expected {each.expected}, found {each.found}"
        for each in RESULTS[name].differences
    ]
    assert differences == [], str(RESULTS[name].case.span)


# The rules by hand do not judge whether a request fits the vocabulary.
FITTING = [
    name
    for name, result in RESULTS.items()
    if result.case.whole is None or result.case.whole.outcome != "invalid"
]


@pytest.mark.parametrize("name", FITTING)
def test_the_rules_written_by_hand_agree_with_the_case(name: str) -> None:
    case = RESULTS[name].case
    found = oracle.decide(case.request)
    if case.whole is not None:
        assert found["outcome"] == case.whole.outcome
    for item in found["items"]:
        expectation = case.items.get(item["name"])
        if expectation is not None:
            assert item["outcome"] == expectation.outcome
            if expectation.rules is not None:
                assert set(item["rules"]) == expectation.rules
            if expectation.missing is not None:
                assert set(item["missing"]) == expectation.missing


def test_every_rule_and_every_deciding_clause_has_a_case() -> None:
    policy_set = ekspressjob.engine().policy_set
    rules = {rule.name for policy in policy_set.policies for rule in policy.rules.values()}
    expectations = [e for case in policy_set.cases for e in case.items.values()]
    expectations += [case.whole for case in policy_set.cases if case.whole is not None]
    decided = {name for expectation in expectations for name in expectation.rules or ()}
    assert rules - decided == set()
    carried = {c.id for c in policy_set.clauses.values() if c.carried_by == "decision"}
    definitions = {"what_client_data_is", "what_processing_is"}
    assert carried - definitions - {c for case in policy_set.cases for c in case.clauses} == set()
