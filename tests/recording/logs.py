"""Logs to try things with: a small policy set, a clock that is set by hand, requests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from disclosure_rules import DecisionLog, Engine, Keys, RecordingEngine
from disclosure_rules.recording.removing import RemovalOrder, _remove

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 11, 22, 10, tzinfo=UTC)
KEYS = Keys({"2026": b"a secret for tests, of no use"})

VOCABULARY = """
kind: vocabulary
language: 1
id: clinic
time_zone: Europe/Tallinn
languages: [en]
subject: patient
terms:
  operations:
    processing:
      involves: [purpose]
      narrower: {disclose: {involves: [recipient]}, erase: {}}
  purposes: {care: {}, research: {}}
  recipients: {doctor: {}, insurer: {}}
  data: {address: {}, findings: {}}
  grounds: {consent: {}, contract: {}, right: {}}
facts:
  recipient:
    ward: {type: text, silence_means: none}
  patient:
    personal_code: {type: text, log: digest}
    illness: {type: text, log: never}
    blocked: {type: boolean, silence_means: none, because: {en: all blocks are kept}, log: never}
    weight: {type: number}
    born_on: {type: date}
    consents:
      list:
        id: {type: text}
        purposes: {set: purposes}
        note: {type: text, log: never}
        place: {type: text, log: digest}
    visits:
      log: never
      list:
        id: {type: text}
        at: {type: time}
"""
POLICY = """
kind: policy
id: sharing
version: "1"
in_force: {from: 2026-01-01}
obligations:
  check_identity: {title: {en: check who asks}, timing: before}
  write_down: {title: {en: write it down}, timing: with}
  tell_patient: {title: {en: tell the patient}, timing: after, within: 30 days}
  explain_refusal: {title: {en: explain}, timing: after, within: 2 days}
rules:
  consent:
    effect: allow
    ground: consent
    operation: disclose
    when:
      some: {of: patient.consents, as: consent, where: {consent.purposes: {covers: {the: purpose}}}}
    obliges: [write_down, tell_patient]
  insurer:
    effect: allow
    ground: contract
    operation: disclose
    recipient: insurer
    data: address
    when: {patient.weight: {at_least: 2.5}}
    obliges: [check_identity, write_down]
  visited:
    effect: allow
    ground: contract
    operation: disclose
    recipient: doctor
    data: findings
    when: {some: {of: patient.visits, as: visit, where: {visit.at: {before: {the: moment}}}}}
  erasure:
    effect: allow
    ground: right
    operation: erase
    obliges: [tell_patient]
  blocked:
    effect: deny
    operation: disclose
    when: {patient.blocked: true}
    obliges: [explain_refusal]
"""


class Clock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def go(self, **by: float) -> None:
        self.now += timedelta(**by)


@cache
def engine() -> Engine:
    return Engine.load({"vocabulary.yaml": VOCABULARY, "sharing.yaml": POLICY})


def opened(path: Path, **more: Any) -> DecisionLog:
    return DecisionLog(path, **{"keys": KEYS, "clock": Clock(), **more})


def recording(log: Any, **more: Any) -> RecordingEngine:
    return RecordingEngine(engine(), log, **more)


def remove(log: DecisionLog, number: int) -> None:
    """Remove one record by an order, whatever it is of."""
    order = RemovalOrder("erasure", "letter", only_facts=False)
    with log._database.writing() as connection:
        _remove(connection, order, [number], partial(log._entry, "removal"))


def ask(**parts: Any) -> dict[str, Any]:
    """Return a request to give an address to a doctor, with some parts replaced."""
    patient = {"id": "p-1", "consents": [{"id": "c-1", "purposes": ["care"]}]}
    return {
        "operation": "disclose",
        "purpose": "care",
        "moment": NOON.isoformat(),
        "recipient": {"id": "d-7", "kind": "doctor"},
        "patient": patient | parts.pop("patient", {}),
        "items": [{"name": "home", "category": "address"}],
        **parts,
    }
