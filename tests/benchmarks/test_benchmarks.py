"""What is compared in benchmarks has equal answers, and results can be read. Nothing is timed."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from benchmarks.ekspressjob import by_hand as ekspressjob
from benchmarks.ekspressjob.requests import requests as ekspressjob_requests
from benchmarks.measuring.alternating import Contestant, Timing, alternate, fitting
from benchmarks.measuring.deciding import POLICIES, check_ekspressjob, check_workload
from benchmarks.reporting.picture import picture
from benchmarks.reporting.table import table
from benchmarks.reporting.targets import TARGETS
from benchmarks.reporting.writing import write_results
from benchmarks.workload.by_hand import Refused, hand_reasons, hand_validated
from benchmarks.workload.further import (
    FAMILIES,
    further_rules,
    policy_texts,
    texts_of_one_head,
)
from benchmarks.workload.requests import requests, with_datetimes, with_seconds
from disclosure_rules import Engine, InvalidRequest
from tests.oracles.ekspressjob_requests import random_request

LATEST = Path(__file__).parents[2] / "benchmarks" / "results"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.load(policy_texts([]))


def test_the_workload_is_answered_as_by_hand(engine: Engine) -> None:
    asked = requests(200)
    check_workload(engine, asked)
    check_workload(engine, [with_datetimes(request) for request in asked])


def test_the_workload_uses_every_rule(engine: Engine) -> None:
    used = {
        rule
        for request in requests(200)
        for answer in hand_reasons(request)
        for rule in answer.rules
    }
    policy = next(iter(engine.policy_set.policies))
    assert used == {rule.name for rule in policy.rules.values()}


def test_requests_are_always_the_same() -> None:
    assert requests(5) == requests(9)[:5]
    assert ekspressjob_requests(5) == ekspressjob_requests(9)[:5]


def test_a_difference_is_noticed(engine: Engine) -> None:
    class Other(Engine):
        def decide(self, request: Any) -> Any:
            return super().decide(request | {"operation": "send_offer"})

    with pytest.raises(AssertionError, match="by hand"):
        check_workload(Other(engine.policy_set), requests(20))


@pytest.mark.parametrize("family", FAMILIES)
def test_further_rules_change_no_answer(family: Any) -> None:
    check_workload(Engine.load(policy_texts(further_rules(10, family))), requests(60))


def test_rules_of_one_head_change_no_answer() -> None:
    check_workload(Engine.load(texts_of_one_head(10)), requests(60))


def test_ekspressjob_is_answered_as_by_hand() -> None:
    check_ekspressjob(Engine.load(POLICIES), ekspressjob_requests(1000))


def test_ekspressjob_is_answered_as_by_hand_where_requests_are_strange() -> None:
    chance = Random(7)  # noqa: S311 - samples, not secrets
    answered = []
    for request in (random_request(chance) for _ in range(2000)):
        try:
            ekspressjob.decide_by_hand(request)
        except ekspressjob.Refused:
            continue
        answered.append(request)
    assert len(answered) > 400
    check_ekspressjob(Engine.load(POLICIES), answered)


BROKEN: list[tuple[tuple[Any, ...], Any]] = [
    (("extra",), 1),
    (("operation",), "sell"),
    (("purpose",), 7),
    (("purpose",), ["offers"]),
    (("moment",), "2026-05-01T10:00:00"),
    (("moment",), "today"),
    (("moment",), 5),
    (("recipient",), "r-1"),
    (("recipient", "kind"), "friend"),
    (("recipient", "id"), ""),
    (("recipient", "colour"), "blue"),
    (("client", "colour"), "blue"),
    (("client", "id"), 7),
    (("client", "consents"), {}),
    (("client", "consents", 0, "colour"), "blue"),
    (("client", "consents", 0, "data"), ["colours"]),
    (("client", "consents", 0, "given_at"), "2026-05-01"),
    (("client", "consents", 0, "withdrawn_at"), "2026-05-01T10:00:00"),
    (("items",), {}),
    (("items", 1, "name"), "item_0"),
    (("items", 0, "name"), ""),
    (("items", 0, "category"), "colours"),
    (("items", 0, "colour"), "blue"),
]
WORKLOAD_ONLY: list[tuple[tuple[Any, ...], Any]] = [
    (("client", "in_breach"), 1),
    (("client", "consents", 0, "purpose"), "fun"),
    (("demand", "based_on_law"), "yes"),
    (("demand", "colour"), "blue"),
    (("items", 0, "related_to_breach"), 1),
    (("recipient", "group"), ""),
]
EKSPRESSJOB_ONLY: list[tuple[tuple[Any, ...], Any]] = [
    (("client", "consents", 0, "purposes"), ["fun"]),
    (("client", "consents", 0, "recorded_in"), "stone"),
    (("client", "breaches", 0, "colour"), "blue"),
    (("client", "interests", 0, "partner"), ""),
    (("client", "opt_outs", 0, "colour"), "blue"),
    (("client", "stop_demands", 0, "assessed"), "maybe"),
    (("demand", "entitled"), 7),
    (("dispute", "colour"), "blue"),
    (("offer", "source"), "stone"),
    (("requester", "channel"), "stone"),
    (("requester", "identity_verified"), 1),
    (("items", 0, "related_to"), "b-1"),
]


def broken(request: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    changed = deepcopy(request)
    inner: Any = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return changed


@pytest.mark.parametrize(("path", "value"), [*BROKEN, *WORKLOAD_ONLY])
def test_what_the_engine_refuses_is_refused_by_hand(
    engine: Engine, path: tuple[Any, ...], value: Any
) -> None:
    request = next(each for each in requests(50) if each["client"]["consents"])
    faulty = broken(request, path, value)
    with pytest.raises(InvalidRequest):
        engine.decide(faulty)
    with pytest.raises(Refused):
        hand_validated(faulty)


FULL: dict[str, Any] = {
    "operation": "transmit",
    "purpose": "protect_rights",
    "moment": "2026-05-01T10:00:00Z",
    "recipient": {"id": "r-1", "kind": "court"},
    "client": {
        "id": "k-1",
        "consents": [
            {
                "id": "n-1",
                "purposes": ["offers"],
                "recipients": ["authority"],
                "data": ["name"],
                "recorded_in": "contract",
                "given_at": "2026-01-01T10:00:00Z",
            }
        ],
        "breaches": [{"id": "b-1", "occurred_at": "2026-01-01T10:00:00Z"}],
        "interests": [{"id": "i-1", "partner": "r-1", "expressed_at": "2026-01-01T10:00:00Z"}],
        "opt_outs": [{"id": "o-1", "made_at": "2026-01-01T10:00:00Z"}],
        "stop_demands": [{"id": "s-1", "made_at": "2026-01-01T10:00:00Z", "assessed": "unfounded"}],
    },
    "demand": {
        "provision": "VOS 5",
        "entitled": "r-1",
        "data": ["name"],
        "issued_at": "2026-01-01T10:00:00Z",
    },
    "dispute": {"court": "r-1", "data": ["name"]},
    "offer": {"source": "own", "partner_chosen": True},
    "requester": {"identity_verified": True, "channel": "web", "assessed": "unfounded"},
    "items": [
        {"name": "item_0", "category": "name", "related_to": ["b-1"]},
        {"name": "item_1", "category": "contact_data", "related_to": []},
    ],
}


def test_a_full_request_of_ekspressjob_is_answered() -> None:
    check_ekspressjob(Engine.load(POLICIES), [FULL])


@pytest.mark.parametrize(("path", "value"), [*BROKEN, *EKSPRESSJOB_ONLY])
def test_what_the_engine_refuses_of_ekspressjob_is_refused_by_hand(
    path: tuple[Any, ...], value: Any
) -> None:
    faulty = broken(FULL, path, value)
    with pytest.raises(InvalidRequest):
        Engine.load(POLICIES).decide(faulty)
    with pytest.raises(ekspressjob.Refused):
        ekspressjob.decide_by_hand(faulty)


def test_times_are_written_anew() -> None:
    request = requests(1)[0]
    assert with_datetimes(request)["moment"].utcoffset() is not None
    assert with_seconds(request)["moment"] == with_datetimes(request)["moment"].timestamp()
    assert with_seconds(request)["items"] == request["items"]


def test_everybody_has_a_turn_in_every_round() -> None:
    asked: list[tuple[str, int]] = []

    def contestant(name: str) -> Contestant:
        return Contestant(lambda request: asked.append((name, request)), lambda: [1, 2])

    timings = alternate({name: contestant(name) for name in "ab"}, rounds=3)
    assert [len(timing.seconds) for timing in timings.values()] == [3, 3]
    assert [name for name, request in asked if request == 1] == list("ababbaab")


def test_ratios_are_taken_within_rounds() -> None:
    slow, fast = Timing([2.0, 40.0, 4.0]), Timing([1.0, 20.0, 1.0])
    assert slow.ratio(fast) == 2.0
    assert slow.microseconds == 4e6


def test_a_slow_engine_is_asked_less() -> None:
    assert fitting(lambda _: None, [1, 2, 3], 1000.0) == 3
    assert fitting(lambda _: None, list(range(50)), -1.0) == 5


@pytest.fixture
def results() -> dict[str, Any]:
    told: dict[str, Any] = json.loads((LATEST / "latest.json").read_text("utf-8"))
    return told


def test_the_table_is_that_of_the_results(results: dict[str, Any]) -> None:
    assert table(results) == (LATEST / "latest.md").read_text("utf-8")


def test_the_picture_is_that_of_the_results(results: dict[str, Any]) -> None:
    drawn = picture(results)
    assert drawn == (LATEST / "latest.svg").read_text("utf-8")
    texts = " ".join(ET.fromstring(drawn).itertext())  # noqa: S314 - our own
    assert all(name in texts for name in results["among"]["0"])


def test_targets_say_whether_they_are_reached(results: dict[str, Any]) -> None:
    for target in TARGETS:
        assert target.verdict(None) == "not measured"
        assert target.verdict(target.goal) == "goal reached"
        beyond = target.must * 2 if target.most else target.must / 2
        assert target.verdict(beyond) == "**not reached**"
        assert target.verdict(target.must) in {"reached", "goal reached"}
    quick = results | {"loading": {"10": results["loading"]["10"]}, "among": {}}
    assert sum(target.figure(quick) is None for target in TARGETS) == 6


def test_results_are_written_together(tmp_path: Path, results: dict[str, Any]) -> None:
    write_results(tmp_path, results, "table", "picture")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "latest.json", "latest.md", "latest.svg",
    ]  # fmt: skip
    assert json.loads((tmp_path / "latest.json").read_text("utf-8")) == results


def test_the_readme_quotes_the_latest_run() -> None:
    results = json.loads((LATEST / "latest.json").read_text(encoding="utf-8"))
    figures = [TARGETS[place].figure(results) for place in (0, 3, 5)]
    quoted = " ".join((LATEST.parents[1] / "README.md").read_text(encoding="utf-8").split())
    for figure in figures:
        assert figure is not None
        assert f"takes {figure:.2f} times" in quoted or f"and {figure:.2f} times" in quoted
