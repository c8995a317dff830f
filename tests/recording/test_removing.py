"""What goes by an order: gone from tables and bytes, while the chain holds and says so."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disclosure_rules import DecisionLog, Keys, LogError
from disclosure_rules.cli.main import commands
from disclosure_rules.language.times import LONGEST, Duration
from disclosure_rules.recording.removals import Ordered, Removal
from disclosure_rules.recording.replaying import replay
from disclosure_rules.recording.spans import back_from
from tests.recording.forging import forge, unguarded
from tests.recording.logs import KEYS, NOON, Clock, ask, opened, recording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from disclosure_rules import RecordingEngine

ROOT = Path(__file__).parents[2]
ROUNDS = int(os.environ.get("DISCLOSURE_RULES_KILLS", "3"))
"""How often a process that removes is killed; `make kill` does it many more times."""
WINDOW = 12
"""So many bytes in a row are looked for: fewer come about by chance."""


def of(client: str, **parts: Any) -> dict[str, Any]:
    return ask(patient={"id": client, "weight": 71.25}, **parts)


def code_of(asked: Callable[[], object]) -> str:
    with pytest.raises(LogError) as refused:
        asked()
    return refused.value.code


def stored(path: Path, where: str = "TRUE") -> set[bytes]:
    """Return all that the tables hold of some records: packed texts, pseudonyms, references."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT c.text, c.subject, cast(c.reference AS BLOB), f.text FROM contents c "  # noqa: S608 - tests
            f"LEFT JOIN facts f USING (number) WHERE {where}"
        )
        return {value for row in rows for value in row if value is not None}


def windows(values: Iterable[bytes]) -> set[bytes]:
    return {
        value[place : place + WINDOW]
        for value in values
        for place in range(len(value) - WINDOW + 1)
    }


def on_disk(path: Path, wanted: set[bytes]) -> set[bytes]:
    """Return which of some runs of bytes stand anywhere in the files of a log."""
    content = b"".join(
        file.read_bytes() for file in path.parent.iterdir() if file.name.startswith(path.name)
    )
    return wanted.intersection(windows([content]))


@pytest.fixture
def deciding(log: DecisionLog) -> RecordingEngine:
    return recording(log)


# --- Erasing -------------------------------------------------------------------------------------


def test_all_about_a_client_goes(log: DecisionLog, deciding: RecordingEngine) -> None:
    first = deciding.decide(of("p-1")).id
    other = deciding.decide(of("p-2")).id
    log.confirm(first, ["home"], log.clock(), "L-1", fulfilled=["write_down", "tell_patient"])
    deciding.decide(of("p-1", purpose="research"))
    outcome = log.erase("p-1", "letter 17")
    assert (outcome.records, outcome.kept, len(outcome.removals)) == (3, 0, 1)
    (removal,) = log.removals()
    assert (removal.occasion, removal.order, removal.runs) == (
        "erasure",
        "letter 17",
        ((4, 4), (6, 7)),
    )
    verified = log.verify()
    assert verified.sound
    assert (verified.gone, verified.removals) == (3, (removal,))
    assert log.record(first).as_dict()["removed"] == ["content", "input"]
    assert log.record(other).as_dict()["input"]["patient"]["weight"] == "71.25"
    assert log.disclosures("p-1").as_dict()["disclosures"] == []
    assert log.open_obligations() == []
    assert log.reconcile(["L-1"]) == ("L-1",)
    for asked in (
        lambda: log.confirm(first, ["home"], log.clock(), "L-2"),
        lambda: log.fulfil(first, ["write_down"]),
    ):
        assert code_of(asked) == "decision_removed"


