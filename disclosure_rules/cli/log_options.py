"""What the commands about a log share: which log, and leaving with what is wrong with it."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from disclosure_rules.cli.options import Exit, F, leave, print_json
from disclosure_rules.language.phrases import texts_of
from disclosure_rules.recording.errors import LogError
from disclosure_rules.recording.log import DecisionLog

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.language.phrases import Reader


def log_option(command: F) -> F:
    """Add the option that names the log."""
    return click.option(
        "--log",
        "log_file",
        type=click.Path(path_type=Path),
        metavar="FILE",
        envvar="DISCLOSURE_RULES_LOG",
        required=True,
        help="The log.",
    )(command)


@contextmanager
def opened(file: Path, form: str, language: Reader) -> Iterator[DecisionLog]:
    """Give a log to read; leave with a message where it cannot be read."""
    try:
        with DecisionLog(file, writable=False) as log:
            yield log
    except LogError as error:
        refuse_log(error, form, language)


def refuse_log(error: LogError, form: str, language: Reader) -> NoReturn:
    """Leave with what is wrong with a log, or with what is asked of it."""
    if form == "json":
        print_json({"log_error": {"code": error.code, "message": error.text(language)}})
    else:
        click.echo(error.text(language), err=True)
    leave(Exit.FAILED)


def read_key(file: Path, form: str, language: Reader) -> bytes:
    """Return what the file of a key holds; leave with a message where it cannot be read."""
    try:
        return file.read_bytes()
    except OSError as error:
        refuse_log(LogError("unreadable", file=file, reason=error.strerror), form, language)


def told(key: str, language: Reader, **details: object) -> str:
    """Return a text about logs in the language of the reader."""
    template: str = texts_of("recording", language)[key]
    return template.format_map(details)
