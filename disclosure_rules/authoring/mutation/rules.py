"""A policy document into mutants of it: its dates, parameters, definitions and rules."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from disclosure_rules.authoring.mutation.conditions import ConditionMutants
from disclosure_rules.authoring.mutation.values import plain_mutants, term_mutants, value_mutants
from disclosure_rules.language.conditions import Test as Comparison
from disclosure_rules.language.conditions import walk
from disclosure_rules.language.policy import HEAD_TAXONOMIES
from disclosure_rules.language.tree import Key, Mapping, Node, Scalar, Sequence
from disclosure_rules.loading.shapes import node_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.authoring.mutation.mutants import Edit, Mutant
    from disclosure_rules.authoring.mutation.source import Collection, Source
    from disclosure_rules.language.conditions import Condition
    from disclosure_rules.language.policy import Policy, PolicySet


def policy_mutants(source: Source, policy_set: PolicySet) -> Iterator[Mutant]:
    """Yield the changes of a policy document, in the order of the document's sections."""
    policy = next(p for p in policy_set.policies if p.span.file == source.file)
    return _PolicyMutants(source, policy, policy_set).all()


def conditions_of(policy: Policy) -> Iterator[Condition]:
    """Yield the conditions of a policy: of its definitions, and of its rules."""
    yield from (definition.means for definition in policy.definitions.values())
    for rule in policy.rules.values():
        yield from rule.conditions()


class _PolicyMutants:
    """Make mutants of one policy document."""

    def __init__(self, source: Source, policy: Policy, policy_set: PolicySet) -> None:
        self.source = source
        self.policy = policy
        self.vocabulary = policy_set.vocabulary
        self.grounds = self.vocabulary.taxonomies["grounds"]
        parts = (part for condition in conditions_of(policy) for part in walk(condition))
        tests = {part.span: part for part in parts if isinstance(part, Comparison)}
        self.conditions = ConditionMutants(source, self.vocabulary, tests)

    def all(self) -> Iterator[Mutant]:
        """Yield every change of the document."""
        root = self.source.root
        yield from self._of_period(root)
        for key, node in _entries(node_at(root, ("parameters",))):
            yield from self._of_parameter(key, node)
        for key, node in _entries(node_at(root, ("definitions",))):
            yield from self._owned(key, self.conditions.of(node_at(node, ("means",))))
        for _, node in _entries(node_at(root, ("obligations",))):
            yield from self._of_timing(cast("Scalar", node_at(node, ("timing",))))
        rules = node_at(root, ("rules",))
        for index, (key, node) in enumerate(_entries(rules)):
            whole = self._without(cast("Mapping", rules), index, root, "rules")
            yield from self._owned(key, self._of_rule(key, node, whole))

    def _owned(self, key: Key, mutants: Iterator[Mutant]) -> Iterator[Mutant]:
        """Yield the mutants with the name of the rule or definition that they change."""
        return (replace(mutant, owner=f"{self.policy.id}#{key}") for mutant in mutants)

    def _of_period(self, node: Mapping) -> Iterator[Mutant]:
        for end in ("from", "to"):
            day = node_at(node, ("in_force", end))
            if day is not None:
                yield from plain_mutants(self.source, cast("Scalar", day))

    def _of_parameter(self, key: Key, node: Mapping) -> Iterator[Mutant]:
        kind = self.policy.parameters[str(key)].type
        for entry in cast("Sequence", node_at(node, ("values",))):
            start, value = (cast("Node", node_at(entry, (word,))) for word in ("from", "value"))
            yield from plain_mutants(self.source, cast("Scalar", start))
            yield from value_mutants(self.source, value, kind, self.vocabulary.taxonomies)

    def _of_rule(self, name: Key, rule: Mapping, without: Edit) -> Iterator[Mutant]:
        yield self.source.mutant("drop_rule", name.span, name, without)
        yield from self._of_period(rule)
        yield from self._of_effect(rule)
        for key, value in rule.items():
            whole = self.source.remove_key(rule, key)
            if key in HEAD_TAXONOMIES:
                yield self.source.mutant("drop_head", key.span, key, whole)
                taxonomy = self.vocabulary.taxonomies[HEAD_TAXONOMIES[key]]
                yield from term_mutants(self.source, value, taxonomy)
            elif key == "ground":
                yield from self._of_ground(cast("Scalar", value))
            elif key == "when":
                yield from self.conditions.of(value, whole)
            elif key == "unless":
                yield self.source.mutant("drop_unless", key.span, key, whole)
                yield from self.conditions.of(value, whole)
            elif key == "except":
                yield from self._of_exceptions(rule, cast("Mapping", value))
            elif key == "obliges":
                yield from self._of_obligations(rule, cast("Sequence", value))

    def _of_effect(self, rule: Mapping) -> Iterator[Mutant]:
        effect = cast("Scalar", node_at(rule, ("effect",)))
        # A rule that allows rests on a ground; which one it is does not matter.
        if effect.text == "allow":
            flipped, edit = "deny", self.source.remove_key(rule, "ground")
        else:
            ground = next(iter(self.grounds.terms))
            flipped, edit = "allow", self.source.insert(rule, f"ground: {ground}")
        edits = self.source.replace(effect, flipped), edit
        yield self.source.mutant("flip_effect", effect.span, flipped, *edits, was=effect.text)

    def _of_ground(self, ground: Scalar) -> Iterator[Mutant]:
        terms = [*self.grounds.terms]
        other = terms[(terms.index(ground.text) + 1) % len(terms)]
        edit = self.source.replace(ground, other)
        yield self.source.mutant("change_ground", ground.span, other, edit, was=ground.text)

    def _of_exceptions(self, around: Mapping, exceptions: Mapping) -> Iterator[Mutant]:
        for index, (key, exception) in enumerate(_entries(exceptions)):
            whole = self._without(exceptions, index, around, "except")
            yield self.source.mutant("drop_exception", key.span, key, whole)
            yield from self.conditions.of(node_at(exception, ("when",)))
            below = node_at(exception, ("except",))
            if below is not None:
                yield from self._of_exceptions(exception, cast("Mapping", below))

    def _of_obligations(self, rule: Mapping, obligations: Sequence) -> Iterator[Mutant]:
        for index, word in enumerate(cast("list[Scalar]", obligations)):
            whole = self._without(obligations, index, rule, "obliges")
            yield self.source.mutant("drop_obligation", word.span, word.text, whole)

    def _of_timing(self, timing: Scalar) -> Iterator[Mutant]:
        # Only what must be done before the data leave holds them back.
        other = {"before": "with", "with": "before"}.get(timing.text)
        if other is not None:
            edit = self.source.replace(timing, other)
            yield self.source.mutant("change_timing", timing.span, other, edit, was=timing.text)

    def _without(self, collection: Collection, index: int, around: Mapping, key: str) -> Edit:
        """Take out an entry, or where it is the only one, the key above it."""
        return self.source.remove(collection, index) or self.source.remove_key(around, key)


def _entries(node: Node | None) -> Iterator[tuple[Key, Mapping]]:
    """Yield the entries of a section, if it is there."""
    for key, value in node.items() if isinstance(node, Mapping) else ():
        yield key, cast("Mapping", value)
