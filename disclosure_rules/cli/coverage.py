"""What `test --coverage` adds to `test`: options, figures, a page, and a least percentage."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

import click

from disclosure_rules.cli.options import refuse
from disclosure_rules.language.phrases import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from disclosure_rules.authoring.coverage import Coverage
    from disclosure_rules.engine import Engine
    from disclosure_rules.language.phrases import Reader

F = TypeVar("F", bound="Callable[..., Any]")

_PERCENTAGE: Final = re.compile(r"100(\.0+)?|[0-9]{1,2}(\.[0-9]{1,6})?")

WORDS: Final = {
    "en": {
        "alone": "`{option}` tells of coverage: add `--coverage`",
        "several": "`--coverage-html` writes a page of one policy set, and these are {number}: "
        "name the folder of one",
        "no_percentage": "`{given}` is no percentage: write a number from 0 to 100, as `95` or "
        "`97.5`",
        "occupied": "is there and is no page of coverage: name another file, or remove it",
        "no_place": "there is no folder `{parent}` to write it in: make that first, or name "
        "another",
        "failed": "cannot be written ({reason}): name a place where you may write",
        "changed": "the files changed while the cases ran: run the command again",
        "written": "{folder}: wrote {file}",
    },
    "et": {
        "alone": "`{option}` käib kaetuse kohta: lisage `--coverage`",
        "several": "`--coverage-html` kirjutab ühe reeglistiku lehekülje, aga siin on neid "
        "{number}: nimetage ühe reeglistiku kaust",
        "no_percentage": "`{given}` ei ole protsent: kirjutage arv 0 kuni 100, näiteks `95` või "
        "`97.5`",
        "occupied": "on olemas ega ole kaetuse lehekülg: nimetage teine fail või kustutage see",
        "no_place": "ei ole kausta `{parent}`, kuhu see kirjutada: tehke see enne või nimetage "
        "teine",
        "failed": "ei saa kirjutada ({reason}): nimetage koht, kuhu võite kirjutada",
        "changed": "failid muutusid juhtumite kontrollimise ajal: käivitage käsk uuesti",
        "written": "{folder}: kirjutatud {file}",
    },
}


def coverage_options(command: F) -> F:
    """Add the options that tell of coverage."""
    for option in (
        click.option(
            "--fail-under",
            metavar="PERCENT",
            help="With --coverage: exit with 4 where less was seen.",
        ),
        click.option(
            "--coverage-html",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="With --coverage: write a page that shows the policies line by line.",
        ),
        click.option(
            "--coverage",
            is_flag=True,
            help="Tell which rules and conditions were seen to hold, to fail and to be unknown.",
        ),
    ):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class CoverageAsked:
    """What the options ask for."""

    coverage: bool
    page: Path | None
    least: Decimal | None


def read_coverage_options(
    *,
    coverage: bool,
    page: Path | None,
    least: str | None,
    folders: Sequence[Path],
    language: Reader,
) -> CoverageAsked:
    """Return what is asked for; leave with a usage error where that does not fit together."""
    words = WORDS[language]
    if not coverage:
        for option, given in (("--coverage-html", page), ("--fail-under", least)):
            if given is not None:
                raise click.UsageError(words["alone"].format(option=option))
    if page is not None and len(folders) > 1:
        raise click.UsageError(words["several"].format(number=len(folders)))
    if least is None:
        return CoverageAsked(coverage, page, None)
    if not _PERCENTAGE.fullmatch(least):
        message = words["no_percentage"].format(given=printable(least[:60]))
        raise click.BadParameter(message, param_hint="'--fail-under'")
    return CoverageAsked(coverage, page, Decimal(least))


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """Coverage by folder: empty where none was asked for."""

    asked: CoverageAsked
    found: Mapping[Path, Coverage] = field(default_factory=dict)

    @property
    def enough(self) -> bool:
        """Whether as much was seen as was asked for, in every set."""
        return not any(self._too_low(coverage) for coverage in self.found.values())

    def _too_low(self, coverage: Coverage) -> bool:
        seen, possible = coverage.total
        return self.asked.least is not None and 100 * seen < self.asked.least * possible

    def data(self) -> dict[str, object]:
        """Return what JSON has of it."""
        from disclosure_rules.authoring.coverage_data import as_data

        least = self.asked.least
        told = [
            {
                "folder": str(folder),
                **as_data(coverage),
                "fail_under": None if least is None else float(least),
                "enough": not self._too_low(coverage),
                "page": None if self.asked.page is None else str(self.asked.page),
            }
            for folder, coverage in self.found.items()
        ]
        return {"coverage": told} if self.found else {}

    def lines(self, language: Reader) -> Iterator[str]:
        """Yield what text has of it."""
        from disclosure_rules.authoring.coverage_text import CoverageTeller, as_lines

        for folder, coverage in self.found.items():
            yield from as_lines(coverage, str(folder), language)
            if self.asked.page is not None:
                yield WORDS[language]["written"].format(folder=folder, file=self.asked.page)
            if self._too_low(coverage):
                teller = CoverageTeller(coverage, language)
                least = teller.decimal(str(self.asked.least))
                yield teller.figures("too_low", coverage.total, folder=folder, least=least)


def report_coverage(
    asked: CoverageAsked, engines: Mapping[Path, Engine], form: str, language: Reader
) -> CoverageReport:
    """Return what the cases of each set saw, having written the page that was asked for."""
    if not asked.coverage:
        return CoverageReport(asked)
    found = dict(_measured(engines, form, language))
    if asked.page is not None:
        for coverage in found.values():
            _write(asked.page, coverage, form, language)
    return CoverageReport(asked, found)


def _measured(
    engines: Mapping[Path, Engine], form: str, language: Reader
) -> Iterable[tuple[Path, Coverage]]:
    from disclosure_rules.authoring.coverage import measure_coverage
    from disclosure_rules.authoring.coverage_texts import ChangedError, read_texts

    for folder, engine in engines.items():
        try:
            texts = read_texts(engine.policy_set, folder)
        except ChangedError:
            _fail("changed", "not_measured", folder, form, language)
        yield folder, measure_coverage(engine.policy_set, texts)


def _write(file: Path, coverage: Coverage, form: str, language: Reader) -> None:
    from disclosure_rules.authoring.coverage_page import OccupiedError, make_page, write_page

    try:
        write_page(file, make_page(coverage, language))
    except OccupiedError:
        _fail("occupied", "not_made", file, form, language)
    except (FileNotFoundError, NotADirectoryError):
        _fail("no_place", "not_made", file, form, language)
    except OSError as error:
        _fail("failed", "not_made", file, form, language, reason=error.strerror or "?")


def _fail(
    word: str, kind: str, path: Path, form: str, language: Reader, **details: str
) -> NoReturn:
    message = WORDS[language][word].format(parent=path.parent, **details)
    refuse(kind, ("path", str(path)), message, form, err=True)
