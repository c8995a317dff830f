"""A question who could be given what into every way, as the engine confirms it, and the proof.

For each way there is a request that the engine permits by its rule. If one is not, or a request is
permitted that no way covers, the prover was mistaken, and nothing is proved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from disclosure_rules.authoring.smallest import smallest
from disclosure_rules.errors import InvalidRequest
from disclosure_rules.language.policy import Period
from disclosure_rules.proving.goals import Side
from disclosure_rules.proving.promises import sides_of
from disclosure_rules.proving.receiving import Wanted, categories_alike, ways_to_receive
from disclosure_rules.proving.solving import Impossible, Undecided
from disclosure_rules.publishing.receivers import Receiving
from disclosure_rules.request import read_request

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from disclosure_rules.decision import Decision
    from disclosure_rules.engine import Engine
    from disclosure_rules.language.policy import PolicySet
    from disclosure_rules.proving.receiving import Way
    from disclosure_rules.proving.solving import Request

Result = Literal["proved", "undecided", "mistaken"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A way, with the smallest request that is permitted so."""

    way: Receiving
    request: Request
    decision: Decision

    def __repr__(self) -> str:
        """Show no value."""
        return f"Shown({self.way.rule.name!r}, {self.decision!r})"


@dataclass(frozen=True, slots=True)
class Asked:
    """The answer to a question who could be given what."""

    wanted: Wanted
    period: Period
    """The days for which it holds: the one asked about, and those around it without a change."""
    result: Result
    shown: tuple[Shown, ...]


def ask(engine: Engine, wanted: Wanted, day: date, limit: int) -> Asked:
    """Return every way in which data of a category could be given to somebody.

    Args:
        engine: Decides what was found again.
        wanted: What is asked.
        day: The day as of which it is asked.
        limit: How many steps of the solver one question may take.
    """
    side = side_on(engine.policy_set, day)
    found = ways_to_receive(side, wanted, limit)
    shown = [_shown(engine, side, wanted, way) for way in found.ways]
    confirmed = tuple(one for one in shown if one is not None)
    result: Result = "proved" if isinstance(found.complete, Impossible) else "mistaken"
    if isinstance(found.complete, Undecided):
        result = "undecided"
    if len(confirmed) < len(shown):
        result = "mistaken"
    return Asked(wanted, side.period, result, confirmed)


def receivers(engine: Engine, day: date, limit: int) -> Iterator[tuple[tuple[str, ...], Asked]]:
    """Yield who could be given what on a day, for categories that come out alike.

    Args:
        engine: Decides what was found again.
        day: The day as of which it is asked.
        limit: How many steps of the solver one question may take.
    """
    found: dict[object, tuple[tuple[str, ...], Asked]] = {}
    for categories in categories_alike(side_on(engine.policy_set, day)):
        asked = ask(engine, Wanted(categories[0]), day, limit)
        ways = tuple(_said(shown.way) for shown in asked.shown)
        if asked.result != "proved":
            yield categories, asked
        elif ways in found:
            found[ways] = (found[ways][0] + categories, asked)
        else:
            found[ways] = (categories, asked)
    yield from found.values()


def _said(way: Receiving) -> object:
    """Return what a reader sees of a way."""
    denials = tuple(rule.name for rule in way.denials)
    return way.rule.name, way.operations, way.purposes, way.recipients, denials


def side_on(policy_set: PolicySet, day: date) -> Side:
    """Return a policy set on a day, and on those around it on which nothing in it changes."""
    for side in sides_of(policy_set):
        if day in side.period:
            return side
    return Side(policy_set, policy_set.in_force(day), Period(day, day))


def _shown(engine: Engine, side: Side, wanted: Wanted, way: Way) -> Shown | None:
    vocabulary = engine.policy_set.vocabulary
    categories = frozenset(vocabulary.taxonomies["data"].descendants(wanted.category))

    def shows(trial: Request) -> bool:
        try:
            moment = read_request(vocabulary, trial).moment
            decision = engine.decide(trial)
        except InvalidRequest:
            return False
        said = (
            (trial.get("operation"), way.operations),
            (trial.get("purpose"), way.purposes),
            (trial.get("recipient", {}).get("kind"), way.recipients),
        )
        return (
            moment.astimezone(vocabulary.zone).date() in side.period
            and all(term in terms for term, terms in said if terms)
            and any(
                item.permitted
                and way.rule.name in item.rules
                and not categories.isdisjoint(_categories(given))
                for item, given in zip(decision.items, trial.get("items", ()), strict=False)
            )
        )

    if not shows(way.request):
        return None
    small = smallest(vocabulary, way.request, shows)
    told = Receiving(way.rule, way.operations, way.purposes, way.recipients, way.denials)
    return Shown(told, small, engine.decide(small))


def _categories(given: Request) -> tuple[str, ...]:
    said = given.get("category", ())
    return (said,) if isinstance(said, str) else tuple(said)
