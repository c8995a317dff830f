"""`log withhold`: an authority's order that disclosures to it are not told of for a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from disclosure_rules.cli.log_options import keys_option, log_option, opened, read_keys
from disclosure_rules.cli.options import common_options, print_json, say
from disclosure_rules.language.times import read_instant

if TYPE_CHECKING:
    from pathlib import Path

    from disclosure_rules.language.phrases import Reader


@click.command()
@click.option(
    "--recipient", metavar="ID", required=True, help="The recipient, as requests name it."
)
@click.option(
    "--until",
    metavar="MOMENT",
    required=True,
    help="When the order ends by itself, as 2026-12-31T00:00:00+02:00.",
)
@click.option(
    "--order",
    metavar="TEXT",
    required=True,
    help="Who ordered it, by which document; no personal data.",
)
@click.option("--client", metavar="ID", help="The only client that it is about; needs --keys.")
@click.option(
    "--oral", is_flag=True, help="Nobody wrote the order down: it may last for 30 days at most."
)
@log_option
@keys_option(required=False)
@common_options
def withhold(
    *,
    recipient: str,
    until: str,
    order: str,
    client: str | None,
    oral: bool,
    log_file: Path,
    keys: Path | None,
    form: str,
    language: Reader,
) -> None:
    """Record an order to leave disclosures to a recipient out of clients' accounts for a time.

    The same order recorded again takes the place of what it said: a later moment prolongs it, one
    that is past ends it.
    """
    from disclosure_rules.recording import telling

    moment = read_instant(until)
    if moment is None:
        raise click.BadParameter(telling.say("no_moment", language), param_hint="'--until'")
    known = None if keys is None else read_keys(keys, form, language)
    with opened(log_file, form, language, known, writable=True) as log:
        made = log.withhold(recipient, moment, order, client=client, oral=oral)
    if form == "json":
        print_json({"id": made, "until": moment.isoformat()})
    else:
        told = {"id": made, "until": telling.minute(moment), "recipient": recipient}
        ended = moment <= log.clock()
        say([telling.say("order_ended" if ended else "order_recorded", language, **told)])
