"""EkspressJob's policy set for tests: its documents, its engine, and a complete request."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from disclosure_rules import Engine

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "policies" / "ekspressjob"
MOMENT = "2026-11-22T12:00:00+02:00"


def texts() -> dict[str, str]:
    """Return the text of each document by its path below the folder."""
    found = sorted(FOLDER.rglob("*.yaml"))
    return {path.relative_to(FOLDER).as_posix(): path.read_text(encoding="utf-8") for path in found}


@cache
def engine() -> Engine:
    """Return the engine, loaded once for each process."""
    return Engine.load(FOLDER)


def ask(**parts: Any) -> dict[str, Any]:
    """Return a request in which everything is known, with some parts replaced."""
    return {
        "operation": "transmit",
        "purpose": "protect_rights",
        "moment": MOMENT,
        "recipient": {"id": "r-9", "kind": "other_third_person"},
        "client": {
            "id": "c-1",
            "consents": [],
            "interests": [],
            "opt_outs": [],
            "stop_demands": [],
            "breaches": [{"id": "b-7", "occurred_at": "2026-09-01T00:00:00+03:00"}],
        },
        "items": [
            {"name": "invoice", "category": "transaction_data", "related_to": ["b-7"]},
            {"name": "email", "category": "contact_data", "related_to": []},
        ],
        **parts,
    }


def demanded() -> dict[str, Any]:
    """Return a request that is permitted once the demand has been verified."""
    return ask(
        purpose="meet_legal_duty",
        recipient={"id": "r-2", "kind": "investigating_authority"},
        demand={
            "provision": "§ 1",
            "entitled": "r-2",
            "data": ["name"],
            "issued_at": "2026-09-01T00:00:00+03:00",
        },
        items=[{"name": "name", "category": "name", "related_to": []}],
    )
