"""What may go wrong: killed, full, locked, read-only, damaged, foreign, forked, many at once."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from disclosure_rules import DecisionLog, LogError
from tests.recording.logs import KEYS, Clock, ask, opened, recording

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
ROUNDS = int(os.environ.get("DISCLOSURE_RULES_KILLS", "4"))
"""How often a process that records is killed; `make kill` does it many more times."""

# Records without end, and tells each id only once it has been recorded.
RECORDER = """
import sys
from tests.recording.logs import ask, opened, recording
deciding = recording(opened(sys.argv[1]))
while True:
    print(*(made.id for made in deciding.decide_many([ask(), ask(purpose="research")])), flush=True)
"""


def code_of(asked: Callable[[], object]) -> str:
    with pytest.raises(LogError) as refused:
        asked()
    assert "Traceback" not in str(refused.value)
    return refused.value.code


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL here")
def test_what_is_acknowledged_outlives_being_killed(path: Path) -> None:
    acknowledged: list[str] = []
    for kill in range(ROUNDS):
        with subprocess.Popen(
            [sys.executable, "-c", RECORDER, str(path)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdout is not None
            # Killed after a different number of groups each time, and at any point of the next.
            for _ in range(1 + kill % 7):
                acknowledged += process.stdout.readline().split()
            process.kill()
            # A line that came in part is of ids that were recorded too.
            acknowledged += [each for each in process.stdout.read().split() if len(each) == 36]
    with opened(path) as log:
        recorded = [str(record.id) for record in log.records("decision")]
        assert log.verify().sound
    assert {*acknowledged} <= {*recorded}
    assert len(recorded) % 2 == 0  # groups are whole
    assert recorded == sorted(recorded)


def test_threads_write_one_chain(log: DecisionLog) -> None:
    deciding = recording(log)
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda _: deciding.decide(ask()).id, range(60)))
    assert len({*made}) == 60
    assert {str(record.id) for record in log.records("decision")} == {*made}
    assert log.verify().sound


def _write_some(path: Path) -> None:
    with opened(path) as log:
        for _ in range(10):
            recording(log).decide(ask())


def test_processes_write_one_chain(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_write_some, args=(path,)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        assert process.exitcode == 0
    with opened(path) as log:
        assert len([*log.records("decision")]) == 30
        assert [len([*log.records(kind)]) for kind in ("opening", "key", "policies")] == [1, 1, 1]
        assert log.verify().sound


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_child_that_was_forked_opens_its_own(log: DecisionLog) -> None:
    deciding = recording(log)
    deciding.decide(ask())
    child = os.fork()
    if child == 0:  # pragma: no cover - in the child
        code = 1
        try:
            deciding.decide(ask())
            code = 0
        finally:
            os._exit(code)
    assert os.waitpid(child, 0)[1] == 0
    deciding.decide(ask())
    assert len([*log.records("decision")]) == 3
    assert log.verify().sound


def test_a_full_disk_releases_nothing(log: DecisionLog) -> None:
    deciding = recording(log)
    first = deciding.decide(ask())
    with log._database.reading() as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")
    many = [ask() for _ in range(200)]
    assert code_of(lambda: deciding.decide_many(many)) == "full"
    with log._database.reading() as connection:
        connection.execute("PRAGMA max_page_count = 1000000")
    assert [str(record.id) for record in log.records("decision")] == [first.id]
    assert deciding.enforce(ask()).allowed
    assert log.verify().sound


def test_a_locked_log_releases_nothing(path: Path) -> None:
    with opened(path, patience=0.01) as log, closing(sqlite3.connect(path)) as other:
        deciding = recording(log)
        other.execute("BEGIN IMMEDIATE")
        assert code_of(lambda: deciding.enforce(ask())) == "locked"
        assert code_of(lambda: log.confirm("x", ["y"], log.clock(), "z")) == "locked"
        other.rollback()
        assert deciding.enforce(ask()).allowed


def test_a_log_that_is_made_while_another_waits_is_the_same(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert code_of(lambda: opened(path, patience=0.01)) == "locked"
        other.execute("ROLLBACK")
        opened(path).close()
        assert opened(path).verify().records == 1


def test_a_log_to_read_is_not_written_to(path: Path) -> None:
    opened(path).close()
    with DecisionLog(path, KEYS, writable=False) as log:
        assert code_of(lambda: recording(log).decide(ask())) == "read_only"


def test_a_file_that_may_not_be_written_to(path: Path) -> None:
    opened(path).close()
    path.chmod(0o400)
    if os.access(path, os.W_OK):  # whoever runs this may write to everything
        opened(path).close()
    else:
        assert code_of(lambda: opened(path)) in {"read_only", "cannot_open"}


def test_a_log_on_a_medium_that_is_read_only_is_read(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(path).close()
    monkeypatch.setattr("os.access", lambda *_: False)
    with DecisionLog(path, writable=False) as log:
        assert log.verify().sound
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"not a database, but long enough to be one" * 9, "not_a_log"), (b"SQLite format 3\0", None)],
)
def test_a_file_that_is_no_log(path: Path, content: bytes, code: str | None) -> None:
    path.write_bytes(content)
    found = code_of(lambda: opened(path))
    assert found == code or found in ("not_a_log", "damaged")
    assert path.read_bytes() == content


def test_a_database_of_others_is_refused(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE things (name TEXT)")
        other.commit()
    content = path.read_bytes()
    assert code_of(lambda: opened(path)) == "not_a_log"
    assert code_of(lambda: DecisionLog(path, writable=False)) == "not_a_log"
    assert path.read_bytes() == content


def test_an_empty_file_becomes_a_log_for_whoever_writes(path: Path) -> None:
    path.touch()
    assert code_of(lambda: DecisionLog(path, writable=False)) == "not_a_log"
    with opened(path) as log:
        assert log.verify().sound


def test_a_log_of_a_later_release_is_refused(path: Path) -> None:
    opened(path).close()
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA user_version = 2")
    assert code_of(lambda: opened(path)) == "other_format"


def test_where_there_is_no_log(path: Path) -> None:
    assert code_of(lambda: opened(path, create=False)) == "no_log"
    assert code_of(lambda: DecisionLog(path, writable=False)) == "no_log"
    assert code_of(lambda: opened(path / "below")) == "cannot_open"
    assert not path.exists()


def test_a_log_that_was_closed(path: Path) -> None:
    log = opened(path)
    log.close()
    log.close()
    assert code_of(lambda: log.records().__next__()) == "closed"


def test_a_record_that_is_too_large(log: DecisionLog) -> None:
    deciding = recording(log)
    deciding.decide(ask())
    with log._database.reading() as connection:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 100)
    assert code_of(lambda: deciding.decide(ask())) == "too_large"


def test_a_clock_that_goes_back_does_not_break_the_order(path: Path) -> None:
    clock = Clock()
    made = []
    for _ in range(3):
        with opened(path, clock=clock) as log:
            made += [recording(log).decide(ask()).id for _ in range(2)]
        clock.now -= timedelta(days=1)
    assert made == sorted(made)
    with opened(path) as log:
        assert [str(record.id) for record in log.records("decision")] == made
        assert log.verify().sound
