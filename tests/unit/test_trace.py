"""Traces: what names each clause, which cases each rule decides, and how that is shown."""

from __future__ import annotations

import csv
import re
from functools import cache
from html.parser import HTMLParser
from io import StringIO
from typing import Any

import pytest

from disclosure_rules import Engine
from disclosure_rules.authoring.trace.data import as_data
from disclosure_rules.authoring.trace.page import as_page
from disclosure_rules.authoring.trace.strict import loose_ends
from disclosure_rules.authoring.trace.table import COLUMNS, as_csv
from disclosure_rules.authoring.trace.text import as_lines
from disclosure_rules.authoring.trace.traced import Trace, TracedClause, TracedRule, trace
from disclosure_rules.language.phrases import READERS, Reader
from disclosure_rules.packaged import example_policies
from disclosure_rules.publishing.book import Book
from tests.unit.small import VOCABULARY, documents, policy

NAMES = ("said", "excepted", "deeper", "set_by", "meant", "promised", "told", "loose")
NOTICE = "kind: notice\nid: notice\nclauses:\n" + "".join(
    f"  {name}:\n"
    f"    where: {{et: {name}. jagu, en: section {name}}}\n"
    f"    says: {{et: Nii, en: 'So, \"{name}\"'}}\n"
    f"    carried_by: {'information' if name == 'told' else 'decision'}\n"
    for name in NAMES
)
RULES = """
grown:
  effect: allow
  ground: law
  clauses: [said]
  when: {holds: old_enough}
  except:
    refused:
      clauses: [excepted]
      when: {client.city: Tartu}
      except: {paid: {clauses: [deeper, said], when: {client.score: 1}}}
no_police: {effect: deny, clauses: [said], recipient: police}
unseen: {effect: deny, recipient: court}
"""
MORE = """
parameters:
  age: {type: integer, values: [{from: 2026-01-01, value: 18, clauses: [set_by]},
                                {from: 2026-06-01, value: 16, clauses: [set_by]}]}
  wait: {type: duration, values: [{from: 2026-01-01, value: 2 days, clauses: [told]}]}
  unread: {type: integer, values: [{from: 2026-01-01, value: 18, clauses: [loose]}]}
definitions:
  old_enough: {means: {holds: so_old, moment: {after: {the: client.joined_at,
    plus: {parameter: wait}}}}}
  so_old: {means: {client.age: {at_least: {parameter: age}}}}
"""
CLIENT = '{id: c-1, age: 20, city: Narva, joined_at: "2026-01-01T00:00:00Z"}'
CASES = f"""
kind: cases
fixtures:
  grown:
    operation: transmit
    purpose: contract
    recipient: {{id: r, kind: partner}}
    client: {CLIENT}
cases:
  grown_gets_it:
    clauses: [said]
    uses: [grown]
    request: {{moment: "2026-03-01T12:00:00Z"}}
    expect: permitted
  police_gets_nothing:
    clauses: [said, excepted]
    uses: [grown]
    request: {{moment: "2026-03-01T12:00:00Z", recipient: {{id: r, kind: police}}}}
    expect: prohibited
  nobody_knows:
    clauses: [said]
    uses: [grown]
    request: {{moment: "2026-03-01T12:00:00Z", client: {{age: null}}}}
    expect: facts_missing
  wrong:
    request: {{moment: "2026-03-01T12:00:00Z", purpose: nothing}}
    expect: invalid
"""
GUARANTEES = """
kind: guarantees
guarantees: {promise: {clauses: [promised, said], never_allow: {recipient: police}}}
"""


@cache
def _engine() -> Engine:
    vocabulary = VOCABULARY.replace(
        "    personal_code:\n", "    personal_code: {clauses: [meant]}\n"
    )
    return Engine.load(
        {
            **documents(policy(RULES, more=MORE), vocabulary=vocabulary),
            "notice.yaml": NOTICE,
            "cases.yaml": CASES,
            "guarantees.yaml": GUARANTEES,
        }
    )


@cache
def _trace() -> Trace:
    return trace(_engine())


def _clause(name: str) -> TracedClause:
    return next(traced for traced in _trace().clauses if traced.clause.id == name)


def _rule(name: str, traced: Trace | None = None) -> TracedRule:
    return next(rule for rule in (traced or _trace()).rules if rule.rule.id == name)


# --- What hangs together -------------------------------------------------------------------------

NAMED_BY = {
    "said": [
        ("rule", "p#grown"),
        ("exception", "paid"),
        ("rule", "p#no_police"),
        ("guarantee", "promise"),
    ],
    "excepted": [("exception", "refused")],
    "deeper": [("exception", "paid")],
    "set_by": [("parameter", "p#age")],
    "meant": [("term", "data.personal_code")],
    "promised": [("guarantee", "promise")],
    "told": [("parameter", "p#wait")],
    "loose": [],
}


@pytest.mark.parametrize("clause", NAMES)
def test_what_names_a_clause(clause: str) -> None:
    assert [(link.kind, link.name) for link in _clause(clause).links] == NAMED_BY[clause]
    rules = {link.rule.rule.id for link in _clause(clause).links if link.rule}
    assert rules <= {"grown", "no_police"}


