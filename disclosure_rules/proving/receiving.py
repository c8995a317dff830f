"""A category of data into who could be given it, for which purpose, by which rule; and a proof.

It is asked of requests that say an operation, a purpose and a kind of recipient that have nothing
narrower. That is enough: what is permitted while less is said is permitted for each narrower term,
by the same rule (the first and the third law of docs/semantics.md).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from disclosure_rules.language import conditions as c
from disclosure_rules.language.policy import HEAD_TAXONOMIES, Head
from disclosure_rules.language.vocabulary import Categories, OneTerm, TermSet
from disclosure_rules.proving.goals import (
    AllOf,
    HeadFits,
    OneOf,
    Opposite,
    Reads,
    Says,
    Stands,
    outcome_is,
)
from disclosure_rules.proving.heads import domains_of, is_false, narrower_than, permitting
from disclosure_rules.proving.solving import (
    Example,
    Impossible,
    Inquiry,
    Possible,
    Undecided,
    exists,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from disclosure_rules.language.policy import Rule
    from disclosure_rules.language.vocabulary import Taxonomy
    from disclosure_rules.proving.goals import Goal, Side
    from disclosure_rules.proving.solving import Answer, Finding, Request, Supposed

Terms: TypeAlias = tuple[str, ...]
Said: TypeAlias = tuple[Terms, Terms, Terms]
"""Operations, purposes and kinds of recipients, of which a request says one of each."""
_PATHS: Final = ("operation", "purpose", "recipient.kind")
NO_HEAD: Final = Head()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked: who could be given data of a category, in as far as the rest is named."""

    category: str
    recipient: str | None = None
    purpose: str | None = None
    operation: str | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """A rule by which data of the category could be given to somebody."""

    rule: Rule
    operations: Terms
    purposes: Terms
    """Empty where the operations involve no purpose."""
    recipients: Terms
    """Kinds; empty where the operations involve no recipient."""
    denials: tuple[Rule, ...]
    """The deny rules that may stand against it."""
    request: Request

    def __repr__(self) -> str:
        """Show no value."""
        return f"Way({self.rule.name!r}, {self.operations}, {self.purposes}, {self.recipients})"


@dataclass(frozen=True, slots=True)
class Received:
    """All ways, and what was proved of them."""

    ways: tuple[Way, ...]
    complete: Answer
    """That there is no other way: impossible; or a request that is permitted in another one."""


class _Axis(NamedTuple):
    """Operations that involve the same, with the purposes and recipients that go with them.

    Each is in groups; those of a group are not told apart.
    """

    operations: tuple[Terms, ...]
    purposes: tuple[Terms, ...]
    recipients: tuple[Terms, ...]


def ways_to_receive(side: Side, wanted: Wanted, limit: int) -> Received:
    """Return every way in which data of a category could be given to somebody.

    Args:
        side: The policies, on days on which nothing in them changes.
        wanted: Whom, and for what, it is asked of.
        limit: How many steps of the solver one question may take.
    """
    axes = list(_axes(side, wanted, {}))
    if not axes:
        return Received((), Impossible())
    asking = _Asking(side, wanted, axes, limit)
    found = tuple(way for rule in asking.rules for way in asking.ways(rule))
    if asking.undecided:
        return Received(found, Undecided())
    other = AllOf((asking.spoken_of, outcome_is(side, "permitted"), *_others(side, found)))
    return Received(found, exists(other, limit=limit))


def _others(side: Side, ways: Iterable[Way]) -> Iterator[Goal]:
    for way in ways:
        said = (
            OneOf(tuple(Says(path, term) for term in terms))
            for path, terms in zip(
                _PATHS, (way.operations, way.purposes, way.recipients), strict=True
            )
            if terms
        )
        yield Opposite(AllOf((Stands(side, way.rule, "true"), *said)))


def categories_alike(side: Side) -> tuple[Terms, ...]:
    """Return the categories that have nothing narrower, those together that no rule tells apart."""
    named = _named_by(side, side.by_name.values())
    return _alike(side.vocabulary.taxonomies["data"], named.get("data", ()), None, ())


# --- What can be said ----------------------------------------------------------------------------

_Named: TypeAlias = "Mapping[str, Collection[str]]"
"""Terms that some rules name, by taxonomy."""


