"""Guarantees: properties that must hold for every possible request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from disclosure_rules.language.noun import noun

if TYPE_CHECKING:
    from disclosure_rules.language.conditions import Condition
    from disclosure_rules.language.policy import Head
    from disclosure_rules.language.source import Span
    from disclosure_rules.language.vocabulary import Texts

Promise = Literal["never_allow", "allow_implies", "always_allow"]


@noun
class Guarantee:
    """What is promised of every item for which head, `when` and not `unless` hold.

    `never_allow`: no such item is permitted. `allow_implies`: a permitted one satisfies `then`.
    `always_allow`: every such item is permitted, whatever else is unknown. Of an item with several
    categories a head's `data` asks for some in the first two and for all in the last, which is
    the stronger promise in the former and what an allow rule asks in the latter.
    """

    id: str
    title: Texts
    clauses: tuple[str, ...]
    promise: Promise
    head: Head
    when: Condition | None
    unless: Condition | None
    then: Condition | None
    span: Span
