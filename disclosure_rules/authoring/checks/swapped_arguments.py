"""Uses of a definition that hand over two facts the other way round than every other use."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from disclosure_rules.authoring.checks.handing import Handing, handings
from disclosure_rules.authoring.checks.inspected import Inspected, finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.language.diagnostics import Diagnostic

_OTHERS: Final = 2
"""How many other uses must agree."""


def swapped_arguments(inspected: Inspected) -> Iterator[Diagnostic]:
    """Find uses in which a fact that may be none stands where all others have one that may not."""
    for uses in handings(inspected).values():
        for use in uses:
            others = [other for other in uses if other.facts != use.facts]
            for one, other in combinations(sorted(use.facts), 2):
                if len(others) >= _OTHERS and _is_swapped(use, one, other, others):
                    yield finding(
                        "swapped_arguments",
                        use.span,
                        word=one,
                        other=other,
                        first=use.facts[one].path,
                        second=use.facts[other].path,
                        at=others[0].span.line_reference,
                    )


def _is_swapped(use: Handing, one: str, other: str, others: list[Handing]) -> bool:
    """Tell whether only swapping the two would make the use like all others."""
    if use.facts[one].type != use.facts[other].type:
        return False
    here = (use.facts[one].silence, use.facts[other].silence)
    there = {
        (theirs.facts[one].silence, theirs.facts[other].silence)
        for theirs in others
        if one in theirs.facts and other in theirs.facts
    }
    return here[0] != here[1] and there == {here[::-1]}
