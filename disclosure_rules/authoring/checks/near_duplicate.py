"""Rules, definitions and cases that repeat another one: most often a copy that was not adapted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from disclosure_rules.authoring.checks.inspected import Inspected, finding
from disclosure_rules.authoring.checks.likeness import asked_for, meaning
from disclosure_rules.language.noun import with_parts
from disclosure_rules.language.phrases import phrase
from disclosure_rules.language.source import whole_file

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from disclosure_rules.language.cases import Case
    from disclosure_rules.language.diagnostics import Diagnostic
    from disclosure_rules.language.source import Span


def near_duplicate(inspected: Inspected) -> Iterator[Diagnostic]:
    """Find what says the same twice."""
    for age in inspected.ages:
        rules = [rule for rule in age.rules if inspected.can_hold(rule)]
        yield from _repeated("rule", ((r.id, r.span, asked_for(r)) for r in rules))
        definitions = age.world.definitions.values()
        yield from _repeated(
            "definition",
            ((d.id, d.span, (tuple(d.given.items()), meaning(d.means))) for d in definitions),
        )
    cases = inspected.policy_set.cases
    yield from _repeated("case", ((case.id, case.span, _tried(case)) for case in cases))


def _tried(case: Case) -> Hashable:
    request = json.dumps(case.request, sort_keys=True, default=str)
    nowhere = whole_file("")
    items = ((name, with_parts(asked, span=nowhere)) for name, asked in case.items.items())
    whole = with_parts(case.whole, span=nowhere) if case.whole else None
    return request, case.clauses, repr(whole), repr(sorted(items))


def _repeated(sort: str, said: Iterable[tuple[str, Span, Hashable]]) -> Iterator[Diagnostic]:
    first: dict[Hashable, tuple[str, Span]] = {}
    for name, span, says in sorted(said, key=lambda one: one[1]):
        other, place = first.setdefault(says, (name, span))
        if place != span:
            yield finding(
                "near_duplicate",
                span,
                word=name,
                other=other,
                at=place.line_reference,
                sort=phrase(f"same_{sort}"),
            )
