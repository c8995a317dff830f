"""Decisions: asking them, redacting with them, and their plain form."""

from __future__ import annotations

import gc
import json
import os
import weakref
from datetime import date
from itertools import permutations, product
from random import Random
from typing import Any, NoReturn

import pytest
from jsonschema import Draft202012Validator

from disclosure_rules import Decision, DisclosureDenied, Reason
from disclosure_rules.decision import GRAVEST_FIRST, Outcome, Verdict
from tests.oracles.ekspressjob_requests import random_request
from tests.unit import ekspressjob_set as ekspressjob
from tests.unit.small import ask, load, policy

REQUESTS = int(os.environ.get("DISCLOSURE_RULES_REQUESTS", "4000")) // 10
OUTCOMES: tuple[Outcome, ...] = (*GRAVEST_FIRST, "permitted")


class Watched(Decision):
    """A decision of which one can tell when it is gone."""

    __slots__ = ("__weakref__",)


class Made:
    """What decisions rest on here: their items, and what they repeat."""

    lapsed: tuple[str, ...] = ()

    def __init__(
        self, items: tuple[tuple[str | None, Outcome], ...], request: dict[str, object]
    ) -> None:
        self.given = items
        self.repeated = request

    def named(self, _snapshot: object) -> tuple[list[str | None], list[tuple[str, ...]]]:
        return [name for name, _ in self.given], [() for _ in self.given]

    def basis(self, *_: object) -> Made:
        return self

    def request(self) -> dict[str, object]:
        return self.repeated

    def policy_set(self) -> dict[str, object]:
        return {}

    def obligations(self) -> frozenset[str]:
        return frozenset()

    def reasons(self, _number: int) -> tuple[Reason, ...]:
        return ()

    def missing(self, _number: int) -> tuple[tuple[str, bool], ...]:
        return ()

    def explain(self, *_: object, **__: object) -> NoReturn:
        pytest.fail("nothing is explained here")

    def remedies(self) -> dict[str | None, dict[str, Any]]:
        return {}


def item(name: str | None, outcome: Outcome) -> tuple[str | None, Outcome]:
    return name, outcome


def decided(*outcomes: Outcome) -> Decision:
    items = tuple(item(f"i{number}", outcome) for number, outcome in enumerate(outcomes))
    return made(items)


def made(items: tuple[tuple[str | None, Outcome], ...], **request: object) -> Decision:
    verdicts = [Verdict(outcome, (), ()) for _, outcome in items]
    in_force = ekspressjob.engine().policy_set.in_force(date(2026, 11, 22))
    return Decision(Made(items, request), in_force, None, verdicts)


# --- Outcomes ------------------------------------------------------------------------------------


@pytest.mark.parametrize("outcomes", list(product(OUTCOMES, repeat=3)))
def test_the_gravest_outcome_of_an_item_is_that_of_the_request(
    outcomes: tuple[Outcome, ...],
) -> None:
    order: list[Outcome] = ["prohibited", "no_ground", "facts_missing", "permitted"]
    decision = decided(*outcomes)
    assert decision.outcome == min(outcomes, key=order.index)
    assert decision.allowed is bool(decision) is (set(outcomes) == {"permitted"})
    assert [bool(each) for each in decision.items] == [o == "permitted" for o in outcomes]


@pytest.mark.parametrize("names", list(permutations(["email", "phone", "code"])))
def test_permitted_items_come_in_the_order_asked(names: tuple[str, ...]) -> None:
    engine = load(policy("contact: {effect: allow, ground: law, data: contact_data}"))
    categories = {"email": "email", "phone": "phone", "code": "personal_code"}
    items = [{"name": name, "category": categories[name]} for name in names]
    decision = engine.decide(ask(items=items))
    assert decision.permitted_items == tuple(name for name in names if name != "code")


def test_items_without_a_name_are_never_among_the_permitted() -> None:
    engine = load(policy("always: {effect: allow, ground: law}"))
    for items in (
        [],
        None,
        [{"category": "email"}],
        [{"category": "email"}, {"category": "phone"}],
    ):
        decision = engine.decide(ask(items=items))
        assert decision.allowed
        assert decision.permitted_items == ()
        assert decision.redact({"email": 1, None: 2, "None": 3}) == {}  # type: ignore[dict-item]


# --- Looking an item up --------------------------------------------------------------------------


def test_an_item_is_found_by_its_name() -> None:
    decision = decided("permitted", "no_ground")
    assert decision["i0"].outcome == "permitted"
    assert decision["i1"].outcome == "no_ground"


@pytest.mark.parametrize("name", ["i2", "", "SECRET-NAME", None, 0, "None"])
def test_another_name_is_a_key_error_that_shows_nothing(name: Any) -> None:
    items = (item(None, "permitted"), item("i1", "permitted"))
    decision = made(items, recipient={"id": "SECRET-NAME"})
    if name is None:
        return
    with pytest.raises(KeyError) as caught:
        decision[name]
    assert "SECRET" not in str(caught.value)


