"""Answers into plain data, as `schemas/explanation.schema.json` describes it."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from disclosure_rules.deciding.semantics import Absent
from disclosure_rules.explaining.iso_times import is_civil, iso
from disclosure_rules.explaining.nearness import alike
from disclosure_rules.explaining.proof import (
    DefinitionProof,
    ExceptionProof,
    HeadProof,
    ItemProof,
    JoinProof,
    ListProof,
    PermittedByProof,
    Proof,
    RecordName,
    RecordProof,
    RuleProof,
    TestProof,
)
from disclosure_rules.explaining.proof_outline import RECORDS_TOLD
from disclosure_rules.language import conditions as c
from disclosure_rules.language.vocabulary import TIME_TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from disclosure_rules.decision import Reason
    from disclosure_rules.explaining.changes import Change
    from disclosure_rules.explaining.iso_times import Civil
    from disclosure_rules.explaining.questions import Question
    from disclosure_rules.explaining.remedies import Remedies
    from disclosure_rules.explaining.told import Explained, Told
    from disclosure_rules.language.vocabulary import Type

_EXACT: Final = 2**53
"""Below this every whole number is the same in whatever reads JSON."""


def as_data(told: Told) -> dict[str, Any]:
    """Return a whole explanation as data."""
    speaker = told.speaker
    telling = _Telling(speaker.vocabulary.zone, speaker.folder, told.everything, {}, {})
    policy_set = told.decision.policy_set
    return {
        "format": 1,
        "outcome": told.decision.outcome,
        **deepcopy(dict(told.asked)),
        "policy_set": {**policy_set, "versions": dict(policy_set["versions"])},
        "lapsed": list(told.decision.lapsed),
        "items": [
            telling._replace(reasons=group.answer.reasons).group(group) for group in told.groups
        ],
    }


def of_remedies(remedies: Remedies, zone: ZoneInfo) -> dict[str, Any]:
    """Return an item's remedies as data, with times in a zone."""
    return {
        "ending": remedies.ending,
        "remedies": [
            [_change(change, zone) for change in remedy.changes] for remedy in remedies.found
        ],
        "untried": remedies.untried,
        "waits_for": [fact.path for fact in remedies.waits_for],
    }


def _change(change: Change, zone: ZoneInfo) -> dict[str, Any]:
    told: dict[str, Any] = {
        "how": change.how,
        "path": change.fact.path,
        "for_example": [said.fact.name for said in change.said if said.for_example],
    }
    if change.new:
        said = {said.fact.name: plain(said.value, zone) for said in change.said}
        return {**told, "add": said}
    if change.record is not None:
        told["record"] = {
            "list": change.record.list,
            "number": change.record.number,
            "id": change.record_id,
        }
    return {**told, "value": plain(change.said[0].value, zone)}


