"""Reading requests: what each type accepts and refuses, every fault at once, and no value shown."""

from __future__ import annotations

import itertools
import logging
import traceback
from collections import ChainMap, OrderedDict, UserDict, deque
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from disclosure_rules import DisclosureDenied, Fault, InvalidRequest, PolicyError, Request
from disclosure_rules.loading.load import load_policies
from disclosure_rules.request import Facts, read_request
from tests.unit.small import MOMENT, ask, documents, load, policy

SMALL = load_policies(documents()).vocabulary
NOON = datetime(2026, 11, 22, 10, tzinfo=UTC)
NAIVE = datetime(2026, 11, 22, 12)  # noqa: DTZ001 - a fault on purpose
TALLINN = ZoneInfo("Europe/Tallinn")


class Text(StrEnum):
    TOWN = "Võru"
    OFFERS = "offers"
    PURPOSE = "purpose"


class OldText(str, Enum):  # noqa: UP042 - this is how services wrote it before 3.11
    TOWN = "Võru"
    OFFERS = "offers"
    PURPOSE = "purpose"


class Number(IntEnum):
    EIGHTEEN = 18


def read(request: object) -> Facts:
    return read_request(SMALL, request)


def refused(request: object) -> list[tuple[str, str]]:
    with pytest.raises(InvalidRequest) as caught:
        read(request)
    return [(fault.path, fault.code) for fault in caught.value.faults]


def placed(path: str, value: object) -> dict[str, Any]:
    """Return a request that gives one value, at a path."""
    if path == "moment":
        return {"moment": value}
    request: dict[str, Any] = {"moment": MOMENT}
    entity, _, rest = path.partition(".")
    if not rest:
        return request | {entity: value}
    name, _, field = rest.partition(".")
    facts = {name: value} if not field else {name: [{field: value}]}
    return request | ({"items": [facts]} if entity == "item" else {entity: facts})


def found(path: str, facts: Facts) -> Any:
    entity, _, rest = path.partition(".")
    name, _, field = rest.partition(".")
    given = facts.items[0].given if entity == "item" else facts.given
    value: Any = given.get(f"{entity}.{name}" if rest else entity)
    return value[0].get(field) if field else value


# --- Types ---------------------------------------------------------------------------------------

