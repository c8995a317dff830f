"""The command `disclosure-rules`, which gathers the others."""

from __future__ import annotations

import gc
import os
import sys

import click

from disclosure_rules import __version__
from disclosure_rules.cli.ask import ask
from disclosure_rules.cli.check import check
from disclosure_rules.cli.decide import decide
from disclosure_rules.cli.demo import demo
from disclosure_rules.cli.diff import diff
from disclosure_rules.cli.explain import explain
from disclosure_rules.cli.fmt import fmt
from disclosure_rules.cli.handbook import handbook
from disclosure_rules.cli.init import init
from disclosure_rules.cli.log import log
from disclosure_rules.cli.options import Exit
from disclosure_rules.cli.schema import schema
from disclosure_rules.cli.table import table
from disclosure_rules.cli.test import test
from disclosure_rules.cli.trace import trace
from disclosure_rules.cli.usage import SpeakingGroup
from disclosure_rules.cli.verify import verify


@click.group(
    cls=SpeakingGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="disclosure-rules")
def commands() -> None:
    """Decide whether personal data may be disclosed, under policies written in YAML.

    Exit codes: 0 done or permitted; 1 failed; 2 used wrongly; 3 policies invalid; 4 cases failed, a
    guarantee broken, something loosened, or `trace` or `log verify` found something; 5 prohibited
    or no ground; 6 facts missing.
    """


for _command in (
    *(check, decide, explain, test, verify, diff, ask, trace, fmt, table),
    *(handbook, log, init, demo, schema),
):
    commands.add_command(_command)


def main() -> None:
    """Run the command line."""
    # Estonian and arrows must come out whatever the machine's locale is.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    # A command lives briefly, and most of what it builds stays: there is little garbage to find.
    gc.set_threshold(100_000)
    # Plugins of other packages have no business in how policies are read, and take time to find.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        commands()
    except OSError as error:
        # What is read is dealt with where it is read: this is a full disk, or the like.
        click.echo(f"disclosure-rules: {error.strerror or error}", err=True)
        sys.exit(Exit.FAILED)
