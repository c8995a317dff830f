"""The Celery recipe: decided when sent, sent once, and nothing of a client in what Celery keeps."""

from __future__ import annotations

import json
import logging
import os
import pickle
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

import pytest

from disclosure_rules import InvalidRequest
from tests.docs.project import project
from tests.needs import needs
from tests.recipes.conftest import EKSPRESSJOB, RECIPES

needs("celery", "to run its recipe; make recipes installs it")

NOON = datetime(2026, 11, 22, 10, tzinfo=UTC)
EXPIRED = datetime(2026, 11, 30, 22, tzinfo=UTC)
DATA = """
INSERT INTO clients VALUES ('c-example', 'Mari Example', 'mari@example.com', '+372 5550 0001');
INSERT INTO demands VALUES ('d-example', '§ 32', 'r-2', '["contact_data"]',
                            '2026-11-01T00:00:00+02:00', '2026-12-01T00:00:00+02:00');
INSERT INTO transmissions VALUES ('t-1', 'c-example', 'r-2', 'd-example', '["email"]', 'waiting');
INSERT INTO fulfilled VALUES ('t-1', 'verify_demand', 'u-example', '2026-11-20T10:00:00+02:00');
"""
SECRETS = ["Mari", "example.com", "5550", "c-example", "§ 32", "2026-11-01", "2026-12-01"]
"""Pieces of what stands in the database, and of who was asked about; no task's id looks so."""


