"""What changed between two policy sets into plain data."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, assert_never

from disclosure_rules.authoring.counterexamples import plain
from disclosure_rules.proving.differences import Duty, Pair, Released, Word

if TYPE_CHECKING:
    from disclosure_rules.authoring.differences.examples import Answered
    from disclosure_rules.authoring.differences.find import Change
    from disclosure_rules.authoring.differences.report import PolicySetShown, Report
    from disclosure_rules.authoring.differences.texts import TextChange
    from disclosure_rules.authoring.differences.words import Words
    from disclosure_rules.language.policy import Rule
    from disclosure_rules.language.source import Span
    from disclosure_rules.proving.differences import Cause


def as_data(report: Report) -> dict[str, Any]:
    """Return what changed as JSON has it."""
    found = report.found
    return {
        "format": 1,
        "old": _set(report.old),
        "new": _set(report.new),
        "result": found.result,
        "same_meaning": report.same_meaning,
        "loosened": found.loosened,
        "undecided": list(found.undecided),
        "text": [_text(change) for change in report.texts],
        "words": _words(found.words),
        "changes": [_change(change) for change in found.changes],
    }


def _set(shown: PolicySetShown) -> dict[str, str]:
    return {"name": shown.name, "digest": shown.engine.policy_set.digest}


def _text(change: TextChange) -> dict[str, Any]:
    return {
        "how": change.how,
        "what": change.what,
        "name": change.name,
        "old_name": change.old_name,
        "parts": list(change.parts),
        "old": _place(change.old),
        "new": _place(change.new),
    }


def _place(span: Span | None) -> dict[str, Any] | None:
    return None if span is None else {"file": span.file, "line": span.line}


def _words(words: Words) -> dict[str, Any]:
    return {
        "renamed": [
            {"taxonomy": new.taxonomy, "old": old.term, "new": new.term}
            for old, new in words.renamed
        ],
        "added": [_word(word) for word in words.added],
        "removed": [_word(word) for word in words.removed],
        "moved": [_word(word) for word in words.moved],
        "facts_added": list(words.facts_added),
        "facts_removed": list(words.facts_removed),
        "facts_retyped": list(words.retyped),
    }


def _word(word: Word) -> dict[str, str]:
    return {"taxonomy": word.taxonomy, "term": word.term}


def _change(change: Change) -> dict[str, Any]:
    start, end = change.days.start, change.days.end
    return {
        "kind": change.kind,
        "loosens": change.loosens,
        "cause": _cause(change.cause),
        "from": None if start == date.min else start.isoformat(),
        "to": None if end == date.max else end.isoformat(),
        "request": plain(change.shown.request),
        "old": _answered(change.shown.old),
        "new": _answered(change.shown.new),
    }


def _cause(cause: Cause) -> dict[str, Any]:
    match cause:
        case Pair(old, new):
            return {"what": "rule", "old": _rule(old), "new": _rule(new)}
        case str(ground):
            return {"what": "ground", "ground": ground}
        case Duty(id_, timing, within):
            return {
                "what": "obligation",
                "obligation": id_,
                "timing": timing,
                "within": within or None,
            }
        case Released(duties):
            return {"what": "released", "fulfilled": sorted(duties)}
        case Word():
            return {"what": "term", **_word(cause)}
    assert_never(cause)


def _rule(rule: Rule | None) -> dict[str, Any] | None:
    return None if rule is None else {"rule": rule.name, "place": _place(rule.span)}


def _answered(answered: Answered) -> dict[str, Any]:
    decision = answered.decision
    return {
        "request": plain(answered.request),
        "left_out": list(answered.left_out),
        "outcome": "invalid" if decision is None else decision.outcome,
        "decision": None if decision is None else decision.as_dict(),
    }
