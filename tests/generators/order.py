"""Documents into documents that mean the same: another order, other texts, longer forms."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from random import Random
from typing import Any, Final

from tests.generators.vocabularies import Document, Words

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


def with_one_literal_changed(chance: Random, words: Words, document: Document) -> Document | None:
    """Return the document with one value that its conditions write changed to another one.

    None where the conditions write no value.
    """
    other: Document = copy.deepcopy(document)
    conditions = [d["means"] for d in other.get("definitions", {}).values()]
    for rule in other.get("rules", {}).values():
        conditions += [rule[key] for key in ("when", "unless") if key in rule]
        conditions += _whens(rule.get("except", {}))
    literals = [found for condition in conditions for found in _literals(condition)]
    if not literals:
        return None
    node, key = chance.choice(literals)
    node[key] = _another(node, node[key], words)
    return other


def _whens(exceptions: Document) -> Iterator[Document]:
    for entry in exceptions.values():
        yield entry["when"]
        yield from _whens(entry.get("except", {}))


def _literals(condition: Document) -> Iterator[tuple[Any, Any]]:
    """Yield where a value stands that a condition writes: a mapping or a list, and its key."""
    for key, value in condition.items():
        match key:
            case "all" | "any":
                for part in value:
                    yield from _literals(part)
            case "not":
                yield from _literals(value)
            case "some" | "every":
                yield from _literals(value["where"])
            case "holds" | "permitted_by":
                pass
            case _ if isinstance(value, dict):
                for operator in value:
                    yield from _written(value, operator)
            case _:
                yield from _written(condition, key)


def _written(node: Any, key: str) -> Iterator[tuple[Any, Any]]:
    if isinstance(node[key], list):
        yield from ((node[key], index) for index in range(len(node[key])))
    elif not isinstance(node[key], dict):
        yield node, key


def _another(node: Any, value: Any, words: Words) -> Any:
    """Return a value of the same type that is neither this one nor another of its list."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value + 7
    if value[:2] == "20":
        return f"21{value[2:]}"
    for forest in words.forests.values():
        if value in forest.terms:
            taken = node if isinstance(node, list) else [value]
            return next((term for term in forest.terms if term not in taken), value)
    return f"{value}x"
