"""What else is told of each decision: after it is recorded, before it is answered, no facts."""

from __future__ import annotations

import json
import logging
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from disclosure_rules import InvalidRequest, JsonLines, LogError, ToLogger
from disclosure_rules.recording.entries import Entry
from tests.recording.logs import KEYS, Clock, ask, recording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from disclosure_rules import DecisionLog

SECRETS = {"personal_code": "38001010000", "weight": 81.5, "born_on": "1980-01-01"}
RECORD = "consent-of-p-1"
REVEALING = ("p-1", "38001010000", "81.5", "1980-01-01", RECORD)


def revealing() -> dict[str, Any]:
    consents = [{"id": RECORD, "purposes": ["care"]}]
    return ask(patient={**SECRETS, "consents": consents})


@pytest.fixture
def lines(tmp_path: Path) -> JsonLines:
    return JsonLines(tmp_path / "decisions.jsonl")


def read(lines: JsonLines) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines.path.read_text("utf-8").split("\n")[:-1]]


# --- The hook ------------------------------------------------------------------------------------


def test_it_is_called_once_it_is_recorded_and_before_it_is_answered(log: DecisionLog) -> None:
    seen: list[tuple[str, str]] = []

    def hook(entries: Sequence[Entry]) -> None:
        seen.extend((entry.kind, log.record(entry.id).kind) for entry in entries)

    engine = recording(log, on_decision=hook)
    engine.decide(ask())
    engine.decide_many([ask(), {}], on_invalid="return")
    assert seen == [("decision", "decision")] * 2 + [("invalid_request", "invalid_request")]
    engine.for_call(caller="crm").decide(ask())
    assert len(seen) == 4


@pytest.mark.parametrize("call", ["decide", "enforce", "allows"])
def test_nothing_is_answered_when_it_raises(log: DecisionLog, call: str) -> None:
    def hook(_: Sequence[Entry]) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        getattr(recording(log, on_decision=hook), call)(ask())
    assert [record.kind for record in log.records("decision")] == ["decision"]


def test_it_is_not_called_when_nothing_could_be_recorded(log: DecisionLog) -> None:
    called: list[object] = []
    engine = recording(log, on_decision=called.append)
    log.close()
    with pytest.raises(LogError):
        engine.decide(ask())
    assert called == []


# --- Lines of JSON -------------------------------------------------------------------------------


def test_a_line_says_what_the_record_says_and_no_facts(log: DecisionLog, lines: JsonLines) -> None:
    decision = recording(log, on_decision=lines).decide(revealing())
    (line,) = read(lines)
    assert line == log.record(decision.id).content
    assert "input" not in line


def test_a_line_has_the_facts_if_it_is_asked_for(log: DecisionLog, lines: JsonLines) -> None:
    whole = JsonLines(lines.path, facts=True)
    decision = recording(log, on_decision=whole).decide(revealing())
    (line,) = read(lines)
    kept = log.record(decision.id).as_dict()
    assert line["input"] == kept["input"]
    assert line["input"]["patient"]["weight"] == "81.5"
    assert "38001010000" not in json.dumps(line)


def test_lines_stand_alone_too(lines: JsonLines) -> None:
    engine = recording(lines, keys=KEYS, clock=Clock())
    engine.decide(ask())
    with pytest.raises(InvalidRequest):
        engine.decide({})
    assert [line["kind"] for line in read(lines)] == ["decision", "invalid_request"]
    assert stat.S_IMODE(lines.path.stat().st_mode) == 0o600
    assert repr(lines) == f"JsonLines({str(lines.path)!r})"


def test_what_was_torn_spoils_no_other_line(lines: JsonLines) -> None:
    lines.path.write_bytes(b'{"kind": "deci')
    engine = recording(lines, keys=KEYS)
    engine.decide(ask())
    engine.decide(ask())
    torn, *whole = lines.path.read_bytes().split(b"\n")[:-1]
    assert torn == b'{"kind": "deci'
    assert [json.loads(line)["kind"] for line in whole] == ["decision"] * 2


def test_a_name_with_a_line_break_stays_in_its_line(lines: JsonLines) -> None:
    items = [{"name": "a\nb", "category": "address"}]
    recording(lines, keys=KEYS).decide(ask(items=items))
    (line,) = read(lines)
    assert line["result"]["items"][0]["name"] == "a\nb"


def test_another_file_is_begun_when_the_first_is_renamed(lines: JsonLines) -> None:
    engine = recording(lines, keys=KEYS)
    engine.decide(ask())
    lines.path.rename(lines.path.with_suffix(".1"))
    engine.decide(ask())
    assert len(read(lines)) == 1


