"""`check`: read policy sets and print every diagnostic."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from disclosure_rules.cli.options import (
    FOLDER,
    Exit,
    common_options,
    find_policy_sets,
    leave,
    print_json,
    say,
)
from disclosure_rules.cli.words import WORDS, counted
from disclosure_rules.language.catalogue import severity

if TYPE_CHECKING:
    from pathlib import Path

    from disclosure_rules.language.phrases import Reader
    from disclosure_rules.loading.load import Loaded


@click.command()
@click.argument("paths", nargs=-1, type=FOLDER, metavar="[PATH]...")
@common_options
def check(paths: tuple[Path, ...], form: str, language: Reader) -> None:
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

        print_json(
            {"diagnostics": [as_data(d, language) for one in loaded for d in one.diagnostics]}
        )
    else:
        for folder, one in zip(folders, loaded, strict=True):
            if one.diagnostics:
                say([*one.text(language).split("\n"), ""])
            say([_summary(folder, one, language)])
    if any(one.policy_set is None for one in loaded):
        leave(Exit.POLICIES_INVALID)


def _summary(folder: Path, loaded: Loaded, language: Reader) -> str:
    found = Counter(severity(diagnostic.code) for diagnostic in loaded.diagnostics)
    numbers = {"error": found["error"]}
    if loaded.policy_set is not None:
        numbers = {
            "policy": len({policy.id for policy in loaded.policy_set.policies}),
            "rule": sum(len(policy.rules) for policy in loaded.policy_set.policies),
            "clause": len(loaded.policy_set.clauses),
            "guarantee": len(loaded.policy_set.guarantees),
            "case": len(loaded.policy_set.cases),
        }
    numbers["warning"] = found["warning"]
    counts = ", ".join(counted(number, noun, language) for noun, number in numbers.items())
    digest = loaded.policy_set.digest[:12] if loaded.policy_set else None
    words = WORDS[language]["sound" if digest else "faulty"]
    return words.format(folder=folder, counts=counts, digest=digest)
