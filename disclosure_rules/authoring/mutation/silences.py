"""The vocabulary document into mutants of it: what it means that a request leaves a fact out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.authoring.mutation.rules import conditions_of
from disclosure_rules.language.conditions import (
    Every,
    FactPath,
    FieldPath,
    Holds,
    Some,
    Test,
    The,
    walk,
)
from disclosure_rules.language.tree import Key, Mapping, Scalar
from disclosure_rules.loading.shapes import node_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.authoring.mutation.mutants import Mutant
    from disclosure_rules.authoring.mutation.source import Source
    from disclosure_rules.language.conditions import Condition
    from disclosure_rules.language.policy import PolicySet


def silence_mutants(source: Source, policy_set: PolicySet) -> Iterator[Mutant]:
    """Yield the changes of what silence means, of each fact that some condition reads."""
    read = set(_facts_read(policy_set))
    entities = {path.partition(".")[0] for path in read}
    facts = node_at(source.root, ("facts",))
    for entity, below in facts.items() if isinstance(facts, Mapping) else ():
        if entity in entities and isinstance(below, Mapping):
            yield from _changed(source, entity, below, entity)
            yield from _of_facts(source, below, entity, read)


def _of_facts(source: Source, facts: Mapping, above: str, read: set[str]) -> Iterator[Mutant]:
    for key, fact in facts.items():
        path = f"{above}.{key}"
        if path not in read or not isinstance(fact, Mapping):
            continue
        yield from _changed(source, key, fact, path)
        fields = node_at(fact, ("list",))
        if isinstance(fields, Mapping):
            yield from _of_facts(source, fields, path, read)


def _changed(source: Source, key: Key, node: Mapping, path: str) -> Iterator[Mutant]:
    said = node_at(node, ("silence_means",))
    if isinstance(said, Scalar):
        other = "none" if said.text == "unknown" else "unknown"
        edit, place = source.replace(said, other), said.span
    else:
        other, place = "none", key.span
        edit = source.insert(node, "silence_means: none")
    yield source.mutant("change_silence", place, f"{path} {other}", edit, was=path)


def _facts_read(policy_set: PolicySet) -> Iterator[str]:
    """Yield the paths of facts, of lists and of fields that conditions read."""
    for policy in policy_set.policies:
        for condition in conditions_of(policy):
            for part in walk(condition):
                yield from _paths(part)


def _paths(part: Condition) -> Iterator[str]:
    named: list[object] = []
    match part:
        case Test(path, _, operand):
            named = [path, operand.path if isinstance(operand, The) else None]
        case Some(of) | Every(of):
            named = [of]
        case Holds(_, arguments):
            named = [path for _, path in arguments]
        case _:
            return
    yield from (path.fact.path for path in named if isinstance(path, (FactPath, FieldPath)))
