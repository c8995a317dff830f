"""For vocabularies so small that all requests can be tried, they agree with every difference.

And faults planted in what looks for differences are noticed.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

import pytest

from tests.needs import needs

needs("z3", "to prove with; make .venv/dev installs it")

from disclosure_rules.authoring.differences import find  # noqa: E402 - only with the solver
from disclosure_rules.proving import differences, sameness  # noqa: E402
from disclosure_rules.proving.differences import Compared  # noqa: E402
from disclosure_rules.proving.goals import OneOf  # noqa: E402
from tests.proving.small_differences import EDITS, check_differences  # noqa: E402

WORLDS = min(int(os.environ.get("DISCLOSURE_RULES_EXAMPLES", "2")), 200)


@pytest.mark.parametrize("seed", range(WORLDS))
@pytest.mark.parametrize("edit", EDITS)
def test_all_requests_agree_with_every_difference(edit, seed):
    check_differences(edit, seed)


class Mutant(NamedTuple):
    """What is replaced, and by what; the old one is handed over."""

    of: Any
    name: str
    made: Callable[[Any], Any]


def _without(kind: str) -> Callable[[Any], Any]:
    return lambda old: tuple(one for one in old if one != kind)


def _fewer_shifts(kind: differences.KindName) -> Callable[[Any], Any]:
    """Return the turns, without the last way in which a kind can come about."""

    def made(old: Any) -> Any:
        turns = tuple(replace(turn, shifts=turn.shifts[:-1]) for turn in old[kind])
        return {**old, kind: turns}

    return made


def _swapped(old: Any) -> Any:
    def paired(before: Any, after: Any, builder: Any) -> Compared:
        found: Compared = old(after, before, builder)
        return found

    return paired


def _all_alike(_: Any) -> Any:
    return lambda _self, _side, rule: 1 if rule.effect == "allow" else 0


def _found_is_forgotten(old: Any) -> Any:
    return lambda compared, kind, sought, _found=(), **more: old(compared, kind, sought, **more)


def _first_epoch(old: Any) -> Any:
    return lambda policy_set: list(old(policy_set))[:1]


def _none_lost(_: Any) -> Any:
    return lambda *_args: OneOf(())


MUTANTS: dict[str, Mutant] = {
    "what is newly permitted is not looked for": Mutant(find, "KINDS", _without("newly_permitted")),
    "what is newly refused is not looked for": Mutant(find, "KINDS", _without("newly_refused")),
    "a way to be permitted is forgotten": Mutant(
        differences, "TURNS", _fewer_shifts("newly_permitted")
    ),
    "a way to be undecided is forgotten": Mutant(
        differences, "TURNS", _fewer_shifts("newly_undecided")
    ),
    "the sides are swapped": Mutant(find, "paired", _swapped),
    "all rules are taken for alike": Mutant(sameness.Builder, "rule", _all_alike),
    "only the first days are looked at": Mutant(find, "epochs", _first_epoch),
    "no ground and no duty is ever lost": Mutant(differences, "_only", _none_lost),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_every_mutant_of_the_comparison_is_caught(name, monkeypatch):
    mutant = MUTANTS[name]
    old = getattr(mutant.of, mutant.name)
    monkeypatch.setattr(mutant.of, mutant.name, mutant.made(old))
    assert _is_caught(), name


def _is_caught() -> bool:
    for seed in range(6):
        for edit in EDITS:
            try:
                check_differences(edit, seed)
            except (AssertionError, LookupError):
                return True
    return False
