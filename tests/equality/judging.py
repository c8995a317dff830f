"""A request into what the semantics say of it, and into what the engine's programs say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

from disclosure_rules import Engine, InvalidRequest
from disclosure_rules.deciding.missing import missing_facts
from disclosure_rules.deciding.semantics import Scope, Verdict, decide_item
from disclosure_rules.request import Facts, read_request


class Said(NamedTuple):
    """An answer, item by item."""

    verdicts: Sequence[tuple[str, tuple[str, ...]]]
    allowed: bool
    facts: object


def plain(facts: Facts) -> object:
    """Return facts as data that can be compared."""
    items = [(item.given, item.known) for item in facts.items]
    return dict(facts.given), facts.entities, items, facts.moment


Judged: TypeAlias = Sequence[tuple[Scope, Verdict]]
"""What the semantics say of each item."""


def judged(engine: Engine, facts: Facts) -> Judged:
    """Return the answer of the definition for each item."""
    vocabulary = engine.policy_set.vocabulary
    in_force = engine.policy_set.in_force(facts.moment.astimezone(vocabulary.zone).date())
    scopes = [Scope(vocabulary, in_force, facts, item) for item in facts.items]
    return [(scope, decide_item(scope)) for scope in scopes]


def said(facts: Facts, found: Judged) -> Said:
    """Return an answer so that others can be compared with it."""
    verdicts = [(v.outcome, tuple(rule.name for rule in v.rules)) for _, v in found]
    return Said(verdicts, all(v.outcome == "permitted" for _, v in found), plain(facts))


def of_rows(found: Judged) -> list[Any]:
    """Return an answer as tables give it: the outcome, the rules and what is missing."""
    answers = []
    for scope, verdict in found:
        lacking = verdict.outcome == "facts_missing"
        missing = sorted({each.path for each in missing_facts(scope)}) if lacking else []
        answers.append((verdict.outcome, [rule.name for rule in verdict.rules], missing))
    return answers


def by_semantics(engine: Engine, request: Any) -> Said | list[str]:
    """Return the answer of the definition, or the faults of the request."""
    try:
        facts = read_request(engine.policy_set.vocabulary, request)
    except InvalidRequest as error:
        return [str(fault.message) for fault in error.faults]
    return said(facts, judged(engine, facts))


def by_programs(engine: Engine, request: Any) -> Said | list[str]:
    """Return the answer of the engine, or the faults of the request."""
    try:
        decision = engine.decide(request)
        allowed = engine.allows(request)
    except InvalidRequest as error:
        return [str(fault.message) for fault in error.faults]
    programs = engine._programs
    facts = programs.layout.facts(programs.read(request))
    verdicts = [(item.outcome, item.rules) for item in decision.items]
    assert decision.allowed is allowed
    return Said(verdicts, allowed, plain(facts))


def by_hand(engine: Engine) -> tuple[int, int]:
    """Return how many requests were not read, and how many not decided, by a program."""
    return engine._programs.read_by_hand, engine._programs.decided_by_hand
