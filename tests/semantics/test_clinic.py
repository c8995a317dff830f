"""The clinic's policies against answers worked out by hand, by somebody who wants to leak data.

Each row is a way to get at a patient's data, with the answer that the acts and the house rules
give. The rows know nothing of the set's own cases.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from disclosure_rules import Engine, InvalidRequest
from disclosure_rules.language.vocabulary import Records

CLINIC = Path(__file__).parents[2] / "policies" / "clinic"
NOON = "2026-09-14T12:00:00+03:00"
YESTERDAY = "2026-09-13T12:00:00+03:00"
LAST_YEAR = "2025-09-14T12:00:00+03:00"

# What is asked for. A row names some of these.
ITEMS: dict[str, dict[str, Any]] = {
    "phone": {"category": "contact_data", "telling_harms_child": False},
    "bill": {"category": "billing_data", "billed_to_fund": False},
    "diagnosis": {
        "category": "diagnosis",
        "telling_harms_child": False,
        "billed_to_fund": False,
        "related_to": [],
    },
    "allergy": {"category": "allergy"},
    "psychiatry": {"category": "mental_health_data"},
    "pills_for_the_mind": {"category": ["medication", "mental_health_data"]},
    "ward_address": {"category": ["contact_data", "health_data"]},
    "result": {"category": "test_result", "pseudonymised": False},
    "secret_of_the_child": {"category": "diagnosis", "telling_harms_child": True},
    "how_they_are": {"category": "general_condition"},
    "fitness": {"category": "fitness_conclusion"},
    "anything": {"category": "patient_data", "telling_harms_child": False},
    "of_no_category": {"category": []},
}
NOTHING = ("consents", "bans", "care_team", "referrals", "representatives", "contact_persons")
ADULT = {"id": "p-1", "born_on": "1990-01-31", "able_to_decide": True, "notifiable_findings": []}
CHILD = {"born_on": "2017-09-14"}
TEENAGER = {"born_on": "2011-01-31", "found_able_at": YESTERDAY}
UNCONSCIOUS = {"able_to_decide": False}


def consent(**changes: Any) -> dict[str, Any]:
    """Return an explicit consent of the patient to all there is, with changes."""
    return {
        "id": "n-1",
        "given_by": "patient_in_person",
        "explicit": True,
        "purposes": ["care", "private_insurance", "research", "represent_patient"],
        "recipients": ["health_provider", "insurer", "research_institution", "representative"],
        "data": ["patient_data"],
        "given_at": "2026-01-05T09:00:00+02:00",
        **changes,
    }


def ban(**changes: Any) -> dict[str, Any]:
    """Return a patient's ban on showing anything to other providers, with changes."""
    return {
        "id": "k-1",
        "operations": ["show_in_health_record"],
        "against": ["health_provider"],
        "data": ["patient_data"],
        "in_emergencies_too": False,
        "made_at": "2026-01-05T09:00:00+02:00",
        **changes,
    }


def parent(**changes: Any) -> dict[str, Any]:
    """Return the entry of a parent, with changes."""
    entry = {"person": "mum", "basis": "parent", "data": ["patient_data"], "since": LAST_YEAR}
    return {**entry, "studies_agreed_to": [], **changes}


class Row(NamedTuple):
    """A way to ask, and the answer for each item."""

    asks: str
    """Operation, purpose, kind and id of the recipient, in a word each."""
    patient: dict[str, Any]
    more: dict[str, Any]
    answers: dict[str, str]


PERMITTED, PROHIBITED, NO_GROUND, MISSING = "permitted", "prohibited", "no_ground", "facts_missing"
HEALTH_RECORD = "show_in_health_record emergency_care hospital h-1"
TREATED = {"treatment": {"provider": "h-1", "begun_at": YESTERDAY}}
HAPPENING = {"emergency": {"finding": "established", "established_at": "2026-09-14T11:00:00+03:00"}}
STUDY = {
    "study": {
        "id": "t-1",
        "institution": "u-1",
        "data": ["test_result"],
        "approved_at": LAST_YEAR,
        "approved_until": "2030-01-01T00:00:00+02:00",
    }
}

