"""The register: what was permitted and has left, by purpose, recipients and categories."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from disclosure_rules import LogError
from disclosure_rules.cli.main import commands
from disclosure_rules.recording.labels import Labels
from disclosure_rules.recording.recalling import archived_policies
from disclosure_rules.recording.register import Register
from disclosure_rules.recording.telling import register_sheet
from tests.recording.logs import NOON, ask, recording, remove

if TYPE_CHECKING:
    from pathlib import Path

    from disclosure_rules import DecisionLog
    from disclosure_rules.recording.entries import Archive

ITEMS = [
    {"name": "home", "category": "address"},
    {"name": "both", "category": ["address", "findings"]},
]
ERASE = {"operation": "erase", "recipient": None}


def rows(register: Register) -> list[tuple[object, ...]]:
    return [(*each.key[1:], each.permitted, each.left) for each in register.activities]


def test_what_was_permitted_and_has_left_is_counted_by_what_it_was(log: DecisionLog) -> None:
    engine = recording(log)
    first = engine.decide(ask(items=ITEMS))
    engine.decide(ask())
    engine.decide(ask(purpose="research"))
    engine.decide(ask(**ERASE))
    log.confirm(first.id, ["both"], NOON + timedelta(days=2), "L-1")
    log.confirm(first.id, ["home", "both"], NOON + timedelta(days=3), "L-2")
    register = log.register()
    assert rows(register) == [
        ("care", "", "address", 1, 0),
        ("care", "doctor", "address", 2, 2),
        ("care", "doctor", "findings", 1, 2),
    ]
    assert register.activities[1].as_dict() == {
        "policy_set": "clinic",
        "purpose": "care",
        "recipient_kind": "doctor",
        "category": "address",
        "operations": ["disclose"],
        "grounds": ["consent"],
        "obligations": ["tell_patient", "write_down"],
        "recipients": ["d-7"],
        "permitted": 2,
        "left": 2,
        "first": "2026-11-22",
        "last": "2026-11-25",
    }
    assert not register.removals
    assert "p-1" not in json.dumps(register.as_dict())


def test_a_period_counts_decisions_and_disclosures_by_their_own_days(log: DecisionLog) -> None:
    decision = recording(log).decide(ask())
    log.confirm(decision.id, ["home"], NOON + timedelta(days=2), "L-1")
    assert rows(log.register(until=date(2026, 11, 23))) == [("care", "doctor", "address", 1, 0)]
    assert rows(log.register(since=date(2026, 11, 23))) == [("care", "doctor", "address", 0, 1)]
    assert rows(log.register(since=date(2026, 11, 25))) == []
    with pytest.raises(LogError, match="before it begins"):
        log.register(since=date(2026, 11, 25), until=date(2026, 11, 24))


def test_grounds_and_obligations_are_those_of_the_category(log: DecisionLog) -> None:
    items = [ITEMS[0], {"name": "blood", "category": "findings"}]
    insurer = {"id": "i-1", "kind": "insurer"}
    recording(log).decide(ask(items=items, recipient=insurer, patient={"weight": 3}))
    address, findings = log.register().activities
    assert (address.grounds, findings.grounds) == (("consent", "contract"), ("consent",))
    assert "check_identity" in address.obligations
    assert "check_identity" not in findings.obligations


def test_any_data_stands_for_itself(log: DecisionLog) -> None:
    recording(log).decide(ask(items=None, **ERASE))
    recording(log).decide(ask(items=None, operation="erase", purpose=None, recipient=None))
    sheet = register_sheet(log.register(), Labels(log, "en"), "en")
    assert [(row[0], row[1], row[2]) for row in sheet.rows] == [
        (("no purpose",), (), ("any data",)),
        (("care",), (), ("any data",)),
    ]


@pytest.mark.parametrize("removed", ["decision", "disclosure"])
def test_what_was_removed_is_missed(log: DecisionLog, removed: Any) -> None:
    decision = recording(log).decide(ask())
    log.confirm(decision.id, ["home"], NOON, "L-1")
    (record,) = log.records(removed)
    remove(log, record.number)
    register = log.register()
    assert register.removals
    assert rows(register) == (
        [] if removed == "decision" else [("care", "doctor", "address", 1, 0)]
    )
    assert "removed" in (register_sheet(register, Labels(log, "en"), "en").warning or "")


def test_terms_and_obligations_have_their_labels(log: DecisionLog) -> None:
    recording(log).decide(ask())
    labels = Labels(log, "en")
    (row,) = register_sheet(log.register(), labels, "en").rows
    assert row[5] == ("tell the patient", "write it down")
    assert labels.of_obligation("clinic", "dance") == "dance"


def test_policies_that_are_read_no_more_have_no_labels(
    log: DecisionLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    from disclosure_rules.recording import labels as module

    def read(archive: Archive) -> object:
        broken = {
            name: text.replace("language: 1", "language: 0")
            for name, text in archive.documents.items()
        }
        return archived_policies(type(archive)("", "", "", "", broken))

    recording(log).decide(ask())
    monkeypatch.setattr(module, "archived_policies", read)
    assert Labels(log, "en").of("clinic", "purposes", "care") == "care"


@pytest.mark.parametrize("form", ["text", "json", "csv", "html"])
@pytest.mark.parametrize("language", ["en", "et"])
def test_the_command_prints_it_in_each_form(
    log: DecisionLog, path: Path, form: str, language: str
) -> None:
    recording(log).decide(ask())
    asked = ["log", "register", "--log", str(path), "--format", form, "--lang", language]
    said = CliRunner().invoke(commands, asked)
    assert said.exit_code == 0, said.output
    assert "write it down" in said.output or (form, language) != ("text", "en")
    assert "doctor" in said.output
    nothing = CliRunner().invoke(commands, [*asked, "--until", "2000-01-01"])
    assert nothing.exit_code == 0
    assert "doctor" not in nothing.output
