"""Requests that nobody means well: each is refused or decided, never more, and shows no value."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure_rules import InvalidRequest
from tests.hostile.odd_values import ENGINE, PATHS, TEXT, VALUES, Facts, odd, placed, tried
from tests.unit.small import MOMENT, ask


@pytest.mark.parametrize("name", VALUES)
def test_any_value_at_any_place_is_refused_or_decided(name: str) -> None:
    for path in PATHS:
        tried(placed(path, VALUES[name]))


@pytest.mark.parametrize("name", VALUES)
def test_any_value_as_the_whole_request_is_refused(name: str) -> None:
    assert isinstance(tried(VALUES[name]), InvalidRequest)


@pytest.mark.parametrize("name", VALUES)
def test_any_value_among_others_is_refused_or_decided(name: str) -> None:
    for path in ("client.hobbies", "client.refused", "client.consents", "items", "item.category"):
        tried(placed(path, [VALUES[name]]))
        tried(placed(path, ("partner", VALUES[name])))


def test_the_place_of_what_cannot_be_read_is_told() -> None:
    request = placed("client.consents.given_at", VALUES["a zone that raises"])
    refusal = tried(request)
    assert str(refusal) == "client.consents[0].given_at: must be a value that can be read"


def test_what_cannot_be_read_does_not_hide_the_faults_before_it() -> None:
    request = placed("items", VALUES["something without a class"]) | {"purpose": "ofers"}
    refusal = tried(request)
    assert isinstance(refusal, InvalidRequest)
    assert [fault.path for fault in refusal.faults] == ["purpose", "items"]


# --- What odd values mean ------------------------------------------------------------------------

MEANINGS: list[tuple[str, Any, str]] = [
    ("client.score", Decimal("1e999999999"), "permitted"),
    ("client.score", Decimal("1e-999999999"), "no_ground"),
    ("client.score", Decimal("-1e999999999"), "no_ground"),
    ("client.score", 18.5, "no_ground"),
    ("client.score", 18.500000000000004, "permitted"),
    ("client.score", Decimal("18.5" + "0" * 100_000 + "1"), "permitted"),
    ("client.score", -0.0, "no_ground"),
    ("client.score", 0.1, "permitted"),
    ("client.score", 0.1 + 1e-17, "no_ground"),
    ("client.score", odd(float, "__eq__", "__float__", "__repr__")(20), "permitted"),
    ("client.score", odd(Decimal, "__eq__", "__lt__", "__gt__")(20), "permitted"),
    ("client.age", odd(int, "__eq__", "__ge__", "__int__")(17), "no_ground"),
    ("client.joined_at", "0001-01-02T00:00:00Z", "permitted"),
    ("client.joined_at", "9999-12-30T00:00:00Z", "no_ground"),
    ("client.joined_at", "1912-10-24T20:00:00+02:00", "no_ground"),
    ("client.joined_at", "1912-10-24T19:59:59+02:00", "permitted"),
    ("client.born_on", "0001-01-01", "no_ground"),
    ("client.born_on", "9999-12-31", "no_ground"),
    ("client.rank", odd(str, "__eq__", "__hash__", "__str__")("silver"), "prohibited"),
    ("client.refused", {odd(str, "__str__")("partner")}, "prohibited"),
    ("client.refused", defaultdict(lambda: None), "invalid"),
    ("client.refused", iter(["partner"]), "invalid"),
]  # fmt: skip
"""What a client with nothing but one fact gets: no odd class decides for itself."""


@pytest.mark.parametrize(("path", "value", "outcome"), MEANINGS, ids=range(len(MEANINGS)))
def test_what_odd_values_mean(path: str, value: Any, outcome: str) -> None:
    name = path.removeprefix("client.")
    nothing = {"adult": False, "age": 1, "score": 0, "joined_at": MOMENT, "born_on": "2000-01-01",
               "left_at": None, "refused": [], "rank": "gold", "consents": []}  # fmt: skip
    given_ = tried(ask(client=nothing | {name: value}))
    assert getattr(given_, "outcome", "invalid") == outcome


class Changing(Facts):
    """A mapping that says something else each time it is read."""

    def __init__(self, *readings: dict[str, Any]) -> None:
        super().__init__(**readings[0])
        self.readings = iter(readings)

    def items(self) -> Any:
        return next(self.readings).items()


@pytest.mark.parametrize("refused", [["partner"], []])
def test_a_mapping_that_changes_is_read_once(refused: list[str]) -> None:
    grown = {"adult": True, "age": 30, "rank": "gold"}
    first, then = {**grown, "refused": refused}, {**grown, "refused": []}
    client = Changing(first, then, then)
    expected = "prohibited" if refused else "permitted"
    assert ENGINE.decide(ask(client=client)).outcome == expected


# --- Anything JSON can say, anywhere -------------------------------------------------------------

WORDS = st.sampled_from(
    ["transmit", "disclose", "contract", "offers", "partner", "court", "email", "gold", "silver",
     "id", "kind", "client", "r-1", MOMENT, "2026-01-01", TEXT]
)  # fmt: skip
LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | WORDS
    | st.decimals() | st.dates() | st.datetimes() | st.datetimes(timezones=st.timezones())
    | st.binary(max_size=3)
)  # fmt: skip
ANYTHING = st.recursive(
    LEAVES,
    lambda parts: (
        st.lists(parts, max_size=3)
        | st.dictionaries(WORDS | st.text(max_size=3) | st.integers(), parts, max_size=3)
        | st.tuples(parts)
        | st.frozensets(WORDS | st.integers() | st.text(max_size=3), max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PATHS), ANYTHING), min_size=1, max_size=4))
def test_anything_in_any_places_is_refused_or_decided(places: list[tuple[str, Any]]) -> None:
    request = ask(client={"id": TEXT})
    for path, value in places:
        for entity, part in placed(path, value).items():
            if entity == path.partition(".")[0].replace("item", "items").replace("itemss", "items"):
                request[entity] = part
    tried(request)


@settings(max_examples=200, deadline=None)
@given(ANYTHING)
def test_anything_at_all_is_refused_or_decided(request_: Any) -> None:
    tried(request_)
