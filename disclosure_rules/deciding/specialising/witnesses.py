"""What programs ask of the records that could make a `some` true, or keep it from being false.

These few are called where the quick way does not do: for several categories, or none known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.deciding.specialising.layout import UNKNOWN
from disclosure_rules.deciding.specialising.terms import outside, within

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

Categories = str | tuple[str, ...] | None


def some_covers(
    categories: Categories,
    sets: Collection[tuple[str, ...]],
    covering: Mapping[str, frozenset[str]],
) -> bool:
    """Tell whether some set covers every category."""
    terms = _each(categories)
    return bool(terms) and any(within(covering, terms, grants) for grants in sets)


def none_covers(
    categories: Categories,
    sets: Collection[tuple[str, ...]],
    open_sets: bool,  # noqa: FBT001 - programs call it
    related: Mapping[str, frozenset[str]],
) -> bool:
    """Tell whether it is sure that no set covers the categories.

    Args:
        categories: Those of the item, as a snapshot has them.
        sets: The sets that are known.
        open_sets: Whether there is also a set of which nothing is known.
        related: By category, what might cover it.
    """
    if categories is UNKNOWN:
        return not sets and not open_sets
    terms = _each(categories)
    if not terms:
        return True
    return not open_sets and all(outside(related, terms, grants) for grants in sets)


def none_included(
    texts: tuple[str, ...] | str | None,
    sought: set[str],
    open_texts: bool,  # noqa: FBT001 - programs call it
) -> bool:
    """Tell whether it is sure that a set of texts holds none of those that are sought.

    Args:
        texts: The set, as a snapshot has it.
        sought: The texts that are known.
        open_texts: Whether there is also a text that is not known.
    """
    if texts is UNKNOWN:
        return not sought and not open_texts
    return not texts or (not open_texts and sought.isdisjoint(texts))


def _each(categories: Categories) -> tuple[str, ...]:
    if not categories:
        return ()
    return (categories,) if isinstance(categories, str) else categories
