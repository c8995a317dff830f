"""`check`: read policy sets, look at them closely, and print every diagnostic."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import contextmanager
from time import sleep
from typing import TYPE_CHECKING, Final

import click

from disclosure_rules.cli.options import (
    FOLDER,
    Exit,
    language_option,
    leave,
    named_or_found,
    print_json,
    say,
)
from disclosure_rules.cli.solver import limit_option, need_solver
from disclosure_rules.cli.words import NOUNS, WORDS, counted
from disclosure_rules.language.catalogue import severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from disclosure_rules.language.phrases import Reader
    from disclosure_rules.loading.load import Loaded

_BETWEEN_LOOKS: Final = 0.3
"""Seconds between two looks at the files while they are watched."""


@click.command()
@click.argument("paths", nargs=-1, type=FOLDER, metavar="[PATH]...")
@click.option("--strict", is_flag=True, help="Exit with 3 for warnings, too.")
@click.option(
    "--deep",
    is_flag=True,
    help="Prove, for every possible request, which rules never decide, change nothing or never "
    "bite, which definitions always come out alike, and which rules contradict each other.",
)
@limit_option
@click.option("--watch", is_flag=True, help="Check again whenever a file changes, until Ctrl-C.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif"]),
    default="text",
    show_default=True,
    help="Text for people, JSON for programs, or SARIF for code hosts.",
)
@language_option
def check(
    paths: tuple[Path, ...],
    form: str,
    language: Reader,
    *,
    strict: bool,
    deep: bool,
    limit: int,
    watch: bool,
) -> None:
    """Read policy sets and report every fault, with its place and its remedy.

    Each PATH is a folder that holds one policy set; by default those found here. Beside what stops
    a set from being used, warnings tell what is most likely not meant; a comment
    `# silenced CODE: reason` beside or above a line silences one. Under --deep, notes tell what is
    worth knowing and nothing to mend.
    """
    if deep:
        need_solver(language)
    depth = limit if deep else None
    folders = named_or_found(paths)
    if watch:
        if form != "text":
            message = "--watch prints text: leave --format out"
            raise click.UsageError(message)
        _watch(folders, language, depth)
    else:
        leave(_check(folders, form, language, depth, strict=strict))


def _check(
    folders: Sequence[Path], form: str, language: Reader, depth: int | None, *, strict: bool
) -> Exit:
    """Check folders, print what is found, and return what to exit with.

    Args:
        folders: The policy sets.
        form: How to print it.
        language: The language of the reader.
        depth: For how many million steps to look deeper, if at all.
        strict: Whether warnings count as errors do.
    """
    loaded = [_checked(folder, language, depth) for folder in folders]
    diagnostics = [diagnostic for one in loaded for diagnostic in one.diagnostics]
    if form == "json":
        from disclosure_rules.language.rendering import as_data

        print_json({"diagnostics": [as_data(d, language) for d in diagnostics]})
    elif form == "sarif":
        from disclosure_rules.authoring.sarif import as_sarif

        print_json(as_sarif(diagnostics, language))
    else:
        for folder, one in zip(folders, loaded, strict=True):
            if one.diagnostics:
                say([*one.text(language).split("\n"), ""])
            say([_summary(folder, one, language)])
    counting = {"error", "warning"} if strict else {"error"}
    refused = any(severity(diagnostic.code) in counting for diagnostic in diagnostics)
    return Exit.POLICIES_INVALID if refused else Exit.DONE


def _checked(folder: Path, language: Reader, depth: int | None) -> Loaded:
    from disclosure_rules.authoring.checks import checked
    from disclosure_rules.loading.load import read_policies

    loaded = read_policies(folder)
    if depth is None:
        return checked(loaded)
    from disclosure_rules.authoring.deep import deep_findings

    steps = depth * 1_000_000
    with _progress(language) as progress:
        return checked(
            loaded, lambda policy_set, told: deep_findings(policy_set, told, steps, progress)
        )


@contextmanager
def _progress(language: Reader) -> Iterator[Callable[[int, int], None]]:
    """Show for how many rules there are answers, where somebody is looking."""
    if not _is_watched():
        yield lambda _done, _of: None
        return
    with click.progressbar(
        length=1, label=NOUNS[language]["rule"][1], file=sys.stderr, show_pos=True
    ) as bar:

        def show(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        yield show


def _watch(folders: Sequence[Path], language: Reader, depth: int | None) -> None:
    """Check folders, and again after every change, until the user has seen enough."""
    from disclosure_rules.authoring.watching import changes

    screen = is_screen()
    try:
        if screen:
            click.clear()
        _check(folders, "text", language, depth, strict=False)
        for _ in changes(folders, lambda: sleep(_BETWEEN_LOOKS)):
            if screen:
                click.clear()
            else:
                say([""])
            _check(folders, "text", language, depth, strict=False)
    except KeyboardInterrupt:
        say([""])


def _is_watched() -> bool:
    return sys.stderr.isatty()


def is_screen() -> bool:
    """Tell whether what is printed goes to a terminal."""
    return sys.stdout.isatty()


def _summary(folder: Path, loaded: Loaded, language: Reader) -> str:
    found = Counter(severity(diagnostic.code) for diagnostic in loaded.diagnostics)
    numbers = {"error": found["error"]}
    sound = loaded.policy_set is not None and not found["error"]
    if loaded.policy_set is not None and sound:
        numbers = {
            "policy": len({policy.id for policy in loaded.policy_set.policies}),
            "rule": sum(len(policy.rules) for policy in loaded.policy_set.policies),
            "clause": len(loaded.policy_set.clauses),
            "guarantee": len(loaded.policy_set.guarantees),
            "case": len(loaded.policy_set.cases),
        }
    numbers["warning"] = found["warning"]
    if found["note"]:
        numbers["note"] = found["note"]
    counts = ", ".join(counted(number, noun, language) for noun, number in numbers.items())
    digest = loaded.policy_set.digest[:12] if loaded.policy_set and sound else None
    words = WORDS[language]["sound" if digest else "faulty"]
    return words.format(folder=folder, counts=counts, digest=digest)
