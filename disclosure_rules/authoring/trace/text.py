"""A trace into lines of text: by clause, then by rule."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from disclosure_rules.authoring.trace.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.authoring.trace.traced import Link, Trace, TracedClause, TracedRule
    from disclosure_rules.language.cases import Case
    from disclosure_rules.language.phrases import Reader

_FEW: Final = 3
"""How many cases are named before the rest is only counted."""


def as_lines(trace: Trace, reader: Reader, *, everything: bool) -> Iterator[str]:
    """Yield a trace line by line; with `everything`, every case by name."""
    teller = _Teller(reader, everything=everything)
    notices = trace.policy_set.notices
    for notice, clauses in groupby(trace.clauses, key=lambda traced: traced.clause.notice):
        yield teller.words.local(notices[notice].title, notice)
        for clause in clauses:
            yield ""
            yield from teller.clause(clause)
        yield ""
    yield teller.words.say("page_rules")
    for rule in trace.rules:
        yield from teller.rule(rule)


class _Teller:
    def __init__(self, reader: Reader, *, everything: bool) -> None:
        self.words = Words(reader)
        self.everything = everything

    def clause(self, traced: TracedClause) -> Iterator[str]:
        say, clause = self.words.say, traced.clause
        where = self.words.local(clause.where, "")
        carried_by = say(f"carried_by_{clause.carried_by}")
        yield f"{clause.id} ({where}; {carried_by})  {clause.span.line_reference}"
        yield f"  {self.words.local(clause.says, '')}"
        if clause.carried_by == "decision" and not traced.carried:
            yield f"  ! {say('carried_by_nothing')}"
        for link in traced.links:
            yield f"  {self._link(link)}"
        if traced.cases or clause.carried_by == "decision":
            yield f"  {self._cases('tested', traced.cases)}"

    def rule(self, traced: TracedRule) -> Iterator[str]:
        say, rule = self.words.say, traced.rule
        version = say("version", version=traced.version)
        yield f"  {rule.name} ({say(rule.effect)}; {version})  {rule.span.line_reference}"
        clauses = ", ".join(traced.clauses)
        yield f"    {say('clauses')}: {clauses}" if clauses else f"    {say('no_clauses')}"
        if traced.guarantees:
            guarantees = ", ".join(guarantee.id for guarantee in traced.guarantees)
            yield f"    {say('guarantees')}: {guarantees}"
        yield f"    {self._cases('decides', traced.cases)}"

    def _link(self, link: Link) -> str:
        say, kind = self.words.say, self.words.say(f"kind_{link.kind}")
        told = f"{kind} {link.name}"
        if link.rule is not None and link.kind != "rule":
            told += f" {say('of_rule', rule=link.rule.rule.name)}"
        title = self.words.local(link.title, "")
        return f"{told}{': ' if title else ''}{title}  {link.span.line_reference}"

    def _cases(self, what: str, cases: tuple[Case, ...]) -> str:
        shown = cases if self.everything else cases[:_FEW]
        names = [case.id for case in shown]
        if len(cases) > len(shown):
            names.append(self.words.say("more", number=len(cases) - len(shown)))
        said = self.words.counted(what, len(cases))
        return f"{said}: {', '.join(names)}" if names else said
