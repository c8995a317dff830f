"""Completing a request: only what is needed is fetched, in order, each once."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Awaitable, Callable, Mapping
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from disclosure_rules import InvalidRequest, Request, acomplete, complete
from tests.oracles.ekspressjob_requests import random_request
from tests.unit import ekspressjob_set as ekspressjob
from tests.unit import small
from tests.unit.small import MOMENT

BREACHES = [{"id": "b-7", "occurred_at": "2026-09-01T00:00:00+03:00"}]
CLIENT: dict[str, Any] = ekspressjob.ask()["client"]
Facts = dict[str, Any]
Complete = Callable[[Mapping[str, object] | Request, Facts], dict[str, object]]


class Register:
    """Facts by path, and the paths that were asked for, in order."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.asked: list[str] = []

    def loaders(self) -> dict[str, Callable[[Mapping[str, object]], object]]:
        return {path: self._loader(path) for path in self.facts}

    def _loader(self, path: str) -> Callable[[Mapping[str, object]], object]:
        def load(known: Mapping[str, object]) -> object:
            assert known["moment"]
            self.asked.append(path)
            return self.facts[path]

        return load

    def awaited(self) -> dict[str, Callable[[Mapping[str, object]], Awaitable[object]]]:
        def awaiting(
            load: Callable[[Mapping[str, object]], object],
        ) -> Callable[[Mapping[str, object]], Awaitable[object]]:
            async def answer(known: Mapping[str, object]) -> object:
                return load(known)

            return answer

        return {path: awaiting(load) for path, load in self.loaders().items()}


def asking(request: Facts, register: Register) -> dict[str, object]:
    return complete(ekspressjob.engine(), request, register.loaders())


def awaiting(request: Facts, register: Register) -> dict[str, object]:
    return asyncio.run(acomplete(ekspressjob.engine(), request, register.awaited()))


BOTH = pytest.mark.parametrize("completing", [asking, awaiting])


def invoice(**parts: Any) -> Facts:
    """Return the question whether an invoice may go after a breach, of which nothing is told."""
    return ekspressjob.ask(
        client={"id": "c-1", "consents": []},
        items=[{"name": "invoice", "category": "transaction_data", "related_to": ["b-7"]}],
        **parts,
    )


@BOTH
def test_what_is_needed_is_fetched_and_then_decides(completing: Any) -> None:
    register = Register({"client.breaches": BREACHES})
    completed = completing(invoice(), register)
    assert completed["client"] == {"id": "c-1", "consents": [], "breaches": BREACHES}
    assert register.asked == ["client.breaches"]
    assert ekspressjob.engine().allows(completed)


@BOTH
def test_what_cannot_matter_is_not_asked(completing: Any) -> None:
    unneeded = {"client.interests": [], "client.opt_outs": [], "client.stop_demands": [],
                "requester.identity_verified": True, "recipient.kind": "court"}  # fmt: skip
    register = Register({**unneeded, "client.breaches": BREACHES})
    completing(invoice(), register)
    assert register.asked == ["client.breaches"]


@BOTH
def test_a_decided_request_asks_for_nothing(completing: Any) -> None:
    register = Register({"client": CLIENT, "requester.assessed": "unfounded"})
    request = ekspressjob.ask()
    assert completing(request, register) == request
    assert register.asked == []


@BOTH
@pytest.mark.parametrize(
    ("path", "fetched"),
    [
        ("recipient.group", "another-group"),
        ("demand", {"entitled": "r-9", "data": ["name"]}),
        ("requester.provision", "§ 1"),
    ],
)
def test_where_silence_says_none_the_record_is_asked(
    completing: Any, path: str, fetched: object
) -> None:
    register = Register({path: fetched})
    completed: Any = completing(ekspressjob.ask(), register)
    assert register.asked == [path]
    entity, dot, name = path.partition(".")
    assert (completed[entity][name] if dot else completed[entity]) == fetched


def test_loaders_are_asked_in_their_order_until_nothing_is_needed() -> None:
    request = invoice()
    del request["client"]["consents"]
    paths = ["client.breaches", "client.consents"]
    for order in (paths, paths[::-1]):
        register = Register({path: CLIENT[path.removeprefix("client.")] for path in order})
        completed = asking(request, register)
        # The breach permits, so that the consents no longer matter once it is known.
        assert register.asked == (["client.breaches"] if order == paths else order)
        assert ekspressjob.engine().allows(completed)


def test_awaited_loaders_are_asked_together() -> None:
    request = invoice()
    del request["client"]["consents"]
    started: list[str] = []
    everybody = asyncio.Event()

    async def wait_for_the_others(path: str) -> object:
        started.append(path)
        if len(started) == 2:
            everybody.set()
        await everybody.wait()
        return CLIENT[path.removeprefix("client.")]

    paths = ("client.breaches", "client.consents", "client.opt_outs")
    loaders = {path: lambda _, path=path: wait_for_the_others(path) for path in paths}

    async def within_reason() -> dict[str, object]:
        # Each loader waits until the other has begun: asked one by one they would wait for ever.
        return await asyncio.wait_for(acomplete(ekspressjob.engine(), request, loaders), timeout=30)

    completed = asyncio.run(within_reason())
    assert sorted(started) == ["client.breaches", "client.consents"]
    assert ekspressjob.engine().allows(completed)


