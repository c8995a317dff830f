"""A record of a decision into the same decision, made again from the log alone.

What was withheld is unknown then, whatever its silence means; so the answer may be that facts are
missing where it was known once.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

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


class Ruling(NamedTuple):
    """How an item came out: by which rules, and what they oblige to."""

    outcome: str
    rules: tuple[str, ...]
    """The rules that permit or prohibit, sorted."""
    duties: tuple[str, ...]
    """What they oblige to, each as `rule: obligation, timing, within`; sorted."""


@dataclass(frozen=True, slots=True, repr=False)
class Remembered:
    """What a log has of a decision whose facts it kept."""

    id: str
    source: str
    """The digest of the documents that decided it."""
    release: str
    """The version of this package that decided it."""
    withheld: tuple[str, ...]
    """The paths of facts that were given and that the log does not have, sorted."""
    request: dict[str, Any]
    """The request, as far as it was kept."""
    rulings: tuple[Ruling, ...]
    """How each item came out."""


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
    if recorded.content is None or recorded.facts is None or recorded.kind != "decision":
        return None
    remembered = remember(policy_set.vocabulary, recorded.content, recorded.facts)
    return recall_by(engine_without(policy_set, remembered.withheld), remembered)


def remember(
    vocabulary: Vocabulary, said: Mapping[str, Any], facts: Mapping[str, Any]
) -> Remembered:
    """Return what a record of a decision and its facts have of it.

    Args:
        vocabulary: The words of the policies that decided it.
        said: What the record says.
        facts: What it takes to decide again.

    Raises:
        ValueError: What it says does not fit together; so do errors of looking things up in it.
    """
    own = (f"{vocabulary.subject}.id",) if "subject" in said else ()
    ((_, bundle),) = said["bundles"].items()
    request = _Request(vocabulary).restored(facts["input"])
    rulings = _recorded_rulings(said["result"])
    if len(rulings) != max(1, len(request.get("items", ()))):
        message = "there is an answer for each item"
        raise ValueError(message)
    return Remembered(
        str(said["decision_id"]),
        str(bundle["source"]),
        str(said["labels"]["version"]),
        tuple(sorted((*own, *said.get("erased", ()), *said.get("masked", ())))),
        request,
        rulings,
    )


def cannot_be_told(
    withheld: tuple[str, ...], was: Ruling, now: Ruling, missing: Iterable[str]
) -> bool:
    """Tell whether an item may have come out otherwise only because facts were withheld.

    Args:
        withheld: The paths of these facts.
        was: How it came out with them.
        now: How it comes out without them.
        missing: The paths of the facts that are missing now.
    """
    # With fewer facts known, fewer rules hold; no other ones do.
    fewer = now.outcome == was.outcome and {*now.rules} < {*was.rules}
    return bool(withheld) and (fewer or not {*withheld}.isdisjoint(missing))


def recall_by(engine: Engine, remembered: Remembered) -> Recalled:
    """Return a decision made again.

    Args:
        engine: One that knows what was withheld to be unknown.
        remembered: What the log has of it.

    Raises:
        InvalidRequest: What the log has does not fit the vocabulary.
    """
    decision = engine.decide(remembered.request)
    withheld = remembered.withheld
    otherwise: list[int] = []
    open_: list[int] = []
    answers = zip(remembered.rulings, rulings_of(decision), decision.items, strict=True)
    for number, (was, now, item) in enumerate(answers):
        if now != was:
            told = not cannot_be_told(withheld, was, now, item.missing)
            (otherwise if told else open_).append(number)
    subject = f"{engine.policy_set.vocabulary.subject}.id"
    listed = tuple(path for path in withheld if path != subject)
    return Recalled(decision, listed, tuple(otherwise), tuple(open_))


def rulings_of(decision: Decision) -> tuple[Ruling, ...]:
    """Return how each item of a decision came out."""
    return tuple(
        Ruling(
            item.outcome,
            item.rules,
            tuple(sorted(_duty(o.rule, o.id, o.timing, o.within) for o in item.obligations)),
        )
        for item in decision.items
    )


def _recorded_rulings(result: Mapping[str, Any]) -> tuple[Ruling, ...]:
    duties: dict[str, list[str]] = {}
    for o in result.get("obligations", ()):
        told = _duty(o["rule"], o["id"], o["timing"], o.get("within"))
        duties.setdefault(o["rule"], []).append(told)
    return tuple(
        Ruling(
            str(item["outcome"]),
            rules := tuple(map(str, item.get("rules", ()))),
            tuple(sorted(duty for rule in rules for duty in duties.get(rule, ()))),
        )
        for item in result["items"]
    )


def _duty(rule: str, obligation: str, timing: str, within: str | None) -> str:
    return f"{rule}: {obligation}, {timing}" + (f", {within}" if within is not None else "")


def engine_without(policy_set: PolicySet, paths: Iterable[str]) -> Engine:
    """Return an engine to which silence of some facts means that they are unknown.

    Args:
        policy_set: By what it decides.
        paths: The paths of the facts; what the vocabulary does not have, no rule reads.
    """
    found = (_found(policy_set.vocabulary, path) for path in paths)
    # Copied with these in place of what they stand for, wherever a condition reads them.
    known: dict[int, Any] = {
        id(fact): with_parts(fact, silence="unknown")
        for fact in found
        if fact is not None and fact.silence != "unknown"
    }
    return Engine(deepcopy(policy_set, known) if known else policy_set)


def _found(vocabulary: Vocabulary, path: str) -> Fact | None:
    fact = vocabulary.fact(path)
    if fact is not None:
        return fact
    above, _, name = path.rpartition(".")
    listed = vocabulary.fact(above)
    if listed is None or not isinstance(listed.type, Records):
        return None
    return listed.type.fields.get(name)


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
