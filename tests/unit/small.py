"""A small vocabulary with every type of fact, and policies under it made from their rules."""

from __future__ import annotations

from functools import cache
from textwrap import dedent, indent
from typing import Any

from disclosure_rules import Engine

MOMENT = "2026-11-22T12:00:00+02:00"

VOCABULARY = """\
kind: vocabulary
language: 1
id: small
time_zone: Europe/Tallinn
languages: [et, en]
subject: client

terms:
  operations:
    processing:
      involves: [purpose]
      narrower:
        store:
        disclose:
          involves: [recipient]
          narrower: {transmit: , give_access: }
    view_own_data:
  purposes:
    contract:
      label:
        et: leping
        en: the contract
    serve_better:
      narrower: {offers: , surveys: }
  recipients:
    partner:
    authority:
      narrower: {court: , police: }
    group_company:
  data:
    contact_data:
      narrower: {email: , phone: }
    personal_code:
  grounds:
    consent:
    law:
    interest:
      narrower: {marketing: }
  ranks: {gold: , silver: }

facts:
  recipient:
    group: {type: text, silence_means: none}
  client:
    adult: {type: boolean}
    age: {type: integer}
    score: {type: number}
    city: {type: text}
    nickname: {type: text, silence_means: none}
    born_on: {type: date}
    joined_at: {type: time}
    left_at: {type: time, silence_means: none}
    rank: {term: ranks}
    hobbies: {set: text}
    refused: {set: recipients}
    consents:
      list:
        id: {type: text}
        purposes: {set: purposes}
        tags: {set: text}
        given_at: {type: time}
        ends_on: {type: date}
        number: {type: integer}
        weight: {type: number}
        written: {type: boolean}
        rank: {term: ranks}
        withdrawn_at: {type: time, silence_means: none}
    breaches:
      list:
        id: {type: text}
        happened_at: {type: time}
  demand:
    silence_means: none
    provision: {type: text, silence_means: none}
    issued_at: {type: time}
  item:
    related_to: {set: text}
    size: {type: integer}
"""

Parts = dict[str, Any]


def policy(
    rules: str,
    *,
    name: str = "p",
    version: str = "1",
    in_force: str = "{from: 2026-01-01}",
    more: str = "",
) -> str:
    """Return a policy document with these rules and other sections."""
    return (
        f'kind: policy\nid: {name}\nversion: "{version}"\nin_force: {in_force}\n'
        f"{dedent(more).strip()}\nrules:\n{indent(dedent(rules).strip(), '  ')}\n"
    )


def documents(*policies: str, vocabulary: str = VOCABULARY) -> dict[str, str]:
    """Return the documents of a policy set by file name."""
    numbered = {f"policy_{number}.yaml": text for number, text in enumerate(policies)}
    return {"vocabulary.yaml": vocabulary, **numbered}


@cache
def load(*policies: str) -> Engine:
    """Return an engine for policies under the small vocabulary; it is shared, being immutable."""
    return Engine.load(documents(*policies))


def ask(**parts: Any) -> Parts:
    """Return a request to transmit an e-mail address to a partner, with some parts replaced."""
    return {
        "operation": "transmit",
        "purpose": "contract",
        "moment": MOMENT,
        "recipient": {"id": "r-1", "kind": "partner"},
        "client": {"id": "c-1"},
        "items": [{"name": "email", "category": "email"}],
        **parts,
    }
