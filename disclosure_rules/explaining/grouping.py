"""Answers into what is told: of items that came out so for the same reasons, a few in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from disclosure_rules.deciding.kleene import FALSE
from disclosure_rules.explaining.nearness import reasons
from disclosure_rules.explaining.proof import ListProof

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from disclosure_rules.explaining.proof import ExceptionProof, ItemProof, Proof, RuleProof
    from disclosure_rules.explaining.told import Explained

ITEMS_TOLD: Final = 3
"""Of how many groups of items that came out so for the same reasons each is told in full."""


class Likewise(NamedTuple):
    """Items that came out as others did, for the same reasons, though with other values."""

    first: Explained
    """The others, or the first of them."""
    groups: tuple[Explained, ...]


def for_the_same_reasons(
    groups: Iterable[Explained], *, everything: bool
) -> Iterator[Explained | Likewise]:
    """Yield groups to tell in full, and after those of one sort which others are like them."""
    sorts: dict[object, list[Explained]] = {}
    sorting = _Sorting()
    for group in groups:
        key = id(group) if everything else sorting.of_item(group.answer.proof)
        sorts.setdefault(key, []).append(group)
    for alike in sorts.values():
        yield from alike[:ITEMS_TOLD]
        if alike[ITEMS_TOLD:]:
            yield Likewise(alike[0], tuple(alike[ITEMS_TOLD:]))


class _Sorting:
    """Tell of what sort answers are; of each rule's proof it is worked out once."""

    def __init__(self) -> None:
        self._known: dict[int, object] = {}

    def of_item(self, proof: ItemProof) -> object:
        """Return what items have in common that came out so for the same reasons."""
        # Where nothing permits, each rule that fails is a reason; else those are that do not.
        failing = proof.outcome == "no_ground"
        return proof.outcome, tuple(
            self._of_rule(rule) if failing or rule.truth is not FALSE else FALSE
            for rule in proof.all_rules
        )

    def _of_rule(self, proof: RuleProof) -> object:
        # Proofs are kept by the answers, so that no other gets the identity of one.
        if id(proof) not in self._known:
            parts = (proof.when, proof.unless)
            self._known[id(proof)] = (
                proof.truth,
                tuple((part.part, part.truth) for part in proof.head),
                tuple(None if part is None else _of_condition(part) for part in parts),
                tuple(map(_of_exception, proof.exceptions)),
            )
        return self._known[id(proof)]


def _of_exception(proof: ExceptionProof) -> object:
    below = tuple(map(_of_exception, proof.exceptions))
    return proof.truth, _of_condition(proof.when), below


def _of_condition(proof: Proof) -> object:
    """Return which parts a condition stands so for, in whichever records."""
    found = set()
    for reason in reasons(proof):
        found.add((reason.truth, id(reason.asked)))
        if isinstance(reason, ListProof):
            found |= {
                (below.truth, id(below.asked))
                for record in reason.records
                if record.truth is reason.truth
                for below in reasons(record.where)
            }
    return proof.truth, frozenset(found)
