"""A world into many requests that ask for few programs, and requests into faulty ones.

Making a program takes longer than asking it: what a program is made for is drawn from a few
choices for each world, and all else is drawn anew for each request.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import UTC, date, datetime
from random import Random
from typing import Any, Final

from tests.generators.requests import Request, random_request, shuffled
from tests.generators.worlds import World

HEADS: Final = 4
"""How many heads and moments are asked about in a world."""
FRESH: Final = 0.02
"""How many requests ask about something else."""

ODD: Final[tuple[object, ...]] = (
    None, True, 0, 1, 1.0, -1, 2**300, float("nan"), "", "a", "\ud800", "no such term",
    "2026-01-01", "2026-01-01T10:00:00", "2026-01-01T24:00:00Z", "0001-01-01T00:00:00+02:00",
    "2026-01-01T10:00:00.1234567Z", b"a", [], ["a"], ["a", None], [[]], [{}], {}, {"a": 1}, (), {1},
    object(), date(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1),  # noqa: DTZ001
)  # fmt: skip
"""Values of which each fits some place, or none."""


def many_requests(chance: Random, world: World, count: int) -> Iterator[Request]:
    """Yield requests in a world."""
    heads = [random_request(chance, world.words) for _ in range(HEADS)]
    for _ in range(count):
        request = random_request(chance, world.words)
        yield request if chance.random() < FRESH else _with_head(chance.choice(heads), request)


def _with_head(head: Request, request: Request) -> Request:
    """Return a request with the key facts of another."""
    other = {key: value for key, value in request.items() if key not in ("operation", "purpose")}
    other |= {key: head[key] for key in ("operation", "purpose", "moment") if key in head}
    if "recipient" in head:
        recipient = {**(request.get("recipient") or {}), **head["recipient"]}
        other["recipient"] = recipient
    else:
        other.pop("recipient", None)
    return other


def spoilt(chance: Random, request: Request) -> Any:
    """Return a request with something odd in some place; at times it still is valid."""
    other = copy.deepcopy(request)
    places = list(_places(other))
    node, key = chance.choice(places)
    match chance.randrange(5):
        case 0 if isinstance(node, dict):
            node["odd"] = chance.choice(ODD)
        case 1 if isinstance(node, dict):
            node.pop(key)
        case 2 if isinstance(node, list):
            node.append(chance.choice(ODD))
        case _:
            node[key] = chance.choice(ODD)
    return shuffled(chance, other)


def _places(node: Any) -> Iterator[tuple[Any, Any]]:
    keys = list(node) if isinstance(node, dict) else range(len(node))
    for key in keys:
        yield node, key
        if isinstance(node[key], (dict, list)):
            yield from _places(node[key])
