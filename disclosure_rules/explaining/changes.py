"""Repairs of an item into changes, as they are told, and into the facts as they would then be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

from disclosure_rules.deciding import semantics as s
from disclosure_rules.request import Facts, Item, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from disclosure_rules.explaining.repairs import Assignment, Place, Repair
    from disclosure_rules.language.vocabulary import Fact, Records
    from disclosure_rules.request import Record

How = Literal["obtaining", "establishing", "finding_out"]
"""Whether something is to be obtained, to be seen to, or only to be found out."""


class Said(NamedTuple):
    """What a fact would be."""

    fact: Fact
    value: Value
    """An empty tuple for a list without records."""
    for_example: bool
    """Whether others would do as well."""
    more: tuple[str, ...] = ()
    """Of a set: what would be in it that is not in it now."""


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
    said: tuple[Said, ...]
    """What the one fact would be, or what a new record would say."""
    record_id: str | None = None
    """The id of the record whose field changes, if it has one; of a new one, if any would do."""


def as_changes(scope: s.Scope, repair: Repair) -> tuple[Change, ...]:
    """Return assignments as changes: those to one new record are one change."""
    changes = []
    new: dict[Place, list[Assignment]] = {}
    for assignment in sorted(repair, key=lambda a: a.place.path):
        place = assignment.place
        if place.list is not None and place.number > len(_records(scope, place.list)):
            new.setdefault(place._replace(path=place.list), []).append(assignment)
        else:
            changes.append(_single(scope, assignment))
    added = [_added(scope, place, assignments) for place, assignments in new.items()]
    told = [_speaking_of(change, added) for change in changes]
    return tuple(sorted([*told, *added], key=order))


def order(change: Change) -> tuple[str, ...]:
    """Return what changes are told in the order of."""
    return (change.fact.path, str(change.record), *(str(said.value) for said in change.said))


def _added(scope: s.Scope, place: Place, assignments: Iterable[Assignment]) -> Change:
    """Return the change that adds a record."""
    listed = cast("Fact", scope.vocabulary.fact(place.path))
    fields = cast("Records", listed.type).fields
    said = tuple(
        Said(fields[a.place.path.rpartition(".")[2]], a.value, a.free)
        for a in assignments
        if a.place != place
    )
    names = (str(one.value) for one in said if one.fact.name == "id" and one.for_example)
    how = _how(scope, listed)
    return Change(how, listed, place, new=True, said=said, record_id=next(names, None))


def _single(scope: s.Scope, assignment: Assignment) -> Change:
    place, value = assignment.place, assignment.value
    if place.list is None:
        fact = cast("Fact", scope.vocabulary.fact(place.path))
        said = Said(fact, value, assignment.free, _more(value, scope.fact(fact)))
        return Change(_how(scope, fact), fact, None, new=False, said=(said,))
    listed = cast("Fact", scope.vocabulary.fact(place.list))
    fact = cast("Records", listed.type).fields[place.path.rpartition(".")[2]]
    record = _records(scope, place.list)[place.number - 1]
    unknown = record.get(fact.name) is None and fact.silence == "unknown"
    how = "finding_out" if unknown else cast("How", fact.changes_by)
    said = Said(fact, value, assignment.free, _more(value, record.get(fact.name)))
    identity = cast("str | None", record.get("id"))
    return Change(how, fact, place, new=False, said=(said,), record_id=identity)


def _how(scope: s.Scope, fact: Fact) -> How:
    """Return how a fact comes to be: what is not known is first to be found out."""
    unknown = scope.fact(fact) is s.Absent.UNKNOWN
    return "finding_out" if unknown else cast("How", fact.changes_by)


def _more(value: Value, before: s.Reading | None) -> tuple[str, ...]:
    """Return the members that a set would have and has not."""
    held = before if isinstance(before, tuple) else ()
    members = cast("tuple[str, ...]", value if isinstance(value, tuple) else ())
    return tuple(member for member in members if member not in held)


def _speaking_of(change: Change, added: list[Change]) -> Change:
    """Return a change that stands for any if it names a record whose id stands for any."""
    names = {record.record_id for record in added} - {None}
    (said,) = change.said
    if names.isdisjoint((said.value, *said.more)):
        return change
    return replace(change, said=(said._replace(for_example=True),))


# --- Facts as they would be ----------------------------------------------------------------------


def touched(change: Change, scope: s.Scope) -> Iterator[str]:
    """Yield the facts that stand otherwise after a change."""
    yield _target(change)
    entity = _target(change).partition(".")[0]
    if entity not in scope.facts.entities and entity != "item":
        # What silence means is another question once something is said of the entity.
        yield from (fact.path for fact in scope.vocabulary.entities[entity].facts.values())


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


def _target(change: Change) -> str:
    """Return the fact that a change is made to, or the list that it is made in."""
    path = change.fact.path if change.record is None else change.record.list
    assert path is not None  # noqa: S101 - a record lies in a list
    return path


def _value(change: Change, before: Value) -> Value:
    """Return what a change makes of a fact, or of the list that holds the record it is about."""
    says = {said.fact.name: said.value for said in change.said}
    if change.record is None:
        return says[change.fact.name]
    records = list(cast("tuple[Record, ...]", before))
    if change.new:
        records.append(says)
    else:
        number = change.record.number - 1
        records[number] = {**records[number], **says}
    return tuple(records)


def _records(scope: s.Scope, path: str) -> tuple[Record, ...]:
    given: Mapping[str, Value] = scope.item.given if path.startswith("item.") else scope.facts.given
    return cast("tuple[Record, ...]", given.get(path, ()))
