"""Rules and definitions into what they hand to definitions: which facts, for which argument."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from disclosure_rules.language.conditions import FactPath, FieldPath, Holds, walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from disclosure_rules.authoring.checks.inspected import Inspected
    from disclosure_rules.language.conditions import Condition
    from disclosure_rules.language.source import Span
    from disclosure_rules.language.vocabulary import Fact


class Handing(NamedTuple):
    """One use of a definition: the facts it is handed, by its arguments."""

    definition: str
    facts: Mapping[str, Fact]
    span: Span


def handings(inspected: Inspected) -> Mapping[str, list[Handing]]:
    """Return the uses of each definition that is handed facts; gathered once."""
    return inspected.remembered("handings", lambda: _handings(inspected))


def _handings(inspected: Inspected) -> Mapping[str, list[Handing]]:
    found: dict[str, list[Handing]] = defaultdict(list)
    for asked in _conditions(inspected):
        for part in walk(asked):
            if isinstance(part, Holds):
                facts = {
                    name: path.fact
                    for name, path in part.arguments
                    if isinstance(path, (FactPath, FieldPath))
                }
                if facts:
                    found[part.definition].append(Handing(part.definition, facts, part.span))
    return found


def _conditions(inspected: Inspected) -> Iterator[Condition]:
    for rule in inspected.rules:
        yield from rule.conditions()
    for definition in inspected.definitions:
        yield definition.means
