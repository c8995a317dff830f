"""The laws of docs/semantics.md, on random policy sets and random requests.

`DISCLOSURE_RULES_EXAMPLES=2000 pytest tests/properties` tries more worlds than CI does;
`DISCLOSURE_RULES_SHRINK=1` lets Hypothesis shrink what it finds (slower to search).
"""

from __future__ import annotations

import copy
import itertools
import json
import os
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure_rules import Engine, complete
from tests.generators.completions import completed, fully_known, known_of, learnt, narrowed
from tests.generators.order import reordered, reworded, with_one_literal_changed
from tests.generators.policies import random_addition
from tests.generators.requests import Request, random_request, shuffled
from tests.generators.vocabularies import Words
from tests.generators.worlds import (
    World,
    chances,
    load,
    loads,
    random_documents,
    random_world,
    texts,
)

GRAVEST_FIRST = ("prohibited", "no_ground", "facts_missing", "permitted")

LEARNING = {
    "permitted": {"permitted"},
    "prohibited": {"prohibited"},
    "no_ground": {"no_ground", "prohibited"},
    "facts_missing": {"permitted", "prohibited", "no_ground", "facts_missing"},
}
"""What an outcome can become when more is known."""

EACH = 6
"""How many requests are tried in each world."""

SOURCES = 100
"""How many worlds CI knows; each property meets some of them."""


@lru_cache(maxsize=SOURCES)
def _world(seed: int) -> World:
    return random_world(Random(seed))  # noqa: S311 - worlds are no secrets


def worlds() -> st.SearchStrategy[World]:
    """Return random worlds; in CI from a fixed stock, since loading takes longest."""
    if os.environ.get("DISCLOSURE_RULES_SHRINK"):
        return chances().map(random_world)
    if os.environ.get("DISCLOSURE_RULES_EXAMPLES"):
        return st.integers(0, 2**63 - 1).map(_world)
    return st.integers(0, SOURCES - 1).map(_world)


def asked(chance: Random, world: World) -> Iterator[Request]:
    """Yield some requests in a world."""
    return (random_request(chance, world.words) for _ in range(EACH))


def outcomes(engine: Engine, request: Request) -> list[str]:
    """Return the outcome of each item."""
    return [item.outcome for item in engine.decide(request).items]


def told(before: Request, after: Request) -> str:
    return json.dumps({"before": before, "after": after}, ensure_ascii=False)


# --- The generators themselves -------------------------------------------------------------------


def test_nearly_every_random_set_loads_at_once():
    tries = [loads(random_documents(Random(seed))[1]) for seed in range(60)]  # noqa: S311
    assert sum(engine is not None for engine in tries) >= 57


def test_every_outcome_is_common():
    found: Counter[str] = Counter()
    for seed in range(SOURCES):
        world, chance = _world(seed), Random(seed)  # noqa: S311
        for request in asked(chance, world):
            found.update(outcomes(world.engine, request))
    shares = {outcome: found[outcome] / found.total() for outcome in GRAVEST_FIRST}
    assert min(shares.values()) > 0.12, shares


# --- Laws 1 to 3: learning -----------------------------------------------------------------------


def assert_learning(world: World, before: Request, after: Request) -> None:
    old, new = world.engine.decide(before), world.engine.decide(after)
    same = len(old.items) == len(new.items) and old.items[0].name is not None
    pairs = (
        zip(old.items, new.items, strict=True) if same else itertools.product(old.items, new.items)
    )
    for item, later in pairs:
        assert later.outcome in LEARNING[item.outcome], (told(before, after), world)
        if item.outcome == later.outcome:
            assert set(item.rules) <= set(later.rules), (told(before, after), world)


@pytest.mark.parametrize("learn", [completed, narrowed, learnt, fully_known])
@given(worlds(), chances())
def test_learning_changes_no_outcome_but_as_the_laws_say(learn, world, chance):
    for request in asked(chance, world):
        for _ in range(2):
            assert_learning(world, request, learn(chance, request, world.words))


@given(worlds(), chances())
def test_learning_step_by_step_changes_outcomes_the_same_way(world, chance):
    request = random_request(chance, world.words)
    for _ in range(6):
        more = learnt(chance, request, world.words)
        assert_learning(world, request, more)
        request = more


