"""Programs themselves: bounded, safe from texts, as few steps however many rules there are."""

from __future__ import annotations

import ast
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any

import pytest

from disclosure_rules import Decision, Engine, InvalidRequest, Request
from disclosure_rules.deciding.specialising import programs as stored
from disclosure_rules.deciding.specialising.syntax import (
    Names,
    compiled,
    expression,
    statements,
)
from tests.equality.judging import by_hand, by_programs, by_semantics
from tests.generators.worlds import texts
from tests.oracles.ekspressjob_requests import random_request
from tests.unit import ekspressjob_set as ekspressjob

Document = dict[str, Any]
MOMENT = "2026-11-22T12:00:00+02:00"


def vocabulary(**more: int) -> Document:
    """Return a vocabulary; `more` says how many further terms a taxonomy has."""
    terms: Document = {
        "operations": {"disclose": {"involves": ["purpose", "recipient"]}},
        "purposes": {"offers": {}, "service": {}},
        "recipients": {"partner": {}, "court": {}},
        "data": {"contact": {"narrower": {"email": {}, "phone": {}}}, "name": {}},
        "grounds": {"consent": {}, "law": {}},
    }
    for taxonomy, count in more.items():
        terms[taxonomy] |= {f"further_{number}": {} for number in range(count)}
    consents = {
        "id": {"type": "text"},
        "data": {"set": "data"},
        "given_at": {"type": "time"},
        "withdrawn_at": {"type": "time", "silence_means": "none"},
    }
    return {
        "kind": "vocabulary",
        "language": 1,
        "id": "small",
        "time_zone": "Europe/Tallinn",
        "languages": ["en"],
        "subject": "client",
        "terms": terms,
        "facts": {
            "recipient": {"group": {"type": "text", "silence_means": "none"}},
            "client": {"status": {"type": "text"}, "consents": {"list": consents}},
            "item": {"related_to": {"set": "text"}},
        },
    }


BASE: Document = {
    "of_the_group": {"effect": "allow", "ground": "law", "when": {"recipient.group": "ours"}},
    "consent": {
        "effect": "allow",
        "ground": "consent",
        "when": {
            "some": {
                "of": "client.consents",
                "as": "consent",
                "where": {
                    "consent.data": {"covers": {"the": "item.category"}},
                    "consent.given_at": {"at_or_before": {"the": "moment"}},
                    "not": {"consent.withdrawn_at": {"at_or_before": {"the": "moment"}}},
                },
            }
        },
    },
    "related": {
        "effect": "deny",
        "when": {
            "some": {
                "of": "client.consents",
                "as": "consent",
                "where": {"item.related_to": {"includes": {"the": "consent.id"}}},
            }
        },
    },
    "barred": {"effect": "deny", "recipient": "partner", "when": {"client.status": "barred"}},
    "named": {"effect": "allow", "ground": "law", "recipient": "court", "data": "name"},
}


def engine(rules: Document, definitions: Document | None = None, **more: int) -> Engine:
    policy = {
        "kind": "policy",
        "id": "p",
        "version": "1",
        "in_force": {"from": "2000-01-01"},
        "rules": rules,
        **({"definitions": definitions} if definitions else {}),
    }
    return Engine.load(texts([vocabulary(**more), policy]))


def asked(chance: Random, **parts: Any) -> Document:
    """Return a request of the small vocabulary."""
    times = ("2026-01-01T00:00:00Z", MOMENT, "2026-11-22T10:00:00.000001Z")
    consents = [
        {
            "id": chance.choice("abc"),
            "data": chance.sample(["contact", "email", "phone", "name"], chance.randint(0, 2)),
            "given_at": chance.choice(times),
            **({"withdrawn_at": chance.choice(times)} if chance.random() < 0.3 else {}),
        }
        for _ in range(chance.randint(0, 3))
    ]
    category = ["email", "phone", "name", "contact", ["email", "name"], ["phone"]]
    items = [
        {
            "name": f"i{number}",
            "category": chance.choice(category),
            "related_to": chance.sample("abc", chance.randint(0, 1)),
        }
        for number in range(chance.randint(1, 5))
    ]
    return {
        "operation": "disclose",
        "purpose": chance.choice(["offers", "service"]),
        "moment": MOMENT,
        "recipient": {"id": "r", "kind": chance.choice(["partner", "court"]), "group": "ours"},
        "client": {"id": "c", "status": chance.choice(["usual", "barred"]), "consents": consents},
        "items": items,
        **parts,
    }


