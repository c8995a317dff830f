"""The ways in which data of a category could be given to somebody, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from disclosure_rules.publishing.conditions import ConditionTeller, bullets
from disclosure_rules.publishing.html import NOTHING, Node, joined
from disclosure_rules.publishing.matrix_page import covering
from disclosure_rules.publishing.rules_page import asked_too, exceptions_of, head_entries, lead

if TYPE_CHECKING:
    from disclosure_rules.language.policy import Rule
    from disclosure_rules.publishing.telling import Teller

    Terms = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Receiving:
    """A rule by which data could be given to some recipients, for some purposes."""

    rule: Rule
    operations: Terms
    purposes: Terms
    """Empty where the operations involve no purpose."""
    recipients: Terms
    """Kinds; empty where the operations involve no recipient."""
    denials: tuple[Rule, ...]
    """The deny rules that may stand against it."""


def terms_told(teller: Teller, taxonomy: str, terms: Terms) -> Node:
    """Return terms by the broadest ones that cover them, or that there are none."""
    if not terms:
        return teller.say("nothing_involved")
    return joined(covering(teller, taxonomy, terms), ", ")


def conditions_told(teller: Teller, rule: Rule) -> Node:
    """Return what a rule of the day asks beside its head."""
    told = _conditions(teller, rule)
    entries = told.entries(rule.when)
    return (bullets(entries) if entries else NOTHING, _lifted(teller, told, rule))


def rule_told(teller: Teller, rule: Rule) -> Node:
    """Return what a rule of the day allows or prohibits, and when."""
    told = _conditions(teller, rule)
    entries = [*head_entries(teller, rule.head), *told.entries(rule.when)]
    return (lead(teller, rule.effect, rule.head, entries), _lifted(teller, told, rule))


def _conditions(teller: Teller, rule: Rule) -> ConditionTeller:
    return ConditionTeller(teller, teller.book.in_force.policies[rule.policy])


def _lifted(teller: Teller, told: ConditionTeller, rule: Rule) -> Node:
    return (
        asked_too(teller, "unless", told.entries(rule.unless)),
        *exceptions_of(teller, told, rule.exceptions, "exceptions"),
    )
