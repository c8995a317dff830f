"""A policy set: rules and what they lean on, and which of it is in force on a day."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from disclosure_rules.language.conditions import Condition, Constant, FactPath, FieldPath
from disclosure_rules.language.noun import aside, noun

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from disclosure_rules.language.cases import Case
    from disclosure_rules.language.guarantees import Guarantee
    from disclosure_rules.language.source import Span
    from disclosure_rules.language.times import Duration
    from disclosure_rules.language.vocabulary import RecordOf, Texts, Type, Vocabulary

Effect = Literal["allow", "deny"]
Timing = Literal["before", "with", "after"]
TIMINGS: Final[tuple[Timing, ...]] = get_args(Timing)
"""When an obligation can be due, in the order of time."""
CarriedBy = Literal["decision", "client", "information"]


@noun
class Clause:
    """A clause of a published text or an act, in our own words."""

    id: str
    notice: str
    where: Texts
    says: Texts
    carried_by: CarriedBy
    span: Span


@noun
class Section:
    """A section of a published text, as it was when its clauses were written."""

    id: str
    sha256: str
    clauses: tuple[str, ...]
    span: Span


@noun
class Notice:
    """A published text or an act: what people call it, and where it was published."""

    id: str
    title: Texts
    source: Texts
    sections: tuple[Section, ...]
    """In the order written; none, where changes of the text are not watched."""


@noun
class Reading:
    """How clauses are read that can be read in two ways; it decides nothing, the rules do."""

    id: str
    notice: str
    title: Texts
    clauses: tuple[str, ...]
    read_as: Texts
    or_read_as: Texts
    would_change: Texts
    switched_by: Texts
    span: Span


@noun
class Period:
    """Local dates from which and up to which something is in force, both included."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        """Tell whether the day lies in the period."""
        return self.start <= day <= self.end

    def overlap(self, other: Period) -> Period | None:
        """Return the days that lie in both periods, or None."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Period(start, end) if start <= end else None


@noun
class Head:
    """What a rule is about, each part a choice of terms; an empty part means any."""

    operation: tuple[str, ...] = ()
    purpose: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    data: tuple[str, ...] = ()


HEAD_TAXONOMIES: Final[Mapping[str, str]] = {
    "operation": "operations",
    "purpose": "purposes",
    "recipient": "recipients",
    "data": "data",
}
"""The parts of a head, each with the taxonomy of its terms."""
HEAD_PATHS: Final[Mapping[str, str]] = {
    "operation": "operation",
    "purpose": "purpose",
    "recipient": "recipient.kind",
    "data": "item.category",
}
"""The parts of a head, each with the fact it speaks of; both ways of deciding have their own."""


@noun
class Exemption:
    """A named exception to a rule, or to another exception."""

    id: str
    title: Texts
    clauses: tuple[str, ...]
    when: Condition
    exceptions: tuple[Exemption, ...]
    span: Span


@noun
class ParameterName:
    """A placeholder of a sentence that a parameter fills, by its qualified name."""

    parameter: str


Placeholder: TypeAlias = FactPath | FieldPath | ParameterName
Sentence: TypeAlias = tuple[str | Placeholder, ...]
"""A text with checked placeholders, in order."""


@noun
class Rule:
    """What allows or denies, under which conditions, on which ground and clauses."""

    policy: str
    id: str
    effect: Effect
    title: Texts
    clauses: tuple[str, ...]
    because: Mapping[str, Sentence]
    ground: str | None
    head: Head
    when: Condition | None
    unless: Condition | None
    exceptions: tuple[Exemption, ...]
    period: Period
    obliges: tuple[str, ...]
    """Qualified names of obligations."""
    span: Span

    @property
    def name(self) -> str:
        """The qualified name, `policy#rule`."""
        return f"{self.policy}#{self.id}"

    def conditions(self) -> Iterator[Condition]:
        """Yield the rule's own conditions: `when`, `unless`, those of its exceptions."""
        yield from (condition for condition in (self.when, self.unless) if condition)
        pending = list(self.exceptions)
        while pending:
            exemption = pending.pop()
            yield exemption.when
            pending.extend(exemption.exceptions)


@noun
class Obligation:
    """What must be done before, with or after a disclosure."""

    policy: str
    id: str
    title: Texts
    timing: Timing
    within: Duration | None
    span: Span

    @property
    def name(self) -> str:
        """The qualified name, `policy#obligation`."""
        return f"{self.policy}#{self.id}"


@noun
class Definition:
    """A named condition, lexical in its arguments."""

    policy: str
    id: str
    title: Texts
    given: Mapping[str, Type | RecordOf]
    means: Condition
    span: Span

    @property
    def name(self) -> str:
        """The qualified name, `policy#definition`."""
        return f"{self.policy}#{self.id}"


