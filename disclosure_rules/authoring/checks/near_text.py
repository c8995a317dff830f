"""Texts in conditions that no case gives, beside one that cases give and that looks the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from disclosure_rules.authoring.checks.case_values import case_values
from disclosure_rules.authoring.checks.inspected import Inspected, finding
from disclosure_rules.language.conditions import FactPath, FieldPath, Literal, Test, walk
from disclosure_rules.language.diagnostics import nearest_word
from disclosure_rules.language.vocabulary import Plain, TextSet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.language.conditions import Condition
    from disclosure_rules.language.diagnostics import Diagnostic

_NUMBER = re.compile(r"[0-9]+")


def near_text(inspected: Inspected) -> Iterator[Diagnostic]:
    """Find texts that are most likely misspelt."""
    given = case_values(inspected)
    for path, text, test in _written(inspected):
        texts = given.get(path, set())
        if text not in texts:
            nearest = nearest_word(text, texts)
            # Texts that are numbered are meant to look alike.
            if nearest is not None and _NUMBER.sub("", nearest) != _NUMBER.sub("", text):
                yield finding("near_text", test.span, word=text, path=path, nearest=nearest)


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
