"""`ask`: who could be given data of a category, for which purpose, on which ground; proved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from disclosure_rules.cli.options import (
    FOLDER,
    Exit,
    common_options,
    find_policies,
    leave,
    load_engine,
    print_json,
    say,
)
from disclosure_rules.cli.solver import limit_option, need_solver
from disclosure_rules.language.phrases import printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from disclosure_rules.authoring.asking import Asked, Shown
    from disclosure_rules.engine import Engine
    from disclosure_rules.language.phrases import Reader
    from disclosure_rules.language.vocabulary import Vocabulary
    from disclosure_rules.publishing.telling import Teller

WORDS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "asked": "who could be given {category}, from {start} to {end}:",
        "asked_on": "who could be given {category}, from {start} on:",
        "recipient": "recipient: {told}",
        "purpose": "purpose: {told}",
        "operation": "operation: {told}",
        "ground": "ground: {told}",
        "rule": "rule: {title} ({name}, {place})",
        "conditions": "if:",
        "unconditional": "whatever else is the case",
        "denials": "unless one of these prohibits it: {told}",
        "example": "for example:",
        "prohibition": "{title} ({name}, {place}):",
        "prohibitions": "the prohibitions named:",
        "nobody": "nobody: no request for it is permitted",
        "lapsed": "no version of the policy {policies} is in force then: nothing is permitted",
        "proved": "proved: nobody else could be given it, for no other purpose and by no other "
        "rule",
        "undecided": "not decided within {limit} million steps: there may be more; try a larger "
        "--limit",
        "mistaken": "failed: the prover and the engine do not agree, which is a fault of "
        "disclosure-rules; please report it; nothing is proved",
        "unknown": "`{term}` is no term of {taxonomy}{nearest}",
        "nearest": "; did you mean `{nearest}`?",
        "no_moment": "`{moment}` is neither a day nor a time; write it as in `2026-01-31` or "
        "`2026-01-31T12:00:00+02:00`",
    },
    "et": {
        "asked": "kellele võiks anda: {category}, alates {start} kuni {end}:",
        "asked_on": "kellele võiks anda: {category}, alates {start}:",
        "recipient": "vastuvõtja: {told}",
        "purpose": "eesmärk: {told}",
        "operation": "toiming: {told}",
        "ground": "alus: {told}",
        "rule": "reegel: {title} ({name}, {place})",
        "conditions": "kui:",
        "unconditional": "olenemata kõigest muust",
        "denials": "kui seda ei keela mõni järgmistest: {told}",
        "example": "näiteks:",
        "prohibition": "{title} ({name}, {place}):",
        "prohibitions": "nimetatud keelud:",
        "nobody": "mitte kellelegi: ükski päring selle kohta ei ole lubatud",
        "lapsed": "poliitika {policies} ükski redaktsioon siis ei kehti: midagi ei ole lubatud",
        "proved": "tõestatud: kellelegi teisele, muul eesmärgil ega muu reegli järgi seda anda ei "
        "saa",
        "undecided": "{limit} miljoni sammuga jäi otsustamata, kas on veel võimalusi; proovige "
        "suuremat arvu --limit",
        "mistaken": "ebaõnnestus: tõestaja ja mootor ei ole ühel meelel, mis on "
        "disclosure-rules'i viga; palun teatage sellest; midagi ei ole tõestatud",
        "unknown": "`{term}` ei ole liigituse {taxonomy} termin{nearest}",
        "nearest": "; kas mõtlesite `{nearest}`?",
        "no_moment": "`{moment}` ei ole päev ega aeg; kirjutage näiteks `2026-01-31` või "
        "`2026-01-31T12:00:00+02:00`",
    },
}
_TAXONOMIES: Final = {
    "category": "data",
    "recipient": "recipients",
    "purpose": "purposes",
    "operation": "operations",
}


@click.command()
@click.argument("path", required=False, type=FOLDER)
@click.option("--category", required=True, metavar="TERM", help="The data it is asked of.")
@click.option("--recipient", metavar="TERM", help="Ask about this kind of recipient only.")
@click.option("--purpose", metavar="TERM", help="Ask about this purpose only.")
@click.option(
    "--operation",
    metavar="TERM",
    help="Ask about this operation only; by default about all that have a recipient.",
)
@click.option(
    "--moment",
    metavar="TIME",
    help="The day or time as of which it is asked; by default the first day of the newest version.",
)
@limit_option
@common_options
def ask(
    *,
    path: Path | None,
    moment: str | None,
    limit: int,
    form: str,
    language: Reader,
    **named: str | None,
) -> None:
    """Tell who could be given data of a category, for which purpose and on which ground.

    PATH is the folder of a policy set; by default the one found here. Every way is told with what
    its rule asks and with the prohibitions that may stand against it, and an example that the
    engine permits. That there is no other way is proved.

    Exits with 1 if that was not decided within the limit.
    """
    need_solver(language)
    engine = load_engine(find_policies(path), form, language)
    vocabulary = engine.policy_set.vocabulary
    for option, term in named.items():
        _check_term(vocabulary, option, term, language)
    day = None if moment is None else _day(vocabulary, moment, language)
    asked, teller = _asked(engine, named, day, limit, language)
    if form == "json":
        print_json(_as_data(asked, engine, teller))
    else:
        say(_lines(asked, teller, language, limit))
    leave(Exit.DONE if asked.result == "proved" else Exit.FAILED)


def _asked(
    engine: Engine,
    named: dict[str, str | None],
    day: date | None,
    limit: int,
    language: Reader,
) -> tuple[Asked, Teller]:
    from disclosure_rules.authoring.asking import ask as ask_all
    from disclosure_rules.proving.receiving import Wanted
    from disclosure_rules.publishing.book import Book
    from disclosure_rules.publishing.telling import Teller

    book = Book(engine.policy_set, day)
    wanted = Wanted(
        str(named["category"]), named["recipient"], named["purpose"], named["operation"]
    )
    return ask_all(engine, wanted, book.day, limit * 1_000_000), Teller(book, language)


def _check_term(vocabulary: Vocabulary, option: str, term: str | None, language: Reader) -> None:
    from disclosure_rules.language.diagnostics import nearest_word

    taxonomy = _TAXONOMIES[option]
    known = vocabulary.taxonomies[taxonomy].terms
    if term is None or term in known:
        return
    words, nearest = WORDS[language], nearest_word(term, known)
    also = "" if nearest is None else words["nearest"].format(nearest=nearest)
    message = words["unknown"].format(term=printable(term[:60]), taxonomy=taxonomy, nearest=also)
    raise click.BadParameter(message, param_hint=f"'--{option}'")


def _day(vocabulary: Vocabulary, moment: str, language: Reader) -> date:
    from disclosure_rules.language.times import read_date, read_instant

    instant = read_instant(moment)
    day = read_date(moment) if instant is None else instant.astimezone(vocabulary.zone).date()
    if day is None:
        message = WORDS[language]["no_moment"].format(moment=printable(moment[:60]))
        raise click.BadParameter(message, param_hint="'--moment'")
    return day


# --- Telling it ----------------------------------------------------------------------------------


def _lines(asked: Asked, teller: Teller, language: Reader, limit: int) -> Iterator[str]:
    from datetime import date

    words, period = WORDS[language], asked.period
    category = _plain(teller.term("data", asked.wanted.category))
    key = "asked_on" if period.end == date.max else "asked"
    yield words[key].format(category=category, start=period.start, end=period.end)
    for number, shown in enumerate(asked.shown, 1):
        yield ""
        lines = _way(shown, teller, words)
        yield from (f"{'   ' if n else f'{number}. '}{line}" for n, line in enumerate(lines))
    yield ""
    denials = {rule.name: rule for shown in asked.shown for rule in shown.way.denials}
    if denials:
        yield words["prohibitions"]
        for name in sorted(denials):
            yield from (f"  {line}" for line in _prohibition(denials[name], teller, words))
        yield ""
    lapsed = teller.book.in_force.lapsed
    if lapsed:
        yield words["lapsed"].format(policies=", ".join(lapsed))
    elif not asked.shown:
        yield words["nobody"]
    yield words[asked.result].format(limit=limit)


def _way(shown: Shown, teller: Teller, words: dict[str, str]) -> Iterator[str]:
    from disclosure_rules.cli.verify import yaml_lines
    from disclosure_rules.publishing.plain import plain_lines
    from disclosure_rules.publishing.receivers import conditions_told, terms_told

    way = shown.way
    rule = way.rule
    for key, taxonomy, terms in (
        ("recipient", "recipients", way.recipients),
        ("purpose", "purposes", way.purposes),
        ("operation", "operations", way.operations),
    ):
        yield words[key].format(told=_plain(terms_told(teller, taxonomy, terms)))
    yield words["ground"].format(told=_plain(teller.term("grounds", str(rule.ground))))
    title = _plain(teller.local(rule.title, rule.id))
    place = teller.book.place(rule.span)
    yield words["rule"].format(title=title, name=rule.name, place=place)
    conditions = plain_lines(conditions_told(teller, rule))
    yield words["conditions" if conditions else "unconditional"]
    yield from (f"  {line}" for line in conditions)
    if way.denials:
        told = ", ".join(deny.name for deny in way.denials)
        yield words["denials"].format(told=told)
    yield words["example"]
    yield from (f"  {line}" for line in yaml_lines(shown.request))


def _prohibition(rule: Any, teller: Teller, words: dict[str, str]) -> Iterator[str]:
    from disclosure_rules.publishing.plain import plain_lines
    from disclosure_rules.publishing.receivers import rule_told

    title, place = _plain(teller.local(rule.title, rule.id)), teller.book.place(rule.span)
    yield words["prohibition"].format(title=title, name=rule.name, place=place)
    yield from (f"  {line}" for line in plain_lines(rule_told(teller, rule)))


def _plain(node: Any) -> str:
    from disclosure_rules.publishing.plain import plain_lines

    return " ".join(plain_lines(node))


def _as_data(asked: Asked, engine: Engine, teller: Teller) -> dict[str, Any]:
    from disclosure_rules.authoring.counterexamples import plain
    from disclosure_rules.publishing.plain import plain_lines
    from disclosure_rules.publishing.receivers import conditions_told

    wanted, period = asked.wanted, asked.period
    return {
        "policy_set": {
            "id": engine.policy_set.vocabulary.id,
            "digest": engine.policy_set.digest,
        },
        "category": wanted.category,
        "recipient": wanted.recipient,
        "purpose": wanted.purpose,
        "operation": wanted.operation,
        "from": period.start.isoformat(),
        "to": period.end.isoformat(),
        "result": asked.result,
        "ways": [
            {
                "rule": shown.way.rule.name,
                "file": shown.way.rule.span.file,
                "line": shown.way.rule.span.line,
                "ground": shown.way.rule.ground,
                "operations": list(shown.way.operations),
                "purposes": list(shown.way.purposes),
                "recipients": list(shown.way.recipients),
                "conditions": plain_lines(conditions_told(teller, shown.way.rule)),
                "denials": [rule.name for rule in shown.way.denials],
                "request": plain(shown.request),
                "decision": shown.decision.as_dict(),
            }
            for shown in asked.shown
        ],
    }
