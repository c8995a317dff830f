"""`check`: read policy sets and print every diagnostic."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from disclosure_rules.cli.options import (
    Exit,
    common_options,
    find_policy_sets,
    leave,
    print_json,
    say,
)
from disclosure_rules.language.catalogue import KINDS

if TYPE_CHECKING:
    from disclosure_rules.language.policy import PolicySet


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@common_options
def check(paths: tuple[Path, ...], form: str, language: str) -> None:  # noqa: ARG001 - diagnostics are in English
    """Read policy sets and report every fault, with its place and its remedy.

    Each PATH is a folder that holds one policy set; by default those found here.
    """
    from disclosure_rules.loading.load import read_policies

    folders = list(paths) or find_policy_sets()
    if not folders:
        message = "no policy set here: name a folder that holds `vocabulary.yaml`"
        raise click.UsageError(message)
    loaded = [read_policies(folder) for folder in folders]
    if form == "json":
        from disclosure_rules.language.rendering import as_data

        print_json({"diagnostics": [as_data(d) for one in loaded for d in one.diagnostics]})
    else:
        for folder, one in zip(folders, loaded, strict=True):
            if one.diagnostics:
                say([*one.text().split("\n"), ""])
            severities = [KINDS[diagnostic.code].severity for diagnostic in one.diagnostics]
            errors, warnings = severities.count("error"), severities.count("warning")
            say([_summary(folder, one.policy_set, errors, warnings)])
    if any(one.policy_set is None for one in loaded):
        leave(Exit.POLICIES_INVALID)


def _summary(folder: Path, policy_set: PolicySet | None, errors: int, warnings: int) -> str:
    if policy_set is None:
        return f"{folder}: {counted(errors, 'error')}, {counted(warnings, 'warning')}"
    rules = sum(len(policy.rules) for policy in policy_set.policies)
    parts = (
        counted(len({policy.id for policy in policy_set.policies}), "policy", "policies"),
        counted(rules, "rule"),
        counted(len(policy_set.clauses), "clause"),
        counted(len(policy_set.guarantees), "guarantee"),
        counted(len(policy_set.cases), "case"),
        counted(warnings, "warning"),
    )
    return f"{folder}: no errors ({', '.join(parts)}); digest {policy_set.digest[:12]}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun."""
    return f"{number} {one if number == 1 else many or one + 's'}"
