"""A decision as it is told, before any rendering: groups of items, each with its outline."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from disclosure_rules.deciding.kleene import FALSE, TRUE, UNKNOWN
from disclosure_rules.explaining.marked import quoted
from disclosure_rules.explaining.questions import open_questions
from disclosure_rules.language.phrases import printable
from disclosure_rules.language.policy import HEAD_TAXONOMIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from disclosure_rules.deciding.semantics import Scope
    from disclosure_rules.decision import Decision, ItemDecision, Outcome, Reason
    from disclosure_rules.explaining.proof import ItemProof
    from disclosure_rules.explaining.proof_outline import Line
    from disclosure_rules.explaining.questions import Question
    from disclosure_rules.explaining.remedies import Remedies
    from disclosure_rules.explaining.speaking import Speaker

MARKS: Final = {TRUE: "✓", FALSE: "✗", UNKNOWN: "?"}
"""How a line shows the truth of what it tells."""


@dataclass(frozen=True)
class Answer:
    """Why an item came out as it did, and what would change it; that is found when it is told."""

    decided: ItemDecision
    proof: ItemProof
    reasons: Mapping[str, Reason]
    """The reason that each rule gives which holds, by the rule's name."""
    scope: Scope
    find: Callable[[ItemProof, Scope], Remedies]
    """Finds what would have the item permitted."""

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """What could still decide it."""
        return open_questions(self.proof, self.scope.vocabulary)

    @cached_property
    def remedies(self) -> Remedies:
        """What would have it permitted."""
        return self.find(self.proof, self.scope)


@dataclass(frozen=True, slots=True)
class Explained:
    """Items that were decided alike, and why."""

    names: tuple[str, ...]
    """Empty for the one unnamed item of a question about any data."""
    answer: Answer


@dataclass(frozen=True, slots=True)
class Section:
    """A part of what is read: items, and why they came out as they did."""

    names: tuple[str, ...]
    outcome: Outcome
    outline: tuple[Line, ...]
    alike: bool
    """Whether the items were decided alike; else only for the same reasons."""


@dataclass(frozen=True, slots=True)
class Told:
    """A decision with why each of its items came out as it did, before any rendering."""

    decision: Decision
    asked: Mapping[str, Any]
    """What of the request its decision repeats: moment, operation, purpose and recipient."""
    groups: tuple[Explained, ...]
    """Items that were decided alike are told together."""
    sections: tuple[Section, ...]
    """What is read of them: of those decided for the same reasons, only some are told in full."""
    speaker: Speaker
    everything: bool


def closed(decision: Decision, speaker: Speaker) -> str | None:
    """Return why nothing at all is permitted at the moment of a request, if that is so."""
    if decision.lapsed:
        return speaker.say("lapsed", policies=", ".join(map(quoted, decision.lapsed)))
    return None if decision.policy_set["versions"] else speaker.say("not_begun")


def heading(told: Told, section: Section) -> str:
    """Return the names of items and their outcome, in one line with marks."""
    speaker = told.speaker
    outcome = speaker.say(section.outcome)
    if not section.names:
        return f"{speaker.say('any_data')}: {outcome}"
    names = speaker.listed([quoted(name) for name in section.names])
    if len(section.names) > 1:
        key = "equal_items" if section.alike else "similar_items"
        names = speaker.say(key, names=names, number=len(section.names))
    return f"{names}: {outcome}"


def preamble(told: Told) -> Iterator[str]:
    """Yield what was asked, and under which policies, in lines with marks."""
    speaker, decision, asked = told.speaker, told.decision, told.asked
    yield speaker.say("moment", moment=asked["moment"])
    for part in ("operation", "purpose"):
        if asked[part] is not None:
            yield f"{speaker.say(part)}: {speaker.term(HEAD_TAXONOMIES[part], asked[part])}"
    if asked["recipient"] is not None:
        kind, id_ = asked["recipient"]["kind"], asked["recipient"]["id"]
        words = [] if kind is None else [speaker.term("recipients", kind)]
        words += [] if id_ is None else [quoted(id_)]
        yield f"{speaker.say('recipient')}: {' '.join(words)}"
    named = sorted(decision.policy_set["versions"].items())
    yield speaker.say(
        "policy_set" if named else "policy_set_alone",
        id=decision.policy_set["id"],
        digest=decision.policy_set["digest"][:12],
        versions=", ".join(f"{policy} {printable(version)}" for policy, version in named),
    )
    why_closed = closed(decision, speaker)
    if why_closed is not None:
        yield why_closed
    yield ", ".join(f"{mark} {speaker.say(truth.value)}" for truth, mark in MARKS.items())
