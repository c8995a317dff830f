"""What rows say into the rules that are false of all of them.

Most rules of a large set do not concern a table: their heads speak of another operation, or they
wait for a text that no row has. They are false of every row whatever else it says, and never come
into SQL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from disclosure_rules.language import conditions as c
from disclosure_rules.language.policy import HEAD_PATHS, HEAD_TAXONOMIES
from disclosure_rules.language.vocabulary import Plain
from disclosure_rules.tables.comparing import near

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from disclosure_rules.language.policy import InForce, Rule
    from disclosure_rules.language.vocabulary import Vocabulary


class Spoken(NamedTuple):
    """What rows say, as far as rules can drop out by it."""

    heads: Mapping[str, Collection[Any]]
    """By the path of a fact that heads speak of: each value that rows have."""
    texts: Mapping[str, Collection[str]]
    """By the path of a fact that no row leaves unknown: which of the awaited texts rows have."""


def awaited_texts(in_force: InForce) -> dict[str, set[str]]:
    """Return, by path, the texts without which some rule is false."""
    found: dict[str, set[str]] = {}
    for rule in (*in_force.allow_rules, *in_force.deny_rules):
        for path, text in _awaited(rule.when):
            found.setdefault(path, set()).add(text)
    return found


def _awaited(asked: c.Condition | None) -> Iterator[tuple[str, str]]:
    """Yield the texts, with the facts that must say them, without which a condition is false."""
    match asked:
        case c.All(parts):
            for part in parts:
                yield from _awaited(part)
        case c.Test(c.FactPath(fact), "is", c.Literal(str() as text)) if fact.type == Plain("text"):
            yield fact.path, text
        case _:
            pass


def rules_without_rows(vocabulary: Vocabulary, in_force: InForce, spoken: Spoken) -> frozenset[str]:
    """Return the names of the rules that are false of every row."""
    rules = (*in_force.allow_rules, *in_force.deny_rules)
    return frozenset(rule.name for rule in rules if not _may_concern(vocabulary, rule, spoken))


def _may_concern(vocabulary: Vocabulary, rule: Rule, spoken: Spoken) -> bool:
    for path, text in _awaited(rule.when):
        if path in spoken.texts and text not in spoken.texts[path]:
            return False
    for part, path in HEAD_PATHS.items():
        grants: tuple[str, ...] = getattr(rule.head, part)
        if not grants:
            continue
        taxonomy = vocabulary.taxonomies[HEAD_TAXONOMIES[part]]
        reached = {term for grant in grants for term in near(taxonomy, grant, narrow=False)}
        if not any(_may_fit(value, reached) for value in spoken.heads[path]):
            return False
    return True


def _may_fit(value: Any, reached: set[str]) -> bool:
    """Tell whether a value may fit; of several categories one that does keeps the rule."""
    if value is None:
        return True
    return value in reached if isinstance(value, str) else not reached.isdisjoint(value)
