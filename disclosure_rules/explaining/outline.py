"""Proofs into an outline: lines with marks, one below another, in the language of a reader.

An outline is what every rendering shows: text for a terminal, Markdown, a page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, Final, Literal, cast

from disclosure_rules.deciding.kleene import FALSE, TRUE, UNKNOWN, Truth
from disclosure_rules.deciding.semantics import Absent
from disclosure_rules.explaining.proof import (
    DefinitionProof,
    ExceptionProof,
    HeadProof,
    ItemProof,
    JoinProof,
    ListProof,
    PermittedByProof,
    Proof,
    RecordProof,
    RuleProof,
    TestProof,
)
from disclosure_rules.explaining.repairs import NEW_ID
from disclosure_rules.language import conditions as c
from disclosure_rules.language.phrases import printable
from disclosure_rules.language.vocabulary import TIME_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from disclosure_rules.decision import ItemDecision
    from disclosure_rules.explaining.questions import Question
    from disclosure_rules.explaining.remedies import Change, Remedies, Remedy
    from disclosure_rules.explaining.speaking import Speaker
    from disclosure_rules.language.policy import Clause
    from disclosure_rules.language.source import Span
    from disclosure_rules.language.vocabulary import Fact
    from disclosure_rules.request import Value

Kind = Literal["section", "rule", "clause", "condition", "record", "note", "remedy"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an outline, with what stands below it."""

    text: str
    kind: Kind = "note"
    mark: Truth | None = None
    source: str | None = None
    """Where in the policies it stands, as `file:line`."""
    below: tuple[Line, ...] = field(default=())


_IN_TIME: Final = ("before", "with", "after")
_RECORDS_TOLD: Final = 2
"""How many records that fail for the same reason are told in full."""


