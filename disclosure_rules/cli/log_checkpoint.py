"""`log checkpoint`: where a log stands, signed, to be kept elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from disclosure_rules.cli.log_options import log_option, opened, read_key
from disclosure_rules.cli.options import common_options, print_json

if TYPE_CHECKING:
    from disclosure_rules.language.phrases import Reader


@click.command()
@log_option
@click.option(
    "--private-key",
    type=click.Path(path_type=Path),
    metavar="FILE",
    required=True,
    help="The private Ed25519 key, in PEM, to sign with.",
)
@common_options
def checkpoint(log_file: Path, private_key: Path, form: str, language: Reader) -> None:
    """Print where the log stands, signed: a few lines to print, to send, to keep elsewhere.

    `log verify --checkpoint` compares a log with such lines. Keep the key where the log is not.
    """
    key = read_key(private_key, form, language)
    with opened(log_file, form, language) as log:
        stands = log.checkpoint()
        signed = stands.signed(key)
    if form == "json":
        parts = {"log": stands.log, "records": stands.number, "digest": stands.digest}
        print_json({**parts, "at": stands.at, "checkpoint": signed})
    else:
        click.echo(signed, nl=False)