def _axes(side: Side, wanted: Wanted, named: _Named, head: Head = NO_HEAD) -> Iterator[_Axis]:
    """Yield what requests for a rule can say, those together that named terms do not tell apart."""
    taxonomies = side.vocabulary.taxonomies

    def groups(taxonomy: str, within: str | None, grants: Terms) -> tuple[Terms, ...]:
        return _alike(taxonomies[taxonomy], named.get(taxonomy, ()), within, grants)

    purposes = groups("purposes", wanted.purpose, head.purpose)
    recipients = groups("recipients", wanted.recipient, head.recipient)
    involving: dict[frozenset[str], list[Terms]] = defaultdict(list)
    operations = taxonomies["operations"]
    for alike in groups("operations", wanted.operation, head.operation):
        involving[frozenset(operations.terms[alike[0]].involves)].append(alike)
    for involved, those in involving.items():
        # Who could be given it is asked of what has a recipient, unless an operation is named.
        asked = {"recipient"} if wanted.recipient or wanted.operation is None else set[str]()
        asked |= {"purpose"} if wanted.purpose else set()
        if asked <= involved:
            yield _Axis(
                tuple(those),
                purposes if "purpose" in involved else ((),),
                recipients if "recipient" in involved else ((),),
            )


def _alike(
    taxonomy: Taxonomy, named: Collection[str], within: str | None, grants: Terms
) -> tuple[Terms, ...]:
    """Return the granted terms that have nothing narrower; those not told apart together."""
    found: dict[object, list[str]] = defaultdict(list)
    granted = narrower_than(taxonomy, grants) if grants else taxonomy.terms
    for term in taxonomy.terms if within is None else taxonomy.descendants(within):
        if taxonomy.is_leaf(term) and term in granted:
            seen = frozenset(named).intersection(taxonomy.ancestors(term))
            found[seen, frozenset(taxonomy.terms[term].involves)].append(term)
    return tuple(tuple(terms) for terms in found.values())


def _named_by(side: Side, rules: Iterable[Rule]) -> _Named:
    """Return the terms that rules name, in their heads and conditions, through definitions too."""
    found: dict[str, set[str]] = defaultdict(set)
    pending: list[c.Condition] = []
    for rule in rules:
        pending += rule.conditions()
        for part, taxonomy in HEAD_TAXONOMIES.items():
            found[taxonomy].update(getattr(rule.head, part))
    seen: set[str] = set()
    while pending:
        asked = pending.pop()
        pending += c.parts_of(asked)
        if isinstance(asked, c.Test):
            _add_terms(side, asked.operand, found)
        elif isinstance(asked, c.Holds) and asked.definition not in seen:
            seen.add(asked.definition)
            pending.append(side.in_force.definitions[asked.definition].means)
    return found


def _add_terms(side: Side, operand: c.Operand, found: dict[str, set[str]]) -> None:
    kind = operand.type
    if isinstance(operand, c.The) or not isinstance(kind, (OneTerm, Categories, TermSet)):
        return
    written: object = (
        operand.value
        if isinstance(operand, c.Literal)
        else side.in_force.parameters[operand.parameter]
    )
    found[kind.taxonomy].update(written if isinstance(written, tuple) else (str(written),))


# --- Asking --------------------------------------------------------------------------------------


