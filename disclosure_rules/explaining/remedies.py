"""A refused item into its remedies: the fewest changes that would have it permitted.

The moment stays, and so does what is asked. Every remedy shown has been decided by the semantics:
with all of its changes the item is permitted, with fewer of them it is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final, Literal, cast

from disclosure_rules.deciding import semantics as s
from disclosure_rules.deciding.kleene import FALSE, TRUE
from disclosure_rules.explaining.repairs import Assignment, Place, Repair, Repairing
from disclosure_rules.request import Facts, Item, Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
    """The record whose field changes, or the new record."""
    new: bool
    """Whether a record is added."""
    value: Value | None
    """What a fact would be; an empty tuple for a list without records; None for a new record."""
    fields: tuple[tuple[Fact, Value], ...] = ()
    """What a new record would say; where a time or a text is given, others may do as well."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """Changes that together have the item permitted, none of which is enough without the others."""

    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Remedies:
    """The remedies of an item, fewest changes first."""

    found: tuple[Remedy, ...]
    ending: Ending


def find_remedies(scope: s.Scope) -> Remedies:
    """Return what would have the item of a scope permitted, if it is not."""
    if s.decide_item(scope).outcome == "permitted":
        return Remedies((), "found")
    if s.decide_item(_Withheld.of(scope)).outcome in ("prohibited", "no_ground"):
        # By the laws of the semantics no learning turns these into a permission.
        return Remedies((), "none_possible")
    found: list[tuple[Change, ...]] = []
    for changes in _candidates(scope):
        if len(found) == _MOST_SHOWN:
            break
        if any(_lies_in(smaller, changes) for smaller in found):
            continue
        if _permits(scope, changes) and _is_minimal(scope, changes):
            found.append(changes)
    return Remedies(tuple(map(Remedy, found)), "found" if found else "stopped")


def _candidates(scope: s.Scope) -> Iterator[tuple[Change, ...]]:
    """Yield sets of changes that may serve, smallest first."""
    repairing = Repairing(scope)
    lifted = repairing.all_of(
        [lambda rule=rule: repairing.rule(rule, FALSE) for rule in scope.in_force.deny_rules]  # type: ignore[misc]
    )
    granted = [
        repair for rule in scope.in_force.allow_rules for repair in repairing.rule(rule, TRUE)
    ]
    repairs = repairing.all_of([lambda: granted, lambda: lifted])
    tried = [_changes(scope, repair) for repair in repairs[:_MOST_TRIED]]
    yield from sorted(
        (changes for changes in tried if len(changes) <= _MOST_CHANGES),
        key=lambda changes: (len(changes), [_order(change) for change in changes]),
    )


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
    return Change(how, fact, place, new=False, value=assignment.value)


def _unknown_field(fact: Fact, record: Record) -> bool:
    return record.get(fact.name) is None and fact.silence == "unknown"


def _how(scope: s.Scope, fact: Fact) -> How:
    if scope.fact(fact) is s.Absent.UNKNOWN and fact.changes_by != "obtaining":
        return "finding_out"
    return cast("How", fact.changes_by or "finding_out")


def _order(change: Change) -> tuple[str, ...]:
    return (change.fact.path, str(change.record), str(change.value), str(change.fields))


def _lies_in(smaller: tuple[Change, ...], larger: tuple[Change, ...]) -> bool:
    """Tell whether a remedy found makes a larger one needless: the same facts would change."""
    places = {(change.fact.path, change.record) for change in larger}
    return len(smaller) < len(larger) and all(
        (change.fact.path, change.record) in places for change in smaller
    )


# --- Deciding with changes -----------------------------------------------------------------------


def _permits(scope: s.Scope, changes: tuple[Change, ...]) -> bool:
    return s.decide_item(changed(scope, changes)).outcome == "permitted"


def _is_minimal(scope: s.Scope, changes: tuple[Change, ...]) -> bool:
    return not any(
        _permits(scope, fewer)
        for size in range(len(changes))
        for fewer in combinations(changes, size)
    )


def changed(scope: s.Scope, changes: tuple[Change, ...]) -> s.Scope:
    """Return the scope of the same item with changes made."""
    given, item = dict(scope.facts.given), dict(scope.item.given)
    entities = set(scope.facts.entities)
    for change in changes:
        path = change.record.list if change.record is not None else change.fact.path
        assert path is not None  # noqa: S101 - a record lies in a list
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

    @classmethod
    def of(cls, scope: s.Scope) -> _Withheld:
        """Return the scope of the same item."""
        return cls(scope.vocabulary, scope.in_force, scope.facts, scope.item)

    def inside(
        self,
        *,
        elements: Mapping[str, s.Element] | None = None,
        arguments: Mapping[str, tuple[Fact, s.Element | None]] | None = None,
    ) -> s.Scope:
        """Return the scope below a quantifier or inside a definition."""
        below = _Withheld.of(self)
        below.elements = self.elements if elements is None else elements
        below.arguments = self.arguments if arguments is None else arguments
        below.known_truths = self.known_truths
        return below

    def read(self, path: object) -> s.Reading:
        """Return how a fact stands, unknown if it may change."""
        fact, element = self.source(path)  # type: ignore[arg-type]
        if element is None:
            return self.fact(fact)
        return s.Absent.UNKNOWN if _may_change(fact) else super().read(path)  # type: ignore[arg-type]

    def fact(self, fact: Fact) -> s.Reading:
        """Return how a fact of the request, of an entity or of the item stands."""
        return s.Absent.UNKNOWN if _may_change(fact) else super().fact(fact)


def _may_change(fact: Fact) -> bool:
    return fact.changes_by in ("obtaining", "establishing")