ROWS: dict[str, Row] = {
    "a real emergency, to see that the rest fails for its own reason": Row(
        HEALTH_RECORD, UNCONSCIOUS, HAPPENING, {"allergy": PERMITTED, "psychiatry": PROHIBITED}
    ),
    "an emergency is claimed, and the doctor found none": Row(
        HEALTH_RECORD,
        UNCONSCIOUS,
        {"emergency": {**HAPPENING["emergency"], "finding": "refuted"}},
        {"allergy": PROHIBITED, "phone": NO_GROUND},
    ),
    "an emergency is claimed, and nothing is said of it": Row(
        HEALTH_RECORD, UNCONSCIOUS, {"emergency": {}}, {"allergy": MISSING, "phone": MISSING}
    ),
    "yesterday's emergency, to the second": Row(
        HEALTH_RECORD,
        UNCONSCIOUS,
        {"emergency": {"finding": "established", "established_at": YESTERDAY}},
        {"allergy": PROHIBITED},
    ),
    "an emergency while the patient sits there and can be asked": Row(
        HEALTH_RECORD, {}, HAPPENING, {"allergy": PROHIBITED, "phone": NO_GROUND}
    ),
    "the patient said: not even in an emergency": Row(
        HEALTH_RECORD,
        {**UNCONSCIOUS, "bans": [ban(in_emergencies_too=True, data=["vital_data"])]},
        HAPPENING,
        {"allergy": PROHIBITED, "pills_for_the_mind": PROHIBITED, "phone": PERMITTED},
    ),
    "consent in hand, but the record was closed for psychiatry since": Row(
        "show_in_health_record treatment hospital h-1",
        {"consents": [consent()], "bans": [ban(data=["mental_health_data"])]},
        TREATED,
        {
            "diagnosis": PERMITTED,
            "psychiatry": PROHIBITED,
            "pills_for_the_mind": PROHIBITED,
            "anything": MISSING,
        },
    ),
    "the ban is on the record, so the question leaves open how": Row(
        "disclose treatment hospital h-1",
        {"consents": [consent()], "bans": [ban()]},
        TREATED,
        {"diagnosis": MISSING},
    ),
    "consent withdrawn at exactly this instant, written in another zone": Row(
        "transmit treatment hospital h-1",
        {"consents": [consent(withdrawn_at="2026-09-14T09:00:00Z")]},
        {},
        {"phone": NO_GROUND, "diagnosis": PROHIBITED},
    ),
    "consent withdrawn, given anew, withdrawn: the middle one is over too": Row(
        "transmit treatment hospital h-1",
        {
            "consents": [
                consent(id="n-1", withdrawn_at=LAST_YEAR),
                consent(id="n-2", given_at=LAST_YEAR, withdrawn_at=YESTERDAY),
                consent(id="n-3", given_at="2026-09-14T12:00:01+03:00"),
            ]
        },
        {},
        {"phone": NO_GROUND, "diagnosis": PROHIBITED},
    ),
    "plain consent, and the data is in part about health": Row(
        "transmit treatment hospital h-1",
        {"consents": [consent(explicit=False)]},
        {},
        {"phone": PERMITTED, "ward_address": PROHIBITED, "anything": MISSING},
    ),
    "consent for hospitals, used by an insurer under the name of treatment": Row(
        "transmit treatment insurer i-1",
        {"consents": [consent(recipients=["health_provider"])]},
        {},
        {"phone": PROHIBITED, "diagnosis": PROHIBITED},
    ),
    "consent to insure, used by the insurer under the name of treatment": Row(
        "transmit treatment insurer i-1",
        {"consents": [consent(purposes=["private_insurance"])]},
        TREATED,
        {"phone": PROHIBITED, "diagnosis": PROHIBITED},
    ),
    "an insurer may have what was plainly agreed to": Row(
        "transmit private_insurance insurer i-1",
        {"consents": [consent()]},
        {},
        {"phone": PERMITTED, "diagnosis": PERMITTED, "of_no_category": PROHIBITED},
    ),
    "a doctor's warning, addressed to the insurer and the employer": Row(
        "tell prevent_harm insurer i-1",
        {},
        {"danger": {"established_at": NOON, "who_must_know": ["i-1"], "data": ["patient_data"]}},
        {"phone": PROHIBITED, "diagnosis": PROHIBITED},
    ),
    "an employer with consent to everything": Row(
        "transmit occupational_health employer e-1",
        {"consents": [consent(purposes=["occupational_health"], recipients=["employer"])]},
        {"fitness_check": {"employer": "e-1", "made_on": "2026-09-14"}},
        {"fitness": PERMITTED, "diagnosis": PROHIBITED, "of_no_category": PROHIBITED},
    ),
    "a mother and her own small child": Row(
        "tell represent_patient representative mum",
        {**CHILD, "representatives": [parent()]},
        {},
        {"diagnosis": PERMITTED, "secret_of_the_child": PROHIBITED, "anything": PERMITTED},
    ),
    "a mother and another woman's child": Row(
        "tell represent_patient representative mum",
        {**CHILD, "representatives": [parent(person="another")]},
        {},
        {"phone": NO_GROUND, "diagnosis": PROHIBITED},
    ),
    "a mother whose rights ended at this very moment": Row(
        "tell represent_patient representative mum",
        {**CHILD, "representatives": [parent(until=NOON)]},
        {},
        {"phone": NO_GROUND, "diagnosis": PROHIBITED},
    ),
    "a mother of an adult, who cannot be asked": Row(
        "tell represent_patient representative mum",
        {**UNCONSCIOUS, "representatives": [parent()]},
        HAPPENING,
        {"phone": NO_GROUND, "diagnosis": PROHIBITED},
    ),
    "a mother on her child's eighteenth birthday": Row(
        "tell represent_patient representative mum",
        {
            "born_on": "2008-09-14",
            "representatives": [parent()],
            "consents": [consent(given_by="by_representative")],
        },
        {},
        {"phone": NO_GROUND, "diagnosis": PROHIBITED},
    ),
    "a mother who signed for a child that has since been found able": Row(
        "tell represent_patient representative mum",
        {
            **TEENAGER,
            "representatives": [parent()],
            "consents": [consent(given_by="by_representative")],
        },
        {},
        {"phone": NO_GROUND, "diagnosis": PROHIBITED},
    ),
    "a study with one parent's signature": Row(
        "transmit research research_institution u-1",
        {
            **CHILD,
            "consents": [consent(given_by="by_representative")],
            "representatives": [parent(studies_agreed_to=["t-1"]), parent(person="dad")],
        },
        STUDY,
        {"result": PROHIBITED, "phone": PROHIBITED},
    ),
    "a study of another institution": Row(
        "transmit research research_institution u-2",
        {},
        STUDY,
        {"result": PROHIBITED, "phone": NO_GROUND},
    ),
    "a caller who says to be the wife": Row(
        "tell inform_close_persons close_person w-1",
        UNCONSCIOUS,
        {},
        {"how_they_are": MISSING, "diagnosis": PROHIBITED},
    ),
    "a contact person who was struck out a minute ago": Row(
        "tell inform_close_persons close_person w-1",
        {
            "contact_persons": [
                {
                    "person": "w-1",
                    "data": ["health_data"],
                    "named_at": LAST_YEAR,
                    "removed_at": "2026-09-14T11:59:00+03:00",
                }
            ]
        },
        {},
        {"how_they_are": PROHIBITED, "diagnosis": PROHIBITED},
    ),
    "a policeman with a court's order in another's name": Row(
        "transmit court_proceedings police c-1",
        {},
        {"order": {"court": "c-1", "data": ["patient_data"], "issued_at": YESTERDAY}},
        {"phone": NO_GROUND, "diagnosis": PROHIBITED},
    ),
    "the fund asks for a bill that the patient paid": Row(
        "transmit pay_for_care health_insurance_fund f-1",
        {},
        {},
        {"bill": NO_GROUND, "diagnosis": PROHIBITED},
    ),
    "somebody logs in as another patient": Row(
        "view_own_data",
        {},
        {"requester": {"id": "p-2", "identity_verified": True}},
        {"phone": NO_GROUND, "diagnosis": NO_GROUND},
    ),
    "consent of one who died ten years and a day ago": Row(
        "transmit treatment hospital h-1",
        {
            "died_on": "2026-09-13",
            "consents": [consent()],
        },
        {"moment": "2036-09-14T00:00:00+03:00"},
        {"phone": NO_GROUND, "diagnosis": PROHIBITED},
    ),
    "before the rules there is no ground at all": Row(
        "transmit treatment hospital h-1",
        {"consents": [consent(given_at=LAST_YEAR)]},
        {"moment": "2025-12-31T23:59:59+02:00"},
        {"phone": NO_GROUND, "diagnosis": NO_GROUND},
    ),
}