def some(count: int, seed: int = 1) -> list[Document]:
    chance = Random(seed)  # noqa: S311 - samples, not secrets
    return [asked(chance) for _ in range(count)]


@pytest.mark.parametrize(
    "status",
    [
        {"all": [{"client.status": "a"}, {"client.status": "b"}]},
        {"all": [{"client.status": {"one_of": ["a", "b"]}}, {"client.status": "c"}]},
    ],
)
def test_a_denial_that_no_text_meets_is_open_while_the_text_is_not_known(status):
    allowing = {"effect": "allow", "ground": "law"}
    deciding = engine({"any": allowing, "never": {"effect": "deny", "when": status}})
    request = some(1)[0]
    for given, outcome in ((None, "facts_missing"), ("a", "permitted"), ("c", "permitted")):
        asked_for = {**request, "client": {**request["client"], "status": given}}
        assert deciding.decide(asked_for).outcome == outcome
        assert by_programs(deciding, asked_for) == by_semantics(deciding, asked_for)


@pytest.mark.parametrize("effect", ["allow", "deny"])
@pytest.mark.parametrize("key", ["when", "unless"])
def test_a_definition_is_handed_a_fact_of_the_item_that_it_does_not_look_at(effect, key):
    """What is handed over stands in the code, and so the item must be there."""
    definitions = {
        "barred": {"means": {"client.status": "barred"}},
        "looks_elsewhere": {"given": {"name": "text"}, "means": {"holds": "barred"}},
    }
    asked_of = {"holds": {"looks_elsewhere": {"name": "item.name"}}}
    ground = {"ground": "law"} if effect == "allow" else {}
    rules = {"one": {"effect": effect, **ground, key: asked_of}}
    deciding = engine({**rules, "any": {"effect": "allow", "ground": "law"}}, definitions)
    for request in some(20):
        assert by_programs(deciding, request) == by_semantics(deciding, request)


# --- As fast however many rules ------------------------------------------------------------------


def further(number: int, about: str) -> Document:
    """Return a rule that concerns no request here."""
    effect = {"effect": "deny"} if number % 3 else {"effect": "allow", "ground": "law"}
    match about:
        case "group":
            return {**effect, "when": {"recipient.group": f"group {number}"}}
        case "recipient":
            return {**effect, "when": {"recipient.id": {"one_of": [f"r {number}", "r x"]}}}
        case "recipients":
            return {**effect, "recipient": f"further_{number}"}
        case "purposes":
            return {**effect, "purpose": f"further_{number}"}
        case _:
            return {**effect, "data": f"further_{number}"}


def steps(deciding: Engine, requests: list[Document]) -> int:
    """Return how many bytecodes are executed to decide requests."""
    counted = 0

    def traced(frame: Any, event: str, _: object) -> Any:
        nonlocal counted
        frame.f_trace_opcodes = True
        counted += event == "opcode"
        return traced

    before = sys.gettrace()
    sys.settrace(traced)
    try:
        for request in requests:
            deciding.decide(request)
            deciding.allows(request)
    finally:
        sys.settrace(before)
    return counted


@pytest.mark.parametrize("about", ["group", "recipient", "recipients", "purposes", "data"])
def test_rules_about_something_else_cost_no_step(about):
    count = 10_000
    rules = {f"further_{number}": further(number, about) for number in range(count)}
    more = {about: count} if about in ("recipients", "purposes", "data") else {}
    few, many = engine(BASE), engine({**BASE, **rules}, None, **more)
    requests = some(40)
    for request in requests:
        assert by_programs(few, request) == by_programs(many, request)
    assert steps(few, requests) == steps(many, requests)
    assert by_hand(many) == (0, 0)


