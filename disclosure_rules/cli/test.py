"""`test`: run the cases of policy sets."""

from __future__ import annotations

from pathlib import Path

import click

from disclosure_rules.authoring.cases import CaseResult, run_cases
from disclosure_rules.cli.check import counted
from disclosure_rules.cli.options import (
    Exit,
    common_options,
    find_policy_sets,
    leave,
    load_engine,
    print_json,
    say,
)


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@common_options
def test(paths: tuple[Path, ...], form: str, language: str) -> None:  # noqa: ARG001 - failures are in English
    """Run the cases of policy sets and print what differs from what they expect.

    Each PATH is a folder that holds one policy set; by default those found here. A policy set
    without cases fails.
    """
    folders = list(paths) or find_policy_sets()
    if not folders:
        message = "no policy set here: name a folder that holds `vocabulary.yaml`"
        raise click.UsageError(message)
    results = {folder: list(run_cases(load_engine(folder, form))) for folder in folders}
    if form == "json":
        print_json({"cases": [result.as_dict() for found in results.values() for result in found]})
    else:
        for folder, found in results.items():
            say(line for result in found for line in _lines(result))
            failed = sum(not result.met for result in found)
            outcome = f"{failed} failed" if failed else "all as expected"
            if not found:
                outcome = "nothing is tested: add a document with `kind: cases`"
            say([f"{folder}: {counted(len(found), 'case')}, {outcome}"])
    if any(not found or not all(r.met for r in found) for found in results.values()):
        leave(Exit.CASES_FAILED)


def _lines(result: CaseResult) -> list[str]:
    if result.met:
        return []
    lines = [f"{result.case.span}: case `{result.case.id}` failed"]
    for difference in result.differences:
        subject = f"item `{difference.item}`: " if difference.item else ""
        lines.append(
            f"  {difference.span.line_reference}: {subject}{difference.of} expected "
            f"{difference.expected}, found {difference.found}"
        )
    return lines
