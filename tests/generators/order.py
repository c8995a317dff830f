"""Documents into documents that mean the same: another order, other texts, longer forms."""

from __future__ import annotations

import copy
from random import Random
from typing import Any, Final

from tests.generators.vocabularies import Document

IN_ORDER: Final = frozenset({"clauses", "languages"})
"""Lists whose order readers see."""

TEXTS: Final = frozenset({"title", "because", "label", "description"})


def reordered(chance: Random, node: Any, under: str = "") -> Any:
    """Return a document, or a part of one, with every order that means nothing changed."""
    if isinstance(node, dict):
        keys = list(node)
        chance.shuffle(keys)
        return {key: reordered(chance, node[key], key) for key in keys}
    if isinstance(node, list):
        parts = [reordered(chance, part) for part in node]
        if under not in IN_ORDER:
            chance.shuffle(parts)
        return parts
    return node


def reworded(chance: Random, document: Document) -> Document:
    """Return the document with other texts: titles, labels, sentences."""
    worded: Document = {**document, "title": f"title {chance.random()}"}
    if document["kind"] == "vocabulary":
        worded["terms"] = {
            taxonomy: {term: _labelled(chance, below) for term, below in terms.items()}
            for taxonomy, terms in document["terms"].items()
        }
    if document["kind"] == "policy":
        worded["rules"] = {
            name: {**rule, "title": f"title {chance.random()}", "because": "it is so"}
            for name, rule in document.get("rules", {}).items()
        }
        worded["definitions"] = {
            name: {**definition, "title": "words"}
            for name, definition in document.get("definitions", {}).items()
        }
    if document["kind"] == "notice":
        worded["clauses"] = {
            name: {**clause, "says": "other words"} for name, clause in document["clauses"].items()
        }
    return worded


def _labelled(chance: Random, term: Document) -> Document:
    labelled = {**term, "label": f"label {chance.random()}", "description": "a word"}
    if "narrower" in term:
        labelled["narrower"] = {
            name: _labelled(chance, below) for name, below in term["narrower"].items()
        }
    return labelled


def changed(chance: Random, document: Document) -> Document:
    """Return the document with one value somewhere in its rules or definitions changed."""
    other = copy.deepcopy(document)
    leaves = [
        (node, key)
        for part in ("rules", "definitions", "parameters")
        for node, key in _leaves(other.get(part, {}))
    ]
    if leaves:
        node, key = chance.choice(leaves)
        same_type = [n[k] for n, k in leaves if type(n[k]) is type(node[key])]
        node[key] = chance.choice(same_type)
    return other


def _leaves(node: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    pairs = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in pairs:
        if isinstance(value, (dict, list)):
            found += _leaves(value)
        elif key not in TEXTS:
            found.append((node, key))
    return found
