"""Remedies of EkspressJob's set: what a lawyer would say helps, and nothing made up."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit import ekspressjob_set as ekspressjob

CONSENT = {
    "id": "n-1",
    "purposes": ["protect_rights"],
    "recipients": ["other_third_person"],
    "data": ["contact_data"],
    "recorded_in": "contract",
    "given_at": "2026-02-01T00:00:00+02:00",
}
NOT_RECORDED = {key: value for key, value in CONSENT.items() if key != "recorded_in"}
EMAIL = {"name": "email", "category": "contact_data", "related_to": []}
INVOICE = {"name": "invoice", "category": "transaction_data", "related_to": ["b-7"]}
DEMAND = {"id": "s-1", "made_at": "2026-01-10T00:00:00+02:00"}
FUTURE = {"id": "b-7", "occurred_at": "2026-12-24T00:00:00+02:00"}
APPLICANT = {"identity_verified": True}


def client(**lists: Any) -> dict[str, Any]:
    """Return a client of whom all is known, and of whose lists most are empty."""
    empty = ("consents", "breaches", "interests", "opt_outs", "stop_demands")
    return {"id": "c-1", **{name: [] for name in empty}, **lists}


def ask(**parts: Any) -> dict[str, Any]:
    asked = ekspressjob.ask(**{"client": client(), "items": [EMAIL], **parts})
    return {key: value for key, value in asked.items() if value is not None}


def about_better_service(**demand: Any) -> dict[str, Any]:
    return ask(
        operation="use", purpose="serve_better", client=client(stop_demands=[{**DEMAND, **demand}])
    )


def about_erasure(**requester: Any) -> dict[str, Any]:
    return ask(operation="erase_own_data", purpose=None, requester={**APPLICANT, **requester})


CONSENTS, RELATED = ("client.consents",), ("item.related_to",)
BREACH = ("client.breaches", "item.related_to")

CASES: list[tuple[str, dict[str, Any], str, list[tuple[str, ...]]]] = [
    ("no breach is made up", ask(), "found", [CONSENTS]),
    (
        "no breach is made up beside one that is yet to come",
        ask(client=client(breaches=[FUTURE]), items=[INVOICE]),
        "found",
        [CONSENTS],
    ),
    (
        "a court that hears no case of ours",
        ask(recipient={"id": "harju", "kind": "court"}),
        "found",
        [CONSENTS],
    ),
    (
        "an assessment of a demand stands",
        about_better_service(assessed="well_founded"),
        "none_possible",
        [],
    ),
    (
        "a demand not yet assessed",
        about_better_service(),
        "found",
        [("client.stop_demands.assessed",)],
    ),
    (
        "an assessment of a request stands",
        about_erasure(provision="§ 1", assessed="unfounded"),
        "none_possible",
        [],
    ),
    (
        "an applicant can name a provision",
        about_erasure(),
        "found",
        [("requester.assessed", "requester.provision")],
    ),
    (
        "a consent that only has to be recorded",
        ask(client=client(consents=[NOT_RECORDED])),
        "found",
        [("client.consents.recorded_in",), CONSENTS],
    ),
    (
        "it is not known which consents and breaches there are",
        ask(client={"id": "c-1"}, items=[INVOICE, EMAIL]),
        "found",
        [("client.breaches",), CONSENTS],
    ),
    ("no recipient", ask(recipient=None), "facts_first", []),
    ("no purpose", ask(purpose=None, client=client(consents=[CONSENT])), "facts_first", []),
    (
        "no category",
        ask(items=[{"name": "email", "related_to": []}]),
        "facts_first",
        [],
    ),
]


@pytest.mark.parametrize(
    ("asked", "ending", "paths"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_what_helps_and_nothing_else(
    asked: dict[str, Any], ending: str, paths: list[tuple[str, ...]]
) -> None:
    name = asked["items"][0]["name"]
    found = ekspressjob.engine().decide(asked).remedies()[name]
    told = [tuple(sorted(change["path"] for change in remedy)) for remedy in found["remedies"]]
    assert (found["ending"], told) == (ending, paths)


def test_many_of_a_kind_do_not_crowd_out_another() -> None:
    breaches = [
        {"id": f"b-{number:02}", "occurred_at": "2026-02-01T00:00:00+02:00"} for number in range(15)
    ]
    email = {**EMAIL, "related_to": ["old"]}
    decision = ekspressjob.engine().decide(ask(client=client(breaches=breaches), items=[email]))
    found = decision.remedies()["email"]
    assert [remedy[0]["path"] for remedy in found["remedies"]] == [*RELATED * 3, *CONSENTS]
    assert found["untried"] == 12
    text = str(decision.explain())
    line = "breaches the data is connected with: establish that one of these is among them: "
    assert f"{line}`b-00`, `b-01`, `b-02`\n" in text
    assert "and 12 more like these, not tried one by one" in text
    assert "client's consents: obtain one more" in text


def test_a_breach_is_asked_for_only_where_it_is_not_known_which_there_are() -> None:
    unknown = {key: value for key, value in client().items() if key != "breaches"}
    decision = ekspressjob.engine().decide(ask(client=unknown))
    consent, breach = decision.remedies()["email"]["remedies"]
    assert consent[0]["path"] == "client.consents"
    assert [change["path"] for change in breach] == list(BREACH)
    text = str(decision.explain("et"))
    assert "kliendi lepingurikkumised: selgitada välja, kas on olemas selline kanne" in text
    assert "on seotud: teha kindlaks, et nende hulgas on see kanne" in text
    assert "new-" not in text


def test_what_could_be_told_later_is_named() -> None:
    decision = ekspressjob.engine().decide(ask(items=[{"name": "email", "related_to": []}]))
    assert decision.remedies()["email"]["waits_for"] == ["item.category"]
    assert "what it takes can be told once this is known: data" in str(decision.explain())
    assert "mida vaja on, saab öelda siis, kui on teada: andmed" in str(decision.explain("et"))
    breaches = [{"id": "b-7", "occurred_at": "2026-02-01T00:00:00+02:00"}]
    asked = ask(client=client(breaches=breaches), items=[{"name": "email", "related_to": []}])
    decision = ekspressjob.engine().decide(asked)
    assert decision.remedies()["email"]["ending"] == "found"
    assert "more can be told once this is known: data" in str(decision.explain())
