"""`verify`: prove the guarantees of policy sets, or show the request that breaks one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from disclosure_rules.cli.options import (
    FOLDER,
    Exit,
    common_options,
    leave,
    load_engine,
    named_or_found,
    print_json,
    refuse,
    say,
)
from disclosure_rules.cli.solver import limit_option, need_solver
from disclosure_rules.cli.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.authoring.verifying import Verified
    from disclosure_rules.engine import Engine
    from disclosure_rules.language.guarantees import Guarantee
    from disclosure_rules.language.phrases import Reader

WORDS: Final[dict[str, dict[str, Any]]] = {
    "en": {
        "proved": "proved",
        "broken": "broken",
        "of_nothing": "of nothing",
        "undecided": "not decided",
        "mistaken": "failed",
        "told": "{result}: {id}{title}",
        "because_of_nothing": "no request is such as it speaks of: it promises nothing; mend its "
        "head, `when` or `unless`",
        "because_undecided": "neither proved nor broken within {limit} million steps; try a larger "
        "--limit, or a guarantee that says less",
        "because_mistaken": "the prover found a request for which the engine keeps the guarantee: "
        "this is a fault of disclosure-rules, please report it; nothing is proved",
        "request": "the smallest request that breaks it:",
        "decided": "it is decided so:",
        "summary": "{folder}: {proved} of {guarantees} proved; digest {digest}",
        "none": "{folder}: there are no guarantees to prove",
        "unknown": "no guarantee is called `{name}`; there are {known}",
        "saved": "{file}: {cases} written; they fail until the policies are mended",
        "nothing_to_save": "no guarantee is broken: {file} is not written",
        "one_set": "`--save` takes the cases of one policy set: name its folder",
        "exists": "is there already; name a file that is not",
        "unwritable": "cannot be written ({reason}); name a place where you may write",
        "remark": (
            "requests that break guarantees, found by `disclosure-rules verify`",
            "each case fails until the policies are mended; where a denial or a missing fact mends",
            "them, expect `prohibited` or `facts_missing` instead of `no_ground`",
        ),
    },
    "et": {
        "proved": "tõestatud",
        "broken": "rikutud",
        "of_nothing": "sisutu",
        "undecided": "otsustamata",
        "mistaken": "ebaõnnestus",
        "told": "{result}: {id}{title}",
        "because_of_nothing": "ükski päring ei ole selline, millest see räägib: see ei taga "
        "midagi; parandage selle päist, osa `when` või `unless`",
        "because_undecided": "{limit} miljoni sammuga ei saanud seda tõestada ega ümber lükata; "
        "proovige suuremat arvu `--limit` või tagatist, mis väidab vähem",
        "because_mistaken": "tõestaja leidis päringu, mille puhul mootor peab tagatisest kinni: "
        "see on disclosure-rules'i viga, palun teatage sellest; midagi ei ole tõestatud",
        "request": "väikseim päring, mis seda rikub:",
        "decided": "selle kohta otsustatakse nii:",
        "summary": "{folder}: tõestatud {proved}, kokku {guarantees}; räsi {digest}",
        "none": "{folder}: ei ole ühtegi tagatist, mida tõestada",
        "unknown": "ühegi tagatise nimi ei ole `{name}`; on olemas {known}",
        "saved": "{file}: kirjutatud {cases}; need ebaõnnestuvad, kuni poliitikad on parandatud",
        "nothing_to_save": "ükski tagatis ei ole rikutud: faili {file} ei kirjutatud",
        "one_set": "`--save` võtab ühe reeglistiku juhtumid: nimetage selle kaust",
        "exists": "on juba olemas; nimetage fail, mida veel ei ole",
        "unwritable": "ei saa kirjutada ({reason}); nimetage koht, kuhu võite kirjutada",
        "remark": (
            "päringud, mis rikuvad tagatisi; need leidis `disclosure-rules verify`",
            "iga juhtum ebaõnnestub, kuni poliitikad on parandatud; kui need parandab keeld või",
            "puuduv asjaolu, oodake väärtuse `no_ground` asemel `prohibited` või `facts_missing`",
        ),
    },
}

_REASONS: Final = ("of_nothing", "undecided", "mistaken")


@click.command()
@click.argument("paths", nargs=-1, type=FOLDER, metavar="[PATH]...")
@click.option(
    "--only",
    "names",
    multiple=True,
    metavar="GUARANTEE",
    help="Prove this guarantee only; may be given several times.",
)
@click.option(
    "--save",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the requests that break guarantees into FILE, a new document of cases.",
)
@limit_option
@common_options
def verify(
    *,
    paths: tuple[Path, ...],
    names: tuple[str, ...],
    save: Path | None,
    limit: int,
    form: str,
    language: Reader,
) -> None:
    """Prove the guarantees of policy sets for every possible request.

    Each PATH is a folder that holds one policy set; by default those found here. A guarantee that
    does not hold is shown by the smallest request that breaks it, as the engine decides it.

    Exits with 4 if a guarantee is broken or speaks of no request, or a set has none; else with 1
    if one was not decided within the limit.
    """
    need_solver(language)
    folders = named_or_found(paths)
    if save is not None:
        _refuse_save(save, folders, form, language)
    report = _Report(form, language, limit)
    engines = {folder: load_engine(folder, form, language) for folder in folders}
    for folder, engine in engines.items():
        report.add(folder, engine, _chosen(engine, names, language))
    saved = _save(save, report, form, language) if save is not None else False
    if form == "json":
        print_json({"sets": report.sets, **({"saved": str(save)} if saved else {})})
    leave(report.exit_code())


def _refuse_save(save: Path, folders: list[Path], form: str, language: Reader) -> None:
    if len(folders) > 1:
        raise click.UsageError(WORDS[language]["one_set"])
    if save.exists():
        refuse("not_saved", ("file", str(save)), WORDS[language]["exists"], form, err=True)


def _chosen(engine: Engine, names: tuple[str, ...], language: Reader) -> list[Guarantee]:
    guarantees = {found.id: found for found in engine.policy_set.guarantees}
    for name in names:
        if name not in guarantees:
            known = ", ".join(f"`{found}`" for found in guarantees) or "-"
            message = WORDS[language]["unknown"].format(name=name, known=known)
            raise click.UsageError(message)
    return [guarantees[name] for name in dict.fromkeys(names or guarantees)]


class _Report:
    """What came of guarantees, told as it comes."""

    def __init__(self, form: str, language: Reader, limit: int) -> None:
        self.sets: list[dict[str, Any]] = []
        self.found: list[tuple[Engine, Verified]] = []
        self._form = form
        self._language: Reader = language
        self._words = WORDS[language]
        self._limit = limit
        self._empty = False

    def add(self, folder: Path, engine: Engine, guarantees: list[Guarantee]) -> None:
        """Prove guarantees of a policy set, and tell of each."""
        from disclosure_rules.authoring.verifying import verify as prove_all

        proved = 0
        told = []
        for verified in prove_all(engine, guarantees, self._limit * 1_000_000):
            self.found.append((engine, verified))
            proved += verified.result == "proved"
            told.append(_as_data(verified))
            if self._form == "text":
                say(self._lines(verified))
        digest = engine.policy_set.digest
        self.sets.append({"folder": str(folder), "digest": digest, "guarantees": told})
        self._empty = self._empty or not guarantees
        if self._form == "text":
            number = counted(len(guarantees), "guarantee", self._language)
            summary = self._words["summary" if guarantees else "none"]
            details = {"folder": folder, "proved": proved, "guarantees": number}
            say([summary.format(**details, digest=digest[:12])])

    def _lines(self, verified: Verified) -> Iterator[str]:
        from disclosure_rules.language.vocabulary import language_for

        words, guarantee = self._words, verified.guarantee
        language = language_for(guarantee.title, self._language)
        title = f": {' '.join(guarantee.title[language].split())}" if language else ""
        result = words[verified.result]
        yield words["told"].format(result=result, id=guarantee.id, title=title)
        if verified.result in _REASONS:
            yield "  " + words[f"because_{verified.result}"].format(limit=self._limit)
        if verified.counterexample is not None:
            decision = verified.counterexample.decision
            yield f"  {guarantee.span.line_reference}"
            yield f"  {words['request']}"
            yield from (f"    {line}" for line in yaml_lines(verified.counterexample.request))
            yield f"  {words['decided']}"
            short = decision.explain(self._language).short()
            yield from (f"    {line}" for line in short.split("\n"))

    def exit_code(self) -> Exit:
        """Return how the command ends."""
        results = {verified.result for _, verified in self.found}
        if self._empty or results & {"broken", "of_nothing"}:
            return Exit.CASES_FAILED
        return Exit.FAILED if results & {"undecided", "mistaken"} else Exit.DONE


def _as_data(verified: Verified) -> dict[str, Any]:
    from disclosure_rules.authoring.counterexamples import plain

    guarantee, shown = verified.guarantee, verified.counterexample
    data = {
        "guarantee": guarantee.id,
        "file": guarantee.span.file,
        "line": guarantee.span.line,
        "promise": guarantee.promise,
        "result": verified.result,
    }
    if shown is None:
        return data
    return {**data, "request": plain(shown.request), "decision": shown.decision.as_dict()}


def yaml_lines(request: dict[str, Any]) -> list[str]:
    """Return a request as lines of YAML."""
    import yaml

    from disclosure_rules.authoring.counterexamples import plain

    made = yaml.safe_dump(plain(request), allow_unicode=True, sort_keys=False, width=90)
    return str(made).rstrip("\n").split("\n")


def _save(file: Path, report: _Report, form: str, language: Reader) -> bool:
    """Write the counterexamples into a new file; tell whether there were any."""
    from disclosure_rules.authoring.counterexamples import cases_of
    from disclosure_rules.authoring.writing import NotAFileError, write_whole

    words = WORDS[language]
    broken = [found for _, found in report.found if found.counterexample is not None]
    if not broken:
        if form == "text":
            say([words["nothing_to_save"].format(file=file)])
        return False
    text = cases_of(report.found[0][0].policy_set, broken, words["remark"])
    try:
        write_whole(file, text)
    except (NotAFileError, OSError) as error:
        reason = getattr(error, "strerror", None) or "?"
        message = words["unwritable"].format(reason=reason)
        refuse("not_saved", ("file", str(file)), message, form, err=True)
    if form == "text":
        say([words["saved"].format(file=file, cases=counted(len(broken), "case", language))])
    return True
