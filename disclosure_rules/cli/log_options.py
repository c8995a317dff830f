"""What the commands about a log share: which log, keys and days, and leaving with what is wrong."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from disclosure_rules.cli.options import Exit, F, leave, print_json
from disclosure_rules.cli.output import Answer, json_text, text_of
from disclosure_rules.language.phrases import texts_of
from disclosure_rules.language.times import read_date
from disclosure_rules.recording.errors import LogError
from disclosure_rules.recording.keys import Keys
from disclosure_rules.recording.log import DecisionLog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from disclosure_rules.language.phrases import Reader
    from disclosure_rules.recording.sheet import Sheet


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


def keys_option(*, required: bool) -> Callable[[F], F]:
    """Return what adds the option that names where the keys lie; a key itself is never typed."""
    return click.option(
        "--keys",
        type=click.Path(path_type=Path),
        metavar="PATH",
        envvar="DISCLOSURE_RULES_LOG_KEYS",
        required=required,
        help="The keys of the log: a folder with a file for each, called as the key, or one such "
        "file.",
    )


def finding_options(command: F) -> F:
    """Add the options by which all that was recorded about a client is found."""
    without = click.option(
        "--without-key",
        "without_keys",
        metavar="NAME",
        multiple=True,
        help="A key that is no more: what was recorded by it cannot be found.",
    )
    return keys_option(required=True)(without(command))


def day_options(command: F) -> F:
    """Add the options that name the first and the last day of a period."""
    first = click.option("--since", metavar="DAY", help="The first day, as 2026-01-31.")
    last = click.option("--until", metavar="DAY", help="The last day, as 2026-12-31.")
    return first(last(command))


def sheet_format_option(command: F) -> F:
    """Add the option that names the form of what people hand out."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json", "csv", "html"]),
        default="text",
        show_default=True,
        help="Text, a table or a page for people, or JSON for programs.",
    )(command)


def read_day(option: str, day: str | None, language: Reader) -> date | None:
    """Return the day that an option names; leave with a usage error if it names none."""
    if day is None:
        return None
    read = read_date(day)
    if read is None:
        raise click.BadParameter(told("no_day", language), param_hint=f"'{option}'")
    return read


def read_keys(path: Path, form: str, language: Reader) -> Keys:
    """Return the keys in a folder, or the one in a file; leave where there are none.

    A key is called as its file. Files whose name begins with a dot are none: mounted secrets have
    such beside them.
    """
    try:
        inside = [path] if path.is_file() else path.iterdir()
        files = {f.name: f for f in inside if f.name[0] != "." and not f.is_dir()}
    except OSError as error:
        refuse_log(LogError("keys_unreadable", path=path, reason=error.strerror), form, language)
    if not files:
        refuse_log(LogError("no_key_files", path=path), form, language)
    try:
        # Which one is current matters only for what is new: the last by its name.
        return Keys.read(files, max(files))
    except LogError as error:
        refuse_log(error, form, language)


def as_answer(
    form: str,
    data: Callable[[], object],
    laid_out: Callable[[], Sheet],
    findings: Iterable[str] = (),
) -> Answer:
    """Return what a command answers that can answer as data or as a sheet."""
    from disclosure_rules.recording import sheet

    if form == "json":
        made = json_text(data())
    elif form == "text":
        made = text_of(sheet.as_lines(laid_out()))
    else:
        made = (sheet.as_csv if form == "csv" else sheet.as_page)(laid_out())
    return Answer(made, clean=True, findings=tuple(findings))


@contextmanager
def opened(
    file: Path, form: str, language: Reader, keys: Keys | None = None, *, writable: bool = False
) -> Iterator[DecisionLog]:
    """Give a log; leave with a message where it cannot be used."""
    try:
        with DecisionLog(file, keys, create=False, writable=writable) as log:
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
