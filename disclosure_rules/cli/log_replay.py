"""`log replay`: every decision of a log made again, by its own policies or by others."""

from __future__ import annotations

import sys
from datetime import UTC
from typing import TYPE_CHECKING, Any, Final

import click

from disclosure_rules.cli.log_options import log_option, opened, told
from disclosure_rules.cli.options import (
    FOLDER,
    Exit,
    common_options,
    leave,
    load_engine,
    print_json,
    say,
)
from disclosure_rules.language.phrases import texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from disclosure_rules.language.phrases import Reader
    from disclosure_rules.recording.log import DecisionLog
    from disclosure_rules.recording.recalling import Ruling
    from disclosure_rules.recording.replaying import Comparison, Difference, Examples, Replay
    from disclosure_rules.recording.spans import Span

_OFTEN: Final = 1000
"""After so many decisions it is shown how many are done."""


@click.command()
@log_option
@click.option(
    "--against",
    type=FOLDER,
    metavar="POLICIES",
    help="Tell what these policies would have decided instead.",
)
@click.option("--since", metavar="TIME", help="Only what was recorded on this date or later.")
@click.option("--until", metavar="TIME", help="Only what was recorded up to the end of this date.")
@click.option("--operation", metavar="TERM", help="Only this operation, and narrower ones.")
@click.option(
    "--examples",
    type=click.IntRange(min=0),
    default=3,
    show_default=True,
    help="How many decisions are named of each kind.",
)
@common_options
def replay(  # noqa: PLR0917 - click hands them over by name
    log_file: Path,
    against: Path | None,
    since: str | None,
    until: str | None,
    operation: str | None,
    examples: int,
    form: str,
    language: Reader,
) -> None:
    """Make every decision again, from the log alone, and tell which come out otherwise.

    Exits with 4 if any does, or is damaged. With --against, tell what other policies would have
    decided on the same requests: that something comes out otherwise then is no failure. A fact that
    the log does not have is unknown. Dates are those of the policies' time zone.
    """
    from disclosure_rules.recording import replaying

    other = None if against is None else load_engine(against, form, language).policy_set
    with opened(log_file, form, language) as log:
        span = _span(log, since, until, operation, language)
        if other is None:
            replayed = replaying.replay(log, span, examples=examples, progress=_progress)
            _end_progress()
            _tell(log, replayed, form, language)
            sound = replayed.agrees
        else:
            compared = replaying.replay_against(
                log, other, span, examples=examples, progress=_progress
            )
            _end_progress()
            named = {"id": other.vocabulary.id, "digest": other.digest}
            if form == "json":
                print_json(_comparison_data(compared, named))
            else:
                say(_comparison_lines(log, compared, named, language))
            sound = not compared.damaged
    if not sound:
        leave(Exit.CASES_FAILED)


def _span(
    log: DecisionLog, since: str | None, until: str | None, operation: str | None, language: Reader
) -> Span:
    from disclosure_rules.recording.spans import Span, moment_of, zone_of

    zone = UTC if since is until is None else zone_of(log)
    limits = []
    for option, text, end in (("--since", since, False), ("--until", until, True)):
        moment = None if text is None else moment_of(text, zone, end=end)
        if text is not None and moment is None:
            raise click.UsageError(told("bad_moment", language, option=option))
        limits.append(moment)
    first, last = limits
    return Span(first, last, operation)


def _progress(done: int) -> None:
    """Show a person who waits that it goes on."""
    if done % _OFTEN == 0 and _person_waits():
        click.echo(f"\r{done}", err=True, nl=False)


def _end_progress() -> None:
    if _person_waits():
        click.echo("\r", err=True, nl=False)


def _person_waits() -> bool:
    return sys.stderr.isatty()


# --- By the policies that decided ----------------------------------------------------------------


def _tell(log: DecisionLog, replayed: Replay, form: str, language: Reader) -> None:
    differences = [(each, _difference(each, language)) for each in replayed.differences]
    if form == "json":
        told_of = [
            {
                "id": each.id,
                "number": each.number,
                "why": each.why,
                "release": each.release,
                "items": list(each.items),
                "message": message,
            }
            for each, message in differences
        ]
        print_json(
            {
                "agrees": replayed.agrees,
                "decisions": replayed.decisions,
                "same": replayed.same,
                "not_fully": replayed.not_fully,
                "lacking": dict(sorted(replayed.lacking.items())),
                "differing": replayed.differing,
                "differences": told_of,
            }
        )
        return
    say(message for _, message in differences)
    further = replayed.differing - len(differences)
    if further:
        say([told("replay_more", language, count=further)])
    word = "replay_same" if replayed.agrees else "replay_differs"
    counts = {"decisions": replayed.decisions, "differing": replayed.differing}
    say([told(word, language, log=log.path, **counts)])
    numbers = {"same": replayed.same, "not_fully": replayed.not_fully, **replayed.lacking}
    say(_counts(numbers, language))


