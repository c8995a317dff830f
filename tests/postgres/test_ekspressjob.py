"""The query of docs/postgres.md, asked of a real database."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.needs import needs
from tests.postgres.database import HOW
from tests.tables.rows import ROOT

needs("sqlalchemy", f"to ask PostgreSQL with; {HOW}")

if TYPE_CHECKING:
    from sqlalchemy import Connection

PAGE = (ROOT / "docs" / "postgres.md").read_text(encoding="utf-8")
SEPTEMBER = datetime(2026, 9, 1, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, tzinfo=UTC)
CONSENT: dict[str, Any] = {
    "id": "k-1",
    "purposes": ["protect_rights"],
    "recipients": ["third_person"],
    "data": ["contact_data"],
    "recorded_in": "contract",
    "given_at": SEPTEMBER,
}


def test_the_query_selects_what_may_be_shared(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    shown: dict[str, Any] = {}
    first = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert first
    exec(first[1], shown)  # noqa: S102 - what the page shows
    shown["metadata"].create_all(connection)
    clients, items, consents, breaches = (
        shown[name] for name in ("clients", "items", "consents", "breaches")
    )
    imported = {"breach": True, "consent": True, "withdrawn": True, "unsure": None, "later": True}
    for name, known in imported.items():
        connection.execute(clients.insert().values(id=name, consents_imported=known))
        for item, kind, related in (
            ("unpaid_invoice", "transaction_data", ["b-7"]),
            ("email", "contact_data", []),
        ):
            cells = {"client_id": name, "name": item, "kind": kind, "breach_ids": related}
            connection.execute(items.insert().values(cells))
    for name, at in (("breach", SEPTEMBER), ("later", DECEMBER)):
        connection.execute(breaches.insert().values(client_id=name, id="b-7", occurred_at=at))
    for name, until in (("consent", DECEMBER), ("withdrawn", SEPTEMBER), ("unsure", None)):
        row = {**CONSENT, "client_id": name, "withdrawn_at": until}
        connection.execute(consents.insert().values(row))
    found = sorted(map(tuple, connection.execute(shown["query"])))
    assert found == [("breach", "unpaid_invoice"), ("consent", "email")]
