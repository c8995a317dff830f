"""Further rules for the workload: about other recipients, groups, kinds, purposes and categories.

Each allows a disclosure to somebody, for something or of something that no request is about, if
the client is in breach and the item concerns the breach. So they change no answer, and an engine
should not feel them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal, NamedTuple

By = Literal["recipient_id", "group", "kind", "purpose", "category"]

FAMILIES: Final[tuple[By, ...]] = ("recipient_id", "group", "kind", "purpose", "category")
FOLDER: Final = Path(__file__).parent

HEADS: Final[dict[By, str]] = {"kind": "recipient", "purpose": "purpose", "category": "data"}
FACTS: Final[dict[By, str]] = {"recipient_id": "recipient.id", "group": "recipient.group"}
TAXONOMIES: Final[dict[By, str]] = {"kind": "recipients", "purpose": "purposes", "category": "data"}

DOCUMENT: Final = """\
kind: policy
id: further
version: "2026-01"
title: {et: Muud reeglid, en: Further rules}
in_force: {from: 2020-01-01}
rules:
"""
RULE: Final = """\
  {name}:
    effect: allow
    title: {{et: Muu reegel {number}, en: Further rule {number}}}
    clauses: [sharing]
    ground: legitimate_interest
    operation: disclose
{head}    when:
{condition}      client.in_breach: true
      item.related_to_breach: true
"""


class Further(NamedTuple):
    """A further rule: its name, and what it is about."""

    name: str
    by: By
    value: str


def further_rules(count: int, *families: By) -> list[Further]:
    """Return so many further rules, of each family in turn; of all families unless told."""
    families = families or FAMILIES
    return [
        Further(f"further_{number}", by, f"other_{by}_{number}")
        for number in range(count)
        for by in (families[number % len(families)],)
    ]


def policy_texts(further: list[Further]) -> dict[str, str]:
    """Return the policy set of the workload with further rules, as texts by name."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.yaml")}
    for by, taxonomy in TAXONOMIES.items():
        values = [rule.value for rule in further if rule.by == by]
        terms = "".join(f"    {value}:\n      label: {{et: muu, en: other}}\n" for value in values)
        opening = f"\n  {taxonomy}:\n"
        texts["vocabulary.yaml"] = texts["vocabulary.yaml"].replace(opening, opening + terms)
    if further:
        texts["further.yaml"] = DOCUMENT + "".join(
            _rule(number, rule) for number, rule in enumerate(further)
        )
    return texts


def texts_of_one_head(count: int) -> dict[str, str]:
    """Return the policy set with so many rules that no request can be told from by key.

    They have one head, and compare the moment: whoever asks whether one holds must look at it.
    """
    texts = policy_texts([])
    rules = [
        RULE.format(
            name=f"early_{number}",
            number=number,
            head="",
            condition=f'      moment: {{before: "2020-01-01T00:00:00.{number:06}Z"}}\n',
        )
        for number in range(count)
    ]
    return texts | ({"further.yaml": DOCUMENT + "".join(rules)} if rules else {})


def _rule(number: int, rule: Further) -> str:
    head = f"    {HEADS[rule.by]}: {rule.value}\n" if rule.by in HEADS else ""
    condition = f"      {FACTS[rule.by]}: {rule.value}\n" if rule.by in FACTS else ""
    return RULE.format(name=rule.name, number=number, head=head, condition=condition)
