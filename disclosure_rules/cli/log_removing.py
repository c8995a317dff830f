"""`log prune` and `log erase`: what is too old, or what one client may demand, goes by an order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import click

from disclosure_rules.cli.log_options import finding_options, log_option, opened, read_keys, told
from disclosure_rules.cli.options import F, common_options, print_json, say

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from disclosure_rules.language.phrases import Reader
    from disclosure_rules.recording.log import DecisionLog
    from disclosure_rules.recording.removing import Removed

_SHORT: Final = re.compile(r"([0-9]{1,7}) ?([ymd])")
_UNITS: Final = {"y": "years", "m": "months", "d": "days"}


def _order_options(command: F) -> F:
    """Add the options that both have: the order, which part, and whether only to count."""
    order = click.option(
        "--order",
        metavar="TEXT",
        required=True,
        help="The order by which it is removed, such as the number of a letter. It stays in the "
        "log: name no client in it.",
    )
    facts = click.option(
        "--only-facts",
        is_flag=True,
        help="Remove the facts only: the log can still tell who received what, and not decide "
        "again.",
    )
    trial = click.option(
        "--dry-run", "trial", is_flag=True, help="Change nothing; tell what would be removed."
    )
    return order(facts(trial(command)))


@click.command()
@click.option(
    "--older-than",
    "age",
    metavar="AGE",
    required=True,
    help="The age from which records are removed: 6y, 18m, 90d, or `6 years`.",
)
@_order_options
@log_option
@common_options
def prune(
    *,
    age: str,
    order: str,
    only_facts: bool,
    trial: bool,
    log_file: Path,
    form: str,
    language: Reader,
) -> None:
    """Remove what records say that are old enough, and their facts; keep the chain of hashes.

    A decision stays with all that came of it while something is owed by it, or what came of it is
    not old enough. `log verify` tells how much is gone, and by which order. The file is written
    anew, so that nothing removed is left in it: that takes time and room.
    """
    with opened(log_file, form, language, writable=not trial) as log:
        before = _before(log, age, language)
        outcome = log.prune(before, order, only_facts=only_facts, trial=trial)
        _tell(log, outcome, form, language, trial=trial)


@click.command()
@click.option("--client", metavar="ID", required=True, help="The client, as requests name it.")
@_order_options
@log_option
@finding_options
@common_options
def erase(
    *,
    client: str,
    order: str,
    only_facts: bool,
    trial: bool,
    log_file: Path,
    keys: Path,
    without_keys: tuple[str, ...],
    form: str,
    language: Reader,
) -> None:
    """Remove all that the log holds about a client; keep the chain of hashes.

    What the records say, the facts and the pseudonym go. `log verify` tells how much is gone, and
    by which order. Nothing is removed while something is still owed to the client. The file is
    written anew, so that nothing removed is left in it. Copies of the file are yours to deal with.
    """
    known = read_keys(keys, form, language)
    with opened(log_file, form, language, known, writable=not trial) as log:
        outcome = log.erase(
            client, order, only_facts=only_facts, trial=trial, without_keys=without_keys
        )
        _tell(log, outcome, form, language, trial=trial)


def _before(log: DecisionLog, age: str, language: Reader) -> datetime:
    """Return the moment before which records are old enough; leave where that is no age."""
    from disclosure_rules.language.times import read_duration
    from disclosure_rules.recording.spans import back_from, zone_of

    short = _SHORT.fullmatch(age.strip())
    duration = read_duration(f"{short[1]} {_UNITS[short[2]]}" if short else age.strip())
    moment = None if duration is None else back_from(log.clock(), duration, zone_of(log))
    if moment is None:
        raise click.BadParameter(told("bad_age", language), param_hint="'--older-than'")
    return moment


def _tell(log: DecisionLog, outcome: Removed, form: str, language: Reader, *, trial: bool) -> None:
    if form == "json":
        print_json(
            {
                "removed": outcome.records,
                "kept": outcome.kept,
                "removals": list(outcome.removals),
                "dry_run": trial,
            }
        )
        return
    word = "would_be_removed" if trial else "removed" if outcome.records else "nothing_removed"
    say([told(word, language, log=log.path, count=outcome.records)])
    if outcome.kept:
        say([told("kept_for_now", language, count=outcome.kept)])
    say(told("removal_recorded", language, id=identifier) for identifier in outcome.removals)
