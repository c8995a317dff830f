"""`test`: run the cases of policy sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from disclosure_rules.authoring.cases import CaseResult, run_cases
from disclosure_rules.cli.coverage import coverage_options, read_coverage_options, report_coverage
from disclosure_rules.cli.options import (
    FOLDER,
    Exit,
    common_options,
    find_policy_sets,
    leave,
    load_engine,
    print_json,
    say,
)
from disclosure_rules.cli.words import WORDS, counted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from disclosure_rules.language.phrases import Reader


@click.command()
@click.argument("paths", nargs=-1, type=FOLDER, metavar="[PATH]...")
@coverage_options
@common_options
def test(
    paths: tuple[Path, ...],
    form: str,
    language: Reader,
    *,
    coverage: bool,
    coverage_html: Path | None,
    fail_under: str | None,
) -> None:
    """Run the cases of policy sets and print what differs from what they expect.

    Each PATH is a folder that holds one policy set; by default those found here. A policy set
    without cases fails.
    """
    folders = list(paths) or find_policy_sets()
    if not folders:
        message = "no policy set here: name a folder that holds `vocabulary.yaml`"
        raise click.UsageError(message)
    asked = read_coverage_options(
        coverage=coverage,
        page=coverage_html,
        least=fail_under,
        folders=folders,
        language=language,
    )
    engines = {folder: load_engine(folder, form, language) for folder in folders}
    results = {folder: list(run_cases(engine)) for folder, engine in engines.items()}
    report = report_coverage(asked, engines, form, language)
    if form == "json":
        told = [result.as_dict() for found in results.values() for result in found]
        print_json({"cases": told, **report.data()})
    else:
        for folder, found in results.items():
            say(line for result in found for line in _lines(result, language))
            failed = sum(not result.met for result in found)
            outcome = "cases_failed" if failed else "cases_met" if found else "no_cases"
            cases = counted(len(found), "case", language)
            say([WORDS[language][outcome].format(folder=folder, cases=cases, failed=failed)])
        say(report.lines(language))
    met = all(found and all(result.met for result in found) for found in results.values())
    if not met or not report.enough:
        leave(Exit.CASES_FAILED)


def _lines(result: CaseResult, language: Reader) -> Iterator[str]:
    if result.met:
        return
    words = WORDS[language]
    yield words["case_failed"].format(place=result.case.span, case=result.case.id)
    for difference in result.differences:
        yield words["difference"].format(
            place=difference.span.line_reference,
            subject=words["of_item"].format(item=difference.item) if difference.item else "",
            of=difference.of,
            expected=", ".join(difference.expected) or words["nothing"],
            found=", ".join(difference.found) or words["nothing"],
        )