class Recipient:
    """Somebody who listens, and keeps what comes: the key and the body of each delivery."""

    def __init__(self) -> None:
        self.got: Queue[tuple[str | None, Any]] = Queue()
        self.status = 200
        recipient = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                recipient.got.put((self.headers["Idempotency-Key"], body))
                self.send_response(recipient.status)
                self.end_headers()

            def log_message(self, *_: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"

    def all(self) -> list[tuple[str | None, Any]]:
        return list(self.got.queue)

    @contextmanager
    def listening(self) -> Iterator[Recipient]:
        thread = Thread(target=self.server.serve_forever)
        thread.start()
        try:
            yield self
        finally:
            self.server.shutdown()
            thread.join()
            self.server.server_close()


@pytest.fixture
def recipient() -> Iterator[Recipient]:
    with Recipient().listening() as recipient:
        yield recipient


class Office:
    """The tasks of the page, their database, and a clock that stands still."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.link = folder / "current"
        self.database = folder / "clients.db"
        self.tasks: Any = None
        self.moment = NOON

    def decide_by(self, release: Path) -> None:
        self.link.unlink(missing_ok=True)
        self.link.symlink_to(release, target_is_directory=True)

    def execute(self, sql: str) -> list[Any]:
        with closing(sqlite3.connect(self.database)) as database, database:
            return database.execute(sql).fetchall()

    def state(self) -> str:
        ((state,),) = self.execute("SELECT state FROM transmissions")
        return str(state)

    def transmit(self) -> Any:
        """Carry the task out as a worker does, retries included, and wait for none of them."""
        return self.tasks.transmit.apply(args=["t-1"])


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Import the tasks once: Celery keeps what a process has ever registered."""
    folder = tmp_path_factory.mktemp("celery")
    with project(RECIPES / "celery.md", folder), pytest.MonkeyPatch.context() as patch:
        office = Office(folder)
        office.decide_by(EKSPRESSJOB)
        patch.setenv("BROKER", "memory://")
        patch.setenv("POLICIES", str(office.link))
        patch.setenv("DATABASE", str(office.database))
        office.tasks = import_module("tasks")
        office.tasks.app.conf.update(
            result_backend="cache+memory://", worker_hijack_root_logger=False
        )
        yield office


@pytest.fixture
def office(
    imported: Office, release: Any, recipient: Recipient, monkeypatch: pytest.MonkeyPatch
) -> Office:
    imported.decide_by(release("former"))
    imported.moment = NOON
    tasks = imported.tasks
    monkeypatch.setattr(tasks, "policies", import_module("policies").Policies(imported.link))
    monkeypatch.setattr(tasks, "now", lambda: imported.moment)
    imported.database.unlink(missing_ok=True)
    with closing(sqlite3.connect(imported.database)) as database, database:
        database.executescript(import_module("facts").SCHEMA + tasks.SCHEMA + DATA)
        found = ("r-2", "investigating_authority", recipient.url)
        database.execute("INSERT INTO recipients VALUES (?, ?, ?)", found)
    return imported


@pytest.fixture(autouse=True)
def nothing_is_told(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Check after each test that nobody logged any data, tracebacks included."""
    caplog.set_level(logging.DEBUG)
    yield
    told = "\n".join(logging.Formatter().format(record) for record in caplog.get_records("call"))
    assert [secret for secret in SECRETS if secret in told] == []


DELIVERED = ("t-1", {"email": "mari@example.com"})


def test_what_may_go_is_sent_once(office: Office, recipient: Recipient) -> None:
    assert office.transmit().get() == "sent"
    assert office.transmit().get() == "sent"
    assert recipient.all() == [DELIVERED]
    assert office.state() == "sent"


def test_an_open_obligation_lets_it_wait(office: Office, recipient: Recipient) -> None:
    office.execute("DELETE FROM fulfilled")
    office.execute("DROP TABLE clients")  # reading from it would fail
    assert office.transmit().get() == "waiting"
    assert recipient.all() == []
    assert office.state() == "waiting"


def test_it_is_decided_at_the_moment_of_sending(office: Office, recipient: Recipient) -> None:
    office.execute("DROP TABLE clients")  # reading from it would fail
    waiting = office.tasks.transmit.s("t-1")
    office.moment = EXPIRED
    assert waiting.apply().get() == "no_ground"
    assert recipient.all() == []
    assert office.state() == "no_ground"


def test_it_is_decided_by_the_policies_in_force(
    office: Office, recipient: Recipient, release: Any
) -> None:
    office.decide_by(release("newer", "disclosure.yaml", "meet_legal_duty", "protect_rights"))
    assert office.transmit().get() == "no_ground"
    assert recipient.all() == []


def test_a_fact_that_is_missing_permits_nothing(office: Office, recipient: Recipient) -> None:
    office.execute("UPDATE demands SET entitled = NULL")
    assert office.transmit().get() == "facts_missing"
    assert recipient.all() == []


def test_a_retry_sends_the_same_again(office: Office, recipient: Recipient) -> None:
    recipient.status = 503
    result = office.transmit()
    assert result.state == "FAILURE"
    assert isinstance(result.result, office.tasks.NotDelivered)
    assert recipient.all() == [DELIVERED] * 9
    assert office.state() == "waiting"


def test_each_retry_decides_anew(
    office: Office, recipient: Recipient, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipient.status = 503
    moments = iter([NOON, NOON, EXPIRED])
    monkeypatch.setattr(office.tasks, "now", lambda: next(moments))
    assert office.transmit().get() == "no_ground"
    assert recipient.all() == [DELIVERED] * 2


def test_what_leaves_a_task_can_be_pickled_and_holds_no_values(
    office: Office, recipient: Recipient
) -> None:
    left = []
    left.append(office.transmit().get())
    office.execute("UPDATE transmissions SET state = 'waiting'")
    recipient.status = 503
    left.append(office.transmit().result)
    office.execute("UPDATE demands SET issued_at = '2026-11-01T00:00:00'")  # without its offset
    left.append(office.transmit().result)
    office.execute("UPDATE fulfilled SET obligation = 'look_at_it'")  # no obligation of ours
    office.execute("UPDATE demands SET issued_at = '2026-11-01T00:00:00+02:00'")
    left.append(office.transmit().result)
    kinds = [type(one) for one in left]
    assert kinds == [str, office.tasks.NotDelivered, InvalidRequest, ValueError]
    for one in left:
        pickled = pickle.dumps(one)
        assert str(pickle.loads(pickled)) == str(one)  # noqa: S301 - our own
        assert [secret for secret in SECRETS if secret.encode() in pickled] == []


def test_a_real_worker_keeps_and_tells_no_data(
    office: Office, recipient: Recipient, caplog: pytest.LogCaptureFixture
) -> None:
    from celery.contrib.testing.worker import start_worker
    from celery.signals import before_task_publish

    published = []

    def keep(body: Any, headers: Any, **_: Any) -> None:
        published.append((headers["retries"], json.dumps([body, headers], default=str)))

    before_task_publish.connect(keep)
    try:
        with start_worker(
            office.tasks.app, perform_ping_check=False, loglevel="DEBUG", shutdown_timeout=60
        ):
            assert office.tasks.transmit.delay("t-1").get(timeout=60) == "sent"
            office.execute("UPDATE transmissions SET state = 'waiting'")
            recipient.status = 503
            office.tasks.transmit.delay("t-1")
            for _ in range(2):
                assert recipient.got.get(timeout=60) == DELIVERED
    finally:
        before_task_publish.disconnect(keep)
    assert [retries for retries, _ in published] == [0, 0, 1]
    assert "succeeded" in caplog.text
    assert "retry: Retry in" in caplog.text
    for _, text in published:
        assert [secret for secret in SECRETS if secret in text] == []


# --- Workers, each in a process of its own -------------------------------------------------------

WORKER = [sys.executable, "-m", "celery", "-A", "elsewhere", "worker", "--pool", "prefork"]
ELSEWHERE = """
from datetime import datetime
import tasks

app = tasks.app
app.conf.broker_transport_options = {
    "data_folder_in": "queue", "data_folder_out": "queue", "control_folder": "control",
}
tasks.now = lambda: datetime.fromisoformat("2026-11-22T12:00:00+02:00")
"""


@pytest.fixture
def elsewhere(office: Office) -> dict[str, Any]:
    """Return where and how to run a process that reaches the tasks by files."""
    (office.folder / "elsewhere.py").write_text(ELSEWHERE, "utf-8")
    for folder in ("queue", "control"):
        (office.folder / folder).mkdir(exist_ok=True)
    path = os.pathsep.join([str(office.folder), *sys.path])
    environment = {**os.environ, "BROKER": "filesystem://", "PYTHONPATH": path}
    return {"cwd": office.folder, "env": environment}


def test_a_worker_does_not_start_with_faulty_policies(
    office: Office, release: Any, elsewhere: dict[str, Any]
) -> None:
    office.decide_by(release("faulty", "offers.yaml", "send_offer", "send_ofer"))
    started = subprocess.run(
        WORKER, **elsewhere, capture_output=True, text=True, check=False, timeout=120
    )
    assert started.returncode != 0
    assert "error[unknown_term]: `send_ofer` is not an operation" in started.stderr


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_forked_workers_decide_and_tell_no_data(
    office: Office, recipient: Recipient, elsewhere: dict[str, Any]
) -> None:
    with (office.folder / "log").open("w") as log:
        arguments = [*WORKER, "--concurrency", "2", "--loglevel", "DEBUG"]
        worker = subprocess.Popen(arguments, **elsewhere, stdout=log, stderr=log)
    try:
        delay = "import elsewhere; elsewhere.tasks.transmit.delay('t-1')"
        subprocess.run([sys.executable, "-c", delay], **elsewhere, check=True, timeout=120)
        assert recipient.got.get(timeout=120) == DELIVERED
    finally:
        worker.terminate()
        worker.wait(120)
    told = (office.folder / "log").read_text("utf-8")
    assert "ForkPoolWorker" in told
    assert office.state() == "sent"
    assert [secret for secret in SECRETS if secret in told] == []