@given(worlds(), chances())
def test_who_knows_everything_misses_nothing(world, chance):
    for request in asked(chance, world):
        full = fully_known(chance, request, world.words)
        decision = world.engine.decide(full)
        assert "facts_missing" not in {item.outcome for item in decision.items}, (
            json.dumps(full),
            decision.missing,
            world,
        )


# --- Missing facts -------------------------------------------------------------------------------


@given(worlds(), chances())
def test_missing_is_sorted_and_there_exactly_when_facts_are_missing(world, chance):
    for request in asked(chance, world):
        decision = world.engine.decide(request)
        for item in decision.items:
            assert item.missing == tuple(sorted(set(item.missing)))
            assert bool(item.missing) == (item.outcome == "facts_missing"), (request, world)
        union = {path for item in decision.items for path in item.missing}
        assert decision.missing == tuple(sorted(union))
        needs = world.engine.needs(request)
        assert needs == tuple(sorted(set(needs)))
        assert set(needs) <= union


@given(worlds(), chances())
def test_missing_names_facts_of_the_vocabulary(world, chance):
    paths = {fact.path for fact in world.words.facts()}
    paths |= {below.path for fact in world.words.facts() for below in fact.fields}
    for request in asked(chance, world):
        assert set(world.engine.decide(request).missing) <= paths


@given(worlds(), chances())
def test_what_is_missing_is_enough(world, chance):
    """Once all missing facts are fully known, the item is no longer `facts_missing`."""
    for request in asked(chance, world):
        for number, item in enumerate(world.engine.decide(request).items):
            if item.outcome != "facts_missing":
                continue
            more = known_of(chance, request, world.words, item.missing)
            after = world.engine.decide(more).items
            later = after[number : number + 1] if item.name is not None else after
            assert "facts_missing" not in {x.outcome for x in later}, (
                told(request, more),
                item.missing,
                [x.missing for x in later],
                world,
            )


# --- Law 4: adding rules, and order --------------------------------------------------------------


@pytest.mark.parametrize(("effect", "gained"), [("deny", "prohibited"), ("allow", "permitted")])
@given(worlds(), chances())
def test_a_new_rule_moves_outcomes_its_own_way_only(effect, gained, world, chance):
    addition = random_addition(chance, world.words, effect)
    engine = load((*world.documents, addition))
    never = {"deny": "permitted", "allow": "prohibited"}[effect]
    for request in asked(chance, world):
        before, after = outcomes(world.engine, request), outcomes(engine, request)
        for old, new in zip(before, after, strict=True):
            assert new != never or old == never, (old, new, request, addition, world)
            assert old != gained or new == gained, (old, new, request, addition, world)


NEGATED_PERMISSIONS: dict[str, dict[str, Any]] = {
    "below not": {"unless": {"not": {"permitted_by": "gr"}}},
    "in an exception to an exception": {
        "except": {
            "outer": {
                "when": {"item.name": "i"},
                "except": {"inner": {"when": {"permitted_by": "gr"}}},
            }
        }
    },
}


@pytest.mark.parametrize("place", NEGATED_PERMISSIONS)
def test_permitted_by_never_helps_a_denial(place):
    vocabulary = {
        "kind": "vocabulary",
        "language": 1,
        "id": "v",
        "time_zone": "UTC",
        "languages": ["en"],
        "subject": "client",
        "terms": {
            "operations": {"op": {}},
            "purposes": {"pu": {}},
            "recipients": {"re": {}},
            "data": {"da": {}},
            "grounds": {"gr": {}, "other": {}},
        },
    }
    rules: dict[str, Any] = {
        "any": {"effect": "allow", "ground": "other"},
        "never": {"effect": "allow", "ground": "gr", "when": {"item.name": "no such item"}},
        "denial": {"effect": "deny", **NEGATED_PERMISSIONS[place]},
    }
    new = {"new": {"effect": "allow", "ground": "gr"}}
    policy = {"kind": "policy", "id": "p", "version": "1", "in_force": {"from": "2000-01-01"}}
    request: Request = {"operation": "op", "moment": "2026-01-01T00:00:00Z"}
    request["items"] = [{"name": "i", "category": "da"}]
    few = loads([vocabulary, {**policy, "rules": rules}])
    more = loads([vocabulary, {**policy, "rules": {**rules, **new}}])
    if few is None or more is None:
        return  # refusing such a set keeps the law too
    assert outcomes(few, request) == ["permitted"]
    assert outcomes(more, request) == ["permitted"]


