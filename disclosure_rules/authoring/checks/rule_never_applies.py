"""Rules that can never hold, whatever is asked: parts of them contradict each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure_rules.authoring.checks.hollow import rests_on_hollow
from disclosure_rules.authoring.checks.inspected import Age, Inspected, finding
from disclosure_rules.authoring.checks.readings import Reader
from disclosure_rules.authoring.reasoning.supposing import Supposition, as_condition
from disclosure_rules.language.conditions import All
from disclosure_rules.language.policy import HEAD_TAXONOMIES, Head

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.language.diagnostics import Diagnostic
    from disclosure_rules.language.policy import Rule
    from disclosure_rules.language.source import Span


def rule_never_applies(inspected: Inspected) -> Iterator[Diagnostic]:
    """Find rules that can never hold."""
    for rule in inspected.rules:
        ages = inspected.ages_of(rule)
        asked = [rule.when] if rule.when is not None else []
        if ages and not inspected.can_hold(rule) and not rests_on_hollow(asked, inspected):
            part, span, reads = _where_it_ends(rule, ages[0], inspected)
            yield finding(
                "rule_never_applies",
                span,
                word=rule.id,
                part=part,
                **_not_involved(rule, reads, inspected),
            )


def _not_involved(rule: Rule, reads: set[str], inspected: Inspected) -> dict[str, str]:
    """Return what the operations of a rule do not involve, of what is read where it ends."""
    operations = inspected.vocabulary.taxonomies["operations"]
    named = [operations.terms[name] for name in rule.head.operation]
    for involved in ("purpose", "recipient"):
        asked = any(path.partition(".")[0] == involved for path in reads)
        below = [t for name in rule.head.operation for t in operations.descendants(name)]
        if asked and named and not any(involved in operations.terms[t].involves for t in below):
            at = named[0].span.line_reference
            return {"operation": named[0].id, "involved": involved, "at": at}
    return {}


def _where_it_ends(rule: Rule, age: Age, inspected: Inspected) -> tuple[str, Span, set[str]]:
    """Return the first part of a rule after which nothing is possible any more, and its facts."""
    supposed = Supposition(age.world).suppose_days(age.lasting(rule))
    for part in HEAD_TAXONOMIES:
        head = Head(**{part: getattr(rule.head, part)})
        if supposed.suppose_head(head, every_category=rule.effect == "allow").impossible:
            return part, inspected.place(rule.span, part), {part}
    reader = Reader(age.world.definitions)
    if rule.when is not None:
        for asked in rule.when.parts if isinstance(rule.when, All) else (rule.when,):
            if supposed.suppose(asked).impossible:
                reads = {path for path, _, _ in reader.read(asked, {}, positive=True)}
                return "when", asked.span, reads
    if rule.unless is not None and supposed.suppose(rule.unless, holds=False).impossible:
        return "unless", inspected.place(rule.span, "unless"), set()
    for exemption in rule.exceptions:
        if supposed.suppose(as_condition(exemption), holds=False).impossible:
            return "except", exemption.span, set()
    return "when", rule.span, set()
