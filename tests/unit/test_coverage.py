"""Coverage: which parts there are, which truths each can have, and which a case sees."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from disclosure_rules import Engine
from disclosure_rules.authoring.coverage import Coverage, Tally, measure_coverage
from disclosure_rules.authoring.coverage_data import as_data
from disclosure_rules.authoring.coverage_parts import Part
from disclosure_rules.authoring.coverage_text import as_lines
from tests.unit import ekspressjob_set as ekspressjob
from tests.unit.small import ask, documents, policy

T, F, U = "true", "false", "unknown"


def measured(requests: list[dict[str, Any]], *policies: str, notice: str = "") -> Coverage:
    cases = {
        f"case_{number}": {"request": request, "expect": "permitted"}
        for number, request in enumerate(requests, 1)
    }
    texts = documents(*policies)
    if notice:
        texts["notice.yaml"] = notice
    # What they expect is not compared here.
    written = json.dumps({"kind": "cases", "cases": cases})
    engine = Engine.load({**texts, "cases.yaml": written})
    return measure_coverage(engine.policy_set, texts)


def table(coverage: Coverage) -> dict[str, dict[str, bool]]:
    """Return, for each part, the truths it can have, and whether each was seen."""
    return {
        f"{passage.name.partition('#')[2]}: {part.what}": {
            truth.value: (part.key, truth) in coverage.seen for truth in part.can
        }
        for passage in coverage.passages
        for part in passage.parts
    }


def one(rule: str, *, more: str = "") -> str:
    return policy(f"r: {rule}", more=more)


@dataclass
class Look:
    """A rule, requests, and what these see of it: the truths of each part that were seen."""

    rule: str
    requests: list[dict[str, Any]]
    seen: Mapping[str, str]
    more: str = ""
    extra: list[str] = field(default_factory=list)


ALLOW = "effect: allow, ground: law"
ADULT = {"client": {"id": "c-1", "adult": True}}
MINOR = {"client": {"id": "c-1", "adult": False}}
WRITTEN = [{"id": "n-1", "written": True}]
LOOKS = {
    "every part of a head": Look(
        f"{{{ALLOW}, operation: disclose, recipient: partner}}",
        [ask(), ask(recipient={"id": "r", "kind": "court"})],
        {"r": "TF", "operation": "T", "recipient": "TF"},
    ),
    "nothing beside a head that fails": Look(
        f"{{{ALLOW}, recipient: authority, when: {{client.adult: true}}}}",
        [ask(**ADULT)],
        {"r": "F", "recipient": "F"},
    ),
    "what stands beside a head that may hold": Look(
        f"{{{ALLOW}, recipient: authority, when: {{client.adult: true}}}}",
        [ask(recipient={"id": "r"}, **ADULT)],
        {"r": "U", "recipient": "U", "client.adult is": "T"},
    ),
    "both sides of an alternative, also of one that is settled": Look(
        f"{{{ALLOW}, when: {{any: [{{client.adult: true}}, {{client.age: 3}}]}}}}",
        [ask(client={"id": "c-1", "adult": True, "age": 4})],
        {"r": "T", "any": "T", "client.adult is": "T", "client.age is": "F"},
    ),
    "what stands side by side, and together": Look(
        f"{{{ALLOW}, when: {{client.adult: true, client.age: {{at_least: 3, at_most: 9}}}}}}",
        [ask(client={"id": "c-1", "adult": True, "age": 10})],
        {
            "r": "F",
            "all": "F",
            "client.adult is": "T",
            "client.age at_least": "T",
            "client.age at_most": "F",
        },
    ),
    "below a negation": Look(
        "{effect: deny, unless: {not: {client.adult: true}}}",
        [ask(**ADULT), ask()],
        {"r": "TU", "not": "FU", "client.adult is": "TU"},
    ),
    "records of a list": Look(
        f"{{{ALLOW}, when: {{some: {{of: client.consents, as: consent, "
        "where: {consent.written: true}}}}",
        [ask(client={"id": "c-1", "consents": [*WRITTEN, {"id": "n-2"}]})],
        {"r": "T", "some client.consents": "T", "consent.written is": "TU"},
    ),
    "no record of a list that is unknown or empty": Look(
        f"{{{ALLOW}, when: {{every: {{of: client.consents, as: consent, "
        "where: {consent.written: true}}}}",
        [ask(), ask(client={"id": "c-1", "consents": []})],
        {"r": "TU", "every client.consents": "TU"},
    ),
    "exceptions, each of them": Look(
        "{effect: deny, except: {grown: {when: {client.adult: true}, "
        "except: {old: {when: {client.age: {at_least: 90}}}}}}}",
        [ask(client={"id": "c-1", "adult": True, "age": 90})],
        {"r": "T", "grown": "F", "client.adult is": "T", "old": "T", "client.age at_least": "T"},
    ),
    "what a definition means, for what it was handed": Look(
        f"{{{ALLOW}, when: {{holds: {{begun: {{start: client.joined_at}}}}}}}}",
        [ask(client={"id": "c-1", "joined_at": "2026-01-01T00:00:00Z"})],
        {"r": "T", "holds p#begun": "T", "start before": "T"},
        more="definitions: {begun: {given: {start: time}, means: {start: "
        "{before: {the: moment}}}}}",
    ),
    "a rule that allows and lifts a denial": Look(
        "{effect: deny, unless: {permitted_by: law}}",
        [ask()],
        {"r": "F", "permitted_by law": "T", "a": "T"},
        extra=["a: {effect: allow, ground: law}"],
    ),
}


@pytest.mark.parametrize("name", LOOKS)
def test_what_is_seen(name: str) -> None:
    look = LOOKS[name]
    rules = "\n".join([f"r: {look.rule}", *look.extra])
    coverage = measured(look.requests, policy(rules, more=look.more))
    found = {
        what.partition(": ")[2]: "".join(
            letter for letter, truth in zip("TFU", (T, F, U), strict=True) if truths.get(truth)
        )
        for what, truths in table(coverage).items()
    }
    assert {what: truths for what, truths in found.items() if truths} == dict(look.seen)


def test_a_case_that_expects_a_request_not_to_fit_sees_nothing() -> None:
    texts = documents(one(f"{{{ALLOW}}}"))
    case = "{kind: cases, cases: {c: {request: {moment: yesterday}, expect: invalid}}}"
    policy_set = Engine.load({**texts, "cases.yaml": case}).policy_set
    assert measure_coverage(policy_set, texts).seen == {}


CAN_BE_UNKNOWN = {
    "client.nickname: a": True,  # the client may be unknown
    "client.adult: true": True,
    "recipient.group: a": True,
    "demand.provision: a": False,  # without a demand, or one that says no provision, there is none
    "demand.issued_at: {before: {the: moment}}": True,
    "demand.provision: {present: true}": False,
    "client.nickname: {present: true}": True,
    "moment: {before: 2026-01-01T00:00:00Z}": False,
    "moment: {before: {the: demand.issued_at}}": True,
    "operation: disclose": True,
    "not: {moment: {before: 2026-01-01T00:00:00Z}}": False,
    "any: [demand.provision: a, client.adult: true]": True,
    "all: [demand.provision: a, moment: {before: 2026-01-01T00:00:00Z}]": False,
    "holds: {ended: {end: demand.provision}}": False,
    "holds: {ended: {end: client.city}}": True,
    "some: {of: client.consents, as: c, where: {c.withdrawn_at: {present: true}}}": True,
    "permitted_by: law": False,
    "permitted_by: interest": True,
    "permitted_by: p#bare": False,
}


@pytest.mark.parametrize("written", CAN_BE_UNKNOWN)
def test_what_can_be_unknown(written: str) -> None:
    rules = [
        f"r: {{effect: deny, unless: {{{written}}}}}",
        "bare: {effect: allow, ground: law}",
        "headed: {effect: allow, ground: marketing, operation: disclose}",
    ]
    more = "definitions: {ended: {given: {end: text}, means: {end: a}}}"
    coverage = measured([], policy("\n".join(rules), more=more))
    (passage,) = (found for found in coverage.passages if found.name == "p#r")
    whole, condition = passage.parts[:2]
    for part in (whole, condition):
        assert (U in [truth.value for truth in part.can]) is CAN_BE_UNKNOWN[written], part.what


TOO_BROAD = {
    "{is: court}": True,  # the record may say `authority`
    "{one_of: [partner, court]}": True,
    "{one_of: [partner, authority]}": False,
    "{is: authority}": False,
    "{is: {parameter: wanted}}": True,
}


@pytest.mark.parametrize("written", TOO_BROAD)
def test_a_term_can_be_too_broad(written: str) -> None:
    """The fact itself can never be unknown here: it is none where the request says nothing."""
    texts = documents(
        policy(
            f"r: {{effect: deny, unless: {{demand.against: {written}}}}}",
            more="parameters: {wanted: {term: recipients, "
            "values: [{from: 2026-01-01, value: court}]}}",
        )
    )
    provision = "provision: {type: text, silence_means: none}"
    against = f"against: {{term: recipients, silence_means: none}}\n    {provision}"
    texts["vocabulary.yaml"] = texts["vocabulary.yaml"].replace(provision, against)
    coverage = measure_coverage(Engine.load(texts).policy_set, texts)
    can = {part.what: [t.value for t in part.can] for part in coverage.passages[0].parts}
    assert can["demand.against is" if "one_of" not in written else "demand.against one_of"] == (
        [T, F, U] if TOO_BROAD[written] else [T, F]
    )


def test_a_definition_counts_once_and_can_be_what_it_can_be_for_some_use() -> None:
    coverage = measured(
        [],
        policy(
            f"""
            known: {{{ALLOW}, when: {{holds: {{a: {{it: demand.provision}}}}}}}}
            open: {{{ALLOW}, when: {{holds: {{a: {{it: client.city}}}}}}}}
            """,
            more="definitions: {a: {given: {it: text}, means: {it: x}}, "
            "unused: {means: {client.adult: true}}}",
        ),
    )
    found = table(coverage)
    assert list(found["known: holds p#a"]) == [T, F]
    assert list(found["open: holds p#a"]) == [T, F, U]
    assert list(found["a: it is"]) == [T, F, U]
    assert [name for name in found if name.startswith("unused")] == []


def test_a_rule_without_any_part_can_only_hold() -> None:
    assert table(measured([ask()], one(f"{{{ALLOW}}}"))) == {"r: r": {T: True}}


def test_rules_that_are_not_in_force_are_not_seen_and_versions_are_counted_apart() -> None:
    first = policy(f"r: {{{ALLOW}}}", in_force="{from: 2025-01-01, to: 2025-12-31}")
    second = policy(f"r: {{{ALLOW}}}", version="2")
    coverage = measured([ask()], first, second)
    tallies = [coverage.tally_of(coverage.of(found)) for found in coverage.policy_set.policies]
    assert tallies == [Tally(0, 1), Tally(1, 1)]
    later = policy(f"r: {{{ALLOW}, in_force: {{from: 2027-01-01}}}}")
    assert measured([ask()], later).total == Tally(0, 1)


def test_a_rule_uses_the_definition_of_its_own_days() -> None:
    means = "definitions: {{a: {{means: {{{}: true}}}}}}"
    rule = f"r: {{{ALLOW}, when: {{holds: a}}}}"
    first = policy(
        rule, in_force="{from: 2025-01-01, to: 2025-12-31}", more=means.format("client.adult")
    )
    second = policy(
        rule, version="2", more=means.format("consented").replace("consented", "demand.x")
    )
    second = second.replace("demand.x: true", "demand.provision: {present: true}")
    found = [
        {part.what: [t.value for t in part.can] for part in coverage_parts(measured([], *pair), 1)}
        for pair in [(first, second)]
    ]
    assert found == [{"r": [T, F], "holds p#a": [T, F]}]


def coverage_parts(coverage: Coverage, version: int) -> tuple[Part, ...]:
    """Return the parts of the rule in one of two versions."""
    rules = [passage for passage in coverage.passages if passage.sort == "rule"]
    return rules[version].parts


NOTICE = """\
kind: notice
id: n
title: {et: t, en: t}
source: {et: s, en: s}
clauses:
  one: {where: {et: a, en: a}, says: {et: a, en: a}, carried_by: decision}
  two: {where: {et: a, en: a}, says: {et: a, en: a}, carried_by: decision}
  idle: {where: {et: a, en: a}, says: {et: a, en: a}, carried_by: decision}
