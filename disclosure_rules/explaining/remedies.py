"""A refused item into its remedies: the fewest changes that would have it permitted.

The moment stays, and so does what is asked. Every remedy shown has been decided by the semantics:
with all of its changes the item is permitted, with fewer of them it is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final, Literal

from disclosure_rules.deciding import semantics as s
from disclosure_rules.deciding.kleene import FALSE, TRUE
from disclosure_rules.explaining.changes import Change, as_changes, changed, order, touched
from disclosure_rules.explaining.repairs import Repairing, joined
from disclosure_rules.language.vocabulary import NUMBER_TYPES, TIME_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.deciding.kleene import Truth
    from disclosure_rules.explaining.likeness import Likeness
    from disclosure_rules.explaining.proof import ItemProof, RuleProof
    from disclosure_rules.explaining.proving import Prover
    from disclosure_rules.language import conditions as c
    from disclosure_rules.language.vocabulary import Fact

Ending = Literal["found", "none_possible", "facts_first", "stopped"]
"""Whether there are remedies; if not, whether none is possible, or what is not known has to be
found out before any can be told, or the search ended before."""

_MOST_SHOWN: Final = 12
_MOST_OF_A_KIND: Final = 3
_MOST_CHANGES: Final = 6
_MOST_TRIED: Final = 2000


@dataclass(frozen=True, slots=True)
class Remedy:
    """Changes that together have the item permitted, none of which is enough without the others."""

    changes: tuple[Change, ...]

    @property
    def kind(self) -> object:
        """What changes and how, whatever it would be."""
        return tuple(
            (
                change.how,
                change.fact.path,
                change.new,
                tuple(said.fact.path for said in change.said),
            )
            for change in self.changes
        )


@dataclass(frozen=True, slots=True)
class Remedies:
    """The remedies of an item, fewest changes first."""

    found: tuple[Remedy, ...]
    ending: Ending
    untried: int = 0
    """How many further sets of changes were not tried, for enough of their kind were found."""
    waits_for: tuple[Fact, ...] = ()
    """Parts of what is asked that are not known: once they are, there may be more remedies."""


class Finding:
    """Find the remedies of the items of one request; for what reads the same it is done once."""

    def __init__(self, prover: Prover) -> None:
        """Ask this prover how conditions stand as they are."""
        self.prover = prover
        self._repairing = Repairing(prover)
        self._found: dict[object, Remedies] = {}

    def find(self, proof: ItemProof, scope: s.Scope) -> Remedies:
        """Return what would have an item permitted: the item of a scope, as proved."""
        key = of_remedies_read(proof, scope, self.prover.likeness)
        if key not in self._found:
            self._found[key] = find_remedies(proof, scope, self._repairing)
        return self._found[key]


def of_remedies_read(proof: ItemProof, scope: s.Scope, likeness: Likeness) -> object:
    """Return a key of all that the remedies of an item depend on."""
    return proof.outcome, tuple(
        likeness.of_head(rule.rule, scope)
        if rule.failed_on_head
        else likeness.of_rule(rule.rule, scope, new=True)
        for rule in proof.all_rules
    )


def find_remedies(proof: ItemProof, scope: s.Scope, repairing: Repairing) -> Remedies:
    """Return what would have an item permitted, if it is not: the item of a scope, as proved."""
    if proof.outcome == "permitted":
        return Remedies((), "found")
    withheld = _Withheld(scope.vocabulary, scope.in_force, scope.facts, scope.item)
    if s.decide_item(withheld).outcome in ("prohibited", "no_ground"):
        # By the laws of the semantics no learning turns these into a permission.
        return Remedies((), "none_possible")
    found, untried = _search(proof, scope, repairing)
    waits_for = _waits_for(proof, scope, repairing.prover.likeness)
    if found:
        return Remedies(tuple(found), "found", untried, waits_for)
    waits = waits_for or proof.outcome == "facts_missing"
    return Remedies((), "facts_first" if waits else "stopped", 0, waits_for)


def _search(proof: ItemProof, scope: s.Scope, repairing: Repairing) -> tuple[list[Remedy], int]:
    """Return remedies, not too many of one kind, and how many candidates were not tried."""
    trying = _Trying(repairing.prover.likeness, scope, proof)
    found: list[Remedy] = []
    kinds: dict[object, int] = {}
    untried = 0
    for changes in _candidates(proof, scope, repairing):
        if any(_lies_in(smaller.changes, changes) for smaller in found):
            continue
        if len(found) == _MOST_SHOWN or kinds.get(Remedy(changes).kind, 0) == _MOST_OF_A_KIND:
            untried += 1
            continue
        least = Remedy(trying.least(changes))
        if least.changes and not any(_lies_in(one.changes, least.changes) for one in found):
            found.append(least)
            kinds[least.kind] = kinds.get(least.kind, 0) + 1
    return sorted(found, key=lambda remedy: _smallest_first(remedy.changes)), untried


def _candidates(proof: ItemProof, scope: s.Scope, repairing: Repairing) -> list[tuple[Change, ...]]:
    """Return sets of changes that may serve, smallest first."""
    lifted = joined(repairing.rule(rule, scope, FALSE) for rule in proof.denying)
    granted = [repair for rule in proof.allowing for repair in repairing.rule(rule, scope, TRUE)]
    tried = [as_changes(scope, repair) for repair in joined([granted, lifted])[:_MOST_TRIED]]
    return sorted(
        (changes for changes in tried if len(changes) <= _MOST_CHANGES),
        key=_smallest_first,
    )


def _smallest_first(changes: tuple[Change, ...]) -> tuple[object, ...]:
    return len(changes), len(_says(changes)), [order(change) for change in changes]


def _lies_in(smaller: tuple[Change, ...], larger: tuple[Change, ...]) -> bool:
    """Tell whether a remedy found makes another needless: it changes or says no more."""
    places = {(change.fact.path, change.record) for change in larger}
    return _says(smaller) <= _says(larger) or (
        len(smaller) < len(larger)
        and all((change.fact.path, change.record) in places for change in smaller)
    )


def _says(changes: tuple[Change, ...]) -> frozenset[object]:
    """Return what changes say, one by one; of times and amounts only that they say some."""
    return frozenset(
        (
            change.fact.path,
            change.record,
            said.fact.path,
            None if said.fact.type in (*TIME_TYPES, *NUMBER_TYPES) else said.value,
        )
        for change in changes
        for said in change.said
    )


def _waits_for(proof: ItemProof, scope: s.Scope, likeness: Likeness) -> tuple[Fact, ...]:
    """Return the parts of what is asked that are not known and that rules about it look at."""
    about = [rule.rule for rule in proof.all_rules if not rule.failed_on_head]
    built_in = (
        *scope.vocabulary.request_facts.values(),
        *(
            fact
            for entity in scope.vocabulary.entities.values()
            for fact in entity.facts.values()
            if fact.built_in
        ),
    )
    return tuple(
        fact
        for fact in built_in
        if scope.fact(fact) is s.Absent.UNKNOWN
        and any(likeness.reads(rule, frozenset({fact.path})) for rule in about)
    )


# --- Deciding with changes -----------------------------------------------------------------------


class _Trying:
    """Decide an item with changes made; of rules that read nothing of them, the truth stays."""

    def __init__(self, likeness: Likeness, scope: s.Scope, before: ItemProof) -> None:
        """Change the item of this scope, which was proved before."""
        self.likeness = likeness
        self.scope = scope
        self.before = before

    def permits(self, changes: tuple[Change, ...]) -> bool:
        """Tell whether the item is permitted with these changes."""
        paths = frozenset(path for change in changes for path in touched(change, self.scope))
        scope = changed(self.scope, changes)
        denied = self._stand(self.before.denying, scope, paths)
        allowed = self._stand(self.before.allowing, scope, paths)
        return any(truth is TRUE for truth in allowed) and all(truth is FALSE for truth in denied)

    def _stand(
        self, proofs: tuple[RuleProof, ...], scope: s.Scope, paths: frozenset[str]
    ) -> Iterator[Truth]:
        for proof in proofs:
            reads = self.likeness.reads(proof.rule, paths)
            yield s.rule(proof.rule, scope) if reads else proof.truth

    def least(self, changes: tuple[Change, ...]) -> tuple[Change, ...]:
        """Return the fewest of the changes that are enough; none if all of them are not."""
        if not self.permits(changes):
            return ()
        fewer = (few for size in range(1, len(changes)) for few in combinations(changes, size))
        return next(filter(self.permits, fewer), changes)


class _Withheld(s.Scope):
    """A scope in which everything that may change is unknown."""

    def read(self, path: c.Path) -> s.Reading:
        """Return how the fact that a path names stands, unknown if it may change."""
        fact, _ = self.source(path)
        return s.Absent.UNKNOWN if fact.may_change else super().read(path)

    def fact(self, fact: Fact) -> s.Reading:
        """Return how a fact of the request, of an entity or of the item stands."""
        return s.Absent.UNKNOWN if fact.may_change else super().fact(fact)
