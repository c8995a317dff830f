"""A trace into CSV (RFC 4180) for a spreadsheet: a row for each clause and what names it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from disclosure_rules.authoring.trace.words import Words
from disclosure_rules.publishing import spreadsheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from disclosure_rules.authoring.trace.traced import Link, Trace, TracedClause, TracedRule
    from disclosure_rules.language.cases import Case
    from disclosure_rules.language.phrases import Reader
    from disclosure_rules.publishing.book import Book

COLUMNS: Final = (
    "notice",
    "clause",
    "where",
    "says",
    "carried_by",
    "kind",
    "name",
    "rule",
    "version",
    "title",
    "place",
    "number",
    "cases",
)


def as_csv(trace: Trace, book: Book, reader: Reader) -> str:
    """Return a trace as CSV.

    A clause that nothing names has a row of its own, and so has a rule that cites no clause.
    """
    words = Words(reader)
    named = [words.say(f"column_{name}") for name in COLUMNS]
    rows = ([row.get(name, "") for name in COLUMNS] for row in _Rows(words, book).of(trace))
    return spreadsheet.as_csv([named, *rows])


class _Rows:
    """The cells of each row, by column; a column that a row leaves out is empty."""

    def __init__(self, words: Words, book: Book) -> None:
        self.words = words
        self.book = book

    def of(self, trace: Trace) -> Iterator[dict[str, str]]:
        for traced in trace.clauses:
            clause = self._clause(traced)
            named = [*map(self._link, traced.links), *map(self._case, traced.cases)]
            yield from ({**clause, **by} for by in named or [{}])
        for rule in trace.rules:
            if not rule.clauses:
                yield {**self._rule(rule), "kind": self.words.say("kind_rule")}

    def _clause(self, traced: TracedClause) -> dict[str, str]:
        clause = traced.clause
        return {
            "notice": clause.notice,
            "clause": clause.id,
            "where": self.words.local(clause.where, ""),
            "says": self.words.local(clause.says, ""),
            "carried_by": self.words.say(f"carried_by_{clause.carried_by}"),
        }

    def _link(self, link: Link) -> dict[str, str]:
        return {
            **(self._rule(link.rule) if link.rule else {}),
            "kind": self.words.say(f"kind_{link.kind}"),
            "name": link.name,
            "title": self.words.local(link.title, ""),
            "place": self.book.place(link.span),
        }

    def _rule(self, traced: TracedRule) -> dict[str, str]:
        rule = traced.rule
        return {
            "name": rule.name,
            "rule": rule.name,
            "version": traced.version,
            "title": self.words.local(rule.title, ""),
            "place": self.book.place(rule.span),
            "number": str(len(traced.cases)),
            "cases": _names(traced.cases),
        }

    def _case(self, case: Case) -> dict[str, str]:
        return {
            "kind": self.words.say("kind_case"),
            "name": case.id,
            "title": self.words.local(case.title, ""),
            "place": self.book.place(case.span),
        }


def _names(cases: Iterable[Case]) -> str:
    return ", ".join(case.id for case in cases)