def without_order(decision: dict[str, Any]) -> dict[str, Any]:
    """Return a decision without its digest, and its items by name."""
    plain = {**decision, "policy_set": None}
    plain["items"] = sorted(plain["items"], key=lambda item: str(item["name"]))
    return plain


@given(worlds(), chances())
def test_no_order_matters(world, chance):
    documents = [reordered(chance, document) for document in world.documents]
    chance.shuffle(documents)
    engine = load(documents)
    for request in asked(chance, world):
        other = _reordered_request(chance, request)
        first, second = world.engine.decide(request), engine.decide(other)
        assert without_order(first.as_dict()) == without_order(second.as_dict()), (
            told(request, other),
            world,
        )


def _reordered_request(chance: Random, request: Request) -> Request:
    other: Request = reordered(chance, request)
    return shuffled(chance, other)


# --- Law 5: items --------------------------------------------------------------------------------


@given(worlds(), chances())
def test_items_are_independent(world, chance):
    for request in asked(chance, world):
        items = request.get("items") or []
        together = world.engine.decide(request)
        for item, answer in zip(items, together.items, strict=False):
            alone = world.engine.decide({**request, "items": [item]}).items[0]
            assert alone.as_dict() == answer.as_dict(), (request, world)


# --- The request as a whole ----------------------------------------------------------------------


@given(worlds(), chances())
def test_a_request_is_refused_for_its_gravest_item(world, chance):
    for request in asked(chance, world):
        decision = world.engine.decide(request)
        found = {item.outcome for item in decision.items}
        assert decision.outcome == next(o for o in GRAVEST_FIRST if o in found)
        assert decision.allowed == bool(decision) == (decision.outcome == "permitted")
        assert world.engine.allows(request) == decision.allowed
        names = [item.name for item in decision.items if item.outcome == "permitted"]
        assert decision.permitted_items == tuple(name for name in names if name is not None)


@given(worlds(), chances())
def test_rules_and_grounds_are_those_that_decide(world, chance):
    effects = {
        f"{policy['id']}#{name}": rule
        for policy in world.documents
        for name, rule in policy.get("rules", {}).items()
    }
    for request in asked(chance, world):
        for item in world.engine.decide(request).items:
            assert list(item.rules) == sorted(item.rules)
            assert bool(item.rules) == (item.outcome in ("permitted", "prohibited"))
            wanted = {"permitted": "allow", "prohibited": "deny"}.get(item.outcome)
            assert all(effects[rule]["effect"] == wanted for rule in item.rules)
            assert bool(item.grounds) == (item.outcome == "permitted")
            assert [reason.rule for reason in item.reasons] == list(item.rules)


@given(worlds(), chances())
def test_deciding_is_a_pure_function_into_plain_data(world, chance):
    for request in asked(chance, world):
        kept = copy.deepcopy(request)
        first, second = world.engine.decide(request), world.engine.decide(request)
        assert first.as_dict() == second.as_dict()
        assert json.loads(json.dumps(first.as_dict())) == first.as_dict()
        assert request == kept
        (again,) = world.engine.decide_many([request])
        assert again.as_dict() == first.as_dict()


@given(worlds(), chances())
def test_spelling_of_a_request_means_nothing(world, chance):
    """Null and absent, another offset, a datetime, a tuple, one category in a list."""
    for request in asked(chance, world):
        other = _respelt(chance, request)
        assert world.engine.decide(other).as_dict() == world.engine.decide(request).as_dict()


def _respelt(chance: Random, part: Any) -> Any:
    match part:
        case dict():
            absent = {f"f{n}": None for n in range(2) if f"f{n}" in part and part[f"f{n}"] is None}
            kept = {
                key: _respelt(chance, below) for key, below in part.items() if below is not None
            }
            category = kept.get("category")
            if isinstance(category, str) and chance.random() < 0.5:
                kept["category"] = [category]
            return kept if chance.random() < 0.5 else {**absent, **kept}
        case list():
            parts = [_respelt(chance, below) for below in part]
            return tuple(parts) if chance.random() < 0.5 else parts
        case str() if len(part) > len("2026-01-01") and part[4] == "-" and "T" in part:
            instant = datetime.fromisoformat(part).astimezone(UTC)
            return chance.choice((part, instant, instant.isoformat()))
    return part


# --- Digests -------------------------------------------------------------------------------------


