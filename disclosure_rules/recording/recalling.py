"""A record of a decision into the same decision, made again from the log alone.

What was withheld is unknown then, whatever its silence means; so the answer may be that facts are
missing where it was known once.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from disclosure_rules.engine import Engine
from disclosure_rules.language.noun import with_parts
from disclosure_rules.language.vocabulary import Plain, Records

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from disclosure_rules.decision import Decision
    from disclosure_rules.language.policy import PolicySet
    from disclosure_rules.language.vocabulary import Fact, Vocabulary
    from disclosure_rules.recording.entries import Archive
    from disclosure_rules.recording.reading import Recorded


@dataclass(frozen=True, slots=True, repr=False)
class Recalled:
    """A decision made again."""

    decision: Decision
    withheld: tuple[str, ...]
    """The paths of facts that the log does not have, sorted."""
    otherwise: tuple[int, ...]
    """The numbers of items, from 0, that came out otherwise, though no fact was missing."""
    open: tuple[int, ...]
    """Those that cannot be decided again, since what decided them was withheld."""


def archived_policies(archive: Archive) -> PolicySet:
    """Return an archived policy set, read again."""
    from disclosure_rules.loading.load import load_policies  # noqa: PLC0415 - when it is needed

    return load_policies(archive.documents)


def recall(policy_set: PolicySet, recorded: Recorded) -> Recalled | None:
    """Return a decision made again; None if its facts are not kept, or not any more.

    Args:
        policy_set: The policies that decided it.
        recorded: Its record.
    """
    said, facts = recorded.content, recorded.facts
    if said is None or facts is None or recorded.kind != "decision":
        return None
    withheld = tuple(sorted((*said.get("erased", ()), *said.get("masked", ()))))
    known = _Request(policy_set.vocabulary).restored(facts["input"])
    decision = Engine(_all_unknown(policy_set, withheld)).decide(known)
    otherwise, open_ = [], []
    answers = zip(said["result"]["items"], decision.items, strict=True)
    for number, (was, item) in enumerate(answers):
        if item.outcome == "facts_missing" != was["outcome"]:
            open_.append(number)
        elif item.outcome != was["outcome"] or list(item.rules) != was.get("rules", []):
            otherwise.append(number)
    return Recalled(decision, withheld, tuple(otherwise), tuple(open_))


def _all_unknown(policy_set: PolicySet, paths: Iterable[str]) -> PolicySet:
    """Return a policy set in which silence of some facts means that they are unknown."""
    facts = [policy_set.vocabulary.fact_or_field(path) for path in paths]
    # Copied with these in place of what they stand for, wherever a condition reads them.
    known: dict[int, Any] = {id(fact): with_parts(fact, silence="unknown") for fact in facts}
    return deepcopy(policy_set, known) if known else policy_set


class _Request:
    """What a log has of a request into a request: exact numbers again, no digests."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def restored(self, kept: Mapping[str, Any]) -> dict[str, Any]:
        entities = self.vocabulary.entities
        request = dict(kept)
        for name, part in kept.items():
            if name == "items":
                request[name] = [self.facts(entities["item"].facts, item) for item in part]
            elif name in entities:
                request[name] = self.facts(entities[name].facts, part)
        return request

    def facts(self, facts: Mapping[str, Fact], kept: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: self.value(facts[name], value)
            for name, value in kept.items()
            if facts[name].log is None
        }

    def value(self, fact: Fact, value: Any) -> Any:
        match fact.type:
            case Records(fields):
                return [self.facts(fields, record) for record in value]
            case Plain("number") if isinstance(value, str):
                return Decimal(value)
            case _:
                return value
