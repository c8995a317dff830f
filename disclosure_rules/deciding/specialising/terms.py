"""Taxonomies into tables: which terms cover a term, and which have anything to do with it.

One set of tables serves every program of a vocabulary; a set is made when it is first looked up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from disclosure_rules.language.vocabulary import Taxonomy


class Covering(dict[str, frozenset[str]]):
    """By term: the term and every broader one, which are the grants that it fits."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        """Start with no term looked up."""
        super().__init__()
        self._taxonomy = taxonomy

    def __missing__(self, term: str) -> frozenset[str]:
        """Return the terms that cover a term which is looked up for the first time."""
        found = self[term] = frozenset(self._taxonomy.ancestors(term))
        return found


class Related(dict[str, frozenset[str]]):
    """By term: those that it might fit: the term, every broader one and every narrower one."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        """Start with no term looked up."""
        super().__init__()
        self._taxonomy = taxonomy

    def __missing__(self, term: str) -> frozenset[str]:
        """Return what is related to a term which is looked up for the first time."""
        above, below = self._taxonomy.ancestors(term), self._taxonomy.descendants(term)
        found = self[term] = frozenset((*above, *below))
        return found


class Terms:
    """The tables of one taxonomy."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        """Make tables that fill themselves."""
        self.covering: Covering = Covering(taxonomy)
        self.related: Related = Related(taxonomy)
        self.leaves: frozenset[str] = frozenset(
            term for term in taxonomy.terms if taxonomy.is_leaf(term)
        )
        self._taxonomy = taxonomy

    def fitting(self, grants: Iterable[str]) -> frozenset[str]:
        """Return the terms that lie within some grant."""
        return frozenset(term for g in grants for term in self._taxonomy.descendants(g))

    def not_unfitting(self, grants: Iterable[str]) -> frozenset[str]:
        """Return the terms that lie within some grant, or might."""
        return frozenset(term for grant in grants for term in self.related[grant])


# --- What programs call for several terms at once ------------------------------------------------


def within(covering: Mapping[str, frozenset[str]], terms: Iterable[str], grants: object) -> bool:
    """Tell whether every term has a grant among those that cover it."""
    for term in terms:  # noqa: SIM110 - a loop is faster
        if covering[term].isdisjoint(grants):  # type: ignore[arg-type]
            return False
    return True


def outside(related: Mapping[str, frozenset[str]], terms: Iterable[str], grants: object) -> bool:
    """Tell whether some term has nothing to do with any grant."""
    for term in terms:  # noqa: SIM110 - a loop is faster
        if related[term].isdisjoint(grants):  # type: ignore[arg-type]
            return True
    return False


def meeting(table: Mapping[str, frozenset[str]], terms: Iterable[str], grants: object) -> bool:
    """Tell whether some term has a grant among those that a table has for it."""
    for term in terms:  # noqa: SIM110 - a loop is faster
        if not table[term].isdisjoint(grants):  # type: ignore[arg-type]
            return True
    return False
