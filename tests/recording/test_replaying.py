"""Every decision made again from the log, by the policies that decided it and by others."""

from __future__ import annotations

import json
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from disclosure_rules import DecisionLog, Engine, LogError, RecordingEngine
from disclosure_rules.cli.main import commands
from disclosure_rules.recording.replaying import replay, replay_against
from disclosure_rules.recording.spans import Span
from disclosure_rules.version import __version__
from tests.oracles.ekspressjob_requests import random_request
from tests.recording.forging import forge, unguarded
from tests.recording.logs import NOON, POLICY, VOCABULARY, Clock, ask, engine, opened, recording

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from disclosure_rules.language.policy import PolicySet
    from disclosure_rules.recording.replaying import Comparison, Replay

FIRST = 4
"""The number of the first decision: after the opening, the key and the policies."""


def other(policy: str = POLICY, vocabulary: str = VOCABULARY) -> PolicySet:
    return Engine.load({"vocabulary.yaml": vocabulary, "sharing.yaml": policy}).policy_set


def made_again(path: Path, **more: Any) -> Replay:
    with DecisionLog(path, writable=False) as log:
        return replay(log, **more)


def against(path: Path, policy_set: PolicySet, **more: Any) -> Comparison:
    with DecisionLog(path, writable=False) as log:
        return replay_against(log, policy_set, **more)


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(commands, ["log", "replay", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


@pytest.fixture
def past(path: Path) -> Path:
    """Return a log with a decision of each kind: same, withheld, minimal."""
    with opened(path) as log:
        deciding = recording(log)
        deciding.decide_many([ask(), ask(purpose="research"), ask(patient={"blocked": False})])
        recording(log, minimal=True).decide(ask())
        deciding.decide({"moment": NOON.isoformat(), "operation": "erase"})
        deciding.decide_many([{"moment": 1}], on_invalid="return")
    return path


def test_every_decision_comes_out_as_it_was(past: Path) -> None:
    found = made_again(past)
    assert (found.decisions, found.same, found.not_fully) == (5, 3, 1)
    assert found.lacking == {"facts_not_kept": 1}
    assert found.agrees
    assert found.differences == []


def test_decisions_of_ekspressjob_come_out_as_they_were(path: Path) -> None:
    chance = Random(7)  # noqa: S311 - samples, not secrets
    with opened(path) as log:
        deciding = RecordingEngine(Engine.load("policies/ekspressjob"), log)
        deciding.decide_many([random_request(chance) for _ in range(60)])
        assert replay(log).same == 60
        compared = replay_against(log, deciding.policy_set)
        assert (compared.unchanged, compared.changes, compared.unfit) == (60, {}, {})


def test_a_log_is_read_page_by_page(past: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = made_again(past)
    told: list[int] = []
    for size in (1, 2, 5):
        monkeypatch.setattr("disclosure_rules.recording.remembering._PAGE", size)
        assert made_again(past, progress=told.append) == whole
    assert told == [1, 2, 3, 4, 5] * 3


def test_few_policies_are_held_at_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("disclosure_rules.recording.remembering._MOST_ENGINES", 1)
    withheld: list[dict[str, Any]] = [{}, {"illness": "x"}, {"personal_code": "1"}]
    with opened(path) as log:
        recording(log).decide_many([ask(patient=each) for each in withheld * 2])
        newer = RecordingEngine(Engine.load("policies/ekspressjob"), log)
        newer.decide({"moment": NOON.isoformat()})
        recording(log).decide(ask())
        assert replay(log).same == 8


# --- What comes out otherwise, and why -----------------------------------------------------------


def prohibit(said: dict[str, Any]) -> None:
    said["result"]["items"][0]["outcome"] = "prohibited"


def drop_duty(said: dict[str, Any]) -> None:
    del said["result"]["obligations"][0]


def older(said: dict[str, Any]) -> None:
    prohibit(said)
    said["labels"]["version"] = "0.0.9"


def unfit(facts: dict[str, Any]) -> None:
    facts["input"]["purpose"] = "spying"


@pytest.mark.parametrize("change", [prohibit, drop_duty])
def test_what_was_forged_comes_out_otherwise(past: Path, change: Callable[..., None]) -> None:
    forge(past, FIRST, change)
    with DecisionLog(past, writable=False) as log:
        assert log.verify().sound  # only a signed checkpoint would show it
    found = made_again(past)
    (difference,) = found.differences
    assert (difference.why, difference.release, difference.items) == (
        "otherwise",
        __version__,
        ("home",),
    )
    assert not found.agrees
    assert (found.differing, found.same) == (1, 2)
    for language, words in (
        ("en", "this release decided it: the log was altered"),
        ("et", "otsustas seesama väljalase: logi on muudetud"),
    ):
        assert words in run("--log", str(past), "--lang", language, code=4).output


def test_another_release_is_told_apart_from_a_damaged_log(past: Path) -> None:
    forge(past, FIRST, older)
    output = run("--log", str(past), code=4).output
    assert f"release 0.0.9 decided it, and this is {__version__}" in output
    assert "väljalase 0.0.9" in run("--log", str(past), "--lang", "et", code=4).output


def test_a_request_that_does_not_fit_its_own_policies(past: Path) -> None:
    forge(past, FIRST, facts=unfit)
    (difference,) = made_again(past).differences
    assert difference.why == "refused"
    assert "does not fit the policies that decided it" in run("--log", str(past), code=4).output
    assert "spying" not in run("--log", str(past), code=4).output


def test_damage_is_told_and_the_others_go_on(past: Path) -> None:
    unguarded(past, "UPDATE contents SET text = x'00' WHERE number = 4")
    found = made_again(past)
    (difference,) = found.differences
    assert (difference.why, difference.number) == ("altered", FIRST)
    assert (found.decisions, found.same) == (5, 2)
    assert f"record {FIRST} is not what was recorded" in run("--log", str(past), code=4).output
    assert against(past, other()).damaged == 1
    run("--log", str(past), "--against", str(written(past.parent / "new")), code=4)


def test_policies_that_are_not_what_was_archived(past: Path) -> None:
    unguarded(past, "UPDATE facts SET text = x'00' WHERE number = 3")
    found = made_again(past, examples=9)
    assert {each.why for each in found.differences} == {"no_policies"}
    assert (found.differing, found.lacking) == (4, {"facts_not_kept": 1})
    assert made_again(past, span=Span(operation="processing")).decisions == 0
    output = run("--log", str(past), "--examples", "1", "--lang", "et", code=4).output
    assert "ja veel 3" in output


def test_policies_that_this_release_refuses(past: Path) -> None:
    def later(facts: dict[str, Any]) -> None:
        facts["documents"]["vocabulary.yaml"] = VOCABULARY.replace("language: 1", "language: 9")

    forge(past, 3, facts=later)
    assert {each.why for each in made_again(past).differences} == {"policies_refused"}
    assert "this release refuses the policies" in run("--log", str(past), code=4).output


def without(name: str) -> Callable[[dict[str, Any]], None]:
    return lambda said: said.pop(name)


@pytest.mark.parametrize(
    ("content", "facts"),
    [
        (lambda _: ["no", "mapping"], None),
        (without("bundles"), None),
        (without("labels"), None),
        (lambda said: said["result"]["items"].append(said["result"]["items"][0]), None),
        (lambda said: said | {"bundles": {"a": {}, "b": {}}}, None),
        (None, lambda _: {"input": {"patient": {"unheard_of": 1}}}),
        (None, lambda _: {"input": {"patient": {"weight": "heavy"}}}),
        (None, lambda _: {"input": {"items": 5}}),
    ],
)
def test_what_no_release_has_written_is_damage(past: Path, content: Any, facts: Any) -> None:
    forge(past, FIRST, content, facts)
    (difference,) = made_again(past).differences
    assert (difference.why, difference.number) == ("altered", FIRST)
    run("--log", str(past), code=4)


def test_removed_facts_and_records_are_counted(past: Path) -> None:
    unguarded(
        past,
        "DELETE FROM facts WHERE number IN (4, 5)",
        "DELETE FROM contents WHERE number = 5",
    )
    found = made_again(past)
    assert found.lacking == {"facts_removed": 1, "removed": 1, "facts_not_kept": 1}
    assert found.agrees
    assert made_again(past, span=Span(operation="disclose")).lacking == {
        "facts_removed": 1,
        "facts_not_kept": 1,
    }


def test_where_there_is_no_log(path: Path) -> None:
    assert "there is no log" in run("--log", str(path), code=1).output


def test_errors_that_are_no_damage_go_on(past: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise LogError(code="closed", log="x")

    with DecisionLog(past, writable=False) as log:
        monkeypatch.setattr(DecisionLog, "archive", fail)
        with pytest.raises(LogError, match="closed"):
            replay(log)
        log.close()
        with pytest.raises(LogError, match="closed"):
            replay(log)


# --- Part of the past ----------------------------------------------------------------------------


def test_only_part_of_the_past(path: Path) -> None:
    clock = Clock()
    with opened(path, clock=clock) as log:
        for _ in range(3):
            recording(log).decide(ask(moment=clock.now.isoformat()))
            clock.go(days=1)
        asked = {"moment": NOON.isoformat(), "operation": "erase"}
        recording(log).decide(asked)
        recording(log).decide({"moment": NOON.isoformat()})

        def count(**span: Any) -> int:
            return replay(log, Span(**span)).decisions

        second = NOON + timedelta(days=1)
        assert (count(), count(since=second), count(until=second)) == (5, 4, 1)
        assert count(since=second, until=second + timedelta(seconds=1)) == 1
        assert count(operation="erase") == 1
        assert (count(operation="disclose"), count(operation="processing")) == (3, 4)
        assert count(operation="unheard_of") == 0

    def told(*arguments: str) -> int:
        decisions: int = json.loads(run("--log", str(path), "--format", "json", *arguments).stdout)[
            "decisions"
        ]
        return decisions

    assert told("--until", "2026-11-22") == 1
    assert told("--since", "2026-11-23") == 4
    # The day begins by the clock of the policies' zone.
    assert told("--since", "2026-11-23T12:00:00+02:00", "--until", "2026-11-23") == 1
    assert told("--operation", "processing") == 4


@pytest.mark.parametrize("text", ["yesterday", "2026-02-30", "2026-11-22T12:00:00", ""])
def test_what_is_no_time(past: Path, text: str) -> None:
    assert "must be a date" in run("--log", str(past), "--since", text, code=2).output
    output = run("--log", str(past), "--until", text, "--lang", "et", code=2).output
    assert "peab olema kuupäev" in output


def test_a_log_without_policies_has_days_too(path: Path) -> None:
    opened(path).close()
    assert "0 decisions" in run("--log", str(path), "--since", "2026-01-01").output


# --- By other policies ---------------------------------------------------------------------------


STRICTER = POLICY.replace("  consent:\n", "  agreement:\n").replace(
    "{consent.purposes: {covers: {the: purpose}}}",
    "{all: [{consent.purposes: {covers: {the: purpose}}}, {recipient.kind: insurer}]}",
)


def written(folder: Path, policy: str = POLICY, vocabulary: str = VOCABULARY) -> Path:
    folder.mkdir()
    (folder / "vocabulary.yaml").write_text(vocabulary, encoding="utf-8")
    (folder / "sharing.yaml").write_text(policy, encoding="utf-8")
    return folder


def changes(compared: Comparison) -> list[tuple[str, str, str, int]]:
    return [
        (
            change,
            f"{was.outcome} {' '.join(was.rules)}".strip(),
            f"{now.outcome} {' '.join(now.rules)}".strip(),
            happened.items,
        )
        for (change, was, now), happened in compared.sorted_changes()
    ]


def test_the_same_policies_change_nothing(past: Path) -> None:
    compared = against(past, other())
    assert (compared.decisions, compared.unchanged) == (5, 3)
    assert (compared.changes, compared.unfit, compared.damaged) == ({}, {}, 0)
    assert (compared.open.items, compared.lacking) == (1, {"facts_not_kept": 1})
    output = run("--log", str(past), "--against", str(written(past.parent / "new"))).output
    assert "nothing would have come out otherwise" in output


def test_what_other_policies_permit_and_refuse(path: Path) -> None:
    insurer = {"id": "i", "kind": "insurer"}
    with opened(path) as log:
        deciding = recording(log)
        refused = deciding.decide(ask()).id
        deciding.decide(ask(recipient=insurer, patient={"weight": 3}))
        deciding.decide(ask(purpose="research"))
    visited = POLICY.index("    recipient: doctor\n")
    looser = f"{POLICY[:visited]}    purpose: research\n{POLICY[POLICY.index('  erasure:') :]}"
    assert changes(against(path, other(looser))) == [
        ("newly_permitted", "no_ground", "permitted sharing#visited", 1)
    ]
    compared = against(path, other(STRICTER))
    assert changes(compared) == [
        ("newly_refused", "permitted sharing#consent", "no_ground", 1),
        (
            "otherwise",
            "permitted sharing#consent sharing#insurer",
            "permitted sharing#agreement sharing#insurer",
            1,
        ),
    ]
    ((_, happened), _) = compared.sorted_changes()
    assert happened.ids == [refused]
    folder = str(written(path.parent / "new", STRICTER))
    english = run("--log", str(path), "--against", folder).output
    assert "newly refused:\n  permitted by sharing#consent → no ground\n" in english
    assert f"    items: 1, decisions: 1; for example {refused}" in english
    estonian = run("--log", str(path), "--against", folder, "--lang", "et").output
    assert "seni lubatud, nüüd lubamata:\n  lubatud (sharing#consent) → alus puudub\n" in estonian
    told = json.loads(run("--log", str(path), "--against", folder, "--format", "json").stdout)
    assert told["changes"][0] == {
        "change": "newly_refused",
        "before": {
            "outcome": "permitted",
            "rules": ["sharing#consent"],
            "obligations": [
                "sharing#consent: tell_patient, after, 30 days",
                "sharing#consent: write_down, with",
            ],
        },
        "after": {"outcome": "no_ground", "rules": [], "obligations": []},
        "items": 1,
        "decisions": 1,
        "examples": [refused],
    }


def test_a_duty_that_is_new_or_gone_is_a_change(path: Path) -> None:
    with opened(path) as log:
        recording(log).decide(ask())
    freer = POLICY.replace("    obliges: [write_down, tell_patient]\n", "")
    folder = str(written(path.parent / "new", freer))
    output = run("--log", str(path), "--against", folder, "--examples", "0").output
    assert "obliging to sharing#consent: tell_patient, after, 30 days; sharing" in output
    assert output.endswith("obliging to nothing\n    items: 1, decisions: 1\n")
    output = run("--log", str(path), "--against", folder, "--lang", "et").output
    assert "kohustused: ei ole" in output


def test_what_was_withheld_cannot_be_told(path: Path) -> None:
    """A fact that the log lacks permits nothing and refuses nothing by other policies."""
    with opened(path) as log:
        recording(log).decide(ask(patient={"illness": "x"}))
        recording(log).decide(ask())
    asks = POLICY + "  ill:\n    effect: deny\n    when: {patient.illness: x}\n"
    compared = against(path, other(asks))
    assert (compared.open.items, compared.unchanged) == (1, 0)
    # Of the other it is not known either, but that is as it was given.
    assert changes(compared) == [("newly_refused", "permitted sharing#consent", "facts_missing", 1)]
    assert "cannot be told" in run(
        "--log", str(path), "--against", str(written(path.parent / "new", asks))
    ).output  # fmt: skip
    # Without the word, nothing reads it.
    words = VOCABULARY.replace("    illness: {type: text, log: never}\n", "")
    assert against(path, other(vocabulary=words)).unchanged == 2


def test_requests_that_do_not_fit_the_new_words(path: Path) -> None:
    with opened(path) as log:
        recording(log).decide_many([ask(), ask(purpose="research")])
    words = VOCABULARY.replace("research", "study").replace("note: {type: text, log: never}", "")
    compared = against(path, other(vocabulary=words))
    assert (compared.not_fitting, compared.unchanged) == (1, 1)
    assert [*compared.unfit] == [("unknown_term", "purpose")]
    lists = VOCABULARY.replace("id: {type: text}\n        purposes", "purposes")
    compared = against(path, other(vocabulary=lists))
    assert [*compared.unfit] == [("unknown_key", "patient.consents.id")]
    folder = str(written(path.parent / "new", vocabulary=words))
    assert "unknown_term at purpose\n    requests: 1; for example" in run(
        "--log", str(path), "--against", folder
    ).output  # fmt: skip
    told = json.loads(run("--log", str(path), "--against", folder, "--format", "json").stdout)
    assert [(each["code"], each["path"]) for each in told["unfit"]] == [("unknown_term", "purpose")]


def test_no_value_of_a_client_is_shown(path: Path) -> None:
    values = {"id": "p-secret", "weight": 77.25, "illness": "gout", "born_on": "1971-03-04"}
    with opened(path) as log:
        recording(log).decide_many([ask(patient=values), ask(purpose="research", patient=values)])
    words = VOCABULARY.replace("weight: {type: number}", "weight: {type: integer}")
    new = [
        written(path.parent / "a", STRICTER),
        written(path.parent / "b", vocabulary=words),
    ]
    for form in ("text", "json"):
        for folder in new:
            output = run("--log", str(path), "--against", str(folder), "--format", form).output
            assert not [value for value in values.values() if str(value) in output]


def test_policies_with_faults_are_refused(past: Path) -> None:
    folder = written(past.parent / "new", POLICY.replace("insurer", "insuror"))
    run("--log", str(past), "--against", str(folder), code=3)


def test_progress_is_shown_to_people(past: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from disclosure_rules.cli import log_replay

    monkeypatch.setattr(log_replay, "_person_waits", lambda: True)
    monkeypatch.setattr(log_replay, "_OFTEN", 2)
    assert "\r2\r4\r" in run("--log", str(past)).stderr
    assert engine().policy_set.digest