def test_a_guarantee_carries_nothing_out() -> None:
    carried = [traced.clause.id for traced in _trace().clauses if traced.carried]
    assert carried == ["said", "excepted", "deeper", "set_by", "meant", "told"]


def test_cases_that_test_a_clause_say_so() -> None:
    named = {
        name: [case.id for case in _clause(name).cases] for name in ("said", "excepted", "told")
    }
    assert named == {
        "said": ["grown_gets_it", "police_gets_nothing", "nobody_knows"],
        "excepted": ["police_gets_nothing"],
        "told": [],
    }


def test_a_rule_has_the_cases_in_which_it_decides() -> None:
    decided = {rule.rule.id: [case.id for case in rule.cases] for rule in _trace().rules}
    assert decided == {
        "grown": ["grown_gets_it"],
        "no_police": ["police_gets_nothing"],
        "unseen": [],
    }


def test_a_rule_rests_on_clauses_of_its_parts_too() -> None:
    assert set(_rule("grown").clauses) == {"said", "excepted", "deeper", "set_by", "told"}
    assert [g.id for g in _rule("grown").guarantees] == ["promise"]
    assert (_rule("unseen").clauses, _rule("unseen").guarantees) == ((), ())


def test_each_version_of_a_rule_has_its_own_cases() -> None:
    rule = "open: {effect: allow, ground: law, operation: view_own_data}"
    first = policy(rule, in_force="{from: 2025-01-01, to: 2025-12-31}", version="1")
    second = policy(rule, version="2")
    cases = (
        'kind: cases\ncases: {late: {request: {moment: "2025-12-31T23:00:00Z", '
        "operation: view_own_data}, expect: permitted}}"
    )
    traced = trace(Engine.load({**documents(first, second), "cases.yaml": cases}))
    # One in the morning of New Year's Day in Tallinn.
    assert [(r.version, len(r.cases)) for r in traced.rules] == [("1", 0), ("2", 1)]
    found = [(d.code, d.span.file) for d in loose_ends(traced) if d.code == "rule_without_case"]
    assert found == [("rule_without_case", "policy_0.yaml")]


def test_a_parameter_counts_in_every_version_of_it_that_the_rule_meets() -> None:
    def ages(year: int, clause: str) -> str:
        value = f"{{from: {year}-01-01, value: 1, clauses: [{clause}]}}"
        return policy(
            "other: {effect: deny, recipient: court}",
            name="ages",
            version=str(year),
            in_force=f"{{from: {year}-01-01, to: {year}-12-31}}",
            more=f"parameters: {{age: {{type: integer, values: [{value}]}}}}",
        )

    reading = policy(
        "read: {effect: deny, when: {client.age: {is: {parameter: ages#age}}}}",
        in_force="{from: 2025-06-01, to: 2026-06-01}",
    )
    versions = (ages(2024, "loose"), ages(2025, "said"), ages(2026, "told"))
    engine = Engine.load({**documents(reading, *versions), "notice.yaml": NOTICE})
    assert _rule("read", trace(engine)).clauses == ("said", "told")


# --- Loose ends ----------------------------------------------------------------------------------


def test_loose_ends_are_found_in_order() -> None:
    found = [(end.code, end.details["word"]) for end in loose_ends(_trace())]
    assert found == [
        ("clause_without_rule", "promised"),
        ("clause_without_rule", "loose"),
        ("rule_without_case", "p#unseen"),
        ("rule_without_clause", "p#unseen"),
    ]


@pytest.mark.parametrize("name", ["clinic", "ekspressjob", "university"])
def test_the_examples_have_no_loose_ends(name: str) -> None:
    assert loose_ends(trace(Engine.load(example_policies(name)))) == ()


def test_the_example_watches_every_clause_of_its_notice() -> None:
    policy_set = Engine.load(example_policies()).policy_set
    (notice,) = policy_set.notices.values()
    assert len({section.sha256 for section in notice.sections}) == 7
    watched = {clause for section in notice.sections for clause in section.clauses}
    assert watched == set(policy_set.clauses)


# --- How it is shown -----------------------------------------------------------------------------


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("everything", [True, False])
def test_the_text_names_everything(reader: Reader, *, everything: bool) -> None:
    text = "\n".join(as_lines(_trace(), reader, everything=everything))
    names = [
        *NAMES,
        "p#grown",
        "p#age",
        "refused",
        "promise",
        "data.personal_code",
        "grown_gets_it",
    ]
    assert all(name in text for name in names)
    assert "policy_0.yaml:" in text
    assert text.isprintable() or "\n" in text
    assert text.count({"en": "nothing carries it out", "et": "miski ei täida"}[reader]) == 2


def test_few_cases_are_named_unless_all_are_asked_for() -> None:
    traced = trace(Engine.load(example_policies()))
    short, long = (
        "\n".join(as_lines(traced, "en", everything=everything)) for everything in (False, True)
    )
    assert re.search(r", \d+ more$", short, re.MULTILINE)
    assert not re.search(r", \d+ more$", long, re.MULTILINE)
    assert all(case.id in long for rule in traced.rules for case in rule.cases)