def test_no_byte_of_it_is_left(path: Path) -> None:
    with opened(path) as log:
        deciding = recording(log)
        for number in range(120):
            deciding.decide(of(f"p-{number % 3}", purpose=("care", "research")[number % 2]))
        erased = Keys({"2026": b"a secret for tests, of no use"}).pseudonym("p-1").value
        where = f"c.subject = x'{erased.hex()}'"
        gone = windows(stored(path, where)) - windows(stored(path, f"c.subject <> {where[12:]}"))
        gone -= windows(stored(path, "c.subject IS NULL"))
        assert len(gone) > 1000
        assert on_disk(path, gone) == gone
        assert log.erase("p-1", "letter 17").records == 40
        assert on_disk(path, gone) == set()
        assert on_disk(path, windows(stored(path)))
        assert log.verify().sound
    assert on_disk(path, gone) == set()


def test_what_was_pruned_is_gone_from_the_bytes_too(path: Path) -> None:
    clock = Clock()
    with opened(path, clock=clock) as log:
        recording(log).decide_many([of(f"p-{number}") for number in range(30)])
        gone = windows(stored(path, "c.subject IS NOT NULL"))
        clock.go(days=1)
        recording(log).decide_many([of("p-0", moment=clock.now.isoformat())])
        gone -= windows(stored(path, "c.number > 33 OR c.subject IS NULL"))
        assert len(gone) > 1000
        assert log.prune(clock.now, "plan").records == 30
        assert on_disk(path, gone) == set()
        assert log.verify().sound


def test_facts_alone_can_go(log: DecisionLog, deciding: RecordingEngine) -> None:
    decision = deciding.decide(of("p-1"))
    log.confirm(decision.id, ["home"], log.clock(), "L-1")
    assert log.erase("p-1", "letter 17", only_facts=True).records == 1
    verified = log.verify()
    assert (verified.sound, verified.gone) == (True, 1)
    record = log.record(decision.id).as_dict()
    assert (record["removed"], record["result"]["outcome"]) == (["input"], "permitted")
    assert len(log.disclosures("p-1").as_dict()["disclosures"]) == 1
    assert replay(log).lacking == {"facts_removed": 1}
    # What is left can go later.
    log.fulfil(decision.id, ["write_down", "tell_patient"])
    assert log.erase("p-1", "letter 18").records == 3
    verified = log.verify()
    assert (verified.sound, verified.gone, len(verified.removals)) == (True, 3, 2)


def test_older_keys_find_older_records(path: Path) -> None:
    with opened(path, keys=Keys({"2025": b"an older secret key."})) as log:
        recording(log).decide(of("p-1"))
    both = Keys({"2025": b"an older secret key.", "2026": b"the secret of today."}, "2026")
    with opened(path, keys=both) as log:
        recording(log).decide(of("p-1"))
    with opened(path, keys=Keys({"2026": b"the secret of today."})) as log:
        assert code_of(lambda: log.erase("p-1", "letter")) == "keys_lacking"
        assert log.erase("p-1", "letter", trial=True, without_keys=["2025"]).records == 1
    assert code_of(lambda: opened(path, keys=Keys({"2026": b"another key than that."}))) == (
        "wrong_key"
    )
    with opened(path, keys=both) as log:
        assert log.erase("p-1", "letter").records == 2
        for pseudonym in both.pseudonyms("p-1"):
            assert on_disk(path, windows([pseudonym.value])) == set()
    with opened(path, keys=None) as log:
        assert code_of(lambda: log.erase("p-1", "letter")) == "no_keys"


def test_what_is_owed_must_be_fulfilled_first(log: DecisionLog, deciding: RecordingEngine) -> None:
    decision = deciding.decide(of("p-1")).id
    log.confirm(decision, ["home"], log.clock(), "L-1", fulfilled=["write_down"])
    before = log.path.read_bytes()
    with pytest.raises(LogError, match="tell_patient") as refused:
        log.erase("p-1", "letter")
    assert decision in str(refused.value)
    assert log.path.read_bytes() == before
    assert log.removals() == []
    log.fulfil(decision, ["tell_patient"])
    assert log.erase("p-1", "letter").records == 3


