"""The FastAPI recipe: denied before anything is read, and nothing of a client in what is said."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from disclosure_rules import Engine, PolicyError
from tests.needs import needs
from tests.recipes.conftest import EKSPRESSJOB

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

needs("fastapi", "to run its recipe; make recipes installs it")

NOON = datetime(2026, 11, 22, 10, tzinfo=UTC)
MARI = {"email": "mari@example.com", "name": "Mari Example", "phone": "+372 5550 0001"}
DATA = """
CREATE TABLE recipients (key, id, kind);
CREATE TABLE disclosures (client, items, policies, grounds);
INSERT INTO clients VALUES
  ('c-1', 'Mari Example', 'mari@example.com', '+372 5550 0001'),
  ('c-2', 'Jaan Example', 'jaan@example.com', '+372 5550 0002'),
  ('c-3', 'Tiiu Example', 'tiiu@example.com', '+372 5550 0003'),
  ('c-4', 'Peep Example', 'peep@example.com', '+372 5550 0004');
INSERT INTO interests VALUES
  ('c-1', 'i-1', 'p-example', '2026-10-01T09:00:00+03:00', '2026-12-01T00:00:00+02:00'),
  ('c-2', 'i-2', 'p-example', '2026-10-01T09:00:00+03:00', NULL),
  ('c-3', 'i-3', 'p-example', '2026-10-01T09:00:00+03:00', NULL),
  ('c-4', 'i-4', 'p-example', '2026-10-01T09:00:00', NULL),
  ('c-5', 'i-5', 'p-example', '2026-10-01T09:00:00+03:00', NULL);
INSERT INTO opt_outs VALUES ('c-2', 'o-2', '2026-11-01T09:00:00+02:00', NULL);
INSERT INTO stop_demands VALUES ('c-3', 's-3', '2026-11-20T09:00:00+02:00', NULL, NULL);
"""
SECRETS = [
    "Example",
    "example.com",
    "5550",
    "c-1",
    "c-2",
    "c-3",
    "c-4",
    "c-9",
    "2026-1",
    "i-",
    "o-2",
]
"""Pieces of what stands in the database, and of who was asked about."""

DENIED = (403, {"error": "not_disclosed"})
JSON = {"Content-Type": "application/json"}


@pytest.fixture(autouse=True)
def told(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Keep everything that anybody logs."""
    caplog.set_level(logging.DEBUG)
    return caplog


class Running:
    """The service, its policies and database, and a clock that stands still."""

    def __init__(self, module: Any, folder: Path, policies: Path) -> None:
        self.module = module
        self.link = folder / "current"
        self.link.symlink_to(policies, target_is_directory=True)
        self.database = folder / "clients.db"
        self.moment = NOON
        module.app.dependency_overrides[module.moment] = lambda: self.moment

    def execute(self, sql: str, *values: object) -> list[Any]:
        with closing(sqlite3.connect(self.database)) as database, database:
            return database.execute(sql, values).fetchall()

    @contextmanager
    def client(self, key: str = "key-of-p-example") -> Iterator[Any]:
        from fastapi.testclient import TestClient

        with TestClient(self.module.app, headers={"X-API-Key": key}) as client:
            yield client

    def ask(self, client: str, *items: str, key: str = "key-of-p-example") -> tuple[int, Any]:
        with self.client(key) as caller:
            answer = caller.post("/contact-data", json={"client": client, "items": items})
        return answer.status_code, answer.json()


@pytest.fixture
def service(
    recipe: Callable[[str], Path], release: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Running:
    recipe("fastapi.md")
    running = Running(import_module("service"), tmp_path, release("former"))
    monkeypatch.setenv("POLICIES", str(running.link))
    monkeypatch.setenv("DATABASE", str(running.database))
    with closing(sqlite3.connect(running.database)) as database, database:
        database.executescript(import_module("facts").SCHEMA + DATA)
        for partner in ("p-example", "p-other-example"):
            key = sha256(f"key-of-{partner}".encode()).hexdigest()
            database.execute("INSERT INTO recipients VALUES (?, ?, 'partner')", (key, partner))
    return running


def test_what_is_permitted_goes_and_is_recorded(service: Running) -> None:
    assert service.ask("c-1", "email", "name") == (200, {n: MARI[n] for n in ("email", "name")})
    digest = Engine.load(EKSPRESSJOB).policy_set.digest
    recorded = service.execute("SELECT * FROM disclosures")
    assert recorded == [("c-1", "email, name", digest, "expressed_interest")]


def test_an_item_named_twice_is_one(service: Running) -> None:
    assert service.ask("c-1", "email", "email") == (200, {"email": MARI["email"]})


@pytest.mark.parametrize(
    ("client", "logged"),
    [
        ("c-2", "item `email` is prohibited"),  # refused offers
        ("c-3", "item `email` is facts_missing"),  # a demand to stop is not yet assessed
        ("c-9", "item `email` is prohibited"),  # is no client at all
    ],
)
def test_who_may_not_see_it_learns_nothing(
    service: Running, told: pytest.LogCaptureFixture, client: str, logged: str
) -> None:
    # Reading any personal data would end in 503: the table is gone.
    service.execute("DROP TABLE clients")
    assert service.ask("c-1", "email")[0] == 503
    told.clear()
    assert service.ask(client, "email") == DENIED
    assert logged in told.text
    assert [secret for secret in SECRETS if secret in told.text] == []
    assert service.execute("SELECT * FROM disclosures") == []


def test_another_partner_is_denied(service: Running) -> None:
    assert service.ask("c-1", "email", key="key-of-p-other-example") == DENIED


def test_an_unknown_key_is_no_recipient(service: Running) -> None:
    assert service.ask("c-1", "email", key="guessed")[0] == 401


def test_who_may_see_a_client_that_is_gone_learns_that(service: Running) -> None:
    assert service.ask("c-5", "email")[0] == 404


def test_each_request_is_decided_at_its_own_moment(service: Running) -> None:
    assert service.ask("c-1", "email")[0] == 200
    service.moment = datetime(2026, 11, 30, 22, tzinfo=UTC)  # the interest ends at midnight
    assert service.ask("c-1", "email") == DENIED


def test_the_disclosure_that_cannot_be_recorded_does_not_happen(service: Running) -> None:
    service.execute("DROP TABLE disclosures")
    assert service.ask("c-1", "email") == (503, {"error": "try_again"})


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"client": "c-1"}',
        b'{"client": "c-1", "items": []}',
        b'{"client": "c-1", "items": ["shoe_size"]}',
        b'{"client": "c-1", "items": ["email; DROP TABLE clients"]}',
        b'{"client": "c-1", "items": [null]}',
        b'{"client": "c-1", "items": [["email"]]}',
        b'{"client": "", "items": ["email"]}',
        b'{"client": null, "items": ["email"]}',
        b'{"client": 1, "items": ["email"]}',
        b'{"client": "c-1\\n", "items": ["email"]}',
        b'{"client": "\\ud800", "items": ["email"]}',
        b'{"client": "mari@example.com", "items": ["email"]}',
    ],
)
def test_whatever_a_caller_sends_is_the_callers_mistake(
    service: Running, told: pytest.LogCaptureFixture, body: bytes
) -> None:
    with service.client() as caller:
        answer = caller.post("/contact-data", content=body, headers=JSON)
    assert (answer.status_code, answer.json()["error"]) == (422, "bad_request")
    assert [secret for secret in SECRETS if secret in told.text + answer.text] == []


