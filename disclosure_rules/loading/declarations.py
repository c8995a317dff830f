"""What the policies declare, so that names in one document find their meaning in another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from disclosure_rules.language.policy import Effect, Period
    from disclosure_rules.language.source import Span
    from disclosure_rules.language.tree import Scalar
    from disclosure_rules.language.vocabulary import RecordOf, Type
    from disclosure_rules.loading.faults import Faults

Sort = Literal["definition", "parameter", "obligation", "rule"]


@dataclass(frozen=True, slots=True)
class Signature:
    """What others must know of a declared name."""

    period: Period
    given: Mapping[str, Type | RecordOf | None]
    """Of a definition: its arguments."""
    type: Type | None = None
    """Of a parameter."""
    in_hours: bool = False
    """Of a parameter: whether some value is a duration in hours."""
    effect: Effect | None = None
    """Of a rule."""
    ground: str | None = None


@dataclass(frozen=True, slots=True)
class Declared:
    """The names that one version of a policy declares."""

    policy: str
    version: str
    period: Period
    names: Mapping[Sort, Mapping[str, Signature]]
    broken: frozenset[str]
    """Names whose declaration could not be read: using them is no further fault."""
    span: Span


@dataclass(frozen=True, slots=True)
class Declarations:
    """The names of every version of every policy."""

    versions: Mapping[str, tuple[Declared, ...]]
    incomplete: bool
    """Whether some document could not be read, so that a name may stand there."""

    def resolve(
        self,
        sort: Sort,
        reference: Scalar,
        own: Declared | None,
        period: Period | None,
        faults: Faults,
    ) -> tuple[str, tuple[Signature, ...]] | None:
        """Return the qualified name and its meanings while `period` lasts; None with a fault.

        Args:
            sort: What is named.
            reference: `name`, of the document itself, or `policy#name`.
            own: What the document itself declares; None outside of policies.
            period: The days on which the name must have a meaning; None: while its policy lasts.
            faults: Where faults go.
        """
        policy, hash_, name = reference.text.rpartition("#")
        if not hash_ and own is None:
            known = self._qualified(sort)
            faults.unknown(f"unknown_{sort}", reference.span, reference.text, known)
            return None
        versions = self.versions.get(policy, ())
        if own is not None and policy in ("", own.policy):
            policy, versions = own.policy, (own,)
        if not versions:
            if not self.incomplete:
                faults.unknown("unknown_policy", reference.span, policy, self.versions)
            return None
        relevant = [v for v in versions if period is None or v.period.overlap(period)]
        if any(name in version.broken for version in versions):
            return None
        found = [v for v in relevant if name in v.names[sort]]
        if not found and not any(name in version.names[sort] for version in versions):
            known = (n for version in versions for n in version.names[sort])
            if not self.incomplete or versions == (own,):
                elsewhere = () if hash_ else self._qualified(sort)
                faults.unknown(f"unknown_{sort}", reference.span, name, chain(known, elsewhere))
            return None
        signatures = tuple(version.names[sort][name] for version in found)
        wanted = [period] if period else [version.period for version in versions]
        missing = _first_day_without(wanted, [signature.period for signature in signatures])
        if missing is not None:
            faults.add(
                "reference_out_of_force",
                reference.span,
                word=f"{policy}#{name}",
                day=missing.isoformat(),
            )
            return None
        return f"{policy}#{name}", signatures

    def _qualified(self, sort: Sort) -> Iterator[str]:
        """Yield every declared name with its policy, `policy#name`."""
        return (f"{p}#{n}" for p, vs in self.versions.items() for v in vs for n in v.names[sort])


def _first_day_without(wanted: Iterable[Period], covering: list[Period]) -> date | None:
    """Return the first wanted day that no covering period holds."""
    for period in wanted:
        day = period.start
        for cover in sorted(covering, key=lambda cover: cover.start):
            if day in cover:
                if cover.end >= period.end:
                    break
                day = cover.end + timedelta(days=1)
        else:
            return day
    return None
