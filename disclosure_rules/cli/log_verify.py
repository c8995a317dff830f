"""`log verify`: whether a log is what was recorded, and if not, where."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from disclosure_rules.cli.log_options import log_option, opened, read_key, refuse_log, told
from disclosure_rules.cli.options import Exit, common_options, leave, print_json, say

if TYPE_CHECKING:
    from disclosure_rules.language.phrases import Reader
    from disclosure_rules.recording.checkpoints import Checkpoint
    from disclosure_rules.recording.removals import Removal
    from disclosure_rules.recording.verifying import Finding


@click.command()
@log_option
@click.option(
    "--checkpoint",
    "checkpoint_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A signed checkpoint that was kept elsewhere: shows also an end that was cut off.",
)
@click.option(
    "--public-key",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The public Ed25519 key, in PEM, by which the checkpoint is checked.",
)
@common_options
def verify(
    log_file: Path,
    checkpoint_file: Path | None,
    public_key: Path | None,
    form: str,
    language: Reader,
) -> None:
    """Look for records that were altered, removed, put in, moved or cut off.

    Exits with 4 if there are any, 1 if the file cannot be read as a log at all.
    """
    if (checkpoint_file is None) is not (public_key is None):
        raise click.UsageError(told("checkpoint_and_key", language))
    checkpoint = None
    if checkpoint_file is not None and public_key is not None:
        checkpoint = _checkpoint(checkpoint_file, public_key, form, language)
    with opened(log_file, form, language) as log:
        verified = log.verify(checkpoint)
    if form == "json":
        findings = [
            {
                "code": finding.code,
                "number": finding.number,
                "id": finding.id,
                "message": _line(finding, language),
            }
            for finding in verified.findings
        ]
        print_json(
            {
                "sound": verified.sound,
                "records": verified.records,
                "last": verified.last,
                "findings": findings,
                "gone": verified.gone,
                "removals": [removal.as_dict() for removal in verified.removals],
            }
        )
    else:
        say(_line(finding, language) for finding in verified.findings)
        word = "sound" if verified.sound else "not_sound"
        count = len(verified.findings)
        counts = {"records": verified.records, "findings": count, "last": verified.last[:12]}
        say([told(word, language, log=log_file, **counts)])
        if verified.removals:
            say([told("gone", language, count=verified.gone)])
        say(f"  {removal_line(removal, language)}" for removal in verified.removals)
    if not verified.sound:
        leave(Exit.CASES_FAILED)


def _checkpoint(file: Path, public_key: Path, form: str, language: Reader) -> Checkpoint:
    from disclosure_rules.recording.checkpoints import read_checkpoint
    from disclosure_rules.recording.errors import LogError

    text = read_key(file, form, language).decode(errors="replace")
    try:
        return read_checkpoint(text, read_key(public_key, form, language))
    except LogError as error:
        refuse_log(error, form, language)


def removal_line(removal: Removal, language: Reader) -> str:
    """Return what was removed, and by which order."""
    word = f"removal_{removal.occasion}" + ("_of_facts" if removal.only_facts else "")
    details = {"order": removal.order, "count": removal.records, "at": removal.at}
    return told(word, language, number=removal.number, id=removal.id, **details)


def _line(finding: Finding, language: Reader) -> str:
    said = told(f"found_{finding.code}", language, number=finding.number, detail=finding.detail)
    return f"{said} [{finding.id}]" if finding.id is not None else said
