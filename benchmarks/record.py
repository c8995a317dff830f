"""Measure the log of decisions: appending, verifying, accounting for one client, room on the disk.

    python benchmarks/record.py
    python benchmarks/record.py --records 1000000 --folder /a/disk/with/room

Appending is compared with a bare loop that inserts the same rows into the same tables with the same
durability; both have turns, and the median of the ratios counts. The clock on the wall is taken
there, since what is waited for is the disk.
"""

from __future__ import annotations

import argparse
import gc
import sqlite3
import tempfile
from contextlib import closing
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any, Final

from benchmarks.ekspressjob.requests import requests
from benchmarks.measuring.deciding import POLICIES
from benchmarks.reporting.machine import told_of_machine
from disclosure_rules import DecisionLog, Engine, Keys, RecordingEngine
from disclosure_rules.recording.canonical import digest_of
from disclosure_rules.recording.chain import Tail, digest_of_record
from disclosure_rules.recording.clock import machine_clock
from disclosure_rules.recording.identifiers import Identifiers
from disclosure_rules.recording.replaying import replay
from disclosure_rules.recording.schema import STATEMENTS
from disclosure_rules.recording.writing import INSERTS, tail_of, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from disclosure_rules.recording.entries import Entry

KEYS: Final = Keys({"2026": b"a secret for benchmarks, of no use"})
ROUNDS: Final = 9
ONE_BY_ONE: Final = 150
GROUPS: Final = 6
GROUP: Final = 500
CLIENTS: Final = 50_000
"""How many clients the decisions of a large log are about."""
ASKED: Final = "c-17"
"""The client whose account is asked for."""
DIFFERENT: Final = 5000
"""So many decisions are made; a large log has each of them many times."""
AT_ONCE: Final = 20_000
DISCLOSED: Final = 40
"""So many of the client's decisions are confirmed."""


# --- Appending -----------------------------------------------------------------------------------


def entries(engine: Engine, count: int) -> list[Entry]:
    """Return entries of decisions, as a recording engine hands them over."""
    made: list[Entry] = []
    recording = RecordingEngine(engine, made.extend, keys=KEYS)
    recording.decide_many(islice(cycle(requests(DIFFERENT)), count))
    return made


def appended(folder: Path, groups: list[list[Entry]]) -> float:
    """Return the seconds that a log takes for groups of entries."""
    with DecisionLog(folder / "log.db", KEYS) as log:
        log.append(groups[0])  # what comes before the first: the key, the policies
        gc.collect()
        started = perf_counter()
        for group in groups[1:]:
            log.append(group)
        return perf_counter() - started


