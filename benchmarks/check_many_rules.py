"""Time `disclosure-rules check` on a policy set of many rules, as a whole process.

Usage: python benchmarks/check_many_rules.py [RULES]

The rules are EkspressJob's kind: a head, a quantifier over consents, texts in two languages. Prints
the median and the fastest of five runs, and of as many starts of a bare interpreter.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

POLICIES = Path(__file__).parent.parent / "policies" / "ekspressjob"

RULE = """\
  rule_{number}:
    effect: allow
    title:
      et: Reegel number {number}
      en: Rule number {number}
    clauses: [group_companies]
    because:
      et: Vastuvõtja kuulub kontserni {{recipient.group}}, nõusolek on {{consent.id}}.
      en: The recipient belongs to {{recipient.group}}, and the consent is {{consent.id}}.
    ground: group
    operation: disclose
    purpose: [offers, perform_contract]
    recipient: [partner, authority]
    data: contact_data
    when:
      recipient.group: group-{number}
      some:
        of: client.consents
        as: consent
        where:
          consent.purposes: {{covers: {{the: purpose}}}}
          consent.data: {{covers: {{the: item.category}}}}
          consent.given_at: {{at_or_before: {{the: moment}}}}
          not: {{consent.withdrawn_at: {{at_or_before: {{the: moment}}}}}}
    obliges: [disclosure#record_disclosure]
"""


def write_policies(folder: Path, rules: int) -> None:
    """Write a policy set with that many rules beside EkspressJob's own of `disclosure`."""
    for name in ("vocabulary", "notice", "disclosure"):
        text = (POLICIES / f"{name}.yaml").read_text(encoding="utf-8")
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    head = 'kind: policy\nid: many\nversion: "1"\nin_force: {from: 2026-01-01}\nrules:\n'
    text = head + "".join(RULE.format(number=number) for number in range(rules))
    (folder / "many.yaml").write_text(text, encoding="utf-8")


def seconds(*command: str) -> list[float]:
    """Return how long each of five runs of a command took."""
    taken = []
    for _ in range(5):
        start = perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        taken.append(perf_counter() - start)
    return taken


def main() -> None:
    """Write the policies, time the command, print."""
    rules = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as folder:
        write_policies(Path(folder), rules)
        program = "from disclosure_rules.cli.main import main; main()"
        for name, command in (
            ("bare interpreter", (sys.executable, "-c", "pass")),
            (f"check of {rules} rules", (sys.executable, "-c", program, "check", folder)),
        ):
            taken = seconds(*command)
            print(f"{name}: median {median(taken):.2f} s, fastest {min(taken):.2f} s")


if __name__ == "__main__":
    main()
