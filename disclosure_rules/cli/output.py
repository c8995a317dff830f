"""What a command made, as a text to print or to write into a file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from disclosure_rules.authoring.writing import NotAFileError, write_whole
from disclosure_rules.cli.options import F, print_json, refuse, say
from disclosure_rules.language.phrases import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from disclosure_rules.language.phrases import Reader

WORDS: Final = {
    "en": {
        "written": "{file}: written",
        "unwritable": "cannot be written ({reason}); name a place where you may write",
        "no_file": "is a folder, a device or the like; name a file, or leave out `--output`",
    },
    "et": {
        "written": "{file}: kirjutatud",
        "unwritable": "ei saa kirjutada ({reason}); nimetage koht, kuhu võite kirjutada",
        "no_file": "on kaust, seade vms; nimetage fail või jätke `--output` ära",
    },
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command answers."""

    text: str
    """What is printed, or written into a file."""
    clean: bool
    """Whether nothing was found that makes the command fail."""
    findings: tuple[str, ...] = ()
    """What was found, line by line, where the text does not say it."""


def output_option(command: F) -> F:
    """Add the option that names a file to write into."""
    return click.option(
        "--output",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Write into this file instead of printing.",
    )(command)


def give(answer: Answer, output: Path | None, form: str, language: Reader) -> None:
    """Print an answer, or write it into a file; what was found goes to standard error."""
    if output is None:
        click.echo(answer.text, nl=False)
    else:
        _write(output, answer, form, language)
    for line in answer.findings:
        click.echo(printable(line), err=True)


def _write(output: Path, answer: Answer, form: str, language: Reader) -> None:
    words = WORDS[language]
    place = ("file", str(output))
    # Spreadsheets take a file for UTF-8 only if it says so.
    encoding = "utf-8-sig" if form == "csv" else "utf-8"
    try:
        write_whole(output, answer.text, encoding)
    except NotAFileError:
        refuse("unwritable", place, words["no_file"], form, err=True)
    except OSError as error:
        message = words["unwritable"].format(reason=error.strerror or "?")
        refuse("unwritable", place, message, form, err=True)
    if form == "json":
        print_json({"written": str(output)})
    else:
        say([words["written"].format(file=output)])


def text_of(lines: Iterable[str]) -> str:
    """Return lines as a text, with nothing in them that could act on a terminal."""
    return "".join(f"{printable(line)}\n" for line in lines)


def json_text(data: object) -> str:
    """Return plain data as JSON text."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
