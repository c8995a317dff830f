"""A policy set into its definitions that no request ever makes true, or ever makes false.

A definition is asked about as rules use it: handed the facts, or the record of a list, that they
hand it. One that takes nothing is asked about whether it is used or not.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from disclosure_rules.language import conditions as c
from disclosure_rules.language.noun import with_parts
from disclosure_rules.proving.goals import AllOf, Reads, Stands
from disclosure_rules.proving.promises import is_asked, sides_of
from disclosure_rules.proving.solving import Example, Undecided, exists

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from disclosure_rules.language.policy import Definition, PolicySet
    from disclosure_rules.proving.goals import Settled, Side
    from disclosure_rules.proving.solving import Answer

Constancy = Literal["always", "never", "undecided"]
Handed: TypeAlias = "c.Path | c.RecordPath"


@dataclass(frozen=True, slots=True)
class Constant:
    """A definition that is never false, or never true, or of which that was not decided."""

    definition: Definition
    holds: Constancy


@dataclass(frozen=True, slots=True)
class _Use:
    """A definition with what it is handed, in the quantifier that it stands in, if any."""

    asked: c.Holds
    around: c.Some | c.Every | None


def constant_definitions(policy_set: PolicySet, limit: int) -> Iterator[Constant]:
    """Yield the definitions that come out the same way for every request.

    Args:
        policy_set: The policies.
        limit: How many steps of the solver one question may take.
    """
    uses: dict[int, list[tuple[Side, _Use]]] = defaultdict(list)
    definitions: dict[int, Definition] = {}
    for side in sides_of(policy_set):
        for use in _uses(policy_set, side):
            definition = side.in_force.definitions[use.asked.definition]
            definitions[id(definition)] = definition
            uses[id(definition)].append((side, use))
    for key, definition in definitions.items():
        can_be: dict[Settled, list[Answer]] = {"true": [], "false": []}
        for truth, answers in can_be.items():
            for side, use in uses[key]:
                answers.append(_becomes(side, use, truth, limit))
                if isinstance(answers[-1], Example):
                    break
        for truth, holds in (("true", "never"), ("false", "always")):
            answers = can_be[truth]
            if not any(isinstance(answer, Example) for answer in answers):
                undecided = any(isinstance(answer, Undecided) for answer in answers)
                yield Constant(definition, cast("Constancy", "undecided" if undecided else holds))
                break


def _becomes(side: Side, use: _Use, truth: Settled, limit: int) -> Answer:
    asked: c.Condition = use.asked
    if use.around is not None:
        # It comes out so for a record, if it does so for some record of the list.
        of, element = use.around.of, use.around.element
        quantifier = c.Some if truth == "true" else c.Every
        asked = quantifier(of, element, asked, asked.span)
    return exists(AllOf((Reads(side), Stands(side, asked, truth))), limit=limit)


def _uses(policy_set: PolicySet, side: Side) -> Iterator[_Use]:
    """Yield each way in which a definition is used on the days of a side, once."""
    seen: set[object] = set()
    pending = [use for asked in _conditions(policy_set, side) for use in _below(asked, {}, None)]
    pending += (
        _Use(c.Holds(definition.name, (), definition.span), None)
        for definition in side.in_force.definitions.values()
        if not definition.given
    )
    while pending:
        use = pending.pop(0)
        asked, around = use.asked, use.around
        handed = tuple((name, _named(path)) for name, path in asked.arguments)
        key = (asked.definition, handed, around and (around.of.fact.path, around.element))
        if key in seen:
            continue
        seen.add(key)
        yield use
        means = side.in_force.definitions[asked.definition].means
        pending += _below(means, dict(asked.arguments), around)


def _conditions(policy_set: PolicySet, side: Side) -> Iterator[c.Condition]:
    for rule in side.by_name.values():
        yield from rule.conditions()
    for guarantee in policy_set.guarantees:
        if is_asked(side, guarantee):
            asked = (guarantee.when, guarantee.unless, guarantee.then)
            yield from (condition for condition in asked if condition is not None)


def _below(
    asked: c.Condition, handed: Mapping[str, Handed], around: c.Some | c.Every | None
) -> list[_Use]:
    """Return the uses of definitions in a condition, with what stands for their arguments."""
    if isinstance(asked, c.Holds):
        arguments = tuple((name, _stands_for(path, handed)) for name, path in asked.arguments)
        return [_Use(with_parts(asked, arguments=arguments), _needed(arguments, around))]
    if isinstance(asked, (c.Some, c.Every)):
        around = asked
    return [use for part in c.parts_of(asked) for use in _below(part, handed, around)]


def _stands_for(path: Handed, handed: Mapping[str, Handed]) -> Handed:
    """Return what a path means outside of the definition in which it is written."""
    match path:
        case c.Argument(name):
            return handed[name]
        case c.RecordPath(element) if element in handed:
            return handed[element]
        case c.FieldPath(element, fact) if element in handed:
            record = cast("c.RecordPath", handed[element])
            return c.FieldPath(record.element, fact)
        case _:
            return path


def _named(path: Handed) -> tuple[str, str]:
    """Return what tells one thing that is handed from another."""
    match path:
        case c.FactPath(fact):
            return "", fact.path
        case c.FieldPath(element, fact):
            return element, fact.path
        case c.RecordPath(element, rows):
            return element, rows
        case c.Argument(name):
            # INVARIANT: `_stands_for` has put what it stands for in its place.
            raise AssertionError(name)


def _needed(
    arguments: tuple[tuple[str, Handed], ...], around: c.Some | c.Every | None
) -> c.Some | c.Every | None:
    """Return the quantifier around a use, if what is handed is, or is of, its record."""
    records = (c.FieldPath, c.RecordPath)
    return around if any(isinstance(path, records) for _, path in arguments) else None
