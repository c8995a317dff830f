"""`test --mutate`: what it prints in text and JSON, its exit codes, and how it is used wrongly."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from disclosure_rules.authoring.mutation.mutants import KINDS
from disclosure_rules.cli import mutate
from disclosure_rules.cli.main import commands
from tests.unit.small import MOMENT, documents, policy

RULES = policy("""
    adults:
      effect: allow
      ground: law
      operation: transmit
      when: {client.age: {at_least: 18}}
""")


def case(name: str, expect: str, **parts: Any) -> str:
    request = {"moment": MOMENT, "operation": "transmit", "client": {"age": 18}, **parts}
    return f"  {name}: {{request: {request}, expect: {expect}}}\n"


ALLOWED = case("allowed", "{outcome: permitted, grounds: [law]}")
TOO_YOUNG = case("too_young", "no_ground", client={"age": 17})
BROADER = case("broader", "{outcome: facts_missing, missing: [operation]}", operation="disclose")
OTHERS = "".join(
    case(operation, "no_ground", operation=operation) for operation in ("give_access", "store")
)
NOT_TOLD = case("not_told", "{outcome: facts_missing, missing: [client.age]}", client={})
LATER = case("too_early", "no_ground", moment="2025-12-31T12:00:00+02:00")
FIRST_DAY = case("first_day", "permitted", moment="2026-01-01T12:00:00+02:00")
EVERYTHING = (ALLOWED, TOO_YOUNG, BROADER, OTHERS, NOT_TOLD, LATER, FIRST_DAY)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(*cases: str, rules: str = RULES, into: str = "p") -> None:
    texts = documents(*([rules] if rules else []))
    if cases:
        texts["cases.yaml"] = "kind: cases\ncases:\n" + "".join(cases)
    Path(into).mkdir()
    for name, text in texts.items():
        (Path(into) / name).write_text(text, encoding="utf-8")


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(commands, ["test", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == code, result.output
    assert "\x1b" not in result.output
    return result


def test_a_set_in_which_every_change_is_noticed_passes() -> None:
    write(*EVERYTHING)
    result = run("--mutate", "p")
    assert result.stdout.startswith("p: 14 changes of the policies, noticed 14, argued as ")
    assert result.stdout.endswith("the cases notice 100 %\n")
    assert result.stderr == ""


GAP = """\
p/policy_0.yaml:11: no case notices `17` in the place of `18` (move_boundary 17)
  -     when: {client.age: {at_least: 18}}
  +     when: {client.age: {at_least: 17}}
for each change that is not noticed, write a case that comes out otherwise; where no request can \
tell the two apart, say so above the line: `# equivalent move_boundary 17: reason`
p: 14 changes of the policies, noticed 13, argued as equivalent 0, not noticed 1; of those not \
argued the cases notice 92.8 %
"""
MUCH_YOUNGER = case("too_young", "no_ground", client={"age": 12})
GAPPED = (ALLOWED, MUCH_YOUNGER, BROADER, OTHERS, NOT_TOLD, LATER, FIRST_DAY)


def test_a_change_that_no_case_notices_is_shown_at_its_line_and_fails() -> None:
    write(*GAPPED)
    assert run("--mutate", "p", code=4).stdout == GAP


def test_the_same_in_estonian() -> None:
    write(*GAPPED)
    told = run("--mutate", "--lang", "et", "p", code=4).stdout
    assert "ükski juhtum ei märka muudatust: `18` asemel `17` (move_boundary 17)" in told
    assert "p: poliitikates 14 muudatust, märgatud 13, " in told


def test_how_much_must_be_noticed_can_be_said() -> None:
    write(*GAPPED)
    told = run("--mutate", "--least-noticed", "92", "p").stdout
    assert "no case notices" in told
    assert "write a case" not in told
    run("--mutate", "--least-noticed", "93", "p", code=4)


def test_what_is_argued_does_not_count_against_the_cases() -> None:
    argued = RULES.replace("    when:", "    # equivalent move_boundary 17: nobody is\n    when:")
    write(*GAPPED, rules=argued)
    assert "noticed 13, argued as equivalent 1, not noticed 0" in run("--mutate", "p").stdout


FAULTY: list[tuple[str, str, str]] = [
    ("# equivalent move_boundary 19: x", "case `allowed` notices", "juhtum `allowed` märkab"),
    ("# equivalent move_boundary 20: x", "there is no change", "ei ole muudatust"),
    ("# equivalent move_boundary 17:", "without a reason", "ei ole põhjendust"),
    ("# equivalent", "an argument is written", "põhjendus kirjutatakse"),
]


@pytest.mark.parametrize(("comment", "english", "estonian"), FAULTY)
def test_an_argument_that_does_not_count_fails(comment: str, english: str, estonian: str) -> None:
    write(*EVERYTHING, rules=RULES.replace("    when:", f"    {comment}\n    when:"))
    for language, words in (("en", english), ("et", estonian)):
        told = run("--mutate", "--lang", language, "p", code=4).stdout
        (line,) = (line for line in told.splitlines() if line.startswith("p/policy_0.yaml:11: "))
        assert words in line
    (faulty,) = json.loads(run("--mutate", "--format", "json", "p", code=4).stdout)["sets"][0][
        "faulty_arguments"
    ]
    assert (faulty["file"], faulty["line"]) == ("p/policy_0.yaml", 11)


def test_json_lists_every_change() -> None:
    write(*GAPPED)
    (told,) = json.loads(run("--mutate", "--format", "json", "p", code=4).stdout)["sets"]
    mutants = told.pop("mutants")
    assert told == {
        "folder": "p",
        "changes": 14,
        "noticed": 13,
        "equivalent": 0,
        "unnoticed": 1,
        "share": 92.8571,
        "faulty_arguments": [],
    }
    assert len(mutants) == 14
    (unnoticed,) = (mutant for mutant in mutants if mutant["status"] == "unnoticed")
    assert unnoticed == {
        "kind": "move_boundary",
        "word": "17",
        "was": "18",
        "file": "p/policy_0.yaml",
        "line": 11,
        "status": "unnoticed",
        "case": None,
        "reason": None,
        "diff": [
            {
                "line": 11,
                "before": ["    when: {client.age: {at_least: 18}}"],
                "after": ["    when: {client.age: {at_least: 17}}"],
            }
        ],
    }


LONG = """\
  unused:
    effect: deny
    operation: store
    recipient:
    - court
    - police
    purpose:
    - offers
    - surveys