ACCEPTED: list[tuple[str, Any, Any]] = [
    ("client.adult", True, True),
    ("client.adult", False, False),
    ("client.age", 0, 0),
    ("client.age", -3, -3),
    ("client.age", 10**40, 10**40),
    ("client.age", Number.EIGHTEEN, 18),
    ("client.score", 3, 3),
    ("client.score", 0.1, Decimal("0.1")),
    ("client.score", 1e300, Decimal("1E+300")),
    ("client.score", -0.0, Decimal(0)),
    ("client.score", Decimal("1.10"), Decimal("1.10")),
    ("client.score", Number.EIGHTEEN, 18),
    ("client.city", "Võru", "Võru"),
    ("client.city", " ", " "),
    ("client.city", "1", "1"),
    ("client.city", "null", "null"),
    ("client.city", Text.TOWN, "Võru"),
    ("client.city", OldText.TOWN, "Võru"),
    ("client.city", "\N{GRINNING FACE}\0\n", "\N{GRINNING FACE}\0\n"),
    ("client.born_on", "2000-02-29", date(2000, 2, 29)),
    ("client.born_on", date(2000, 2, 29), date(2000, 2, 29)),
    ("client.joined_at", "2026-11-22T12:00:00+02:00", NOON),
    ("client.joined_at", "2026-11-22T10:00Z", NOON),
    ("client.joined_at", "2026-11-22T10:00:00.0Z", NOON),
    ("client.joined_at", "2026-11-22T10:00:00.000001Z", NOON + timedelta(microseconds=1)),
    ("client.joined_at", "2026-11-21T22:30:00-11:30", NOON),
    ("client.joined_at", datetime(2026, 11, 22, 12, tzinfo=TALLINN), NOON),
    ("client.joined_at", datetime(2026, 11, 22, 12, tzinfo=timezone(timedelta(hours=2))), NOON),
    ("client.joined_at", "0001-01-02T00:00:00Z", datetime(1, 1, 2, tzinfo=UTC)),
    ("client.joined_at", "9999-12-30T00:00:00Z", datetime(9999, 12, 30, tzinfo=UTC)),
    ("client.rank", "gold", "gold"),
    ("purpose", Text.OFFERS, "offers"),
    ("purpose", OldText.OFFERS, "offers"),
    ("purpose", "serve_better", "serve_better"),
    ("client.hobbies", ["b", "a", "b"], ("a", "b")),
    ("client.hobbies", ("b", "a"), ("a", "b")),
    ("client.hobbies", {"b", "a"}, ("a", "b")),
    ("client.hobbies", frozenset("ba"), ("a", "b")),
    ("client.hobbies", [], ()),
    ("client.hobbies", [Text.TOWN], ("Võru",)),
    ("client.refused", {"court", "partner"}, ("court", "partner")),
    ("client.consents", [], ()),
    ("client.consents", (), ()),
    ("client.consents", [{}, {}], ({}, {})),
    ("client.consents", ({"id": "n"},), ({"id": "n"},)),
    ("client.consents.purposes", ("offers",), ("offers",)),
    ("client.consents.number", 1, 1),
    ("client.consents.weight", 0.5, Decimal("0.5")),
    ("client.consents.written", False, False),
    ("client.consents.given_at", MOMENT, NOON),
    ("client.consents.ends_on", "2026-01-31", date(2026, 1, 31)),
    ("item.category", "email", ("email",)),
    ("item.category", ["phone", "email", "phone"], ("email", "phone")),
    ("item.category", {"email"}, ("email",)),
    ("item.name", "full name", "full name"),
    ("item.size", 3, 3),
    ("recipient.id", "r-1", "r-1"),
    ("recipient.kind", "court", "court"),
    ("moment", NOON, NOON),
]  # fmt: skip


@pytest.mark.parametrize(("path", "given", "expected"), ACCEPTED)
def test_what_each_type_accepts(path: str, given: Any, expected: Any) -> None:
    value = found(path, read(placed(path, given)))
    assert value == expected
    # 1 == True == Decimal(1), and an enum equals its value: the type must be the plain one.
    assert type(value) is type(expected)
    if isinstance(value, datetime):
        assert value.tzinfo is UTC


@pytest.mark.parametrize("path", sorted({path for path, _, _ in ACCEPTED} - {"moment"}))
def test_null_is_the_same_as_absent(path: str) -> None:
    assert found(path, read(placed(path, None))) is None


NAN, INFINITE = float("nan"), float("inf")

