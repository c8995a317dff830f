"""Goals into the terms that a request can have for them, and into the rules that drop out by it.

Most rules of a large set do not concern a question: their heads speak of another operation, or
another recipient. Such a rule is false whatever else the request says, and is never built.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from disclosure_rules.language.policy import HEAD_PATHS, HEAD_TAXONOMIES, Head, Rule
from disclosure_rules.proving.goals import AllOf, HeadFits, OneOf, Says, Stands

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from disclosure_rules.language.conditions import PermittedBy
    from disclosure_rules.language.policy import Effect
    from disclosure_rules.language.vocabulary import Taxonomy, Vocabulary
    from disclosure_rules.proving.goals import Goal, Side

Domains: TypeAlias = "Mapping[str, frozenset[str]]"
"""By path: the terms that are said, one of these each time. A path that is left out is open."""


def domains_of(goal: Goal) -> Domains:
    """Return what every request says that is as a goal wants it."""
    match goal:
        case Stands(side, Rule(effect=effect, head=head) | HeadFits(head, effect), "true"):
            return _domains_of_head(side.vocabulary, head, effect)
        case Says(path, term) if term is not None:
            return {path: frozenset({term})}
        case AllOf(parts):
            found: dict[str, frozenset[str]] = {}
            for domains in map(domains_of, parts):
                for path, terms in domains.items():
                    found[path] = found[path] & terms if path in found else terms
            return found
        case OneOf(parts) if parts:
            each = [domains_of(part) for part in parts]
            shared = set.intersection(*(set(domains) for domains in each))
            return {path: frozenset().union(*(d[path] for d in each)) for path in sorted(shared)}
        case _:
            return {}


def _domains_of_head(vocabulary: Vocabulary, head: Head, effect: Effect) -> Domains:
    found = {}
    for part, path in HEAD_PATHS.items():
        grants: tuple[str, ...] = getattr(head, part)
        # Of several categories, only some need fit the head of a deny rule: the rest is open.
        if grants and (part != "data" or effect == "allow"):
            taxonomy = vocabulary.taxonomies[HEAD_TAXONOMIES[part]]
            found[path] = narrower_than(taxonomy, grants)
    return found


def is_false(vocabulary: Vocabulary, head: Head, domains: Domains) -> bool:
    """Tell whether a head is false, of an allow or a deny rule, of every request as said."""
    for part, path in HEAD_PATHS.items():
        grants: tuple[str, ...] = getattr(head, part)
        if grants and path in domains:
            taxonomy = vocabulary.taxonomies[HEAD_TAXONOMIES[part]]
            if not domains[path] & comparable_with(taxonomy, grants):
                return True
    return False


def narrower_than(taxonomy: Taxonomy, grants: tuple[str, ...]) -> frozenset[str]:
    """Return the terms that some grant covers."""
    return frozenset(term for grant in grants for term in taxonomy.descendants(grant))


def comparable_with(taxonomy: Taxonomy, grants: tuple[str, ...]) -> frozenset[str]:
    """Return the terms that some grant covers, and those that may mean one of these."""
    broader = (term for grant in grants for term in taxonomy.ancestors(grant))
    return narrower_than(taxonomy, grants).union(broader)


def permitting(side: Side, asked: PermittedBy) -> Iterator[Rule]:
    """Yield the allow rules in force that `permitted_by` names, or that rest on its ground."""
    grounds = side.vocabulary.taxonomies["grounds"]
    for rule in side.in_force.allow_rules:
        if asked.rule is not None:
            named = rule.name == asked.rule
        else:
            named = grounds.covers(str(asked.ground), str(rule.ground))
        if named:
            yield rule
