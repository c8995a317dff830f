"""One meaning: what is said of odd rows, too, is what the semantics say.

`DISCLOSURE_RULES_EXAMPLES=5000 pytest tests/equality` tries so many policy sets.
"""

from __future__ import annotations

import json
import os
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from tests.needs import needs

needs("duckdb", "to decide tables with; make .venv/dev installs it")

from disclosure_rules import InvalidRequest  # noqa: E402 - only with what tables need
from disclosure_rules.request import read_request  # noqa: E402
from disclosure_rules.tables.errors import CannotLower  # noqa: E402
from tests.equality.asking import many_requests, spoilt  # noqa: E402
from tests.equality.by_tables import by_sql  # noqa: E402
from tests.equality.judging import judged, of_rows  # noqa: E402
from tests.generators.worlds import World, random_world  # noqa: E402
from tests.tables.children import Split  # noqa: E402
from tests.tables.flat import Row, rows_of  # noqa: E402
from tests.tables.harsh import harsh_world, with_nulls  # noqa: E402

if TYPE_CHECKING:
    pass

SETS = int(os.environ.get("DISCLOSURE_RULES_EXAMPLES", "400"))
REQUESTS = 500
FEWER_SETS = range(0, SETS, 40)
TOGETHER = 5


def by_semantics(world: World, request: dict[str, Any]) -> list[Any]:
    """Return the answer for each item by the definition."""
    facts = read_request(world.engine.policy_set.vocabulary, request)
    return of_rows(judged(world.engine, facts))


@pytest.mark.parametrize("seed", FEWER_SETS[::2])
def test_what_rows_have_in_common_changes_nothing(seed):
    """Rows are asked together with those that lack the same: what none lacks is not asked for."""
    world, chance = random_world(Random(seed)), Random(-seed)  # noqa: S311 - no secrets
    vocabulary = world.engine.policy_set.vocabulary
    alike: dict[tuple[str, ...], list[tuple[Row, Any]]] = {}
    for request in many_requests(chance, world, REQUESTS * 4):
        found = zip(rows_of(vocabulary, request), by_semantics(world, request), strict=True)
        for row, answer in found:
            lacking = tuple(name for name, cell in row.items() if cell is None)
            settled = str(answer[0] != "facts_missing")
            alike.setdefault((settled, *lacking[:TOGETHER]), []).append((row, answer))
    for group in sorted(alike.values(), key=len)[-TOGETHER:]:
        rows, expected = [row for row, _ in group], [answer for _, answer in group]
        try:
            decided, rejects, by_engine = by_sql(world, rows, "native")
        except CannotLower:
            return
        assert rejects == {}, seed
        assert [decided[number] for number in range(len(rows))] == expected, seed
        assert by_engine == 0, seed


@pytest.mark.parametrize("seed", FEWER_SETS)
@pytest.mark.parametrize("form", ["native", "json"])
def test_hostile_texts_odd_instants_and_nulls(seed, form, tmp_path):
    chance = Random(-seed)  # noqa: S311 - no secrets
    world, harsher = harsh_world(chance, random_world(Random(seed)))  # noqa: S311 - no secrets
    vocabulary = world.engine.policy_set.vocabulary
    rows: list[Row] = []
    expected: list[Any] = []
    for request in map(harsher, many_requests(chance, world, REQUESTS)):
        rows += (with_nulls(chance, row) for row in rows_of(vocabulary, request))
        expected += by_semantics(world, request)
    in_turn = (seed // 40 + (form == "json")) % 2
    split = Split(vocabulary, rows, chance, tmp_path) if in_turn else None
    decided, rejects, by_engine = by_sql(world, rows, form, split)
    assert rejects == {}
    assert [decided[number] for number in range(len(rows))] == expected
    assert by_engine == 0


@pytest.mark.parametrize("seed", FEWER_SETS)
def test_what_is_spoilt_is_decided_alike_or_refused(seed):
    world, chance = random_world(Random(seed)), Random(-seed)  # noqa: S311 - no secrets
    vocabulary = world.engine.policy_set.vocabulary
    rows: list[Row] = []
    expected: list[Any] = []
    for request in many_requests(chance, world, 120):
        for row in rows_of(vocabulary, request):
            try:
                odd = {name: _spoilt(chance, cell) for name, cell in row.items()}
            except (TypeError, ValueError):  # what JSON cannot say
                continue
            (again,) = rows_of(vocabulary, _request(odd))
            try:
                expected += by_semantics(world, _request(odd))
            except InvalidRequest as error:
                expected.append({fault.path for fault in error.faults})
            rows.append(again)
    try:
        decided, rejects, _ = by_sql(world, rows)
    except CannotLower:
        return
    for number, answer in enumerate(expected):
        found: Any = decided.get(number)
        if number in rejects:
            found = {reason.partition(": ")[0] for reason in rejects[number]}
        assert found == answer, (seed, rows[number])
    assert rejects


def _spoilt(chance: Random, cell: str | None) -> Any:

    value = None if cell is None else json.loads(cell)
    if chance.random() > 0.02 or isinstance(value, bool):
        return value
    other = spoilt(chance, {"a": value}).get("a")
    return json.loads(json.dumps(other, allow_nan=False))


def _request(row: dict[str, Any]) -> dict[str, Any]:
    request: dict[str, Any] = {}
    for name, value in row.items():
        entity, dot, fact = name.partition(".")
        if name.endswith(" given"):
            if value:
                request.setdefault(name.removesuffix(" given"), {})
        elif dot and value is not None:
            request.setdefault(entity, {})[fact] = value
        elif value is not None:
            request[entity] = value
    item = request.pop("item", None)
    return request if item is None else {**request, "items": [item]}
