"""A refused item into its remedies: the fewest changes that would have it permitted.

The moment stays, and so does what is asked. Every remedy shown has been decided by the semantics:
with all of its changes the item is permitted, with fewer of them it is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, cast

from disclosure_rules.deciding import semantics as s
from disclosure_rules.deciding.kleene import FALSE, TRUE
from disclosure_rules.explaining.repairs import Assignment, Place, Repair, Repairing, joined
from disclosure_rules.language.vocabulary import NUMBER_TYPES, TIME_TYPES
from disclosure_rules.request import Facts, Item, Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from disclosure_rules.explaining.proof import ItemProof
    from disclosure_rules.explaining.proving import Prover
    from disclosure_rules.language import conditions as c
    from disclosure_rules.language.vocabulary import Fact, Records
    from disclosure_rules.request import Record

How = Literal["obtaining", "establishing", "finding_out"]
"""Whether something is to be obtained, to be seen to, or only to be found out."""

Ending = Literal["found", "none_possible", "stopped"]
"""Whether there are remedies; if not, whether none is possible or the search ended before."""

_MOST_SHOWN: Final = 12
_MOST_CHANGES: Final = 6
_MOST_TRIED: Final = 2000


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that would be otherwise."""

    how: How
    fact: Fact
    """The fact, the field of a record, or the list that a record is added to."""
    record: Place | None
    """The place of the record whose field changes, or of the new one."""
    new: bool
    """Whether a record is added."""
    value: Value | None
    """What a fact would be; an empty tuple for a list without records; None for a new record."""
    fields: tuple[tuple[Fact, Value], ...] = ()
    """What a new record would say; where a time or a text is given, others may do as well."""
    record_id: str | None = None
    """The id of the record whose field changes, if it has one."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """Changes that together have the item permitted, none of which is enough without the others."""

    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Remedies:
    """The remedies of an item, fewest changes first."""

    found: tuple[Remedy, ...]
    ending: Ending


def find_remedies(proof: ItemProof, scope: s.Scope, repairing: Repairing) -> Remedies:
    """Return what would have an item permitted, if it is not: the item of a scope, as proved."""
    if proof.outcome == "permitted":
        return Remedies((), "found")
    withheld = _Withheld(scope.vocabulary, scope.in_force, scope.facts, scope.item)
    if s.decide_item(withheld).outcome in ("prohibited", "no_ground"):
        # By the laws of the semantics no learning turns these into a permission.
        return Remedies((), "none_possible")
    trying = _Trying(repairing.prover, scope, proof)
    found: list[tuple[Change, ...]] = []
    for changes in _candidates(proof, scope, repairing):
        if len(found) == _MOST_SHOWN:
            break
        if any(_lies_in(smaller, changes) for smaller in found):
            continue
        least = trying.least(changes)
        if least and not any(_lies_in(smaller, least) for smaller in found):
            found.append(least)
    found.sort(key=_smallest_first)
    return Remedies(tuple(map(Remedy, found)), "found" if found else "stopped")


def _candidates(proof: ItemProof, scope: s.Scope, repairing: Repairing) -> list[tuple[Change, ...]]:
    """Return sets of changes that may serve, smallest first."""
    lifted = joined(repairing.rule(rule, scope, FALSE) for rule in proof.denying)
    granted = [repair for rule in proof.allowing for repair in repairing.rule(rule, scope, TRUE)]
    tried = [_changes(scope, repair) for repair in joined([granted, lifted])[:_MOST_TRIED]]
    return sorted(
        (changes for changes in tried if len(changes) <= _MOST_CHANGES),
        key=_smallest_first,
    )


def _smallest_first(changes: tuple[Change, ...]) -> tuple[object, ...]:
    return len(changes), len(_says(changes)), [_order(change) for change in changes]


def _changes(scope: s.Scope, repair: Repair) -> tuple[Change, ...]:
    """Return assignments as changes: those to one new record are one change."""
    changes = []
    new: dict[Place, list[Assignment]] = {}
    for assignment in sorted(repair, key=lambda a: str(a.place)):
        place = assignment.place
        if place.list is not None and place.number > _length(scope, place.list):
            new.setdefault(place._replace(path=place.list), []).append(assignment)
        else:
            changes.append(_single(scope, assignment))
    for place, assignments in new.items():
        listed = cast("Fact", scope.vocabulary.fact(cast("str", place.list)))
        fields = cast("Records", listed.type).fields
        said = tuple(
            (fields[a.place.path.rpartition(".")[2]], a.value)
            for a in assignments
            if a.place != place
        )
        changes.append(
            Change(_how(scope, listed), listed, place, new=True, value=None, fields=said)
        )
    return tuple(sorted(changes, key=_order))


def _single(scope: s.Scope, assignment: Assignment) -> Change:
    place = assignment.place
    if place.list is None:
        fact = cast("Fact", scope.vocabulary.fact(place.path))
        how = _how(scope, fact)
        return Change(how, fact, None, new=False, value=assignment.value)
    listed = cast("Fact", scope.vocabulary.fact(place.list))
    fact = cast("Records", listed.type).fields[place.path.rpartition(".")[2]]
    record = _records(scope, place.list)[place.number - 1]
    how = "finding_out" if _unknown_field(fact, record) else cast("How", fact.changes_by)
    identity = cast("str | None", record.get("id"))
    return Change(how, fact, place, new=False, value=assignment.value, record_id=identity)


def _unknown_field(fact: Fact, record: Record) -> bool:
    return record.get(fact.name) is None and fact.silence == "unknown"


def _how(scope: s.Scope, fact: Fact) -> How:
    if scope.fact(fact) is s.Absent.UNKNOWN and fact.changes_by != "obtaining":
        return "finding_out"
    return cast("How", fact.changes_by or "finding_out")


def _order(change: Change) -> tuple[str, ...]:
    return (change.fact.path, str(change.record), str(change.value), str(change.fields))


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
        (change.fact.path, change.record, fact.path, None if _has_order(fact) else value)
        for change in changes
        for fact, value in (change.fields if change.new else ((change.fact, change.value),))
    )


def _has_order(fact: Fact) -> bool:
    return fact.type in (*TIME_TYPES, *NUMBER_TYPES)


# --- Deciding with changes -----------------------------------------------------------------------


class _Trying(NamedTuple):
    """Decide an item with changes made; the prover says what the semantics say."""

    prover: Prover
    scope: s.Scope
    before: ItemProof

    def permits(self, changes: tuple[Change, ...]) -> bool:
        """Tell whether the item is permitted with these changes."""
        paths = frozenset(path for change in changes for path in _touched(change, self.scope))
        scope = changed(self.scope, changes)
        return self.prover.item_again(self.before, scope, paths).outcome == "permitted"

    def least(self, changes: tuple[Change, ...]) -> tuple[Change, ...]:
        """Return the fewest of the changes that are enough; none if all of them are not."""
        if not self.permits(changes):
            return ()
        fewer = (few for size in range(1, len(changes)) for few in combinations(changes, size))
        return next(filter(self.permits, fewer), changes)


def _touched(change: Change, scope: s.Scope) -> Iterator[str]:
    """Yield the facts that stand otherwise after a change."""
    yield _target(change)
    entity = _target(change).partition(".")[0]
    if entity not in scope.facts.entities and entity != "item":
        # What silence means is another question once something is said of the entity.
        yield from (fact.path for fact in scope.vocabulary.entities[entity].facts.values())


def _target(change: Change) -> str:
    """Return the fact that a change is made to, or the list that it is made in."""
    path = change.fact.path if change.record is None else change.record.list
    assert path is not None  # noqa: S101 - a record lies in a list
    return path


def changed(scope: s.Scope, changes: tuple[Change, ...]) -> s.Scope:
    """Return the scope of the same item with changes made."""
    given, item = dict(scope.facts.given), dict(scope.item.given)
    entities = set(scope.facts.entities)
    for change in changes:
        path = _target(change)
        target = item if path.startswith("item.") else given
        entities.add(path.partition(".")[0])
        target[path] = _value(change, target.get(path, ()))
    entities.discard("item")
    facts = Facts(given, frozenset(entities), scope.facts.items, scope.facts.moment)
    return s.Scope(scope.vocabulary, scope.in_force, facts, Item(item, known=scope.item.known))


def _value(change: Change, before: Value) -> Value:
    """Return what a change makes of a fact, or of the list that holds the record it is about."""
    if change.record is None:
        return cast("Value", change.value)
    records = list(cast("tuple[Record, ...]", before))
    if change.new:
        records.append({fact.name: value for fact, value in change.fields})
    else:
        number = change.record.number - 1
        records[number] = {**records[number], change.fact.name: cast("Value", change.value)}
    return tuple(records)


def _records(scope: s.Scope, path: str) -> tuple[Record, ...]:
    given: Mapping[str, Value] = scope.item.given if path.startswith("item.") else scope.facts.given
    return cast("tuple[Record, ...]", given.get(path, ()))


def _length(scope: s.Scope, path: str) -> int:
    return len(_records(scope, path))


class _Withheld(s.Scope):
    """A scope in which everything that may change is unknown."""

    def read(self, path: c.Path) -> s.Reading:
        """Return how the fact that a path names stands, unknown if it may change."""
        fact, _ = self.source(path)
        return s.Absent.UNKNOWN if fact.may_change else super().read(path)

    def fact(self, fact: Fact) -> s.Reading:
        """Return how a fact of the request, of an entity or of the item stands."""
        return s.Absent.UNKNOWN if fact.may_change else super().fact(fact)