class _Telling(NamedTuple):
    """Tell proofs as data; of what is alike or about something else, more only if asked."""

    zone: ZoneInfo
    folder: str
    """The folder of the policy set, in which places are named."""
    everything: bool
    groups: dict[int, list[list[RecordProof]]]
    """Records alike, by the identity of the proof of their list."""
    reasons: Mapping[str, Reason]
    """The reasons of the rules that hold for the items being told, by the rule's name."""

    def group(self, group: Explained) -> dict[str, Any]:
        """Return why items came out as they did, and what would change it."""
        answer = group.answer
        return {
            "names": list(group.names),
            **self._item(answer.proof),
            "questions": [_question(question) for question in answer.questions],
            "remedies": of_remedies(answer.remedies, self.zone),
        }

    def _item(self, proof: ItemProof) -> dict[str, Any]:
        return {
            "category": list(proof.categories),
            "outcome": proof.outcome,
            "rules": list(proof.rules),
            "denying": self._rules(proof.denying),
            "allowing": self._rules(proof.allowing),
            "rules_about_something_else": sum(p.failed_on_head for p in proof.all_rules),
        }

    def _rules(self, proofs: tuple[RuleProof, ...]) -> list[dict[str, Any]]:
        told = [proof for proof in proofs if self.everything or not proof.failed_on_head]
        return [self._rule(proof) for proof in told]

    def _rule(self, proof: RuleProof) -> dict[str, Any]:
        reason = self.reasons.get(proof.rule.name)
        return {
            "rule": proof.rule.name,
            "effect": proof.rule.effect,
            "ground": proof.rule.ground,
            "clauses": list(proof.rule.clauses),
            "source": proof.rule.span.place_in(self.folder),
            "truth": proof.truth.value,
            "reason": None if reason is None else dict(reason.text),
            "head": [self._head(part) for part in proof.head],
            "when": None if proof.when is None else self._condition(proof.when),
            "unless": None if proof.unless is None else self._condition(proof.unless),
            "except": [self._exception(below) for below in proof.exceptions],
        }

    def _head(self, proof: HeadProof) -> dict[str, Any]:
        return {
            "part": proof.part,
            "truth": proof.truth.value,
            "seen": plain(proof.look.reading, self.zone),
            "grants": list(proof.grants),
        }

    def _exception(self, proof: ExceptionProof) -> dict[str, Any]:
        return {
            "exception": proof.exception.id,
            "clauses": list(proof.exception.clauses),
            "source": proof.exception.span.place_in(self.folder),
            "truth": proof.truth.value,
            "when": self._condition(proof.when),
            "except": [self._exception(below) for below in proof.exceptions],
        }

    def _condition(self, proof: Proof) -> dict[str, Any]:
        told = {"truth": proof.truth.value, "source": proof.asked.span.place_in(self.folder)}
        match proof:
            case TestProof():
                return {"kind": "test", **told, **self._test(proof)}
            case JoinProof(asked=asked, parts=parts):
                kind = {c.All: "all", c.AnyOf: "any", c.Not: "not"}[type(asked)]
                return {"kind": kind, **told, "parts": [self._condition(part) for part in parts]}
            case ListProof(asked=asked):
                kind = "some" if isinstance(asked, c.Some) else "every"
                return {"kind": kind, **told, **self._list(proof)}
            case DefinitionProof(definition=definition, means=means):
                named = {"definition": definition.name}
                return {"kind": "holds", **told, **named, "means": self._condition(means)}
            case PermittedByProof(asked=asked, rules=rules):
                about = [self._rule(rule) for rule in rules if not rule.failed_on_head]
                by = asked.rule or asked.ground
                return {"kind": "permitted_by", **told, "by": by, "rules": about}

    def _list(self, proof: ListProof) -> dict[str, Any]:
        """Return a quantifier's records; of many that stand alike for one reason, a few in full."""
        reading = proof.look.reading
        length = len(reading) if isinstance(reading, tuple) else 0
        told, more = [], []
        if id(proof) not in self.groups:
            self.groups[id(proof)] = alike(proof.records)
        for group in self.groups[id(proof)]:
            shown = len(group) if self.everything else RECORDS_TOLD
            told += [self._record(record) for record in group[:shown]]
            if group[shown:]:
                rest = [_name(record.record) for record in group[shown:]]
                more.append({"like": _name(group[0].record), "records": rest})
        return {
            "list": proof.look.fact.path,
            "length": None if reading is Absent.UNKNOWN else length,
            "records": told,
            "more_records": more,
        }

    def _record(self, proof: RecordProof) -> dict[str, Any]:
        return {
            "record": _name(proof.record),
            "truth": proof.truth.value,
            "where": self._condition(proof.where),
        }

    def _test(self, proof: TestProof) -> dict[str, Any]:
        return {
            "path": proof.left.fact.path,
            "record": _name(proof.left.record),
            "seen": plain(proof.left.reading, self.zone),
            "operator": proof.asked.operator,
            "compared_with": plain(proof.compared_with, self.zone, proof.asked.operand.type),
            "of": None if proof.right is None else proof.right.fact.path,
        }


def _question(question: Question) -> dict[str, Any]:
    return {
        "path": question.path,
        "record": _name(question.look.record),
        "too_broad": question.too_broad,
        "rule": question.rule.rule.name,
    }


def _name(record: RecordName | None) -> dict[str, Any] | None:
    return None if record is None else {"number": record.number, "id": record.id}


def plain(value: object, zone: ZoneInfo, kind: Type | None = None) -> Any:
    """Return a value as JSON has it: none and unknown as mappings, times in a zone."""
    if kind in TIME_TYPES and is_civil(value):
        return iso(cast("Civil", value), zone)
    match value:
        case Absent():
            return {"absent": value.value}
        case date():
            return iso(value, zone)
        case bool() | str():
            return value
        case int() | Decimal():
            return _number(value)
        case tuple():
            return [plain(part, zone) for part in value]
        case dict():
            return {name: plain(part, zone) for name, part in value.items()}
        case _:
            return str(value)


def _number(value: int | Decimal) -> int | float | str:
    """Return a number that every reader of JSON takes for the same, or else how it is written."""
    if -_EXACT < value < _EXACT:
        if value == int(value):
            return int(value)
        if Decimal(repr(float(value))) == value:
            return float(value)
    return str(value)
