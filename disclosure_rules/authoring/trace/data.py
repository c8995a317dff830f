"""A trace into plain data, for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from disclosure_rules.authoring.trace.traced import Link, Trace, TracedClause, TracedRule
    from disclosure_rules.language.cases import Case
    from disclosure_rules.language.source import Span


def as_data(trace: Trace) -> dict[str, object]:
    """Return a trace as plain data."""
    policy_set = trace.policy_set
    return {
        "policy_set": {"id": policy_set.vocabulary.id, "digest": policy_set.digest},
        "clauses": [_clause(traced) for traced in trace.clauses],
        "rules": [_rule(traced) for traced in trace.rules],
    }


def place(span: Span) -> dict[str, object]:
    """Return where something is written."""
    return {"file": span.file, "line": span.line}


def _clause(traced: TracedClause) -> dict[str, object]:
    clause = traced.clause
    return {
        "clause": clause.id,
        "notice": clause.notice,
        "where": dict(clause.where),
        "says": dict(clause.says),
        "carried_by": clause.carried_by,
        **place(clause.span),
        "carried": traced.carried,
        "named_by": [_link(link) for link in traced.links],
        "cases": _cases(traced.cases),
    }


def _link(link: Link) -> dict[str, object]:
    return {
        "kind": link.kind,
        "name": link.name,
        "rule": link.rule.rule.name if link.rule else None,
        "version": link.rule.version if link.rule else None,
        "title": dict(link.title),
        **place(link.span),
    }


def _rule(traced: TracedRule) -> dict[str, object]:
    rule = traced.rule
    return {
        "rule": rule.name,
        "version": traced.version,
        "effect": rule.effect,
        "title": dict(rule.title),
        **place(rule.span),
        "clauses": list(traced.clauses),
        "guarantees": [
            {"guarantee": guarantee.id, **place(guarantee.span)} for guarantee in traced.guarantees
        ],
        "cases": _cases(traced.cases),
    }


def _cases(cases: Iterable[Case]) -> list[dict[str, object]]:
    return [{"case": case.id, **place(case.span)} for case in cases]