def request_of(row: Row) -> dict[str, Any]:
    """Return the request of a row, in which everything else is on record: there is nothing."""
    operation, *aim = row.asks.split()
    request: dict[str, Any] = {
        "moment": NOON,
        "operation": operation,
        "patient": {**ADULT, **{name: [] for name in NOTHING}, **row.patient},
        "items": [{"name": name, **ITEMS[name]} for name in row.answers],
    }
    if aim:
        purpose, kind, identity = aim
        request["purpose"] = purpose
        request["recipient"] = {"id": identity, "kind": kind, "bound_by_secrecy": True}
    return {**request, **row.more}


@cache
def engine() -> Engine:
    return Engine.load(CLINIC)


@pytest.mark.parametrize("name", ROWS)
def test_the_answer_is_the_one_worked_out_by_hand(name: str) -> None:
    decision = engine().decide(request_of(ROWS[name]))
    assert {item.name: item.outcome for item in decision.items} == ROWS[name].answers


# --- Leaving something out -----------------------------------------------------------------------


def silences() -> set[str]:
    """Return the facts whose silence means that there is none: leaving them out says something."""
    vocabulary = engine().policy_set.vocabulary
    silent = {name for name, entity in vocabulary.entities.items() if entity.silence == "none"}
    for entity in vocabulary.entities.values():
        for fact in entity.facts.values():
            fields = fact.type.fields.values() if isinstance(fact.type, Records) else ()
            silent |= {each.path for each in (fact, *fields) if each.silence == "none"}
    return silent


def left_out(part: Any, path: str, silent: set[str]) -> Iterator[Any]:
    """Yield a part of a request with one thing less, for each thing that can be left out."""
    if isinstance(part, list):
        for number, below in enumerate(part):
            for less in left_out(below, path, silent):
                yield [*part[:number], less, *part[number + 1 :]]
    if isinstance(part, dict):
        for key, below in part.items():
            inner = f"{path}.{key}".removeprefix(".").replace("items", "item")
            if inner not in silent and inner not in ("moment", "item.name"):
                yield {other: value for other, value in part.items() if other != key}
            for less in left_out(below, inner, silent):
                yield {**part, key: less}


@pytest.mark.parametrize("name", ROWS)
def test_to_leave_a_fact_out_never_opens_what_is_closed(name: str) -> None:
    silent = silences()
    closed = {item for item, answer in ROWS[name].answers.items() if answer != PERMITTED}
    tried = 0
    for less in left_out(request_of(ROWS[name]), "", silent):
        try:
            decision = engine().decide(less)
        except InvalidRequest:
            continue
        tried += 1
        assert closed.isdisjoint(decision.permitted_items), less
    assert tried > 10
