"""What coverage promises, on random policy sets and requests: it sees all that can be seen."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from hypothesis import given

from disclosure_rules.authoring.coverage import Coverage, Seen, measure_coverage
from disclosure_rules.language.cases import Case
from disclosure_rules.language.noun import with_parts
from disclosure_rules.language.source import whole_file
from tests.generators.worlds import World, chances, texts
from tests.properties.test_laws import asked, worlds

if TYPE_CHECKING:
    from tests.generators.requests import Request


def measured(world: World, requests: list[Request]) -> Coverage:
    span = whole_file("cases.yaml")
    cases = tuple(
        Case(f"case_{number}", {}, (), request, None, {}, span)
        for number, request in enumerate(requests)
    )
    policy_set = with_parts(world.engine.policy_set, cases=cases)
    return measure_coverage(policy_set, texts(world.documents))


@given(worlds(), chances())
def test_a_part_never_has_a_truth_that_its_form_rules_out(world: World, chance: Random) -> None:
    coverage = measured(world, list(asked(chance, world)))
    possible = {
        (part.key, truth)
        for passage in coverage.passages
        for part in passage.parts
        for truth in part.can
    }
    assert coverage.seen.keys() <= possible
    assert coverage.total == (len(coverage.seen), len(possible))


@given(worlds(), chances())
def test_many_cases_see_what_each_of_them_sees(world: World, chance: Random) -> None:
    requests = list(asked(chance, world))
    together = measured(world, requests).seen
    first: dict[Seen, str] = {}
    for number, request in enumerate(requests):
        for seen in measured(world, [request]).seen:
            first.setdefault(seen, f"case_{number}")
    assert together == first


@given(worlds(), chances())
def test_figures_add_up(world: World, chance: Random) -> None:
    coverage = measured(world, list(asked(chance, world)))
    tallies = [coverage.tally_of(coverage.of(policy)) for policy in coverage.policy_set.policies]
    assert coverage.total == (sum(t.seen for t in tallies), sum(t.possible for t in tallies))
    for passage in coverage.passages:
        unseen = sum(len(coverage.unseen(part)) for part in passage.parts)
        seen, possible = coverage.tally(passage.parts)
        assert seen + unseen == possible
