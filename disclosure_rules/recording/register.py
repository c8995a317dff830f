"""A log into the register of what is done with data: by purpose, recipients and categories.

It has what a record of processing activities needs and only practice can show: GDPR, Article
30(1)(b) to (d). It names no data subject.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from disclosure_rules.language.noun import noun
from disclosure_rules.recording.periods import Period, zones_of
from disclosure_rules.recording.reading import BESIDE, read

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator, Mapping


class Key(NamedTuple):
    """What is told of together; an empty text stands for nothing."""

    policy_set: str
    purpose: str
    recipient_kind: str
    category: str


@noun
class Activity:
    """What was permitted and has left for a purpose, to a kind of recipient, of a category."""

    key: Key
    operations: tuple[str, ...]
    grounds: tuple[str, ...]
    obligations: tuple[str, ...]
    """The ids of what permissions obliged to."""
    recipients: tuple[str, ...]
    """The ids of the recipients."""
    permitted: int
    """In how many decisions."""
    left: int
    """In how many disclosures."""
    first: date
    last: date

    def as_dict(self) -> dict[str, Any]:
        """Return the activity as plain data."""
        return {
            "policy_set": self.key.policy_set,
            "purpose": self.key.purpose or None,
            "recipient_kind": self.key.recipient_kind or None,
            "category": self.key.category or None,
            "operations": list(self.operations),
            "grounds": list(self.grounds),
            "obligations": list(self.obligations),
            "recipients": list(self.recipients),
            "permitted": self.permitted,
            "left": self.left,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
        }


@noun
class Register:
    """All activities of a period."""

    period: Period
    at: datetime
    """When it was made, by the clock of the log."""
    activities: tuple[Activity, ...]
    removals: bool
    """Whether anything has ever been removed from the log, and so may be lacking here."""

    def as_dict(self) -> dict[str, Any]:
        """Return the register as plain data."""
        activities = [activity.as_dict() for activity in self.activities]
        made = {"as_of": self.at.isoformat(), "activities": activities}
        return {"format": 1, **self.period.as_dict(), **made}


class _Gathered:
    """An activity while it is gathered."""

    def __init__(self) -> None:
        self.operations: set[str] = set()
        self.grounds: set[str] = set()
        self.obligations: set[str] = set()
        self.recipients: set[str] = set()
        self.permitted = 0
        self.left = 0
        self.days: set[date] = set()

    def activity(self, key: Key) -> Activity:
        sets = (self.operations, self.grounds, self.obligations, self.recipients)
        operations, grounds, obligations, recipients = (tuple(sorted(each)) for each in sets)
        first, last = min(self.days), max(self.days)
        counts = (self.permitted, self.left)
        return Activity(key, operations, grounds, obligations, recipients, *counts, first, last)


def register_of(connection: sqlite3.Connection, period: Period, now: datetime) -> Register:
    """Return the register of a log."""
    zones = zones_of(connection)
    found: defaultdict[Key, _Gathered] = defaultdict(_Gathered)
    removals = False

    def gather(said: Mapping[str, Any], at: str, names: Collection[str] | None) -> Iterator[Key]:
        ((_, bundle),) = said["bundles"].items()
        moment = datetime.fromisoformat(at).astimezone(zones.get(bundle["source"], UTC))
        if period.has(moment):
            for key, item in _parts(said, names):
                _add(found[key], said, item, moment.date())
                yield key

    for record in read(connection, "r.kind = 'decision'"):
        if record.content is None:
            removals = True
            continue
        for key in set(gather(record.content, record.content["moment"], None)):
            found[key].permitted += 1
    for record in read(connection, f"{BESIDE} AND r.kind = 'disclosure'"):
        left = record.content
        decided = left and next(read(connection, "r.id = ?", UUID(left["about"]).bytes)).content
        if not left or not decided:
            removals = True
            continue
        for key in set(gather(decided, left["sent_at"], left["items"])):
            found[key].left += 1
    return Register(period, now, tuple(found[key].activity(key) for key in sorted(found)), removals)


def _parts(
    said: Mapping[str, Any], names: Collection[str] | None
) -> Iterator[tuple[Key, Mapping[str, Any]]]:
    """Yield the permitted items of a decision, or some of them, each once for each category."""
    (policy_set,) = said["bundles"]
    kind = (said.get("recipient") or {}).get("kind") or ""
    for item in said["result"]["items"]:
        if item["outcome"] == "permitted" and (names is None or item["name"] in names):
            category = item["category"]
            for term in category if isinstance(category, list) else [category or ""]:
                yield Key(policy_set, said.get("purpose") or "", kind, term), item


def _add(gathered: _Gathered, said: Mapping[str, Any], item: Mapping[str, Any], day: date) -> None:
    result, rules = said["result"], item.get("rules", ())
    gathered.days.add(day)
    gathered.operations.update(filter(None, [said.get("operation")]))
    gathered.recipients.update(filter(None, [(said.get("recipient") or {}).get("id")]))
    gathered.grounds.update(item.get("grounds", result.get("grounds", ())))
    gathered.obligations.update(
        o["id"] for o in result.get("obligations", ()) if o["rule"] in rules
    )
