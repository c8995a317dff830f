"""Rules and conditions into what they say, whatever the order, the places and the names."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from disclosure_rules.language import conditions as c

if TYPE_CHECKING:
    from collections.abc import Hashable

    from disclosure_rules.language.policy import Exemption, Rule


def alike(one: Rule, other: Rule) -> bool:
    """Tell whether two rules ask for the same."""
    return asked_for(one) == asked_for(other)


def asked_for(rule: Rule) -> Hashable:
    """Return what a rule asks for: its effect, its head and its conditions."""
    exceptions = frozenset(_exemption(exemption) for exemption in rule.exceptions)
    return rule.effect, rule.head, meaning(rule.when), meaning(rule.unless), exceptions


def _exemption(exemption: Exemption) -> Hashable:
    return meaning(exemption.when), frozenset(_exemption(below) for below in exemption.exceptions)


def meaning(asked: c.Condition | None) -> Hashable:
    """Return what a condition says; two of the same meaning are equal."""
    return None if asked is None else _meaning(asked, {})


def _meaning(asked: c.Condition, names: dict[str, int]) -> Hashable:
    match asked:
        case c.Test(path, operator, operand):
            return operator, _path(path, names), _operand(operand, names)
        case c.All(parts) | c.AnyOf(parts):
            return type(asked).__name__, frozenset(_meaning(part, names) for part in parts)
        case c.Not(part):
            return "not", _meaning(part, names)
        case c.Some(of, element, where) | c.Every(of, element, where):
            inside = {**names, element: len(names)}
            return type(asked).__name__, of.fact.path, _meaning(where, inside)
        case c.Holds(definition, arguments):
            return definition, tuple((name, _path(path, names)) for name, path in arguments)
        case c.PermittedBy(rule, ground):
            return "permitted_by", rule, ground
    assert_never(asked)


def _path(path: c.Path | c.RecordPath, names: dict[str, int]) -> Hashable:
    match path:
        case c.FactPath(fact):
            return fact.path
        case c.FieldPath(element, fact):
            return names.get(element, element), fact.path
        case c.Argument(name):
            return "argument", name
        case c.RecordPath(element, records):
            return names.get(element, element), records
    assert_never(path)


def _operand(operand: c.Operand, names: dict[str, int]) -> Hashable:
    match operand:
        case c.Literal(value):
            return "literal", type(value).__name__, value
        case c.ParameterValue(parameter):
            return "parameter", parameter
        case c.The(path, shift, backwards):
            by = None if shift is None else _operand(shift, names)
            return "the", _path(path, names), by, backwards
    assert_never(operand)
