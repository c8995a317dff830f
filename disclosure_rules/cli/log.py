"""`log`: the commands about a log of decisions."""

from __future__ import annotations

import click

from disclosure_rules.cli.log_checkpoint import checkpoint
from disclosure_rules.cli.log_disclosures import disclosures
from disclosure_rules.cli.log_register import register
from disclosure_rules.cli.log_removing import erase, prune
from disclosure_rules.cli.log_replay import replay
from disclosure_rules.cli.log_show import show
from disclosure_rules.cli.log_verify import verify
from disclosure_rules.cli.log_withhold import withhold


@click.group()
def log() -> None:
    """Show, verify and account for a log of decisions.

    The log is the file that --log names, or else the variable DISCLOSURE_RULES_LOG.
    """


_COMMANDS = (
    verify,
    show,
    replay,
    checkpoint,
    disclosures,
    withhold,
    register,
    prune,
    erase,
)

for _command in _COMMANDS:
    log.add_command(_command)
