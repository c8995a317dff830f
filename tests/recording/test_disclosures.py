"""What has left, what is still to be done, what left without a decision."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from disclosure_rules import LogError
from tests.recording.logs import NOON, ask, recording

if TYPE_CHECKING:
    from disclosure_rules import DecisionLog, RecordedDecision

INSURER: dict[str, Any] = {
    "recipient": {"id": "i-1", "kind": "insurer"},
    "patient": {"weight": 3, "consents": []},
}


def decided(log: DecisionLog, **parts: Any) -> RecordedDecision:
    return recording(log).decide(ask(**parts))


def duties(log: DecisionLog) -> list[tuple[str, str, str | None]]:
    return [(duty.obligation, duty.timing, duty.due) for duty in log.open_obligations()]


def test_a_disclosure_is_a_record_of_its_own(log: DecisionLog) -> None:
    decision = decided(log)
    sent = datetime(2026, 11, 22, 13, tzinfo=UTC)
    made = log.confirm(decision.id, ["home"], sent, "L-1", fulfilled={"write_down"})
    said = log.record(made).as_dict()
    assert said["about"] == decision.id
    assert (said["items"], said["fulfilled"]) == (["home"], ["write_down"])
    assert (said["sent_at"], said["reference"]) == ("2026-11-22T13:00:00+00:00", "L-1")
    assert said["subject"] == log.record(decision.id).as_dict()["subject"]
    assert log.verify().sound


@pytest.mark.parametrize(
    ("parts", "items", "code"),
    [
        ({"purpose": "research"}, ["home"], "not_permitted"),
        ({}, ["elsewhere"], "not_permitted"),
        ({}, [], "no_items"),
        ({}, "home", "no_items"),
        (INSURER, ["home"], "before_open"),
    ],
)
def test_what_may_not_leave_is_not_confirmed(
    log: DecisionLog, parts: dict[str, Any], items: Any, code: str
) -> None:
    decision = decided(log, **parts)
    with pytest.raises(LogError) as refused:
        log.confirm(decision.id, items, NOON, "L-1")
    assert refused.value.code == code
    assert [*log.records("disclosure")] == []


def test_what_was_to_be_done_before_can_be_recorded_in_three_ways(log: DecisionLog) -> None:
    request = ask(**INSURER)
    first = recording(log).decide(request)
    log.confirm(first.id, ["home"], NOON, "L-1", fulfilled=["check_identity"])
    second = recording(log).decide(request)
    log.fulfil(second.id, "check_identity", note="by phone")
    log.confirm(second.id, ["home"], NOON, "L-2")
    third = recording(log).enforce(request, {"check_identity"})
    log.confirm(third.id, ["home"], NOON, "L-3")
    (fulfilment,) = log.records("fulfilment")
    assert (fulfilment.content or {})["note"] == "by phone"


def test_one_rule_with_nothing_open_is_enough(log: DecisionLog) -> None:
    both = decided(log, recipient=INSURER["recipient"], patient={"weight": 3})
    assert both["home"].rules == ("sharing#consent", "sharing#insurer")
    log.confirm(both.id, ["home"], NOON, "L-1")
    assert ("check_identity", "before", None) not in duties(log)


def test_other_refusals(log: DecisionLog) -> None:
    decision = decided(log)
    opening = next(log.records("opening"))
    refused = {
        "no_decision": lambda: log.confirm("nonsense", ["home"], NOON, "L"),
        "no_reference": lambda: log.confirm(decision.id, ["home"], NOON, ""),
        "no_offset": lambda: log.confirm(decision.id, ["home"], NOON.replace(tzinfo=None), "L"),
        "no_obligation": lambda: log.fulfil(decision.id, ["dance"]),
        "no_obligations": lambda: log.fulfil(decision.id, []),
    }
    for code, asked in refused.items():
        with pytest.raises(LogError) as error:
            asked()
        assert error.value.code == code
    with pytest.raises(LogError, match="no decision"):
        log.fulfil(str(opening.id), ["write_down"])
    with pytest.raises(LogError, match="it has -"):
        log.fulfil(decided(log, purpose="research").id, ["dance"])


def test_duties_are_owed_once_something_has_left(log: DecisionLog) -> None:
    decision = decided(log)
    assert duties(log) == []
    log.confirm(decision.id, ["home"], NOON + timedelta(days=1), "L-1")
    assert duties(log) == [("tell_patient", "after", "2026-12-23"), ("write_down", "with", None)]
    log.fulfil(decision.id, ["write_down", "tell_patient"])
    assert duties(log) == []


def test_what_is_to_be_done_before_is_owed_until_something_leaves(log: DecisionLog) -> None:
    decision = decided(log, **INSURER)
    assert duties(log) == [("check_identity", "before", None)]
    log.fulfil(decision.id, ["check_identity"])
    assert duties(log) == []
    log.confirm(decision.id, ["home"], NOON, "L-1")
    assert duties(log) == [("write_down", "with", None)]


def test_without_a_recipient_duties_are_owed_at_once(log: DecisionLog) -> None:
    decided(log, operation="erase", recipient=None)
    assert duties(log) == [("tell_patient", "after", "2026-12-22")]


def test_a_refusal_can_oblige_too(log: DecisionLog) -> None:
    decision = decided(log, patient={"blocked": True})
    (duty,) = log.open_obligations()
    assert duty.as_dict() == {
        "decision_id": decision.id,
        "obligation": "explain_refusal",
        "timing": "after",
        "due": "2026-11-24",
    }


def test_what_left_without_a_decision(log: DecisionLog) -> None:
    log.confirm(decided(log).id, ["home"], NOON, "L-1")
    assert log.reconcile(["L-2", "L-1", "L-3", "L-2"]) == ("L-2", "L-3")
    # The digest by which policies are found is no reference of a disclosure.
    (policies,) = log.records("policies")
    reference = policies.as_dict()["reference"]
    assert log.reconcile([reference]) == (reference,)