def test_threads_and_writers_share_a_file(lines: JsonLines) -> None:
    engines = [recording(JsonLines(lines.path), keys=KEYS) for _ in range(2)]
    with ThreadPoolExecutor(4) as pool:
        ids = {d.id for d in pool.map(lambda n: engines[n % 2].decide(ask()), range(40))}
    assert {line["decision_id"] for line in read(lines)} == ids
    assert len(ids) == 40


def test_nothing_is_answered_when_lines_cannot_be_written(tmp_path: Path) -> None:
    engine = recording(JsonLines(tmp_path / "none" / "x.jsonl"), keys=KEYS)
    with pytest.raises(LogError, match="cannot be written") as refused:
        engine.decide(ask())
    assert refused.value.code == "lines_unwritable"
    assert "ei saa kirjutada" in refused.value.text("et")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this machine has no `/dev/full`")
def test_nothing_is_answered_when_the_disk_is_full() -> None:
    with pytest.raises(LogError, match="No space"):
        recording(JsonLines("/dev/full"), keys=KEYS).decide(ask())


def test_a_write_in_pieces_ends_whole(lines: JsonLines, monkeypatch: pytest.MonkeyPatch) -> None:
    import builtins
    from io import FileIO

    class Slow(FileIO):
        def write(self, data: Any, /) -> int:
            return super().write(bytes(data)[:7])

    def opened(path: Path, mode: str, *, buffering: int, opener: Any) -> Slow:
        assert (mode, buffering) == ("a+b", 0)
        return Slow(str(path), "a+", opener=opener)

    monkeypatch.setattr(builtins, "open", opened)
    recording(lines, keys=KEYS).decide(ask())
    monkeypatch.undo()
    assert [line["kind"] for line in read(lines)] == ["decision"]


# --- `logging` -----------------------------------------------------------------------------------


def test_a_logger_is_told_names_and_outcomes_and_nothing_of_the_client(
    log: DecisionLog, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    hook = ToLogger(logging.getLogger("decisions"))
    engine = recording(log, on_decision=hook).for_call(caller="crm", correlation_id="17")
    decision = engine.decide(revealing())
    (line,) = caplog.messages
    told = f"decision {decision.id} permitted: disclose care doctor d-7: home permitted by "
    assert line == f"{told}sharing#consent"
    (record,) = caplog.records
    summary = record.__dict__["decision"]
    assert (summary["requested_by"], summary["correlation_id"]) == ("crm", "17")
    assert summary["subject"] == (log.record(decision.id).content or {})["subject"]
    everything = json.dumps([line, summary])
    assert not any(secret in everything for secret in REVEALING)
    # The log itself has the id of the consent that carried the rule.
    assert RECORD in json.dumps(log.record(decision.id).content)


def test_a_minimal_summary_has_no_digest_of_facts() -> None:
    seen: list[Entry] = []
    recording(seen.extend, keys=KEYS, minimal=True).decide(revealing())
    assert "input_digest" in json.loads(seen[0].content)
    assert "input_digest" not in seen[0].summary()


def test_requests_that_do_not_fit_are_told_by_codes_and_paths(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    hook = ToLogger(logging.getLogger("decisions"), level=logging.WARNING)
    engine = recording(hook, keys=KEYS)
    with pytest.raises(InvalidRequest):
        engine.decide(ask(purpose="a secret", patient={"A secret": "word"}))
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert "unknown_term at purpose" in record.getMessage()
    assert "secret" not in record.getMessage()


def test_nothing_begins_another_line_and_no_data_may_have_no_name(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    engine = recording(ToLogger(logging.getLogger("decisions")), keys=KEYS)
    engine.decide(ask(items=[{"name": "a\nINFO forged\x1b[31m", "category": "address"}]))
    engine.decide({"moment": "2026-11-22T12:00:00+02:00"})
    first, second = caplog.messages
    assert first.isprintable()
    assert "a\\u000aINFO forged" in first
    assert second.endswith(" facts_missing: : any data facts_missing")


def test_a_logger_that_does_not_listen_is_not_told() -> None:
    logger = logging.getLogger("decisions.silent")
    logger.setLevel(logging.ERROR)
    recording(ToLogger(logger), keys=KEYS).decide(ask())
    assert repr(ToLogger(logger)) == "ToLogger('decisions.silent')"


def test_the_level_is_that_of_logging() -> None:
    from disclosure_rules.recording import to_logger

    assert logging.INFO == to_logger.INFO
