"""Conditions: what a rule asks of the facts, with every name resolved and every type checked."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from disclosure_rules.language.noun import noun
from disclosure_rules.language.times import Duration
from disclosure_rules.language.vocabulary import RecordOf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.language.source import Span
    from disclosure_rules.language.vocabulary import Fact, Type

Constant: TypeAlias = bool | int | Decimal | str | datetime | date | Duration | tuple[str, ...]
"""A value written in a policy. Terms and texts are `str`; sets are sorted tuples of them."""


@noun
class FactPath:
    """A fact of the request, of an entity or of the item asked about."""

    fact: Fact

    @property
    def type(self) -> Type:
        """The type of the fact."""
        return self.fact.type


@noun
class FieldPath:
    """A field of the record that a quantifier is looking at."""

    element: str
    """The name that the quantifier gives the record."""
    fact: Fact

    @property
    def type(self) -> Type:
        """The type of the field."""
        return self.fact.type


@noun
class Argument:
    """A fact that was handed to a definition, by the definition's own name for it."""

    name: str
    type: Type


@noun
class RecordPath:
    """A record as a whole, to hand on to a definition."""

    element: str
    """The name that a quantifier, or the definition it stands in, gives the record."""
    list: str
    """The vocabulary path of its list."""

    @property
    def type(self) -> RecordOf:
        """What a definition must take to be handed the record."""
        return RecordOf(self.list)


Path: TypeAlias = FactPath | FieldPath | Argument


@noun
class Literal:
    """An operand written in the policy."""

    value: Constant
    type: Type


@noun
class ParameterValue:
    """An operand that a parameter gives, as of the request's local date."""

    parameter: str
    """The qualified name, `policy#parameter`."""
    type: Type


@noun
class The:
    """An operand that another fact gives, a time possibly shifted by a duration."""

    path: Path
    shift: Literal | ParameterValue | None = None
    backwards: bool = False

    @property
    def type(self) -> Type:
        """The type of the fact that is read."""
        return self.path.type


Operand: TypeAlias = Literal | ParameterValue | The


@noun
class Test:
    """A fact compared with an operand: the atom of every condition."""

    path: Path
    operator: str
    operand: Operand
    span: Span


@noun
class All:
    """Every part holds."""

    parts: tuple[Condition, ...]
    span: Span


@noun
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]
    span: Span


@noun
class Not:
    """The part does not hold."""

    part: Condition
    span: Span


@noun
class Some:
    """At least one record of a list satisfies `where`."""

    of: FactPath
    element: str
    where: Condition
    span: Span


@noun
class Every:
    """Every record of a list satisfies `where`."""

    of: FactPath
    element: str
    where: Condition
    span: Span


@noun
class Holds:
    """A definition holds for the given arguments."""

    definition: str
    """The qualified name, `policy#definition`."""
    arguments: tuple[tuple[str, Path | RecordPath], ...]
    span: Span


@noun
class PermittedBy:
    """Some allow rule holds: the named one, or any on the named ground."""

    rule: str | None
    ground: str | None
    span: Span


Condition: TypeAlias = Test | All | AnyOf | Not | Some | Every | Holds | PermittedBy


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """Return the conditions directly below this one, not through definitions."""
    match condition:
        case All(parts) | AnyOf(parts):
            return parts
        case Not(part):
            return (part,)
        case Some(where=where) | Every(where=where):
            return (where,)
        case Test() | Holds() | PermittedBy():
            return ()


def walk(condition: Condition) -> Iterator[Condition]:
    """Yield the condition and everything below it, not through definitions."""
    yield condition
    for part in parts_of(condition):
        yield from walk(part)
