"""What came of cases into lines for people, and into plain data for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from disclosure_rules.cli.words import counted
from disclosure_rules.language.diagnostics import nearest_word
from disclosure_rules.language.vocabulary import language_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from disclosure_rules.authoring.cases import CaseResult, CaseRun
    from disclosure_rules.language.cases import Case
    from disclosure_rules.language.phrases import Reader

WORDS: Final = {
    "et": {
        "case_failed": "{place}: juhtum `{case}` ei vasta ootusele{title}",
        "of_item": "andmeühik `{item}`: ",
        "difference": "  {place}: {subject}{of}: oodati {expected}, saadi {found}",
        "decided": "  otsus: {outcome}",
        "cases_met": "{folder}: {cases}, kõik vastavad ootusele",
        "cases_failed": "{folder}: {cases}, ootusele ei vasta {failed}",
        "none_run": "{folder}: {cases}, ühtegi ei kontrollitud",
        "not_run": "kontrollimata {cases}",
        "left_out": "välja jäetud {cases}",
        "stopped": "kontrollimata, sest enne leiti juhtum, mis ei vasta ootusele",
        "no_cases": "{folder}: {cases}, midagi ei kontrollitud: lisage dokument, milles on "
        "`kind: cases`",
        "no_match": "ükski juhtum ei sobi: teksti `{text}` ei ole ühegi juhtumi nimes, pealkirjas "
        "ega punktides{help}",
        "did_you_mean": "; kas mõtlesite `{nearest}`?",
        "unwritable": "ei saa kirjutada ({reason}); kontrollige nime ja kirjutamisõigust",
        "no_file": "see on midagi muud kui fail; nimetage fail",
        "faulty": "reeglistikus on vigu",
        "nothing": "mitte midagi",
    },
    "en": {
        "case_failed": "{place}: case `{case}` failed{title}",
        "of_item": "item `{item}`: ",
        "difference": "  {place}: {subject}{of} expected {expected}, found {found}",
        "decided": "  the decision: {outcome}",
        "cases_met": "{folder}: {cases}, all as expected",
        "cases_failed": "{folder}: {cases}, {failed} failed",
        "none_run": "{folder}: {cases}, none run",
        "not_run": "{cases} not run",
        "left_out": "{cases} left out",
        "stopped": "not run, since another case failed before",
        "no_cases": "{folder}: {cases}, nothing is tested: add a document with `kind: cases`",
        "no_match": "no case matches: `{text}` stands in no name, title or clause of any case"
        "{help}",
        "did_you_mean": "; did you mean `{nearest}`?",
        "unwritable": "cannot be written ({reason}); check the name and that you may write there",
        "no_file": "this is no file but something else; name a file",
        "faulty": "the policies have faults",
        "nothing": "none",
    },
}


def failure_lines(result: CaseResult, language: Reader) -> Iterator[str]:
    """Yield which case is not as expected, and in what."""
    words = WORDS[language]
    case = result.case
    told_in = language_for(case.title, language)
    title = "" if told_in is None else f": {case.title[told_in]}"
    yield words["case_failed"].format(place=case.span, case=case.id, title=title)
    yield from difference_lines(result, language)


def difference_lines(result: CaseResult, language: Reader) -> Iterator[str]:
    """Yield how a case differs from what it expects, then what was decided, and why.

    The explanation shows values of the request: those of cases are invented.
    """
    words = WORDS[language]
    for difference in result.differences:
        yield words["difference"].format(
            place=difference.span.line_reference,
            subject=words["of_item"].format(item=difference.item) if difference.item else "",
            of=difference.of,
            expected=", ".join(difference.expected) or words["nothing"],
            found=", ".join(difference.found) or words["nothing"],
        )
    yield from _explanation(result, language)


def _explanation(result: CaseResult, language: Reader) -> Iterator[str]:
    if result.decision is None:
        return
    outcome, *lines = result.decision.explain(language).short().split("\n")
    yield WORDS[language]["decided"].format(outcome=outcome)
    yield from (f"  {line}" for line in lines)


def summary_line(run: CaseRun, language: Reader) -> str:
    """Return the line that sums up the cases of a policy set."""
    words = WORDS[language]
    counts = run.counts()
    cases = counted(counts["cases"], "case", language)
    line = words[_outcome(run)].format(folder=run.policies, cases=cases, failed=run.failed)
    others = {name: counts[name] for name in ("not_run", "left_out") if counts[name]}
    told = [
        words[name].format(cases=counted(number, "case", language))
        for name, number in others.items()
        if run.results or name != "not_run"
    ]
    return ", ".join([line, *told])


def _outcome(run: CaseRun) -> str:
    """Return what is told of the cases of a policy set."""
    if not run.known:
        return "no_cases"
    if not run.results:
        return "none_run"
    return "cases_failed" if run.failed else "cases_met"


def no_match_line(text: str, cases: Iterable[Case], language: Reader) -> str:
    """Return the line that says that a filter chose no case, with the nearest name."""
    words = WORDS[language]
    known = {name for case in cases for name in (case.id.partition("[")[0], *case.clauses)}
    nearest = nearest_word(text, known)
    help_ = "" if nearest is None else words["did_you_mean"].format(nearest=nearest)
    return words["no_match"].format(text=text, help=help_)


def report_data(
    runs: Sequence[CaseRun], unmatched: str | None, language: Reader
) -> dict[str, object]:
    """Return what came of the cases of policy sets as plain data."""
    counts = [run.counts() for run in runs]
    sets = [{"folder": run.policies, **own} for run, own in zip(runs, counts, strict=True)]
    total = {name: sum(own[name] for own in counts) for name in counts[0]}
    return {
        "cases": [
            {**result.as_dict(), "explanation": list(_explanation(result, language))}
            for run in runs
            for result in run.results
        ],
        "sets": sets,
        "summary": {**total, "message": unmatched},
    }