REFUSED: list[tuple[str, list[Any], str]] = [
    ("client.adult", [1, 0, "true", "", 1.0, Decimal(1), [], [True], {}], "wrong_value"),
    (
        "client.age",
        [True, False, 1.0, "1", "", Decimal(1), NAN, [1], {}, 1j, 2**256],
        "wrong_value",
    ),
    (
        "client.score",
        [True, "0.1", NAN, INFINITE, -INFINITE, Decimal("NaN"), Decimal("sNaN"), Decimal("-Inf"),
         Fraction(1, 2), 1j, [0.1]],
        "wrong_value",
    ),
    ("client.city", ["", 1, True, 1.0, b"x", ["x"], {}, "\ud800", "a\udfffb"], "wrong_value"),
    (
        "client.born_on",
        ["", "2026-02-30", "2026-2-3", "2026-11-22T00:00:00Z", "2026-11-22\n", "20261122",
         "\N{FULLWIDTH DIGIT TWO}026-01-01", "0000-01-01", NOON, NAIVE, 20260101, True],
        "wrong_value",
    ),
    (
        "client.joined_at",
        ["", "2026-11-22", "2026-11-22T12:00:00", "2026-11-22 12:00:00+02:00",
         "2026-11-22T12:00:00.1234567Z", "2026-11-22T23:59:60Z", "2016-12-31T23:59:60Z",
         "2026-11-22T24:00:00Z", "2026-11-22T12:60:00Z", "2026-11-22T12:00:00+0200",
         "2026-11-22T12:00:00+24:00", "2026-11-22T12:00:00+02:60", "2026-11-22T12:00:00z",
         "2026-11-22t12:00:00Z", "2026-11-22T12:00:00,5Z", "2026-11-22T12Z", "20261122T120000Z",
         "2026-W47-7T12:00:00Z", "2026-02-30T12:00:00Z", "2026-11-22T12:00:00Z\n", "now",
         "0001-01-01T00:00:00Z", "9999-12-31T00:00:00Z", "0001-01-02T00:00:00+00:01",
         NAIVE, date(2026, 11, 22), 1_800_000_000, 1.5, True,
         datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=TALLINN)],
        "wrong_value",
    ),
    ("client.rank", ["", 1, True, ["gold"], {}, b"gold"], "wrong_value"),
    ("client.rank", ["Gold", "gold ", "offers", "golden"], "unknown_term"),
    ("purpose", ["ofers", "gold", "contract\n", "CONTRACT"], "unknown_term"),
    ("purpose", [1, ["offers"], {}, True, "", "\ud800"], "wrong_value"),
    ("client.hobbies", ["a", 1, True, {}, {"a": 1}, b"a", deque("a")], "not_a_list"),
    ("client.refused", ["court", {"court": True}], "not_a_list"),
    ("client.consents", ["a", 1, True, {}, {"id": "n"}, {"n"}], "not_a_list"),
    ("item.category", [1, True, {}, b"email"], "not_a_list"),
    ("client", [[], [1], "c", 1, True, {"c"}, (("id", "c"),)], "not_a_mapping"),
    ("recipient", ["r-1", []], "not_a_mapping"),
    ("items", ["email", 1, {"name": "email"}, {"email"}, True, iter([])], "not_a_list"),
    ("moment", [True, 0, "", "now", "2026-11-22", date(2026, 11, 22)], "wrong_value"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "given", "code"),
    [(path, given, code) for path, values, code in REFUSED for given in values],
)
def test_what_each_type_refuses(path: str, given: Any, code: str) -> None:
    shown = path.replace("item.", "items[0].")
    assert refused(placed(path, given)) == [(shown, code)]


MEMBERS: list[tuple[str, list[Any], list[tuple[str, str]]]] = [
    ("client.hobbies", [None], [("[0]", "wrong_value")]),
    ("client.hobbies", ["a", "", 1, ["a"], None], [(f"[{n}]", "wrong_value") for n in range(1, 5)]),
    ("client.refused", ["court", "curt", 1], [("[1]", "unknown_term"), ("[2]", "wrong_value")]),
    ("client.consents", [None], [("[0]", "not_a_mapping")]),
    ("client.consents", [{}, "n", [], None], [(f"[{n}]", "not_a_mapping") for n in range(1, 4)]),
    ("client.consents", [{"purposes": ["ofers"]}], [("[0].purposes[0]", "unknown_term")]),
    ("client.consents", [{}, {"given": 1}], [("[1].given", "unknown_key")]),
    ("item.category", ["email", "emial", None],
     [("[1]", "unknown_term"), ("[2]", "wrong_value")]),
]  # fmt: skip


@pytest.mark.parametrize(("path", "given", "expected"), MEMBERS)
def test_what_lists_refuse_inside(path: str, given: Any, expected: list[tuple[str, str]]) -> None:
    shown = path.replace("item.", "items[0].")
    assert refused(placed(path, given)) == [(f"{shown}{rest}", code) for rest, code in expected]


def test_the_path_of_a_single_category_is_that_of_the_category() -> None:
    assert refused(placed("item.category", "emial")) == [("items[0].category", "unknown_term")]


def test_members_of_sets_with_faults_are_refused() -> None:
    (fault,) = refused(placed("client.hobbies", {"a", 1}))
    assert fault[1] == "wrong_value"


@pytest.mark.parametrize("request_", [None, "moment", 1, True, [], [("moment", MOMENT)], {MOMENT}])
def test_a_request_is_a_mapping(request_: object) -> None:
    assert ("request", "not_a_mapping") in refused(request_)


