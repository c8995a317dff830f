"""`diff`: what changed between two policy sets, in the text and in the meaning."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from disclosure_rules.cli.options import Exit, language_option, leave
from disclosure_rules.cli.output import Answer, give, json_text, output_option, text_of
from disclosure_rules.cli.revisions import load_side
from disclosure_rules.cli.solver import limit_option, need_solver
from disclosure_rules.language.phrases import texts_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from disclosure_rules.authoring.differences.report import Report
    from disclosure_rules.language.phrases import Reader
    from disclosure_rules.proving.differences import KindName


@click.command()
@click.argument("old")
@click.argument("new")
@click.option(
    "--most",
    type=click.IntRange(min=1),
    default=50,
    show_default=True,
    metavar="NUMBER",
    help="After how many classes of requests to stop.",
)
@output_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown", "html"]),
    default="text",
    show_default=True,
    help="Text, Markdown for a review or a page for people, or JSON for programs.",
)
@limit_option
@language_option
def diff(
    *,
    old: str,
    new: str,
    most: int,
    output: Path | None,
    form: str,
    limit: int,
    language: Reader,
) -> None:
    """Tell what changed between two policy sets, in the text and in the meaning.

    OLD and NEW are folders. OLD may be a git revision of the folder NEW, as in `diff main
    policies`; either may be REVISION:FOLDER. Classes of requests that are answered otherwise are
    found until there are none left, each with its smallest request.

    Exits with 4 if something was loosened: more may leave, on another ground, or with less to be
    done. Exits with 1 if that was not decided within the limit.
    """
    need_solver(language)
    engines = load_side(old, new, form, language), load_side(new, None, form, language)

    from disclosure_rules.authoring.differences.report import PolicySetShown, report_changes

    before, after = (
        PolicySetShown(name, engine) for name, engine in zip((old, new), engines, strict=True)
    )
    report = report_changes(before, after, limit=limit, most=most, progress=_progress(language))
    made = Answer(_made(report, form, language), clean=not report.found.loosened)
    give(made, output, form, language)
    leave(_exit_code(report))


def _made(report: Report, form: str, language: Reader) -> str:
    if form == "json":
        from disclosure_rules.authoring.differences.data import as_data

        return json_text(as_data(report))
    from disclosure_rules.authoring.differences.telling import tell

    told = tell(report, language)
    if form == "markdown":
        from disclosure_rules.authoring.differences.markdown import as_markdown

        return as_markdown(told)
    if form == "html":
        from disclosure_rules.authoring.differences.page import as_page

        return as_page(told, language)
    from disclosure_rules.authoring.differences.lines import as_lines

    return text_of(as_lines(told))


def _exit_code(report: Report) -> Exit:
    found = report.found
    if found.mistaken:
        return Exit.FAILED
    if found.loosened:
        return Exit.CASES_FAILED
    return Exit.FAILED if found.undecided else Exit.DONE


def _progress(language: Reader) -> Callable[[KindName, int], None]:
    """Return what shows on a terminal how far the search has come."""
    if not _is_terminal():
        return lambda _kind, _number: None
    texts = texts_of("differences", language)

    def show(kind: KindName, number: int) -> None:
        told = texts["progress"].format(kind=texts[kind], number=number)
        click.echo(told, err=True)

    return show


def _is_terminal() -> bool:
    return sys.stderr.isatty()
