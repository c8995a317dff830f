"""How near rules and records came to serving, and which fail for the same reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.deciding.kleene import FALSE, TRUE, UNKNOWN
from disclosure_rules.explaining.proof import (
    DefinitionProof,
    JoinProof,
    ListProof,
    PermittedByProof,
    Proof,
    RecordProof,
    RuleProof,
    TestProof,
)
from disclosure_rules.language import conditions as c

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def alike(proofs: Iterable[RecordProof]) -> list[list[RecordProof]]:
    """Return records in groups that stand alike for the same reason, those that serve first."""
    order = {TRUE: 0, UNKNOWN: 1, FALSE: 2}
    groups: dict[object, list[RecordProof]] = {}
    for proof in proofs:
        groups.setdefault(_pattern(proof.where), []).append(proof)
    return sorted(groups.values(), key=lambda group: order[group[0].truth])


def nearest_first(proofs: Iterable[RecordProof]) -> list[RecordProof]:
    """Return records, those that serve first, then those that fail in the fewest parts."""
    order = {TRUE: 0, UNKNOWN: 1, FALSE: 2}
    return sorted(proofs, key=lambda proof: (order[proof.truth], _failures(proof.where)))


def reasons(proof: Proof) -> Iterator[Proof]:
    """Yield the innermost parts because of which a condition stands as it does."""
    match proof:
        case DefinitionProof(means=means):
            yield from reasons(means)
        case JoinProof(asked=c.Not(), parts=(part,)):
            yield from reasons(part)
        case JoinProof(parts=parts):
            # What joins to a truth has parts of that truth, and these are why.
            for part in parts:
                if part.truth is proof.truth:
                    yield from reasons(part)
        case TestProof() | ListProof() | PermittedByProof():
            yield proof


class Nearness:
    """Tell how near rules came to holding; of each proof it is worked out once."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._known: dict[int, tuple[RuleProof, int]] = {}

    def nearest_first(self, proofs: Iterable[RuleProof]) -> list[RuleProof]:
        """Return the rules that are about what is asked, those that came nearest first."""
        about = [proof for proof in proofs if not proof.failed_on_head]
        return sorted(about, key=lambda proof: (self._distance(proof), proof.rule.name))

    def _distance(self, proof: RuleProof) -> int:
        if id(proof) not in self._known:
            self._known[id(proof)] = proof, _distance(proof)
        return self._known[id(proof)][1]


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