@pytest.mark.parametrize(
    "kind", [dict, OrderedDict, UserDict, MappingProxyType, lambda parts: ChainMap({}, parts)]
)
def test_any_mapping_will_do_at_any_depth(kind: Any) -> None:
    request = kind(
        ask(
            recipient=kind({"id": "r-1", "kind": "court"}),
            client=kind({"consents": [kind({"id": "n"})]}),
            items=[kind({"name": "email", "category": "email"})],
        )
    )
    facts = read(request)
    assert facts.given["client.consents"] == ({"id": "n"},)
    assert facts.items[0].given["item.category"] == ("email",)


# --- Keys ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "path", "said"),
    [
        ({"purpos": "offers"}, "purpos", "did you mean `purpose`?"),
        ({"clients": {}}, "clients", "did you mean `client`?"),
        ({"item": {"name": "x"}}, "item", "did you mean `items`?"),
        ({"zzz": 1}, "zzz", "known are `client`, `demand`, `items`, `moment`"),
        ({"client": {"adul": True}}, "client.adul", "did you mean `adult`?"),
        ({"client": {"bornOn": "2000-01-01"}}, "client.bornOn", "did you mean `born_on`?"),
        ({"client": {"consents": [{"purpose": []}]}}, "client.consents[0].purpose", "`purposes`?"),
        ({"items": [{"nme": "x"}]}, "items[0].nme", "did you mean `name`?"),
        ({"recipient": {"type": "court"}}, "recipient.type", "known are `group`, `id`, `kind`"),
    ],
)
def test_an_unknown_key_is_refused_with_the_nearest_word(
    parts: dict[str, Any], path: str, said: str
) -> None:
    with pytest.raises(InvalidRequest) as caught:
        read({"moment": MOMENT, **parts})
    (fault,) = caught.value.faults
    assert (fault.path, fault.code) == (path, "unknown_key")
    assert said in fault.message


@pytest.mark.parametrize("key", [1, True, None, ("a",), b"moment", 1.0])
def test_a_key_that_is_no_text_is_refused(key: Any) -> None:
    assert refused({"moment": MOMENT, key: 1}) == [("request", "key_not_text")]
    assert refused(ask(client={key: None})) == [("client", "key_not_text")]
    assert refused(ask(items=[{key: 1}])) == [("items[0]", "key_not_text")]


def test_keys_may_be_words_of_an_enum() -> None:
    assert read({"moment": MOMENT, Text.PURPOSE: Text.OFFERS}).given["purpose"] == "offers"


def test_keys_may_be_words_of_an_enum_of_the_older_kind() -> None:
    assert read({"moment": MOMENT, OldText.PURPOSE: OldText.OFFERS}).given["purpose"] == "offers"


@pytest.mark.parametrize("value", [None, "x"])
def test_an_unknown_key_is_refused_whatever_stands_behind_it(value: object) -> None:
    assert refused({"moment": MOMENT, "unheard_of": value}) == [("unheard_of", "unknown_key")]
    assert refused(ask(client={"unheard_of": value})) == [("client.unheard_of", "unknown_key")]
    consents = [{"unheard_of": value}]
    assert refused(ask(client={"consents": consents})) == [
        ("client.consents[0].unheard_of", "unknown_key")
    ]


def test_the_nearest_term_is_told() -> None:
    with pytest.raises(InvalidRequest) as caught:
        read(ask(purpose="ofers", operation="zzz"))
    assert [str(fault.message) for fault in caught.value.faults] == [
        "is no term of `operations`",
        "is no term of `purposes`; did you mean `offers`?",
    ]


# --- Items ---------------------------------------------------------------------------------------


def test_two_items_of_one_name_are_refused() -> None:
    items = [{"name": "a"}, {"name": "b"}, {"name": "a"}, {"name": "a", "category": "emial"}]
    with pytest.raises(InvalidRequest) as caught:
        read(ask(items=items))
    assert [fault.path for fault in caught.value.faults] == [
        "items[2].name",
        "items[3].category",
        "items[3].name",
    ]
    assert "has the same name as item 0 (counted from 0)" in str(caught.value)


