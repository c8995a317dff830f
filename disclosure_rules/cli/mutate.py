"""`test --mutate`: change the policies a little, and tell which changes no case notices."""

from __future__ import annotations

import sys
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from disclosure_rules.cli.case_report import WORDS as CASE_WORDS
from disclosure_rules.cli.options import Exit, leave, print_json, refuse_policies, say
from disclosure_rules.cli.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from disclosure_rules.authoring.mutation.mutants import Hunk
    from disclosure_rules.authoring.mutation.trial import MutantResult, Report, Trial
    from disclosure_rules.language.phrases import Reader

F = TypeVar("F", bound="Callable[..., Any]")

_LONGEST: Final = 6
"""How many lines of a change are shown before the rest is counted."""

WORDS: Final = {
    "en": {
        "unnoticed": "{file}:{line}: no case notices {change} ({name})",
        "drop_condition": "the rule without the condition `{was}`",
        "negate_condition": "the opposite of the condition `{was}`",
        "flip_operator": "`{word}` in the place of `{was}`",
        "flip_value": "`{word}` in the place of `{was}`",
        "swap_all_any": "`{word}` in the place of `{was}`",
        "move_boundary": "`{word}` in the place of `{was}`",
        "widen_term": "the broader term `{word}` in the place of `{was}`",
        "narrow_term": "the narrower term `{word}` in the place of `{was}`",
        "replace_term": "the term `{word}` in the place of `{was}`",
        "add_term": "the term `{word}` as a further one",
        "drop_term": "the list without the term `{was}`",
        "drop_value": "the list without `{was}`",
        "drop_head": "the rule without `{was}` in its head",
        "drop_rule": "the policy without the rule `{was}`",
        "flip_effect": "`{word}` in the place of `{was}`",
        "drop_unless": "the rule without its `unless`",
        "drop_exception": "the rule without the exception `{was}`",
        "drop_obligation": "the rule without the obligation `{was}`",
        "change_timing": "`{word}` in the place of `{was}`",
        "change_ground": "the ground `{word}` in the place of `{was}`",
        "change_silence": "another meaning of silence about `{was}`",
        "more": "    … and {lines} more",
        "misshapen": "{place}: an argument is written `# equivalent KIND WORD: reason`",
        "no_reason": "{place}: `{name}` is argued without a reason: say behind the colon why no "
        "decision changes",
        "no_such_change": "{place}: there is no change `{name}` at the line that this speaks of: "
        "mend the comment, or delete it",
        "noticed": "{place}: case `{case}` notices `{name}`, so that there is nothing to argue: "
        "delete the comment",
        "help": "for each change that is not noticed, write a case that comes out otherwise; where "
        "no request can tell the two apart, say so above the line: `# equivalent {name}: reason`",
        "summary": "{folder}: {changes} of the policies, noticed {noticed}, argued as equivalent "
        "{equivalent}, not noticed {unnoticed}; of those not argued the cases notice {share} %",
        "failing": "{folder}: {cases}, {failed} failed: mend these first, with "
        "`disclosure-rules test`",
        "nothing": "{folder}: there is nothing to change: no policy has a rule",
        "only_with": "is for `--mutate` only",
        "working": "changing the policies",
    },
    "et": {
        "unnoticed": "{file}:{line}: ükski juhtum ei märka muudatust: {change} ({name})",
        "drop_condition": "tingimus `{was}` jäetakse välja",
        "negate_condition": "tingimus `{was}` pööratakse vastupidiseks",
        "flip_operator": "`{was}` asemel `{word}`",
        "flip_value": "`{was}` asemel `{word}`",
        "swap_all_any": "`{was}` asemel `{word}`",
        "move_boundary": "`{was}` asemel `{word}`",
        "widen_term": "termini `{was}` asemel laiem `{word}`",
        "narrow_term": "termini `{was}` asemel kitsam `{word}`",
        "replace_term": "termini `{was}` asemel `{word}`",
        "add_term": "lisandub termin `{word}`",
        "drop_term": "termin `{was}` jäetakse loetelust välja",
        "drop_value": "`{was}` jäetakse loetelust välja",
        "drop_head": "`{was}` jäetakse reegli päisest välja",
        "drop_rule": "reegel `{was}` jäetakse poliitikast välja",
        "flip_effect": "`{was}` asemel `{word}`",
        "drop_unless": "reegli `unless` jäetakse välja",
        "drop_exception": "erand `{was}` jäetakse välja",
        "drop_obligation": "kohustus `{was}` jäetakse välja",
        "change_timing": "`{was}` asemel `{word}`",
        "change_ground": "õigusliku aluse `{was}` asemel `{word}`",
        "change_silence": "vaikimisel asjaolu `{was}` kohta on teine tähendus",
        "more": "    … ja veel {lines}",
        "misshapen": "{place}: põhjendus kirjutatakse kujul `# equivalent LIIK SÕNA: põhjendus`",
        "no_reason": "{place}: muudatusel `{name}` ei ole põhjendust: kirjutage kooloni järele, "
        "miks ükski otsus ei muutu",
        "no_such_change": "{place}: real, mille kohta see käib, ei ole muudatust `{name}`: "
        "parandage kommentaar või kustutage see",
        "noticed": "{place}: juhtum `{case}` märkab muudatust `{name}`, seega ei ole midagi "
        "põhjendada: kustutage kommentaar",
        "help": "kirjutage iga märkamata muudatuse kohta juhtum, mille tulemus siis muutub; kui "
        "ükski päring ei saa neid kahte eristada, öelge seda rea kohal: "
        "`# equivalent {name}: põhjendus`",
        "summary": "{folder}: poliitikates {changes}, märgatud {noticed}, samaväärseks põhjendatud "
        "{equivalent}, märkamata {unnoticed}; põhjendamata muudatustest märkavad juhtumid "
        "{share} %",
        "failing": "{folder}: {cases}, ootusele ei vasta {failed}: parandage kõigepealt need, "
        "käsuga `disclosure-rules test`",
        "nothing": "{folder}: muuta ei ole midagi: üheski poliitikas ei ole reegleid",
        "only_with": "on ainult koos valikuga `--mutate`",
        "working": "muudan poliitikaid",
    },
}


