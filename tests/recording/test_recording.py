"""What is recorded of decisions, and what is not."""

from __future__ import annotations

import asyncio
import json
import logging
import pickle
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from disclosure_rules import (
    DecisionLog,
    DisclosureDenied,
    Engine,
    InvalidRequest,
    Keys,
    LogError,
    RecordedDecision,
    RecordingEngine,
    Request,
    acomplete,
    complete,
)
from tests.recording.logs import (
    KEYS,
    NOON,
    POLICY,
    VOCABULARY,
    Clock,
    ask,
    engine,
    opened,
    recording,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from disclosure_rules.recording.entries import Entry

VALUES = {
    "id": "p-secret-id",
    "personal_code": "49001010000",
    "illness": "secret-illness",
    "blocked": False,
    "consents": [
        {"id": "c-1", "purposes": ["care"], "note": "secret-note", "place": "secret-place"}
    ],
    "visits": [{"id": "secret-visit", "at": "2026-01-01T00:00:00Z"}],
}


def only(log: DecisionLog, kind: Any = "decision") -> dict[str, Any]:
    (record,) = log.records(kind)
    return record.as_dict()


def test_a_record_holds_what_it_takes(log: DecisionLog) -> None:
    asked = recording(log).for_call(caller="crm", correlation_id="17")
    decision = asked.decide(
        ask(recipient={"id": "i-1", "kind": "insurer"}, patient={"weight": 2.5})
    )
    said = only(log)
    policy_set = engine().policy_set
    assert said["decision_id"] == said["id"] == decision.id
    assert said["timestamp"] == said["moment"] == NOON.isoformat()
    assert said["labels"] == {"version": "0.1.0"}
    assert said["bundles"] == {
        "clinic": {
            "revision": policy_set.digest,
            "source": policy_set.source_digest,
            "versions": {"sharing": "1"},
        }
    }
    assert (said["operation"], said["purpose"]) == ("disclose", "care")
    assert said["recipient"] == {"id": "i-1", "kind": "insurer"}
    assert said["subject"] == {"key_id": "2026", "pseudonym": KEYS.pseudonym("p-1").value.hex()}
    assert (said["requested_by"], said["correlation_id"]) == ("crm", "17")
    assert said["result"]["items"] == [
        {
            "category": "address",
            "name": "home",
            "outcome": "permitted",
            "records": {"sharing#consent": {"patient.consents": ["c-1"]}},
            "rules": ["sharing#consent", "sharing#insurer"],
        }
    ]
    assert said["result"]["grounds"] == ["consent", "contract"]
    assert {
        "id": "tell_patient",
        "rule": "sharing#consent",
        "timing": "after",
        "within": "30 days",
    } in (said["result"]["obligations"])
    assert said["input"]["patient"] == {
        "consents": [{"id": "c-1", "purposes": ["care"]}],
        "weight": "2.5",
    }
    assert "erased" not in said


def test_what_the_vocabulary_withholds_stays_out(log: DecisionLog, path: Path) -> None:
    recording(log).decide(ask(patient=VALUES))
    said = only(log)
    assert said["erased"] == [
        "patient.blocked",
        "patient.consents.note",
        "patient.illness",
        "patient.visits",
    ]
    assert said["masked"] == ["patient.consents.place", "patient.personal_code"]
    assert said["input"]["patient"]["personal_code"] == KEYS.digest(
        "patient.personal_code", "49001010000"
    )
    text = json.dumps(said)
    for word in ("secret", "49001010000"):
        assert word not in text
    log.close()
    assert b"secret-" not in path.read_bytes()


def test_ids_of_records_are_not_told_where_their_list_is_withheld(log: DecisionLog) -> None:
    request = ask(items=[{"name": "x", "category": "findings"}], patient=VALUES | {"consents": []})
    assert recording(log).decide(request).allowed
    (item,) = only(log)["result"]["items"]
    assert item == {
        "category": "findings",
        "name": "x",
        "outcome": "permitted",
        "rules": ["sharing#visited"],
    }


def test_minimal_records_keep_a_digest_of_the_facts(log: DecisionLog) -> None:
    recording(log, minimal=True).decide(ask())
    said = only(log)
    assert "input" not in said
    assert set(said["input_digest"]) == {"hmac", "key_id"}


def test_denials_and_what_is_missing_are_recorded(log: DecisionLog) -> None:
    deciding = recording(log)
    assert not deciding.allows(ask(purpose="research"))
    deciding.decide(ask(patient={"id": "p-1", "consents": None}))
    refused, missing = (record.as_dict()["result"] for record in log.records("decision"))
    assert refused["outcome"] == "no_ground"
    assert missing["missing"] == missing["items"][0]["missing"] == ["patient.consents"]


def test_a_broad_question_without_a_subject_is_recorded(log: DecisionLog) -> None:
    recording(log).decide({"moment": NOON})
    said = only(log)
    assert "subject" not in said
    assert said["result"]["items"][0]["name"] is None


def test_invalid_requests_are_recorded_without_values(log: DecisionLog) -> None:
    deciding = recording(log)
    wrong = ask(patient={"personal_code": 7, "secret-key": "secret"})
    with pytest.raises(InvalidRequest):
        deciding.decide(wrong)
    said = only(log, "invalid_request")
    assert said["faults"] == [
        {"code": "wrong_value", "path": "patient.personal_code"},
        {"code": "unknown_key", "path": "patient"},
    ]
    assert "secret" not in json.dumps(said)


def test_enforce_records_before_it_refuses(log: DecisionLog) -> None:
    request = ask(recipient={"id": "i", "kind": "insurer"}, patient={"weight": 3, "consents": []})
    deciding = recording(log)
    with pytest.raises(DisclosureDenied) as denied:
        deciding.enforce(request)
    assert isinstance(denied.value.decision, RecordedDecision)
    done = deciding.enforce(request, {"check_identity"})
    first, second = log.records("decision")
    assert first.as_dict()["id"] == denied.value.decision.id
    assert "fulfilled" not in (first.content or {})
    assert second.as_dict()["fulfilled"] == ["check_identity"]
    assert done.redact({"home": "street"}, {"check_identity"}) == {"home": "street"}
    with pytest.raises(ValueError, match="no obligation"):
        deciding.enforce(request, {"nothing"})


@pytest.mark.parametrize("minutes", [-6, 6])
def test_enforce_refuses_a_moment_that_is_not_near(log: DecisionLog, minutes: int) -> None:
    far = ask(moment=NOON + timedelta(minutes=minutes))
    with pytest.raises(InvalidRequest, match="more than 5 minutes from the clock") as refused:
        recording(log).enforce(far)
    assert refused.value.faults[0].code == "moment_not_near"
    assert only(log, "invalid_request")["faults"] == [{"code": "moment_not_near", "path": "moment"}]
    assert recording(log, near=timedelta(hours=1)).enforce(far).allowed
    assert recording(log).decide(far).allowed


def test_enforce_raises_what_does_not_fit(log: DecisionLog) -> None:
    with pytest.raises(InvalidRequest):
        recording(log).enforce({"moment": 7})


def test_a_negative_nearness_is_refused(log: DecisionLog) -> None:
    with pytest.raises(ValueError, match="negative"):
        recording(log, near=timedelta(-1))


def test_many_are_recorded_in_order(log: DecisionLog) -> None:
    deciding = recording(log)
    made = deciding.decide_many([ask(), ask(purpose="research")])
    assert [decision.id for decision in made] == [str(r.id) for r in log.records("decision")]
    returned = deciding.decide_many([{"moment": 1}, ask()], on_invalid="return")
    assert isinstance(returned[0], InvalidRequest)
    with pytest.raises(InvalidRequest):
        deciding.decide_many([ask(), {"moment": 1}, ask()])
    assert len([*log.records("decision")]) == 4
    assert len([*log.records("invalid_request")]) == 2
    with pytest.raises(TypeError, match="a list of requests"):
        deciding.decide_many(ask())  # type: ignore[arg-type]
    assert deciding.decide_many([]) == []


def test_the_face_is_that_of_an_engine(log: DecisionLog) -> None:
    deciding = recording(log)
    assert deciding.policy_set is engine().policy_set
    # Tables are not recorded: what records every decision does not decide any without.
    elsewhere = {"load", "origin", "decide_table", "decide_spark"}
    faces = {name for name in dir(Engine) if not name.startswith("_")} - elsewhere
    assert faces <= set(dir(RecordingEngine))
    assert repr(deciding).startswith("RecordingEngine(Engine('clinic'")
    again = deciding.for_call(caller="crm").reloaded()
    again.decide(Request(moment=NOON))
    assert only(log)["requested_by"] == "crm"


def test_facts_are_completed_and_needs_are_not_recorded(log: DecisionLog) -> None:
    deciding = recording(log)
    known = ask(patient={"consents": None})

    async def consents(_: object) -> list[object]:
        return []

    full = complete(deciding, known, {"patient.consents": lambda _: []})
    assert full == asyncio.run(acomplete(deciding, known, {"patient.consents": consents}))
    assert deciding.needs(known) == ("patient.consents",)
    assert [*log.records("decision")] == []


def test_nothing_is_answered_where_nothing_is_recorded() -> None:
    class Full(Exception):  # noqa: N818 - for this test
        pass

    def fail(_: Sequence[Entry]) -> None:
        raise Full

    deciding = RecordingEngine(engine(), fail, keys=KEYS, clock=Clock())
    for asked in (deciding.decide, deciding.allows, deciding.enforce):
        with pytest.raises(Full):
            asked(ask())
    with pytest.raises(Full):
        deciding.decide_many([ask()])


def test_any_callable_can_record(caplog: pytest.LogCaptureFixture) -> None:
    lines: list[str] = []
    logger = logging.getLogger("decisions")

    def on_decision(entries: Sequence[Entry]) -> None:
        for entry in entries:
            lines.append(json.dumps(entry.as_dict()))
            logger.info("%s", entry)

    with caplog.at_level("INFO"):
        decision = RecordingEngine(engine(), on_decision, keys=KEYS).decide(ask())
    (line,) = lines
    assert json.loads(line)["decision_id"] == decision.id
    assert json.loads(line)["input"]["purpose"] == "care"
    assert caplog.messages == [f"Entry('decision', {decision.id!r})"]


def test_keys_are_needed(path: Path) -> None:
    with opened(path, keys=None) as log, pytest.raises(LogError, match="no keys"):
        recording(log)


def test_an_older_key_finds_older_records(path: Path) -> None:
    old, new = {"2025": b"the older secret key"}, {"2026": b"the newer secret key"}
    for keys in (Keys(old), Keys(old | new, "2026")):
        with opened(path, keys=keys) as log:
            recording(log).decide(ask())
    with opened(path, keys=None) as log:
        said = [record.as_dict()["subject"] for record in log.records("decision")]
    both = Keys(old | new, "2026").pseudonyms("p-1")
    assert said == [pseudonym.as_dict() for pseudonym in both]


def test_a_key_with_the_name_of_another_is_refused(path: Path) -> None:
    with opened(path) as log:
        recording(log).decide(ask())
    with pytest.raises(LogError) as refused:
        opened(path, keys=Keys({"2026": b"quite another secret"}))
    assert refused.value.code == "wrong_key"


def test_policies_are_archived_once(path: Path) -> None:
    for _ in range(2):
        with opened(path) as log:
            recording(log).decide(ask())
            recording(log).decide(ask())
    with opened(path) as log:
        (archived,) = log.records("policies")
        archive = log.archive(archived.as_dict()["reference"])
        assert archive.documents == {"vocabulary.yaml": VOCABULARY, "sharing.yaml": POLICY}
        assert repr(archive).startswith("Archive('clinic'")
        with pytest.raises(LogError, match="no policies"):
            log.archive("0" * 64)


def test_policies_that_cannot_be_archived_are_refused(tmp_path: Path, log: DecisionLog) -> None:
    with pytest.raises(LogError, match=r"Engine\.load"):
        RecordingEngine(Engine(engine().policy_set), log)
    (tmp_path / "vocabulary.yaml").write_text(VOCABULARY)
    loaded = Engine.load(tmp_path)
    assert not RecordingEngine(loaded, log).allows({"moment": NOON})
    (tmp_path / "sharing.yaml").write_text(POLICY)
    with pytest.raises(LogError, match="have changed"):
        RecordingEngine(loaded, log)


def test_a_recorded_decision_travels_with_its_id(log: DecisionLog) -> None:
    decision = recording(log).decide(ask())
    again = pickle.loads(pickle.dumps(decision))  # noqa: S301 - our own
    assert (again.id, again.as_dict()) == (decision.id, decision.as_dict())


def test_a_record_that_is_not_there(log: DecisionLog) -> None:
    for wanted in ("nonsense", "00000000-0000-7000-8000-000000000000"):
        with pytest.raises(LogError, match="no record"):
            log.record(wanted)
    assert repr(log).startswith("DecisionLog(")
    (opening,) = log.records("opening")
    assert repr(opening) == f"Recorded('opening', 1, '{opening.id}')"
