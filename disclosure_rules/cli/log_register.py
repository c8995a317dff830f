"""`log register`: what was permitted and has left, by purpose, recipients and categories."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from disclosure_rules.cli.log_options import (
    as_answer,
    day_options,
    log_option,
    opened,
    read_day,
    sheet_format_option,
)
from disclosure_rules.cli.options import language_option
from disclosure_rules.cli.output import give, output_option

if TYPE_CHECKING:
    from pathlib import Path

    from disclosure_rules.language.phrases import Reader


@click.command()
@log_option
@day_options
@output_option
@sheet_format_option
@language_option
def register(
    *,
    log_file: Path,
    since: str | None,
    until: str | None,
    output: Path | None,
    form: str,
    language: Reader,
) -> None:
    """Print what was permitted and has left, by purpose, kind of recipient and category of data.

    It is what a record of processing activities (GDPR, Article 30) can be checked against. It names
    no client, and reads the whole log.
    """
    from disclosure_rules.recording.labels import Labels
    from disclosure_rules.recording.telling import register_sheet

    first, last = read_day("--since", since, language), read_day("--until", until, language)
    with opened(log_file, form, language) as log:
        made = log.register(since=first, until=last)
        answer = as_answer(
            form, made.as_dict, lambda: register_sheet(made, Labels(log, language), language)
        )
    give(answer, output, form, language)
