"""The Django recipe: only permitted columns are read, and faulty policies stop a deployment."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.docs.project import project
from tests.needs import needs
from tests.recipes.conftest import RECIPES

needs("django", "to run its recipe; make recipes installs it")

PAGE = RECIPES / "django.md"
NOON = datetime.fromisoformat("2026-11-22T12:00:00+02:00")
DENIED = (403, b'{"error": "not_disclosed"}')
ALL = ["email", "name", "unpaid_invoice"]
SECRETS = ["Example", "example.com", "INV-118", "c-1", "c-2", "c-999", "b-7"]
"""Pieces of what stands in the database, and of who was asked about."""


class Site:
    """The project of the page, set up once: Django can be set up only once in a process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.link = folder / "current"

    def decide_by(self, release: Path) -> None:
        self.link.unlink(missing_ok=True)
        self.link.symlink_to(release, target_is_directory=True)

    @property
    def policies(self) -> Any:
        from django.apps import apps

        return apps.get_app_config("disclosures").policies

    def models(self) -> Any:
        return import_module("disclosures.models")

    def post(self, client: str, items: list[str], key: str = "key-of-r-9") -> Any:
        from django.test import Client

        return Client(raise_request_exception=False).post(
            "/client-data",
            {"client": client, "items": items},
            headers={"X-API-Key": key},
            SERVER_NAME="portal.example",
        )

    def ask(self, client: str, *items: str, key: str = "key-of-r-9") -> tuple[int, bytes]:
        answer = self.post(client, list(items), key)
        return answer.status_code, answer.content


@pytest.fixture(scope="session")
def set_up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("django")
    with project(PAGE, folder), pytest.MonkeyPatch.context() as patch:
        site = Site(folder)
        site.decide_by(RECIPES.parents[1] / "policies" / "ekspressjob")
        patch.setenv("POLICIES", str(site.link))
        patch.setenv("DATABASE", str(folder / "clients.db"))
        patch.setenv("SECRET_KEY", "only-for-tests")
        patch.setenv("DJANGO_SETTINGS_MODULE", "settings")
        import django
        from django.core.management import call_command
        from django.db import connection

        django.setup()
        call_command("migrate", run_syncdb=True, verbosity=0)
        with closing(connection):
            yield site


@pytest.fixture
def site(set_up: Site, release: Any, monkeypatch: pytest.MonkeyPatch) -> Site:
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: NOON)
    set_up.decide_by(release("former"))
    set_up.policies.refresh()
    models = set_up.models()
    for name in ("Breach", "Client", "Consent", "Disclosure", "Recipient"):
        getattr(models, name).objects.all().delete()
    key = sha256(b"key-of-r-9").hexdigest()
    models.Recipient.objects.create(key=key, id_of_ours="r-9", kind="other_third_person")
    for number in (1, 2):
        models.Client.objects.create(
            id=f"c-{number}", name="Mari Example", email="mari@example.com", invoice="INV-118"
        )
    models.Breach.objects.create(
        id="b-7",
        client="c-1",
        occurred_at=datetime.fromisoformat("2026-09-01T00:00:00+03:00"),
        items=["name", "unpaid_invoice"],
    )
    return set_up


