"""Times decisions among more and more rules, and on more and more items and consents."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from benchmarks.measuring.alternating import Contestant, Timing, alternate
from benchmarks.workload.further import FAMILIES, further_rules, policy_texts, texts_of_one_head
from benchmarks.workload.requests import requests
from disclosure_rules import Engine

if TYPE_CHECKING:
    from benchmarks.measuring.sizes import Sizes

SHAPES: Final = ((5, 2), (200, 2), (5, 200), (200, 200))
"""So many items, so many consents."""


def time_rules(sizes: Sizes) -> dict[str, Timing]:
    """Return timings by the number of further rules: of all families, and of each alone."""
    sets = {f"{count}": policy_texts(further_rules(count)) for count in sizes.further}
    for family in FAMILIES:
        further = further_rules(sizes.family, family)
        sets[f"{sizes.family} by {family}"] = policy_texts(further)
    return _timed(sets, sizes)


def time_one_head(sizes: Sizes) -> dict[str, Timing]:
    """Return timings by the number of rules that no key tells apart."""
    return _timed({f"{count}": texts_of_one_head(count) for count in sizes.one_head}, sizes)


def time_shapes(sizes: Sizes) -> dict[str, Timing]:
    """Return timings by the number of items and of consents, of a disclosure."""
    engine = Engine.load(policy_texts([]))
    contestants = {}
    for items, consents in SHAPES:
        several = requests(max(10, sizes.requests // 20), items=items, consents=consents)
        texts = [json.dumps(each | {"operation": "disclose"}) for each in several]
        contestants[f"{items} items, {consents} consents"] = _contestant(engine, texts)
    return alternate(contestants, sizes.rounds)


def _timed(sets: dict[str, dict[str, str]], sizes: Sizes) -> dict[str, Timing]:
    texts = [json.dumps(request) for request in requests(sizes.requests)]
    contestants = {
        name: _contestant(Engine.load(policies), texts) for name, policies in sets.items()
    }
    return alternate(contestants, sizes.rounds)


def _contestant(engine: Engine, texts: list[str]) -> Contestant:
    def parsed() -> list[Any]:
        return [json.loads(text) for text in texts]

    return Contestant(engine.decide, parsed)
