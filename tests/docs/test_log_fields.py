"""docs/log-fields.md names every field of every record, and none that no record has."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from disclosure_rules import Engine, InvalidRequest, RecordingEngine
from disclosure_rules.recording.entries import KINDS
from tests.docs.markdown import ROOT, tables
from tests.recording.logs import NOON, POLICY, VOCABULARY, ask, opened, recording

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from disclosure_rules import DecisionLog

PAGE = ROOT / "docs" / "log-fields.md"
TABLES = [table for table in tables(PAGE) if table.header[0] == "field"]
TOLD = {
    re.sub("`", "", row[0]): set(re.findall(r"`(\w+)`", row[1]))
    for table in TABLES
    for row in table.rows
}
"""The kinds of records that have a field, by its path."""
NAMED = {"bundles": "NAME", "versions": "POLICY", "records": "RULE", "RULE": "LIST"}
"""Mappings whose keys are names, by what stands there for each."""
WHOLE = {"input", "documents"}
"""What the vocabulary or the policies shape."""


def fields(before: str, data: Any, name: str = "") -> Iterator[str]:
    if isinstance(data, list):
        for part in data:
            yield from fields(f"{before}[]" if isinstance(part, dict) else before, part, name)
    elif isinstance(data, dict) and name not in WHOLE:
        for key, below in data.items():
            if below is None:
                continue
            shown = str(NAMED.get(name, key))
            path = f"{before}.{shown}" if before else shown
            if not isinstance(below, dict) or (shown in WHOLE):
                yield path
            yield from fields(path, below, shown)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Return the kinds of records that have a field, by its path, from a log that has them all."""
    path: Path = tmp_path_factory.mktemp("fields") / "log.db"
    with opened(path) as log:
        _fill(log)
        found: dict[str, set[str]] = {}
        for record in log.records():
            said = record.content or {}
            for field in {*fields("", said), *fields("", record.facts or {})}:
                found.setdefault(field, set()).add(record.kind)
        return found


def _fill(log: DecisionLog) -> None:
    engine = recording(log).for_call(caller="crm", correlation_id="17")
    secrets = {"illness": "x", "personal_code": "y", "weight": 3}
    items = [{"name": "home", "category": "address"}, {"name": "blood", "category": "findings"}]
    insurer = {"id": "i-1", "kind": "insurer"}
    mixed = engine.decide(ask(items=items, recipient=insurer, patient=secrets))
    done = {"check_identity", "write_down"}
    engine.enforce(ask(recipient=insurer, patient=secrets), {"check_identity"})
    engine.decide({"moment": NOON.isoformat()})
    ended = POLICY.replace("{from: 2026-01-01}", "{from: 2026-01-01, to: 2026-06-30}")
    lapsed = Engine.load({"vocabulary.yaml": VOCABULARY, "sharing.yaml": ended})
    RecordingEngine(lapsed, log).decide(ask())
    recording(log, minimal=True).decide(ask())
    with pytest.raises(InvalidRequest):
        engine.decide({})
    log.confirm(mixed.id, ["home"], NOON, "L-1", fulfilled=done)
    log.fulfil(mixed.id, ["tell_patient"], note="by letter")
    log.withhold("i-1", NOON + timedelta(days=1), "court", client="p-1")
    engine.decide(ask(patient={"id": "p-9"}))
    log.erase("p-9", "letter 17")


def test_every_kind_is_told_of(found: dict[str, set[str]]) -> None:
    kinds = set().union(*found.values())
    assert kinds == set(KINDS)


def test_every_field_of_a_record_is_told_and_no_other(found: dict[str, set[str]]) -> None:
    assert {field: sorted(kinds) for field, kinds in sorted(TOLD.items())} == {
        field: sorted(kinds) for field, kinds in sorted(found.items())
    }


def test_every_field_says_what_it_means_and_what_it_serves() -> None:
    assert [row for table in TABLES for row in table.rows if not all(row)] == []
