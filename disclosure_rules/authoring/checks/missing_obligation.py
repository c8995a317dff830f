"""Allow rules that lack an obligation which all others for the same operation bring."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from disclosure_rules.authoring.checks.inspected import Inspected, finding

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from disclosure_rules.language.diagnostics import Diagnostic
    from disclosure_rules.language.policy import Policy, Rule

_CUSTOM: Final = 3
"""From how many rules of one ground, or else of different ones, one may speak of a custom."""
_WIDE_CUSTOM: Final = 4


def missing_obligation(inspected: Inspected) -> Iterator[Diagnostic]:
    """Find rules that are alone in not bringing an obligation."""
    for policy in inspected.policy_set.policies:
        alike: dict[tuple[str | None, Hashable], list[Rule]] = defaultdict(list)
        for rule in policy.rules.values():
            if rule.effect == "allow":
                alike[None, rule.head.operation].append(rule)
                alike[rule.ground, (rule.head.operation, rule.head.purpose)].append(rule)
        for like, rules in alike.items():
            least = _CUSTOM if like[0] else _WIDE_CUSTOM
            if len(rules) >= least:
                yield from _lonely(rules, policy, inspected)


def _lonely(rules: list[Rule], policy: Policy, inspected: Inspected) -> Iterator[Diagnostic]:
    for name in sorted({name for rule in rules for name in rule.obliges}):
        without = [rule for rule in rules if name not in rule.obliges]
        if len(without) == 1:
            (rule,) = without
            yield finding(
                "missing_obligation",
                inspected.place(rule.span, "obliges"),
                word=rule.id,
                obligation=name.removeprefix(f"{policy.id}#"),
                at=next(o for o in rules if o is not rule).span.line_reference,
            )
