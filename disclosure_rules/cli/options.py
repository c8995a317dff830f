"""What the commands share: options, exit codes, finding policies, and printing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from pathlib import Path
from typing import Any, Final, NoReturn, TypeVar

import click

from disclosure_rules.engine import Engine
from disclosure_rules.errors import PolicyError
from disclosure_rules.language.phrases import READERS, Reader, printable

F = TypeVar("F", bound=Callable[..., Any])


class Exit(IntEnum):
    """Exit codes; part of the stable face."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    POLICIES_INVALID = 3
    CASES_FAILED = 4
    REFUSED = 5
    FACTS_MISSING = 6


OUTCOME_EXITS: Final = {
    "permitted": Exit.DONE,
    "prohibited": Exit.REFUSED,
    "no_ground": Exit.REFUSED,
    "facts_missing": Exit.FACTS_MISSING,
}


def language_option(command: F) -> F:
    """Add the option that names the language of the reader."""
    return click.option(
        "--lang",
        "language",
        type=click.Choice(READERS),
        default="en",
        show_default=True,
        help="The language of what is printed.",
    )(command)


class _Folder(click.Path):
    """The path of a folder; an empty one is a setting that was forgotten, not this folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail("a path cannot be empty", param, ctx)
        return super().convert(value, param, ctx)


FOLDER: Final = _Folder(path_type=Path)


def common_options(command: F) -> F:
    """Add the options that every command has."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="Text for people, or JSON for programs.",
    )(language_option(command))


def policies_option(command: F) -> F:
    """Add the option that names the policy set."""
    return click.option(
        "--policies",
        type=FOLDER,
        envvar="DISCLOSURE_RULES_POLICIES",
        help="The folder of the policy set; by default this folder, or the one below `policies`.",
    )(command)


def find_policies(named: Path | None) -> Path:
    """Return the folder of the one policy set meant; leave with a usage error if that is open."""
    if named is not None:
        return named
    found = find_policy_sets()
    if len(found) == 1:
        return found[0]
    if not found:
        message = "no policy set here: name one with --policies FOLDER"
    else:
        listed = ", ".join(str(folder) for folder in found)
        message = f"several policy sets here ({listed}): name one with --policies FOLDER"
    raise click.UsageError(message)


def named_or_found(folders: Sequence[Path]) -> list[Path]:
    """Return the folders that were named, or those found here; leave where there are none."""
    found = list(folders) or find_policy_sets()
    if not found:
        message = "no policy set here: name a folder that holds `vocabulary.yaml`"
        raise click.UsageError(message)
    return found


def find_policy_sets() -> list[Path]:
    """Return the folders of policy sets: this one, or those below `policies`."""
    here = Path()
    if _is_policy_set(here):
        return [here]
    below = Path("policies")
    if _is_policy_set(below):
        return [below]
    try:
        return sorted(folder for folder in below.iterdir() if _is_policy_set(folder))
    except FileNotFoundError:
        return []
    except OSError:
        return [below]


def _is_policy_set(folder: Path) -> bool:
    try:
        return any((folder / f"vocabulary{end}").is_file() for end in (".yaml", ".yml"))
    except OSError:
        # What may not be opened may be one: reading it will say so, passing it by would not.
        return True


def load_engine(folder: Path, form: str, language: Reader) -> Engine:
    """Return the engine for a policy set; leave with its diagnostics if it has faults."""
    try:
        return Engine.load(folder)
    except PolicyError as error:
        refuse_policies(error, form, language)


def refuse_policies(error: PolicyError, form: str, language: Reader) -> NoReturn:
    """Leave with the diagnostics of a policy set that has faults."""
    if form == "json":
        from disclosure_rules.language.rendering import as_data

        print_json({"diagnostics": [as_data(d, language) for d in error.diagnostics]})
    else:
        for line in error.text(language).split("\n"):
            click.echo(printable(line), err=True)
    leave(Exit.POLICIES_INVALID)


def print_json(data: object) -> None:
    """Print plain data as JSON, with nothing in it that could act on a terminal."""
    made = json.dumps(data, ensure_ascii=False, indent=2)
    # What is not printable stands only inside of texts, where JSON can write it as an escape.
    click.echo("\n".join(map(_escaped, made.split("\n"))))


def _escaped(line: str) -> str:
    if line.isprintable():
        return line
    return "".join(
        character if character.isprintable() else json.dumps(character)[1:-1] for character in line
    )


def say(lines: Iterable[str]) -> None:
    """Print lines, with nothing in them that could act on a terminal."""
    for line in lines:
        click.echo(printable(line))


def refuse(
    kind: str,
    where: tuple[str, str],
    message: str,
    form: str,
    *,
    code: Exit = Exit.FAILED,
    err: bool = False,
) -> NoReturn:
    """Leave with one message about a file or folder.

    Args:
        kind: The key of the message in JSON.
        where: What the place is called in JSON, and the place.
        message: Why it is refused, and how to mend it.
        form: `json`, or anything else for text.
        code: What to exit with.
        err: Whether text goes to standard error.
    """
    called, place = where
    if form == "json":
        print_json({kind: {called: place, "message": message}})
    else:
        click.echo(printable(f"{place}: {message}"), err=err)
    leave(code)


def leave(code: Exit) -> NoReturn:
    """End the command with an exit code."""
    raise click.exceptions.Exit(code)
