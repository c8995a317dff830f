"""`log verify`, `log show` and `log checkpoint`: what they print, and how they fail."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from disclosure_rules.cli.main import commands
from tests.needs import needs
from tests.recording.forging import unguarded
from tests.recording.logs import NOON, ask, opened, recording

if TYPE_CHECKING:
    from pathlib import Path


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(commands, ["log", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a log with a record of each kind that a service makes."""
    path = tmp_path / "decisions.db"
    with opened(path) as log:
        deciding = recording(log).for_call(caller="crm", correlation_id="17")
        first = deciding.decide(ask(patient={"id": "p-secret", "personal_code": "12345"}))
        deciding.decide(ask(patient={"blocked": False}))
        recording(log, minimal=True).decide(ask())
        deciding.decide({"moment": NOON.isoformat()})
        deciding.decide_many([{"moment": 1}], on_invalid="return")
        log.confirm(first.id, ["home"], NOON, "L-1")
        log.fulfil(first.id, ["write_down"], note="by letter")
    return path


def ids(path: Path, *kinds: str) -> list[str]:
    with opened(path) as log:
        return [str(record.id) for record in log.records(*kinds)]  # type: ignore[arg-type]


def test_every_record_is_shown_in_each_language(path: Path) -> None:
    for language in ("en", "et"):
        for identifier in ids(path):
            output = run("show", identifier, "--log", str(path), "--lang", language).output
            assert identifier in output
            assert "p-secret" not in output
            assert "12345" not in output
            data = json.loads(
                run("show", identifier, "--log", str(path), "--format", "json").stdout
            )
            assert data["record"]["kind"]


def test_a_decision_is_explained_again(path: Path) -> None:
    same, withheld, minimal, _ = ids(path, "decision")
    output = run("show", same, "--log", str(path)).output
    assert "asked by: crm" in output
    assert re.search(r"data subject: [0-9a-f]{64} \(key 2026\)", output)
    assert "decided again from the log: the same answer" in output
    output = run("show", withheld, "--log", str(path)).output
    assert "withheld from the log, and unknown here: `patient.blocked`" in output
    assert "not fully replayable: what decided `home` was withheld" in output
    output = run("show", minimal, "--log", str(path), "--lang", "et").output
    assert "uuesti otsustada ei saa" in output


def test_a_record_that_is_gone_is_told(path: Path) -> None:
    first = ids(path, "decision")[0]
    unguarded(path, "DELETE FROM facts WHERE number = 4", "DELETE FROM contents WHERE number = 4")
    assert "what it said has been removed" in run("show", first, "--log", str(path)).output
    assert "the log has no record" in run("show", "x", "--log", str(path), code=1).output


def test_what_is_amiss_is_named_and_fails(path: Path) -> None:
    assert "10 records, nothing amiss" in run("verify", "--log", str(path)).output
    unguarded(path, "UPDATE facts SET text = x'00' WHERE number = 4")
    for language, words in (("en", "the facts of record 4 were"), ("et", "kirje 4 asjaolusid")):
        output = run("verify", "--log", str(path), "--lang", language, code=4).output
        assert words in output
    told = json.loads(run("verify", "--log", str(path), "--format", "json", code=4).stdout)
    assert [(each["code"], each["number"]) for each in told["findings"]] == [("facts_altered", 4)]


def test_where_there_is_no_log(path: Path) -> None:
    for form in ("text", "json"):
        gone = f"{path}.gone"
        output = run("verify", "--log", gone, "--format", form, code=1).output
        assert "there is no log" in output


def test_a_checkpoint_goes_out_and_comes_back(path: Path) -> None:
    needs("cryptography", "to sign with; make test installs it")
    from tests.recording.test_verifying import keys

    folder = path.parent
    for name, key in zip(("key.pem", "key.pub"), keys(), strict=True):
        (folder / name).write_bytes(key)
    signing = ["checkpoint", "--log", str(path), "--private-key", str(folder / "key.pem")]
    signed = run(*signing).stdout
    assert json.loads(run(*signing, "--format", "json").stdout)["records"] == 10
    (folder / "kept.txt").write_text(signed, encoding="utf-8")
    checking = ["verify", "--log", str(path), "--checkpoint", str(folder / "kept.txt")]
    public = ["--public-key", str(folder / "key.pub")]
    run(*checking, *public)
    assert "belong together" in run(*checking, code=2).output
    (folder / "kept.txt").write_text(signed.replace("records: 10", "records: 9"), encoding="utf-8")
    assert "not signed by this key" in run(*checking, *public, code=1).output
    assert "cannot be read" in run(*checking, "--public-key", "none", code=1).output