def test_what_was_to_be_done_before_is_owed_no_more(
    log: DecisionLog, deciding: RecordingEngine
) -> None:
    """Nothing can leave by a decision that is gone, so nothing need be done before it does."""
    insurer = {"id": "i-1", "kind": "insurer"}
    deciding.decide(of("p-1", recipient=insurer, purpose="research"))
    assert [duty.obligation for duty in log.open_obligations()] == ["check_identity"]
    assert log.erase("p-1", "letter").records == 1
    assert log.open_obligations() == []


@pytest.mark.parametrize("order", ["", "  "])
def test_an_order_must_be_named(log: DecisionLog, order: str) -> None:
    assert code_of(lambda: log.erase("p-1", order)) == "order_unnamed"
    assert code_of(lambda: log.prune(NOON, order)) == "order_unnamed"


def test_a_client_whom_the_log_does_not_know(log: DecisionLog, deciding: RecordingEngine) -> None:
    deciding.decide(of("p-1"))
    assert log.erase("p-9", "letter").removals == ()
    assert log.removals() == []


# --- Pruning -------------------------------------------------------------------------------------


def test_a_decision_goes_with_all_that_came_of_it(path: Path) -> None:
    clock = Clock()
    with opened(path, clock=clock) as log:
        deciding = recording(log)
        decided = deciding.decide_many(
            [of("done"), of("owed"), of("late"), of("never", purpose="research"), {"moment": 1}],
            on_invalid="return",
        )
        done, owed, late, never = (decision.id for decision in decided[:4])  # type: ignore[union-attr]
        kept_duty = ["write_down"]
        all_duties = ["write_down", "tell_patient"]
        log.confirm(done, ["home"], clock(), "L-1", fulfilled=all_duties)
        log.confirm(owed, ["home"], clock(), "L-2", fulfilled=kept_duty)
        clock.go(days=10)
        log.confirm(late, ["home"], clock(), "L-3", fulfilled=all_duties)
        duties = log.open_obligations()
        trial = log.prune(clock() - timedelta(days=5), "plan", trial=True)
        outcome = log.prune(clock() - timedelta(days=5), "plan")
        assert (trial.records, trial.kept, trial.removals) == (4, 2, ())
        assert (outcome.records, outcome.kept) == (4, 2)
        assert log.open_obligations() == duties
        assert [duty.decision_id for duty in duties] == [owed]
        gone = [record.content is None for record in log.records("decision")]
        assert gone == [True, False, False, True]
        assert log.record(never).content is None
        assert log.reconcile(["L-1", "L-2", "L-3"]) == ("L-1",)
        verified = log.verify()
        assert (verified.sound, verified.gone) == (True, 4)
        # Once it is old enough, and nothing is owed, the rest goes.
        log.fulfil(owed, ["tell_patient"])
        clock.go(days=10)
        assert log.prune(clock(), "plan").records == 5
        assert log.prune(clock(), "plan").removals == ()
        assert (log.verify().sound, log.verify().gone) == (True, 9)
        kinds = [record.kind for record in log.records() if record.content is not None]
        assert kinds == ["opening", "key", "policies", "removal", "removal"]


