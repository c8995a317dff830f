"""The matrix of the handbook against decisions, and handbooks of sets made at random."""

from __future__ import annotations

from datetime import datetime
from random import Random
from typing import Any

import pytest
from hypothesis import given

from disclosure_rules import Decision, Engine
from disclosure_rules.publishing.book import Book
from disclosure_rules.publishing.handbook import make_handbook
from tests.generators.requests import random_item, random_request
from tests.generators.worlds import chances, random_world
from tests.oracles.ekspressjob_requests import random_request as random_ekspressjob
from tests.publishing.cells import Question, cells_of
from tests.publishing.site import SETS, Site, book


def check_cells(cells: dict[Question, Any], request: dict[str, Any], decision: Decision) -> int:
    """Fail if a decision is none that its cell leaves open; return how many were checked."""
    checked = 0
    for item in decision.items:
        if len(item.categories) != 1:
            continue
        kind = (request.get("recipient") or {}).get("kind")
        purpose = request.get("purpose")
        cell = cells.get((request.get("operation"), purpose, kind, item.categories[0]))  # type: ignore[arg-type]
        if cell is None:
            continue
        checked += 1
        if cell.verdict == "always":
            assert item.outcome == "permitted"
            assert set(cell.allowing) <= set(item.rules)
        elif cell.verdict == "never":
            assert item.outcome in ("prohibited", "no_ground")
            assert not cell.denying or set(cell.denying) <= set(item.rules)
        else:
            # What is told as possible is all there is.
            told = cell.allowing if item.outcome == "permitted" else cell.denying
            assert set(item.rules) <= set(told)
    return checked


def _narrow(chance: Random, words: Any, request: dict[str, Any]) -> dict[str, Any]:
    """Return a request that names the narrowest terms, so that it has cells."""

    def leaf(taxonomy: str) -> str:
        forest = words.forests[taxonomy]
        leaves: list[str] = [term for term in forest.terms if not forest.children(term)]
        return chance.choice(leaves)

    items = request.get("items") or [random_item(chance, "i0", words, known=1.0, broad=0.0)]
    return {
        **request,
        "operation": leaf("operations"),
        "purpose": leaf("purposes"),
        "recipient": {**(request.get("recipient") or {}), "kind": leaf("recipients")},
        "items": [{**item, "category": leaf("data")} for item in items],
    }


@given(chances())
def test_no_decision_is_other_than_its_cell(chance: Random) -> None:
    world = random_world(chance)
    policy_set = world.engine.policy_set
    cells: dict[Any, Any] = {}
    for _ in range(30):
        request = _narrow(chance, world.words, random_request(chance, world.words))
        moment = datetime.fromisoformat(str(request["moment"]))
        day = moment.astimezone(policy_set.vocabulary.zone).date()
        if day not in cells:
            cells[day] = cells_of(Book(policy_set, day))
        check_cells(cells[day], request, world.engine.decide(request))


@given(chances())
def test_the_handbook_of_any_set_is_sound(chance: Random) -> None:
    world = random_world(chance)
    day = chance.choice([None, *world.words.days])
    site = Site(make_handbook(Book(world.engine.policy_set, day)))
    assert site.broken_links() == []
    for page in site.pages.values():
        assert len(set(page.ids)) == len(page.ids)


def test_ekspressjobs_matrix_agrees_with_its_decisions() -> None:
    made = book("ekspressjob")
    cells = cells_of(made)
    engine = Engine(made.policy_set)
    chance = Random(20)  # noqa: S311 - the same requests each time
    checked = 0
    for _ in range(1500):
        request = random_ekspressjob(chance)
        checked += check_cells(cells, request, engine.decide(request))
    assert checked > 300


@pytest.mark.parametrize("name", SETS)
def test_the_matrix_agrees_with_the_cases_of_each_set(name: str) -> None:
    policy_set = book(name).policy_set
    engine = Engine(policy_set)
    cells: dict[Any, Any] = {}
    checked = 0
    for case in policy_set.cases:
        moment = case.request.get("moment")
        if not isinstance(moment, str) or (case.whole and case.whole.outcome == "invalid"):
            continue
        when = datetime.fromisoformat(moment)
        day = when.astimezone(policy_set.vocabulary.zone).date()
        epoch = policy_set.in_force(day).day
        if epoch not in cells:
            cells[epoch] = cells_of(Book(policy_set, day))
        checked += check_cells(cells[epoch], dict(case.request), engine.decide(case.request))
    assert checked > 50