"""


def test_a_clause_counts_rules_and_exceptions_that_cite_it_with_their_definitions() -> None:
    coverage = measured(
        [ask()],
        policy(
            f"""
            r:
              {ALLOW.replace(", ", chr(10) + " " * 14)}
              clauses: [one]
              operation: disclose
              except:
                e: {{clauses: [two], when: {{holds: a}}}}
            """,
            more="definitions: {a: {means: {client.adult: true}}}",
        ),
        notice=NOTICE,
    )
    clauses = {
        clause: [part.what for part in parts] for clause, parts in coverage.parts.of_clauses.items()
    }
    assert clauses == {
        "one": ["r", "operation", "e", "holds p#a", "client.adult is"],
        "two": ["e", "holds p#a", "client.adult is"],
    }


@pytest.mark.parametrize(
    ("tally", "tenths", "whole"),
    [
        ((0, 0), 1000, True),
        ((999, 1000), 999, False),
        ((1999, 2000), 999, False),
        ((1, 3), 333, False),
    ],
)
def test_percentages_are_rounded_down(tally: tuple[int, int], tenths: int, *, whole: bool) -> None:
    assert (Tally(*tally).tenths, Tally(*tally).whole) == (tenths, whole)


def test_places_are_those_of_the_files() -> None:
    coverage = measured([], one(f"{{{ALLOW}, purpose: contract, when: {{client.adult: true}}}}"))
    (passage,) = coverage.passages
    text = coverage.texts["policy_0.yaml"].split("\n")
    for part, word in zip(passage.parts, ("r:", "purpose:", "client.adult:"), strict=True):
        assert text[part.span.line - 1][part.span.column - 1 :].startswith(word)


def test_ekspressjobs_cases_see_nearly_everything() -> None:
    texts = ekspressjob.texts()
    coverage = measure_coverage(ekspressjob.engine().policy_set, _shown(texts))
    assert coverage.total.tenths >= 950
    for clause, parts in coverage.parts.of_clauses.items():
        assert coverage.tally(parts).tenths >= 950, clause


def _shown(texts: dict[str, str]) -> dict[str, str]:
    files = {policy.span.file for policy in ekspressjob.engine().policy_set.policies}
    return {file: texts[file.removeprefix(f"{ekspressjob.FOLDER}/")] for file in files}


# --- Text and data -------------------------------------------------------------------------------

GAPS = f"r: {{{ALLOW}, operation: disclose}}\nlater: {{{ALLOW}, in_force: {{from: 2027-01-01}}}}"


def test_text_in_english() -> None:
    assert list(as_lines(measured([ask()], policy(GAPS)), "set", "en")) == [
        "set: coverage 28.5%, seen 2 of 7",
        "  p, version 1: 28.5%, seen 2 of 7",
        "  never seen:",
        "    rule p#r (policy_0.yaml:7): seen 2 of 6",
        "      policy_0.yaml:7:3: `r`: never fails, never unknown",
        "      policy_0.yaml:7:35: `operation`: never fails, never unknown",
        "    rule p#later (policy_0.yaml:8): seen 0 of 1, no case reaches it",
    ]


def test_text_in_estonian() -> None:
    assert list(as_lines(measured([ask()], policy(GAPS)), "kaust", "et")) == [
        "kaust: kaetus 28,5%, nähtud 2/7",
        "  p, redaktsioon 1: 28,5%, nähtud 2/7",
        "  kordagi ei ole nähtud:",
        "    reegel p#r (policy_0.yaml:7): nähtud 2/6",
        "      policy_0.yaml:7:3: `r`: ei ole kordagi täitmata, ei ole kordagi teadmata",
        "      policy_0.yaml:7:35: `operation`: ei ole kordagi täitmata, ei ole kordagi teadmata",
        "    reegel p#later (policy_0.yaml:8): nähtud 0/1, ükski juhtum selleni ei jõua",
    ]


def test_clauses_that_were_not_seen_in_full_are_told() -> None:
    rules = f"r: {{{ALLOW}, clauses: [one]}}\nd: {{effect: deny, clauses: [two], operation: store}}"
    lines = list(as_lines(measured([ask()], policy(rules), notice=NOTICE), "set", "en"))
    assert lines[2:4] == ["  clauses seen in full: 1 of 2", "    two: 33.3%, seen 2 of 6"]


def test_data_tell_everything() -> None:
    told: Any = as_data(measured([ask()], policy(GAPS), notice=NOTICE))
    assert (told["seen"], told["possible"], told["percent"]) == (2, 7, 28.5)
    ((rule, later),) = (found["rules"] for found in told["policies"])
    assert told["policies"][0]["definitions"] == []
    assert [part["truths"] for part in rule["parts"]] == [
        {T: "case_1", F: None, U: None},
        {T: "case_1", F: None, U: None},
    ]
    assert (rule["name"], rule["line"]) == ("p#r", 7)
    assert later["parts"] == [{"what": "later", "line": 8, "column": 3, "truths": {T: None}}]
    assert told["clauses"] == []
    json.dumps(told)
