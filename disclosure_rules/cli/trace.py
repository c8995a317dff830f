"""`trace`: which clause is carried out by what, shown by which cases; what a new text changes."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from disclosure_rules.cli.options import (
    Exit,
    find_policies,
    language_option,
    leave,
    load_engine,
    policies_option,
)
from disclosure_rules.cli.output import Answer, give, json_text, output_option, text_of
from disclosure_rules.cli.published_text import review_file
from disclosure_rules.cli.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from disclosure_rules.authoring.trace.traced import Trace
    from disclosure_rules.engine import Engine
    from disclosure_rules.language.diagnostics import Diagnostic
    from disclosure_rules.language.phrases import Reader

WORDS: Final = {
    "en": {
        "summary": "{id}: {counts}; digest {digest}",
        "only_of_notice": "`--of` belongs to `--notice`: name the published text too",
        "not_with_notice": "`--notice` compares texts and traces nothing: leave out `{option}`, or "
        "ask twice",
    },
    "et": {
        "summary": "{id}: {counts}; räsi {digest}",
        "only_of_notice": "`--of` käib koos valikuga `--notice`: nimetage ka avaldatud tekst",
        "not_with_notice": "`--notice` võrdleb tekste ega näita seoseid: jätke `{option}` ära või "
        "küsige kaks korda",
    },
}

_OF_TRACES: Final = ("csv", "html")
"""Formats that only a trace has."""


@click.command()
@click.option(
    "--strict",
    is_flag=True,
    help="Fail if nothing carries out a clause that decisions must carry out, or a rule cites no "
    "clause or decides in no case.",
)
@click.option(
    "--notice",
    "published",
    metavar="FILE",
    type=click.Path(),
    help="Compare the published text, plain text in UTF-8, with the notice's sections, and name "
    "the clauses to review.",
)
@click.option(
    "--of", "notice_id", metavar="NOTICE", help="The notice whose text --notice names, if several."
)
@click.option("--all", "everything", is_flag=True, help="Name every case in the text.")
@output_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv", "html"]),
    default="text",
    show_default=True,
    help="Text, a page or a table for people, or JSON for programs.",
)
@policies_option
@language_option
def trace(
    *,
    published: str | None,
    notice_id: str | None,
    output: Path | None,
    policies: Path | None,
    form: str,
    language: Reader,
    strict: bool,
    everything: bool,
) -> None:
    """Trace clauses to rules, guarantees and cases, and rules back to clauses.

    A case shows a rule if the rule permits or prohibits an item in it.

    Exits with 4 if --strict finds a loose end, or --notice something to review.
    """
    beside = {"--strict": strict, "--all": everything, f"--format {form}": form in _OF_TRACES}
    if published is None:
        if notice_id is not None:
            raise click.UsageError(WORDS[language]["only_of_notice"])
    elif any(beside.values()):
        option = next(option for option, given in beside.items() if given)
        raise click.UsageError(WORDS[language]["not_with_notice"].format(option=option))
    engine = load_engine(find_policies(policies), form, language)
    if published is None:
        answer = _traced(engine, form, language, strict=strict, everything=everything)
    else:
        answer = review_file(engine.policy_set, published, notice_id, form, language)
    give(answer, output, form, language)
    if not answer.clean:
        leave(Exit.CASES_FAILED)


def _traced(
    engine: Engine, form: str, language: Reader, *, strict: bool, everything: bool
) -> Answer:
    from disclosure_rules.authoring.trace.strict import loose_ends
    from disclosure_rules.authoring.trace.traced import trace as follow
    from disclosure_rules.language import rendering

    traced = follow(engine)
    found = loose_ends(traced) if strict else ()
    if form == "json":
        from disclosure_rules.authoring.trace.data import as_data

        told = {"diagnostics": [rendering.as_data(d, language) for d in found]} if strict else {}
        return Answer(json_text({**as_data(traced), **told}), clean=not found)
    if form == "text":
        from disclosure_rules.authoring.trace.text import as_lines

        lines = as_lines(traced, language, everything=everything)
        made = text_of([*lines, "", _summary(traced, language)])
    else:
        from disclosure_rules.authoring.trace.page import as_page
        from disclosure_rules.authoring.trace.table import as_csv
        from disclosure_rules.publishing.book import Book

        make = as_csv if form == "csv" else as_page
        made = make(traced, Book(engine.policy_set), language)
    findings = rendering.as_text(found, _sources(found), language).split("\n") if found else ()
    return Answer(made, clean=not found, findings=tuple(findings))


def _summary(traced: Trace, language: Reader) -> str:
    policy_set = traced.policy_set
    numbers = {
        "clause": len(traced.clauses),
        "rule": len(traced.rules),
        "guarantee": len(policy_set.guarantees),
        "case": len(policy_set.cases),
    }
    counts = ", ".join(counted(number, noun, language) for noun, number in numbers.items())
    return WORDS[language]["summary"].format(
        id=policy_set.vocabulary.id, counts=counts, digest=policy_set.digest[:12]
    )


def _sources(found: Iterable[Diagnostic]) -> dict[str, str]:
    """Return the text of the files that diagnostics speak of, for the lines quoted."""
    sources = {}
    for file in {diagnostic.span.file for diagnostic in found}:
        with suppress(OSError):  # gone meanwhile: then no line is quoted
            sources[file] = Path(file).read_text(encoding="utf-8", errors="replace")
    return sources
