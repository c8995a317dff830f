"""Fuzz requests: each is decided as the semantics and the rules by hand say, or refused.

Requests that fit EkspressJob's policies are changed at any place into anything that Python can put
there. `fuzz/run.py` starts this.
"""

from __future__ import annotations

import sys
from collections import ChainMap, OrderedDict, UserDict, defaultdict
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import atheris

if TYPE_CHECKING:
    from collections.abc import Iterator

with atheris.instrument_imports(include=["disclosure_rules"]):
    from disclosure_rules import Engine, InvalidRequest
    from disclosure_rules.deciding import missing, reasons  # noqa: F401 - to follow them, too
    from tests.hostile.promises import answer, as_json, check_decision, check_shows_nothing

from tests.oracles import ekspressjob as by_hand
from tests.oracles.ekspressjob_requests import random_request

ENGINE = Engine.load(Path(__file__).parents[1] / "policies" / "ekspressjob")
BASES = [random_request(Random(seed)) for seed in range(250)]
SECRET, NUMBER = "zq7x Märk", 77003399771
WORDS = sorted({
    *(term for each in ENGINE.policy_set.vocabulary.taxonomies.values() for term in each.terms),
    *(key for entity in ENGINE.policy_set.vocabulary.entities.values() for key in entity.facts),
    *ENGINE.policy_set.vocabulary.entities, "operation", "purpose", "moment", "items", "id",
    "r-1", "r-2", "b-1", "b-2", "ekspress-meedia",
})  # fmt: skip
ODD: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, NUMBER, 10**400, 0.0, -0.0, 0.5, float("nan"), float("inf"),
    Decimal(1), Decimal("NaN"), Decimal("sNaN"), Decimal("-Infinity"), Decimal("1e999999"),
    Fraction(1, 3), 1j, "", " ", "\x00", "\ud800", "\u202e", "\u0301", SECRET, SECRET.encode(), b"",
    bytearray(b"x"), object, Ellipsis, NotImplemented, range(3), (), [], {}, set(), frozenset(),
    {"court"}, frozenset({"name", "contact_data"}), ("name",), [None], [[]], [{}], {"": ""},
    {SECRET: SECRET}, {1: 2}, {None: None}, [SECRET], [SECRET, SECRET], [NUMBER],
    date(2026, 1, 1), datetime(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC),  # noqa: DTZ001
    datetime(2026, 10, 25, 3, 30, fold=1, tzinfo=timezone(timedelta(hours=2, seconds=1))),
    datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC), timedelta(days=1),
    "2026-01-01", "2026-01-01T00:00:00", "2026-01-01T00:00:00Z", "2025-12-31T22:00:00Z",
    "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "0000-01-01T00:00:00Z",
    "2026-06-30T23:59:60Z", "2026-06-30T24:00:00Z", "2026-06-30T12:00:00.1234567Z",
    "2026-06-30T12:00:00+02:00:30", "2026-06-30 12:00:00+02:00", "20260630T120000Z", "2026-W01-1",
)  # fmt: skip
DRESSES: tuple[Any, ...] = (
    OrderedDict, MappingProxyType, UserDict, ChainMap, lambda plain: defaultdict(dict, plain),
)  # fmt: skip


def places(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each collection of a request with each of its keys or positions."""
    if isinstance(tree, (dict, list)):
        for key in tree if isinstance(tree, dict) else range(len(tree)):
            yield tree, key
            yield from places(tree[key])


def made(choices: atheris.FuzzedDataProvider) -> Any:
    """Return a value of any type."""
    match choices.ConsumeIntInRange(0, 9):
        case 0 | 1 | 2:
            return deepcopy(choices.PickValueInList(list(ODD)))
        case 3 | 4 | 5:
            return choices.PickValueInList(WORDS)
        case 6:
            return choices.ConsumeUnicode(12)
        case 7:
            return choices.ConsumeFloat()
        case 8:
            moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(
                minutes=choices.ConsumeIntInRange(-600_000, 600_000)
            )
            return moment if choices.ConsumeBool() else moment.isoformat()
        case _:
            return [made(choices) for _ in range(choices.ConsumeIntInRange(0, 3))]


def change(tree: dict[str, Any], choices: atheris.FuzzedDataProvider) -> None:
    """Change one place of a request."""
    found = list(places(tree))
    if not found:
        return
    above, key = found[choices.ConsumeIntInRange(0, len(found) - 1)]
    match choices.ConsumeIntInRange(0, 6):
        case 0:
            del above[key]
        case 1 | 2:
            above[key] = made(choices)
        case 3:
            other, at = found[choices.ConsumeIntInRange(0, len(found) - 1)]
            above[key] = deepcopy(other[at])
        case 4:
            base = BASES[choices.ConsumeIntInRange(0, len(BASES) - 1)]
            tree.update(deepcopy({k: v for k, v in base.items() if choices.ConsumeBool()}))
        case 5 if isinstance(above, list):
            above.append(deepcopy(above[key]))
        case 5:
            above[choices.PickValueInList([*WORDS, SECRET, 1, None, b"x"])] = made(choices)
        case _:
            above[key] = [above[key]] if choices.ConsumeBool() else {"id": above[key]}


def dressed(tree: Any, choices: atheris.FuzzedDataProvider) -> Any:
    """Return a request in other collections that hold the same."""
    if isinstance(tree, dict):
        plain = {key: dressed(part, choices) for key, part in tree.items()}
        dress = choices.ConsumeIntInRange(0, 15)
        return DRESSES[dress](plain) if dress < len(DRESSES) else plain
    if isinstance(tree, list):
        parts = [dressed(part, choices) for part in tree]
        match choices.ConsumeIntInRange(0, 15):
            case 0:
                return tuple(parts)
            case 1 if all(isinstance(part, str) for part in parts):
                return set(parts)
            case 2:
                return iter(parts)
            case _:
                return parts
    return tree


def try_one(data: bytes) -> None:
    """Decide the request that an input stands for, and check what must hold of the answer."""
    choices = atheris.FuzzedDataProvider(data)
    request = deepcopy(BASES[choices.ConsumeIntInRange(0, len(BASES) - 1)])
    for _ in range(choices.ConsumeIntInRange(0, 5)):
        change(request, choices)
    asked = dressed(request, choices) if choices.ConsumeBool() else request
    given = answer(ENGINE, asked)
    # Names of items may be shown.
    named = "" if isinstance(given, InvalidRequest) else "".join(i.name or "" for i in given.items)
    check_shows_nothing(given, *(secret for secret in (SECRET, str(NUMBER)) if secret not in named))
    if isinstance(given, InvalidRequest):
        return
    check_decision(ENGINE, asked, given)
    expected = by_hand.decide(as_json(asked))
    assert given.outcome == expected["outcome"], asked
    for item, wanted in zip(given.items, expected["items"], strict=True):
        found = item.name, item.outcome, list(item.rules), list(item.missing)
        assert found == tuple(wanted[k] for k in ("name", "outcome", "rules", "missing")), asked


if __name__ == "__main__":
    atheris.Setup(sys.argv, try_one)
    atheris.Fuzz()
