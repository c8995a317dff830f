"""One meaning: what is said of rows is what the semantics say, on random sets and requests.

`DISCLOSURE_RULES_EXAMPLES=5000 pytest tests/equality` tries so many policy sets.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from tests.needs import needs

needs("duckdb", "to decide tables with; make .venv/dev installs it")

from disclosure_rules import InvalidRequest  # noqa: E402 - only with what tables need
from disclosure_rules.deciding.missing import missing_facts  # noqa: E402
from disclosure_rules.deciding.semantics import Scope, decide_item  # noqa: E402
from disclosure_rules.request import read_request  # noqa: E402
from disclosure_rules.tables.batches import Order, decided_batches  # noqa: E402
from disclosure_rules.tables.errors import CannotLower  # noqa: E402
from tests.equality.asking import many_requests, spoilt  # noqa: E402
from tests.generators.worlds import World, random_world  # noqa: E402
from tests.tables.children import Split  # noqa: E402
from tests.tables.flat import Row, mapping, rows_of, table  # noqa: E402
from tests.tables.harsh import harsh_world, with_nulls  # noqa: E402
from tests.tables.native import native_table  # noqa: E402

if TYPE_CHECKING:
    from disclosure_rules.tables.binding import Form

SETS = int(os.environ.get("DISCLOSURE_RULES_EXAMPLES", "400"))
REQUESTS = 500
FEWER_SETS = range(0, SETS, 40)
TOGETHER = 5


def by_semantics(world: World, request: dict[str, Any]) -> list[Any]:
    """Return the answer for each item by the definition."""
    policy_set = world.engine.policy_set
    facts = read_request(policy_set.vocabulary, request)
    in_force = policy_set.in_force(facts.moment.astimezone(policy_set.vocabulary.zone).date())
    answers = []
    for item in facts.items:
        scope = Scope(policy_set.vocabulary, in_force, facts, item)
        verdict = decide_item(scope)
        lacking = verdict.outcome == "facts_missing"
        missing = sorted({each.path for each in missing_facts(scope)}) if lacking else []
        answers.append((verdict.outcome, [rule.name for rule in verdict.rules], missing))
    return answers


def by_sql(
    world: World, rows: list[Row], form: Form = "json", split: Split | None = None
) -> tuple[dict[int, Any], dict[int, list[str]], int]:
    """Return what is said of rows, why others are refused, and how many were left to the engine."""
    engine = world.engine
    asked = Counter[str]()

    def decide(request: Any) -> Any:
        asked["engine"] += 1
        return engine.decide(request)

    vocabulary = engine.policy_set.vocabulary
    order = Order(form, mapping(vocabulary))
    if split is not None:
        order = order._replace(mapping=replace(order.mapping, lists=split.mappings))
        rows = [*split.as_json()] if form == "json" else split.rows
    cells = table(rows) if form == "json" else native_table(vocabulary, rows)
    if split is not None and form == "native":
        cells = split.beside(cells)
    (batch,) = decided_batches(engine.policy_set, decide, [cells], order)
    refused = {each["row"]: each["reasons"] for each in batch.rejects.to_pylist()}
    numbers = [number for number in range(len(rows)) if number not in refused]
    decided = {
        number: (each["outcome"], each["rules"], each["missing"])
        for number, each in zip(numbers, batch.rows.to_pylist(), strict=True)
    }
    return decided, refused, asked["engine"]


@pytest.mark.parametrize("first", range(0, SETS, TOGETHER))
def test_sql_says_what_the_semantics_say(first, tmp_path):
    refusals: list[CannotLower] = []
    for seed in range(first, min(first + TOGETHER, SETS)):
        world, chance = random_world(Random(seed)), Random(-seed)  # noqa: S311 - no secrets
        vocabulary = world.engine.policy_set.vocabulary
        rows: list[Row] = []
        expected: list[Any] = []
        for request in many_requests(chance, world, REQUESTS):
            rows += rows_of(vocabulary, request)
            expected += by_semantics(world, request)
        try:
            form: Form = "native" if seed % 2 else "json"
            split = Split(vocabulary, rows, chance, tmp_path) if seed % 4 > 1 else None
            decided, rejects, by_engine = by_sql(world, rows, form, split)
        except CannotLower as error:
            refusals.append(error)
            continue
        assert rejects == {}, seed
        for number, answer in enumerate(expected):
            assert decided[number] == answer, (seed, rows[number])
        # Whatever generators make is ordinary: SQL alone settles it.
        assert by_engine == 0, seed
    assert all(each.rule in str(each) and each.span.line >= 1 for each in refusals)
    assert len(refusals) < TOGETHER


@pytest.mark.parametrize("seed", FEWER_SETS)
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
    for group in sorted(alike.values(), key=len)[-TOGETHER * 2 :]:
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
