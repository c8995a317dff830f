"""Time proofs: guarantees, what rules come to, who could receive data, and what an edit changes.

Guarantees are EkspressJob's own, and such as every rule of a large set concerns, or few. An edit is
of one rule among many: one that permits to others, and one that only says the same otherwise.

    python benchmarks/prove.py

What is printed are seconds of processor time. The solver has to be installed: see docs/proving.md.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

from benchmarks.check_many_rules import POLICIES, write_policies
from disclosure_rules import Engine
from disclosure_rules.authoring.asking import ask
from disclosure_rules.authoring.deep import deep_findings
from disclosure_rules.authoring.differences.find import find_differences
from disclosure_rules.proving.promises import prove
from disclosure_rules.proving.receiving import Wanted
from disclosure_rules.proving.solving import LIMIT
from disclosure_rules.publishing.book import first_day_of_newest

if TYPE_CHECKING:
    from disclosure_rules.language.guarantees import Guarantee

GUARANTEES = """\
kind: guarantees
guarantees:
  every_rule_is_asked:
    allow_implies:
      operation: disclose
      recipient: partner
      purpose: offers
      then:
        any:
          - holds: disclosure#covering_consent
          - recipient.group: {present: true}
          - holds: disclosure#relevant_breach
          - holds: disclosure#interest_in_this_partner
  few_rules_are_asked:
    allow_implies:
      operation: disclose
      recipient: court
      purpose: protect_rights
      then:
        any:
          - holds: disclosure#covering_consent
          - holds: disclosure#case_before_this_court
          - holds: disclosure#relevant_breach
"""


FEW_HUNDRED = 200


def seconds(engine: Engine, guarantee: Guarantee) -> tuple[str, float]:
    """Return what came of a guarantee, and how long it took."""
    started = process_time()
    verdict = prove(engine.policy_set, guarantee)
    return type(verdict).__name__, process_time() - started


def report(name: str, engine: Engine) -> None:
    """Print how long each guarantee takes, and all of them."""
    total = 0.0
    for guarantee in engine.policy_set.guarantees:
        result, taken = seconds(engine, guarantee)
        total += taken
        print(f"{name}: {guarantee.id}: {result}, {taken:.2f} s")
    print(f"{name}: all together {total:.2f} s")


EDITS = {
    "another group": ("recipient.group: group-7\n", "recipient.group: group-x\n"),
    "the same, said otherwise": (
        "recipient.group: group-7\n",
        "not: {not: {recipient.group: group-7}}\n",
    ),
    "a denial that law lifts": (
        "    unless: {holds: interest_in_this_partner}\n",
        "    unless:\n      any: [{holds: interest_in_this_partner}, {permitted_by: law}]\n",
    ),
}


def report_edits(name: str, folder: Path) -> None:
    """Print how long it takes to find what each edit of one rule changes."""
    texts = {file.name: file.read_text(encoding="utf-8") for file in folder.glob("*.yaml")}
    for edit, (was, now) in EDITS.items():
        edited = {file: text.replace(was, now, 1) for file, text in texts.items()}
        started = process_time()
        old, new = Engine.load(texts), Engine.load(edited)
        loaded = process_time()
        found = find_differences(old, new, limit=LIMIT, most=50)
        told = f"{found.result}, {len(found.changes)} classes, {process_time() - loaded:.2f} s"
        print(f"{name}: diff, {edit}: {told}; loading {loaded - started:.2f} s")


def report_deep(name: str, engine: Engine) -> None:
    """Print how long `check --deep` takes, and what it finds."""
    started = process_time()
    findings = deep_findings(engine.policy_set, (), LIMIT, lambda _done, _of: None)
    found = Counter(finding.code for finding in findings)
    taken = process_time() - started
    told = ", ".join(f"{number} {code}" for code, number in sorted(found.items())) or "nothing"
    print(f"{name}: check --deep: {told}, {taken:.2f} s")


def report_ask(name: str, engine: Engine, category: str) -> None:
    """Print how long `ask` takes, and how many ways it finds."""
    started = process_time()
    day = first_day_of_newest(engine.policy_set)
    asked = ask(engine, Wanted(category), day, LIMIT)
    taken = process_time() - started
    print(f"{name}: ask {category}: {len(asked.shown)} ways, {asked.result}, {taken:.2f} s")


def main() -> None:
    """Prove of EkspressJob's set, then of larger ones."""
    ekspressjob = Engine.load(POLICIES)
    report("ekspressjob", ekspressjob)
    report_deep("ekspressjob", ekspressjob)
    report_ask("ekspressjob", ekspressjob, "personal_code")
    for rules in (FEW_HUNDRED, 1000):
        with tempfile.TemporaryDirectory() as folder:
            write_policies(Path(folder), rules)
            (Path(folder) / "guarantees.yaml").write_text(GUARANTEES, encoding="utf-8")
            engine = Engine.load(folder)
            report(f"{rules} rules more", engine)
            report_edits(f"{rules} rules more", Path(folder))
            report_deep(f"{rules} rules more", engine)
            if rules == FEW_HUNDRED:
                # Each rule is a way of its own there, with an example of its own: it takes minutes.
                report_ask(f"{rules} rules more", engine, "contact_data")


if __name__ == "__main__":
    main()
