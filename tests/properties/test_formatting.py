"""What holds of every layout: nothing but the layout changes, and a second time not even that."""

from __future__ import annotations

from functools import lru_cache
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from disclosure_rules import Engine
from disclosure_rules.authoring.formatting.commented import read_commented
from disclosure_rules.authoring.formatting.format import format_document
from disclosure_rules.loading.faults import Faults
from tests.generators.worlds import World, chances, random_world, texts
from tests.generators.written import TROUBLE, meaning, written


def formatted(text: str) -> str:
    faults = Faults()
    laid_out = format_document("a.yaml", text, faults)
    assert laid_out is not None, (faults.in_order(), text)
    return laid_out


def comments(text: str) -> list[str]:
    return sorted(remark.text for remark in read_commented(text)[1])


def holds_of(text: str, document: object, said: list[str]) -> str:
    """Check every law of one text, and return it formatted."""
    laid_out = formatted(text)
    assert meaning(laid_out) == meaning(text) == document
    assert comments(laid_out) == comments(text) == sorted(said)
    assert formatted(laid_out) == laid_out
    assert laid_out.endswith("\n")
    assert "\r" not in laid_out
    return laid_out


@lru_cache
def _world(seed: int) -> World:
    return random_world(Random(seed))  # noqa: S311 - worlds are no secrets


@given(st.integers(0, 20).map(_world), chances())
def test_policy_sets_keep_their_meaning_and_their_comments(world, chance):
    laid_out = {}
    for name, document in zip(texts(world.documents), world.documents, strict=True):
        text, said = written(chance, document)
        laid_out[name] = holds_of(text, meaning(text), said)
        assert "\n\n\n" not in laid_out[name]
    assert Engine.load(laid_out).policy_set.digest == world.engine.policy_set.digest


SCALARS = st.none() | st.booleans() | st.integers() | st.sampled_from(TROUBLE) | st.text(max_size=9)
NODES = st.recursive(
    SCALARS,
    lambda nodes: (
        st.lists(nodes, max_size=4)
        | st.dictionaries(
            st.sampled_from(TROUBLE) | st.text("ab: #", max_size=5), nodes, max_size=4
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from("abc"), NODES, min_size=1), chances())
def test_troublesome_texts_stay_as_they_are(fixtures: dict[str, Any], chance):
    document = {"kind": "cases", "fixtures": fixtures, "cases": {}}
    text, said = written(chance, document)
    holds_of(text, document, said)
