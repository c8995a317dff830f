"""Digests: what means the same has the same one, what decides otherwise has another."""

from __future__ import annotations

import decimal
import json
from pathlib import Path
from typing import Any

import pytest

from disclosure_rules import Engine, PolicyError
from disclosure_rules.language.tree import plain_data
from disclosure_rules.loading.faults import Faults
from disclosure_rules.loading.parse import parse
from tests.unit import ekspressjob_set as ekspressjob
from tests.unit.small import VOCABULARY, policy

RULES = """
by_consent:
  effect: allow
  title:
    et: Nõusolekul
    en: By consent
  clauses: [first, second]
  because:
    et: Nõusolek {consent.id} kehtib.
    en: Consent {consent.id} is valid.
  ground: consent
  operation: [transmit, give_access]
  purpose: contract
  when:
    holds: covering
    client.age: {at_least: {parameter: age}, less_than: 120}
  obliges: [record, verify]
by_interest: {effect: allow, ground: interest, when: {client.adult: true}}
never_codes:
  effect: deny
  data: personal_code
  unless:
    any:
      - client.adult: true
      - client.score: {more_than: 1.50}
      - permitted_by: interest
  except:
    young: {when: {client.age: {at_most: 17}}, except: {rich: {when: {client.score: 9}}}}
    old: {when: {client.age: {more_than: 90}}}
  in_force: {from: 2026-02-01, to: 2026-11-30}
"""
MORE = """
parameters:
  age: {type: integer, values: [{from: 2026-01-01, value: 18}, {from: 2026-06-01, value: 16}]}
  wait: {type: duration, values: [{from: 2026-01-01, value: 30 days}]}
  weight: {type: number, values: [{from: 2026-01-01, value: 0.1}]}
definitions:
  covering:
    means:
      some:
        of: client.consents
        as: consent
        where:
          consent.purposes: {covers: {the: purpose}}
          consent.given_at: {at_or_before: {the: moment}}
  waited:
    given: {start: time}
    means: {moment: {after: {the: demand.issued_at, plus: {parameter: wait}}}}
  all_over:
    means:
      every: {of: client.breaches, as: breach, where: {breach.happened_at: {before: {the: moment}}}}
obligations:
  record: {title: {et: registreeri, en: record}, timing: with}
  verify: {title: {et: kontrolli, en: verify}, timing: before}
  report: {title: {et: teata, en: report}, timing: after, within: 30 days}
"""
NOTICE = """\
kind: notice
id: law
clauses:
  first: {where: {et: "1", en: "1"}, says: {et: üks, en: one}, carried_by: decision}
  second: {where: {et: "2", en: "2"}, says: {et: kaks, en: two}, carried_by: client}
"""
GUARANTEES = """\
kind: guarantees
guarantees:
  codes: {never_allow: {data: personal_code, purpose: offers}}
"""
CASES = """\
kind: cases
cases:
  one: {request: {moment: "2026-03-01T12:00:00Z"}, expect: facts_missing}
"""
TEXTS = {
    "cases.yaml": CASES,
    "guarantees.yaml": GUARANTEES,
    "notice.yaml": NOTICE,
    "policy.yaml": policy(RULES, more=MORE),
    "vocabulary.yaml": VOCABULARY,
}


def digests(texts: Any) -> tuple[str, str]:
    policy_set = Engine.load(texts).policy_set
    return policy_set.digest, policy_set.source_digest


def edited(file: str, old: str, new: str) -> dict[str, str]:
    assert old in TEXTS[file], f"{file} has no {old!r}"
    return {**TEXTS, file: TEXTS[file].replace(old, new, 1)}


@pytest.fixture(scope="module")
def plain() -> tuple[str, str]:
    return digests(TEXTS)


# --- What does not count -------------------------------------------------------------------------

PURPOSES = "consent.purposes: {covers: {the: purpose}}"
GIVEN = "consent.given_at: {at_or_before: {the: moment}}"

READING = (
    "{clauses: [first], read_as: {et: a, en: a}, or_read_as: {et: b, en: b}, "
    "would_change: {et: c, en: c}}"
)