@BOTH
def test_each_loader_is_asked_once_even_if_it_knows_nothing(completing: Any) -> None:
    register = Register({"client.breaches": None, "client": {"id": "c-1"}, "client.consents": None})
    completed = completing(invoice(), register)
    assert sorted(register.asked) == sorted(set(register.asked))
    assert completed["client"] == {"id": "c-1", "consents": []}
    assert ekspressjob.engine().decide(completed).outcome == "facts_missing"


@BOTH
def test_a_whole_entity_is_fetched(completing: Any) -> None:
    request = invoice()
    del request["client"]
    register = Register({"client": CLIENT})
    assert completing(request, register)["client"] == CLIENT
    assert register.asked == ["client"]


@BOTH
def test_given_facts_are_never_overwritten(completing: Any) -> None:
    request = invoice()
    request["client"]["id"] = "ours"
    request["client"]["stop_demands"] = None
    register = Register({"client": {**CLIENT, "id": "theirs", "consents": [{"id": "n"}]}})
    completed = completing(request, register)
    client: Any = completed["client"]
    assert (client["id"], client["consents"]) == ("ours", [])
    assert (client["breaches"], client["stop_demands"]) == (BREACHES, [])


@BOTH
def test_the_request_itself_is_not_changed(completing: Any) -> None:
    request = invoice()
    del request["items"][0]["related_to"]
    before = copy.deepcopy(request)
    completing(request, Register({"client": CLIENT, "item.related_to": {"invoice": ["b-7"]}}))
    assert request == before


@BOTH
def test_a_typed_request_will_do(completing: Any) -> None:
    completed = completing(Request(**invoice()), Register({"client": CLIENT}))
    assert ekspressjob.engine().allows(completed)
    assert completed["moment"] == MOMENT


@BOTH
def test_facts_of_items_come_by_name_and_are_never_overwritten(completing: Any) -> None:
    items = [
        {"name": "a", "category": "transaction_data"},
        {"name": "b", "category": "transaction_data", "related_to": []},
        {"name": "c", "category": "transaction_data", "related_to": None},
        {"category": "transaction_data"},
    ]
    found = {"a": ["b-7"], "b": ["b-7"], "c": ["b-7"], "unasked": ["b-7"]}
    register = Register({"item.related_to": found})
    completed: Any = completing(ekspressjob.ask(items=items), register)
    assert [item.get("related_to") for item in completed["items"]] == [["b-7"], [], ["b-7"], None]
    assert [set(item) for item in completed["items"]][3] == {"category"}
    decision = ekspressjob.engine().decide(completed)
    assert [item.outcome for item in decision.items] == [
        "permitted",
        "no_ground",
        "permitted",
        "facts_missing",
    ]


@BOTH
@pytest.mark.parametrize("parts", [{}, {"items": []}, {"items": None}])
def test_without_items_there_is_nothing_to_add_to(completing: Any, parts: Facts) -> None:
    request = {**invoice(), "items": [], **parts}
    register = Register({"item.related_to": {"a": ["b-7"]}, "item.category": None})
    assert completing(request, register)["items"] == parts.get("items", [])


@BOTH
@pytest.mark.parametrize("path", ["operation", "purpose"])
def test_facts_of_the_request_itself_can_be_fetched(completing: Any, path: str) -> None:
    request = ekspressjob.ask(**{path: None})
    completed = completing(request, Register({path: ekspressjob.ask()[path]}))
    assert completed[path] == ekspressjob.ask()[path]


@BOTH
def test_a_broad_term_is_kept(completing: Any) -> None:
    register = Register({"purpose": "offers", "operation": "transmit"})
    request = ekspressjob.ask(operation="processing", purpose="serve_better")
    assert completing(request, register) == request
    assert register.asked == []


@BOTH
@pytest.mark.parametrize(
    "path",
    ["client.breach", "clients", "item", "items", "", ".", "client.", "client.consents.id", "x.y",
     "operation.x", "Client", "client.breaches "],
)  # fmt: skip
def test_a_path_that_nobody_declared_is_an_error(completing: Any, path: str) -> None:
    register = Register({path: None})
    with pytest.raises(ValueError, match="no entity and no fact of the vocabulary is called"):
        completing(invoice(), register)
    assert register.asked == []


@BOTH
def test_a_request_that_does_not_fit_is_refused_before_anything_is_asked(completing: Any) -> None:
    register = Register({"client.breaches": BREACHES})
    with pytest.raises(InvalidRequest):
        completing(invoice(purpose="ofers"), register)
    assert register.asked == []


@pytest.mark.parametrize("fetched", [5, "b-7", {"id": "b-7"}, [{"idd": "b-7"}], [None]])
def test_what_a_loader_brings_is_checked_before_the_next_is_asked(fetched: object) -> None:
    request = invoice()
    del request["client"]["consents"]
    register = Register({"client.breaches": fetched, "client.consents": []})
    with pytest.raises(InvalidRequest):
        asking(request, register)
    assert register.asked == ["client.breaches"]


