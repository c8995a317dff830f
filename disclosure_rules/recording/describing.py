"""Decisions and invalid requests into entries: all that a record holds, and nothing more.

The names of what is said follow the decision logs of Open Policy Agent where the meaning is the
same: `decision_id`, `timestamp`, `labels`, `bundles`, `requested_by`, `input`, `erased`, `masked`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from disclosure_rules.errors import InvalidRequest
from disclosure_rules.recording.canonical import canonical, salted
from disclosure_rules.recording.entries import Archive, Entry, Kind
from disclosure_rules.recording.withholding import keep, keeps_ids

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from disclosure_rules.decided import Decided
    from disclosure_rules.decision import Decision, ItemDecision
    from disclosure_rules.language.vocabulary import Vocabulary
    from disclosure_rules.recording.keys import Keys


@dataclass(frozen=True, slots=True, repr=False)
class Circumstances:
    """What records have in common that one service makes."""

    vocabulary: Vocabulary
    archive: Archive
    package: str
    """The version of this package."""
    keys: Keys
    minimal: bool
    """Whether a digest stands for the facts."""
    caller: str | None = None
    """Who asks the service."""
    correlation_id: str | None = None
    """By what the service knows the call."""


def describe(
    circumstances: Circumstances,
    answer: Decision | InvalidRequest,
    identifier: UUID,
    at: datetime,
    fulfilled: Iterable[str] = (),
) -> Entry:
    """Return the entry of a decision, or of a request that does not fit the vocabulary.

    Args:
        circumstances: What it shares with others.
        answer: What was decided, or the faults.
        identifier: The id of the record.
        at: When it is recorded.
        fulfilled: The obligations that are said to be fulfilled.
    """
    if isinstance(answer, InvalidRequest):
        said = _said(circumstances, "invalid_request", identifier, at)
        # Neither shows a word of the request that the vocabulary does not have.
        said["faults"] = [{"code": fault.code, "path": fault.path} for fault in answer.faults]
        archive = circumstances.archive
        return Entry(identifier, "invalid_request", canonical(said), archive=archive)
    return _decision_entry(circumstances, answer, identifier, at, fulfilled)


def _decision_entry(
    circumstances: Circumstances,
    decision: Decision,
    identifier: UUID,
    at: datetime,
    fulfilled: Iterable[str],
) -> Entry:
    basis = cast("Decided", decision._rests_on)  # noqa: SLF001 - a record keeps what it rests on
    facts = basis.scopes[0].facts
    vocabulary, keys = circumstances.vocabulary, circumstances.keys
    said = _said(circumstances, "decision", identifier, at)
    said["bundles"][circumstances.archive.id]["versions"] = dict(decision.policy_set["versions"])
    said |= basis.request()
    said["moment"] = facts.moment.isoformat()
    given = facts.given.get(f"{vocabulary.subject}.id")
    pseudonym = keys.pseudonym(given) if isinstance(given, str) else None
    if pseudonym is not None:
        said["subject"] = pseudonym.as_dict()
    said["result"] = _result(vocabulary, decision)
    done = sorted(fulfilled)
    if done:
        said["fulfilled"] = done
    kept = keep(vocabulary, facts, keys)
    for name, paths in (("erased", kept.erased), ("masked", kept.masked)):
        if paths:
            said[name] = list(paths)
    written = None
    if circumstances.minimal:
        said["input_digest"] = keys.digest("input", kept.input)
    else:
        written = salted(canonical({"input": kept.input}))
    return Entry(
        identifier,
        "decision",
        canonical(said),
        facts=written,
        subject=None if pseudonym is None else pseudonym.value,
        archive=circumstances.archive,
    )


def _said(
    circumstances: Circumstances, kind: Kind, identifier: UUID, at: datetime
) -> dict[str, Any]:
    archive = circumstances.archive
    said: dict[str, Any] = {
        "kind": kind,
        "decision_id": str(identifier),
        "timestamp": at.astimezone(UTC).isoformat(),
        "labels": {"version": circumstances.package},
        "bundles": {archive.id: {"revision": archive.digest, "source": archive.source_digest}},
    }
    if circumstances.caller is not None:
        said["requested_by"] = circumstances.caller
    if circumstances.correlation_id is not None:
        said["correlation_id"] = circumstances.correlation_id
    return said


def _result(vocabulary: Vocabulary, decision: Decision) -> dict[str, Any]:
    result: dict[str, Any] = {
        "outcome": decision.outcome,
        "items": [_item(vocabulary, item, decision.grounds) for item in decision.items],
    }
    obligations = [
        {"id": o.id, "rule": o.rule, "timing": o.timing}
        | ({"within": o.within} if o.within is not None else {})
        for o in decision.obligations
    ]
    more = {
        "grounds": list(decision.grounds),
        "obligations": obligations,
        "missing": list(decision.missing),
        "lapsed": list(decision.lapsed),
    }
    return result | {name: told for name, told in more.items() if told}


def _item(vocabulary: Vocabulary, item: ItemDecision, of_all: tuple[str, ...]) -> dict[str, Any]:
    categories = list(item.categories)
    told: dict[str, Any] = {
        "name": item.name,
        "category": categories[0] if len(categories) == 1 else categories or None,
        "outcome": item.outcome,
    }
    if item.rules:
        told["rules"] = list(item.rules)
    # Most often all items go on the same grounds, which stand once, in the result.
    if item.grounds and item.grounds != of_all:
        told["grounds"] = list(item.grounds)
    carried: dict[str, dict[str, list[str]]] = {}
    for reason in item.reasons:
        for path, record in reason.records:
            if keeps_ids(vocabulary, path):
                carried.setdefault(reason.rule, {}).setdefault(path, []).append(record)
    if carried:
        told["records"] = carried
    if item.missing:
        told["missing"] = list(item.missing)
    return told
