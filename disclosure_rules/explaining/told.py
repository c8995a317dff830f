"""A decision as it is told, before any rendering: groups of items, each with its outline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from disclosure_rules.language.phrases import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from disclosure_rules.decision import Decision
    from disclosure_rules.explaining.outline import Line
    from disclosure_rules.explaining.proof import ItemProof
    from disclosure_rules.explaining.questions import Question
    from disclosure_rules.explaining.remedies import Remedies
    from disclosure_rules.explaining.speaking import Speaker


@dataclass(frozen=True, slots=True)
class Explained:
    """Items that were decided alike, and why."""

    names: tuple[str, ...]
    """Empty for the one unnamed item of a question about any data."""
    proof: ItemProof
    questions: tuple[Question, ...]
    remedies: Remedies
    outline: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A decision with why each of its items came out as it did, before any rendering."""

    decision: Decision
    groups: tuple[Explained, ...]
    """Items that were decided alike are told together."""
    speaker: Speaker
    everything: bool


def heading(told: Told, group: Explained) -> str:
    """Return the names of items and their outcome, in one line."""
    speaker = told.speaker
    outcome = speaker.say(group.proof.outcome)
    if not group.names:
        return f"{speaker.say('any_data')}: {outcome}"
    names = speaker.listed([f"`{printable(name)}`" for name in group.names])
    if len(group.names) > 1:
        names = speaker.say("equal_items", names=names, number=len(group.names))
    return f"{names}: {outcome}"


def preamble(told: Told) -> Iterator[str]:
    """Yield what was asked, and under which policies, line by line."""
    speaker, decision = told.speaker, told.decision
    asked: Mapping[str, Any] = decision.as_dict()
    yield speaker.say("moment", moment=asked["moment"])
    for part in ("operation", "purpose"):
        if asked[part] is not None:
            yield f"{speaker.say(part)}: {speaker.term(f'{part}s', asked[part])}"
    recipient = asked["recipient"]
    if recipient is not None:
        words = []
        if recipient["kind"] is not None:
            words.append(speaker.term("recipients", recipient["kind"]))
        if recipient["id"] is not None:
            words.append(f"`{printable(recipient['id'])}`")
        yield f"{speaker.say('recipient')}: {' '.join(words)}"
    versions = ", ".join(f"{id_} {v}" for id_, v in sorted(asked["policy_set"]["versions"].items()))
    yield speaker.say(
        "policy_set",
        id=asked["policy_set"]["id"],
        digest=asked["policy_set"]["digest"][:12],
        versions=printable(versions),
    )
    if decision.lapsed:
        yield speaker.say("lapsed", policies=", ".join(decision.lapsed))