@noun
class ParameterEntry:
    """A value of a parameter, from a local date on."""

    start: date
    value: Constant
    clauses: tuple[str, ...]


@noun
class Parameter:
    """A dated constant."""

    policy: str
    id: str
    title: Texts
    type: Type
    values: tuple[ParameterEntry, ...]
    """In the order of their dates."""
    span: Span

    @property
    def name(self) -> str:
        """The qualified name, `policy#parameter`."""
        return f"{self.policy}#{self.id}"

    def value_on(self, day: date) -> Constant:
        """Return the value in force on a day."""
        # INVARIANT: the loader refuses a parameter whose first value starts after its policy.
        return next(entry.value for entry in reversed(self.values) if entry.start <= day)


@noun
class Policy:
    """One version of a policy."""

    id: str
    version: str
    title: Texts
    period: Period
    repealed: bool
    """Whether the policy is meant to be without a version after this one ends."""
    parameters: Mapping[str, Parameter]
    definitions: Mapping[str, Definition]
    obligations: Mapping[str, Obligation]
    rules: Mapping[str, Rule]
    span: Span


@noun
class InForce:
    """What of a policy set is in force on a day."""

    day: date
    policies: Mapping[str, Policy]
    allow_rules: tuple[Rule, ...]
    deny_rules: tuple[Rule, ...]
    definitions: Mapping[str, Definition]
    parameters: Mapping[str, Constant]
    obligations: Mapping[str, Obligation]
    lapsed: tuple[str, ...]
    """Policies that should have a version in force but have none: nothing is permitted then."""


@noun
class PolicySet:
    """A whole policy set, loaded and free of faults."""

    vocabulary: Vocabulary
    notices: Mapping[str, Notice]
    clauses: Mapping[str, Clause]
    readings: Mapping[str, Reading]
    policies: tuple[Policy, ...]
    """Every version of every policy, by id and first day."""
    guarantees: tuple[Guarantee, ...]
    cases: Sequence[Case]
    digest: str
    """sha256 over the meaning: survives formatting, labels and cases."""
    source_digest: str
    """sha256 over the bytes of the files."""
    _changes: tuple[date, ...] = aside()
    _epochs: dict[date, InForce] = aside(default_factory=dict)

    def in_force(self, day: date) -> InForce:
        """Return what is in force on a local date of the vocabulary's zone."""
        start = self._changes[max(bisect_right(self._changes, day) - 1, 0)]
        # What is in force depends on the epoch alone, so that two threads that both work it out
        # store equal values.
        found = self._epochs.get(start)
        if found is None:
            found = self._epochs[start] = self._work_out(start)
        return found

    def next_change(self, day: date) -> date | None:
        """Return the first day after this one from which something else is in force, or None."""
        place = bisect_right(self._changes, day)
        return self._changes[place] if place < len(self._changes) else None

    def _work_out(self, day: date) -> InForce:
        policies = {policy.id: policy for policy in self.policies if day in policy.period}
        lapsed = lapsed_policies(self.policies, day)
        rules = sorted(
            (
                rule
                for policy in policies.values()
                for rule in policy.rules.values()
                if day in rule.period
            ),
            key=lambda rule: rule.name,
        )
        return InForce(
            day=day,
            policies=policies,
            allow_rules=() if lapsed else tuple(r for r in rules if r.effect == "allow"),
            deny_rules=tuple(r for r in rules if r.effect == "deny"),
            definitions={d.name: d for p in policies.values() for d in p.definitions.values()},
            parameters={
                parameter.name: parameter.value_on(day)
                for policy in policies.values()
                for parameter in policy.parameters.values()
            },
            obligations={o.name: o for p in policies.values() for o in p.obligations.values()},
            lapsed=lapsed,
        )


def lapsed_policies(policies: tuple[Policy, ...], day: date) -> tuple[str, ...]:
    """Return the ids of policies that began by the day, have no version then, and no repeal."""
    lapsed = []
    for name in sorted({policy.id for policy in policies}):
        versions = [policy for policy in policies if policy.id == name]
        begun = [policy for policy in versions if policy.period.start <= day]
        if not begun or any(day in policy.period for policy in begun):
            continue
        last = max(versions, key=lambda policy: policy.period.start)
        if not (last.repealed and day > last.period.end):
            lapsed.append(name)
    return tuple(lapsed)


def change_dates(policies: tuple[Policy, ...]) -> tuple[date, ...]:
    """Return, in order, the first days of the intervals in which nothing in the set changes."""
    days = {date.min}
    for policy in policies:
        periods = [policy.period, *(rule.period for rule in policy.rules.values())]
        for period in periods:
            days.add(period.start)
            if period.end < date.max:
                days.add(date.fromordinal(period.end.toordinal() + 1))
        days.update(e.start for p in policy.parameters.values() for e in p.values)
    return tuple(sorted(days))