def test_items_may_be_without_a_name() -> None:
    facts = read(ask(items=[{"category": "email"}, {"name": None}, {}]))
    assert [item.name for item in facts.items] == [None, None, None]
    assert all(item.known for item in facts.items)


@pytest.mark.parametrize("items", [None, [], ()])
def test_without_items_one_unnamed_item_of_which_nothing_is_known(items: Any) -> None:
    (item,) = read(ask(items=items)).items
    assert (item.name, item.categories, item.known) == (None, (), False)


@pytest.mark.parametrize("name", ["", 1, True, ["a"], "\ud800"])
def test_what_is_no_name_is_refused(name: Any) -> None:
    assert refused(ask(items=[{"name": name}])) == [("items[0].name", "wrong_value")]


def test_names_that_look_alike_are_different() -> None:
    items = [{"name": name} for name in ("é", "e\N{COMBINING ACUTE ACCENT}", "É", " é")]
    assert len(read(ask(items=items)).items) == 4


# --- Faults --------------------------------------------------------------------------------------


def test_every_fault_is_named_with_its_path() -> None:
    request = {
        "operation": "transmitt",
        "purpose": 3,
        "recipient": {"kind": "curt", "id": ""},
        "client": {"age": "18", "consents": [{"id": 1}, {"purposes": ["offers", "x"]}, 3]},
        "demand": [],
        "items": [{"name": "a", "category": "emial"}, "b", {"name": "a"}],
        "extra": 1,
    }
    assert refused(request) == [
        ("operation", "unknown_term"),
        ("purpose", "wrong_value"),
        ("recipient.kind", "unknown_term"),
        ("recipient.id", "wrong_value"),
        ("client.age", "wrong_value"),
        ("client.consents[0].id", "wrong_value"),
        ("client.consents[1].purposes[1]", "unknown_term"),
        ("client.consents[2]", "not_a_mapping"),
        ("demand", "not_a_mapping"),
        ("items[0].category", "unknown_term"),
        ("items[1]", "not_a_mapping"),
        ("items[2].name", "duplicate_item"),
        ("extra", "unknown_key"),
        ("moment", "missing_moment"),
    ]


A_TIME = "must be a time with its offset and at most six digits of a second"
ODD_TIMES: list[tuple[object, str]] = [
    ("2026-01-31", "this is a date without a time of day"),
    (date(2026, 1, 31), "this is a date without a time of day"),
    ("2026-01-31T12:00:00", "the offset is missing, such as `+02:00` or `Z`"),
    ("2026-01-31T12:00", "the offset is missing, such as `+02:00` or `Z`"),
    (datetime(2026, 1, 31, 12), "the offset is missing, such as `+02:00` or `Z`"),  # noqa: DTZ001
    ("2026-01-31 12:00:00+02:00", "`T` stands between the date and the time, without spaces"),
    ("2026-01-31T12:00:00 +02:00", "spaces stand in it"),
    ("2026-01-31t12:00:00Z", "`T` stands between the date and the time, without spaces"),
    ("2026-01-31T24:00:00+02:00", "there is no 24:00; write 00:00 of the next day"),
    ("2026-01-31T23:59:60Z", "seconds end at 59"),
    ("2026-01-31T12Z", "the minutes are missing"),
    ("2026-01-31T12:00:00.1234567Z", "a second has a point and at most six digits behind it"),
    ("2026-01-31T12:00:00,5Z", "a second has a point and at most six digits behind it"),
    ("2026-01-31T12:00:00+0200", "the offset is written `+02:00` or `Z`"),
    ("2026-01-31T12:00:00+02", "the offset is written `+02:00` or `Z`"),
    ("2026-01-31T12:00:00z", "the offset is written `+02:00` or `Z`"),
    ("2026-02-30T12:00:00Z", "the calendar has no such time"),
    ("2026-01-31T25:00:00Z", "the calendar has no such time"),
    ("9999-12-31T23:00:00Z", "the calendar has no such time"),
    (datetime(9999, 12, 31, 23, tzinfo=UTC), "the calendar has no such time"),
    ("31.01.2026 12:00", "the date is written year first, such as `2026-01-31`"),
    ("1769853600", "a number is no time"),
    (1769853600, "a number is no time"),
    ("2026-01-31T12:00:00Z ", "spaces stand in it"),
]  # fmt: skip


