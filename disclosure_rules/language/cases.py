"""Cases: requests with the decision that is expected of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from disclosure_rules.language.noun import noun

if TYPE_CHECKING:
    from collections.abc import Mapping

    from disclosure_rules.language.source import Span
    from disclosure_rules.language.vocabulary import Texts

ExpectedOutcome = Literal["permitted", "prohibited", "no_ground", "facts_missing", "invalid"]


@noun
class Expectation:
    """What is expected of one item, or of the request; None where nothing is said."""

    outcome: ExpectedOutcome
    rules: frozenset[str] | None
    grounds: frozenset[str] | None
    missing: frozenset[str] | None
    obligations: frozenset[str] | None
    before: frozenset[str] | None
    """Of these obligations, those that must be fulfilled before the item leaves."""
    span: Span


@noun
class Case:
    """A request and what is expected of it."""

    id: str
    title: Texts
    clauses: tuple[str, ...]
    request: Mapping[str, object]
    """Fixtures and the case's own request, merged."""
    whole: Expectation | None
    """Of the request as a whole, or of its one unnamed item."""
    items: Mapping[str, Expectation]
    span: Span
