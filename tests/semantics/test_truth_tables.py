"""Truth tables: every connective, operator and quantifier over known, none and unknown sides.

A condition is asked through the smallest policy there is: one allow rule whose `when` it is. Then
`permitted` says true, `no_ground` false and `facts_missing` unknown. What is expected comes from
tables, or from reasoning that shares nothing with the library: sets of leaves, calendar steps.
"""

from __future__ import annotations

import itertools
import json
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from disclosure_rules import Engine
from disclosure_rules.deciding import kleene
from disclosure_rules.deciding.operators import (
    comparable_grants,
    fits,
    same_description,
    within_grant,
)
from disclosure_rules.language.times import (
    AFTER_ALL,
    BEFORE_ALL,
    Duration,
    compare,
    read_duration,
    shift,
)

T, F, U = "true", "false", "unknown"
TRIPLES = list(itertools.product((T, F, U), repeat=3))
FOURS = list(itertools.product((T, F, U), repeat=4))
UP_TO_TWO = [part for count in range(3) for part in itertools.product((T, F, U), repeat=count)]
ANSWERS = {"permitted": T, "no_ground": F, "facts_missing": U}
MIDNIGHT = "2026-01-01T00:00:00+02:00"
MOMENT = "2026-06-15T12:00:00+03:00"

# a ─┬─ b ─┬─ d
#    │     └─ e        h ── i: an only child is narrower than its parent all the same
#    └─ c        f
FOREST = {
    "a": {"narrower": {"b": {"narrower": {"d": {}, "e": {}}}, "c": {}}},
    "f": {},
    "h": {"narrower": {"i": {}}},
}
LEAVES = {
    "a": {"d", "e", "c"},
    "b": {"d", "e"},
    "c": {"c"},
    "d": {"d"},
    "e": {"e"},
    "f": {"f"},
    "h": {"h", "i"},  # whatever else of `h` there is, beside `i`
    "i": {"i"},
}
TERMS = tuple(LEAVES)
PAIRS = list(itertools.product(TERMS, repeat=2))
SETS = [[one] for one in TERMS] + [list(two) for two in itertools.combinations(TERMS, 2)]