def inserted(folder: Path, groups: list[list[Entry]]) -> float:
    """Return the seconds that a bare loop takes for the rows that these entries become."""
    rows = bare_rows(groups[1:])
    with closing(sqlite3.connect(folder / "bare.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        for statement in STATEMENTS:
            if "TRIGGER" not in statement:
                connection.execute(statement)
        gc.collect()
        started = perf_counter()
        for tables in rows:
            connection.execute("BEGIN IMMEDIATE")
            for insert, each in zip(INSERTS, tables, strict=True):
                connection.executemany(insert, each)
            connection.execute("COMMIT")
        return perf_counter() - started


def bare_rows(groups: list[list[Entry]]) -> list[list[list[tuple[Any, ...]]]]:
    """Return the rows of groups of entries, for each of the three tables."""
    rows = []
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in STATEMENTS:
            connection.execute(statement)
        last = 0
        for group in groups:
            write(connection, group)
            selects = ("SELECT * FROM records", "SELECT * FROM contents", "SELECT * FROM facts")
            rows.append(
                [connection.execute(f"{s} WHERE number > ?", (last,)).fetchall() for s in selects]
            )
            last += len(group)
    return rows


def compare(engine: Engine, folder: Path, name: str, sizes: tuple[int, int]) -> None:
    """Print how long appending takes beside the bare loop."""
    groups, size = sizes
    made = entries(engine, (groups + 1) * size)
    ready = [made[start : start + size] for start in range(0, len(made), size)]
    ways: list[Callable[[Path, list[list[Entry]]], float]] = [appended, inserted]
    seconds: dict[Callable[..., float], list[float]] = {way: [] for way in ways}
    for number in range(ROUNDS):
        for way in ways if number % 2 else ways[::-1]:
            with tempfile.TemporaryDirectory(dir=folder) as place:
                seconds[way].append(way(Path(place), ready))
    pairs = zip(seconds[appended], seconds[inserted], strict=True)
    ratio = median(log / bare for log, bare in pairs)
    each = [median(seconds[way]) / groups / size * 1e6 for way in ways]
    print(f"{name}: {each[0]:.0f} µs a record, bare {each[1]:.0f} µs: ratio {ratio:.2f}")


def made_ready(engine: Engine) -> None:
    """Print what it costs to make an entry of a decision, before it is appended."""
    recording = RecordingEngine(engine, lambda _: None, keys=KEYS)
    asked = requests(2000)
    for name, deciding in (("deciding", engine), ("deciding and making the entry", recording)):
        deciding.decide_many(asked)
        started = process_time()
        deciding.decide_many(asked)
        print(f"{name}: {(process_time() - started) / len(asked) * 1e6:.0f} µs a request")


# --- A large log ---------------------------------------------------------------------------------


def large_log(engine: Engine, path: Path, records: int) -> None:
    """Make a log of so many records, some of them disclosures about one client."""
    with DecisionLog(path, KEYS) as log:
        log.append(entries(engine, 1))  # the key and the policies
        recording = RecordingEngine(engine, log)
        confirmed = 0
        while confirmed < DISCLOSED:
            for request in requests(300):
                asks = {**request, "client": {**request["client"], "id": ASKED}}
                decision = recording.decide(asks)
                if decision.permitted_items and confirmed < DISCLOSED:
                    duties = {obligation.id for obligation in decision.obligations}
                    items = decision.permitted_items
                    log.confirm(decision.id, items, log.clock(), f"L-{confirmed}", fulfilled=duties)
                    confirmed += 1
    grow(path, entries(engine, DIFFERENT), records)


def grow(path: Path, made: list[Entry], records: int) -> None:
    """Append to a log until it has so many records: the same decisions about many clients.

    To decide and describe a million times would take long, and make the same rows. What they say of
    ids and clients within is not so then; their bytes, hashes and columns are like those of others.
    """
    pseudonyms = [KEYS.pseudonym(f"c-{number}").value for number in range(CLIENTS)]
    identifiers, now = Identifiers(), machine_clock()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        tail = tail_of(connection)
        supply = cycle(made)
        while tail.number < records:
            connection.execute("BEGIN IMMEDIATE")
            for entry in islice(supply, min(AT_ONCE, records - tail.number)):
                subject = pseudonyms[tail.number * 7919 % CLIENTS]
                packed, facts = entry.packed_content, entry.packed_facts
                number, identifier = tail.number + 1, identifiers.make(now).bytes
                content = digest_of(packed, subject, None, None)
                hashes = (content, entry.facts_digest, tail.digest)
                digest = digest_of_record(number, identifier, entry.kind, *hashes)
                row = (number, identifier, entry.kind, *hashes, digest)
                connection.execute(INSERTS[0], row)
                connection.execute(INSERTS[1], (number, packed, subject, None, None))
                connection.execute(INSERTS[2], (number, facts))
                tail = Tail(number, digest)
            connection.execute("COMMIT")


def replaying(engine: Engine, path: Path) -> None:
    """Print how fast decisions are made again from a log."""
    with DecisionLog(path, KEYS) as log:
        RecordingEngine(engine, log).decide_many(requests(2000))
        started = process_time()
        replayed = replay(log)
        assert replayed.same == replayed.decisions, replayed
        rate = replayed.decisions / (process_time() - started)
        print(f"replaying {replayed.decisions:,} decisions: {rate:,.0f} a second")


def measure(path: Path) -> None:
    """Print what a large log takes to open, to verify, to account for one client, and in room."""
    started = perf_counter()
    with DecisionLog(path, KEYS) as log:
        print(f"opening: {(perf_counter() - started) * 1e3:.1f} ms")
        told, took = 0, []
        for _ in range(15):
            started = perf_counter()
            told = len(log.disclosures(ASKED).disclosures)
            took.append(perf_counter() - started)
        print(f"account of one client, {told} disclosures: {median(took) * 1e3:.1f} ms")
        started = process_time()
        verified = log.verify()
        took_all = process_time() - started
        assert verified.sound, verified.findings[:3]
        records = verified.records
        print(f"verifying {records:,} records: {records / took_all:,.0f} a second")
    size = path.stat().st_size
    print(f"room: {size / 1e6:,.0f} MB; a million records {size / records * 1e6 / 1e9:.2f} GB")


def main() -> None:
    """Measure, and print what was measured on what machine."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=100_000, help="of the large log")
    parser.add_argument("--folder", type=Path, help="where to write; by default for the system")
    parser.add_argument("--keep", type=Path, help="a large log, made if it is not there, and kept")
    options = parser.parse_args()
    machine = told_of_machine()
    print(", ".join(f"{name}: {told}" for name, told in machine.items()))
    engine = Engine.load(POLICIES)
    with tempfile.TemporaryDirectory(dir=options.folder) as place:
        folder = Path(place)
        made_ready(engine)
        compare(engine, folder, "appending one by one", (ONE_BY_ONE, 1))
        compare(engine, folder, f"appending in groups of {GROUP}", (GROUPS, GROUP))
        replaying(engine, folder / "replayed.db")
        path = options.keep or folder / "large.db"
        if not path.exists():
            large_log(engine, path, options.records)
        measure(path)


if __name__ == "__main__":
    main()