class Outliner:
    """Make outlines of items in the language of a speaker."""

    def __init__(
        self, speaker: Speaker, clauses: Mapping[str, Clause], *, everything: bool
    ) -> None:
        """Tell rules with their clauses; with `everything`, also what is about something else."""
        self.speaker = speaker
        self.clauses = clauses
        self.everything = everything

    # --- Items ---

    def item(
        self,
        proof: ItemProof,
        decided: ItemDecision,
        questions: Iterable[Question],
        remedies: Remedies,
    ) -> tuple[Line, ...]:
        """Return the sections that tell why an item came out as it did."""
        lines = [
            *self._deciding(proof),
            *self._questions(questions),
            *self._remedies(proof, remedies),
            *self._duties(decided),
            *self._elsewhere(proof),
        ]
        return tuple(lines)

    def _deciding(self, proof: ItemProof) -> Iterator[Line]:
        deny, allow = _by_truth(proof.denying), _by_truth(proof.allowing)
        match proof.outcome:
            case "permitted":
                yield from self._section("decided_by_allowing", allow[TRUE])
                yield from self._section("denials_that_fail", _about(deny[FALSE]))
            case "prohibited":
                yield from self._section("decided_by_denying", deny[TRUE])
                yield from self._section("would_allow", allow[TRUE])
            case "no_ground":
                yield from self._section("near_misses", _about(allow[FALSE]))
            case "facts_missing":
                yield from self._section("undecided_denials", deny[UNKNOWN])
                yield from self._section("holding_allowances", allow[TRUE])
                if not allow[TRUE]:
                    yield from self._section("undecided_allowances", allow[UNKNOWN])

    def _section(self, key: str, proofs: list[RuleProof]) -> Iterator[Line]:
        if proofs:
            below = tuple(self._rule(proof) for proof in proofs)
            yield Line(self.speaker.say(key), "section", below=below)

    def _elsewhere(self, proof: ItemProof) -> Iterator[Line]:
        """Count the rules that are about something else, or name them if everything is asked."""
        others = [p for p in (*proof.denying, *proof.allowing) if p.failed_on_head]
        if not proof.denying and not proof.allowing:
            yield Line(self.speaker.say("no_rule_at_all"))
        elif others:
            key = "other_rules_one" if len(others) == 1 else "other_rules"
            below = tuple(self._rule(other) for other in others) if self.everything else ()
            yield Line(self.speaker.say(key, number=len(others)), below=below)

    # --- Rules ---

    def _rule(self, proof: RuleProof) -> Line:
        """Return a rule with its parts; of one that decided, first the sentence it gives."""
        rule = proof.rule
        title = self.speaker.local(rule.title, rule.id)
        text = self.speaker.say("rule", title=title, name=rule.name)
        return Line(text, "rule", proof.truth, _place(rule.span), tuple(self._in_rule(proof)))

    def _in_rule(self, proof: RuleProof) -> Iterator[Line]:
        say, rule = self.speaker.say, proof.rule
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

    def _clause(self, clause: Clause) -> Line:
        says = self.speaker.local(clause.says, clause.id)
        where = self.speaker.local(clause.where, clause.id)
        text = self.speaker.say("clause", says=says, where=where)
        return Line(text, "clause", source=_place(clause.span))

    def _head(self, proof: HeadProof) -> Line:
        taxonomy = {"data": "data"}.get(proof.part, f"{proof.part}s")
        text = self.speaker.say(
            "part_of_head",
            part=self.speaker.say(proof.part),
            value=self.speaker.value(proof.look.reading, proof.look.fact.type),
            grants=self.speaker.terms(taxonomy, proof.grants),
        )
        return Line(text, "condition", proof.truth)

    def _exception(self, proof: ExceptionProof, key: str) -> Line:
        title = self.speaker.local(proof.exception.title, proof.exception.id)
        below = (
            *(self._clause(self.clauses[name]) for name in proof.exception.clauses),
            self._condition(proof.when),
            *(self._exception(part, "exception_of_exception") for part in proof.exceptions),
        )
        text = self.speaker.say(key, title=title)
        return Line(text, "condition", proof.truth, _place(proof.exception.span), below)

    # --- Conditions ---

    def _labelled(self, key: str, proof: Proof) -> Line:
        below = self._condition(proof)
        text = f"{self.speaker.say(key)}: {below.text}"
        return Line(text, "condition", below.mark, below.source, below.below)

    def _condition(self, proof: Proof) -> Line:
        text, below = self._told(proof)
        return Line(text, "condition", proof.truth, _place(proof.asked.span), below)

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
        words = {c.All: "all", c.AnyOf: "any", c.Not: "not"}
        below = tuple(self._condition(part) for part in proof.parts)
        return self.speaker.say(words[type(proof.asked)]), below

    def _permitted_by(self, proof: PermittedByProof) -> tuple[str, tuple[Line, ...]]:
        asked = proof.asked
        if asked.rule is not None:
            text = self.speaker.say("permitted_by_rule", rule=f"`{asked.rule}`")
        else:
            ground = self.speaker.term("grounds", str(asked.ground))
            text = self.speaker.say("permitted_by_ground", ground=ground)
        about = [rule for rule in proof.rules if not rule.failed_on_head]
        below = tuple(self._rule(rule) for rule in about)
        return text, below or (Line(self.speaker.say("no_such_permission")),)

    def _list(self, proof: ListProof) -> tuple[str, tuple[Line, ...]]:
        say = self.speaker.say
        label = self.speaker.label(proof.look.fact)
        if proof.look.reading is Absent.NONE:
            return say("list_none", list=label), ()
        if proof.look.reading is Absent.UNKNOWN:
            below = tuple(self._condition(record.where) for record in proof.records)
            return say("list_unknown", list=label), (
                Line(say("any_record"), "record", None, None, below),
            )
        key = "some" if isinstance(proof.asked, c.Some) else "every"
        return say(key, list=label), tuple(self._records(proof.records))

    def _records(self, proofs: tuple[RecordProof, ...]) -> Iterator[Line]:
        """Yield the records, those that serve first; of many alike, a few and how many more."""
        alike: dict[tuple[int, object], list[RecordProof]] = {}
        order = {TRUE: 0, UNKNOWN: 1, FALSE: 2}
        for proof in proofs:
            alike.setdefault((order[proof.truth], _pattern(proof.where)), []).append(proof)
        for group in (alike[key] for key in sorted(alike, key=itemgetter(0))):
            truth = group[0].truth
            told = len(group) if truth is TRUE or self.everything else _RECORDS_TOLD
            yield from (self._record(proof) for proof in group[:told])
            rest = [self._record_name(proof) for proof in group[told:]]
            if rest:
                records = self.speaker.listed(rest)
                text = self.speaker.say("more_records", number=len(rest), records=records)
                yield Line(text, "record", truth)

    def _record(self, proof: RecordProof) -> Line:
        return Line(self._record_name(proof), "record", proof.truth, None, self._parts(proof.where))

    def _record_name(self, proof: RecordProof) -> str:
        return "" if proof.record is None else self.speaker.record(proof.record)

    # --- What is open, what would help, what is to be done ---

    def _questions(self, questions: Iterable[Question]) -> Iterator[Line]:
        told = dict.fromkeys(self._question(question) for question in questions)
        if told:
            below = tuple(Line(text, "note", UNKNOWN) for text in told)
            yield Line(self.speaker.say("questions"), "section", below=below)

    def _question(self, question: Question) -> str:
        say, look, asked = self.speaker.say, question.look, question.asked_by
        label = self.speaker.label(look.fact)
        if question.too_broad:
            value = self.speaker.value(look.reading, look.fact.type)
            return say("question_broad", label=label, value=value)
        if isinstance(asked, HeadProof):
            return say("question_head", label=label)
        if isinstance(asked, ListProof):
            return say("question_list", label=label)
        relation = self.speaker.relation(asked)
        if look.record is not None:
            record = self.speaker.record(look.record)
            return say("question_of_record", record=record, label=label, relation=relation)
        return say("question", label=label, relation=relation)

    def _remedies(self, proof: ItemProof, remedies: Remedies) -> Iterator[Line]:
        if proof.outcome == "permitted":
            return
        if not remedies.found:
            key = "no_remedy" if remedies.ending == "none_possible" else "search_stopped"
            yield Line(self.speaker.say(key))
            return
        below = tuple(self._remedy(remedy) for remedy in remedies.found)
        yield Line(self.speaker.say("remedies"), "section", below=below)

    def _remedy(self, remedy: Remedy) -> Line:
        changes = tuple(self._change(change) for change in remedy.changes)
        if len(changes) == 1:
            return changes[0]
        return Line(self.speaker.say("together"), "remedy", below=changes)

    def _change(self, change: Change) -> Line:
        say, label = self.speaker.say, self.speaker.label(change.fact)
        how = say(change.how)
        if change.new:
            fields = tuple(self._field(fact, value) for fact, value in change.fields)
            below = tuple(field for field in fields if field is not None)
            return Line(say("change_new", how=how, label=label), "remedy", below=below)
        if change.value == ():
            return Line(say("change_none", how=how, label=label), "remedy")
        value = self._valued(change.fact, cast("Value", change.value))
        if change.record is not None:
            record = say("record_number", record=change.record.number)
            text = say("change_of_record", how=how, record=record, label=label, value=value)
        else:
            text = say("change", how=how, label=label, value=value)
        return Line(text, "remedy")

    def _field(self, fact: Fact, value: Value) -> Line | None:
        """Return what a new record would say; its id is its own affair."""
        if fact.name == "id" and str(value).startswith(NEW_ID):
            return None
        key = "field_for_example" if fact.type in TIME_TYPES else "field"
        told = self._valued(fact, value)
        return Line(self.speaker.say(key, label=self.speaker.label(fact), value=told))

    def _valued(self, fact: Fact, value: Value) -> str:
        return self.speaker.value(value, fact.type)

    def _duties(self, decided: ItemDecision) -> Iterator[Line]:
        told: dict[str, None] = {}
        for duty in sorted(decided.obligations, key=lambda duty: _IN_TIME.index(duty.timing)):
            title = self.speaker.local(duty.title, duty.id)
            told[self.speaker.say(duty.timing, title=title, within=duty.within)] = None
        if told:
            below = tuple(Line(text) for text in told)
            yield Line(self.speaker.say("obligations"), "section", below=below)


