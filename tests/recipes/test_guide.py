"""The guide for service developers: its first service runs, its tables are whole and true."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

import disclosure_rules
from disclosure_rules import DisclosureDenied, Engine, InvalidRequest, complete
from tests.docs.markdown import tables
from tests.recipes.conftest import EKSPRESSJOB, ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

GUIDE = ROOT / "docs" / "services.md"

ENGINE = Engine.load(EKSPRESSJOB)
DEMAND = {
    "operation": "transmit",
    "purpose": "meet_legal_duty",
    "moment": "2026-11-22T12:00:00+02:00",
    "recipient": {"id": "r-2", "kind": "investigating_authority"},
    "client": {"id": "c-1", "consents": []},
    "demand": {
        "provision": "§ 32",
        "entitled": "r-2",
        "data": ["contact_data"],
        "issued_at": "2026-11-01T00:00:00+02:00",
    },
    "items": [{"name": "email", "category": "contact_data"}],
}


def _table(anchor: str) -> Any:
    (table,) = [table for table in tables(GUIDE) if table.anchor == anchor]
    return table


# --- The first service ----------------------------------------------------------------------------


class StandingClock(datetime):
    @classmethod
    def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
        return datetime(2026, 11, 22, 10, tzinfo=tz)


def _first_service(monkeypatch: pytest.MonkeyPatch) -> tuple[str, dict[str, Any]]:
    monkeypatch.chdir(ROOT)
    found = re.search(r"^```python\n(.*?)^```$", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert found
    service: dict[str, Any] = {}
    exec(compile(found[1], str(GUIDE), "exec"), service)  # noqa: S102 - our own page
    service["datetime"] = StandingClock
    return found[1], service


def _call(service: dict[str, Any]) -> tuple[str, bytes]:
    begun = []
    body = b"".join(service["app"]({}, lambda status, _headers: begun.append(status)))
    (status,) = begun
    return status, body


def test_the_first_service_has_twenty_lines_and_works(monkeypatch: pytest.MonkeyPatch) -> None:
    text, service = _first_service(monkeypatch)
    assert len(text.splitlines()) == 20
    status, body = _call(service)
    assert (status, json.loads(body)) == ("200 OK", {"email": "mari@example.com"})


def test_the_first_service_denies_before_it_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    _, service = _first_service(monkeypatch)
    service["engine"] = _Stopped(service["engine"])
    assert _call(service) == ("403 Forbidden", b"")


class _Stopped:
    """An engine that is told of a demand to end processing."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def enforce(self, request: dict[str, Any]) -> Any:
        demand = {
            "id": "s-1",
            "made_at": "2026-11-01T00:00:00+02:00",
            "assessed": "well_founded",
        }
        client = {**request["client"], "stop_demands": [demand]}
        return self.engine.enforce({**request, "client": client})


# --- The names ------------------------------------------------------------------------------------


def test_every_public_name_is_listed_once() -> None:
    assert sorted(_table("every-public-name").words()) == sorted(disclosure_rules.__all__)


def test_each_name_has_one_line() -> None:
    assert [row for row in _table("every-public-name").rows if not row[1]] == []


def test_the_methods_of_the_engine_are_listed() -> None:
    rows = dict(_table("every-public-name").rows)
    listed = set(re.findall(r"`(\w+)`", rows["`Engine`"]))
    assert listed == {name for name in dir(Engine) if not name.startswith("_")}


# --- The mistakes ---------------------------------------------------------------------------------


def _decide(**changes: object) -> None:
    ENGINE.decide({name: part for name, part in (DEMAND | changes).items() if part is not None})


UNSAID = {**DEMAND, "client": {"id": "c-1"}, "purpose": "protect_rights"}
"""A request of which the consents matter and are not said."""


async def _async_loader(_request: object) -> list[object]:
    return []


def _async_loader_for_complete() -> None:
    complete(ENGINE, UNSAID, {"client.consents": _async_loader})


