"""`handbook`: make the pages that a lawyer signs and an auditor browses."""

from __future__ import annotations

from os.path import realpath
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

import click

from disclosure_rules.cli.options import (
    common_options,
    find_policies,
    load_engine,
    policies_option,
    print_json,
    refuse,
    say,
)
from disclosure_rules.cli.solver import limit_option, need_solver
from disclosure_rules.language.phrases import printable

if TYPE_CHECKING:
    from datetime import date

    from disclosure_rules.language.phrases import Reader

WORDS: Final = {
    "en": {
        "made": "{folder}: handbook of `{id}` as it stands on {day} ({pages} pages); digest "
        "{digest}; open {first}",
        "occupied": "holds something other than an earlier handbook; name another folder, or "
        "empty this one yourself",
        "stands_here": "the folder in which you stand cannot be made anew; name one below it",
        "no_place": "there is no folder `{parent}` to make it in; make that first, or name another",
        "failed": "cannot be written ({reason}); name a place where you may write",
        "no_day": "`{day}` is no day; write it as in `2026-01-31`",
        "not_proved_undecided": "who could receive `{category}` was not decided within {limit} "
        "million steps; try a larger --limit, or leave --proved out",
        "not_proved_mistaken": "the prover and the engine do not agree on who could receive "
        "`{category}`: this is a fault of disclosure-rules, please report it",
    },
    "et": {
        "made": "{folder}: reeglistiku `{id}` käsiraamat seisuga {day} (lehekülgi {pages}); räsi "
        "{digest}; avage {first}",
        "occupied": "seal on midagi muud kui varasem käsiraamat; nimetage teine kaust või "
        "tühjendage see ise",
        "stands_here": "kausta, kus te praegu olete, ei saa uuesti teha; nimetage selle alamkaust",
        "no_place": "ei ole kausta `{parent}`, kuhu see teha; tehke see enne või nimetage teine",
        "failed": "ei saa kirjutada ({reason}); nimetage koht, kuhu võite kirjutada",
        "no_day": "`{day}` ei ole kuupäev; kirjutage näiteks `2026-01-31`",
        "not_proved_undecided": "{limit} miljoni sammuga jäi otsustamata, kes võiks saada "
        "`{category}`; proovige suuremat arvu --limit või jätke --proved ära",
        "not_proved_mistaken": "tõestaja ja mootor ei ole ühel meelel, kes võiks saada "
        "`{category}`: see on disclosure-rules'i viga, palun teatage sellest",
    },
}


@click.command()
@click.argument("outdir", type=click.Path(path_type=Path))
@click.option(
    "--on",
    "day",
    metavar="DATE",
    help="The day on which the policies are read; by default the first of the newest version.",
)
@click.option(
    "--proved",
    is_flag=True,
    help="Add a page of who could receive which data, proved complete; it needs the solver.",
)
@limit_option
@policies_option
@common_options
def handbook(
    outdir: Path,
    day: str | None,
    policies: Path | None,
    form: str,
    language: Reader,
    *,
    proved: bool,
    limit: int,
) -> None:
    """Make the handbook of a policy set in the folder OUTDIR: pages to read, to sign, to link to.

    There are pages in English and in Estonian, as far as the set has texts in them; --lang is the
    language of what is printed. An earlier handbook in OUTDIR is replaced; a folder that holds
    anything else is refused.
    """
    from disclosure_rules.publishing.book import Book
    from disclosure_rules.publishing.folder import OccupiedError, write_handbook
    from disclosure_rules.publishing.handbook import make_handbook

    if proved:
        need_solver(language)
    on = None if day is None else _read_day(day, language)
    engine = load_engine(find_policies(policies), form, language)
    book = Book(engine.policy_set, on)
    if Path.cwd().is_relative_to(realpath(outdir)):
        _fail("stands_here", outdir, form, language)
    found = None
    if proved:
        from disclosure_rules.authoring.asking import receivers

        found = []
        for categories, asked in receivers(engine, book.day, limit * 1_000_000):
            if asked.result != "proved":
                category, word = ", ".join(categories), f"not_proved_{asked.result}"
                _fail(word, outdir, form, language, category=category, limit=str(limit))
            found.append((categories, [shown.way for shown in asked.shown]))
    pages = make_handbook(book, found)
    try:
        write_handbook(outdir, pages, book)
    except OccupiedError:
        _fail("occupied", outdir, form, language)
    except (FileNotFoundError, NotADirectoryError):
        _fail("no_place", outdir, form, language)
    except OSError as error:
        _fail("failed", outdir, form, language, reason=error.strerror or "?")
    if form == "json":
        print_json(
            {
                "folder": str(outdir),
                "policy_set": {
                    "id": book.policy_set.vocabulary.id,
                    "digest": book.policy_set.digest,
                },
                "on": book.day.isoformat(),
                "languages": list(book.readers),
                "pages": list(pages),
            }
        )
    else:
        told = WORDS[language]["made"].format(
            folder=outdir,
            id=book.policy_set.vocabulary.id,
            day=book.day.isoformat(),
            pages=len(pages),
            digest=book.policy_set.digest[:12],
            first=outdir / "index.html",
        )
        say([told])


def _read_day(day: str, language: Reader) -> date:
    from disclosure_rules.language.times import read_date

    read = read_date(day)
    if read is None:
        message = WORDS[language]["no_day"].format(day=printable(day[:60]))
        raise click.BadParameter(message, param_hint="'--on'")
    return read


def _fail(word: str, folder: Path, form: str, language: Reader, **details: str) -> NoReturn:
    message = WORDS[language][word].format(parent=folder.parent, **details)
    refuse("not_made", ("folder", str(folder)), message, form, err=True)
