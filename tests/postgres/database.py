"""A PostgreSQL for the tests alone: made anew, reached by a socket only, gone when they end."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.needs import needs

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

HOW = "make .venv/dev brings the Python part, .ci/install the server"
DEBIAN = Path("/usr/lib/postgresql")


def programs() -> Path:
    """Return the folder of the programs of the server: on the path, or where Debian has them."""
    found = sorted(DEBIAN.glob("*/bin/initdb"))
    return (found[-1] if found else needs("initdb", f"to make a database with; {HOW}")).parent


def unprivileged() -> dict[str, Any]:
    """Return as whom to run the server, which refuses to be run by root."""
    if os.geteuid() != 0:
        return {}
    import pwd

    names = {user.pw_name: user for user in pwd.getpwall()}
    user = names.get("postgres") or names["nobody"]
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@pytest.fixture(scope="session")
def database() -> Iterator[Engine]:
    """Return a database that nobody else has."""
    needs("sqlalchemy", f"to ask PostgreSQL with; {HOW}")
    needs("psycopg", f"to reach PostgreSQL with; {HOW}")
    bin_folder, who = programs(), unprivileged()
    from sqlalchemy import create_engine

    # Not among pytest's folders, which only their owner may enter.
    folder = Path(tempfile.mkdtemp(prefix="disclosure-pg-"))
    if who:
        os.chown(folder, who["user"], who["group"])
    data = folder / "data"

    def run(program: str, *arguments: str) -> None:
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "Europe/Tallinn"}
        done = subprocess.run(
            [str(bin_folder / program), "--pgdata", str(data), *arguments],
            cwd=folder,
            env=environment,
            # What the server says goes into its log: a pipe would stay open as long as it runs.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
            check=False,
            **who,
        )
        assert done.returncode == 0, (program, done.stderr)

    try:
        run("initdb", "--auth=trust", "--username=tests", "--no-sync", "--encoding=UTF8")
        settings = f"-c listen_addresses='' -k {folder} -c fsync=off -c shared_buffers=16MB"
        run("pg_ctl", "start", "--wait", "--log", str(folder / "log"), "--options", settings)
        try:
            address = f"postgresql+psycopg://tests@/postgres?host={folder}"
            engine = create_engine(address)
            yield engine
            engine.dispose()
        finally:
            run("pg_ctl", "stop", "--wait", "--mode=immediate")
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def connection(database: Engine) -> Iterator[Connection]:
    """Return a connection whose tables are gone afterwards."""
    with database.connect() as found:
        yield found
        found.rollback()