def mutation_options(command: F) -> F:
    """Add the options of `test` that change the policies."""
    for option in (
        click.option(
            "--seed",
            type=click.IntRange(min=0),
            default=None,
            metavar="NUMBER",
            help="With --sample: which changes are tried; by default 0.",
        ),
        click.option(
            "--sample",
            type=click.IntRange(min=1),
            default=None,
            metavar="NUMBER",
            help="With --mutate: try so many of the changes only.",
        ),
        click.option(
            "--least-noticed",
            type=click.FloatRange(0, 100),
            default=None,
            metavar="PERCENT",
            help="With --mutate: how many of the changes the cases must notice; by default 100.",
        ),
        click.option(
            "--mutate",
            is_flag=True,
            help="Change the policies a little, in many places, and tell which changes no case "
            "notices.",
        ),
    ):
        command = option(command)
    return command


def mutate_sets(  # noqa: PLR0917 - the options of the command
    folders: list[Path],
    form: str,
    language: Reader,
    least: float | None,
    sample: int | None,
    seed: int | None,
) -> None:
    """Try changes of policy sets on their cases, and leave with the exit code that comes of it."""
    least = 100.0 if least is None else least
    reports: dict[Path, Report] = {}
    for folder in folders:
        trial = _trial(folder, form, language)
        reports[folder] = _report(trial, language, sample, seed or 0)
        if form == "text":
            say(_lines(folder, reports[folder], least, language))
    if form == "json":
        print_json({"sets": [_data(folder, report) for folder, report in reports.items()]})
    if any(not _passes(report, least) for report in reports.values()):
        leave(Exit.CASES_FAILED)


def refuse_without_mutate(language: Reader, **options: float | None) -> None:
    """Leave with a usage error when an option stands that only `--mutate` takes."""
    for name, value in options.items():
        if value is not None:
            hint = f"'--{name.replace('_', '-')}'"
            raise click.BadParameter(WORDS[language]["only_with"], param_hint=hint)


def _passes(report: Report, least: float) -> bool:
    return bool(report.results) and not report.faulty and report.share >= least


