"""A policy set on a day: which version of each policy counts, and where each name stands."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from disclosure_rules.language.phrases import READERS
from disclosure_rules.language.source import folder_of
from disclosure_rules.publishing.matrix import who_may_get_what

if TYPE_CHECKING:
    from collections.abc import Mapping

    from disclosure_rules.language.phrases import Reader
    from disclosure_rules.language.policy import InForce, Period, Policy, PolicySet
    from disclosure_rules.language.source import Span
    from disclosure_rules.publishing.matrix import Part

Sort: TypeAlias = Literal["rules", "definitions", "parameters", "obligations"]

SORTS: Final[tuple[Sort, ...]] = get_args(Sort)
"""What a policy declares that a qualified name can mean."""

_MARKS: Final[Mapping[Sort, str]] = {
    "rules": "",
    "definitions": "definition-",
    "parameters": "parameter-",
    "obligations": "",
}
"""What stands before a name in its anchor; no id holds a hyphen."""


class Book:
    """A policy set as it is read on a day."""

    def __init__(self, policy_set: PolicySet, day: date | None = None) -> None:
        """Read it on this day; by default on the first day of its newest version."""
        self.policy_set = policy_set
        self.day: date = day or first_day_of_newest(policy_set)

    @cached_property
    def in_force(self) -> InForce:
        """What is in force on the day."""
        return self.policy_set.in_force(self.day)

    @cached_property
    def matrix(self) -> tuple[Part, ...]:
        """Who may be given what on the day."""
        return who_may_get_what(self.policy_set.vocabulary, self.in_force)

    @property
    def readers(self) -> tuple[Reader, ...]:
        """The languages to publish in: those of the set that readers have, else the first one."""
        languages = self.policy_set.vocabulary.languages
        return tuple(one for one in languages if one in READERS) or READERS[:1]

    # --- Versions ---

    @cached_property
    def versions(self) -> Mapping[str, tuple[Policy, ...]]:
        """The versions of each policy, the one that counts first, then the latest first."""
        found: dict[str, tuple[Policy, ...]] = {}
        for policy in self.policy_set.policies:
            found[policy.id] = (*found.get(policy.id, ()), policy)
        return {name: tuple(sorted(found[name], key=self._distance)) for name in found}

    def _distance(self, policy: Policy) -> tuple[int, int]:
        """Return what sorts versions: in force, then the last that began, then the next to come."""
        if self.day in policy.period:
            return (0, 0)
        start, day = policy.period.start.toordinal(), self.day.toordinal()
        return (1, -start) if start < day else (2, start)

    def counts(self, policy: Policy) -> bool:
        """Tell whether a version is in force on the day."""
        return self.day in policy.period

    def day_in(self, period: Period) -> date:
        """Return the day, or the day of the period that is nearest to it."""
        return min(max(self.day, period.start), period.end)

    def has(self, sort: Sort, name: str) -> bool:
        """Tell whether some version declares what a qualified name says."""
        policy, _, id_ = name.partition("#")
        return any(id_ in getattr(version, sort) for version in self.versions.get(policy, ()))

    def standing(self, sort: Sort, name: str, seen_from: Policy | None = None) -> Policy:
        """Return the version that says what a qualified name means to a version of a policy.

        To no version in particular, it means what it means on the day.
        """
        policy, _, id_ = name.partition("#")
        having = [version for version in self.versions[policy] if id_ in getattr(version, sort)]
        day = self.day if seen_from is None else self.day_in(seen_from.period)
        return next((version for version in having if day in version.period), having[0])

    # --- Places ---

    def anchor(self, sort: Sort, policy: Policy, id_: str) -> str:
        """Return the anchor of a name that a version declares.

        It is `policy.name` for the version that counts, so that what a decision names is found;
        for another version that has the name too, it holds the version's first day.
        """
        having = (version for version in self.versions[policy.id] if id_ in getattr(version, sort))
        first = next(having) is policy
        place = policy.id if first else f"{policy.id}@{policy.period.start.isoformat()}"
        return f"{place}.{_MARKS[sort]}{id_}"

    def policy_anchor(self, policy: Policy) -> str:
        """Return the anchor of a version of a policy; of the one that counts, it is the id."""
        if self.versions[policy.id][0] is policy:
            return policy.id
        return f"{policy.id}@{policy.period.start.isoformat()}"

    def place(self, span: Span) -> str:
        """Return the file and line of something, by the file's path in the set's folder."""
        return span.place_in(self._folder)

    @cached_property
    def _folder(self) -> str:
        """The folder of the set."""
        policies = (policy.span for policy in self.policy_set.policies)
        return folder_of([self.policy_set.vocabulary.span, *policies])


def first_day_of_newest(policy_set: PolicySet) -> date:
    """Return the first day of the newest version of a set."""
    return max((policy.period.start for policy in policy_set.policies), default=date.min)