# --- Redacting -----------------------------------------------------------------------------------

RECORD = {"invoice": 17, "email": "m@example.org", "unasked": 1}


def test_redact_keeps_the_permitted_entries_only() -> None:
    decision = ekspressjob.engine().decide(ekspressjob.ask())
    assert decision.redact(RECORD) == {"invoice": 17}
    assert decision.redact({}) == {}
    assert decision.redact({"email": 1, "unasked": 2}) == {}
    assert decision.redact(RECORD, fulfilled={"verify_demand"}) == {"invoice": 17}


def test_redact_keeps_what_is_empty() -> None:
    decision = ekspressjob.engine().decide(ekspressjob.ask())
    assert decision.redact({"invoice": None}) == {"invoice": None}


def test_redact_refuses_while_something_is_to_be_done_before() -> None:
    decision = ekspressjob.engine().decide(ekspressjob.demanded())
    assert decision.permitted_items == ("name",)
    with pytest.raises(DisclosureDenied) as caught:
        decision.redact({"name": "Mari"})
    assert caught.value.open_obligations == ("verify_demand",)
    assert caught.value.decision is decision
    assert "Mari" not in str(caught.value) + repr(caught.value)
    assert decision.redact({"name": "Mari"}, fulfilled="verify_demand") == {"name": "Mari"}
    assert decision.redact({"other": 1}) == {}


def test_redact_asks_only_of_what_leaves() -> None:
    demanded = ekspressjob.demanded()
    items = [*demanded["items"], {"name": "email", "category": "contact_data", "related_to": []}]
    decision = ekspressjob.engine().decide({**demanded, "items": items})
    assert decision["email"].outcome == "no_ground"
    assert decision.redact({"email": 1}) == {}


@pytest.mark.parametrize("fulfilled", ["verify", ["verify_demand", "x"], [""], [None]])
@pytest.mark.parametrize("outcome", ["permitted", "prohibited"])
def test_an_unknown_obligation_is_an_error_whatever_the_outcome(
    fulfilled: Any, outcome: str
) -> None:
    request = ekspressjob.demanded()
    if outcome == "prohibited":
        request |= {"purpose": "offers", "recipient": {"id": "p-1", "kind": "partner"}}
    decision = ekspressjob.engine().decide(request)
    assert decision.outcome == outcome
    for ask_of in (decision.require, lambda done: decision.redact({"name": 1}, done)):
        with pytest.raises(ValueError, match="no obligation in force is called"):
            ask_of(fulfilled)


@pytest.mark.parametrize("fulfilled", [None, 5, {"verify_demand": True}])
def test_what_is_fulfilled_is_told_by_ids(fulfilled: Any) -> None:
    engine = ekspressjob.engine()
    with pytest.raises(TypeError, match="a set of ids, an empty one if none are, and no mapping"):
        engine.enforce(ekspressjob.demanded(), fulfilled=fulfilled)


def test_what_cannot_be_an_id_is_no_obligation() -> None:
    decision = ekspressjob.engine().decide(ekspressjob.demanded())
    with pytest.raises(ValueError, match=r"no obligation in force is called `\['verify_demand'\]`"):
        decision.require([["verify_demand"]])  # type: ignore[list-item]


def test_require() -> None:
    engine = ekspressjob.engine()
    with pytest.raises(DisclosureDenied, match="item `email` is no_ground"):
        engine.decide(ekspressjob.ask()).require()
    with pytest.raises(DisclosureDenied, match="to fulfil before disclosing: `verify_demand`"):
        engine.decide(ekspressjob.demanded()).require()
    engine.decide(ekspressjob.demanded()).require("verify_demand")
    engine.decide(ekspressjob.demanded()).require(["verify_demand"])


def test_open_obligations_of_an_item() -> None:
    name = ekspressjob.engine().decide(ekspressjob.demanded())["name"]
    assert name.open_obligations([]) == ("verify_demand",)
    assert name.open_obligations({"verify_demand"}) == ()


# --- The plain form ------------------------------------------------------------------------------


