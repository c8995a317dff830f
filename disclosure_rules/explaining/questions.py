"""A proof into the questions that are open: each fact not known, and which rule waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from disclosure_rules.deciding.kleene import TRUE, UNKNOWN
from disclosure_rules.deciding.semantics import Absent
from disclosure_rules.explaining.proof import (
    DefinitionProof,
    ExceptionProof,
    HeadProof,
    ItemProof,
    JoinProof,
    ListProof,
    Look,
    PermittedByProof,
    Proof,
    RuleProof,
    TestProof,
)
from disclosure_rules.language.vocabulary import Categories, OneTerm

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from disclosure_rules.language.vocabulary import Vocabulary


class Question(NamedTuple):
    """A fact that could still decide an item, and what waits for it."""

    look: Look
    """The fact, and the record it belongs to."""
    too_broad: bool
    """Whether it is given, but by a term that has narrower ones."""
    asked_by: TestProof | HeadProof | ListProof
    """What asks for it."""
    rule: RuleProof
    """The rule that waits for the answer."""

    @property
    def path(self) -> str:
        """The vocabulary path of the fact."""
        return self.look.fact.path


def open_questions(item: ItemProof, vocabulary: Vocabulary) -> tuple[Question, ...]:
    """Return what could still decide an item that is `facts_missing`, rule by rule."""
    if item.outcome != "facts_missing":
        return ()
    asking = _Asking(vocabulary)
    found = list(asking.in_rules(item.denying))
    if not any(proof.truth is TRUE for proof in item.allowing):
        found += asking.in_rules(item.allowing)
    once = {(q.rule.rule.name, q.path, q.look.record, id(q.asked_by)): q for q in found}
    return tuple(once.values())


class _Asking:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def in_rules(self, proofs: Iterable[RuleProof]) -> Iterator[Question]:
        for proof in proofs:
            if proof.truth is not UNKNOWN:
                continue
            for head in proof.head:
                if head.truth is UNKNOWN:
                    too_broad = head.look.reading is not Absent.UNKNOWN
                    yield Question(head.look, too_broad, head, proof)
            for part in (proof.when, proof.unless):
                if part is not None:
                    yield from self._in_condition(part, proof)
            yield from self._in_exceptions(proof.exceptions, proof)

    def _in_exceptions(
        self, proofs: tuple[ExceptionProof, ...], rule: RuleProof
    ) -> Iterator[Question]:
        for proof in proofs:
            if proof.truth is UNKNOWN:
                yield from self._in_condition(proof.when, rule)
                yield from self._in_exceptions(proof.exceptions, rule)

    def _in_condition(self, proof: Proof, rule: RuleProof) -> Iterator[Question]:
        if proof.truth is not UNKNOWN:
            return
        match proof:
            case TestProof():
                yield from self._in_test(proof, rule)
            case JoinProof(parts=parts):
                for part in parts:
                    yield from self._in_condition(part, rule)
            case ListProof():
                yield from self._in_list(proof, rule)
            case DefinitionProof(means=means):
                yield from self._in_condition(means, rule)
            case PermittedByProof(rules=rules):
                yield from self.in_rules(rules)

    def _in_list(self, proof: ListProof, rule: RuleProof) -> Iterator[Question]:
        if proof.look.reading is Absent.UNKNOWN:
            yield Question(proof.look, False, proof, rule)  # noqa: FBT003 - a field of its own
        inside = f"{proof.look.fact.path}."
        for record in proof.records:
            for found in self._in_condition(record.where, rule):
                if record.record is not None or not found.path.startswith(inside):
                    yield found

    def _in_test(self, proof: TestProof, rule: RuleProof) -> Iterator[Question]:
        for look in (proof.left, proof.right):
            if look is None:
                continue
            kind, reading = look.fact.type, look.reading
            if reading is Absent.UNKNOWN:
                yield Question(look, False, proof, rule)  # noqa: FBT003 - a field of its own
            elif isinstance(kind, (OneTerm, Categories)) and not isinstance(reading, Absent):
                taxonomy = self.vocabulary.taxonomies[kind.taxonomy]
                terms = reading if isinstance(reading, tuple) else (reading,)
                if not all(taxonomy.is_leaf(str(term)) for term in terms):
                    yield Question(look, True, proof, rule)  # noqa: FBT003 - a field of its own