SAME_MEANING: list[tuple[str, str, str]] = [
    ("policy.yaml", "rules:", "# a comment\nrules:"),
    ("policy.yaml", "operation: [transmit, give_access]", "operation: [give_access, transmit]"),
    ("policy.yaml", "operation: [transmit,", "operation: [transmit, transmit,"),
    ("policy.yaml", "purpose: contract", "purpose: [contract]"),
    ("policy.yaml", "obliges: [record, verify]", "obliges: [verify, p#record]"),
    ("policy.yaml", "clauses: [first, second]", "clauses: [second, first]"),
    ("policy.yaml", "holds: covering\n", "holds: p#covering\n"),
    ("policy.yaml", "- client.adult: true", "- client.adult: {is: true}"),
    ("policy.yaml", "more_than: 1.50", "more_than: 1.5"),
    ("policy.yaml", "more_than: 1.50", "more_than: 15e-1"),
    ("policy.yaml", "more_than: 90", "more_than: 0x5A"),
    ("policy.yaml", "- client.adult: true\n        - client.score: {more_than: 1.50}",
     "- client.score: {more_than: 1.50}\n        - client.adult: true"),
    ("policy.yaml",
     "holds: covering\n      client.age: {at_least: {parameter: age}, less_than: 120}",
     "client.age: {less_than: 120, at_least: {parameter: age}}\n      holds: covering"),
    ("policy.yaml", f"{PURPOSES}\n          {GIVEN}", f"{GIVEN}\n          {PURPOSES}"),
    ("policy.yaml", "By consent", "When the client consents"),
    ("vocabulary.yaml", "    personal_code:\n", "    personal_code: {clauses: [first]}\n"),
    ("notice.yaml", "clauses:\n",
     f"sections: {{all: {{sha256: {'a' * 64}, clauses: [first]}}}}\nclauses:\n"),
    ("policy.yaml", "is valid", "holds"),
    ("policy.yaml", "{et: registreeri, en: record}", "{et: pane kirja, en: write it down}"),
    ("policy.yaml", "value: 0.1}", "value: 0.10}"),
    ("policy.yaml", "value: 30 days", "value: 30 day"),
    ("policy.yaml", "[{from: 2026-01-01, value: 18}, {from: 2026-06-01, value: 16}]",
     "[{from: 2026-06-01, value: 16}, {from: 2026-01-01, value: 18}]"),
    ("policy.yaml", "kind: policy\nid: p\n", "id: p\nkind: policy\n"),
    ("notice.yaml", "says: {et: üks, en: one}", "says: {et: üks ja kaks, en: one and two}"),
    ("notice.yaml", 'where: {et: "1", en: "1"}', 'where: {et: "I", en: "I"}'),
    ("notice.yaml", "clauses:\n", f"readings: {{both: {READING}}}\nclauses:\n"),
    ("vocabulary.yaml", "en: the contract", "en: performing the contract"),
    ("vocabulary.yaml", "narrower: {offers: , surveys: }", "narrower: {surveys: , offers: }"),
    ("vocabulary.yaml", "partner:\n    authority:\n      narrower: {court: , police: }\n",
     "authority:\n      narrower: {police: , court: }\n    partner:\n"),
    ("vocabulary.yaml", "subject: client", "subject: client\ntitle: {et: sõnad, en: words}"),
    ("cases.yaml", "one:", "another:"),
    ("guarantees.yaml", "purpose: offers", "purpose: surveys"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new"), SAME_MEANING)
def test_what_means_the_same_keeps_the_digest(
    file: str, old: str, new: str, plain: tuple[str, str]
) -> None:
    digest, source_digest = digests(edited(file, old, new))
    assert digest == plain[0]
    assert source_digest != plain[1]


def test_cases_and_guarantees_do_not_count(plain: tuple[str, str]) -> None:
    fewer = {name: TEXTS[name] for name in ("notice.yaml", "policy.yaml", "vocabulary.yaml")}
    digest, source_digest = digests(fewer)
    assert digest == plain[0]
    assert source_digest != plain[1]


def test_names_of_files_do_not_count_but_are_part_of_the_source(plain: tuple[str, str]) -> None:
    digest, source_digest = digests({f"below/{name}": text for name, text in TEXTS.items()})
    assert digest == plain[0]
    assert source_digest != plain[1]


def test_layout_and_the_order_of_mappings_do_not_count(plain: tuple[str, str]) -> None:
    def turned(part: Any) -> Any:
        if isinstance(part, dict):
            return {key: turned(part[key]) for key in reversed(part)}
        return [turned(each) for each in part] if isinstance(part, list) else part

    def as_json(name: str, text: str) -> str:
        root = parse(name, text, Faults())
        assert root is not None
        return json.dumps(turned(plain_data(root)), default=float, indent=1)

    assert digests({name: as_json(name, text) for name, text in TEXTS.items()})[0] == plain[0]


# --- What counts ---------------------------------------------------------------------------------

CLAUSE = "{where: {et: a, en: a}, says: {et: a, en: a}, carried_by: client}"

OTHER_MEANING: list[tuple[str, str, str]] = [
    ("policy.yaml", "id: p\n", "id: q\n"),
    ("policy.yaml", 'version: "1"', 'version: "2"'),
    ("policy.yaml", "in_force: {from: 2026-01-01}", "in_force: {from: 2026-01-02}"),
    ("policy.yaml", "in_force: {from: 2026-01-01}", "in_force: {from: 2026-01-01, to: 2026-12-31}"),
    ("policy.yaml", "by_consent:", "with_consent:"),
    ("policy.yaml", "never_codes:\n", "a: {effect: deny}\n  never_codes:\n"),
    ("policy.yaml", "ground: consent", "ground: interest"),
    ("policy.yaml", "operation: [transmit, give_access]", "operation: [transmit]"),
    ("policy.yaml", "    purpose: contract\n", ""),
    ("policy.yaml", "data: personal_code", "data: contact_data"),
    ("policy.yaml", "data: personal_code", "recipient: partner"),
    ("policy.yaml", "clauses: [first, second]", "clauses: [first]"),
    ("policy.yaml", "obliges: [record, verify]", "obliges: [record]"),
    ("policy.yaml", "holds: covering\n", "all: [{holds: covering}, {holds: all_over}]\n"),
    ("policy.yaml", "less_than: 120", "less_than: 121"),
    ("policy.yaml", "less_than: 120", "at_most: 120"),
    ("policy.yaml", "{parameter: age}", "18"),
    ("policy.yaml", "- client.adult: true", "- client.adult: false"),
    ("policy.yaml", "unless:\n      any:", "unless:\n      all:"),
    ("policy.yaml", "        - permitted_by: interest\n", ""),
    ("policy.yaml", "permitted_by: interest", "permitted_by: p#by_interest"),
    ("policy.yaml", "client.age: {at_most: 17}", "client.age: {at_most: 16}"),
    ("policy.yaml", ", except: {rich: {when: {client.score: 9}}}", ""),
    ("policy.yaml", "client.score: 9", "client.score: 9.0000001"),
    ("policy.yaml", "to: 2026-11-30", "to: 2026-11-29"),
    ("policy.yaml", "    in_force: {from: 2026-02-01, to: 2026-11-30}\n", ""),
    ("policy.yaml", "value: 18", "value: 19"),
    ("policy.yaml", "{from: 2026-06-01, value: 16}", "{from: 2026-06-02, value: 16}"),
    ("policy.yaml", "value: 30 days", "value: 31 days"),
    ("policy.yaml", "value: 30 days", "value: 30 months"),
    ("policy.yaml", "timing: with", "timing: before"),
    ("policy.yaml", "within: 30 days", "within: 31 days"),
    ("policy.yaml", "plus: {parameter: wait}", "minus: {parameter: wait}"),
    ("policy.yaml", "moment: {after:", "moment: {at_or_after:"),
    ("policy.yaml", "{the: demand.issued_at,", "{the: client.joined_at,"),
    ("policy.yaml", "given: {start: time}", "given: {start: date}"),
    ("notice.yaml", "  first:", f"  third: {CLAUSE}\n  first:"),
    ("vocabulary.yaml", "id: small", "id: smaller"),
    ("vocabulary.yaml", "Europe/Tallinn", "Europe/Riga"),
    ("vocabulary.yaml", "involves: [recipient]", "involves: [purpose]"),
    ("vocabulary.yaml", "narrower: {email: , phone: }", "narrower: {email: , phone: , fax: }"),
    ("vocabulary.yaml", "personal_code:\n", "personal_code:\n    another:\n"),
    ("vocabulary.yaml", "interest:\n      narrower: {marketing: }", "interest:\n    marketing:"),
    ("vocabulary.yaml", "age: {type: integer}", "age: {type: integer, silence_means: none}"),
    ("vocabulary.yaml", "size: {type: integer}", "size: {type: number}"),
    ("vocabulary.yaml", "rank: {term: ranks}", "rank: {term: purposes}"),
    ("vocabulary.yaml", "demand:\n    silence_means: none\n", "demand:\n"),
    ("vocabulary.yaml", "withdrawn_at: {type: time, silence_means: none}",
     "withdrawn_at: {type: time}"),
]  # fmt: skip

CONDITIONS_ON_RECORDS: list[tuple[str, str, str]] = [
    ("policy.yaml", "consent.given_at: {at_or_before: {the: moment}}",
     "consent.given_at: {before: {the: moment}}"),
    ("policy.yaml", "          consent.given_at: {at_or_before: {the: moment}}\n", ""),
    ("policy.yaml", "breach.happened_at: {before:", "breach.happened_at: {after:"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [*OTHER_MEANING, *CONDITIONS_ON_RECORDS],
)
def test_what_can_decide_otherwise_changes_the_digest(
    file: str, old: str, new: str, plain: tuple[str, str]
) -> None:
    texts = edited(file, old, new)
    digest, source_digest = digests(texts)
    assert digest != plain[0]
    assert source_digest != plain[1]


def test_some_is_not_every(plain: tuple[str, str]) -> None:
    assert digests(edited("policy.yaml", "      every: {of:", "      some: {of:"))[0] != plain[0]


def test_every_digit_of_a_number_counts() -> None:
    one, other = (f"value: 0.{'1' * 40}{last}}}" for last in "12")
    first, second = (edited("policy.yaml", "value: 0.1}", new) for new in (one, other))
    assert digests(first)[0] != digests(second)[0]


def test_the_digest_does_not_depend_on_the_callers_arithmetic() -> None:
    texts = edited("policy.yaml", "value: 0.1}", "value: 1.23456}")
    expected = digests(texts)
    with decimal.localcontext() as context:
        context.prec = 3
        assert digests(texts) == expected


@pytest.mark.parametrize("number", ["1e999", "1e-999", "9" * 100, "-1e400"])
def test_very_large_and_small_numbers_have_digests(number: str, plain: tuple[str, str]) -> None:
    assert digests(edited("policy.yaml", "value: 0.1}", f"value: {number}}}"))[0] != plain[0]


@pytest.mark.parametrize("number", ["1e10000000", "1e99999999999999999999", "9" * 101])
def test_a_number_beyond_reason_is_refused(number: str) -> None:
    with pytest.raises(PolicyError):
        digests(edited("policy.yaml", "value: 0.1}", f"value: {number}}}"))


# --- Where the files lie -------------------------------------------------------------------------


def test_the_digests_do_not_depend_on_the_folder(
    tmp_path: Path, plain: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in (tmp_path / "a", tmp_path / "b" / "c"):
        folder.mkdir(parents=True)
        for name, text in TEXTS.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    monkeypatch.chdir(tmp_path / "b")
    origins: list[Any] = [
        tmp_path / "a",
        f"{tmp_path}/b/c/",
        "c",
        "./c",
        Path("c"),
        f"{tmp_path}//a",
        dict(reversed(TEXTS.items())),
    ]
    for origin in origins:
        assert digests(origin) == plain, origin
    monkeypatch.chdir(tmp_path / "a")
    for origin in (".", "./", Path(), "../a"):
        assert digests(origin) == plain, origin


def test_the_source_digest_sees_every_byte_and_every_file(plain: tuple[str, str]) -> None:
    seen = {plain[1]}
    for name in TEXTS:
        seen.add(digests({**TEXTS, name: TEXTS[name] + " "})[1])
    moved = {**TEXTS, "cases.yaml": TEXTS["guarantees.yaml"], "guarantees.yaml": CASES}
    seen.add(digests(moved)[1])
    assert len(seen) == len(TEXTS) + 2
    assert digests(moved)[0] == plain[0]


def test_ekspressjobs_digest_survives_a_comment_and_not_an_edit() -> None:
    texts = ekspressjob.texts()
    digest = ekspressjob.engine().policy_set.digest
    assert Engine.load(texts).policy_set.digest == digest
    commented = {name: f"# read by the board\n{text}" for name, text in texts.items()}
    assert Engine.load(commented).policy_set.digest == digest
    loosened = texts["disclosure.yaml"].replace("recipient.group: ekspress-meedia",
                                                "recipient.group: ekspress-grupp")  # fmt: skip
    without_cases = {name: text for name, text in texts.items() if "cases" not in name}
    changed = Engine.load({**without_cases, "disclosure.yaml": loosened})
    assert changed.policy_set.digest != digest


def test_digests_are_sha256_in_hexadecimal(plain: tuple[str, str]) -> None:
    for digest in plain:
        assert len(digest) == 64
        assert int(digest, 16)
