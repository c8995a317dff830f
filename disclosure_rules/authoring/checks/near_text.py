"""Texts in conditions that no case gives, beside one that cases give and that looks the same."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, cast

from disclosure_rules.authoring.checks.inspected import Inspected, finding
from disclosure_rules.language.conditions import FactPath, FieldPath, Literal, Test, walk
from disclosure_rules.language.diagnostics import nearest_word
from disclosure_rules.language.vocabulary import Plain, TextSet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from disclosure_rules.language.conditions import Condition
    from disclosure_rules.language.diagnostics import Diagnostic

_NUMBER = re.compile(r"[0-9]+")


def near_text(inspected: Inspected) -> Iterator[Diagnostic]:
    """Find texts that are most likely misspelt."""
    given: dict[str, set[str]] = defaultdict(set)
    for case in inspected.policy_set.cases:
        for path, text in _texts(case.request, ""):
            given[path].add(text)
    for path, text, test in _written(inspected):
        if text not in given[path]:
            nearest = nearest_word(text, given[path])
            # Texts that are numbered are meant to look alike.
            if nearest is not None and _NUMBER.sub("", nearest) != _NUMBER.sub("", text):
                yield finding("near_text", test.span, word=text, path=path, nearest=nearest)


def _texts(part: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(part, dict):
        for key, below in cast("Mapping[str, object]", part).items():
            name = "item" if path == "" and key == "items" else key
            yield from _texts(below, f"{path}.{name}" if path else name)
    elif isinstance(part, list):
        for below in part:
            yield from _texts(below, path)
    elif isinstance(part, str):
        yield path, part


def _written(inspected: Inspected) -> Iterator[tuple[str, str, Test]]:
    conditions: list[Condition] = [definition.means for definition in inspected.definitions]
    conditions += [asked for rule in inspected.rules for asked in rule.conditions()]
    for asked in conditions:
        for test in walk(asked):
            if isinstance(test, Test) and isinstance(test.path, (FactPath, FieldPath)):
                operand = test.operand
                if isinstance(operand, Literal) and operand.type in (Plain("text"), TextSet()):
                    value = operand.value
                    for text in value if isinstance(value, tuple) else (value,):
                        yield test.path.fact.path, cast("str", text), test
