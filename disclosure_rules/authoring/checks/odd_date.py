"""Dates that stand far from all others, or that say another year than the name of their version."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from disclosure_rules.authoring.checks.inspected import Inspected, finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from disclosure_rules.language.diagnostics import Diagnostic
    from disclosure_rules.language.policy import Policy
    from disclosure_rules.language.source import Span

_FAR: Final = 20
"""How many years apart nobody plans rules."""
_DATED: Final = re.compile(r"(?P<year>(?:19|20)[0-9]{2})(?:-(?P<month>[0-9]{2}))?(?![0-9])")


def odd_date(inspected: Inspected) -> Iterator[Diagnostic]:
    """Find first days that are most likely misspelt."""
    policies = inspected.policy_set.policies
    for policy in policies:
        start = policy.period.start
        others = [p.period.start for p in policies if p is not policy]
        named = _DATED.match(policy.version)
        near = min(others, key=partial(_years, start), default=start)
        details = None
        if named is not None:
            details = None if _agree(named, start) else {"version": policy.version}
        elif _years(start, near) >= _FAR:
            details = {"other": near.isoformat()}
        if details is not None:
            span = inspected.at_root(policy.span.file, "in_force", "from")
            yield finding("odd_date", span, day=start.isoformat(), **details)
        for day, key, step in _later_days(policy):
            if _years(start, day) >= _FAR:
                place = inspected.place(key, step, "from")
                yield finding("odd_date", place, day=day.isoformat(), other=start.isoformat())


def _later_days(policy: Policy) -> Iterator[tuple[date, Span, str]]:
    """Yield the first days, after the policy's own, of its rules and values, and their places."""
    for rule in policy.rules.values():
        yield rule.period.start, rule.span, "in_force"
    for parameter in policy.parameters.values():
        for entry in parameter.values:
            if entry.start > policy.period.start:
                yield entry.start, parameter.span, "values"


def _agree(named: re.Match[str], day: date) -> bool:
    return int(named["year"]) == day.year and int(named["month"] or day.month) == day.month


def _years(one: date, other: date) -> int:
    return abs(one.year - other.year)
