"""What a type checker tells users: `make types` checks the types, running checks the values."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal, assert_never, assert_type, get_args

import pytest

from disclosure_rules import (
    Decision,
    DisclosureDenied,
    Engine,
    Fault,
    InvalidRequest,
    ItemDecision,
    Obligation,
    Outcome,
    Reason,
    Request,
    acomplete,
    complete,
)
from disclosure_rules.packaged import example_policies

ENGINE = Engine.load(example_policies())
REQUEST = Request(
    operation="transmit",
    purpose="meet_legal_duty",
    moment=datetime(2026, 11, 22, 10, tzinfo=UTC),
    recipient={"id": "r-2", "kind": "investigating_authority"},
    client={"id": "c-1", "consents": []},
    demand={
        "provision": "§ 32",
        "entitled": "r-2",
        "data": ["contact_data"],
        "issued_at": "2026-11-01T00:00:00+02:00",
    },
    items=[{"name": "email", "category": "contact_data"}],
)


def status(outcome: Outcome) -> int:
    """A match over all outcomes, as users write it; mypy finds the one that is left out."""
    match outcome:
        case "permitted":
            return 200
        case "prohibited" | "no_ground":
            return 403
        case "facts_missing":
            return 409
        case _:
            assert_never(outcome)


def test_the_outcome_is_one_of_four_words() -> None:
    item = assert_type(ENGINE.decide(REQUEST)["email"], ItemDecision)
    assert_type(item.outcome, Literal["permitted", "prohibited", "no_ground", "facts_missing"])
    assert [status(outcome) for outcome in get_args(Outcome)] == [200, 403, 403, 409]
    # A word that is none is a mistake that mypy finds; without it, this line would not pass.
    assert item.outcome != "allowed"  # type: ignore[comparison-overlap]


def test_a_decision_and_its_parts() -> None:
    decision = assert_type(ENGINE.decide(REQUEST), Decision)
    (item,) = assert_type(decision.items, tuple[ItemDecision, ...])
    assert assert_type(item.name, str | None) == "email"
    assert assert_type(item.rules, tuple[str, ...]) == ("disclosure#legal_demand",)
    assert assert_type(item.permitted, bool)
    (reason,) = assert_type(item.reasons, tuple[Reason, ...])
    assert assert_type(reason.ground, str | None) == "law"
    assert assert_type(reason.text, Mapping[str, str])
    assert assert_type(reason.records, tuple[tuple[str, str], ...]) == ()
    duty, _ = assert_type(decision.obligations, tuple[Obligation, ...])
    assert assert_type(duty.timing, Literal["before", "with", "after"]) == "with"
    assert assert_type(duty.within, str | None) is None
    assert assert_type(decision.policy_set, Mapping[str, Any])["id"] == "ekspressjob"


def test_what_is_redacted_keeps_its_type() -> None:
    decision = ENGINE.enforce(REQUEST, fulfilled={"verify_demand"})
    done = {"verify_demand"}
    assert assert_type(decision.redact({"email": "m"}, done), dict[str, str]) == {"email": "m"}
    assert assert_type(decision.redact({"email": 1}, done), dict[str, int]) == {"email": 1}
    with pytest.raises(TypeError):
        decision.redact(["email"], done)  # type: ignore[arg-type]


def test_many_requests_are_decisions_or_also_what_is_invalid() -> None:
    assert_type(ENGINE.decide_many([REQUEST]), list[Decision])
    found = ENGINE.decide_many([REQUEST, {}], on_invalid="return")
    assert_type(found, list[Decision | InvalidRequest])
    assert [type(one) for one in found] == [Decision, InvalidRequest]
    with pytest.raises(ValueError, match="on_invalid"):
        ENGINE.decide_many([], on_invalid="ignore")  # type: ignore[call-overload]


def test_what_errors_carry() -> None:
    with pytest.raises(DisclosureDenied) as denied:
        ENGINE.enforce(REQUEST)
    assert assert_type(denied.value.decision, Decision).allowed
    assert assert_type(denied.value.open_obligations, tuple[str, ...]) == ("verify_demand",)
    with pytest.raises(InvalidRequest) as invalid:
        ENGINE.decide({})
    (fault,) = assert_type(invalid.value.faults, tuple[Fault, ...])
    assert assert_type(fault.steps, tuple[str | int, ...]) == ("moment",)


def _plain(_request: Mapping[str, object]) -> list[object]:
    return []


async def _nothing(_request: Mapping[str, object]) -> list[object]:
    return []


def test_loaders_are_plain_or_asynchronous() -> None:
    asked = complete(ENGINE, REQUEST, {"client.breaches": lambda _: []})
    assert assert_type(asked, dict[str, object]) == REQUEST.as_mapping()
    assert_type(
        asyncio.run(acomplete(ENGINE, REQUEST, {"client.breaches": _nothing})), dict[str, object]
    )
    without = REQUEST.as_mapping() | {"client": {"id": "c-1"}, "demand": None}
    plain: dict[str, Any] = {"client.consents": _plain}
    with pytest.raises(TypeError):
        asyncio.run(acomplete(ENGINE, without, plain))
    # Where its type is known, mypy finds it.
    mistaken = {"client.consents": _plain}
    acomplete(ENGINE, REQUEST, mistaken).close()  # type: ignore[arg-type]