@given(worlds(), chances())
def test_the_digest_is_over_the_meaning(world, chance):
    documents = [reworded(chance, document) for document in world.documents]
    files = texts([_keys_reordered(chance, document) for document in documents])
    engine = Engine.load({f"other_{name}": text for name, text in files.items()})
    assert engine.policy_set.digest == world.engine.policy_set.digest, world
    assert engine.policy_set.source_digest != world.engine.policy_set.source_digest


def _keys_reordered(chance: Random, node: Any) -> Any:
    if isinstance(node, dict):
        keys = list(node)
        chance.shuffle(keys)
        return {key: _keys_reordered(chance, node[key]) for key in keys}
    return [_keys_reordered(chance, part) for part in node] if isinstance(node, list) else node


def test_the_digest_does_not_know_the_order_of_lists():
    for seed in range(SOURCES):
        world = _world(seed)
        engine = load([reordered(Random(seed), d) for d in world.documents])  # noqa: S311
        assert engine.policy_set.digest == world.engine.policy_set.digest


def test_a_changed_value_is_another_meaning():
    for seed in range(SOURCES):
        world, chance = _world(seed), Random(seed)  # noqa: S311
        for number, document in enumerate(world.documents):
            if document["kind"] != "policy":
                continue
            other = with_one_literal_changed(chance, world.words, document)
            if other is None or other == document:
                continue
            documents = list(world.documents)
            documents[number] = other
            assert load(documents).policy_set.digest != world.engine.policy_set.digest, other


# --- Fetching ------------------------------------------------------------------------------------


def _loaders(before: Request, after: Request, words: Words) -> tuple[dict[str, Any], Request]:
    """Return loaders for all that a fuller request adds, and the request with all of it added."""
    loaders: dict[str, Any] = {}
    merged = {key: value for key, value in before.items() if value is not None}

    def loader(value: object) -> Any:
        return lambda _known: value

    for part in ("operation", "purpose"):
        if part not in merged and part in after:
            merged[part] = after[part]
            loaders[part] = loader(after[part])
    for entity in words.entities:
        if entity == "item" or entity not in after:
            continue
        if entity in ("recipient", words.subject) and entity not in merged:
            merged[entity] = after[entity]
            loaders[entity] = loader(after[entity])
            continue
        known = {k: v for k, v in merged.get(entity, {}).items() if v is not None}
        added = {name: v for name, v in after[entity].items() if name not in known}
        merged[entity] = {**added, **known}
        loaders |= {f"{entity}.{name}": loader(value) for name, value in added.items()}
    if before.get("items"):
        fetched: dict[str, dict[str, Any]] = {}
        merged["items"] = []
        for old, new in zip(before["items"], after["items"], strict=True):
            known = {k: v for k, v in old.items() if v is not None}
            merged["items"].append({**new, **known})
            for name in new.keys() - known.keys():
                fetched.setdefault(f"item.{name}", {})[old["name"]] = new[name]
        loaders |= {path: loader(values) for path, values in fetched.items()}
    return loaders, merged


def assert_complete(world: World, chance: Random, request: Request) -> None:
    # Who asks knows the operation: once it is fetched, what it does not involve is none.
    request.setdefault("operation", fully_known(chance, request, world.words)["operation"])
    after = fully_known(chance, request, world.words)
    loaders, merged = _loaders(request, after, world.words)
    paths = list(loaders)
    chance.shuffle(paths)
    known = complete(world.engine, request, {path: loaders[path] for path in paths})
    pairs = zip(outcomes(world.engine, known), outcomes(world.engine, merged), strict=True)
    for fetched, full in pairs:
        # What has no ground stays refused: what could still prohibit it is not fetched.
        refused = (fetched, full) == ("no_ground", "prohibited")
        assert fetched == full or refused, (told(request, known), merged, paths, world)


@given(worlds(), chances())
def test_complete_decides_as_if_all_had_been_fetched(world, chance):
    for request in asked(chance, world):
        for entity in world.words.entities:
            if entity != "item":
                request[entity] = request.get(entity) or {}
        assert_complete(world, chance, request)


def test_complete_decides_as_if_all_had_been_fetched_where_entities_are_unknown():
    for seed in range(4 * SOURCES):
        chance = Random(seed)  # noqa: S311
        world = _world(seed % SOURCES)
        for request in asked(chance, world):
            assert_complete(world, chance, request)
