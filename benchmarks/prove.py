"""Time proofs of guarantees, and of what an edit of one rule changes.

Guarantees are EkspressJob's own, and such as every rule of a large set concerns, or few. An edit is
of one rule among many: one that permits to others, and one that only says the same otherwise.

    python benchmarks/prove.py

What is printed are seconds of processor time. The solver has to be installed: see docs/proving.md.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

from benchmarks.check_many_rules import POLICIES, write_policies
from disclosure_rules import Engine
from disclosure_rules.authoring.differences.find import find_differences
from disclosure_rules.proving.promises import prove
from disclosure_rules.proving.solving import LIMIT

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


def main() -> None:
    """Prove EkspressJob's guarantees, then those of larger sets, and what edits of these change."""
    report("ekspressjob", Engine.load(POLICIES))
    for rules in (200, 1000):
        with tempfile.TemporaryDirectory() as folder:
            write_policies(Path(folder), rules)
            (Path(folder) / "guarantees.yaml").write_text(GUARANTEES, encoding="utf-8")
            report(f"{rules} rules more", Engine.load(folder))
            report_edits(f"{rules} rules more", Path(folder))


if __name__ == "__main__":
    main()