def schema(name: str) -> Draft202012Validator:
    text = (ekspressjob.ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


def test_the_plain_form_fits_its_schema() -> None:
    validator = schema("decision")
    chance = Random(7)  # noqa: S311 - samples, not secrets
    for number in range(REQUESTS):
        request = random_request(chance)
        told = ekspressjob.engine().decide(request).as_dict()
        faults = [error.message for error in validator.iter_errors(told)]
        assert not faults, f"request {number}: {faults}"
        assert json.loads(json.dumps(told)) == told


def test_the_plain_form_says_what_the_decision_says() -> None:
    decision = ekspressjob.engine().decide(ekspressjob.ask())
    told: Any = decision.as_dict()
    assert (told["format"], told["allowed"], told["outcome"]) == (1, False, "no_ground")
    assert [each["name"] for each in told["items"]] == ["invoice", "email"]
    invoice, email = told["items"]
    assert invoice["category"] == "transaction_data"
    assert invoice["rules"] == ["disclosure#contract_breach"]
    assert invoice["reasons"][0]["records"] == [{"list": "client.breaches", "id": "b-7"}]
    assert invoice["grounds"] == told["grounds"] == ["contract_breach"]
    assert [o["id"] for o in invoice["obligations"]] == ["limit_to_breach", "record_disclosure"]
    assert told["obligations"] == invoice["obligations"]
    assert (email["rules"], email["reasons"], email["missing"]) == ([], [], [])


@pytest.mark.parametrize(
    ("category", "told"),
    [
        ("name", "name"),
        (["name"], "name"),
        (["personal_code", "name"], ["name", "personal_code"]),
        (["name", "name"], "name"),
        (None, None),
        ([], None),
    ],
)
def test_the_category_of_an_item(category: Any, told: Any) -> None:
    items = [{"name": "x", "category": category}]
    decision: Any = ekspressjob.engine().decide(ekspressjob.ask(items=items)).as_dict()
    assert decision["items"][0]["category"] == told


def test_the_plain_form_is_a_copy() -> None:
    decision = ekspressjob.engine().decide(ekspressjob.ask())
    before = json.dumps(decision.as_dict())
    told: Any = decision.as_dict()
    told["policy_set"]["versions"]["disclosure"] = "another"
    told["policy_set"]["digest"] = "0"
    told["items"][0]["obligations"][0]["title"]["en"] = "nothing"
    told["items"][0]["reasons"][0]["text"]["en"] = "nothing"
    told["items"].pop()
    assert json.dumps(decision.as_dict()) == before


def test_the_recipient_in_the_plain_form_is_a_copy() -> None:
    decision = ekspressjob.engine().decide(ekspressjob.ask())
    told: Any = decision.as_dict()
    told["recipient"]["id"] = "another"
    assert decision.as_dict()["recipient"] == {"id": "r-9", "kind": "other_third_person"}


@pytest.mark.parametrize("name", ["outcome", "items"])
def test_an_answer_cannot_be_changed(name: str) -> None:
    decision = ekspressjob.engine().decide(ekspressjob.ask())
    changed: Any = {"outcome": "permitted", "items": ()}
    with pytest.raises(AttributeError):
        setattr(decision, name, changed[name])


def test_the_answer_for_an_item_cannot_be_changed() -> None:
    decision = ekspressjob.engine().decide(ekspressjob.ask())
    email: Any = decision["email"]
    with pytest.raises(AttributeError):
        email.outcome = "permitted"
    assert decision.redact(RECORD) == {"invoice": 17}


def test_reprs_say_which_and_what() -> None:
    decision = ekspressjob.engine().decide(ekspressjob.ask())
    invoice = decision["invoice"]
    assert repr(decision) == "Decision('no_ground', {invoice: permitted, email: no_ground})"
    assert repr(invoice) == (
        "ItemDecision('invoice', 'permitted', rules=('disclosure#contract_breach',))"
    )
    assert repr(invoice.reasons[0]) == "Reason('disclosure#contract_breach', effect='allow')"
    assert repr(invoice.obligations[0]) == (
        "Obligation('limit_to_breach', rule='disclosure#contract_breach', timing='with')"
    )


def test_a_name_cannot_forge_a_line_of_a_log() -> None:
    items = [{"name": "a\nINFO everything is permitted\x1b[2J", "category": "name"}]
    decision = ekspressjob.engine().decide(ekspressjob.ask(items=items))
    for told in (repr(decision), str(DisclosureDenied(decision))):
        assert told.isprintable()


def permitted() -> Decision:
    engine = load(policy("always: {effect: allow, ground: law}"))
    return engine.decide(ask(items=[{"name": "email"}]))


def test_data_under_a_name_of_its_own_class_is_not_taken_for_another() -> None:
    class Everything(str):
        __slots__ = ()

        def __eq__(self, other: object) -> bool:
            return True

        def __hash__(self) -> int:
            return hash("email")

    decision = permitted()
    assert decision.permitted_items == ("email",)
    assert decision.redact({Everything("shoe_size"): "44"}) == {}


def test_a_decision_is_asked_by_name_and_not_gone_through() -> None:
    decision = permitted()
    assert decision.items[0].name in decision
    assert "shoe_size" not in decision
    with pytest.raises(TypeError):
        iter(decision)  # type: ignore[call-overload]


def test_a_decision_whose_items_were_read_does_not_wait_for_the_collector() -> None:
    asked = ekspressjob.engine().decide(ekspressjob.ask())
    parts: tuple[Any, ...] = asked.__reduce__()[1]
    decision = Watched(*parts)
    items, gone = decision.items, weakref.ref(decision)
    gc.disable()
    try:
        del decision
        assert gone() is None
    finally:
        gc.enable()
    assert [item.as_dict() for item in items] == asked.as_dict()["items"]
