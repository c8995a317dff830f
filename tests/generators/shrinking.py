"""A failing set of documents and a request into smaller ones that still fail.

For bulk runs, where Hypothesis does not shrink: entries of mappings and parts of lists are left
out one by one, for as long as what is left loads and still fails.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

from tests.generators.requests import Request
from tests.generators.vocabularies import Document

Fails = Callable[[list[Document], Request], bool]
Steps = tuple[str | int, ...]


def smallest(documents: list[Document], request: Request, fails: Fails) -> tuple[Any, Any]:
    """Return smaller documents and a smaller request for which `fails` is still true.

    Args:
        documents: The documents of a set.
        request: A request in it.
        fails: Whether the failure is still there; whatever it raises counts as no.
    """
    whole: list[Any] = [documents, request]
    shrunk = True
    while shrunk:
        shrunk = False
        for steps in sorted(_places(whole, ()), key=len):
            smaller = _without(whole, steps)
            if smaller is not None and _still(fails, smaller):
                whole, shrunk = smaller, True
    return whole[0], whole[1]


def _still(fails: Fails, whole: list[Any]) -> bool:
    try:
        return fails(*copy.deepcopy(whole))
    except Exception:  # noqa: BLE001 - a smaller example that breaks otherwise is another one
        return False


def _places(node: Any, way: Steps) -> Iterator[Steps]:
    keys = node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    for key in reversed(list(keys)):
        if way:
            yield (*way, key)
        yield from _places(node[key], (*way, key))


def _without(whole: list[Any], steps: Steps) -> list[Any] | None:
    smaller = copy.deepcopy(whole)
    node: Any = smaller
    try:
        for step in steps[:-1]:
            node = node[step]
        del node[steps[-1]]
    except (KeyError, IndexError, TypeError):
        return None
    return smaller