class _Asking:
    """What is asked of every rule that could permit it."""

    def __init__(self, side: Side, wanted: Wanted, axes: Sequence[_Axis], limit: int) -> None:
        self.undecided = False
        self._side, self._wanted = side, wanted
        category = HeadFits(Head(data=(wanted.category,)), "deny")
        said = OneOf(tuple(map(_spoken, axes)))
        self.spoken_of: Goal = AllOf((Reads(side), Stands(side, category, "true"), said))
        domains = domains_of(said)
        data = side.vocabulary.taxonomies["data"]
        about = {*data.descendants(wanted.category), *data.ancestors(wanted.category)}

        def concerned(rule: Rule) -> bool:
            return not is_false(side.vocabulary, rule.head, domains)

        self.rules = [
            rule
            for rule in side.in_force.allow_rules
            if concerned(rule) and (not rule.head.data or about.intersection(rule.head.data))
        ]
        self._denies = [rule for rule in side.in_force.deny_rules if concerned(rule)]
        true = {rule.name: Stands(side, rule, "true") for rule in self.rules}
        false = [Stands(side, rule, "false") for rule in self._denies]
        some = OneOf(tuple(true.values()))
        permitted = Inquiry(AllOf((self.spoken_of, some, *false)), limit=limit)
        permitted.given(AllOf((self.spoken_of, *false)))
        self._permitted = _Parts(permitted, true, axes)
        standing = [Opposite(goal) for goal in false]
        denied = Inquiry(AllOf((self.spoken_of, some, OneOf(tuple(standing)))), limit=limit)
        denied.given(self.spoken_of)
        self._denied = _Parts(denied, true, axes)
        self._stand = [denied.part(goal) for goal in standing]

    def ways(self, rule: Rule) -> Iterator[Way]:
        """Yield the ways in which a rule could permit it, those alike together."""
        # What permits it by the rule are the rule and the denials: nothing else tells apart.
        named = _named_by(self._side, [rule, *self._leaned_on(), *self._denies])
        found: dict[tuple[Terms, Terms], list[Terms]] = defaultdict(list)
        for axis in _axes(self._side, self._wanted, named, rule.head):
            for operations in axis.operations:
                for reached in self._reached(rule, operations, axis):
                    found[reached].append(operations)
        for (purposes, recipients), alike in found.items():
            said = (tuple(term for terms in alike for term in terms), purposes, recipients)
            example = self._permitted.example(rule, said)
            if isinstance(example, Example):
                yield Way(rule, *said, tuple(self._standing(rule, said)), example.request)
            else:
                # It is possible, but an example was too much: nothing is proved then.
                self.undecided = True

    def _leaned_on(self) -> Iterator[Rule]:
        for rule in self._denies:
            for asked in rule.conditions():
                for part in c.walk(asked):
                    if isinstance(part, c.PermittedBy):
                        yield from permitting(self._side, part)

    def _reached(self, rule: Rule, operations: Terms, axis: _Axis) -> Iterator[tuple[Terms, Terms]]:
        """Yield the purposes that have the same recipients together, with these."""
        reached: dict[Terms, list[Terms]] = defaultdict(list)
        for purposes in axis.purposes:
            whom: list[Terms] = []
            for recipients in axis.recipients:
                said = (operations[:1], purposes[:1], recipients[:1])
                answer = self._permitted.can(rule, said)
                self.undecided = self.undecided or isinstance(answer, Undecided)
                if isinstance(answer, Possible):
                    whom.append(recipients)
            if whom:
                reached[tuple(term for terms in whom for term in terms)].append(purposes)
        for recipients, alike in reached.items():
            yield tuple(term for purposes in alike for term in purposes), recipients

    def _standing(self, rule: Rule, said: Said) -> Iterator[Rule]:
        """Yield the deny rules that may be true when the rule is."""
        for deny, stands in zip(self._denies, self._stand, strict=True):
            if not isinstance(self._denied.can(rule, said, stands), Impossible):
                yield deny


class _Parts:
    """An inquiry about rules, and about what is said."""

    def __init__(
        self, inquiry: Inquiry, rules: Mapping[str, Stands], axes: Sequence[_Axis]
    ) -> None:
        self._inquiry = inquiry
        self._rules = {name: inquiry.part(goal) for name, goal in rules.items()}
        self._says = {
            (path, term): inquiry.part(Says(path, term))
            for axis in axes
            for path, groups in zip(_PATHS, axis, strict=True)
            for terms in groups
            for term in terms
        }
        self._one_of: dict[tuple[str, Terms], Supposed] = {}

    def can(self, rule: Rule, said: Said, *further: Supposed) -> Finding:
        """Return whether a rule can be true where one of each of these is said."""
        return self._inquiry.ask([*self._supposed(rule, said), *further])

    def example(self, rule: Rule, said: Said) -> Answer:
        """Return a request in which a rule is true, and that says one of each of these."""
        return self._inquiry.example(self._supposed(rule, said))

    def _supposed(self, rule: Rule, said: Said) -> list[Supposed]:
        says = (self._one(path, t) for path, t in zip(_PATHS, said, strict=True) if t)
        return [self._rules[rule.name], *says]

    def _one(self, path: str, terms: Terms) -> Supposed:
        if len(terms) == 1:
            return self._says[path, terms[0]]
        if (path, terms) not in self._one_of:
            parts = [self._says[path, term] for term in terms]
            self._one_of[path, terms] = self._inquiry.one_of(parts)
        return self._one_of[path, terms]


def _spoken(axis: _Axis) -> Goal:
    """Return that a request says one of each of what there is to say."""
    said = ([t for terms in groups for t in terms] for groups in axis)
    return AllOf(
        tuple(
            OneOf(tuple(Says(path, term) for term in terms))
            for path, terms in zip(_PATHS, said, strict=True)
            if terms
        )
    )
