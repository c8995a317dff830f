"""The plugin for pytest: cases as tests where they are asked for, and nothing elsewhere."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path

import pytest

from tests.unit.small import documents, policy

CASES = """\
kind: cases
cases:
  met:
    request: {moment: "2026-03-01T12:00:00Z"}
    expect: permitted
  table:
    request: {moment: "2026-03-01T12:00:00Z"}
    rows: recipient.kind
    columns:
      item.category: [email, phone]
    expect:
      partner: [permitted, permitted]
      court:   [permitted, no_ground]
"""
HEAVY = """
import sys
def pytest_sessionfinish():
    heavy = ("pydantic", "yaml", "jsonschema", "click")
    print("loaded:", *(name for name in heavy if name in sys.modules))
"""


@pytest.fixture(autouse=True)
def policies(pytester: pytest.Pytester) -> Path:
    """Stand in a project that keeps a policy set beside its tests."""
    return write(pytester.path / "policies" / "small", cases=CASES)


def write(folder: Path, **more: str) -> Path:
    texts = {**documents(policy("always: {effect: allow, ground: law}")), **more}
    (folder / "more").mkdir(parents=True)
    for name, text in texts.items():
        file = folder / (f"more/{name}.yaml" if name in more else name)
        file.write_text(text, encoding="utf-8")
    return folder


ARGUMENTS = ["-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:cov"]


def test_it_is_found_by_pytest() -> None:
    (found,) = [e for e in entry_points(group="pytest11") if e.name == "disclosure_rules"]
    assert found.value == "disclosure_rules.pytest_plugin"


def test_nothing_is_collected_or_read_unless_it_is_asked_for(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(HEAVY)
    pytester.makepyfile("def test_own(): pass")
    result = pytester.runpytest_subprocess(*ARGUMENTS)
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["*loaded:"])


def test_the_flag_asks_for_every_case(pytester: pytest.Pytester) -> None:
    result = pytester.runpytest_subprocess(*ARGUMENTS, "--disclosure-cases", "-v")
    result.assert_outcomes(passed=4, failed=1)
    result.stdout.fnmatch_lines(
        [
            "policies/small/more/cases.yaml::met PASSED*",
            "policies/small/more/cases.yaml::table?partner, email? PASSED*",
            "policies/small/more/cases.yaml::table?court, phone? FAILED*",
        ]
    )


def test_a_failure_says_what_the_command_says(pytester: pytest.Pytester) -> None:
    result = pytester.runpytest_inprocess(*ARGUMENTS, "--disclosure-cases")
    result.assert_outcomes(passed=4, failed=1)
    result.stdout.fnmatch_lines(
        [
            "policies/small/more/cases.yaml:13:28: case `table[[]court, phone]` failed",
            "  policies/small/more/cases.yaml:13: item `phone`: outcome expected no_ground, *",
            "  the decision: permitted",
            "    phone: permitted (p#always)",
        ]
    )
    assert "Traceback" not in result.stdout.str()
    assert "pytest_plugin.py" not in result.stdout.str()


def test_a_setting_asks_too_and_names_the_language(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\ndisclosure_rules_cases = true\ndisclosure_rules_lang = et")
    result = pytester.runpytest_inprocess(*ARGUMENTS)
    result.assert_outcomes(passed=4, failed=1)
    result.stdout.fnmatch_lines(["*juhtum `table[[]court, phone]` ei vasta ootusele"])


def test_a_document_that_is_named_is_asked_for(pytester: pytest.Pytester) -> None:
    result = pytester.runpytest_inprocess(*ARGUMENTS, "policies/small/more/cases.yaml")
    result.assert_outcomes(passed=4, failed=1)
    one = "policies/small/more/cases.yaml::table[partner, phone]"
    pytester.runpytest_inprocess(*ARGUMENTS, one).assert_outcomes(passed=1)
    other = pytester.runpytest_inprocess(*ARGUMENTS, "policies/small/policy_0.yaml")
    other.assert_outcomes()


def test_the_place_of_a_case_is_its_line(pytester: pytest.Pytester) -> None:
    items, _ = pytester.inline_genitems(*ARGUMENTS, "--disclosure-cases")
    assert [item.reportinfo()[1:] for item in items][-1] == (12, "table[court, phone]")


def test_faulty_policies_are_told_once(pytester: pytest.Pytester, policies: Path) -> None:
    for name in ("one", "two"):
        (policies / "more" / f"{name}.yaml").write_text("kind: cases\ncases: {x: }\n")
    result = pytester.runpytest_inprocess(*ARGUMENTS, "--disclosure-cases")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["policies/small/more/one.yaml:2:12: error[[]wrong_shape]: *"])
    assert "Traceback" not in result.stdout.str()


def test_several_sets_are_read_each_from_its_nearest_vocabulary(pytester: pytest.Pytester) -> None:
    other = write(pytester.path / "policies" / "small" / "inner", cases=CASES)
    (other / "vocabulary.yaml").rename(other / "words.yml")
    assert "kind: vocabulary" in (other / "words.yml").read_text(encoding="utf-8")
    (pytester.path / "policies" / "small" / "policy_0.yaml").unlink()
    result = pytester.runpytest_inprocess(*ARGUMENTS, "policies/small/inner", "--disclosure-cases")
    result.assert_outcomes(passed=4, failed=1)


def test_cases_without_a_vocabulary_above_are_not_passed_over(pytester: pytest.Pytester) -> None:
    (pytester.path / "stray.yaml").write_text(CASES, encoding="utf-8")
    (pytester.path / "compose.yaml").write_text("services: {}\n", encoding="utf-8")
    (pytester.path / "gone.yaml").symlink_to("nowhere.yaml")
    result = pytester.runpytest_inprocess(*ARGUMENTS, "--disclosure-cases")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["stray.yaml holds cases, and no folder above it *"])


def test_a_language_that_nothing_is_told_in_is_refused(pytester: pytest.Pytester) -> None:
    result = pytester.runpytest_inprocess(*ARGUMENTS, "-o", "disclosure_rules_lang=fr")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*disclosure_rules_lang is a language of the reader: en or et"])


def test_what_breaks_inside_is_no_failed_case(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    from disclosure_rules import Engine

    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(Engine, "decide", fail)
    result = pytester.runpytest_inprocess(*ARGUMENTS, "--disclosure-cases", "-k", "met")
    result.assert_outcomes(failed=1, deselected=4)
    result.stdout.fnmatch_lines(["*RuntimeError*"])
