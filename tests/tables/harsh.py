"""A world and its requests into harsher ones: hostile texts, odd instants, and null written out.

Texts change in policies and requests alike, so that what was equal stays equal.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta, timezone
from random import Random
from typing import Any

from disclosure_rules.language.civil import DAY, changes_of, number_instant
from disclosure_rules.language.times import read_instant
from tests.generators.requests import Request
from tests.generators.vocabularies import TEXTS
from tests.generators.worlds import World, load
from tests.tables.flat import Row

HOSTILE = (
    '\'; DROP TABLE "facts"; --',
    "' OR '1'='1",
    '"',
    "\\'",
    "$$ {0} %s ? :a /* */",
    "null",
    "true",
    "NULL",
    '["a"]',
    " a ",
    "A",
    "\u202eõ\u0301😀",
    "a\tb\nc",
    "2026-01-01T00:00:00Z",
    "by moment 0",
)
_CHANGED = 0.3
_NULL = 0.5


def harsh_world(chance: Random, world: World) -> tuple[World, Callable[[Request], Request]]:
    """Return a world with hostile texts, and what changes requests likewise."""
    texts = dict(zip(TEXTS, chance.sample(HOSTILE, len(TEXTS)), strict=True))

    def hostile(text: str) -> str:
        return texts.get(text, text)

    documents = tuple(_each_text(document, hostile) for document in world.documents)
    zone = world.words.zone
    changes = [change.at for change in changes_of(zone)] or [63_902_736_000_000_000]

    def odd(text: str) -> str:
        if read_instant(text) is None or chance.random() > _CHANGED:
            return hostile(text)
        at = chance.choice(changes) + chance.choice((-1, 0, 1))
        at += chance.choice((0, 0, DAY, chance.randrange(-DAY, DAY)))
        ahead = timezone(timedelta(minutes=chance.randrange(-13 * 60, 14 * 60)))
        return number_instant(at).astimezone(ahead).isoformat(timespec="microseconds")

    def harsher(request: Request) -> Request:
        # What was in force when clocks were first set, no policy says.
        return {**_each_text(request, odd), "moment": request["moment"]}

    return World(world.words, documents, load(documents)), harsher


def with_nulls(chance: Random, row: Row) -> Row:
    """Return a row in which what is not given is null in JSON, here and there."""
    return {
        name: json.dumps(None) if cell is None and chance.random() < _NULL else cell
        for name, cell in row.items()
    }


def _each_text(node: Any, change: Callable[[str], str]) -> Any:
    """Return data with each text that is no key changed."""
    match node:
        case dict():
            return {key: _each_text(part, change) for key, part in node.items()}
        case list():
            return [_each_text(part, change) for part in node]
        case str():
            return change(node)
        case _:
            return node