@BOTH
def test_what_the_last_loader_brings_is_checked_too(completing: Any) -> None:
    with pytest.raises(InvalidRequest):
        completing(invoice(), Register({"client.breaches": 5}))


@BOTH
def test_facts_of_items_without_names_are_refused(completing: Any) -> None:
    request = ekspressjob.ask(items=[{"name": "a", "category": "transaction_data"}])
    with pytest.raises((InvalidRequest, TypeError, ValueError)):
        completing(request, Register({"item.related_to": ["b-7"]}))


@BOTH
@pytest.mark.parametrize("request_", [None, 3, [("moment", MOMENT)]])
def test_what_is_no_mapping_is_refused(completing: Any, request_: Any) -> None:
    with pytest.raises(InvalidRequest):
        completing(request_, Register({"client.breaches": []}))


@BOTH
def test_what_a_loader_raises_comes_through(completing: Any) -> None:
    class Unreachable(Exception):  # noqa: N818 - of a service
        pass

    register = Register({"client.breaches": None})

    def fail(_known: Mapping[str, object]) -> object:
        raise Unreachable

    register._loader = lambda _: fail  # type: ignore[method-assign, assignment]
    with pytest.raises(Unreachable):
        completing(invoice(), register)


LAPSING = """
always: {effect: allow, ground: law}
demanded: {effect: deny, when: {demand.issued_at: {before: {the: moment}}}}
"""


@pytest.mark.parametrize(
    ("path", "fetched"),
    [
        ("demand", {"issued_at": "2026-01-05T12:00:00+02:00"}),
        pytest.param(
            "demand.issued_at",
            "2026-01-05T12:00:00+02:00",
        ),
    ],
)
def test_what_silence_would_deny_is_asked_before_anything_is_permitted(
    path: str, fetched: object
) -> None:
    engine = small.load(small.policy(LAPSING))
    assert engine.allows(small.ask())
    completed = complete(engine, small.ask(), {path: lambda _: fetched})
    assert engine.decide(completed).outcome == "prohibited"


@pytest.mark.parametrize(
    "completing",
    [
        pytest.param(
            asking,
        ),
        awaiting,
    ],
)
def test_what_becomes_needed_later_is_asked_too(completing: Any) -> None:
    request = ekspressjob.demanded()
    demand = request.pop("demand")
    del request["recipient"]["id"]
    completed = completing(request, Register({"recipient.id": "r-2", "demand": demand}))
    assert ekspressjob.engine().allows(completed)


def test_both_ways_lead_to_the_same_decision() -> None:
    chance = Random(11)  # noqa: S311 - samples, not secrets
    engine = ekspressjob.engine()
    undecided = 0
    for _ in range(150):
        request = random_request(chance)
        client = request.pop("client", None) or {"consents": [], "breaches": []}
        facts = {"client": client, "item.related_to": {}, "purpose": "offers"}
        one, other = Register(facts), Register(facts)
        first, second = asking(request, one), awaiting(request, other)
        assert engine.decide(first).outcome == engine.decide(second).outcome
        assert set(one.asked) <= set(other.asked)
        undecided += bool(one.asked)
    assert undecided > 30


# --- Loaders that fail ---------------------------------------------------------------------------


def test_where_one_loader_fails_no_other_goes_on() -> None:
    ended: list[str] = []

    async def slow(_: Mapping[str, object]) -> object:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("slow")
        return []

    async def failing(_: Mapping[str, object]) -> object:
        await asyncio.sleep(0)
        message = "the database is away"
        raise ConnectionError(message)

    async def ask_both() -> list[str]:
        loaders = {"client.consents": slow, "client.breaches": failing}
        request = ekspressjob.ask(client={"id": "c-1"}, purpose="protect_rights")
        with pytest.raises(ConnectionError, match="the database is away"):
            await acomplete(ekspressjob.engine(), request, loaders)
        return list(ended)

    assert asyncio.run(ask_both()) == ["slow"]


@BOTH
def test_a_loader_that_is_no_function_is_named(completing: Any) -> None:
    register: Any = SimpleNamespace(loaders=lambda: {"client.consents": []})
    register.awaited = register.loaders
    with pytest.raises(TypeError, match=r"the loader for `client\.consents` is no function: give"):
        completing(invoice(), register)


def test_a_loader_of_the_other_kind_is_named() -> None:
    request = ekspressjob.ask(client={"id": "c-1"}, purpose="protect_rights")

    async def awaited(_: Mapping[str, object]) -> object:
        return []

    with pytest.raises(TypeError, match=r"`client\.consents` is to be awaited: use `acomplete`"):
        complete(ekspressjob.engine(), request, {"client.consents": awaited})
    with pytest.raises(TypeError, match=r"`client\.consents` is no `async def`"):
        asyncio.run(acomplete(ekspressjob.engine(), request, {"client.consents": lambda _: []}))  # type: ignore[dict-item,return-value]
