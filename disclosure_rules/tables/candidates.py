"""What rows say into the rules that are false of all of them, by their heads.

Most rules of a large set do not concern a table: their heads speak of another operation, or another
kind of recipient. They are false of every row whatever else it says, and never come into SQL.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from disclosure_rules.language.policy import HEAD_TAXONOMIES
from disclosure_rules.tables.comparing import near
from disclosure_rules.tables.standing import HEAD_PATHS

if TYPE_CHECKING:
    from disclosure_rules.language.policy import InForce, Rule
    from disclosure_rules.language.vocabulary import Vocabulary

Spoken: TypeAlias = Mapping[str, Sequence[Any]]
"""By the path of a fact that heads speak of: each value that rows have."""


def rules_without_rows(vocabulary: Vocabulary, in_force: InForce, spoken: Spoken) -> frozenset[str]:
    """Return the names of the rules whose heads are false of every row."""
    rules = (*in_force.allow_rules, *in_force.deny_rules)
    return frozenset(rule.name for rule in rules if not _may_concern(vocabulary, rule, spoken))


def _may_concern(vocabulary: Vocabulary, rule: Rule, spoken: Spoken) -> bool:
    for part, path in HEAD_PATHS.items():
        grants: tuple[str, ...] = getattr(rule.head, part)
        if not grants:
            continue
        taxonomy = vocabulary.taxonomies[HEAD_TAXONOMIES[part]]
        reached = {term for grant in grants for term in near(taxonomy, grant, narrow=False)}
        if not any(_may_fit(value, reached) for value in spoken[path]):
            return False
    return True


def _may_fit(value: Any, reached: set[str]) -> bool:
    """Tell whether a value may fit; of several categories one that does keeps the rule."""
    if value is None:
        return True
    return value in reached if isinstance(value, str) else not reached.isdisjoint(value)
