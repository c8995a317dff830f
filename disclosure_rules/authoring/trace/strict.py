"""A trace into diagnostics: what of it leads nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.language.diagnostics import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.authoring.trace.traced import Trace


def loose_ends(trace: Trace) -> tuple[Diagnostic, ...]:
    """Return what is not traced to its end, in the order of places.

    A clause that decisions must carry out and that nothing carries out; a rule that cites no
    clause itself; a rule that decides no item of any case.
    """
    return tuple(sorted(_found(trace), key=lambda diagnostic: diagnostic.order))


def _found(trace: Trace) -> Iterator[Diagnostic]:
    for traced in trace.clauses:
        clause = traced.clause
        if clause.carried_by == "decision" and not traced.carried:
            yield Diagnostic("clause_without_rule", clause.span, {"word": clause.id})
    for ruled in trace.rules:
        rule = ruled.rule
        if not rule.clauses:
            yield Diagnostic("rule_without_clause", rule.span, {"word": rule.name})
        if not ruled.cases:
            yield Diagnostic("rule_without_case", rule.span, {"word": rule.name})
