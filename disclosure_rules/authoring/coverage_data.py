"""Coverage into plain data, for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from disclosure_rules.authoring.coverage import Coverage, Tally
    from disclosure_rules.authoring.coverage_parts import Part, Passage
    from disclosure_rules.language.source import Span


def as_data(coverage: Coverage) -> dict[str, object]:
    """Return all that is known of coverage as plain data."""
    policy_set = coverage.policy_set
    return {
        "policy_set": {"id": policy_set.vocabulary.id, "digest": policy_set.digest},
        **_figures(coverage.total),
        "policies": [
            {
                "policy": policy.id,
                "version": policy.version,
                "file": policy.span.file,
                **_figures(coverage.tally_of(coverage.of(policy))),
                **{
                    f"{sort}s": [
                        _passage(coverage, passage)
                        for passage in coverage.of(policy)
                        if passage.sort == sort
                    ]
                    for sort in ("rule", "definition")
                },
            }
            for policy in policy_set.policies
        ],
        "clauses": [
            {"clause": clause, **_figures(coverage.tally(parts))}
            for clause, parts in coverage.parts.of_clauses.items()
        ],
    }


def _figures(tally: Tally) -> dict[str, object]:
    return {"seen": tally.seen, "possible": tally.possible, "percent": tally.tenths / 10}


def _place(span: Span) -> dict[str, object]:
    return {"line": span.line, "column": span.column}


def _passage(coverage: Coverage, passage: Passage) -> dict[str, object]:
    return {
        "name": passage.name,
        **_place(passage.span),
        **_figures(coverage.tally(passage.parts)),
        "parts": [_part(coverage, part) for part in passage.parts],
    }


def _part(coverage: Coverage, part: Part) -> dict[str, object]:
    """Return a part with the truths it can have, each with the first case that saw it."""
    truths = {truth.value: coverage.seen.get((part.key, truth)) for truth in part.can}
    return {"what": part.what, **_place(part.span), "truths": truths}