def _place(span: Span) -> str:
    return printable(span.line_reference)


def _by_truth(proofs: Iterable[RuleProof]) -> dict[Truth, list[RuleProof]]:
    found: dict[Truth, list[RuleProof]] = {TRUE: [], FALSE: [], UNKNOWN: []}
    for proof in proofs:
        found[proof.truth].append(proof)
    return found


def _about(proofs: Iterable[RuleProof]) -> list[RuleProof]:
    """Return the rules that are about what is asked, those that came nearest first."""
    about = [proof for proof in proofs if not proof.failed_on_head]
    return sorted(about, key=lambda proof: (_distance(proof), proof.rule.name))


def _distance(proof: RuleProof) -> int:
    """Return in how many of its parts a rule fails."""
    parts = [proof.when, *(below.when for below in proof.exceptions)]
    return sum(_failures(part) for part in parts if part is not None) + (
        proof.unless is not None and proof.unless.truth is TRUE
    )


def _failures(proof: Proof) -> int:
    """Return how many tests would have to come out otherwise for a condition to hold."""
    if proof.truth is TRUE:
        return 0
    match proof:
        case TestProof() | PermittedByProof():
            return 1
        case DefinitionProof(means=means):
            return _failures(means)
        case JoinProof(asked=c.All(), parts=parts):
            return sum(_failures(part) for part in parts)
        case JoinProof(parts=parts):
            return min((_failures(part) for part in parts), default=1) or 1
        case ListProof(records=records):
            return min((_failures(record.where) for record in records), default=2) or 1


def _pattern(proof: Proof) -> object:
    """Return what two records that fail for the same reason have in common."""
    match proof:
        case TestProof():
            return (proof.truth, id(proof.asked))
        case JoinProof(parts=parts):
            return (proof.truth, *(_pattern(part) for part in parts))
        case DefinitionProof(means=means):
            return (proof.truth, _pattern(means))
        case ListProof() | PermittedByProof():
            return proof.truth