def test_steps_grow_with_records_plus_items_and_not_with_their_product():
    deciding = engine(BASE)

    def cost(records: int, items: int) -> int:
        consent = {"id": "a", "data": ["contact"], "given_at": "2026-01-01T00:00:00Z"}
        item = {"category": "name", "related_to": ["b"]}
        request = {
            **some(1)[0],
            "client": {"id": "c", "status": "usual", "consents": [consent] * records},
            "items": [{"name": f"i{number}", **item} for number in range(items)],
        }
        deciding.decide(request)
        deciding.allows(request)
        return steps(deciding, [request])

    assert cost(40, 40) - cost(40, 1) == cost(1, 40) - cost(1, 1)
    assert cost(80, 1) - cost(40, 1) == cost(41, 1) - cost(1, 1)


# --- Bounds --------------------------------------------------------------------------------------


def many_keys(count: int) -> list[Document]:
    chance = Random(2)  # noqa: S311 - samples, not secrets
    recipient = {"kind": "partner"}
    return [
        asked(chance, recipient={**recipient, "id": f"r {number}", "group": "ours"})
        for number in range(count)
    ]


def test_the_bounds_are_those_of_the_page():
    page = (ekspressjob.ROOT / "docs" / "speed.md").read_text(encoding="utf-8")
    table = page.split("## Bounds")[1].split("## ")[0]
    bounds = (
        stored.MOST_PROGRAMS,
        stored.MOST_RULES,
        stored.LARGEST_PROGRAM,
        stored.MOST_CATEGORIES,
        stored.MOST_EPOCHS,
    )
    assert [row.split("|")[2].strip() for row in table.splitlines() if row.count("|") == 4][2:] == [
        f"{bound:,}" for bound in bounds
    ]


def test_programs_are_bounded_and_what_is_beyond_decides_the_same(monkeypatch):
    monkeypatch.setattr(stored, "MOST_PROGRAMS", 20)
    deciding = engine({**BASE, **{f"f{n}": further(n, "recipient") for n in range(300)}})
    for request in many_keys(300):
        assert by_programs(deciding, request) == by_semantics(deciding, request)
        assert len(deciding._programs) <= 20
    assert by_hand(deciding)[1] > 200


def test_a_program_that_is_used_stays(monkeypatch):
    monkeypatch.setattr(stored, "MOST_PROGRAMS", 20)
    deciding = engine({**BASE, **{f"f{n}": further(n, "recipient") for n in range(300)}})
    used = many_keys(1)[0]
    for request in many_keys(300):
        deciding.decide(used)
        before = by_hand(deciding)
        deciding.decide(used)
        assert by_hand(deciding) == before
        deciding.decide(request)


@pytest.mark.parametrize(
    ("bound", "value"),
    [("MOST_RULES", 12), ("LARGEST_PROGRAM", 1), ("MOST_CATEGORIES", 1), ("MOST_VERDICTS", 0)],
)
def test_other_bounds_change_no_answer(monkeypatch, bound, value):
    monkeypatch.setattr(stored, bound, value)
    deciding = engine(BASE)
    for request in some(200):
        assert by_programs(deciding, request) == by_semantics(deciding, request)


def test_epochs_are_bounded_with_their_programs(monkeypatch):
    monkeypatch.setattr(stored, "MOST_EPOCHS", 3)
    dated = {
        f"on_day_{day}": {
            "effect": "deny",
            "in_force": {"from": f"2026-11-{day:02}", "to": f"2026-11-{day:02}"},
            "when": {"client.status": "barred"},
        }
        for day in range(1, 28, 2)
    }
    deciding = engine({**BASE, **dated})
    chance = Random(3)  # noqa: S311 - samples, not secrets
    for _ in range(2):
        for hour in range(0, 24 * 28, 5):
            moment = f"2026-11-{hour // 24 + 1:02}T{hour % 24:02}:30:00+02:00"
            request = asked(chance, moment=moment)
            assert by_programs(deciding, request) == by_semantics(deciding, request)
            assert len(deciding._programs._epochs) <= 3
            assert len(deciding._programs._windows) <= 3
    assert by_hand(deciding) == (0, 0)


# --- Texts ---------------------------------------------------------------------------------------

