"""The proof of an answer: the rules and conditions with the truth of each part, and what it read.

A proof mirrors what it proves: a test, a joining of conditions, a quantifier with its records, a
definition, a rule. Texts are made from it, never the other way round.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.deciding.kleene import Truth
    from disclosure_rules.deciding.semantics import Reading
    from disclosure_rules.decision import Outcome
    from disclosure_rules.language import conditions as c
    from disclosure_rules.language.policy import Definition, Exemption, Rule
    from disclosure_rules.language.vocabulary import Fact


@dataclass(frozen=True, slots=True)
class RecordName:
    """A record of a list, by its id or else by its place."""

    list: str
    """The vocabulary path of the list."""
    number: int
    """Its place in the list as the request gives it, from 1."""
    id: str | None


@dataclass(frozen=True, slots=True)
class Look:
    """A fact that was looked at, and how it stands."""

    fact: Fact
    record: RecordName | None
    """The record that it was read from; None for a fact of the request, an entity or the item."""
    reading: Reading


@dataclass(frozen=True, slots=True)
class TestProof:
    """A test, with what stood on either side."""

    truth: Truth
    asked: c.Test
    left: Look
    right: Look | None
    """The fact on the right, before any shift; None for a value that the policies give."""
    compared_with: Reading
    """What the left was compared with: a shifted time has been shifted."""


@dataclass(frozen=True, slots=True)
class JoinProof:
    """Conditions joined by `all`, `any` or `not`."""

    truth: Truth
    asked: c.All | c.AnyOf | c.Not
    parts: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class RecordProof:
    """A record that a quantifier looked at."""

    truth: Truth
    record: RecordName | None
    """None for a record of which nothing is known: it stands for any."""
    where: Proof


@dataclass(frozen=True, slots=True)
class ListProof:
    """A quantifier, with every record of its list."""

    truth: Truth
    asked: c.Some | c.Every
    look: Look
    records: tuple[RecordProof, ...]
    """Empty if there are none; if the list is unknown, one record that stands for any."""


@dataclass(frozen=True, slots=True)
class DefinitionProof:
    """A definition, for the facts that it was handed."""

    truth: Truth
    asked: c.Holds
    definition: Definition
    means: Proof


@dataclass(frozen=True, slots=True)
class PermittedByProof:
    """The allow rules that lift a denial, if one of them holds."""

    truth: Truth
    asked: c.PermittedBy
    rules: tuple[RuleProof, ...]


Proof: TypeAlias = TestProof | JoinProof | ListProof | DefinitionProof | PermittedByProof


@dataclass(frozen=True, slots=True)
class HeadProof:
    """A part of a rule's head."""

    truth: Truth
    part: Literal["operation", "purpose", "recipient", "data"]
    look: Look
    grants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExceptionProof:
    """A named exception: taken when it is true."""

    truth: Truth
    exception: Exemption
    when: Proof
    exceptions: tuple[ExceptionProof, ...]


@dataclass(frozen=True, slots=True)
class RuleProof:
    """A rule. Of one whose head is false nothing further is looked at."""

    truth: Truth
    rule: Rule
    head: tuple[HeadProof, ...]
    when: Proof | None
    unless: Proof | None
    exceptions: tuple[ExceptionProof, ...]

    @property
    def failed_on_head(self) -> bool:
        """Whether the rule is about something else."""
        return any(part.truth.value == "false" for part in self.head)

    @property
    def almost_about(self) -> bool:
        """Whether only the purpose, the recipient or the data would have to be another one.

        A rule about another operation is not near: what is asked is another thing to do.
        """
        amiss = [part for part in self.head if part.truth.value != "true"]
        return [part.truth.value for part in amiss] == ["false"] and amiss[0].part != "operation"


@dataclass(frozen=True, slots=True)
class ItemProof:
    """The answer for one item, with every rule in force."""

    name: str | None
    categories: tuple[str, ...]
    outcome: Outcome
    denying: tuple[RuleProof, ...]
    allowing: tuple[RuleProof, ...]

    @property
    def all_rules(self) -> tuple[RuleProof, ...]:
        """Every rule in force."""
        return *self.denying, *self.allowing

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that permit or prohibit, as `policy#rule`, sorted."""
        deciding = {"permitted": self.allowing, "prohibited": self.denying}
        proofs = deciding.get(self.outcome, ())
        return tuple(proof.rule.name for proof in proofs if proof.truth.value == "true")


def parts_of(proof: Proof) -> tuple[Proof, ...]:
    """Return the proofs directly below one, through definitions but not through rules."""
    match proof:
        case JoinProof(parts=parts):
            return parts
        case ListProof(records=records):
            return tuple(record.where for record in records)
        case DefinitionProof(means=means):
            return (means,)
        case TestProof() | PermittedByProof():
            return ()


def walk(proof: Proof) -> Iterator[Proof]:
    """Yield a proof and everything below it, not through rules."""
    yield proof
    for part in parts_of(proof):
        yield from walk(part)