def test_a_request_that_the_service_makes_wrongly_is_its_own_mistake(
    service: Running, told: pytest.LogCaptureFixture
) -> None:
    # The time of this client's interest was stored without its offset.
    assert service.ask("c-4", "email") == (500, {"error": "internal_error"})
    assert "client.interests[0].expressed_at: must be a time with its offset" in told.text
    assert [secret for secret in SECRETS if secret in told.text.replace("2026-01-31", "")] == []


def test_a_database_that_does_not_answer_is_nobodys_permission(
    service: Running, told: pytest.LogCaptureFixture
) -> None:
    service.execute("DROP TABLE opt_outs")
    assert service.ask("c-1", "email") == (503, {"error": "try_again"})
    assert [secret for secret in SECRETS if secret in told.text] == []


def test_the_service_does_not_start_with_faulty_policies(service: Running, release: Any) -> None:
    faulty = release("faulty", "offers.yaml", "operation: send_offer", "operation: send_ofer")
    service.link.unlink()
    service.link.symlink_to(faulty, target_is_directory=True)
    with pytest.raises(PolicyError), service.client():
        pass


def _no_offers_to_partners(release: Any) -> Path:
    closed: Path = release("newer", "disclosure.yaml", "data: [name, contact_data]", "data: [name]")
    return closed


def _move(service: Running, folder: Path) -> None:
    service.link.unlink()
    service.link.symlink_to(folder, target_is_directory=True)


def test_new_policies_are_put_in_place_while_the_service_runs(
    service: Running, release: Any
) -> None:
    asked = {"client": "c-1", "items": ["email"]}
    with service.client() as caller:
        former = caller.get("/health").json()["policies"]
        assert caller.post("/contact-data", json=asked).status_code == 200
        _move(service, _no_offers_to_partners(release))
        service.module.app.state.policies.refresh()
        assert caller.post("/contact-data", json=asked).status_code == 403
        health = caller.get("/health").json()
        assert health["policies"] != former
        assert health["refused"] is False
        newer = health["policies"]
        _move(service, release("faulty", "offers.yaml", "send_offer", "send_ofer"))
        service.module.app.state.policies.refresh()
        assert caller.get("/health").json() == {"policies": newer, "refused": True}
        assert caller.post("/contact-data", json=asked).status_code == 403


def test_a_request_that_has_begun_ends_under_the_policies_it_began_with(
    service: Running, release: Any
) -> None:
    newer = _no_offers_to_partners(release)

    def swap_in_the_middle() -> datetime:
        _move(service, newer)
        service.module.app.state.policies.refresh()
        return NOON

    service.module.app.dependency_overrides[service.module.moment] = swap_in_the_middle
    former = Engine.load(EKSPRESSJOB).policy_set.digest
    with service.client() as caller:
        asked = {"client": "c-1", "items": ["email"]}
        assert caller.post("/contact-data", json=asked).status_code == 200
        assert caller.post("/contact-data", json=asked).status_code == 403
    assert service.execute("SELECT policies FROM disclosures") == [(former,)]


def test_the_running_service_looks_for_new_policies_itself(service: Running, release: Any) -> None:
    policies = import_module("policies").Policies(service.link)
    former = policies.digest

    async def until_it_is_seen() -> None:
        watching = asyncio.create_task(service.module.watch(policies, seconds=0))
        _move(service, _no_offers_to_partners(release))
        while policies.digest == former:  # noqa: ASYNC110 - nobody waits: the watcher is to run
            await asyncio.sleep(0)
        watching.cancel()

    asyncio.run(asyncio.wait_for(until_it_is_seen(), 120))
