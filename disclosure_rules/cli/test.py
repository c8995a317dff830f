"""`test`: run the cases of policy sets."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from disclosure_rules.cli.coverage import coverage_options, read_coverage_options, report_coverage
from disclosure_rules.cli.mutate import mutate_sets, mutation_options, refuse_without_mutate
from disclosure_rules.cli.options import (
    FOLDER,
    Exit,
    common_options,
    leave,
    named_or_found,
    print_json,
    refuse_policies,
    say,
)
from disclosure_rules.cli.words import NOUNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from disclosure_rules.authoring.cases import CaseRun
    from disclosure_rules.engine import Engine
    from disclosure_rules.language.phrases import Reader


_TOGETHER: Final = {
    "en": "`{option}` is about all cases: leave `{other}` out",
    "et": "`{option}` käib kõigi juhtumite kohta: jätke `{other}` ära",
}


def _not_empty(_ctx: click.Context, _param: click.Parameter, text: str | None) -> str | None:
    """Refuse an empty text: it is a setting that was forgotten, and would choose every case."""
    if text == "":
        message = "the text cannot be empty"
        raise click.BadParameter(message)
    return text


@click.command()
@click.argument("paths", nargs=-1, type=FOLDER, metavar="[PATH]...")
@click.option(
    "--filter",
    "wanted",
    callback=_not_empty,
    metavar="TEXT",
    help="Run only the cases in whose name, title or clauses TEXT stands; `*` in it stands for any "
    "text, and capital letters do not count.",
)
@click.option("--fail-fast", is_flag=True, help="Stop at the first case that fails.")
@click.option(
    "--junit",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Also write what came of the cases into FILE, as JUnit XML for build servers.",
)
@coverage_options
@mutation_options
@common_options
def test(
    *,
    paths: tuple[Path, ...],
    wanted: str | None,
    fail_fast: bool,
    junit: Path | None,
    coverage: bool,
    coverage_html: Path | None,
    fail_under: str | None,
    mutate: bool,
    least_noticed: float | None,
    sample: int | None,
    seed: int | None,
    form: str,
    language: Reader,
) -> None:
    """Run the cases of policy sets and print what differs from what they expect.

    Each PATH is a folder that holds one policy set; by default those found here. A policy set
    without cases fails, and so does a filter that no case matches.
    """
    folders = named_or_found(paths)
    # What asks for all cases, or decides them in a way of its own, would pass the rest over.
    some = {"--filter": wanted is not None, "--fail-fast": fail_fast}
    others = {**some, "--junit": junit is not None, "--coverage": coverage}
    _refuse_together("--mutate", mutate, others, language)
    _refuse_together("--coverage", coverage, some, language)
    if mutate:
        mutate_sets(folders, form, language, least_noticed, sample, seed)
        return
    refuse_without_mutate(language, least_noticed=least_noticed, sample=sample, seed=seed)
    asked = read_coverage_options(
        coverage=coverage,
        page=coverage_html,
        least=fail_under,
        folders=folders,
        language=language,
    )
    engines = {folder: _load(folder, junit, form, language) for folder in folders}
    runs = _run(engines, wanted, language, fail_fast=fail_fast)
    unmatched = _no_match(engines, runs, wanted, language)
    report = report_coverage(asked, engines, form, language)
    if form == "json":
        from disclosure_rules.cli.case_report import report_data

        print_json({**report_data(runs, unmatched, language), **report.data()})
    else:
        _say(runs, unmatched, language)
        say(report.lines(language))
    if junit is not None:
        from disclosure_rules.cli.junit import write_runs

        write_runs(runs, unmatched, junit, form, language)
    met = not unmatched and all(run.known and not run.failed for run in runs)
    if not met or not report.enough:
        leave(Exit.CASES_FAILED)


def _refuse_together(
    option: str,
    asked: bool,  # noqa: FBT001 - what click hands over
    others: dict[str, bool],
    language: Reader,
) -> None:
    given = [other for other, is_given in others.items() if is_given]
    if asked and given:
        raise click.UsageError(_TOGETHER[language].format(option=option, other=given[0]))


def _load(folder: Path, junit: Path | None, form: str, language: Reader) -> Engine:
    from disclosure_rules.engine import Engine
    from disclosure_rules.errors import PolicyError

    try:
        return Engine.load(folder)
    except PolicyError as error:
        if junit is not None:
            from disclosure_rules.cli.junit import write_faults

            write_faults(folder, error, junit, form, language)
        refuse_policies(error, form, language)


def _run(
    engines: dict[Path, Engine], wanted: str | None, language: Reader, *, fail_fast: bool
) -> list[CaseRun]:
    from disclosure_rules.authoring.cases import CaseRun, choose_cases, run_chosen

    chosen = {
        folder: choose_cases(engine.policy_set.cases, wanted) for folder, engine in engines.items()
    }
    runs: list[CaseRun] = []
    with progress(sum(map(len, chosen.values())), language) as advance:
        for folder, cases in chosen.items():
            results = []
            if not (fail_fast and any(run.failed for run in runs)):
                for result in run_chosen(engines[folder], cases, fail_fast=fail_fast):
                    results.append(result)
                    advance(1)
            known = len(engines[folder].policy_set.cases)
            not_run = tuple(cases[len(results) :])
            runs.append(CaseRun(str(folder), known, tuple(results), not_run))
    return runs


@contextmanager
def progress(length: int, language: Reader) -> Iterator[Callable[[int], None]]:
    """Show how far the cases have come, where somebody is looking."""
    if not sys.stderr.isatty():
        yield lambda _done: None
        return
    label = NOUNS[language]["case"][1]
    steps = max(1, length // 100)
    with click.progressbar(
        length=length, label=label, file=sys.stderr, update_min_steps=steps
    ) as bar:
        yield bar.update


def _no_match(
    engines: dict[Path, Engine], runs: Iterable[CaseRun], wanted: str | None, language: Reader
) -> str | None:
    """Return what to say where a filter chose no case, though there are some."""
    if wanted is None or any(run.chosen for run in runs):
        return None
    cases = [case for engine in engines.values() for case in engine.policy_set.cases]
    if not cases:
        return None
    from disclosure_rules.cli.case_report import no_match_line

    return no_match_line(wanted, cases, language)


def _say(runs: Iterable[CaseRun], message: str | None, language: Reader) -> None:
    from disclosure_rules.cli.case_report import failure_lines, summary_line

    for run in runs:
        for result in run.results:
            if not result.met:
                say(failure_lines(result, language))
        # Of a set in which no case is meant there is nothing to say.
        if run.chosen or not run.known:
            say([summary_line(run, language)])
    if message is not None:
        say([message])
