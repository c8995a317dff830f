"""`decide`: decide a request file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from disclosure_rules.cli.options import (
    OUTCOME_EXITS,
    common_options,
    find_policies,
    leave,
    load_engine,
    policies_option,
    print_json,
    say,
)
from disclosure_rules.cli.request_files import decide_file

if TYPE_CHECKING:
    from pathlib import Path

    from disclosure_rules.language.phrases import Reader


@click.command()
@click.argument("request_file", metavar="REQUEST", type=click.Path(allow_dash=True))
@policies_option
@common_options
def decide(request_file: str, policies: Path | None, form: str, language: Reader) -> None:
    """Decide the request in the file REQUEST (YAML or JSON; `-` for standard input).

    Exits with 0 if everything is permitted, 5 if something is prohibited or has no ground, 6 if
    facts are missing, 1 if the request cannot be read or does not fit the vocabulary.
    """
    engine = load_engine(find_policies(policies), form, language)
    decision = decide_file(engine, request_file, form, language)
    if form == "json":
        print_json(decision.as_dict())
    else:
        say(decision.explain(language).short().split("\n"))
    leave(OUTCOME_EXITS[decision.outcome])