def test_many_records_go_in_batches(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("disclosure_rules.recording.removing.BATCH", 4)
    clock = Clock()
    with opened(path, clock=clock) as log:
        recording(log).decide_many([of("p-1")] * 10)
        clock.go(days=1)
        assert log.prune(clock(), "plan", only_facts=True, trial=True).records == 10
        outcome = log.prune(clock(), "plan", only_facts=True)
        assert (outcome.records, len(outcome.removals)) == (10, 4)
        assert [removal.runs for removal in log.removals()] == [
            ((4, 4),),
            ((5, 8),),
            ((9, 12),),
            ((13, 13),),
        ]
        assert len(log.prune(clock(), "plan").removals) == 4
        assert (log.verify().sound, log.verify().gone) == (True, 10)


def test_a_trial_changes_nothing(path: Path) -> None:
    with opened(path) as log:
        recording(log).decide(of("p-1"))
    before = path.read_bytes()
    with DecisionLog(path, KEYS, writable=False) as log:
        assert log.erase("p-1", "letter", trial=True).records == 1
        assert log.prune(NOON + timedelta(days=1), "plan", trial=True).records == 1
        assert code_of(lambda: log.erase("p-1", "letter")) == "read_only"
        assert code_of(lambda: log.prune(NOON, "plan")) == "read_only"
    assert path.read_bytes() == before


# --- What else goes is found ---------------------------------------------------------------------


@pytest.fixture
def erased(path: Path) -> Path:
    """Return a log in which record 4 was erased, and 5 and 6 were not; the order is 7."""
    with opened(path) as log:
        deciding = recording(log)
        deciding.decide_many([of("p-1"), of("p-2"), of("p-3")])
        log.erase("p-1", "letter 17")
    return path


def found(path: Path) -> list[tuple[str, int | None]]:
    with DecisionLog(path, writable=False) as log:
        return [(finding.code, finding.number) for finding in log.verify().findings]


@pytest.mark.parametrize("table", ["contents", "facts"])
def test_once_an_order_is_carried_out_nothing_more_can_go(erased: Path, table: str) -> None:
    with (
        closing(sqlite3.connect(erased)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="goes only by an order"),
    ):
        connection.execute(f"DELETE FROM {table} WHERE number = 5")  # noqa: S608 - two names
    assert found(erased) == []


def test_what_went_without_an_order_is_found_beside_what_went_by_one(erased: Path) -> None:
    unguarded(erased, "DELETE FROM facts WHERE number = 5", "DELETE FROM contents WHERE number = 5")
    assert found(erased) == [("content_missing", 5), ("facts_missing", 5)]


def test_an_order_that_was_altered_orders_nothing(erased: Path) -> None:
    unguarded(
        erased,
        "UPDATE contents SET text = new.text FROM contents new "
        "WHERE contents.number = 7 AND new.number = 1",
    )
    assert found(erased) == [("content_missing", 4), ("facts_missing", 4), ("content_altered", 7)]


def test_an_order_that_was_removed_orders_nothing(erased: Path) -> None:
    unguarded(erased, "DELETE FROM contents WHERE number = 7")
    assert found(erased) == [("content_missing", 4), ("facts_missing", 4), ("content_missing", 7)]


@pytest.mark.parametrize(
    "change",
    [
        {"removed": [[1, 7]]},
        {"removed": [[4, 9]]},
        {"removed": [[4, 3]]},
        {"removed": [["4", None]]},
        {"removed": 4},
        {"occasion": "whim"},
        {"parts": ["everything"]},
        {"parts": None},
    ],
)
def test_what_no_release_would_order_orders_nothing(erased: Path, change: dict[str, Any]) -> None:
    forge_last(erased, change)
    assert ("content_missing", 4) in found(erased)


def forge_last(path: Path, change: dict[str, Any]) -> None:
    forge(path, 7, lambda said: said | change)


def test_what_a_log_rests_on_is_removed_by_no_order(erased: Path) -> None:
    forge_last(erased, {"removed": [[1, 1], [4, 4]]})
    unguarded(erased, "DELETE FROM contents WHERE number = 1")
    assert found(erased) == [("content_missing", 1)]


def test_what_was_to_go_and_is_there_again_is_found(path: Path) -> None:
    with opened(path) as log:
        recording(log).decide_many([of("p-1"), of("p-2")])
    copy = path.with_name("copy.db")
    shutil.copy(path, copy)
    with opened(path) as log:
        log.erase("p-1", "letter 17")
    unguarded(
        path,
        f"ATTACH '{copy}' AS copy",
        "INSERT INTO contents SELECT * FROM copy.contents WHERE number = 4",
        "INSERT INTO facts SELECT * FROM copy.facts WHERE number = 4",
    )
    assert found(path) == [("content_remains", 4), ("facts_remains", 4)]


@given(
    st.lists(
        st.tuples(
            st.lists(st.tuples(st.integers(1, 40), st.integers(0, 9)), max_size=4), st.booleans()
        ),
        max_size=5,
    )
)
def test_orders_say_of_each_record_what_went(orders: list[tuple[list[Any], bool]]) -> None:
    removals = [
        Removal(
            99, "", "", "erasure", "", only, tuple((first, first + more) for first, more in runs)
        )
        for runs, only in orders
    ]
    ordered = Ordered(removals)
    for number in range(52):
        whole = any(each.has(number) for each in removals if not each.only_facts)
        assert ordered.has(number, facts=False) == whole
        assert ordered.has(number, facts=True) == any(each.has(number) for each in removals)


# --- Whatever happens ----------------------------------------------------------------------------

CLIENTS = ("p-1", "p-2", "p-3")
ACTION = st.one_of(
    st.tuples(st.just("decide"), st.sampled_from(CLIENTS), st.sampled_from(("care", "research"))),
    st.tuples(st.just("confirm"), st.sampled_from(CLIENTS), st.booleans()),
    st.tuples(st.just("erase"), st.sampled_from(CLIENTS), st.booleans()),
    st.tuples(st.just("prune"), st.integers(0, 6), st.booleans()),
    st.tuples(st.just("wait"), st.integers(-1, 3), st.none()),
)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(actions=st.lists(ACTION, max_size=12))
def test_whatever_is_removed_the_log_holds(
    tmp_path_factory: pytest.TempPathFactory, actions: list[tuple[str, Any, Any]]
) -> None:
    path, clock = tmp_path_factory.mktemp("log") / "decisions.db", Clock()
    last: dict[str, str] = {}
    with opened(path, clock=clock) as log:
        deciding = recording(log)
        for number, (action, what, how) in enumerate(actions):
            match action:
                case "decide":
                    last[what] = deciding.decide(of(what, purpose=how)).id
                case "confirm" if what in last:
                    done = ["write_down", "tell_patient"] if how else []
                    try:
                        log.confirm(last[what], ["home"], clock(), f"L-{number}", fulfilled=done)
                    except LogError as error:
                        assert error.code in (  # noqa: PT017 - some may be refused
                            "not_permitted",
                            "decision_removed",
                            "no_obligation",
                        )
                case "erase":
                    owed = log.open_obligations()
                    try:
                        log.erase(what, "letter", only_facts=how)
                    except LogError as error:
                        assert error.code == "owed_still"  # noqa: PT017
                        assert owed
                    else:
                        wanted = KEYS.pseudonym(what).value
                        assert how or wanted not in stored(path)
                        assert how or not on_disk(path, windows([wanted]))
                case "prune":
                    owed = log.open_obligations()
                    log.prune(clock() - timedelta(days=what), "plan", only_facts=how)
                    assert log.open_obligations() == owed
                case "wait":
                    clock.go(days=what)
                case _:
                    assert action == "confirm"  # of a client nothing was decided about
        verified = log.verify()
        assert verified.findings == ()
        assert replay(log).agrees


# Decides, erases and prunes without end; tells of each erasure once it is done.
REMOVER = """
import sys
from itertools import count
from tests.recording.logs import ask, opened, recording
log = opened(sys.argv[1])
log.clock.go(days=1000 * int(sys.argv[2]))  # later than the one before it
deciding = recording(log)
for number in count(int(sys.argv[2]) * 1000):
    clients = [f"p-{number}-{each}" for each in range(3)]
    made = deciding.decide_many([ask(patient={"id": each}) for each in clients * 4])
    print("decided", *(each.id for each in made), flush=True)
    log.erase(clients[0], "letter")
    print("erased", clients[0], flush=True)
    log.clock.go(days=1)
    log.prune(log.clock(), "plan", only_facts=True)
    print("pruned", made[-1].id, flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL here")
def test_being_killed_while_removing_leaves_a_log_that_holds(path: Path) -> None:
    for kill in range(ROUNDS):
        lines: list[str] = []
        with subprocess.Popen(
            [sys.executable, "-c", REMOVER, str(path), str(kill)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdout is not None
            # Killed in the middle of erasing, pruning or deciding, each in its turn.
            lines += [process.stdout.readline() for _ in range(1 + kill)]
            process.kill()
            rest = process.stdout.read().split("\n")
            lines += [line for line in rest[:-1] if line]
        with opened(path) as log:
            assert log.verify().findings == ()
            told = [line.split() for line in lines]
            for word, *ids in told:
                for identifier in ids:
                    match word:
                        case "decided":
                            log.record(identifier)
                        case "erased":
                            assert KEYS.pseudonym(identifier).value not in stored(path)
                        case _:
                            assert log.record(identifier).facts is None


def test_what_others_still_read_is_cleaned_later(path: Path) -> None:
    with opened(path, patience=0.05) as log, closing(sqlite3.connect(path)) as other:
        recording(log).decide_many([of("p-1"), of("p-2")])
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM contents").fetchone()
        with pytest.raises(LogError, match="run the command again") as refused:
            log.erase("p-1", "letter")
        assert refused.value.code == "not_cleaned"
        assert (log.verify().sound, log.verify().gone) == (True, 1)
        other.rollback()
        assert log.erase("p-1", "letter").records == 0
        assert on_disk(path, windows([KEYS.pseudonym("p-1").value])) == set()


def test_a_disk_that_is_full_removes_all_or_nothing(path: Path) -> None:
    with opened(path) as log:
        recording(log).decide_many([of(f"p-{number % 2}") for number in range(200)])
        with log._database.reading() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
            connection.execute(f"PRAGMA max_page_count = {pages}")
        try:
            assert log.erase("p-1", "letter").records == 100
        except LogError as error:
            assert error.code in ("full", "not_cleaned")  # noqa: PT017 - either is told
        verified = log.verify()
        assert verified.sound
        assert verified.gone in (0, 100)


# --- The commands --------------------------------------------------------------------------------


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(commands, ["log", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


@pytest.fixture
def named(path: Path) -> list[str]:
    """Return the options that name a log with two clients, and its keys."""
    with opened(path) as log:
        recording(log).decide_many([of("p-1"), of("p-2"), of("p-2")])
    keys = path.parent / "keys"
    keys.mkdir()
    (keys / "2026").write_bytes(b"a secret for tests, of no use")
    return ["--log", str(path), "--keys", str(keys)]


ERASING = {
    "en": (
        "something of 1 records would be removed; nothing has been changed",
        "something of 1 records was removed\nrecorded as ",
        "there is nothing to remove",
        "erased by the order `letter 17`: 1 records",
    ),
    "et": (
        "kirjeid, millest midagi eemaldataks: 1; midagi ei muudetud",
        "kirjeid, millest midagi eemaldati: 1\nsalvestatud kirjena ",
        "eemaldada ei ole midagi",
        "kustutatud korralduse `letter 17` järgi, kirjeid 1",
    ),
}


@pytest.mark.parametrize("language", ERASING)
def test_log_erase(named: list[str], language: str) -> None:
    would, removed, nothing, gone = ERASING[language]
    asked = ["erase", "--client", "p-1", "--order", "letter 17", *named, "--lang", language]
    assert would in run(*asked, "--dry-run").output
    assert removed in run(*asked).output
    assert nothing in run(*asked).output
    assert gone in run("verify", *named[:2], "--lang", language).output
    with DecisionLog(named[1], writable=False) as log:
        first, order = next(log.records("decision")).id, next(log.records("removal")).id
    for identifier in (first, order):
        assert gone in run("show", str(identifier), *named[:2], "--lang", language).output


def test_log_prune(named: list[str]) -> None:
    # The log was made in 2026 by its own clock; by the machine's it is younger or older.
    asked = ["prune", *named[:2], "--order", "plan 3"]
    assert "nothing to remove" in run(*asked, "--older-than", "900 years").output
    with opened(Path(named[1]), clock=Clock()) as log:
        assert log.prune(NOON + timedelta(days=1), "plan 3", only_facts=True).records == 3
    told = json.loads(run("verify", *named[:2], "--format", "json").stdout)
    assert (told["sound"], told["gone"]) == (True, 3)
    (removal,) = told["removals"]
    assert removal["order"] == "plan 3"
    assert removal["parts"] == ["input"]
    assert "facts pruned by the order `plan 3`: 3 records" in run("verify", *named[:2]).output


def test_log_prune_and_erase_as_json(named: list[str]) -> None:
    asked = ["--order", "x", "--format", "json", "--dry-run"]
    told = json.loads(run("prune", *named[:2], "--older-than", "6y", *asked).stdout)
    assert told == {"removed": 0, "kept": 0, "removals": [], "dry_run": True}
    told = json.loads(run("erase", *named, "--client", "p-2", *asked).stdout)
    assert told == {"removed": 2, "kept": 0, "removals": [], "dry_run": True}
    told = json.loads(run("erase", *named, "--client", "p-2", *asked[:-1]).stdout)
    assert (told["removed"], len(told["removals"]), told["dry_run"]) == (2, 1, False)


@pytest.mark.parametrize("age", ["6", "six years", "y", "-1y", "6w", "9999999999 years", ""])
def test_what_is_no_age(named: list[str], age: str) -> None:
    asked = ["prune", *named[:2], "--order", "x", "--older-than", age]
    assert "must be an age" in run(*asked, code=2).output
    assert "peab olema vanus" in run(*asked, "--lang", "et", code=2).output


@pytest.mark.parametrize("age", ["6y", "6 y", "18m", "90d", "6 years", "12 hours"])
def test_what_is_an_age(named: list[str], age: str) -> None:
    run("prune", *named[:2], "--order", "x", "--dry-run", "--older-than", age)


def test_what_is_kept_for_now_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    later = NOON + timedelta(days=1)
    monkeypatch.setattr("disclosure_rules.cli.log_removing._before", lambda *_: later)
    with opened(path) as log:
        decision = recording(log).decide(of("p-1"))
        log.confirm(decision.id, ["home"], log.clock(), "L-1")
    asked = ["prune", "--log", str(path), "--order", "x", "--older-than", "1y"]
    assert "decisions that stay, since something is owed" in run(*asked).output
    assert "otsuseid, mis jäävad alles" in run(*asked, "--lang", "et").output


def test_errors_of_removing_are_told(named: list[str]) -> None:
    asked = ["erase", "--client", "p-1", *named]
    assert "name the order" in run(*asked, "--order", " ", code=1).output
    (Path(named[3]) / "2026").write_bytes(b"another key, of the same name")
    assert "is not the one that" in run(*asked, "--order", "x", code=1).output
    assert "`p-1`" not in run(*asked, "--order", "x", code=1).output
    assert "there is no log" in run(
        "prune", "--log", "none.db", "--order", "x", "--older-than", "1y", code=1
    ).output  # fmt: skip
    assert not Path("none.db").exists()


def test_a_way_back_that_leaves_the_calendar() -> None:
    for duration in (Duration(9000, "years"), Duration(999_999, "days")):
        assert back_from(NOON, duration, UTC) is None
    assert back_from(NOON, Duration(LONGEST, "hours"), UTC) is not None
    assert back_from(NOON - timedelta(days=730_000), Duration(LONGEST, "hours"), UTC) is None
    assert back_from(NOON, Duration(1, "months"), UTC) == NOON.replace(month=10, hour=0)
