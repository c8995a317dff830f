"""`explain`: decide a request file, and tell why and what would change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from disclosure_rules.cli.options import (
    OUTCOME_EXITS,
    find_policies,
    language_option,
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
@click.option(
    "--all", "everything", is_flag=True, help="Tell every rule and every record, however many."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown", "html"]),
    default="text",
    show_default=True,
    help="Text, Markdown or a page for people, or JSON for programs.",
)
@policies_option
@language_option
def explain(
    request_file: str,
    policies: Path | None,
    form: str,
    language: Reader,
    everything: bool,  # noqa: FBT001 - click hands options over by name
) -> None:
    """Decide the request in the file REQUEST, and tell why and what would change it.

    REQUEST is YAML or JSON; `-` is standard input. What is printed shows values of the request.
    Exits as `decide` does: 0 if everything is permitted, 5 if something is prohibited or has no
    ground, 6 if facts are missing, 1 if the request cannot be read or does not fit.
    """
    engine = load_engine(find_policies(policies), form, language)
    decision = decide_file(engine, request_file, form, language)
    explanation = decision.explain(language, everything=everything)
    if form == "json":
        print_json(explanation.as_dict())
    elif form == "text":
        say(str(explanation).split("\n"))
    else:
        made = explanation.markdown() if form == "markdown" else explanation.html()
        click.echo(made, nl=False)
    leave(OUTCOME_EXITS[decision.outcome])