MESSAGES: dict[str, Callable[[], object]] = {
    "moment: is missing; the engine has no clock": lambda: _decide(moment=None),
    (
        "moment: must be a time with its offset and at most six digits of a second, "
        "such as 2026-01-31T12:00:00+02:00; the offset is missing, such as `+02:00` or `Z`"
    ): lambda: _decide(moment=datetime(2026, 11, 22, 12, tzinfo=UTC).replace(tzinfo=None)),
    "purpose: is no term of `purposes`; did you mean `protect_rights`?": lambda: _decide(
        purpose="protect_right"
    ),
    (
        "client.email: is not in the vocabulary; known are `breaches`, `consents`, `id`, "
        "`interests`, `opt_outs`, `stop_demands`"
    ): lambda: _decide(client={"id": "c-1", "email": "mari@example.com"}),
    "client: must be a mapping of facts": lambda: _decide(client="c-1"),
    "client.consents[0].purposes: must be a list of texts": lambda: _decide(
        client={"consents": [{"purposes": "offers"}]}
    ),
    "items[1].name: has the same name as item 0 (counted from 0)": lambda: _decide(
        items=DEMAND["items"] * 2  # type: ignore[operator]
    ),
    "the loader for `client.consents` is to be awaited: use `acomplete`": (
        _async_loader_for_complete
    ),
    "no entity and no fact of the vocabulary is called `client.consent`": lambda: complete(
        ENGINE, DEMAND, {"client.consent": lambda _: []}
    ),
    (
        "the request gives no `client`: give it, if only by its id, "
        "or name a loader for the whole of `client`"
    ): lambda: complete(ENGINE, DEMAND | {"client": None}, {"client.consents": lambda _: []}),
    (
        "no obligation in force is called `verify`; there are `confirm_to_client`, "
        "`limit_to_breach`, `offer_opt_out_notice`, `record_disclosure`, `verify_demand`"
    ): lambda: ENGINE.enforce(DEMAND, fulfilled={"verify"}),
    "to fulfil before disclosing: `verify_demand`": lambda: ENGINE.enforce(DEMAND),
}
"""What the guide shows of messages, and how one comes to see them."""


@pytest.mark.parametrize("message", MESSAGES)
def test_the_messages_of_the_guide_are_the_real_ones(message: str) -> None:
    with pytest.raises((InvalidRequest, TypeError, ValueError, DisclosureDenied)) as seen:
        MESSAGES[message]()
    assert str(seen.value) == message
    shown = [row[0].replace("``", "`") for row in _table("typical-mistakes").rows]
    assert [cell for cell in shown if message in cell], message


def test_every_message_of_the_guide_is_tried() -> None:
    cells = [row[0] for row in _table("typical-mistakes").rows]
    quoted = [re.match(r"``(.+?) ?``|`([^`]+)`", cell) for cell in cells]
    messages = {found[1] or found[2] for found in quoted if found}
    # The rest are outcomes, or the beginning of what a missing folder brings.
    assert {m for m in messages if " " in m and "no_such_folder" not in m} == set(MESSAGES)


def test_a_folder_that_is_not_there_is_told_as_shown(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(disclosure_rules.PolicyError) as seen:
        Engine.load("policies/ekspressjob")
    assert str(seen.value).startswith("policies/ekspressjob:1:1: error[no_such_folder]")
    shown = [row[0] for row in _table("typical-mistakes").rows]
    assert any("policies/ekspressjob:1:1: error[no_such_folder]" in cell for cell in shown)


def test_the_mistakes_without_a_message_are_as_the_guide_says() -> None:
    open_duty = ENGINE.decide(DEMAND)
    assert ENGINE.allows(DEMAND)
    assert open_duty["email"].open_obligations(()) == ("verify_demand",)

    left_out = ENGINE.decide(DEMAND | {"client": {"id": "c-1"}, "demand": None})
    assert (left_out.outcome, left_out.missing) == ("facts_missing", ("client.consents",))
    given = ENGINE.decide(DEMAND | {"demand": None})
    assert given.outcome == "no_ground"
    assert given["email"].outcome  # a text, which is true

    broad = ENGINE.decide(DEMAND | {"items": [{"name": "all", "category": "client_data"}]})
    assert broad["all"].missing == broad["all"].too_broad == ("item.category",)


def test_a_plain_loader_given_to_acomplete_permits_nothing() -> None:
    loaders: Any = {"client.consents": lambda _: []}
    with pytest.raises(TypeError):
        asyncio.run(disclosure_rules.acomplete(ENGINE, UNSAID, loaders))