"""


def test_a_long_change_is_cut() -> None:
    write(ALLOWED, rules=RULES + LONG)
    told = run("--mutate", "p", code=4).stdout
    assert "  -     - court\n    … and 4 lines more\n" in told


DOCS = Path(__file__).parents[2] / "docs" / "mutation.md"
BLOCK = re.compile(r"^```(yaml|text)\n(.+?)^```$", re.MULTILINE | re.DOTALL)


def test_the_page_shows_what_comes() -> None:
    Path("shop").mkdir()
    shown = 0
    for info, text in BLOCK.findall(DOCS.read_text(encoding="utf-8")):
        if info == "yaml":
            name = text.split("\n")[0].removeprefix("# file: ")
            (Path("shop") / name).write_text(text, encoding="utf-8")
        else:
            shown += 1
            command, _, output = text.partition("\n")
            assert command == "$ disclosure-rules test shop --mutate"
            assert (
                run("--mutate", "shop", code=0 if "not noticed 0" in output else 4).stdout == output
            )
    assert shown == 2


def test_a_sample_is_tried_and_the_seed_tells_which() -> None:
    write(*EVERYTHING)

    def tried(*options: str) -> list[tuple[str, str]]:
        told = run("--mutate", "--format", "json", "--sample", "3", *options, "p").stdout
        return [(m["kind"], m["word"]) for m in json.loads(told)["sets"][0]["mutants"]]

    assert len(tried()) == 3
    assert tried() == tried("--seed", "0")
    assert len({tuple(tried("--seed", str(seed))) for seed in range(5)}) > 1
    assert "14 changes" in run("--mutate", "--sample", "9999", "p").stdout


def test_several_sets_are_tried_and_one_that_fails_fails_all() -> None:
    write(*EVERYTHING, into="one")
    write(*GAPPED, into="two")
    told = run("--mutate", "one", "two", code=4).stdout
    assert "one: 14 changes" in told
    assert "two: 14 changes" in told


def test_cases_that_fail_come_first() -> None:
    write(ALLOWED, case("wrong", "permitted", client={"age": 3}))
    told = run("--mutate", "p", code=4).stdout
    assert told == "p: 2 cases, 1 failed: mend these first, with `disclosure-rules test`\n"
    data = json.loads(run("--mutate", "--format", "json", "p", code=4).stdout)
    assert [result["met"] for result in data["cases"]] == [True, False]


def test_no_cases_is_a_failure() -> None:
    write()
    assert "nothing is tested" in run("--mutate", "p", code=4).stdout


def test_a_set_without_policies_has_nothing_to_change() -> None:
    write(case("nothing", "no_ground"), rules="")
    assert run("--mutate", "p", code=4).stdout == NOTHING


NOTHING = "p: there is nothing to change: no policy has a rule\n"


def test_a_set_with_faults_is_refused_with_its_diagnostics() -> None:
    write(rules=RULES.replace("law", "lew"))
    result = run("--mutate", "p", code=3)
    assert "unknown_term" in result.stderr
    data = json.loads(run("--mutate", "--format", "json", "p", code=3).stdout)
    assert data["diagnostics"][0]["code"] == "unknown_term"


WRONG: list[tuple[tuple[str, ...], str]] = [
    (("--least-noticed", "95"), "'--least-noticed': is for `--mutate` only"),
    (("--sample", "5"), "'--sample': is for `--mutate` only"),
    (("--seed", "5"), "'--seed': is for `--mutate` only"),
    (("--mutate", "--least-noticed", "101"), "101"),
    (("--mutate", "--sample", "0"), "0 is not"),
    (("--mutate", "--seed", "-1"), "-1 is not"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG)
def test_wrong_use_is_told(arguments: tuple[str, ...], message: str) -> None:
    write(*EVERYTHING)
    assert message in run(*arguments, "p", code=2).stderr


def test_a_terminal_sees_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    write(*EVERYTHING)
    bars: list[tuple[int, str]] = []
    shown = click.progressbar

    def watched(results: Any, *, length: int, label: str, file: Any) -> Any:
        bars.append((length, label))
        return shown(results, length=length, label=label, file=file)

    monkeypatch.setattr(mutate, "_on_terminal", lambda: True)
    monkeypatch.setattr(click, "progressbar", watched)
    assert run("--mutate", "p").stdout.startswith("p: 14 changes")
    run("--mutate", "--sample", "2", "p")
    assert [label for _, label in bars] == ["changing the policies"] * 2
    assert bars[0][0] > bars[1][0] == 2


def test_every_kind_of_change_has_words_in_both_languages() -> None:
    for words in mutate.WORDS.values():
        assert set(KINDS) <= set(words)
    assert set(mutate.WORDS["en"]) == set(mutate.WORDS["et"])
