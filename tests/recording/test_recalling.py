"""A decision made again from the log alone."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from disclosure_rules import DecisionLog, Engine, RecordingEngine
from disclosure_rules.recording.recalling import Recalled, archived_policies, recall
from tests.oracles.ekspressjob_requests import random_request
from tests.recording.logs import ask, engine, recording

if TYPE_CHECKING:
    from disclosure_rules.decision import Decision


def again(log: DecisionLog, identifier: str) -> Recalled | None:
    (archived,) = log.records("policies")
    policy_set = archived_policies(log.archive(archived.as_dict()["reference"]))
    assert policy_set.digest == log.archive(archived.as_dict()["reference"]).digest
    return recall(policy_set, log.record(identifier))


def recalled(log: DecisionLog, **parts: Any) -> tuple[Decision, Recalled]:
    decision = recording(log).decide(ask(**parts))
    found = again(log, decision.id)
    assert found is not None
    return decision, found


def test_the_same_facts_have_the_same_answer(log: DecisionLog) -> None:
    patient = {"weight": 2.75, "born_on": "2000-02-29", "consents": []}
    decision, found = recalled(
        log, recipient={"id": "i", "kind": "insurer", "ward": "west"}, patient=patient
    )
    assert found.decision.as_dict() == decision.as_dict()
    assert (found.withheld, found.otherwise, found.open) == ((), (), ())
    assert str(found.decision.explain()) == str(decision.explain())


def test_what_was_withheld_is_unknown_whatever_its_silence_means(log: DecisionLog) -> None:
    decision, found = recalled(log, patient={"blocked": False, "personal_code": "1"})
    assert decision.allowed
    assert found.decision.outcome == "facts_missing"
    assert found.decision.missing == ("patient.blocked",)
    assert found.withheld == ("patient.blocked", "patient.personal_code")
    assert (found.open, found.otherwise) == ((0,), ())
    # What was not given is none, as it was then.
    assert recalled(log)[1].decision.allowed
    assert engine().policy_set.vocabulary.fact_or_field("patient.blocked").silence == "none"


def test_a_whole_list_and_a_field_can_be_withheld(log: DecisionLog) -> None:
    consent = {"id": "c", "purposes": ["care"], "note": "n", "place": "p"}
    visit = {"id": "v", "at": "2026-01-01T00:00:00Z"}
    items = [{"name": "x", "category": "findings"}, {"name": "y", "category": "address"}]
    patient = {"consents": [consent], "visits": [visit], "blocked": None}
    _, found = recalled(log, patient=patient, items=items)
    assert found.withheld == ("patient.consents.note", "patient.consents.place", "patient.visits")
    # The consent permits either way; by which other rule is not known any more.
    assert (found.otherwise, found.open) == ((), (0,))


def test_a_minimal_record_cannot_be_decided_again(log: DecisionLog) -> None:
    decision = recording(log, minimal=True).decide(ask())
    assert again(log, decision.id) is None
    assert recall(engine().policy_set, next(log.records("opening"))) is None


def test_an_answer_that_the_policies_do_not_give_is_noticed(log: DecisionLog) -> None:
    decision = recording(log).decide(ask())
    record = log.record(decision.id)
    assert record.content is not None
    record.content["result"]["items"][0]["outcome"] = "prohibited"
    found = recall(engine().policy_set, record)
    assert found is not None
    assert found.otherwise == (0,)


@pytest.mark.parametrize("seed", range(3))
def test_decisions_of_ekspressjob_can_all_be_made_again(log: DecisionLog, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - samples, not secrets
    deciding = RecordingEngine(Engine.load("policies/ekspressjob"), log)
    made = deciding.decide_many([random_request(chance) for _ in range(40)])
    (archived,) = log.records("policies")
    policy_set = archived_policies(log.archive(archived.as_dict()["reference"]))
    for decision, record in zip(made, log.records("decision"), strict=True):
        found = recall(policy_set, record)
        assert found is not None
        # Places in files are told as they were when the policies were archived.
        assert found.decision.as_dict() == decision.as_dict()
        assert (found.otherwise, found.open) == ((), ())