def _trial(folder: Path, form: str, language: Reader) -> Trial:
    """Return the trial of a set whose cases come as expected; leave where they do not."""
    from disclosure_rules.authoring.cases import run_cases
    from disclosure_rules.authoring.mutation.trial import Trial
    from disclosure_rules.engine import Engine
    from disclosure_rules.errors import PolicyError
    from disclosure_rules.loading.load import read_policies

    loaded = read_policies(folder)
    if loaded.policy_set is None:
        refuse_policies(PolicyError(loaded.diagnostics, loaded.sources), form, language)
    results = list(run_cases(Engine(loaded.policy_set)))
    failed = sum(not result.met for result in results)
    if failed or not results:
        if form == "json":
            print_json({"cases": [result.as_dict() for result in results]})
        else:
            words = WORDS[language]["failing"] if failed else CASE_WORDS[language]["no_cases"]
            cases = counted(len(results), "case", language)
            say([words.format(folder=folder, cases=cases, failed=failed)])
        leave(Exit.CASES_FAILED)
    return Trial(loaded.policy_set, loaded.sources)


def _report(trial: Trial, language: Reader, sample: int | None, seed: int) -> Report:
    from disclosure_rules.authoring.mutation.trial import sampled

    chosen = trial.candidates if sample is None else sampled(trial.candidates, seed)
    if sample is None:
        results: Iterator[MutantResult | None] = trial.run(chosen)
    else:
        results = islice((result for result in trial.run(chosen) if result is not None), sample)
    if not _on_terminal():
        return trial.report(results)
    length = len(chosen) if sample is None else min(sample, len(chosen))
    label = WORDS[language]["working"]
    with click.progressbar(results, length=length, label=label, file=sys.stderr) as bar:
        return trial.report(bar)


def _on_terminal() -> bool:
    return sys.stderr.isatty()


def _lines(folder: Path, report: Report, least: float, language: Reader) -> Iterator[str]:
    words = WORDS[language]
    unnoticed = [result for result in report.results if result.status == "unnoticed"]
    for result in unnoticed:
        yield from _told(result, language)
    for faulty in report.faulty:
        yield words[faulty.fault].format(
            place=f"{faulty.argument.file}:{faulty.argument.line}",
            name=faulty.argument.name,
            case=faulty.case,
        )
    if unnoticed and report.share < least:
        yield words["help"].format(name=unnoticed[0].mutant.name)
    if not report.results:
        yield words["nothing"].format(folder=folder)
        return
    yield words["summary"].format(
        folder=folder,
        changes=counted(len(report.results), "change", language),
        noticed=report.count("noticed"),
        equivalent=report.count("equivalent"),
        unnoticed=len(unnoticed),
        share=_percentage(report.share),
    )


def _told(result: MutantResult, language: Reader) -> Iterator[str]:
    mutant, words = result.mutant, WORDS[language]
    change = words[mutant.kind].format(word=mutant.word, was=mutant.was)
    yield words["unnoticed"].format(
        file=mutant.file, line=mutant.line, change=change, name=mutant.name
    )
    for hunk in result.hunks:
        yield from _diff(hunk, language)


def _diff(hunk: Hunk, language: Reader) -> Iterator[str]:
    for sign, lines in (("-", hunk.before), ("+", hunk.after)):
        shown = lines if len(lines) <= _LONGEST else lines[: _LONGEST - 1]
        yield from (f"  {sign} {line}" for line in shown)
        if len(shown) < len(lines):
            more = counted(len(lines) - len(shown), "line", language)
            yield WORDS[language]["more"].format(lines=more)


def _percentage(share: float) -> str:
    """Write a percentage with one digit, rounded down: 100 says that all are noticed."""
    return f"{int(share * 10) / 10:.1f}".removesuffix(".0")


def _data(folder: Path, report: Report) -> dict[str, Any]:
    return {
        "folder": str(folder),
        "changes": len(report.results),
        "noticed": report.count("noticed"),
        "equivalent": report.count("equivalent"),
        "unnoticed": report.count("unnoticed"),
        "share": round(report.share, 4),
        "mutants": [result.as_dict() for result in report.results],
        "faulty_arguments": [faulty.as_dict() for faulty in report.faulty],
    }