@pytest.mark.parametrize(("moment", "amiss"), ODD_TIMES, ids=repr)
def test_an_odd_time_is_told_by_what_is_amiss(moment: object, amiss: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        read({"moment": moment})
    (fault,) = caught.value.faults
    assert fault.message.startswith(A_TIME)
    assert fault.message.endswith(f"; {amiss}")


@pytest.mark.parametrize("moment", ["now", "", True, [], "2026-1-31T12:00Z"])
def test_where_nothing_certain_is_amiss_no_more_is_said(moment: object) -> None:
    with pytest.raises(InvalidRequest) as caught:
        read({"moment": moment})
    assert caught.value.faults[0].message.endswith("such as 2026-01-31T12:00:00+02:00")


@pytest.mark.parametrize("fact", ["category", "name", "related_to"])
def test_a_value_that_is_no_number_is_told_as_what_data_frames_have(fact: str) -> None:
    item = {"name": "email", "category": "email", fact: NAN}
    with pytest.raises(InvalidRequest) as caught:
        read({"moment": MOMENT, "items": [item]})
    assert str(caught.value) == (
        f"items[0].{fact}: is NaN, which is no value; leave the key out if nothing is known"
    )


def test_a_category_is_one_or_several() -> None:
    with pytest.raises(InvalidRequest, match="must be one or several categories of data"):
        read({"moment": MOMENT, "items": [{"name": "email", "category": 5}]})


def test_the_text_of_the_error_has_a_line_for_each_fault() -> None:
    with pytest.raises(InvalidRequest) as caught:
        read({"moment": "now", "purpose": "ofers"})
    assert str(caught.value).splitlines() == [
        (
            "moment: must be a time with its offset and at most six digits of a second, "
            "such as 2026-01-31T12:00:00+02:00"
        ),
        "purpose: is no term of `purposes`; did you mean `offers`?",
    ]
    assert isinstance(caught.value, ValueError)
    assert repr(caught.value.faults[0]) == "Fault('wrong_value', 'moment')"


@pytest.mark.parametrize(
    ("steps", "path"),
    [
        ((), "request"),
        (("client",), "client"),
        (("client", "consents", 0, "purposes", 12), "client.consents[0].purposes[12]"),
        (("items", 3), "items[3]"),
    ],
)
def test_the_path_of_a_fault(steps: tuple[str | int, ...], path: str) -> None:
    assert Fault("code", steps, "message").path == path


def test_a_long_word_is_refused_quickly_and_not_repeated() -> None:
    long = "offers" * 100_000
    with pytest.raises(InvalidRequest) as caught:
        read(ask(purpose=long, client={long: 1, "rank": long}, **{long: 1}))
    assert len(str(caught.value)) < 2_000


# --- The typed request ---------------------------------------------------------------------------


def test_the_typed_request_is_the_mapping_without_what_is_absent() -> None:
    request = Request(moment=MOMENT, purpose="offers", client={"id": "c"}, demand=None, items=None)
    assert request.as_mapping() == {"purpose": "offers", "moment": MOMENT, "client": {"id": "c"}}
    assert read(request).given == read(request.as_mapping()).given


def test_the_typed_request_is_checked_like_a_mapping() -> None:
    assert refused(Request(moment="now", clientt={"id": "c"})) == [
        ("moment", "wrong_value"),
        ("clientt", "unknown_key"),
    ]


def test_reading_copies_what_is_given() -> None:
    purposes = ["offers"]
    consent: dict[str, Any] = {"id": "n", "purposes": purposes}
    consents = [consent]
    facts = read(ask(client={"consents": consents}))
    purposes.append("contract")
    consent["id"] = "other"
    consents.clear()
    assert facts.given["client.consents"] == ({"id": "n", "purposes": ("offers",)},)


def test_a_request_is_not_changed() -> None:
    request = ask(client={"consents": [{"id": "n", "purposes": {"offers"}}], "city": None})
    before = repr(request)
    read(request)
    assert repr(request) == before


# --- Equality of values --------------------------------------------------------------------------

EQUALITIES: list[tuple[str, str, Any, bool]] = [
    ("client.age", "1", 1, True),
    ("client.score", "1", 1.0, True),
    ("client.score", "1.10", 1.1, True),
    ("client.score", "0.1", 0.1, True),
    ("client.score", "0.3", 0.1 + 0.2, False),
    ("client.score", "0", -0.0, True),
    ("client.city", '"1"', "1", True),
    ("client.city", '"1"', "1.0", False),
    ("client.city", '"true"', "true", True),
    ("client.adult", "true", True, True),
    ("client.adult", "true", False, False),
    ("client.born_on", "2000-01-01", "2000-01-01", True),
    ("client.joined_at", '"2026-11-22T10:00:00Z"', MOMENT, True),
]


@pytest.mark.parametrize(("path", "literal", "given", "equal"), EQUALITIES)
def test_values_equal_what_a_policy_writes(
    path: str, literal: str, given: Any, *, equal: bool
) -> None:
    engine = load(policy(f"same: {{effect: allow, ground: law, when: {{{path}: {literal}}}}}"))
    assert engine.allows({**placed(path, given), "items": [{"name": "x"}]}) is equal


# --- Privacy -------------------------------------------------------------------------------------

SECRETS = ("SECRET", "73901231", "1987-03-21", "1987, 3, 21")
TEXT, NUMBER, DAY = "SECRET-39012310000", 73_901_231, date(1987, 3, 21)
TIME = "1987-03-21T10:00:00+02:00"

VALUES: list[Any] = [
    TEXT,
    f"{TEXT} with spaces",
    NUMBER,
    float(NUMBER),
    Decimal(NUMBER),
    DAY,
    TIME,
    "1987-03-21",
    datetime(1987, 3, 21, 10, tzinfo=UTC),
    datetime(1987, 3, 21, 10),  # noqa: DTZ001 - a fault on purpose
    True,
    TEXT.encode(),
    [TEXT],
    [[TEXT]],
    {TEXT},
    [{f"{TEXT}!": TEXT}],
    [{"id": TEXT, "purposes": [TEXT], "given_at": TEXT, "weight": TEXT}],
    {f"{TEXT}!": TEXT},
    {NUMBER: TEXT},
    {"id": {"id": TEXT}},
]


def every_path() -> list[str]:
    facts = [fact for entity in SMALL.entities.values() for fact in entity.facts.values()]
    fields = [field.path for fact in facts for field in getattr(fact.type, "fields", {}).values()]
    return [
        *sorted(SMALL.entities.keys() - {"item"}),
        *SMALL.request_facts,
        *(fact.path for fact in facts),
        *fields,
        "items",
    ]


def told(*things: object) -> Iterator[str]:
    """Yield everything that could end up in a log, of things and of what they lead to."""
    for thing in things:
        yield repr(thing)
        yield str(thing)
        if isinstance(thing, BaseException):
            yield from traceback.format_exception(thing)
            for chained in (thing.__cause__, thing.__context__):
                if chained is not None:
                    yield from told(chained)
        for fault in getattr(thing, "faults", ()):
            yield from (repr(fault), fault.message, fault.path, fault.code)


def assert_no_secret(texts: Iterator[str]) -> None:
    shown = [(secret, text) for text in texts for secret in SECRETS if secret in text]
    assert shown == []


PRIVACY_RULES = """
always: {effect: allow, ground: law, obliges: [verify]}
codes: {effect: deny, data: personal_code, because: {et: "{client.city}", en: "{client.city}"}}
consenting:
  effect: allow
  ground: consent
  because: {et: "{consent.id} {client.city} {client.age}", en: "{consent.id} {client.born_on}"}
  when:
    some: {of: client.consents, as: consent, where: {consent.purposes: {covers: {the: purpose}}}}
"""
PRIVACY_OBLIGATION = """
obligations:
  verify: {title: {et: kontrolli, en: verify}, timing: before}
"""


def asked(request: Any) -> Iterator[object]:
    """Yield all that asking leads to, errors included."""
    engine = load(policy(PRIVACY_RULES, more=PRIVACY_OBLIGATION))
    try:
        decision = engine.decide(request)
    except InvalidRequest as error:
        yield error
        return
    yield decision
    for item in decision.items:
        yield from (item, *item.reasons, *item.obligations)
    yield from decision.obligations
    yield read(request)
    yield from read(request).items
    for fulfilled in ((), ["verify"]):
        try:
            engine.enforce(request, fulfilled)
        except DisclosureDenied as error:
            yield from (error, error.decision)
        except ValueError as error:  # no obligation is in force at that moment
            yield error
    for wrong in (lambda: decision["no such item"], lambda: decision.require(["verifyy"])):
        try:
            wrong()
        except (KeyError, ValueError) as error:
            yield error


@pytest.mark.parametrize("path", every_path())
def test_no_value_is_shown_wherever_it_stands(
    path: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    for value in VALUES:
        # The name of an item is the one thing that messages may show.
        if path == "item.name":
            continue
        assert_no_secret(told(*asked(placed(path, value))))
        assert_no_secret(told(*asked(ask() | placed(path, value))))
    assert_no_secret(iter([caplog.text, *capfd.readouterr()]))


def secretive(category: str, **wrong: Any) -> dict[str, Any]:
    return ask(
        recipient={"id": TEXT, "kind": "partner", "group": TEXT},
        client={
            "id": TEXT,
            "adult": True,
            "age": NUMBER,
            "score": float(NUMBER),
            "city": TEXT,
            "born_on": DAY,
            "joined_at": TIME,
            "hobbies": [TEXT],
            "consents": [{"id": TEXT, "tags": {TEXT}, "given_at": TIME, "number": NUMBER,
                          "purposes": ["contract"]}],
            **wrong,
        },
        demand={"provision": TEXT, "issued_at": TIME},
        items=[{"name": "a", "category": category, "related_to": [TEXT], "size": NUMBER}],
    )  # fmt: skip


@pytest.mark.parametrize("category", ["email", "personal_code"])
@pytest.mark.parametrize("wrong", [{}, {"rank": TEXT}, {"breaches": TEXT}, {f"{TEXT}!": TEXT}])
def test_a_request_full_of_secrets_shows_none(category: str, wrong: dict[str, Any]) -> None:
    request = secretive(category, **wrong)
    assert_no_secret(told(*asked(request), Request(**request)))


def test_the_secrets_of_that_request_are_really_there() -> None:
    engine = load(policy(PRIVACY_RULES, more=PRIVACY_OBLIGATION))
    plain = str(engine.decide(secretive("email")).as_dict())
    assert all(secret in plain for secret in ("SECRET", "73901231", "1987-03-21"))


def test_a_key_that_may_be_a_value_is_not_shown() -> None:
    for key in (TEXT, "73901231", f"{TEXT}_" * 9, "secret name"):
        assert_no_secret(told(*asked(ask(client={key: 1}, **{key: 1}))))


def test_policy_errors_show_policies_only() -> None:
    engine = load(policy(PRIVACY_RULES, more=PRIVACY_OBLIGATION))
    engine.decide(secretive("email")).as_dict()
    with pytest.raises(PolicyError) as caught:
        load(policy("a: {effect: allow, ground: lw}"))
    assert_no_secret(told(caught.value, engine))


class Endless(list[Any]):
    """A list that never ends when it is gone through."""

    def __iter__(self) -> Iterator[Any]:
        return itertools.repeat({"name": "letter"})


class EndlessMapping(Mapping[str, Any]):
    """A mapping that never ends when it is gone through."""

    def __getitem__(self, key: str) -> Any:
        return 1

    def __iter__(self) -> Iterator[str]:
        return (f"key_{number}" for number in itertools.count())

    def __len__(self) -> int:
        return 1


def test_a_list_is_what_it_holds_and_not_what_its_class_says() -> None:
    facts = read(ask(items=Endless([{"name": "email"}])))
    assert [item.name for item in facts.items] == ["email"]


def test_a_mapping_without_end_is_refused() -> None:
    assert refused(ask(client=EndlessMapping())) == [("client", "not_a_mapping")]
