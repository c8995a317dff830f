"""`check` as a closer look: warnings, exit codes, comments that silence, SARIF, watching."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from disclosure_rules.authoring import watching
from disclosure_rules.authoring.sarif import as_sarif
from disclosure_rules.cli import check as command
from disclosure_rules.cli.main import commands
from disclosure_rules.loading.load import read_policies

DIAGNOSTICS = Path(__file__).parents[1] / "diagnostics"


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(commands, ["check", *arguments])
    assert result.exit_code == code, result.output
    return result


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def laid(case: str, name: str = "set") -> Path:
    """Return a set with the fault of a case."""
    folder = Path(name)
    shutil.copytree(DIAGNOSTICS / "checked", folder)
    for document in (DIAGNOSTICS / case).glob("*.yaml"):
        shutil.copy(document, folder)
    return folder


# --- What is found, and what it exits with -------------------------------------------------------


def test_warnings_exit_with_0_or_under_strict_with_3() -> None:
    folder = str(laid("condition_always_holds"))
    assert "1 warning" in run(folder).stdout
    assert run(folder, "--strict", code=3).stdout == run(folder).stdout


def test_a_clean_set_passes_under_strict() -> None:
    assert "0 warnings" in run(str(DIAGNOSTICS / "checked"), "--strict").stdout


@pytest.mark.parametrize("case", ["silence_without_because", "guarantee_of_nothing"])
def test_what_is_not_safe_is_an_error_though_the_set_loads(case: str) -> None:
    folder = str(laid(case))
    assert "set: 1 error, 0 warnings" in run(folder, code=3).stdout
    assert read_policies(Path(folder)).policy_set is not None


def test_json_says_how_grave_it_is_and_which_page_explains_it() -> None:
    told = json.loads(run(str(laid("near_duplicate")), "--format", "json").stdout)
    (finding,) = told["diagnostics"]
    assert finding["severity"] == "warning"
    assert finding["page"] == "docs/diagnostics/near_duplicate.md"


# --- Silencing -----------------------------------------------------------------------------------

BESIDE = "      purpose: offers{comment}\n"
REASON = "# silenced condition_always_holds: the notice says it twice"


def commented(comment: str, above: str = "") -> Path:
    folder = laid("condition_always_holds")
    document = folder / "more.yaml"
    text = document.read_text(encoding="utf-8")
    line = BESIDE.format(comment="")
    assert text.endswith(line)
    document.write_text(text.removesuffix(line) + above + BESIDE.format(comment=comment))
    return folder


@pytest.mark.parametrize(
    ("comment", "above"),
    [
        (f" {REASON}", ""),
        ("", f"      {REASON}\n"),
        ("", f"      {REASON}\n      # and it shall stay so\n"),
        (" # silenced  condition_always_holds :  because", ""),
    ],
)
def test_a_comment_beside_or_above_silences(comment: str, above: str) -> None:
    assert "0 warnings" in run(str(commented(comment, above)), "--strict").stdout


@pytest.mark.parametrize(
    ("comment", "above", "code"),
    [
        (" # silenced condition_always_holds", "", "silenced_without_reason"),
        (" # silenced condition_always_holds:  ", "", "silenced_without_reason"),
        (" # silenced: it is meant", "", "silenced_unknown_code"),
        (" # silenced condition_always_hold: it is meant", "", "silenced_unknown_code"),
        (" # silenced silence_without_because: it is meant", "", "silenced_unknown_code"),
        ("", f"      {REASON}\n\n", "silenced_without_effect"),
        (" # silenced rule_covered: it is meant", "", "silenced_without_effect"),
    ],
)
def test_a_comment_that_does_not_silence_is_told_of(comment: str, above: str, code: str) -> None:
    told = run(str(commented(comment, above)), "--strict", code=3).stdout
    assert f"warning[{code}]" in told
    assert "warning[condition_always_holds]" in told


@pytest.mark.parametrize(
    "text",
    [
        '"# silenced rule_covered: in quotes"',
        "'it says # silenced rule_covered: in quotes'",
        "|\n          # silenced rule_covered: in a block\n          and more",
        ">-\n          folded\n          # silenced rule_covered: in a block",
        "plain#silenced rule_covered",
    ],
)
def test_what_stands_within_a_text_is_no_comment(text: str) -> None:
    folder = laid("label_missing", "other")
    document = folder / "vocabulary.yaml"
    shutil.copy(DIAGNOSTICS / "checked" / "vocabulary.yaml", document)
    written = document.read_text(encoding="utf-8")
    labelled = written.replace(
        "    contract:\n",
        f"    contract:\n      label:\n        et: leping\n        en: {text}\n",
        1,
    )
    document.write_text(labelled, encoding="utf-8")
    assert "0 warnings" in run(str(folder), "--strict").stdout


def test_beside_the_mark_of_a_block_stands_a_comment() -> None:
    folder = laid("label_missing")
    document = folder / "vocabulary.yaml"
    text = document.read_text(encoding="utf-8").replace(
        "        et: lepingu täitmine\n",
        "        et: >- # silenced same_text: nothing to silence\n          lepingu täitmine\n",
    )
    document.write_text(text, encoding="utf-8")
    assert "silenced_without_effect" in run(str(folder)).stdout


def test_errors_are_never_silenced() -> None:
    folder = laid("silence_without_because")
    document = folder / "vocabulary.yaml"
    text = document.read_text(encoding="utf-8")
    comment = " # silenced silence_without_because: it is meant"
    document.write_text(text.rstrip("\n") + comment + "\n", encoding="utf-8")
    told = run(str(folder), code=3).stdout
    assert "error[silence_without_because]" in told
    assert "warning[silenced_unknown_code]" in told


# --- SARIF ---------------------------------------------------------------------------------------


def test_sarif_has_what_version_2_1_0_requires() -> None:
    laid("unused_word")
    laid("guarantee_of_nothing", "with space")
    log = json.loads(run("set", "with space", "--format", "sarif", code=3).stdout)
    assert log["version"] == "2.1.0"
    (ran,) = log["runs"]
    driver = ran["tool"]["driver"]
    assert driver["name"] == "disclosure-rules"
    codes = [rule["id"] for rule in driver["rules"]]
    assert codes == sorted(set(codes))
    for rule in driver["rules"]:
        assert rule["helpUri"] == f"docs/diagnostics/{rule['id']}.md"
        assert rule["defaultConfiguration"]["level"] in ("error", "warning")
    assert ran["results"]
    for result in ran["results"]:
        assert codes[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("error", "warning")
        assert result["message"]["text"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert place["artifactLocation"]["uri"].startswith(("set/", "with%20space/"))
        region = place["region"]
        begin = region["startLine"], region["startColumn"]
        assert (1, 1) <= begin <= (region["endLine"], region["endColumn"])


def test_sarif_of_a_clean_set_has_no_results() -> None:
    (ran,) = json.loads(run(str(DIAGNOSTICS / "checked"), "--format", "sarif").stdout)["runs"]
    assert ran["results"] == []


def test_sarif_is_told_in_the_language_of_the_reader() -> None:
    folder = str(laid("near_duplicate"))
    log = json.loads(run(folder, "--format", "sarif", "--lang", "et").stdout)
    (result,) = log["runs"][0]["results"]
    assert "kaks reeglit" in result["message"]["text"]
    assert "\nabi: " in result["message"]["text"]


def test_absolute_files_have_whole_addresses(tmp_path: Path) -> None:
    folder = laid("near_duplicate").absolute()
    loaded = read_policies(folder / "nowhere")
    log: Any = as_sarif(loaded.diagnostics)
    (result,) = log["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == (tmp_path / "set" / "nowhere").as_uri()


# --- Watching ------------------------------------------------------------------------------------


def looks(folder: Path, *steps: Callable[[], object]) -> list[int]:
    """Return after which steps a change is seen."""
    done: list[int] = []
    seen: list[int] = []

    def wait() -> None:
        if len(done) == len(steps):
            raise KeyboardInterrupt
        steps[len(done)]()
        done.append(len(done))

    def look() -> None:
        seen.extend(done[-1] for _ in watching.changes([folder], wait))

    with pytest.raises(KeyboardInterrupt):
        look()
    return seen


def test_a_change_is_seen_once() -> None:
    folder = laid("near_duplicate")
    document = folder / "more.yaml"
    assert looks(
        folder,
        lambda: None,
        lambda: document.write_text("kind: policy\n"),
        lambda: None,
        document.unlink,
        (folder / "deeper").mkdir,
        (folder / "deeper" / "cases.yml").touch,
        (folder / "README.md").touch,
        lambda: shutil.rmtree(folder),
        lambda: None,
        lambda: laid("near_duplicate"),
    ) == [1, 3, 5, 7, 9]


def test_a_file_that_goes_while_it_is_looked_at_is_left_out() -> None:
    folder = laid("near_duplicate")
    (folder / "gone.yaml").symlink_to("nowhere.yaml")
    assert not any(path.endswith("gone.yaml") for path in watching.snapshot([folder]))


def test_watching_checks_again_until_it_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = laid("near_duplicate")
    steps: Iterator[Callable[[], object]] = iter(
        [
            (folder / "more.yaml").unlink,
            lambda: shutil.rmtree(folder),
            lambda: laid("near_duplicate"),
        ]
    )

    def pass_time(_seconds: float) -> None:
        step = next(steps, None)
        if step is None:
            raise KeyboardInterrupt
        step()

    monkeypatch.setattr(command, "sleep", pass_time)
    told = run(str(folder), "--watch").stdout
    assert told.count("near_duplicate]") == 2
    assert "0 warnings" in told
    assert "error[no_such_folder]" in told
    assert "\x1b" not in told


def test_a_screen_is_cleared_before_each_look(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = laid("near_duplicate")
    cleared: list[None] = []

    def pass_time(_seconds: float) -> None:
        if len(cleared) > 1:
            raise KeyboardInterrupt
        (folder / "more.yaml").unlink()

    monkeypatch.setattr(command, "sleep", pass_time)
    monkeypatch.setattr(command, "is_screen", lambda: True)
    monkeypatch.setattr(click, "clear", lambda: cleared.append(None))
    run(str(folder), "--watch")
    assert len(cleared) == 2


def test_watching_prints_text_only() -> None:
    told = run(str(DIAGNOSTICS / "checked"), "--watch", "--format", "json", code=2)
    assert "--watch prints text" in told.stderr


# --- What is proved ------------------------------------------------------------------------------


@pytest.fixture
def _solver() -> None:
    pytest.importorskip("z3", reason="to prove with; make .venv/dev installs it")


@pytest.mark.usefixtures("_solver")
def test_what_is_proved_is_told_under_deep_alone() -> None:
    folder = str(laid("rule_redundant"))
    assert "rule_redundant" not in run(folder, "--strict").stdout
    assert "warning[rule_redundant]" in run(folder, "--deep", "--strict", code=3).stdout


@pytest.mark.usefixtures("_solver")
def test_a_note_is_nothing_to_mend() -> None:
    folder = str(laid("allow_meets_deny"))
    told = run(folder, "--deep", "--strict").stdout
    assert "note[allow_meets_deny]" in told
    assert "0 warnings, 1 note)" in told
    data = json.loads(run(folder, "--deep", "--format", "json").stdout)
    assert [one["severity"] for one in data["diagnostics"]] == ["note"]
    sarif = json.loads(run(folder, "--deep", "--format", "sarif").stdout)
    assert sarif["runs"][0]["results"][0]["level"] == "note"


@pytest.mark.usefixtures("_solver")
def test_what_is_proved_is_silenced_and_missed_only_where_it_is_looked_for() -> None:
    folder = laid("rule_redundant")
    document = folder / "more.yaml"
    text = document.read_text(encoding="utf-8")
    comment = "  # silenced rule_redundant: it names the contract\n"
    silenced = text.replace("  for_the_contract:\n", f"{comment}  for_the_contract:\n")
    document.write_text(silenced, encoding="utf-8")
    assert "0 warnings)" in run(str(folder), "--deep", "--strict").stdout
    assert "0 warnings)" in run(str(folder), "--strict").stdout
    document.write_text(silenced.replace("    recipient: [partner, court]\n", ""))
    assert "silenced_without_effect" in run(str(folder), "--deep", "--strict", code=3).stdout


@pytest.mark.usefixtures("_solver")
def test_progress_is_shown_to_those_who_look(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = str(laid("rule_redundant"))
    assert not run(folder, "--deep").stderr
    monkeypatch.setattr(command, "_is_watched", lambda: True)
    assert "rules" in run(folder, "--deep").stderr


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "proofs need a solver"), ("et", "tõestamiseks on vaja lahendajat")],
)
def test_without_a_solver_deep_says_how_to_get_one(
    language: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("disclosure_rules.cli.solver.find_spec", lambda _: None)
    result = run(str(laid("rule_redundant")), "--deep", "--lang", language, code=2)
    assert said in result.stderr
    assert "pip install 'disclosure-rules[proving]'" in result.stderr
