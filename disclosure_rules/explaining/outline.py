"""Answers into outlines: sections of lines with marks, in the language of a reader.

An outline is what every rendering shows: text for a terminal, Markdown, a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from disclosure_rules.deciding.kleene import FALSE, TRUE, UNKNOWN, Truth
from disclosure_rules.explaining.grouping import Likewise
from disclosure_rules.explaining.marked import quoted
from disclosure_rules.explaining.nearness import Nearness
from disclosure_rules.explaining.proof import (
    HeadProof,
    ItemProof,
    ListProof,
    RuleProof,
)
from disclosure_rules.explaining.proof_outline import RECORDS_TOLD, Line, ProofOutliner
from disclosure_rules.explaining.remedy_outline import RemedyOutliner
from disclosure_rules.explaining.speaking import MOST_LISTED
from disclosure_rules.explaining.told import Section
from disclosure_rules.language.policy import TIMINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from disclosure_rules.decision import ItemDecision
    from disclosure_rules.explaining.questions import Question
    from disclosure_rules.explaining.speaking import Speaker
    from disclosure_rules.explaining.told import Answer, Explained
    from disclosure_rules.language.policy import Clause


RULES_TOLD: Final = 3
"""How many rules are told that one part of their head keeps from being about what is asked."""


class Outliner:
    """Make outlines of items in the language of a speaker."""

    def __init__(
        self,
        speaker: Speaker,
        clauses: Mapping[str, Clause],
        *,
        everything: bool,
        why_closed: str | None = None,
    ) -> None:
        """Tell rules with their clauses; with `everything`, also what is about something else.

        Args:
            speaker: Who speaks.
            clauses: The clauses that rules may name.
            everything: Whether rules about something else and all records are told too.
            why_closed: Why nothing at all is permitted at the moment, if that is so.
        """
        self.speaker = speaker
        self.everything = everything
        self.why_closed = why_closed
        self._nearness = Nearness()
        self._proofs = ProofOutliner(speaker, clauses, everything=everything)
        self._remedies = RemedyOutliner(speaker)

    # --- Items ---

    def section(self, told: Explained | Likewise) -> Section:
        """Return what is read of items that came out alike, or like others."""
        if isinstance(told, Likewise):
            names = tuple(name for group in told.groups for name in group.names)
            first = quoted(told.first.names[0])
            lines = (*self._all_of(names), Line(self.speaker.say("likewise", name=first)))
            return Section(names, told.first.answer.proof.outcome, lines, alike=False)
        lines = self.item(told.answer, told.names)
        return Section(told.names, told.answer.proof.outcome, lines, alike=True)

    def item(self, told: Answer, names: tuple[str, ...]) -> tuple[Line, ...]:
        """Return the lines that tell why items of these names came out as they did."""
        self._proofs.reasons = told.reasons
        lines = [
            *self._all_of(names),
            *self._cause(told.proof),
            *self._deciding(told),
            *self._questions(told, names),
            *self._remedies.lines(told.remedies, told.proof.outcome),
            *self._duties(told.decided),
            *self._further(told),
            *self._almost(told.proof),
            *self._elsewhere(told.proof),
        ]
        return tuple(lines)

    def _all_of(self, names: tuple[str, ...]) -> Iterator[Line]:
        """Yield the names of all items, if they are too many for their heading."""
        if len(names) > MOST_LISTED:
            listed = ", ".join(quoted(name) for name in names)
            yield Line(self.speaker.say("all_items", names=listed))

    def _cause(self, proof: ItemProof) -> Iterator[Line]:
        """Yield in one line what stood in the way, where no rule says so itself."""
        if proof.outcome == "no_ground":
            cause = self.why_closed or self.nearest(proof)
            if cause is not None:
                yield Line(cause)

    def nearest(self, proof: ItemProof) -> str | None:
        """Return the rule that came nearest to permitting, with what it failed on."""
        nearest = next(iter(self._nearness.nearest_first(proof.allowing)), None)
        nearest = nearest or next(iter(_almost_about(proof)), None)
        if nearest is None:
            return None
        title = self.speaker.local(nearest.rule.title, nearest.rule.id)
        cause = "; ".join(self._proofs.causes(nearest))
        return self.speaker.say("nearest", title=title, cause=cause)

    def _deciding(self, told: Answer) -> Iterator[Line]:
        for key, proofs in self._shown(told.proof):
            below = tuple(self._proofs.rule(proof) for proof in proofs)
            yield Line(self.speaker.say(key), "section", below=below)

    def _shown(self, proof: ItemProof) -> Iterator[tuple[str, list[RuleProof]]]:
        """Yield the rules that tell the outcome, by what they have to do with it."""
        deny, allow = _by_truth(proof.denying), _by_truth(proof.allowing)
        match proof.outcome:
            case "permitted":
                shown = {
                    "decided_by_allowing": allow[TRUE],
                    "denials_that_fail": self._nearness.nearest_first(proof.denying),
                }
            case "prohibited":
                shown = {"decided_by_denying": deny[TRUE], "would_allow": allow[TRUE]}
            case "no_ground":
                shown = {"near_misses": self._nearness.nearest_first(proof.allowing)}
            case "facts_missing":
                undecided = [] if allow[TRUE] else allow[UNKNOWN]
                shown = {
                    "undecided_denials": deny[UNKNOWN],
                    "holding_allowances": allow[TRUE],
                    "undecided_allowances": undecided,
                }
            case _:
                assert_never(proof.outcome)
        yield from ((key, proofs) for key, proofs in shown.items() if proofs)

    def _further(self, told: Answer) -> Iterator[Line]:
        """Yield the rules that are about what is asked, and decided nothing."""
        shown = {id(proof) for _, proofs in self._shown(told.proof) for proof in proofs}
        further = [
            proof
            for proof in self._nearness.nearest_first(told.proof.all_rules)
            if id(proof) not in shown
        ]
        if further:
            below = tuple(self._proofs.rule(proof) for proof in further)
            yield Line(self.speaker.say("further_rules"), "section", below=below)

    def _almost(self, proof: ItemProof) -> Iterator[Line]:
        """Yield the allow rules that one part of their head keeps from being about this."""
        below = tuple(self._proofs.misfit(rule) for rule in self._almost_told(proof))
        if below:
            yield Line(self.speaker.say("almost_about_this"), "section", below=below)

    def _almost_told(self, proof: ItemProof) -> list[RuleProof]:
        """Return which of them are told; where everything is, they stand with the others."""
        refused = proof.outcome == "no_ground" and self.why_closed is None
        return _almost_about(proof)[:RULES_TOLD] if refused and not self.everything else []

    def _elsewhere(self, proof: ItemProof) -> Iterator[Line]:
        """Count the rules that are about something else, or tell them if everything is asked."""
        told = {id(rule) for rule in self._almost_told(proof)}
        others = [rule for rule in proof.all_rules if rule.failed_on_head and id(rule) not in told]
        if not proof.all_rules and self.why_closed is None:
            yield Line(self.speaker.say("no_rule_at_all"))
        elif others:
            one = "_one" if len(others) == 1 else ""
            if self.everything:
                below = tuple(self._proofs.rule(other) for other in others)
                text = self.speaker.say(f"other_rules{one}", number=len(others))
                yield Line(text, "section", below=below)
            else:
                key = f"other_rules_untold{one}"
                yield Line(self.speaker.say(key, number=len(others), option=quoted("--all")))

    # --- What is open, what is to be done ---

    def _questions(self, told: Answer, names: tuple[str, ...]) -> Iterator[Line]:
        """Yield each question once, with the rules that wait for it; of many of a sort, a few."""
        waiting: dict[str, dict[str, None]] = {}
        told_of: dict[object, int] = {}
        untold: set[str] = set()
        for question in told.questions:
            text = self._question(question, names)
            if text not in waiting:
                sort = _sort(question)
                told_of[sort] = told_of.get(sort, 0) + 1
                if told_of[sort] > RECORDS_TOLD and not self.everything:
                    untold.add(text)
            rules = waiting.setdefault(text, {})
            rules[self._proofs.title(question.rule.rule)] = None
        below = [
            Line(text, "question", UNKNOWN, below=(self._decides(rules),))
            for text, rules in waiting.items()
            if text not in untold
        ]
        if untold:
            key = "more_questions_one" if len(untold) == 1 else "more_questions"
            below.append(Line(self.speaker.say(key, number=len(untold)), "question", UNKNOWN))
        if below:
            yield Line(self.speaker.say("questions"), "section", below=tuple(below))

    def _decides(self, rules: Iterable[str]) -> Line:
        return Line(self.speaker.say("decides", rules="; ".join(rules)))

    def _question(self, question: Question, names: tuple[str, ...]) -> str:
        """Return a question about a fact, with the item or the record that it is about."""
        say, look = self.speaker.say, question.look
        details = {"label": self.speaker.label(look.fact), "asked": self._asked(question)}
        if question.too_broad:
            value = self.speaker.value(look.reading, look.fact.type)
            told = say("question_broad", value=value, **details)
        else:
            told = say("question", **details)
        if look.record is not None:
            told = say("of_owner", owner=self.speaker.record(look.record), told=told)
        if look.fact.path.startswith("item."):
            told = say("of_owner", owner=self._items(names), told=told)
        return told

    def _asked(self, question: Question) -> str:
        say, asked = self.speaker.say, question.asked_by
        if isinstance(asked, HeadProof):
            grants = self._proofs.grants(asked)
            return say(
                f"{'is' if len(asked.grants) == 1 else 'one_of'}_open_question", right=grants
            )
        if isinstance(asked, ListProof):
            return say("which_there_are")
        if question.look is asked.right:
            return say("to_compare", other=self.speaker.label(asked.left.fact))
        return self.speaker.open_relation(asked)

    def _items(self, names: tuple[str, ...]) -> str:
        if len(names) == 1:
            return quoted(names[0])
        return self.speaker.say("these_items" if names else "any_data")

    def _duties(self, decided: ItemDecision) -> Iterator[Line]:
        told: dict[str, None] = {}
        for duty in sorted(decided.obligations, key=lambda duty: TIMINGS.index(duty.timing)):
            told[self.speaker.duty(duty)] = None
        if told:
            below = tuple(Line(text) for text in told)
            yield Line(self.speaker.say("obligations"), "section", below=below)


def _almost_about(proof: ItemProof) -> list[RuleProof]:
    """Return the allow rules that would be about what is asked, but for one part of their head."""
    return sorted(
        (rule for rule in proof.allowing if rule.almost_about), key=lambda rule: rule.rule.name
    )


def _sort(question: Question) -> object:
    """Return what questions have in common that ask the same of another record or value."""
    asked = question.asked_by
    return question.path, asked.part if isinstance(asked, HeadProof) else id(asked.asked)


def _by_truth(proofs: Iterable[RuleProof]) -> dict[Truth, list[RuleProof]]:
    found: dict[Truth, list[RuleProof]] = {TRUE: [], FALSE: [], UNKNOWN: []}
    for proof in proofs:
        found[proof.truth].append(proof)
    return found
