"""`table`: decide every row of a file, or write out those that may leave."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, cast

import click

from disclosure_rules.cli.options import (
    Exit,
    common_options,
    find_policies,
    leave,
    load_engine,
    policies_option,
    print_json,
    say,
)
from disclosure_rules.cli.request_files import read_data_file
from disclosure_rules.language.phrases import printable, texts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from disclosure_rules.authoring.table_files import TableSummary
    from disclosure_rules.language.phrases import Reader
    from disclosure_rules.tables.errors import TableError

_OUTCOMES: Final = ("permitted", "prohibited", "no_ground", "facts_missing")


@click.command()
@click.argument("source", metavar="INPUT", type=click.Path(path_type=Path))
@click.argument("target", metavar="[OUTPUT]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--mapping",
    "mapping_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A YAML file that says what the columns are, where their names are no paths of facts.",
)
@click.option(
    "--only-permitted",
    is_flag=True,
    help="Write the export itself: the rows that may leave, as they came, and nothing beside.",
)
@click.option(
    "--fulfilled",
    multiple=True,
    metavar="ID",
    help="An obligation that has been fulfilled already; can be repeated.",
)
@click.option(
    "--row",
    "row",
    type=click.IntRange(min=1),
    metavar="N",
    help="Print row N, counted from 1, as the request that it stands for; write nothing.",
)
@policies_option
@common_options
def table(
    source: Path,
    target: Path | None,
    mapping_file: Path | None,
    *,
    only_permitted: bool,
    fulfilled: Sequence[str],
    row: int | None,
    policies: Path | None,
    form: str,
    language: Reader,
) -> None:
    """Decide each row of INPUT (.parquet, .csv or .jsonl) and write OUTPUT.

    A row stands for one item of a request; its columns are called as the paths of facts, as
    `client.consents`. Rows that are no valid request are not decided: they stand with their
    reasons in a file beside OUTPUT, and the command exits with 1. With --row N a single row
    is printed as the request that it stands for, with its values, for `explain -` to read.
    """
    from disclosure_rules.tables import is_installed

    words = texts_of("tables", language)
    if not is_installed():
        raise click.UsageError(words["no_extra"])
    if target is None and row is None:
        raise click.UsageError(words["no_output"])
    if row is not None and (target is not None or only_permitted or fulfilled):
        raise click.UsageError(words["row_alone"])
    engine = load_engine(find_policies(policies), form, language)
    from disclosure_rules.authoring.table_files import Writing, decide_file, request_of_row
    from disclosure_rules.tables.batches import NO_MAPPING, Order
    from disclosure_rules.tables.errors import TableError
    from disclosure_rules.tables.files import form_of
    from disclosure_rules.tables.mapping_file import read_mapping
    from disclosure_rules.tables.row_text import request_text

    unknown = sorted(set(fulfilled) - _obligations(engine.policy_set))
    if unknown:
        raise click.UsageError(words["no_obligation"].format(id=printable(unknown[0])))
    try:
        mapping = NO_MAPPING
        if mapping_file is not None:
            said = read_data_file(str(mapping_file), form, language)
            mapping = read_mapping(said, str(mapping_file), engine.policy_set.vocabulary)
        order = Order(form_of(source), mapping, fulfilled, language)
        if target is None:
            found = request_of_row(engine, source, cast("int", row), order)
            click.echo(request_text(found))
            return
        progress = _progress(words) if sys.stderr.isatty() else None
        writing = Writing(target, only_permitted=only_permitted, progress=progress)
        summary = decide_file(engine, source, order, writing)
    except TableError as error:
        _refuse(error, form, language)
    _report(summary, form, words)
    if summary.rejects is not None:
        leave(Exit.FAILED)


def _obligations(policy_set: Any) -> set[str]:
    return {obligation.id for p in policy_set.policies for obligation in p.obligations.values()}


def _progress(words: Any) -> Any:
    def told(rows: int) -> None:
        click.echo("\r" + words["progress"].format(rows=rows), nl=False, err=True)

    return told


def _refuse(error: TableError, form: str, language: Reader) -> NoReturn:
    if form == "json":
        told = [{"code": each.code, "message": each.text(language)} for each in error.problems]
        print_json({"problems": told})
    else:
        for line in error.text(language).split("\n"):
            click.echo(printable(line), err=True)
    leave(Exit.FAILED)


def _report(summary: TableSummary, form: str, words: Any) -> None:
    if form == "json":
        print_json(summary.as_dict())
        return
    if sys.stderr.isatty():
        click.echo("\r", nl=False, err=True)
    rejected = summary.counts.get("rejected", 0)
    decided = sum(summary.counts.values()) - rejected
    say([words["decided"].format(rows=decided, rejected=rejected)])
    say(_counted([(words[f"outcome_{o}"], summary.counts.get(o, 0)) for o in _OUTCOMES]))
    if summary.by_rule:
        say([words["by_rule"], *_counted(sorted(Counter(summary.by_rule).items()))])
    if summary.left is not None:
        say([words["left"].format(count=summary.left)])
    if summary.held:
        say([words["held"].format(count=summary.held)])
    say(
        words["without_row"].format(list=path, count=count)
        for path, count in summary.without_row.items()
        if count
    )
    say(words["written"].format(file=each) for each in (summary.target, summary.rejects) if each)


def _counted(counts: Sequence[tuple[str, int]]) -> list[str]:
    width = max(len(name) for name, _ in counts)
    return [f"  {name.ljust(width)}  {count}" for name, count in counts]
