"""Decisions and what came of them: what has left, what is still to be done, what left unasked.

A decision allows data to leave; that they left is another record, and so is each duty that was
fulfilled.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from disclosure_rules.language.times import civil_date, read_duration, read_instant, shift
from disclosure_rules.recording.errors import LogError
from disclosure_rules.recording.periods import zones_of
from disclosure_rules.recording.reading import BESIDE, Recorded, read

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Duty:
    """An obligation of a decision that nobody has fulfilled yet."""

    decision_id: str
    obligation: str
    timing: str
    """`before`, `with` or `after` the disclosure."""
    due: str | None
    """The last day to fulfil it on, as ISO 8601; None where nothing says by when."""

    def as_dict(self) -> dict[str, object]:
        """Return the duty as plain data."""
        return {
            "decision_id": self.decision_id,
            "obligation": self.obligation,
            "timing": self.timing,
            "due": self.due,
        }


def decision_of(connection: sqlite3.Connection, identifier: str) -> tuple[UUID, dict[str, Any]]:
    """Return the id of a decision, and what its record says.

    Raises:
        LogError: There is no such decision, or what it says has been removed.
    """
    try:
        wanted = UUID(identifier)
    except ValueError:
        raise LogError("no_decision", id=str(identifier)[:60]) from None
    found = next(read(connection, "r.id = ?", wanted.bytes), None)
    if found is None or found.kind != "decision":
        raise LogError("no_decision", id=wanted)
    if found.content is None:
        raise LogError("decision_removed", id=wanted)
    return wanted, found.content


def about(connection: sqlite3.Connection, identifier: UUID) -> list[Recorded]:
    """Return the disclosures and fulfilments that are about a decision, in their order."""
    return list(read(connection, "c.about = ?", identifier.bytes))


def fulfilled_so_far(decision: Mapping[str, Any], later: Iterable[Recorded]) -> set[str]:
    """Return the obligations of a decision that are said to be fulfilled."""
    done = set(decision.get("fulfilled", ()))
    for record in later:
        done.update((record.content or {}).get("fulfilled", ()))
    return done


def refuse_what_may_not_leave(
    decision: Mapping[str, Any], items: Collection[str], done: Collection[str]
) -> None:
    """Refuse items that a decision does not permit, or not before something is done.

    Raises:
        LogError: It names one.
    """
    if not items or isinstance(items, str):
        raise LogError("no_items")
    result = decision["result"]
    answers = {item["name"]: item for item in result["items"]}
    for name in items:
        item = answers.get(name)
        if item is None or item["outcome"] != "permitted":
            raise LogError("not_permitted", item=name, id=decision["decision_id"])
        open_ = owed_before(item, result.get("obligations", ()), done)
        if open_:
            listed = ", ".join(open_)
            raise LogError("before_open", item=name, obligations=listed)


def owed_before(
    item: Mapping[str, Any], obligations: Iterable[Mapping[str, Any]], done: Collection[str]
) -> tuple[str, ...]:
    """Return what is to be fulfilled before an item leaves: of the rule that lacks fewest."""
    before = [o for o in obligations if o["timing"] == "before"]
    lacking = [
        tuple(sorted({o["id"] for o in before if o["rule"] == rule}.difference(done)))
        for rule in item.get("rules", ())
    ]
    return min(lacking, key=lambda ids: (len(ids), ids), default=())


def check_obligations(decision: Mapping[str, Any], named: Collection[str]) -> list[str]:
    """Return the names of obligations, sorted.

    Raises:
        LogError: The decision has no such obligation.
    """
    if isinstance(named, str):
        named = (named,)
    known = {o["id"] for o in decision["result"].get("obligations", ())}
    for name in named:
        if name not in known:
            listed = ", ".join(sorted(known)) or "-"
            raise LogError("no_obligation", obligation=name, known=listed)
    return sorted(set(named))


def open_duties(connection: sqlite3.Connection) -> list[Duty]:
    """Return what is still to be done, by what is due first."""
    later: dict[str, list[Recorded]] = defaultdict(list)
    for record in read(connection, f"{BESIDE} AND r.kind IN ('disclosure', 'fulfilment')"):
        if record.content is not None:
            later[record.content["about"]].append(record)
    zones = zones_of(connection)
    duties: list[Duty] = []
    for record in read(connection, "r.kind = 'decision'"):
        said = record.content
        if said is not None and "obligations" in said["result"]:
            ((_, bundle),) = said["bundles"].items()
            duties += _duties(said, later[said["decision_id"]], zones[bundle["source"]])
    return sorted(duties, key=lambda d: (d.due is None, d.due, d.decision_id, d.obligation))


def owed_still(connection: sqlite3.Connection, where: str, *values: object) -> list[Duty]:
    """Return what decisions have obliged to, and what is owed even if nothing leaves any more.

    Args:
        connection: The log.
        where: Which decisions, as a condition of SQL.
        values: What it asks for.
    """
    zones = zones_of(connection)
    owed: list[Duty] = []
    for record in read(connection, f"r.kind = 'decision' AND {where}", *values):
        said = record.content
        if said is not None and "obligations" in said["result"]:
            ((_, bundle),) = said["bundles"].items()
            duties = _duties(said, about(connection, record.id), zones[bundle["source"]])
            owed += (duty for duty in duties if duty.timing != "before")
    return owed


def _duties(decision: Mapping[str, Any], later: list[Recorded], zone: ZoneInfo) -> Iterator[Duty]:
    """Yield the open duties of a decision.

    What a permission brings is owed once the item has left, or where there is no recipient, once it
    has been decided. Of several rules that permit an item, one is enough.
    """
    done = fulfilled_so_far(decision, later)
    sent: dict[str, str] = {}
    for record in later:
        if record.kind == "disclosure" and record.content is not None:
            for name in record.content["items"]:
                sent.setdefault(name, record.content["sent_at"])
    open_: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for obligation in decision["result"]["obligations"]:
        if obligation["id"] not in done:
            open_[obligation["rule"]].append(obligation)
    found: dict[str, Duty] = {}
    for item in decision["result"]["items"]:
        since = sent.get(item["name"], decision["moment"])
        gone = item["name"] in sent or decision.get("recipient") is None
        rules = item.get("rules", ())
        permitted = item["outcome"] == "permitted"
        if permitted:
            rules = sorted(rules, key=lambda rule: (len(open_[rule]), rule))[:1]
        for obligation in (o for rule in rules for o in open_[rule]):
            name, timing = obligation["id"], obligation["timing"]
            if permitted and gone is (timing == "before"):
                continue
            due = _due(since, obligation.get("within"), zone)
            found.setdefault(name, Duty(decision["decision_id"], name, timing, due))
    yield from found.values()


def _due(since: str, within: str | None, zone: ZoneInfo) -> str | None:
    if within is None:
        return None
    start, duration = read_instant(since), read_duration(within)
    assert start is not None and duration is not None  # noqa: S101, PT018 - written by ourselves
    end = shift(start, duration, backwards=False, zone=zone)
    year, month, day = civil_date(end, zone)
    return date(year, month, day).isoformat()


def unasked(connection: sqlite3.Connection, references: Iterable[str]) -> tuple[str, ...]:
    """Return the references of which no disclosure is recorded, in their order, each once."""
    return tuple(
        reference
        for reference in dict.fromkeys(references)
        if connection.execute(
            "SELECT 1 FROM contents c JOIN records r USING (number) "
            "WHERE c.reference = ? AND r.kind = 'disclosure' LIMIT 1",
            (reference,),
        ).fetchone()
        is None
    )


def written_moment(moment: datetime) -> str:
    """Return an aware moment in UTC, as ISO 8601.

    Raises:
        LogError: It has no offset.
    """
    if moment.tzinfo is None:
        raise LogError("no_offset")
    return moment.astimezone(UTC).isoformat()
