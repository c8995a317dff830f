"""Proofs of rules and conditions into lines with marks, one below another."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal

from disclosure_rules.deciding.kleene import FALSE, TRUE, Truth
from disclosure_rules.deciding.semantics import Absent
from disclosure_rules.explaining.marked import quoted
from disclosure_rules.explaining.nearness import alike, nearest_first, reasons
from disclosure_rules.explaining.proof import (
    DefinitionProof,
    ExceptionProof,
    HeadProof,
    JoinProof,
    ListProof,
    PermittedByProof,
    Proof,
    RecordProof,
    RuleProof,
    TestProof,
)
from disclosure_rules.language import conditions as c
from disclosure_rules.language.policy import HEAD_TAXONOMIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from disclosure_rules.decision import Reason
    from disclosure_rules.explaining.speaking import Speaker
    from disclosure_rules.language.policy import Clause, Rule

Kind = Literal[
    "section", "rule", "reason", "clause", "condition", "record", "note", "question", "remedy"
]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an outline, with what stands below it."""

    text: str
    """With marks: see `marked`."""
    kind: Kind = "note"
    mark: Truth | None = None
    source: str | None = None
    """Where in the policies it stands, as `file:line`."""
    below: tuple[Line, ...] = field(default=())


RECORDS_TOLD: Final = 3
"""How many records that stand alike for the same reason are told in full."""


