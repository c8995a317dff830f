"""Rows that ask what EkspressJob may disclose, as columns of Arrow."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from disclosure_rules import Engine

ROOT = Path(__file__).parents[2]
MOMENT = datetime(2026, 11, 22, 10, tzinfo=UTC)
BREACHES = pa.list_(pa.struct([("id", pa.string()), ("occurred_at", pa.timestamp("us", "UTC"))]))
EMPTY = pa.list_(pa.struct([("id", pa.string())]))


@cache
def engine() -> Engine:
    """Return EkspressJob's engine."""
    return Engine.load(ROOT / "policies" / "ekspressjob")


def rows(**columns: Any) -> pa.Table:
    """Return three rows: one permitted, one without a ground, one of which facts are missing."""
    breach = {"id": "b-7", "occurred_at": datetime(2026, 9, 1, tzinfo=UTC)}
    given: dict[str, pa.Array] = {
        "operation": pa.array(["transmit"] * 3),
        "purpose": pa.array(["protect_rights"] * 3),
        "moment": pa.array([MOMENT] * 3, pa.timestamp("us", "UTC")),
        "recipient.id": pa.array(["r-9"] * 3),
        "recipient.kind": pa.array(["other_third_person"] * 3),
        "client.id": pa.array(["c-1"] * 3),
        "client.consents": pa.array([[], [], None], EMPTY),
        "client.stop_demands": pa.array([[], [], []], EMPTY),
        "client.breaches": pa.array([[breach], [breach], None], BREACHES),
        "item.name": pa.array(["unpaid_invoice", "email", "email"]),
        "item.category": pa.array(["transaction_data", "contact_data", "contact_data"]),
        "item.related_to": pa.array([["b-7"], [], []], pa.list_(pa.string())),
    }
    return pa.table({**given, **columns})


OUTCOMES = ["permitted", "no_ground", "facts_missing"]