HOSTILE = (
    "'",
    '"',
    "'''\n\"\"\"",
    "x'); raise SystemExit('",
    "\\",
    "\nreturn True\n",
    "return",
    "facts",
    "item",
    "NONE",
    "__builtins__",
    "__import__('os')",
    "{}",
    "%s",
    "õäöü",
    "a" * 100_000,
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_texts_of_a_policy_never_become_code(text):
    rules = {
        **BASE,
        "text": {"effect": "allow", "ground": "law", "when": {"recipient.group": text}},
        "texts": {
            "effect": "allow",
            "ground": "law",
            "when": {"any": [{"client.status": {"one_of": [text, "x"]}}, {"client.id": text}]},
        },
    }
    deciding = engine(rules)
    recipient = {"id": "r", "kind": "court"}
    for request in some(6):
        for given in (text, "x", "r"):
            request["recipient"] = {**recipient, "group": given}
            request["client"] = {"id": given, "status": given, "consents": []}
            assert by_programs(deciding, request) == by_semantics(deciding, request)
    programs = deciding._programs
    for program in programs._young.values():
        loader = program.decide.__globals__["__loader__"]
        source = ast.parse(loader.get_source(""))
        values = {node.value for node in ast.walk(source) if isinstance(node, ast.Constant)}
        assert all(value is None or isinstance(value, int) for value in values)
        names = {node.id for node in ast.walk(source) if isinstance(node, ast.Name)}
        assert text not in names - {"facts", "item", "NONE"}
    assert by_hand(deciding) == (0, 0)


# --- What is ordinary ----------------------------------------------------------------------------


def test_ordinary_requests_never_take_the_long_way():
    deciding = Engine.load(ekspressjob.texts())
    chance = Random(4)  # noqa: S311 - samples, not secrets
    for _ in range(600):
        request = random_request(chance)
        assert by_programs(deciding, request) == by_semantics(deciding, request)
    assert by_hand(deciding) == (0, 0)


def test_a_typed_request_is_ordinary():
    deciding = engine(BASE)
    request = some(1)[0]
    assert deciding.decide(Request(**request)).as_dict() == deciding.decide(request).as_dict()
    assert by_hand(deciding) == (0, 0)


def test_what_is_read_the_long_way_is_counted_and_decided_the_same():
    class Mapping(dict[str, Any]):
        pass

    deciding = engine(BASE)
    for request in some(20):
        odd = Mapping(request)
        assert deciding.decide(odd).as_dict() == deciding.decide(request).as_dict()
    assert by_hand(deciding) == (20, 0)


def test_values_whose_classes_raise_are_refused():
    class Raises(str):
        __slots__ = ()

        def __hash__(self) -> int:
            raise RuntimeError

    request = {**some(1)[0], "purpose": [Raises("offers")]}
    with pytest.raises(InvalidRequest):
        engine(BASE).decide(request)


def test_a_request_that_is_changed_later_changes_no_decision():
    deciding = engine(BASE)
    for request in some(30):
        decision = deciding.decide(request)
        expected = deciding.decide(request).as_dict()
        request["client"]["consents"].clear()
        request["items"][0].clear()
        request.clear()
        assert decision.as_dict() == expected


def test_threads_share_programs():
    requests = some(60)
    expected = [engine(BASE).decide(request).as_dict() for request in requests]
    fresh = engine(BASE)
    with ThreadPoolExecutor(8) as pool:
        found: list[Decision] = list(pool.map(fresh.decide, requests * 10))
    assert [decision.as_dict() for decision in found] == expected * 10


# --- Source --------------------------------------------------------------------------------------


def test_a_traceback_shows_the_line_of_a_program():
    body = statements(
        """
def function(value):
    found = None
    for part in value:
        if part:
            found = part
        elif found:
            found = None
        else:
            try:
                found = LIMIT / part
            except KeyError:
                return None
    return found
        """,
        LIMIT=expression("limit"),
    )
    names = Names(limit=1)
    function = compiled(body, names, "a program of a test")
    with pytest.raises(ZeroDivisionError) as caught:
        function([1, 0, 0])
    assert traceback.extract_tb(caught.value.__traceback__)[-1].line == "found = limit / part"


def test_programs_show_their_source():
    deciding = engine(BASE)
    deciding.decide(some(1)[0])
    (program,) = deciding._programs._young.values()
    with pytest.raises(TypeError) as caught:
        program.decide((None,) * 20)
    assert traceback.extract_tb(caught.value.__traceback__)[-1].line == "for item in facts[0]:"