class ProofOutliner:
    """Make lines of rules and conditions in the language of a speaker."""

    def __init__(
        self, speaker: Speaker, clauses: Mapping[str, Clause], *, everything: bool
    ) -> None:
        """Tell rules with their clauses, and with `everything` every record."""
        self.speaker = speaker
        self.clauses = clauses
        self.everything = everything
        self.reasons: Mapping[str, Reason] = {}
        """The reasons of the rules that hold for the items being told, by the rule's name."""
        self._rules: dict[int, tuple[RuleProof, Line]] = {}
        """Rules told before, by the identity of their proofs, which stay alive beside them."""

    def rule(self, proof: RuleProof) -> Line:
        """Return a rule with its parts; of one that holds, first the reason it gives."""
        if id(proof) not in self._rules:
            below = tuple(self._in_rule(proof))
            line = Line(
                self.title(proof.rule),
                "rule",
                proof.truth,
                self.speaker.place(proof.rule.span),
                below,
            )
            self._rules[id(proof)] = proof, line
        return self._rules[id(proof)][1]

    def misfit(self, proof: RuleProof) -> Line:
        """Return a rule that is about something else, with what of its head does not fit."""
        below = tuple(self._head(part) for part in proof.head if part.truth is FALSE)
        return replace(self.rule(proof), below=below)

    def title(self, rule: Rule) -> str:
        """Return what a rule is called, and its name."""
        return self.speaker.say(
            "rule", title=self.speaker.local(rule.title, rule.id), name=rule.name
        )

    def _in_rule(self, proof: RuleProof) -> Iterator[Line]:
        say, rule = self.speaker.say, proof.rule
        if rule.because and rule.name in self.reasons:
            sentences = {
                language: self.reasons[rule.name].text[language] for language in rule.because
            }
            yield Line(self.speaker.local(sentences, rule.id), "reason")
        if rule.ground is not None:
            yield Line(say("ground", ground=self.speaker.term("grounds", rule.ground)))
        yield from (self._clause(self.clauses[name]) for name in rule.clauses)
        if any(part.truth is not TRUE for part in proof.head):
            yield from (self._head(part) for part in proof.head)
        if proof.when is not None:
            yield self._labelled("when", proof.when)
        if proof.unless is not None:
            yield self._labelled("unless", proof.unless)
        yield from (self._exception(below, "exception") for below in proof.exceptions)

    def causes(self, proof: RuleProof) -> list[str]:
        """Return what a rule failed on, in the words of its lines; of many records, one."""
        failed = [self._head(part).text for part in proof.head if part.truth is FALSE]
        if proof.when is not None and proof.when.truth is FALSE:
            failed += _failed(self._condition(proof.when))
        if proof.unless is not None and proof.unless.truth is TRUE:
            failed.append(self._labelled("unless", proof.unless).text)
        taken = (below for below in proof.exceptions if below.truth is TRUE)
        return [*failed, *(self._exception(below, "exception").text for below in taken)]

    def _clause(self, clause: Clause) -> Line:
        says = self.speaker.local(clause.says, clause.id)
        where = self.speaker.local(clause.where, clause.id)
        text = self.speaker.say("clause", says=says, where=where)
        return Line(text, "clause", source=self.speaker.place(clause.span))

    def _head(self, proof: HeadProof) -> Line:
        text = self.speaker.say(
            "part_of_head",
            part=self.speaker.say(proof.part),
            value=self.speaker.value(proof.look.reading, proof.look.fact.type),
            grants=self.grants(proof),
        )
        return Line(text, "condition", proof.truth)

    def grants(self, proof: HeadProof) -> str:
        """Return what a part of a head says."""
        return self.speaker.terms(HEAD_TAXONOMIES[proof.part], proof.grants)

    def _exception(self, proof: ExceptionProof, key: str) -> Line:
        title = self.speaker.local(proof.exception.title, proof.exception.id)
        below = (
            *(self._clause(self.clauses[name]) for name in proof.exception.clauses),
            self._condition(proof.when),
            *(self._exception(part, "exception_of_exception") for part in proof.exceptions),
        )
        text = self.speaker.say(key, title=title)
        return Line(text, "condition", proof.truth, self.speaker.place(proof.exception.span), below)

    # --- Conditions ---

    def _labelled(self, key: str, proof: Proof) -> Line:
        below = self._condition(proof)
        text = f"{self.speaker.say(key)}: {below.text}"
        return Line(text, "condition", below.mark, below.source, below.below)

    def _condition(self, proof: Proof) -> Line:
        text, below = self._told(proof)
        return Line(text, "condition", proof.truth, self.speaker.place(proof.asked.span), below)

    def _told(self, proof: Proof) -> tuple[str, tuple[Line, ...]]:
        match proof:
            case TestProof():
                return self.speaker.test(proof), ()
            case JoinProof():
                return self._joined(proof)
            case ListProof():
                return self._list(proof)
            case DefinitionProof(definition=definition, means=means):
                return self.speaker.local(definition.title, definition.id), self._parts(means)
            case PermittedByProof():
                return self._permitted_by(proof)

    def _parts(self, proof: Proof) -> tuple[Line, ...]:
        """Return the lines below a definition: without a line that only says `all of this`."""
        if isinstance(proof, JoinProof) and isinstance(proof.asked, c.All):
            return tuple(self._condition(part) for part in proof.parts)
        return (self._condition(proof),)

    def _joined(self, proof: JoinProof) -> tuple[str, tuple[Line, ...]]:
        if isinstance(proof.asked, c.Not) and isinstance(proof.parts[0], TestProof):
            return self.speaker.test_that_must_fail(proof.parts[0]), ()
        words = {c.All: "all", c.AnyOf: "any", c.Not: "not"}
        below = tuple(self._condition(part) for part in proof.parts)
        return self.speaker.say(words[type(proof.asked)]), below

    def _permitted_by(self, proof: PermittedByProof) -> tuple[str, tuple[Line, ...]]:
        asked = proof.asked
        if asked.rule is not None:
            text = self.speaker.say("permitted_by_rule", rule=quoted(asked.rule))
        else:
            ground = self.speaker.term("grounds", str(asked.ground))
            text = self.speaker.say("permitted_by_ground", ground=ground)
        about = [rule for rule in proof.rules if not rule.failed_on_head]
        below = tuple(self.rule(rule) for rule in about)
        return text, below or (Line(self.speaker.say("no_such_permission")),)

    def _list(self, proof: ListProof) -> tuple[str, tuple[Line, ...]]:
        say = self.speaker.say
        label = self.speaker.label(proof.look.fact)
        if proof.look.reading is Absent.NONE:
            return say("list_none", list=label), ()
        if proof.look.reading is Absent.UNKNOWN:
            below = tuple(part for record in proof.records for part in self._parts(record.where))
            return say("list_unknown", list=label), (
                Line(say("any_record"), "record", None, None, below),
            )
        key = "some" if isinstance(proof.asked, c.Some) else "every"
        return say(key, list=label), tuple(self._records(proof.records))

    def _records(self, proofs: tuple[RecordProof, ...]) -> Iterator[Line]:
        """Yield the records, those that serve first; of many alike, a few and how many more."""
        groups = alike(proofs)
        if len(groups) > RECORDS_TOLD and not self.everything:
            yield from self._many(proofs, groups)
            return
        for group in groups:
            truth = group[0].truth
            told = len(group) if self.everything else RECORDS_TOLD
            yield from (self._record(proof) for proof in group[:told])
            rest = [self.speaker.short(proof.record) for proof in group[told:] if proof.record]
            if rest:
                key = "more_records_one" if len(rest) == 1 else "more_records"
                records = self.speaker.listed(rest)
                text = self.speaker.say(key, number=len(rest), records=records)
                yield Line(text, "record", truth)

    def _many(
        self, proofs: tuple[RecordProof, ...], groups: list[list[RecordProof]]
    ) -> Iterator[Line]:
        """Yield records that differ in why: the nearest ones, and for each reason, which others."""
        told = nearest_first(group[0] for group in groups)[:RECORDS_TOLD]
        yield from (self._failing(proof) for proof in told)
        why: dict[tuple[object, Truth], list[RecordProof]] = {}
        shown: dict[tuple[object, Truth], Proof] = {}
        for proof in proofs:
            if proof in told:
                continue
            for reason in reasons(proof.where):
                key = (self._why(reason), proof.truth)
                shown.setdefault(key, reason)
                why.setdefault(key, []).append(proof)
        for key, others in why.items():
            yield self._for_this(shown[key], others)

    def _failing(self, proof: RecordProof) -> Line:
        """Return a record with what of it does not hold."""
        line = self._record(proof)
        below = tuple(part for part in line.below if part.mark is not TRUE)
        return line if proof.truth is TRUE else replace(line, below=below)

    def _why(self, reason: Proof) -> object:
        """Return what two reasons have in common that are told in the same words."""
        if isinstance(reason, TestProof):
            return id(reason.asked), reason.left.fact.path, self.speaker.stand(reason)
        return id(reason.asked)

    def _for_this(self, reason: Proof, records: list[RecordProof]) -> Line:
        """Return which records stand as they do because of a reason, among others."""
        text = self._told(reason)[0]
        if isinstance(reason, TestProof):
            text = self.speaker.test_of_many(reason)
        named = [self.speaker.short(proof.record) for proof in records if proof.record]
        key = "records_for_this_one" if len(records) == 1 else "records_for_this"
        listed = self.speaker.listed(named)
        told = self.speaker.say(key, number=len(records), why=text, records=listed)
        return Line(told, "record", records[0].truth)

    def _record(self, proof: RecordProof) -> Line:
        return Line(self._record_name(proof), "record", proof.truth, None, self._parts(proof.where))

    def _record_name(self, proof: RecordProof) -> str:
        return "" if proof.record is None else self.speaker.record(proof.record)


def _failed(line: Line) -> list[str]:
    """Return the lowest lines on which a condition failed, each record's with its name."""
    below = [part for part in line.below if part.mark is FALSE]
    if not below:
        return [line.text]
    if below[0].kind == "record":
        return [f"{below[0].text}: {told}" for told in _failed_below(below[0])]
    return [told for part in below for told in _failed(part)]


def _failed_below(record: Line) -> list[str]:
    return [told for part in record.below if part.mark is FALSE for told in _failed(part)]
