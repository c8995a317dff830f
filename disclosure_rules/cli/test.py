"""`test`: run the cases of policy sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from disclosure_rules.authoring.cases import CaseResult, run_cases
from disclosure_rules.cli.mutate import mutate_sets, mutation_options, refuse_without_mutate
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
@mutation_options
@common_options
def test(
    paths: tuple[Path, ...],
    form: str,
    language: Reader,
    *,
    mutate: bool,
    least_noticed: float | None,
    sample: int | None,
    seed: int | None,
) -> None:
    """Run the cases of policy sets and print what differs from what they expect.

    Each PATH is a folder that holds one policy set; by default those found here. A policy set
    without cases fails.
    """
    folders = list(paths) or find_policy_sets()
    if not folders:
        message = "no policy set here: name a folder that holds `vocabulary.yaml`"
        raise click.UsageError(message)
    if mutate:
        mutate_sets(folders, form, language, least_noticed, sample, seed)
        return
    refuse_without_mutate(language, least_noticed=least_noticed, sample=sample, seed=seed)
    results = {folder: list(run_cases(load_engine(folder, form, language))) for folder in folders}
    if form == "json":
        print_json({"cases": [result.as_dict() for found in results.values() for result in found]})
    else:
        for folder, found in results.items():
            say(line for result in found for line in _lines(result, language))
            failed = sum(not result.met for result in found)
            outcome = "cases_failed" if failed else "cases_met" if found else "no_cases"
            cases = counted(len(found), "case", language)
            say([WORDS[language][outcome].format(folder=folder, cases=cases, failed=failed)])
    if any(not found or not all(r.met for r in found) for found in results.values()):
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
