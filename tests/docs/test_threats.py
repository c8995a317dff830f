"""The numbers of docs/threats.md are those of the code, and the limits are kept."""

from __future__ import annotations

import re
from typing import Any

import pytest

from disclosure_rules import Engine, InvalidRequest, PolicyError, request
from disclosure_rules.language import times
from disclosure_rules.loading import files, parse, whole
from tests.docs.markdown import ROOT, tables

MEBIBYTE = 1024 * 1024
LIMITS = {
    "a policy file, and a request file of `decide`": f"{files.LARGEST_FILE // MEBIBYTE} MiB",
    "levels of YAML": f"{parse.DEEPEST}",
    "levels of a condition, counted through its definitions": f"{whole.DEEPEST}",
    "folders below the folder of a policy set": f"{files._DEEPEST_FOLDER}",
    "a number written in a policy, in characters": f"{parse._LONGEST_NUMBER}",
    "a whole number in a request, in bits": f"{request._LARGEST_INTEGER_BITS}",
    "a duration, in its unit": f"{times.LONGEST:,}",
    "digits of a second": "6",
    "the earliest moment": times.EARLIEST.date().isoformat(),
    "the latest moment": times.LATEST.date().isoformat(),
    "what a message repeats of an unknown word, in characters": f"{request._TEXT_LIMIT}",
}
"""Each limit, with the number that the code has for it."""

TOLD_ELSEWHERE = [
    ("docs/language.md", "levels of a condition, counted through its definitions", "{} levels"),
    ("docs/language.md", "a policy file, and a request file of `decide`", "up to {}"),
    ("docs/language/times.md", "a duration, in its unit", "up to {}"),
    ("docs/semantics.md", "the earliest moment", "between {}"),
    ("docs/semantics.md", "the latest moment", "and {}"),
    ("docs/decisions/0008-conditions-have-at-most-64-levels.md", "levels of YAML", "{} levels"),
    ("docs/diagnostics/too_deep.md", "levels of YAML", "{} levels"),
    ("docs/diagnostics/file_too_large.md", "a policy file, and a request file of `decide`", "{}"),
]


def test_the_page_tells_the_limits_of_the_code() -> None:
    (table,) = (
        found for found in tables(ROOT / "docs" / "threats.md") if found.header[0] == "limit"
    )
    assert dict(table.rows) == LIMITS  # type: ignore[arg-type]


@pytest.mark.parametrize(("page", "limit", "said"), TOLD_ELSEWHERE)
def test_other_pages_tell_them_too(page: str, limit: str, said: str) -> None:
    text = re.sub(r"\s+", " ", (ROOT / page).read_text(encoding="utf-8"))
    assert said.format(LIMITS[limit]) in text


# --- Kept ----------------------------------------------------------------------------------------

VOCABULARY = """
kind: vocabulary
language: 1
id: limits
time_zone: UTC
languages: [en]
subject: client
terms:
  operations: {disclose: {}}
  purposes: {any: {}}
  recipients: {anybody: {}}
  data: {address: {}}
  grounds: {law: {}}
facts:
  client:
    since: {type: time}
    visits: {type: integer}
"""


def _load(condition: str, definitions: str = "") -> Engine:
    policy = f"""
kind: policy
id: p
version: "1"
in_force: {{from: 2026-01-01}}
definitions:
  d0: {{means: {{client.visits: 1}}}}
{definitions}
rules:
  r: {{effect: allow, ground: law, when: {condition}}}
"""
    return Engine.load({"vocabulary.yaml": VOCABULARY, "policy.yaml": policy})


def _ask(engine: Engine, **client: Any) -> str:
    return engine.decide({"moment": "2026-01-01T00:00:00Z", "client": client}).outcome


POLICIES = [
    ("{client.visits: %s}", "9" * parse._LONGEST_NUMBER, "9" * (parse._LONGEST_NUMBER + 1)),
    (
        "{moment: {after: {the: client.since, plus: %s days}}}",
        str(times.LONGEST),
        str(times.LONGEST + 1),
    ),
]
REQUESTS = [
    ("visits", 2**request._LARGEST_INTEGER_BITS - 1, 2**request._LARGEST_INTEGER_BITS),
    ("since", "2026-01-01T00:00:00.123456Z", "2026-01-01T00:00:00.1234567Z"),
    ("since", times.EARLIEST.isoformat(), "0001-01-01T23:59:59+00:00"),
    ("since", times.LATEST.isoformat(), "9999-12-30T00:00:01+00:00"),
]


@pytest.mark.parametrize(("condition", "within", "beyond"), POLICIES)
def test_the_limits_are_kept(condition: str, within: str, beyond: str) -> None:
    assert _ask(_load(condition % within)) == "facts_missing"
    with pytest.raises(PolicyError):
        _load(condition % beyond)


@pytest.mark.parametrize(("fact", "within", "beyond"), REQUESTS)
def test_the_limits_of_requests_are_kept(fact: str, within: object, beyond: object) -> None:
    engine = _load("{holds: d0}")
    assert _ask(engine, **{fact: within}) in ("facts_missing", "no_ground")
    with pytest.raises(InvalidRequest):
        _ask(engine, **{fact: beyond})


def test_definitions_are_worked_out_once() -> None:
    """Each of a chain uses the one before it twice: worked out each time, 2³⁰ times in all."""
    chain = "\n".join(
        f"  d{n}: {{means: {{any: [{{holds: d{n - 1}}}, {{holds: d{n - 1}}}]}}}}"
        for n in range(1, 31)
    )
    engine = _load("{holds: d30}", chain)
    assert _ask(engine, visits=2) == "no_ground"
    assert _ask(engine) == "facts_missing"