def test_data_holds_the_same() -> None:
    data: Any = as_data(_trace())
    assert [clause["clause"] for clause in data["clauses"]] == list(NAMES)
    said = data["clauses"][0]
    assert [(link["kind"], link["name"]) for link in said["named_by"]] == NAMED_BY["said"]
    assert [link["rule"] for link in said["named_by"]] == [
        "p#grown",
        "p#grown",
        "p#no_police",
        None,
    ]
    grown = data["rules"][0]
    assert (grown["rule"], grown["version"], grown["effect"]) == ("p#grown", "1", "allow")
    assert [case["case"] for case in grown["cases"]] == ["grown_gets_it"]


def _cells(text: str) -> list[dict[str, str]]:
    assert text.replace("\r\n", "").count("\n") == 0
    header, *rows = csv.reader(StringIO(text, newline=""), strict=True)
    assert len(header) == len(COLUMNS)
    assert {len(row) for row in rows} == {len(COLUMNS)}
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


@pytest.mark.parametrize("reader", READERS)
def test_the_table_has_a_row_for_each_clause_and_what_names_it(reader: Reader) -> None:
    rows = _cells(as_csv(_trace(), Book(_engine().policy_set), reader))
    named = [row["name"] for row in rows if row["clause"] == "said"]
    assert named == [name for _, name in NAMED_BY["said"]] + [
        "grown_gets_it",
        "police_gets_nothing",
        "nobody_knows",
    ]
    (loose,) = (row for row in rows if row["clause"] == "loose")
    assert (loose["kind"], loose["name"]) == ("", "")
    (unseen,) = (row for row in rows if row["name"] == "p#unseen")
    assert (unseen["clause"], unseen["number"], unseen["cases"]) == ("", "0", "")
    (excepted,) = (row for row in rows if row["name"] == "refused")
    told = (excepted["rule"], excepted["number"], excepted["cases"], excepted["version"])
    assert told == ("p#grown", "1", "grown_gets_it", "1")
    assert rows[0]["says"] == {"en": 'So, "said"', "et": "Nii"}[reader]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_no_cell_is_a_formula(sign: str) -> None:
    hostile = NOTICE.replace("en: section said", f"en: '{sign}HYPERLINK(1;2)'")
    engine = Engine.load({**documents(policy("a: {effect: deny}")), "notice.yaml": hostile})
    rows = _cells(as_csv(trace(engine), Book(engine.policy_set), "en"))
    assert rows[0]["where"] == f"'{sign}HYPERLINK(1;2)"


class _Reading(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def _read(engine: Engine, reader: Reader) -> _Reading:
    reading = _Reading()
    reading.feed(as_page(trace(engine), Book(engine.policy_set), reader))
    return reading


@pytest.mark.parametrize("reader", READERS)
def test_the_page_stands_alone(reader: Reader) -> None:
    page = _read(_engine(), reader)
    assert ("html", {"lang": reader}) in page.tags
    links = [attributes["href"] for tag, attributes in page.tags if tag == "a"]
    anchors = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(anchors) == len(set(anchors))
    assert set(links) <= {f"#{anchor}" for anchor in anchors}
    assert {"#rule-1", "#rule-2", "#said"} <= set(links)
    assert not {tag for tag, _ in page.tags} & {"script", "img", "link", "iframe"}
    assert not any("src" in attributes for _, attributes in page.tags)
    text = "".join(page.words)
    lacking = {"en": "nothing carries it out", "et": "miski ei täida seda"}[reader]
    assert text.count(lacking) == 2


def test_what_people_wrote_stays_text() -> None:
    hostile = NOTICE.replace("en: section said", "en: '</style><script>alert(1)</script>\"'")
    engine = Engine.load({**documents(policy("a: {effect: deny}")), "notice.yaml": hostile})
    page = _read(engine, "en")
    assert "script" not in {tag for tag, _ in page.tags}
    assert any("<script>alert(1)" in words for words in page.words)


def test_a_text_in_another_language_says_which() -> None:
    only_estonian = NOTICE.replace(", en: section said", "")
    engine = Engine.load({**documents(policy("a: {effect: deny}")), "notice.yaml": only_estonian})
    assert ("bdi", {"lang": "et"}) in _read(engine, "en").tags
    assert ("bdi", {"lang": "et"}) not in _read(engine, "et").tags


def test_the_same_set_has_the_same_trace_wherever_it_lies() -> None:
    book = Book(_engine().policy_set)
    again = trace(_engine())
    assert as_data(again) == as_data(_trace())
    assert as_csv(again, book, "et") == as_csv(_trace(), book, "et")
    assert as_page(again, book, "et") == as_page(_trace(), book, "et")


def test_a_set_without_a_notice_has_rules_to_trace() -> None:
    engine = Engine.load(documents(policy("a: {effect: deny}")))
    traced = trace(engine)
    assert traced.clauses == ()
    assert "p#a" in "\n".join(as_lines(traced, "en", everything=False))
    assert len(_cells(as_csv(traced, Book(engine.policy_set), "en"))) == 1
    assert "p#a" in as_page(traced, Book(engine.policy_set), "en")