TYPES: dict[str, dict[str, str]] = {
    "boolean": {"type": "boolean"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "text": {"type": "text"},
    "time": {"type": "time"},
    "date": {"type": "date"},
    "term": {"term": "data"},
    "terms": {"set": "data"},
    "texts": {"set": "text"},
}


def vocabulary(zone: str) -> dict[str, Any]:
    facts = {
        f"{side}_{name}_{silence}": {**kind, "silence_means": silence}
        for side in ("left", "right")
        for name, kind in TYPES.items()
        for silence in ("none", "unknown")
    }
    flag = {"flag": {"type": "boolean"}, "note": {"type": "text", "silence_means": "none"}}
    return {
        "kind": "vocabulary",
        "language": 1,
        "id": "tables",
        "time_zone": zone,
        "languages": ["en"],
        "subject": "client",
        "terms": {
            "operations": {
                "keep": {},
                "handle": {
                    "narrower": {"look": {}, "send": {"involves": ["purpose", "recipient"]}}
                },
            },
            "purposes": {"help": {}},
            "recipients": {"court": {}},
            "data": FOREST,
            "grounds": {"law": {}},
        },
        "facts": {
            "client": {
                **facts,
                "records_none": {"list": flag, "silence_means": "none"},
                "records_unknown": {"list": flag},
            },
            "recipient": {"group": {"type": "text", "silence_means": "none"}},
            "demand": {"silence_means": "none", "paper": {"type": "text"}},
            "matter": {
                "said": {"type": "text", "silence_means": "none"},
                "kept": {"type": "text"},
            },
            "item": {"tag": {"type": "text", "silence_means": "none"}},
        },
    }


@lru_cache(maxsize=4096)
def _engine(rules: str, zone: str, parameters: str) -> Engine:
    policy = {
        "kind": "policy",
        "id": "p",
        "version": "1",
        "in_force": {"from": "0001-01-01"},
        "definitions": {"flagged": {"given": {"value": "boolean"}, "means": {"value": True}}},
        "parameters": json.loads(parameters),
        "rules": json.loads(rules),
    }
    files = {"v.yaml": vocabulary(zone), "p.yaml": policy}
    return Engine.load({name: json.dumps(document) for name, document in files.items()})


def engine(rules: dict[str, Any], zone: str = "Europe/Tallinn", **parameters: Any) -> Engine:
    return _engine(json.dumps(rules), zone, json.dumps(parameters))


def answer(
    condition: dict[str, Any],
    request: dict[str, Any],
    zone: str = "Europe/Tallinn",
    **parameters: Any,
) -> str:
    """Return how a condition stands for a request of one item."""
    rules = {"asked": {"effect": "allow", "ground": "law", "when": condition}}
    (item,) = engine(rules, zone, **parameters).decide({"moment": MOMENT, **request}).items
    return ANSWERS[item.outcome]


def about(**facts: Any) -> dict[str, Any]:
    """Return a request that gives facts of the client."""
    return {"client": facts, "items": [{"name": "item", "category": "d"}]}


def strong(parts: list[str], wins: str, otherwise: str) -> str:
    """Return what a connective of Kleene makes of its parts."""
    return wins if wins in parts else U if U in parts else otherwise


# --- Connectives ---------------------------------------------------------------------------------

AND = {
    (T, T): T, (T, F): F, (T, U): U,
    (F, T): F, (F, F): F, (F, U): F,
    (U, T): U, (U, F): F, (U, U): U,
}  # fmt: skip
OR = {
    (T, T): T, (T, F): T, (T, U): T,
    (F, T): T, (F, F): F, (F, U): U,
    (U, T): T, (U, F): U, (U, U): U,
}  # fmt: skip
NOT = {T: F, F: T, U: U}
FLAG = {T: {"left_boolean_unknown": True}, F: {"left_boolean_unknown": False}, U: {}}
OTHER = {T: {"right_boolean_unknown": True}, F: {"right_boolean_unknown": False}, U: {}}
LEFT, RIGHT = {"client.left_boolean_unknown": True}, {"client.right_boolean_unknown": True}


@pytest.mark.parametrize("sides", AND, ids=str)
def test_connectives_of_two(sides):
    left, right = (kleene.Truth(side) for side in sides)
    request = about(**FLAG[sides[0]], **OTHER[sides[1]])
    assert kleene.conjunction([left, right]).value == AND[sides]
    assert kleene.disjunction([left, right]).value == OR[sides]
    assert answer({"all": [LEFT, RIGHT]}, request) == AND[sides]
    assert answer({**LEFT, **RIGHT}, request) == AND[sides]
    assert answer({"any": [LEFT, RIGHT]}, request) == OR[sides]


@pytest.mark.parametrize("side", NOT)
def test_negation(side):
    assert kleene.negation(kleene.Truth(side)).value == NOT[side]
    assert answer({"not": LEFT}, about(**FLAG[side])) == NOT[side]
    assert answer({"any": [LEFT, {"not": LEFT}]}, about(**FLAG[side])) == (U if side == U else T)


def test_connectives_of_nothing():
    assert kleene.conjunction([]) is kleene.TRUE
    assert kleene.disjunction([]) is kleene.FALSE


@pytest.mark.parametrize("parts", TRIPLES, ids=str)
def test_connectives_of_three(parts):
    truths = [kleene.Truth(part) for part in parts]
    assert kleene.conjunction(truths).value == strong(list(parts), F, T)
    assert kleene.disjunction(truths).value == strong(list(parts), T, F)


# --- Operators over sides that are known, none or unknown ----------------------------------------

OPERATORS = [
    # operator, left type, a value, right type, a value that makes it true, one that makes it false
    ("is", "boolean", True, "boolean", True, False),
    ("is", "boolean", False, "boolean", False, True),
    ("is", "integer", 1, "integer", 1, 2),
    ("is", "integer", 1, "number", 1.0, 1.5),
    ("is", "number", 0.1, "number", 0.1, 0.10000000000000002),
    ("is", "text", "x", "text", "x", "X"),
    ("is", "term", "d", "term", "d", "e"),
    ("is", "time", MIDNIGHT, "time", "2025-12-31T22:00:00Z", "2026-01-01T00:00:00Z"),
    ("is", "date", "2026-01-01", "date", "2026-01-01", "2026-01-02"),
    ("is", "date", "2026-01-01", "time", "2025-12-31T22:00:00Z", "2025-12-31T21:59:59Z"),
    ("before", "time", MIDNIGHT, "time", "2026-01-01T00:00:00.000001+02:00", MIDNIGHT),
    ("at_or_before", "time", MIDNIGHT, "time", "2025-12-31T22:00:00Z", "2025-12-31T21:59:59Z"),
    ("after", "date", "2026-01-02", "date", "2026-01-01", "2026-01-02"),
    ("at_or_after", "date", "2026-01-02", "date", "2026-01-02", "2026-01-03"),
    ("at_least", "integer", 2, "number", 2, 2.1),
    ("at_most", "number", 2, "integer", 2, 1),
    ("more_than", "number", 2.5, "integer", 2, 3),
    ("less_than", "integer", -1, "integer", 0, -1),
    ("covers", "terms", ["b"], "term", "d", "c"),
    ("covers", "terms", ["b", "c"], "terms", ["d", "c"], ["d", "f"]),
    ("overlaps", "terms", ["b", "c"], "term", "e", "f"),
    ("overlaps", "terms", ["b"], "terms", ["a"], ["c", "f"]),
    ("within", "terms", ["d", "c"], "terms", ["a"], ["b", "f"]),
    ("overlaps", "texts", ["x", "y"], "texts", ["y", "z"], ["z"]),
    ("includes", "texts", ["x", "y"], "text", "y", "z"),
]  # fmt: skip
STANDS = ("known", "none", "unknown")


@pytest.mark.parametrize(("operator", "left", "value", "right", "fitting", "failing"), OPERATORS)
@pytest.mark.parametrize("second", STANDS)
@pytest.mark.parametrize("first", STANDS)
def test_operators_over_known_none_and_unknown(  # noqa: PLR0917 - a row and two columns
    operator, left, value, right, fitting, failing, first, second
):
    silences = [side if side != "known" else "unknown" for side in (first, second)]
    paths = f"left_{left}_{silences[0]}", f"right_{right}_{silences[1]}"
    condition = {f"client.{paths[0]}": {operator: {"the": f"client.{paths[1]}"}}}

    def given(other: object) -> dict[str, Any]:
        facts = {paths[0]: value} if first == "known" else {}
        return about(**facts, **({paths[1]: other} if second == "known" else {}))

    if "none" in (first, second):
        expected = F, F  # none wins, over unknown too; two nones are not equal
    elif "unknown" in (first, second):
        expected = U, U
    else:
        expected = T, F
    assert (answer(condition, given(fitting)), answer(condition, given(failing))) == expected


@pytest.mark.parametrize(("name", "listed"), [("terms", ["a"]), ("texts", ["x"])])
def test_an_empty_set_is_none(name, listed):
    path = f"left_{name}_none"
    for given, expected in ((listed, T), ([], F), (None, F)):
        assert answer({f"client.{path}": {"present": True}}, about(**{path: given})) == expected
        assert answer({f"client.{path}": {"overlaps": listed}}, about(**{path: given})) == expected


@pytest.mark.parametrize(
    ("request_", "truth"),
    [
        (about(left_text_none="x"), T),
        (about(), F),
        (about(left_text_none=None), F),
        ({"items": [{"name": "item"}]}, U),  # of an unknown client nothing is known
    ],
)
def test_present(request_, truth):
    path = "client.left_text_none"
    assert answer({path: {"present": True}}, request_) == truth
    assert answer({path: {"present": False}}, request_) == NOT[truth]
    assert answer({"not": {path: {"present": True}}}, request_) == NOT[truth]


ONE_OF = [
    ("boolean", [True], True, False),
    ("integer", [1, 2], 2, 3),
    ("number", [1, 0.5], 1.0, 0.25),
    ("text", ["x", "y"], "y", "z"),
    ("date", ["2026-01-01", "2026-02-01"], "2026-02-01", "2026-01-31"),
    ("time", ["2026-01-01T00:00:00Z"], "2026-01-01T02:00:00+02:00", "2026-01-01T00:00:00+02:00"),
    ("term", ["b", "f"], "d", "c"),
]


@pytest.mark.parametrize(("name", "values", "fitting", "failing"), ONE_OF)
def test_one_of(name, values, fitting, failing):
    path = f"left_{name}_unknown"
    for condition in ({f"client.{path}": values}, {f"client.{path}": {"one_of": values}}):
        assert answer(condition, about(**{path: fitting})) == T
        assert answer(condition, about(**{path: failing})) == F
        assert answer(condition, about()) == U


# --- Terms: exhaustively, by sets of leaves ------------------------------------------------------


def fit(description: str, grant: str) -> str:
    """Return what leaves say of a description and a grant."""
    meant, covered = LEAVES[description], LEAVES[grant]
    return T if meant <= covered else F if not meant & covered else U


@pytest.fixture(scope="module")
def taxonomy():
    return engine({}).policy_set.vocabulary.taxonomies["data"]


@pytest.mark.parametrize(("left", "right"), PAIRS)
def test_two_terms(taxonomy, left, right):
    common, leaf = LEAVES[left] & LEAVES[right], len(LEAVES[left]) == 1
    assert fits(taxonomy, left, right).value == fit(left, right)
    assert within_grant(taxonomy, left, right).value == (T if fit(left, right) == T else F)
    same = T if left == right and leaf else U if common else F
    assert same_description(taxonomy, left, right).value == same
    assert comparable_grants(taxonomy, left, right).value == (T if common else F)
    given = about(left_term_unknown=left, right_term_unknown=right)
    assert (
        answer({"client.left_term_unknown": {"is": {"the": "client.right_term_unknown"}}}, given)
        == same
    )
    assert answer({"client.left_term_unknown": right}, given) == fit(left, right)


def each_fits(terms: list[str], grants: list[str]) -> str:
    return strong([strong([fit(t, g) for g in grants], T, F) for t in terms], F, T)


def some_fits(terms: list[str], grants: list[str]) -> str:
    return strong([fit(t, g) for t in terms for g in grants], T, F)


@pytest.mark.parametrize("grants", SETS, ids=" ".join)
def test_sets_of_terms(grants):
    the_set, category = "client.left_terms_unknown", {"the": "item.category"}
    for described in SETS:
        given = about(left_terms_unknown=grants)
        given["items"] = [{"name": "item", "category": described}]
        each, some = each_fits(described, grants), some_fits(described, grants)
        assert answer({the_set: {"covers": category}}, given) == each
        assert answer({the_set: {"overlaps": category}}, given) == some
        assert answer({"item.category": {"within": {"the": the_set}}}, given) == each
        assert answer({"item.category": {"overlaps": {"the": the_set}}}, given) == some
        assert answer({"item.category": {"within": grants}}, given) == each
        assert answer({"item.category": {"overlaps": grants}}, given) == some


@pytest.mark.parametrize("right", SETS, ids=" ".join)
def test_sets_of_grants(right):
    """Between grants everything is known: a broader one is not within a narrower one."""
    path = "client.left_terms_unknown"
    other = {"the": "client.right_terms_unknown"}
    for left in SETS:
        given = about(left_terms_unknown=left, right_terms_unknown=right)
        inside = all(any(fit(t, g) == T for g in right) for t in left)
        outside = all(any(fit(t, g) == T for g in left) for t in right)
        common = any(LEAVES[t] & LEAVES[g] for t in left for g in right)
        assert answer({path: {"within": other}}, given) == (T if inside else F)
        assert answer({path: {"covers": other}}, given) == (T if outside else F)
        assert answer({path: {"overlaps": other}}, given) == (T if common else F)
        assert answer({path: {"covers": right}}, given) == (T if outside else F)


@pytest.mark.parametrize("described", SETS, ids=" ".join)
def test_heads_of_several_categories(described):
    """An allow head needs all categories to fit, a deny head some."""
    allow = {"effect": "allow", "ground": "law"}
    request = {"moment": MOMENT, "items": [{"name": "item", "category": described}]}
    for grants in SETS:
        (item,) = engine({"asked": {**allow, "data": grants}}).decide(request).items
        assert ANSWERS[item.outcome] == each_fits(described, grants)
        both = {"any": allow, "asked": {"effect": "deny", "data": grants}}
        (item,) = engine(both).decide(request).items
        denied = {"prohibited": T, "permitted": F, "facts_missing": U}[item.outcome]
        assert denied == some_fits(described, grants)


@pytest.mark.parametrize(
    ("kind", "value", "operator", "left", "truth"),
    [
        ({"term": "data"}, "b", "is", ("term", "d"), T),
        ({"term": "data"}, "b", "is", ("term", "a"), U),
        ({"term": "data"}, "b", "is", ("term", "c"), F),
        ({"set": "data"}, ["b", "f"], "one_of", ("term", "f"), T),
        ({"set": "data"}, ["b", "f"], "one_of", ("term", "a"), U),
        ({"set": "text"}, ["x", "y"], "one_of", ("text", "y"), T),
        ({"set": "text"}, ["x", "y"], "one_of", ("text", "z"), F),
        ({"term": "data"}, "a", "covers", ("terms", ["b"]), F),
        ({"term": "data"}, "d", "covers", ("terms", ["b"]), T),
        ({"term": "data"}, "a", "overlaps", ("terms", ["b"]), T),
        ({"set": "data"}, ["a"], "within", ("terms", ["b", "c"]), T),
        ({"type": "text"}, "x", "includes", ("texts", ["x"]), T),
        ({"type": "number"}, 1.5, "at_least", ("integer", 2), T),
        ({"type": "date"}, "2026-01-01", "is", ("time", "2025-12-31T22:30:00Z"), T),
    ],
)
def test_a_parameter_is_a_grant(kind, value, operator, left, truth):
    name, given = left
    parameter = {**kind, "values": [{"from": "0001-01-01", "value": value}]}
    condition = {f"client.left_{name}_unknown": {operator: {"parameter": "n"}}}
    assert answer(condition, about(**{f"left_{name}_unknown": given}), n=parameter) == truth


# --- Times ---------------------------------------------------------------------------------------

ORDER = {"before": (-1,), "at_or_before": (-1, 0), "after": (1,), "at_or_after": (0, 1), "is": (0,)}
TALLINN, KIRITIMATI, NEW_YORK = "Europe/Tallinn", "Pacific/Kiritimati", "America/New_York"

COMPARED = [
    # zone, left, right, how left lies to right
    (TALLINN, "2026-03-01T00:00:00+02:00", "2026-03-01", 0),
    (TALLINN, "2026-02-28T23:59:59.999999+02:00", "2026-03-01", -1),
    (TALLINN, "2026-03-01T23:59:59.999999+02:00", "2026-03-01", 0),
    (TALLINN, "2026-03-01T22:00:00Z", "2026-03-01", 1),
    (TALLINN, "2026-06-30T21:00:00Z", "2026-07-01", 0),  # summer: three hours
    (TALLINN, "2026-06-30T20:59:59Z", "2026-07-01", -1),
    (NEW_YORK, "2026-03-01T04:59:59Z", "2026-03-01", -1),
    (KIRITIMATI, "2026-02-28T10:00:00Z", "2026-03-01", 0),
    # the hour that is repeated on 25 October 2026: the first time round, the second time round
    (TALLINN, "2026-10-25T03:30:00+03:00", "2026-10-25T03:30:00+02:00", -1),
    (TALLINN, "2026-10-25T03:59:00+03:00", "2026-10-25T03:01:00+02:00", -1),
    (TALLINN, "2026-10-25T03:01:00+02:00", "2026-10-25T03:59:00+03:00", 1),
    (TALLINN, "2026-10-25T03:30:00+02:00", "2026-10-25T01:30:00Z", 0),
    (NEW_YORK, "2026-11-01T01:30:00-04:00", "2026-11-01T01:30:00-05:00", -1),
    (TALLINN, "0001-01-02T00:00:00Z", "9999-12-30T00:00:00Z", -1),
    (TALLINN, "2026-01-01", "2026-01-01", 0),
    (TALLINN, "2025-12-31", "2026-01-01", -1),
]  # fmt: skip


@pytest.mark.parametrize("operator", ORDER)
@pytest.mark.parametrize(("zone", "left", "right", "lies"), COMPARED)
def test_times(operator, zone, left, right, lies):
    def kind(text: str) -> str:
        return "time" if "T" in text else "date"

    def path(side: str, text: str) -> str:
        return f"{side}_{kind(text)}_unknown"

    for first, second, order in ((left, right, lies), (right, left, -lies)):
        given = about(**{path("left", first): first, path("right", second): second})
        expected = T if order in ORDER[operator] else F
        fact = f"client.{path('left', first)}"
        other = {"the": f"client.{path('right', second)}"}
        assert answer({fact: {operator: other}}, given, zone) == expected
        assert answer({fact: {operator: second}}, given, zone) == expected


def stepped(day: date, months: int) -> date:
    """Return the day some months on, counted out month by month."""
    year, month = day.year, day.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month in (0, 13):
            year, month = (year + 1, 1) if month == 13 else (year - 1, 12)
    candidate = day.day
    while True:
        try:
            return date(year, month, candidate)
        except ValueError:
            candidate -= 1


AROUND_LEAP_DAY = [date(2023, 12, 25) + timedelta(days=n) for n in range(110)]


@pytest.mark.parametrize("months", [0, 1, 2, 3, 11, 12, 13, 24, 48])
def test_months_keep_the_day_or_take_the_last(months):
    zone = ZoneInfo(TALLINN)
    for day in AROUND_LEAP_DAY:
        for backwards in (False, True):
            moved = shift(day, Duration(months, "months"), backwards=backwards, zone=zone)
            expected = stepped(day, -months if backwards else months)
            assert moved == (expected.year, expected.month, expected.day)
            if months % 12 == 0:
                years = Duration(months // 12, "years")
                assert shift(day, years, backwards=backwards, zone=zone) == moved


@pytest.mark.parametrize(
    "duration", ["0 days", "1 day", "30 days", "1 month", "13 months", "1 year"]
)
@pytest.mark.parametrize("backwards", [False, True])
def test_later_events_never_end_earlier(duration, backwards):
    zone, amount = ZoneInfo(TALLINN), read_duration(duration)
    assert amount is not None
    days = [date(2019, 12, 1) + timedelta(days=n) for n in range(1600)]
    moved = [shift(day, amount, backwards=backwards, zone=zone) for day in days]
    assert moved == sorted(moved)


SHIFTED = [
    # zone, the fact, its shift, a time that lies before it or not, whether it does
    (TALLINN, "2026-01-31T09:00:00+02:00", {"plus": "1 month"}, "2026-02-28", F),
    (TALLINN, "2026-01-31T09:00:00+02:00", {"plus": "1 month"}, "2026-02-27", T),
    (TALLINN, "2026-01-31T22:30:00Z", {"plus": "1 month"}, "2026-02-28", T),  # 1 February there
    (TALLINN, "2026-01-31T22:30:00Z", {"plus": "1 month"}, "2026-03-01", F),
    (TALLINN, "2024-02-29T12:00:00Z", {"plus": "1 year"}, "2025-02-28", F),
    (TALLINN, "2024-02-29T12:00:00Z", {"plus": "4 years"}, "2028-02-28", T),
    (TALLINN, "2026-03-28T23:00:00+02:00", {"plus": "1 day"}, "2026-03-29T00:00:00+02:00", F),
    (TALLINN, "2026-03-28T23:00:00+02:00", {"plus": "24 hours"}, "2026-03-29T23:59:59+03:00", T),
    (TALLINN, "2026-03-28T23:00:00+02:00", {"plus": "24 hours"}, "2026-03-30T00:00:00+03:00", F),
    (TALLINN, "2026-10-25T03:30:00+03:00", {"plus": "1 hour"}, "2026-10-25T03:29:59+02:00", T),
    (TALLINN, "2026-10-25T03:30:00+03:00", {"plus": "1 hour"}, "2026-10-25T03:30:00+02:00", F),
    (TALLINN, "2026-03-31T12:00:00+03:00", {"minus": "1 month"}, "2026-02-27", T),
    (TALLINN, "2026-03-31T12:00:00+03:00", {"minus": "1 month"}, "2026-02-28", F),
    (TALLINN, "2026-01-01T12:00:00+02:00", {"minus": "1 day"}, "2025-12-31", F),
    # beyond the calendar's ends a time lies beyond every time in it
    (TALLINN, "2026-01-01T12:00:00+02:00", {"plus": "9000 years"}, "9999-12-31", T),
    (TALLINN, "2026-01-01T12:00:00+02:00", {"plus": "1000000 months"}, "9999-12-31", T),
    (TALLINN, "9999-12-29T12:00:00Z", {"plus": "1000000 days"}, "9999-12-31", T),
    (TALLINN, "9999-12-29T12:00:00Z", {"plus": "1000000 hours"}, "9999-12-30T00:00:00Z", T),
    (TALLINN, "2026-01-01T12:00:00+02:00", {"minus": "9000 years"}, "0001-01-01", F),
    (TALLINN, "0001-01-02T12:00:00Z", {"minus": "1000000 hours"}, "0001-01-02T00:00:00Z", F),
]  # fmt: skip


@pytest.mark.parametrize(("zone", "fact", "amount", "time", "truth"), SHIFTED)
def test_shifts(zone, fact, amount, time, truth):
    left = "left_time_unknown" if "T" in time else "left_date_unknown"
    condition = {f"client.{left}": {"before": {"the": "client.right_time_unknown", **amount}}}
    assert answer(condition, about(**{left: time, "right_time_unknown": fact}), zone) == truth
    ((direction, duration),) = amount.items()
    parameter = {"type": "duration", "values": [{"from": "0001-01-01", "value": duration}]}
    operand = {"the": "client.right_time_unknown", direction: {"parameter": "n"}}
    condition = {f"client.{left}": {"before": operand}}
    given = about(**{left: time, "right_time_unknown": fact})
    assert answer(condition, given, zone, n=parameter) == truth


@pytest.mark.parametrize(
    ("zone", "fact", "amount", "truth"),
    [
        (TALLINN, "9999-12-29T23:59:00Z", {"plus": "47 hours"}, T),
        (TALLINN, "9999-12-29T23:59:00Z", {"plus": "1000000 hours"}, T),
        (NEW_YORK, "0001-01-02T00:00:00Z", {"minus": "23 hours"}, F),
        (NEW_YORK, "0001-01-02T00:00:00Z", {"minus": "1000000 hours"}, F),
    ],
)
def test_hours_past_the_calendars_ends_against_a_date(zone, fact, amount, truth):
    condition = {
        "client.left_date_unknown": {"before": {"the": "client.right_time_unknown", **amount}}
    }
    given = about(left_date_unknown="2026-01-01", right_time_unknown=fact)
    assert answer(condition, given, zone) == truth


def test_beyond_the_calendar_lies_beyond_every_time_in_it():
    zone = ZoneInfo(TALLINN)
    for value in (
        date.min,
        date.max,
        datetime(1, 1, 2, tzinfo=UTC),
        datetime(9999, 12, 30, tzinfo=UTC),
    ):
        assert compare(value, BEFORE_ALL, zone) == 1
        assert compare(value, AFTER_ALL, zone) == -1


# --- Quantifiers ---------------------------------------------------------------------------------

RECORD = {T: {"flag": True}, F: {"flag": False}, U: {}}


@pytest.mark.parametrize("elements", [*UP_TO_TWO, *TRIPLES], ids=str)
def test_quantifiers_over_elements(elements):
    for silence in ("none", "unknown"):
        records = f"records_{silence}"
        given = about(**{records: [RECORD[element] for element in elements]})
        quantified = {"of": f"client.{records}", "as": "record", "where": {"record.flag": True}}
        assert answer({"some": quantified}, given) == strong(list(elements), T, F)
        assert answer({"every": quantified}, given) == strong(list(elements), F, T)
        # A definition is worked out anew for each record that it is handed a field of.
        quantified = {**quantified, "where": {"holds": {"flagged": {"value": "record.flag"}}}}
        assert answer({"some": quantified}, given) == strong(list(elements), T, F)
        assert answer({"every": quantified}, given) == strong(list(elements), F, T)


@pytest.mark.parametrize("where", [T, F, U])
def test_quantifiers_over_a_list_that_is_not_given(where):
    """Unknown over an unknown list, whatever `where` says; over none `every` is true."""
    for silence, some, every in (("unknown", U, U), ("none", F, T)):
        of = {"of": f"client.records_{silence}", "as": "record", "where": LEFT}
        assert answer({"some": of}, about(**FLAG[where])) == some
        assert answer({"every": of}, about(**FLAG[where])) == every
        assert answer({"not": {"some": of}}, about(**FLAG[where])) == NOT[some]


def test_a_silent_field_of_a_record_is_none():
    for note, truth in (("x", T), (None, F)):
        given = about(records_unknown=[{"flag": True, "note": note}])
        where = {"record.note": {"present": True}}
        quantified = {"of": "client.records_unknown", "as": "record", "where": where}
        assert answer({"some": quantified}, given) == truth


# --- Absence -------------------------------------------------------------------------------------

ITEMS = {"items": [{"name": "item", "category": "d"}]}
SAID, KEPT = {"matter.said": {"present": True}}, {"matter.kept": "x"}
ABSENCES = [
    # what is asked, of which request, how it stands
    ("recipient.kind", "court", {"operation": "send"}, U),
    ("recipient.kind", "court", {"operation": "handle"}, U),  # a narrower operation involves it
    ("recipient.kind", "court", {"operation": "look"}, F),
    ("recipient.kind", "court", {"operation": "keep"}, F),
    ("recipient.kind", "court", {}, U),
    ("recipient.kind", "court", {"operation": "keep", "recipient": {}}, U),
    ("recipient.kind", "court", {"operation": "keep", "recipient": {"kind": "court"}}, T),
    ("purpose", "help", {"operation": "keep"}, F),
    ("purpose", "help", {"operation": "handle"}, U),
    ("purpose", "help", {"operation": "keep", "purpose": "help"}, T),
    ("recipient.group", {"present": True}, {"operation": "send"}, U),  # the recipient is unknown
    ("recipient.group", {"present": True}, {"operation": "send", "recipient": {"id": "r"}}, F),
    ("recipient.group", {"present": True}, {"operation": "keep"}, F),
    ("client.left_text_none", {"present": True}, {}, U),
    ("client.left_text_none", {"present": True}, {"client": None}, U),
    ("client.left_text_none", {"present": True}, {"client": {}}, F),
    ("demand.paper", "x", {}, F),  # the absent entity means none
    ("demand.paper", "x", {"demand": {}}, U),  # once given, its facts are unknown
    ("matter.said", {"present": True}, {}, F),  # each fact by its own silence
    ("matter.kept", "x", {}, U),
    ("matter.kept", "x", {"matter": {"said": "y"}}, U),
    ("item.tag", {"present": True}, {"items": [{"name": "item"}]}, F),
    ("item.tag", {"present": True}, {"items": []}, U),
    ("item.tag", {"present": True}, {"items": None}, U),
    ("item.category", {"within": ["d"]}, {"items": [{"name": "item"}]}, U),
    ("item.category", {"within": ["d"]}, {"items": []}, U),
]  # fmt: skip


@pytest.mark.parametrize(("path", "test", "request_", "truth"), ABSENCES)
def test_absence(path, test, request_, truth):
    assert answer({path: test}, {**ITEMS, **request_}) == truth


def test_an_empty_list_of_categories_is_none_and_an_absent_one_unknown():
    # See docs/decisions/0009-empty-category.md.
    rules = {
        "any": {"effect": "allow", "ground": "law"},
        "no": {"effect": "deny", "data": list("afh")},
    }
    told: list[tuple[dict[str, object], str]]
    told = [({"category": []}, "permitted"), ({}, "facts_missing")]
    for item, outcome in told:
        request = {"moment": MOMENT, "items": [{"name": "item", **item}]}
        assert engine(rules).decide(request).outcome == outcome


# --- Rules and outcomes --------------------------------------------------------------------------

WHEN = {T: {"client.left_boolean_unknown": True}, F: {"client.right_boolean_unknown": True}}
KNOWN = about(left_boolean_unknown=True, right_boolean_unknown=False)
STATE = {**WHEN, U: {"client.left_text_unknown": "x"}}
"""A condition that is true, one that is false and one that is unknown of `KNOWN`."""


@pytest.mark.parametrize("parts", FOURS, ids=str)
def test_a_rule_holds_without_its_exceptions(parts):
    when, unless, exception, inner = parts
    rule = {
        "effect": "allow",
        "ground": "law",
        "when": STATE[when],
        "unless": STATE[unless],
        "except": {
            "outer": {"when": STATE[exception], "except": {"inner": {"when": STATE[inner]}}}
        },
    }
    lifted = strong([exception, NOT[inner]], F, T)
    expected = strong([when, NOT[unless], NOT[lifted]], F, T)
    (item,) = engine({"asked": rule}).decide({"moment": MOMENT, **KNOWN}).items
    assert ANSWERS[item.outcome] == expected


@pytest.mark.parametrize("denies", UP_TO_TWO, ids=str)
@pytest.mark.parametrize("allows", UP_TO_TWO, ids=str)
def test_outcomes(allows, denies):
    rules: dict[str, Any] = {
        f"allow{n}": {"effect": "allow", "ground": "law", "when": STATE[truth]}
        for n, truth in enumerate(allows)
    }
    rules |= {
        f"deny{n}": {"effect": "deny", "when": STATE[truth]} for n, truth in enumerate(denies)
    }
    if T in denies:
        expected, deciding = "prohibited", [n for n, truth in enumerate(denies) if truth == T]
    elif T in allows and U not in denies:
        expected, deciding = "permitted", [n for n, truth in enumerate(allows) if truth == T]
    elif not set(allows) & {T, U}:
        expected, deciding = "no_ground", []
    else:
        expected, deciding = "facts_missing", []
    (item,) = engine(rules).decide({"moment": MOMENT, **KNOWN}).items
    effect = "deny" if expected == "prohibited" else "allow"
    assert item.outcome == expected
    assert item.rules == tuple(f"p#{effect}{n}" for n in deciding)
