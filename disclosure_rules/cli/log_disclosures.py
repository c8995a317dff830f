"""`log disclosures`: the account of what left about one client, for the client or an auditor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from disclosure_rules.cli.log_options import (
    as_answer,
    day_options,
    finding_options,
    log_option,
    opened,
    read_day,
    read_keys,
    sheet_format_option,
)
from disclosure_rules.cli.options import language_option
from disclosure_rules.cli.output import give, output_option

if TYPE_CHECKING:
    from pathlib import Path

    from disclosure_rules.language.phrases import Reader


@click.command()
@click.option("--client", metavar="ID", required=True, help="The client, as requests name it.")
@log_option
@finding_options
@day_options
@click.option(
    "--for-auditor",
    "everything",
    is_flag=True,
    help="Show also what is withheld from the client by an order, marked. Never hand that out.",
)
@output_option
@sheet_format_option
@language_option
def disclosures(
    *,
    client: str,
    log_file: Path,
    keys: Path,
    without_keys: tuple[str, ...],
    since: str | None,
    until: str | None,
    everything: bool,
    output: Path | None,
    form: str,
    language: Reader,
) -> None:
    """Print the account of a client: when which data left, to whom, what for, on which ground.

    It holds what was confirmed as having left. What an authority has ordered to be withheld for a
    time is left out, and standard error says so to you: do not mix the two.
    """
    from disclosure_rules.recording.labels import Labels
    from disclosure_rules.recording.telling import account_sheet, for_the_operator

    period = {"since": read_day("--since", since, language)}
    period["until"] = read_day("--until", until, language)
    known = read_keys(keys, form, language)
    with opened(log_file, form, language, known) as log:
        account = log.disclosures(client, **period, without_keys=without_keys)
        answer = as_answer(
            form,
            lambda: account.as_dict(everything=everything),
            lambda: account_sheet(account, Labels(log, language), language, everything=everything),
            for_the_operator(account, language, everything=everything),
        )
    give(answer, output, form, language)
