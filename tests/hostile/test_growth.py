"""Much of anything: four times as much takes about four times as long."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from disclosure_rules.loading.load import read_policies
from tests.hostile.odd_values import ENGINE, NUMBER, SECRETS, TEXT
from tests.hostile.promises import answer, check_growth, check_shows_nothing
from tests.hostile.shared import HEAD, SOUND, ring, rules
from tests.unit.small import VOCABULARY, ask, documents

# --- Policies ------------------------------------------------------------------------------------


def doubling(n: int) -> str:
    steps = "".join(
        f"  d{i}: {{means: {{any: [{{holds: d{i - 1}}}, {{not: {{holds: d{i - 1}}}}}]}}}}\n"
        for i in range(1, n)
    )
    return (
        f"{HEAD}definitions:\n  d0: {{means: {{client.adult: true}}}}\n{steps}"
        f"rules:\n  r: {{effect: deny, when: {{holds: d{n - 1}}}}}\n"
    )


def many_values(n: int) -> str:
    days = "".join(
        f"      - {{from: {1000 + i // 336:04}-{1 + i // 28 % 12:02}-{1 + i % 28:02}, value: 1}}\n"
        for i in range(n)
    )
    rule = "rules:\n  r: {effect: deny, when: {client.age: {at_least: {parameter: p}}}}\n"
    return f"{HEAD}parameters:\n  p:\n    type: integer\n    values:\n{days}{rule}"


DOCUMENTS: dict[str, tuple[Callable[[int], str], int]] = {
    "one key, again and again": (
        lambda n: "".join(f"k{i}: x\n" for i in range(n)) + f"k{n - 1}: x\n" * n,
        5_000,
    ),
    "keys, each twice": (lambda n: "".join(f"k{i}: x\n" for i in range(n)) * 2, 5_000),
    "unknown keys": (lambda n: SOUND + "".join(f"k{i}: x\n" for i in range(n)), 2_500),
    "rules that are none": (rules(lambda _: "1"), 2_500),
    "rules with an unknown key": (rules(lambda _: "{effect: deny, wen: x}"), 1_250),
    "unknown terms": (rules(lambda i: f"{{effect: deny, purpose: ofers{i}}}"), 1_250),
    "unknown facts": (rules(lambda i: f"{{effect: deny, when: {{client.x{i}: true}}}}"), 1_250),
    "unknown definitions among many": (
        lambda n: (
            rules(lambda i: f"{{effect: deny, when: {{holds: x{i}}}}}")(n)
            + "definitions:\n"
            + "".join(f"  y{i}: {{means: {{client.adult: true}}}}\n" for i in range(n))
        ),
        1_000,
    ),
    "a ring of definitions": (ring, 1_000),
    "definitions that double": (doubling, 6),
    "values of a parameter": (many_values, 2_000),
    "a long text with placeholders": (
        rules(lambda _: "{effect: deny, because: {et: '" + "{client.age}" * 9_999 + "', en: x}}"),
        1,
    ),
    "a long text of braces": (
        rules(lambda _: "{effect: deny, because: {et: '" + "{" * 99_999 + "', en: x}}"),
        1,
    ),
    "a long head": (rules(lambda _: "{effect: deny, purpose: [" + "offers," * 50_000 + "]}"), 1),
    "a wide condition": (
        rules(lambda _: "{effect: deny, when: {any: [" + "{client.adult: true}," * 5_000 + "]}}"),
        1,
    ),
    "a flat list": (lambda n: "[" + "a," * n + "]", 25_000),
    "spaces after a colon": (lambda n: "a:" + " " * n + "b: c: d", 250_000),
    "odd spaces": (lambda n: "a: " + "\u00a0" * n + "b: c: d", 25_000),
    "dashes before a tight colon": (lambda n: "- " * 60 + "-" * n + "a:b\nc: d: e", 25_000),
    "lines of an open quote": (lambda n: 'a: "' + "x\n " * n, 75_000),
    "anchors": (lambda n: "".join(f"a{i}: &a{i} x\n" for i in range(n)), 25_000),
    "tags": (lambda n: "a: " + "!" * n, 250_000),
    "percent signs": (lambda n: "%" * n, 250_000),
    "question marks": (lambda n: "? " * n, 25_000),
    "colons": (lambda n: ": " * n, 25_000),
}
"""Documents of any size: four times as much takes about four times as long."""


def reading(texts: dict[str, str]) -> Callable[[], None]:
    def read() -> None:
        found = read_policies(texts)
        text = found.text()
        assert bool(text) == (found.policy_set is None)
        assert max(map(len, text.split("\n"))) < 2_000

    return read


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_large_document_takes_its_time_and_no_more(name: str) -> None:
    make, size = DOCUMENTS[name]
    check_growth(
        lambda times: reading({"vocabulary.yaml": VOCABULARY, "x.yaml": make(times * size)})
    )


@pytest.mark.parametrize("section", ["facts", "entities", "terms"])
def test_a_large_vocabulary_takes_its_time_and_no_more(section: str) -> None:
    more = {
        "facts": ("  client:\n", lambda i: f"    f{i}: {{type: text}}\n"),
        "entities": ("facts:\n", lambda i: f"  e{i}: {{f: {{type: text}}}}\n"),
        "terms": ("  purposes:\n", lambda i: f"    t{i}:\n"),
    }
    after, each = more[section]

    def vocabulary(times: int) -> str:
        lines = "".join(each(i) for i in range(times * 2_500))
        return VOCABULARY.replace(after, after + lines, 1)

    check_growth(lambda times: reading(documents(SOUND, vocabulary=vocabulary(times))))


# --- Requests ------------------------------------------------------------------------------------

REQUESTS: dict[str, Callable[[int], dict[str, Any]]] = {
    "records": lambda n: ask(client={"consents": [{"id": str(i)} for i in range(n)]}),
    "bad records": lambda n: ask(client={"consents": [NUMBER] * n}),
    "texts": lambda n: ask(client={"hobbies": [f"{TEXT}{i}" for i in range(n)]}),
    "unknown terms": lambda n: ask(client={"refused": [f"{TEXT} partner {i}" for i in range(n)]}),
    "unknown keys": lambda n: ask(client={f"{TEXT} age {i}": i for i in range(n)}),
    "unknown parts": lambda n: ask(**{f"{TEXT} client {i}": i for i in range(n)}),
    "items": lambda n: ask(items=[{"name": str(i)} for i in range(n)]),
    "items of one name": lambda n: ask(items=[{"name": "a"}] * n),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_a_large_request_takes_its_time_and_no_more(name: str) -> None:
    check_shows_nothing(answer(ENGINE, REQUESTS[name](1_000)), *SECRETS)
    check_growth(lambda times: partial(answer, ENGINE, REQUESTS[name](times * 2_500)))
