"""Proofs, questions and remedies into plain data, as `schemas/explanation.schema.json` has it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from disclosure_rules.deciding.semantics import Absent
from disclosure_rules.explaining.proof import (
    DefinitionProof,
    ExceptionProof,
    HeadProof,
    ItemProof,
    JoinProof,
    ListProof,
    Look,
    PermittedByProof,
    Proof,
    RecordName,
    RecordProof,
    RuleProof,
    TestProof,
)
from disclosure_rules.language import conditions as c
from disclosure_rules.language.times import Duration

if TYPE_CHECKING:
    from collections.abc import Mapping

    from disclosure_rules.explaining.questions import Question
    from disclosure_rules.explaining.remedies import Change, Remedies
    from disclosure_rules.explaining.told import Told


def as_data(told: Told) -> dict[str, Any]:
    """Return a whole explanation as data."""
    decided = told.decision.as_dict()
    return {
        "format": 1,
        "outcome": told.decision.outcome,
        "moment": decided["moment"],
        "policy_set": decided["policy_set"],
        "items": [
            {
                "names": list(group.names),
                **_item(group.proof, everything=told.everything),
                "questions": [_question(question) for question in group.questions],
                "remedies": of_remedies(group.remedies),
            }
            for group in told.groups
        ],
    }


def _item(proof: ItemProof, *, everything: bool) -> dict[str, Any]:
    """Return a proof; rules about something else are counted unless asked for."""
    others = [p for p in (*proof.denying, *proof.allowing) if p.failed_on_head]
    return {
        "category": list(proof.categories),
        "outcome": proof.outcome,
        "rules": list(proof.rules),
        "denying": [_rule(p) for p in proof.denying if everything or not p.failed_on_head],
        "allowing": [_rule(p) for p in proof.allowing if everything or not p.failed_on_head],
        "rules_about_something_else": len(others),
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "path": question.path,
        "record": _record_name(question.look.record),
        "too_broad": question.too_broad,
        "rule": question.rule.rule.name,
    }


def of_remedies(remedies: Remedies) -> dict[str, Any]:
    """Return an item's remedies as data."""
    return {
        "ending": remedies.ending,
        "remedies": [[_change(change) for change in remedy.changes] for remedy in remedies.found],
    }


def _change(change: Change) -> dict[str, Any]:
    told: dict[str, Any] = {"how": change.how, "path": change.fact.path}
    if change.new:
        return {**told, "add": {fact.name: plain(value) for fact, value in change.fields}}
    if change.record is not None:
        told["record"] = {"list": change.record.list, "number": change.record.number}
    return {**told, "value": plain(change.value)}


def _rule(proof: RuleProof) -> dict[str, Any]:
    return {
        "rule": proof.rule.name,
        "effect": proof.rule.effect,
        "ground": proof.rule.ground,
        "clauses": list(proof.rule.clauses),
        "source": proof.rule.span.line_reference,
        "truth": proof.truth.value,
        "head": [_head(part) for part in proof.head],
        "when": None if proof.when is None else condition(proof.when),
        "unless": None if proof.unless is None else condition(proof.unless),
        "except": [_exception(below) for below in proof.exceptions],
    }


def _head(proof: HeadProof) -> dict[str, Any]:
    return {
        "part": proof.part,
        "truth": proof.truth.value,
        "seen": plain(proof.look.reading),
        "grants": list(proof.grants),
    }


def _exception(proof: ExceptionProof) -> dict[str, Any]:
    return {
        "exception": proof.exception.id,
        "clauses": list(proof.exception.clauses),
        "source": proof.exception.span.line_reference,
        "truth": proof.truth.value,
        "when": condition(proof.when),
        "except": [_exception(below) for below in proof.exceptions],
    }


def condition(proof: Proof) -> dict[str, Any]:
    """Return the proof of a condition as data."""
    told = {"truth": proof.truth.value, "source": proof.asked.span.line_reference}
    match proof:
        case TestProof():
            return {"kind": "test", **told, **_test(proof)}
        case JoinProof(asked=asked, parts=parts):
            kind = {c.All: "all", c.AnyOf: "any", c.Not: "not"}[type(asked)]
            return {"kind": kind, **told, "parts": [condition(part) for part in parts]}
        case ListProof(asked=asked, look=look, records=records):
            kind = "some" if isinstance(asked, c.Some) else "every"
            known = None if look.reading is Absent.UNKNOWN else len(_given(look))
            listed = {"list": look.fact.path, "length": known}
            return {"kind": kind, **told, **listed, "records": [_record(r) for r in records]}
        case DefinitionProof(definition=definition, means=means):
            named = {"definition": definition.name}
            return {"kind": "holds", **told, **named, "means": condition(means)}
        case PermittedByProof(asked=asked, rules=rules):
            named = {"named": asked.rule or asked.ground or ""}
            about = [_rule(rule) for rule in rules if not rule.failed_on_head]
            return {"kind": "permitted_by", **told, **named, "rules": about}


def _given(look: Look) -> tuple[object, ...]:
    return look.reading if isinstance(look.reading, tuple) else ()


def _record(proof: RecordProof) -> dict[str, Any]:
    return {
        "record": _record_name(proof.record),
        "truth": proof.truth.value,
        "where": condition(proof.where),
    }


def _record_name(record: RecordName | None) -> dict[str, Any] | None:
    if record is None:
        return None
    return {"list": record.list, "number": record.number, "id": record.id}


def _test(proof: TestProof) -> dict[str, Any]:
    return {
        "path": proof.left.fact.path,
        "record": _record_name(proof.left.record),
        "seen": plain(proof.left.reading),
        "operator": proof.asked.operator,
        "compared_with": plain(proof.compared_with),
        "of": None if proof.right is None else proof.right.fact.path,
    }


def plain(value: object) -> Any:
    """Return a value as JSON has it: none and unknown as mappings of their own."""
    match value:
        case Absent():
            return {"absent": value.value}
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case Duration():
            return str(value)
        case tuple():
            return [plain(part) for part in value]
        case dict():
            return _plain_record(value)
        case _:
            return value


def _plain_record(record: Mapping[str, object]) -> dict[str, Any]:
    return {name: plain(value) for name, value in record.items()}
