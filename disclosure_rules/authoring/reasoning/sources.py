"""Paths of conditions into what they read, once definitions are written out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, assert_never

from disclosure_rules.authoring.reasoning.orders import Constant, Scale, Shifted
from disclosure_rules.language import conditions as c
from disclosure_rules.language.policy import HEAD_TAXONOMIES
from disclosure_rules.language.times import Duration
from disclosure_rules.language.vocabulary import (
    Categories,
    Fact,
    Plain,
    RecordOf,
    Records,
    TermSet,
    TextSet,
    Type,
    Vocabulary,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from disclosure_rules.language.policy import Definition, Rule


class Source(NamedTuple):
    """A fact, and the record it is read from where it is a field of one."""

    path: str
    record: int | None


class Named(NamedTuple):
    """A parameter whose value is not the same at all times."""

    parameter: str


Side: TypeAlias = Source | Constant | Shifted | Named
"""What stands on a side of a test."""


@dataclass(frozen=True, slots=True)
class Around:
    """What the names stand for where a condition stands."""

    elements: Mapping[str, int] = field(default_factory=dict)
    arguments: Mapping[str, Source] = field(default_factory=dict)

    def beside(self, element: str, record: int) -> Around:
        """Return the same, where a name stands for a record as well."""
        return Around({**self.elements, element: record}, self.arguments)


NOWHERE = Around()


@dataclass(frozen=True, slots=True)
class World:
    """What conditions lean on, on a day: words, definitions, constants and allow rules."""

    vocabulary: Vocabulary
    definitions: Mapping[str, Definition]
    constants: Mapping[str, c.Constant]
    """Parameters that have one value at all times."""
    allow_rules: tuple[Rule, ...]
    facts: Mapping[str, Fact]
    """Every fact by its path, fields of records too."""
    involving: Mapping[str, frozenset[object]]
    """By `purpose` and `recipient`: the operations that involve it, or may."""
    _below: dict[tuple[str, tuple[str, ...]], frozenset[object]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def below(self, part: str, grants: tuple[str, ...]) -> frozenset[object]:
        """Return every term that fits one of those which a part of a head names."""
        found = self._below.get((part, grants))
        if found is None:
            taxonomy = self.vocabulary.taxonomies[HEAD_TAXONOMIES[part]]
            found = frozenset(t for grant in grants for t in taxonomy.descendants(grant))
            self._below[part, grants] = found
        return found

    def source(self, path: c.Path, around: Around) -> Source:
        """Return what a path reads."""
        match path:
            case c.FactPath(fact):
                return Source(fact.path, None)
            case c.FieldPath(element, fact):
                return Source(fact.path, around.elements[element])
            case c.Argument(name):
                return around.arguments[name]
        assert_never(path)

    def side(self, operand: c.Operand, around: Around) -> Side:
        """Return what stands on the right of a test."""
        match operand:
            case c.Literal(value):
                return Constant(value)
            case c.ParameterValue(parameter):
                known = self.constants.get(parameter)
                return Named(parameter) if known is None else Constant(known)
            case c.The(path, None):
                return self.source(path, around)
            case c.The(path, shift, backwards):
                amount = self.side(shift, around) if shift is not None else None
                by = amount.value if isinstance(amount, Constant) else None
                named = amount.parameter if isinstance(amount, Named) else ""
                return Shifted(
                    self.source(path, around), by if isinstance(by, Duration) else named, backwards
                )
        assert_never(operand)

    def read(self, side: Side) -> tuple[Source, ...]:
        """Return the facts that a side reads."""
        if isinstance(side, Source):
            return (side,)
        if isinstance(side, Shifted) and isinstance(side.origin, Source):
            return (side.origin,)
        return ()

    def inside(self, asked: c.Holds, around: Around) -> Around:
        """Return what names stand for inside a definition."""
        elements: dict[str, int] = {}
        arguments: dict[str, Source] = {}
        for name, path in asked.arguments:
            if isinstance(path, c.RecordPath):
                elements[name] = around.elements[path.element]
            else:
                arguments[name] = self.source(path, around)
        return Around(elements, arguments)

    def kind(self, source: Source) -> Type:
        """Return the type of what is read."""
        return self.facts[source.path].type

    def can_be_none(self, source: Source) -> bool:
        """Tell whether what is read can ever be none, rather than known or unknown."""
        fact = self.facts[source.path]
        if fact.silence == "none" or isinstance(fact.type, (Categories, TermSet, TextSet, Records)):
            return True
        entity = source.path.partition(".")[0]
        if source.record is not None or entity == self.vocabulary.subject:
            return False
        if entity in ("purpose", "recipient"):
            return True
        entities = self.vocabulary.entities
        return entity in entities and entities[entity].silence == "none" and entity != "item"

    def scale(self, left: Side, right: Side) -> Scale:
        """Return how two times or numbers compare."""
        scales = {self._scale(left), self._scale(right)}
        if "civil" in scales:
            return "civil"
        return "either" if "either" in scales else "exact"

    def _scale(self, side: Side) -> Scale:
        if isinstance(side, Constant):
            dated = isinstance(side.value, date) and not isinstance(side.value, datetime)
            return "civil" if dated else "exact"
        if isinstance(side, Named):
            return "either"
        if isinstance(side, Shifted):
            if not isinstance(side.amount, Duration):
                return "either"
            return "exact" if side.amount.unit == "hours" else "civil"
        return "civil" if self.kind(side) == Plain("date") else "exact"


def involving_operations(vocabulary: Vocabulary) -> dict[str, frozenset[object]]:
    """Return the operations that involve a purpose or a recipient, or may mean one that does."""
    operations = vocabulary.taxonomies["operations"]
    return {
        part: frozenset(
            term
            for term in operations.terms
            if any(part in operations.terms[t].involves for t in operations.descendants(term))
        )
        for part in ("purpose", "recipient")
    }


def every_fact(vocabulary: Vocabulary) -> dict[str, Fact]:
    """Return every fact of a vocabulary by its path, fields of records too."""
    facts = dict(vocabulary.request_facts)
    for entity in vocabulary.entities.values():
        for fact in entity.facts.values():
            facts[fact.path] = fact
            if isinstance(fact.type, Records):
                facts.update({below.path: below for below in fact.type.fields.values()})
    return facts


def given_facts(definitions: Iterable[Definition]) -> dict[str, Fact]:
    """Return what definitions are handed as facts of their own, of which nothing is known."""
    return {
        _argument(definition, name): Fact(
            path=_argument(definition, name),
            type=kind,
            silence="none",
            because={},
            label={},
            changes_by=None,
            log=None,
            span=definition.span,
        )
        for definition in definitions
        for name, kind in definition.given.items()
        if not isinstance(kind, RecordOf)
    }


def given_alone(definition: Definition) -> Around:
    """Return what the arguments of a definition stand for while it is looked at by itself."""
    elements: dict[str, int] = {}
    arguments: dict[str, Source] = {}
    for number, (name, kind) in enumerate(definition.given.items()):
        if isinstance(kind, RecordOf):
            elements[name] = -1 - number
        else:
            arguments[name] = Source(_argument(definition, name), None)
    return Around(elements, arguments)


def _argument(definition: Definition, name: str) -> str:
    return f"{definition.name} {definition.span} {name}"
