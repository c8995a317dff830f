"""What left about one client: what an account tells, what it withholds, and that it is whole."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from disclosure_rules import DecisionLog, Engine, Keys, LogError, RecordingEngine
from disclosure_rules.cli.main import commands
from disclosure_rules.recording.labels import Labels
from disclosure_rules.recording.sheet import as_csv, as_page
from disclosure_rules.recording.telling import account_sheet
from tests.recording.logs import NOON, POLICY, VOCABULARY, Clock, ask, opened, recording, remove

if TYPE_CHECKING:
    from disclosure_rules.recording.accounts import Account

INSURER: dict[str, Any] = {
    "recipient": {"id": "i-1", "kind": "insurer"},
    "patient": {"weight": 3, "consents": []},
}
HOSTILE = "=HYPERLINK(0)"
SCRIPT = "<script>alert(1)</script>"


def left(log: DecisionLog, reference: str, sent: datetime = NOON, **parts: Any) -> str:
    """Let the first item of a request leave; return the id of the decision."""
    decision = recording(log).decide(ask(**parts))
    done = {"check_identity"} if (parts.get("recipient") or {}).get("kind") == "insurer" else ()
    log.confirm(decision.id, [decision.items[0].name or ""], sent, reference, fulfilled=done)
    return decision.id


def references(account: Account) -> list[str]:
    return [disclosed.reference for disclosed in account.disclosures]


# --- What it tells -------------------------------------------------------------------------------


def test_it_tells_when_what_left_to_whom_what_for_and_on_which_ground(log: DecisionLog) -> None:
    decision = left(log, "L-1")
    account = log.disclosures("p-1")
    (disclosure,) = log.records("disclosure")
    assert account.as_dict() == {
        "format": 1,
        "client": "p-1",
        "since": None,
        "until": None,
        "as_of": NOON.isoformat(),
        "recipients": [{"id": "d-7", "kind": "doctor"}],
        "disclosures": [
            {
                "id": str(disclosure.id),
                "decision_id": decision,
                "policy_set": "clinic",
                "sent_at": "2026-11-22T12:00:00+02:00",
                "operation": "disclose",
                "purpose": "care",
                "recipient": {"id": "d-7", "kind": "doctor"},
                "items": [{"name": "home", "categories": ["address"], "grounds": ["consent"]}],
                "grounds": ["consent"],
                "reference": "L-1",
            }
        ],
    }


def test_it_tells_of_one_client_alone_and_only_of_what_left(log: DecisionLog) -> None:
    left(log, "L-1")
    left(log, "L-2", patient={"id": "p-2"})
    recording(log).decide(ask())
    assert references(log.disclosures("p-1")) == ["L-1"]
    assert references(log.disclosures("p-2")) == ["L-2"]
    nobody = log.disclosures("p-3")
    assert (nobody.disclosures, nobody.known) == ((), False)
    assert log.disclosures("p-1").known


def test_grounds_are_those_of_the_items_that_left(log: DecisionLog) -> None:
    items = [
        {"name": "home", "category": "address"},
        {"name": "blood", "category": "findings"},
        {"name": "both", "category": ["address", "findings"]},
    ]
    decision = recording(log).decide(
        ask(items=items, recipient={"id": "i-1", "kind": "insurer"}, patient={"weight": 3})
    )
    done = {"check_identity"}
    log.confirm(decision.id, ["blood"], NOON, "L-1", fulfilled=done)
    log.confirm(decision.id, ["home", "both"], NOON, "L-2", fulfilled=done)
    first, second = log.disclosures("p-1").disclosures
    assert first.grounds == ("consent",)
    assert second.grounds == ("consent", "contract")
    assert [item.categories for item in second.items] == [("address",), ("address", "findings")]


def test_the_days_are_those_of_the_zone_both_included(log: DecisionLog) -> None:
    for day in ("2026-11-01T21:59:59", "2026-11-01T22:00:00", "2026-11-03T21:59:59"):
        left(log, day, datetime.fromisoformat(f"{day}+00:00"))
    left(log, "after", datetime(2026, 11, 3, 22, tzinfo=UTC))
    between = log.disclosures("p-1", since=date(2026, 11, 2), until=date(2026, 11, 3))
    assert references(between) == ["2026-11-01T22:00:00", "2026-11-03T21:59:59"]
    assert len(log.disclosures("p-1", since=date(2026, 11, 2)).disclosures) == 3
    assert len(log.disclosures("p-1", until=date(2026, 11, 3)).disclosures) == 3
    with pytest.raises(LogError, match="before it begins"):
        log.disclosures("p-1", since=date(2026, 11, 3), until=date(2026, 11, 2))


def test_what_left_first_comes_first_whenever_it_was_confirmed(log: DecisionLog) -> None:
    left(log, "second", NOON)
    left(log, "first", NOON - timedelta(days=2))
    assert references(log.disclosures("p-1")) == ["first", "second"]


def test_an_account_shows_nobody_in_its_repr(log: DecisionLog) -> None:
    left(log, "L-1")
    assert repr(log.disclosures("p-1")) == "Account(<1 disclosures>)"


# --- That it is whole ----------------------------------------------------------------------------


def test_older_keys_are_searched_and_a_key_that_lacks_is_told(path: Path) -> None:
    older, newer = {"2025": b"an older secret for tests"}, {"2026": b"a secret for tests, new"}
    with opened(path, keys=Keys(older)) as log:
        left(log, "L-1")
    with opened(path, keys=Keys(older | newer, "2026")) as log:
        left(log, "L-2")
        assert references(log.disclosures("p-1")) == ["L-1", "L-2"]
    with opened(path, keys=Keys(newer)) as log:
        with pytest.raises(LogError, match="2025") as lacking:
            log.disclosures("p-1")
        assert lacking.value.code == "keys_lacking"
        assert references(log.disclosures("p-1", without_keys=["2025"])) == ["L-2"]
    other = Keys({"2026": b"another secret for tests", **older}, "2026")
    with (
        opened(path, keys=other, writable=False) as log,
        pytest.raises(LogError, match="not the one"),
    ):
        log.disclosures("p-1")
    with opened(path, keys=None, writable=False) as log, pytest.raises(LogError, match="no keys"):
        log.disclosures("p-1")


def test_what_was_decided_may_be_gone_and_what_left_is_told_all_the_same(log: DecisionLog) -> None:
    decision = left(log, "L-1")
    remove(log, log.record(decision).number)
    account = log.disclosures("p-1")
    (disclosed,) = account.disclosures
    assert (disclosed.reference, disclosed.purpose, disclosed.grounds) == ("L-1", None, ())
    assert [item.name for item in disclosed.items] == ["home"]
    assert account.removals
    (row,) = account_sheet(account, Labels(log, "en"), "en").rows
    removed = ("removed from the log",)
    assert row == (("2026-11-22 10:00",), removed, ("home",), removed, removed, ("L-1",))
    # Whom it went to is not known any more: it may be just the one that is not to be told of.
    log.withhold("d-7", NOON + timedelta(days=1), "order")
    assert references(log.disclosures("p-1")) == []


# --- What it withholds ---------------------------------------------------------------------------


def test_an_order_leaves_disclosures_out_until_it_ends(log: DecisionLog) -> None:
    clock = log.clock
    assert isinstance(clock, Clock)
    left(log, "L-1")
    left(log, "L-2", **INSURER)
    log.withhold("i-1", NOON + timedelta(days=10), "police, letter 7")
    left(log, "L-3", **INSURER)
    account = log.disclosures("p-1")
    assert references(account) == ["L-1"]
    assert [each.reference for each in account.withheld] == ["L-2", "L-3"]
    assert [each.reference for each in account.everything] == ["L-1", "L-2", "L-3"]
    clock.go(days=10, microseconds=-1)
    assert references(log.disclosures("p-1")) == ["L-1"]
    clock.go(microseconds=1)
    assert references(log.disclosures("p-1")) == ["L-1", "L-2", "L-3"]
    assert log.verify().sound


def test_an_account_is_the_same_as_if_what_is_withheld_had_never_left(tmp_path: Path) -> None:
    """Except for ids, whose chance parts differ, nothing tells the client that there is more."""
    told = []
    for more in (False, True):
        with opened(tmp_path / f"{more}.db") as log:
            left(log, "L-1")
            if more:
                left(log, "L-2", **INSURER)
                log.withhold("i-1", NOON + timedelta(days=10), "police, letter 7")
            account = log.disclosures("p-1")
            data = account.as_dict()
            for each in data["disclosures"]:
                each["id"] = each["decision_id"] = "…"
            sheet = account_sheet(account, Labels(log, "en"), "en")
            told.append((json.dumps(data), as_page(sheet), as_csv(sheet), repr(account)))
    assert told[0] == told[1]


def test_an_order_can_be_about_one_client_alone(log: DecisionLog) -> None:
    left(log, "L-1")
    left(log, "L-2", patient={"id": "p-2"})
    log.withhold("d-7", NOON + timedelta(days=1), "court", client="p-2")
    assert references(log.disclosures("p-1")) == ["L-1"]
    assert references(log.disclosures("p-2")) == []
    (record,) = log.records("withholding")
    assert "p-2" not in json.dumps(record.as_dict())


def test_the_same_order_again_takes_the_place_of_what_it_said(log: DecisionLog) -> None:
    left(log, "L-1")
    log.withhold("d-7", NOON + timedelta(days=1), "court")
    log.withhold("d-7", NOON + timedelta(days=9), "court")
    ((order,),) = [each.orders for each in log.disclosures("p-1").withheld]
    assert order.until == NOON + timedelta(days=9)
    log.withhold("d-7", NOON, "court")
    assert references(log.disclosures("p-1")) == ["L-1"]


def test_each_order_stands_for_itself(log: DecisionLog) -> None:
    left(log, "L-1")
    log.withhold("d-7", NOON + timedelta(days=1), "court")
    log.withhold("d-7", NOON + timedelta(days=1), "police", oral=True)
    log.withhold("d-7", NOON, "court")
    assert references(log.disclosures("p-1")) == []


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"recipient": ""}, "no_recipient"),
        ({"order": ""}, "no_order"),
        ({"until": NOON}, "until_past"),
        ({"until": NOON.replace(tzinfo=None)}, "no_offset"),
        ({"until": NOON + timedelta(days=30, seconds=1), "oral": True}, "oral_too_long"),
    ],
)
def test_what_is_no_order_is_refused(log: DecisionLog, given: dict[str, Any], code: str) -> None:
    order = {"recipient": "d-7", "until": NOON + timedelta(days=30), "order": "court", **given}
    with pytest.raises(LogError) as refused:
        log.withhold(**order)
    assert refused.value.code == code
    assert [*log.records("withholding")] == []


def test_an_order_about_one_client_needs_keys(path: Path) -> None:
    with opened(path, keys=None) as log:
        with pytest.raises(LogError, match="no keys"):
            log.withhold("d-7", NOON + timedelta(days=1), "court", client="p-1")
        assert log.withhold("d-7", NOON + timedelta(days=1), "court")


# --- How it is handed out ------------------------------------------------------------------------


def test_a_spreadsheet_shows_every_cell_and_works_none_out(log: DecisionLog) -> None:
    items = [{"name": HOSTILE, "category": "address"}, {"name": "x;+1", "category": "address"}]
    decision = recording(log).decide(ask(items=items, recipient={"id": "@r", "kind": "doctor"}))
    log.confirm(decision.id, [HOSTILE, "x;+1"], NOON, "\t=1+1")
    log.confirm(decision.id, [HOSTILE], NOON, " -1")
    made = as_csv(account_sheet(log.disclosures("p-1"), Labels(log, "en"), "en"))
    rows = [*csv.reader(StringIO(made))]
    assert rows[1][1:3] == ["'@r (doctor)", f"'{HOSTILE} (address); x;'+1 (address)"]
    assert [row[5] for row in rows[1:]] == ["\\u0009=1+1", "' -1"]
    for cell in (part for row in rows for whole in row for part in whole.split(";")):
        assert not cell.lstrip().startswith(("=", "+", "-", "@"))


def test_what_people_wrote_stays_text_on_a_page(log: DecisionLog) -> None:
    items = [{"name": SCRIPT, "category": "address"}]
    left(log, SCRIPT, items=items, recipient={"id": SCRIPT, "kind": "doctor"})
    page = as_page(account_sheet(log.disclosures("p-1"), Labels(log, "en"), "en"))
    assert page.count("&lt;script&gt;") == 3
    assert "<script" not in page
    assert "Content-Security-Policy" in page


def test_terms_have_the_labels_of_the_newest_policies_that_know_them(path: Path) -> None:
    old = VOCABULARY.replace("care: {}", "care: {label: {en: healing}}").replace(
        "doctor: {}", "doctor: {label: {en: old word}}"
    )
    new = VOCABULARY.replace("doctor: {}", "doctor: {label: {en: physician}}").replace(
        "care: {}, ", "care_of_people: {}, "
    )
    with opened(path) as log:
        for vocabulary, purpose in ((old, "care"), (new, "research")):
            engine = Engine.load({"v.yaml": vocabulary, "p.yaml": POLICY})
            consents = [{"id": "c", "purposes": [purpose]}]
            decision = RecordingEngine(engine, log).decide(
                ask(purpose=purpose, patient={"consents": consents})
            )
            log.confirm(decision.id, ["home"], NOON, purpose)
        labels = Labels(log, "en")
        rows = account_sheet(log.disclosures("p-1"), labels, "en").rows
        assert [row[1] for row in rows] == [("d-7 (physician)",)] * 2
        assert [row[3] for row in rows] == [("healing",), ("research",)]
        assert labels.of("clinic", "purposes", "unheard_of") == "unheard_of"
        assert labels.of("elsewhere", "purposes", "care") == "care"
        assert labels.of("clinic", "purposes", None) == ""
        assert labels.of(None, "purposes", "care") == "care"


def test_what_has_no_recipient_names_none(log: DecisionLog) -> None:
    left(log, "L-1", operation="erase", recipient=None)
    (row,) = account_sheet(log.disclosures("p-1"), Labels(log, "en"), "en").rows
    assert row[1:3] == ((), ("home (address)",))


# --- The commands --------------------------------------------------------------------------------


@pytest.fixture
def keys_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "keys"
    (folder / "..data").mkdir(parents=True)
    (folder / "2026").write_bytes(b"a secret for tests, of no use\n")
    return folder


@pytest.fixture
def run(path: Path, keys_folder: Path, log: DecisionLog) -> Any:
    left(log, "L-1")
    left(log, "L-2", NOON - timedelta(days=400), **INSURER)

    def call(*arguments: str, code: int = 0) -> Result:
        env = {"DISCLOSURE_RULES_LOG": str(path), "DISCLOSURE_RULES_LOG_KEYS": str(keys_folder)}
        result = CliRunner(env=env).invoke(commands, ["log", *arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit)
        assert result.exit_code == code, result.output
        assert "Traceback" not in result.output
        assert "\x1b" not in result.output
        return result

    return call


FAR = "2999-01-01T00:00:00+02:00"


def test_the_command_prints_an_account_in_each_form(run: Any) -> None:
    account = ("disclosures", "--client", "p-1")
    said = run(*account)
    assert said.stderr == ""
    assert "left on: 2026-11-22 12:00\n  recipient: d-7 (doctor)\n" in said.stdout
    assert "väljastatud: 2026-11-22 12:00" in run(*account, "--lang", "et").stdout
    assert len(json.loads(run(*account, "--format", "json").stdout)["disclosures"]) == 2
    assert run(*account, "--format", "csv").stdout.count("\n") == 3
    assert '<html lang="et">' in run(*account, "--format", "html", "--lang", "et").stdout
    assert "L-2" not in run(*account, "--since", "2026-01-01").stdout
    assert "L-1" not in run(*account, "--until", "2026-01-01").stdout


def test_a_file_for_a_spreadsheet_says_that_it_is_utf8(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "account.csv"
    run("disclosures", "--client", "p-1", "--format", "csv", "--lang", "et", "--output", str(file))
    assert file.read_text("utf-8-sig").startswith("väljastatud,")
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("form", ["text", "json", "csv", "html"])
def test_what_is_withheld_is_told_to_whoever_asks_and_to_nobody_else(run: Any, form: str) -> None:
    told = run("withhold", "--recipient", "i-1", "--until", FAR, "--order", "police, letter 7")
    assert "accounts leave out what was disclosed to i-1" in told.stdout
    account = ("disclosures", "--client", "p-1", "--format", form)
    said = run(*account)
    assert not any(word in said.stdout for word in ("L-2", "police", "i-1", "withheld"))
    assert "withheld from this account: 1" in said.stderr
    assert "police, letter 7" in said.stderr
    for_auditor = run(*account, "--for-auditor")
    assert all(word in for_auditor.stdout for word in ("L-1", "L-2", "police, letter 7"))
    assert for_auditor.stderr == ""


def test_an_order_can_be_ended_and_shown(run: Any) -> None:
    order = ("withhold", "--recipient", "i-1", "--order", "court", "--client", "p-1", "--until")
    made = json.loads(run(*order, FAR, "--format", "json").stdout)
    shown = run("show", made["id"]).stdout
    assert "recipient: i-1\n" in shown
    assert "order: court\n" in shown
    assert "has ended" in run(*order, "2026-01-01T00:00:00+02:00").stdout
    assert "L-2" in run("disclosures", "--client", "p-1").stdout


def test_whoever_asks_learns_what_may_be_lacking(run: Any, log: DecisionLog) -> None:
    said = run("disclosures", "--client", "p-9", "--lang", "et")
    assert "ühtegi kirjet" in said.stderr
    assert "p-9" not in said.stderr
    with log._database.writing() as connection:
        from disclosure_rules.recording.writing import write

        write(connection, [log._entry("removal", {})])
    assert "removed from this log" in run("disclosures", "--client", "p-1").stderr


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--since", "yesterday"), 2, "it must be a day"),
        (("--since", "2026-02-01", "--until", "2026-01-01"), 1, "before it begins"),
        (("--keys", "{nowhere}"), 1, "cannot be read"),
        (("--keys", "{empty}"), 1, "there is no key in"),
        (("--keys", "{short}"), 1, "too short"),
        (("--keys", "{other}"), 1, "keys that are not given"),
        (("--keys", "{other}", "--without-key", "2026"), 0, "no record at all"),
        (("--output", "{empty}"), 1, "is a folder"),
    ],
)
def test_what_is_asked_wrongly_is_told(
    run: Any, tmp_path: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    places = {name: tmp_path / name for name in ("nowhere", "empty", "short", "other")}
    places["empty"].mkdir()
    places["short"].write_text("short")
    places["other"].write_text("quite another secret")
    filled = [argument.format_map(places) for argument in arguments]
    assert said in run("disclosures", "--client", "p-1", *filled, code=code).output


@pytest.mark.parametrize("language", ["en", "et"])
def test_an_order_until_no_moment_is_told(run: Any, language: str) -> None:
    asked = ("withhold", "--recipient", "i-1", "--order", "x", "--until", "2027-01-01")
    said = run(*asked, "--lang", language, code=2).output
    assert {"en": "a moment with its offset", "et": "ajavööndi nihkega"}[language] in said


def test_an_account_needs_keys_and_a_client(path: Path, log: DecisionLog) -> None:
    env = {"DISCLOSURE_RULES_LOG": str(path), "DISCLOSURE_RULES_LOG_KEYS": ""}
    asked = ["log", "disclosures", "--client", "p-1"]
    assert "--keys" in CliRunner(env=env).invoke(commands, asked).output
    assert log.verify().sound