def _difference(each: Difference, language: Reader) -> str:
    from disclosure_rules.version import __version__

    same = each.release == __version__
    cause = told(
        "cause_same_release" if same else "cause_other_release",
        language,
        release=each.release,
        current=__version__,
    )
    items = ", ".join(told("unnamed", language) if n is None else f"`{n}`" for n in each.items)
    details = {"id": each.id, "number": each.number, "items": items, "cause": cause}
    return told(f"replay_{each.why}", language, **details)


def _counts(numbers: dict[str, int], language: Reader) -> Iterator[str]:
    for why, count in numbers.items():
        if count:
            yield "  " + told(f"replay_count_{why}", language, count=count)


# --- By others -----------------------------------------------------------------------------------


def _comparison_data(compared: Comparison, named: dict[str, str]) -> dict[str, Any]:
    return {
        "policy_set": named,
        "decisions": compared.decisions,
        "unchanged": compared.unchanged,
        "changes": [
            {"change": change, "before": _ruling_data(was), "after": _ruling_data(now)}
            | _examples_data(happened)
            for (change, was, now), happened in compared.sorted_changes()
        ],
        "open": _examples_data(compared.open),
        "not_fitting": compared.not_fitting,
        "unfit": [
            {"code": code, "path": path} | _examples_data(happened)
            for (code, path), happened in sorted(compared.unfit.items(), key=_by_key)
        ],
        "lacking": dict(sorted(compared.lacking.items())),
    }


def _by_key(entry: tuple[tuple[str, str], Examples]) -> tuple[str, str]:
    return entry[0]


def _ruling_data(ruling: Ruling) -> dict[str, Any]:
    return {
        "outcome": ruling.outcome,
        "rules": list(ruling.rules),
        "obligations": list(ruling.duties),
    }


def _examples_data(happened: Examples) -> dict[str, Any]:
    return {
        "items": happened.items,
        "decisions": happened.decisions,
        "examples": list(happened.ids),
    }


def _comparison_lines(
    log: DecisionLog, compared: Comparison, named: dict[str, str], language: Reader
) -> Iterator[str]:
    yield told(
        "against_head",
        language,
        log=log.path,
        decisions=compared.decisions,
        name=named["id"],
        digest=named["digest"][:12],
    )
    yield "  " + told("against_unchanged", language, count=compared.unchanged)
    yield from _counts(dict(compared.lacking), language)
    if compared.open.decisions:
        yield "  " + told("against_open", language)
        yield "    " + _happened(compared.open, language)
    before = None
    for (change, was, now), examples in compared.sorted_changes():
        if change != before:
            yield told(f"against_{change}", language)
            before = change
        duties = was.outcome == now.outcome and was.rules == now.rules
        rulings = {
            "was": _ruling(was, language, duties=duties),
            "now": _ruling(now, language, duties=duties),
        }
        yield "  " + told("against_change", language, **rulings)
        yield "    " + _happened(examples, language)
    if compared.not_fitting:
        yield told("against_not_fitting", language, count=compared.not_fitting)
        for (code, path), examples in sorted(compared.unfit.items(), key=_by_key):
            yield "  " + told("against_unfit", language, code=code, path=path)
            yield "    " + _happened(examples, language, of="requests")
    if not compared.changes and not compared.not_fitting:
        yield told("against_nothing", language)


def _ruling(ruling: Ruling, language: Reader, *, duties: bool) -> str:
    outcome: str = texts_of("explanations", language)[ruling.outcome]
    said = outcome
    if ruling.rules:
        said = told("ruling", language, outcome=outcome, rules=", ".join(ruling.rules))
    if not duties:
        return said
    listed = "; ".join(ruling.duties) or told("no_duties", language)
    return told("with_duties", language, ruling=said, duties=listed)


def _happened(happened: Examples, language: Reader, of: str = "items") -> str:
    counts = {"items": happened.items, "decisions": happened.decisions}
    line = told(f"happened_{of}", language, **counts)
    if happened.ids:
        line += told("for_example", language, ids=", ".join(happened.ids))
    return line
