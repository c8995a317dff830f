"""A condition's tree into mutants of it: parts dropped, operators flipped, values moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from disclosure_rules.authoring.mutation.values import plain_mutants, term_mutants, value_mutants
from disclosure_rules.language.conditions import Literal, Test, The
from disclosure_rules.language.tree import Key, Mapping, Node, Scalar, Sequence
from disclosure_rules.language.vocabulary import OneTerm
from disclosure_rules.loading.shapes import node_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as Table

    from disclosure_rules.authoring.mutation.mutants import Edit, Mutant
    from disclosure_rules.authoring.mutation.source import Source
    from disclosure_rules.language.source import Span
    from disclosure_rules.language.vocabulary import Vocabulary


def _both_ways(*pairs: tuple[str, str]) -> dict[str, str]:
    return {one: other for pair in pairs for one, other in (pair, pair[::-1])}


_FLIPPED: Final = {
    **_both_ways(
        ("before", "at_or_before"),
        ("after", "at_or_after"),
        ("at_least", "more_than"),
        ("at_most", "less_than"),
        ("within", "overlaps"),
    ),
    "covers": "overlaps",
}
_QUANTIFIERS: Final = _both_ways(("some", "every"))
_JOINED: Final = _both_ways(("all", "any"))


class ConditionMutants:
    """Make mutants of the conditions of one document."""

    def __init__(self, source: Source, vocabulary: Vocabulary, tests: Table[Span, Test]) -> None:
        """Change this document; the tests, by their places, tell the types of values."""
        self.source = source
        self.vocabulary = vocabulary
        self.tests = tests

    def of(self, node: Node | None, whole: Edit | None = None) -> Iterator[Mutant]:
        """Yield the changes of a condition.

        Args:
            node: The condition.
            whole: What takes all of it away; None where some condition must stand.
        """
        if not isinstance(node, Mapping):
            return
        for index, (key, value) in enumerate(node.items()):
            dropped = self.source.remove(node, index) or whole
            if dropped is not None:
                yield self.source.mutant("drop_condition", key.span, key, dropped)
            else:
                negated = self.source.negate(node)
                yield self.source.mutant("negate_condition", key.span, key, negated)
            yield from self._of_entry(key, value, dropped)

    def _of_entry(self, key: Key, value: Node, dropped: Edit | None) -> Iterator[Mutant]:
        if key in _JOINED and isinstance(value, Sequence):
            yield from self._of_list(key, value, dropped)
        elif key in _QUANTIFIERS and isinstance(value, Mapping):
            yield self._flipped(key, _QUANTIFIERS)
            yield from self.of(node_at(value, ("where",)))
        elif key == "not":
            yield from self.of(value, dropped)
        elif key == "permitted_by":
            grounds = self.vocabulary.taxonomies["grounds"]
            if isinstance(value, Scalar) and value.text in grounds.terms:
                yield from term_mutants(self.source, value, grounds)
        elif key != "holds":
            yield from self._of_tests(key, value)

    def _of_list(self, key: Key, parts: Sequence, dropped: Edit | None) -> Iterator[Mutant]:
        if len(parts) > 1:
            swapped = self.source.replace(key, _JOINED[key])
            yield self.source.mutant("swap_all_any", key.span, _JOINED[key], swapped, was=key)
        for index, part in enumerate(parts):
            without = self.source.remove(parts, index) or dropped
            if without is not None and isinstance(part, Mapping) and len(part) > 1:
                # By number: its first entry, which can be dropped too, has the name already.
                called = f"{key} {index + 1}"
                yield self.source.mutant("drop_condition", part.span, called, without)
            yield from self.of(part, without)

    def _of_tests(self, key: Key, value: Node) -> Iterator[Mutant]:
        if not isinstance(value, Mapping):
            yield from self._of_operand(key.span, value)
            return
        for index, (operator, operand) in enumerate(value.items()):
            without = self.source.remove(value, index)
            if without is not None:
                called = f"{key} {operator}"
                yield self.source.mutant("drop_condition", operator.span, called, without)
            if operator in _FLIPPED and not self._covers_one_term(operator):
                yield self._flipped(operator, _FLIPPED)
            yield from self._of_operand(operator.span, operand)

    def _of_operand(self, place: Span, node: Node) -> Iterator[Mutant]:
        test = self.tests.get(place)
        if isinstance(node, Mapping):
            shifts = (node_at(node, (way,)) for way in ("plus", "minus"))
            for shift in shifts:
                if isinstance(shift, Scalar):
                    yield from plain_mutants(self.source, shift)
        elif test is not None and isinstance(test.operand, Literal):
            kind, taxonomies = test.operand.type, self.vocabulary.taxonomies
            yield from value_mutants(self.source, node, kind, taxonomies)

    def _covers_one_term(self, operator: Key) -> bool:
        """Tell whether a set covers a single described term: `overlaps` then says the same."""
        test = self.tests.get(operator.span)
        operand = test.operand if test is not None and operator == "covers" else None
        return isinstance(operand, The) and isinstance(operand.type, OneTerm)

    def _flipped(self, word: Key, flips: Table[str, str]) -> Mutant:
        other = flips[word]
        return self.source.mutant(
            "flip_operator", word.span, other, self.source.replace(word, other), was=word
        )