@pytest.fixture
def read() -> Iterator[Callable[[], bool]]:
    """Tell whether anything was read of clients themselves."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        yield lambda: any("disclosures_client" in query["sql"] for query in captured)


def test_what_is_permitted_goes_and_is_recorded(site: Site) -> None:
    answer = site.post("c-1", ALL)
    assert answer.json() == {"name": "Mari Example", "unpaid_invoice": "INV-118"}
    (recorded,) = site.models().Disclosure.objects.all()
    assert (recorded.client, recorded.recipient) == ("c-1", "r-9")
    assert recorded.items == ["name", "unpaid_invoice"]
    assert recorded.policies == site.policies.engine.policy_set.digest
    assert recorded.at == NOON


def test_only_permitted_columns_are_read(site: Site) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        assert site.ask("c-1", *ALL)[0] == 200
    (query,) = [q["sql"] for q in captured if 'FROM "disclosures_client"' in q["sql"]]
    columns = re.findall(r'"disclosures_client"\."(\w+)"', query.split(" FROM ")[0])
    assert sorted(columns) == ["invoice", "name"]


def test_consent_permits_what_no_breach_does(site: Site) -> None:
    site.models().Consent.objects.create(
        id="n-1",
        client="c-1",
        purposes=["protect_rights"],
        recipients=["third_person"],
        data=["contact_data"],
        recorded_in="contract",
        given_at=datetime.fromisoformat("2026-01-05T10:00:00+02:00"),
    )
    assert site.post("c-1", ["email"]).json() == {"email": "mari@example.com"}


@pytest.mark.parametrize("client", ["c-1", "c-2", "c-999"])
def test_who_may_not_see_it_learns_nothing(
    site: Site, client: str, read: Callable[[], bool], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        assert site.ask(client, "email") == DENIED
    assert not read()
    assert "not disclosed: item `email` is no_ground" in caplog.text
    assert [secret for secret in SECRETS if secret in caplog.text] == []
    assert not site.models().Disclosure.objects.exists()


def test_an_open_obligation_holds_everything_back(
    site: Site, release: Any, read: Callable[[], bool]
) -> None:
    strict = release("strict", "disclosure.yaml", "timing: with", "timing: before")
    site.decide_by(strict)
    assert site.ask("c-1", "name") == DENIED
    assert not read()


@pytest.mark.parametrize(
    ("client", "items"),
    [
        ("c-1", []),
        ("c-1", ["shoe_size"]),
        ("c-1", ["name", "shoe_size"]),
        ("", ["name"]),
        ("c-1\n", ["name"]),
        ("mari@example.com", ["name"]),
    ],
)
def test_whatever_a_caller_sends_is_the_callers_mistake(
    site: Site, client: str, items: list[str]
) -> None:
    status, body = site.ask(client, *items)
    assert status == 400
    assert [secret for secret in SECRETS if secret in body.decode()] == []


def test_an_item_named_twice_is_one(site: Site) -> None:
    assert site.ask("c-1", "name", "name")[0] == 200


def test_an_unknown_key_is_no_recipient(site: Site) -> None:
    assert site.ask("c-1", "name", key="guessed")[0] == 401


def test_a_request_that_the_service_makes_wrongly_is_its_own_mistake(
    site: Site, read: Callable[[], bool]
) -> None:
    site.models().Recipient.objects.update(kind="debt_collector")  # no term of the vocabulary
    status, body = site.ask("c-1", "name")
    assert status == 500
    assert [secret for secret in SECRETS if secret in body.decode()] == []
    assert not read()


def test_a_failure_undoes_the_disclosure_and_its_report_shows_no_data(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    from django.core.signals import got_request_exception
    from django.db import connection
    from django.views.debug import ExceptionReporter

    reports = []

    def report(request: Any, **_: Any) -> None:
        reporter = ExceptionReporter(request, *sys.exc_info())
        reports.extend([reporter.get_traceback_html(), reporter.get_traceback_text()])

    models = site.models()
    with connection.schema_editor() as editor:
        editor.delete_model(models.Disclosure)
    got_request_exception.connect(report)
    try:
        with caplog.at_level(logging.INFO):
            status, body = site.ask("c-1", "name")
    finally:
        got_request_exception.disconnect(report)
        with connection.schema_editor() as editor:
            editor.create_model(models.Disclosure)
    assert status == 500
    assert len(reports) == 2
    for text in (*reports, caplog.text, body.decode()):
        assert [secret for secret in SECRETS if secret in text] == []


def test_what_was_not_disclosed_in_the_end_is_not_recorded(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        raise OSError

    monkeypatch.setattr(import_module("disclosures.views"), "JsonResponse", fail)
    assert site.ask("c-1", "name")[0] == 500
    assert not site.models().Disclosure.objects.exists()


def test_new_policies_arrive_with_the_next_request(site: Site, release: Any) -> None:
    assert site.ask("c-1", "name")[0] == 200
    former = site.policies.digest
    closed = release("newer", "disclosure.yaml", "authority, other_third_person", "authority")
    site.decide_by(closed)
    assert site.ask("c-1", "name") == DENIED
    assert site.policies.digest != former
    site.decide_by(release("faulty", "offers.yaml", "send_offer", "send_ofer"))
    assert site.ask("c-1", "name") == DENIED
    assert site.policies.refused


def test_without_policies_nothing_is_disclosed(
    site: Site, read: Callable[[], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.apps import apps

    monkeypatch.setattr(apps.get_app_config("disclosures"), "policies", None)
    assert site.ask("c-1", "name")[0] == 500
    assert not read()


# --- Commands, each in a process of its own ------------------------------------------------------


@pytest.fixture
def run(tmp_path: Path, release: Any) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run Python in a project whose policies are faulty."""
    folder = tmp_path / "project"
    with project(PAGE, folder):
        pass
    faulty = release("faulty", "offers.yaml", "[use, send_offer,", "[use, send_ofer,")
    (folder / "current").symlink_to(faulty, target_is_directory=True)
    settings = {"POLICIES": "current", "DATABASE": "clients.db", "SECRET_KEY": "only-for-tests"}
    environment = {**os.environ, **settings, "PYTHONPATH": os.pathsep.join(sys.path)}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-W", "error", *arguments],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    return run


def test_a_check_fails_with_the_faults_and_a_sound_release_mends_it(
    run: Callable[..., subprocess.CompletedProcess[str]], release: Any
) -> None:
    checked = run("manage.py", "check")
    assert checked.returncode == 1
    shown = re.findall(r"^```text\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert checked.stderr in shown

    refused = run("manage.py", "publish_policies", "current")
    assert refused.returncode == 1
    assert refused.stderr.startswith("CommandError: current/offers.yaml:87:22: error[unknown_term]")

    sound = run("manage.py", "publish_policies", str(release("sound")))
    assert re.fullmatch(r"policies [0-9a-f]{12} are published\n", sound.stdout), sound.stderr
    assert run("manage.py", "check").returncode == 0
    assert run("-c", "import wsgi").returncode == 0


def test_a_server_with_faulty_policies_does_not_start(
    run: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    started = run("-c", "import wsgi")
    assert started.returncode == 1
    assert "the policies have faults; `manage.py check` names them" in started.stderr


def test_the_tests_of_the_page_pass(
    run: Callable[..., subprocess.CompletedProcess[str]], release: Any
) -> None:
    run("manage.py", "publish_policies", str(release("sound")))
    tested = run("manage.py", "test")
    assert tested.returncode == 0, tested.stderr
    assert "Ran 3 tests" in tested.stderr
