"""A log into the account of one data subject: what left, to whom, what for, on which ground.

It holds what the GDPR, Articles 15(1)(c) and 19, and 45 CFR 164.528(b) ask for. What an authority
has ordered to be withheld for a time stands apart: nothing that is told to the subject shows it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from disclosure_rules.language.noun import noun
from disclosure_rules.recording.orders import Order, orders_in_force
from disclosure_rules.recording.periods import Period, zones_of
from disclosure_rules.recording.reading import BESIDE, WITH_SUBJECT, Recorded, read

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from zoneinfo import ZoneInfo


@noun
class LeftItem:
    """An item that has left, with what was decided about it."""

    name: str
    categories: tuple[str, ...]
    grounds: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """Return the item as plain data."""
        return {
            "name": self.name,
            "categories": list(self.categories),
            "grounds": list(self.grounds),
        }


@noun
class Disclosed:
    """A disclosure, as an account tells it."""

    id: str
    """Of its record in the log."""
    decision_id: str
    policy_set: str | None
    """What decided; None, like all that the decision said, once it has been removed."""
    sent_at: datetime
    """In the zone whose dates count."""
    operation: str | None
    purpose: str | None
    recipient_id: str | None
    recipient_kind: str | None
    items: tuple[LeftItem, ...]
    reference: str
    orders: tuple[Order, ...] = ()
    """By which it is withheld from the subject for now."""

    @property
    def grounds(self) -> tuple[str, ...]:
        """The grounds on which its items left, sorted."""
        return tuple(sorted({ground for item in self.items for ground in item.grounds}))

    def as_dict(self) -> dict[str, Any]:
        """Return the disclosure as plain data."""
        told: dict[str, Any] = {
            "id": self.id,
            "decision_id": self.decision_id,
            "policy_set": self.policy_set,
            "sent_at": self.sent_at.isoformat(),
            "operation": self.operation,
            "purpose": self.purpose,
            "recipient": {"id": self.recipient_id, "kind": self.recipient_kind},
            "items": [item.as_dict() for item in self.items],
            "grounds": list(self.grounds),
            "reference": self.reference,
        }
        if self.orders:
            told["withheld"] = [order.as_dict() for order in self.orders]
        return told


@noun
class Account:
    """The account of one data subject; its `repr` does not show whose it is."""

    client: str
    """The id of the data subject, as the account was asked for."""
    period: Period
    at: datetime
    """When it was made, by the clock of the log."""
    disclosures: tuple[Disclosed, ...]
    """What the subject may learn now, the earliest first."""
    withheld: tuple[Disclosed, ...]
    """What is kept from the subject for now: for the auditor, never for the subject."""
    known: bool
    """Whether the log has any record of the subject at all."""
    removals: bool
    """Whether anything has ever been removed from the log, and so may be lacking here."""

    @property
    def everything(self) -> tuple[Disclosed, ...]:
        """What the auditor sees: what is withheld too, the earliest first."""
        return tuple(sorted(self.disclosures + self.withheld, key=_by_time))

    def as_dict(self, *, everything: bool = False) -> dict[str, Any]:
        """Return the account as plain data.

        Args:
            everything: Whether it is for an auditor, and shows what is withheld.
        """
        shown = self.everything if everything else self.disclosures
        recipients = {(each.recipient_id, each.recipient_kind): None for each in shown}
        return {
            "format": 1,
            "client": self.client,
            **self.period.as_dict(),
            "as_of": self.at.isoformat(),
            "recipients": [{"id": name, "kind": kind} for name, kind in recipients],
            "disclosures": [each.as_dict() for each in shown],
        }

    def __repr__(self) -> str:
        """Show how many disclosures it tells the subject of."""
        return f"Account(<{len(self.disclosures)} disclosures>)"


def account_of(
    connection: sqlite3.Connection,
    client: str,
    pseudonyms: Collection[bytes],
    period: Period,
    now: datetime,
) -> Account:
    """Return the account of a data subject.

    Args:
        connection: The log.
        client: The id of the subject.
        pseudonyms: What stands for it in the log, under each key.
        period: On which days the data left.
        now: As of when orders to withhold are in force.
    """
    orders = [order for order in orders_in_force(connection, now) if order.is_about(pseudonyms)]
    found = sorted(_disclosed(connection, pseudonyms, orders), key=_by_time)
    left = [each for each in found if period.has(each.sent_at)]
    return Account(
        client,
        period,
        now,
        tuple(each for each in left if not each.orders),
        tuple(each for each in left if each.orders),
        known=_has(connection, _of_subjects(pseudonyms), *pseudonyms),
        removals=_has(connection, f"{BESIDE} AND r.kind = 'removal'"),
    )


def _by_time(disclosed: Disclosed) -> tuple[datetime, str]:
    return disclosed.sent_at, disclosed.id


def _disclosed(
    connection: sqlite3.Connection, pseudonyms: Collection[bytes], orders: Sequence[Order]
) -> Iterator[Disclosed]:
    zones = zones_of(connection)
    decisions: dict[str, Mapping[str, Any]] = {}
    where = f"{_of_subjects(pseudonyms)} AND r.kind = 'disclosure'"
    for record in read(connection, where, *pseudonyms):
        said = record.content
        if said is None:  # a row without its text would not have been found by its subject
            continue
        about = said["about"]
        if about not in decisions:
            decided = next(read(connection, "r.id = ?", UUID(about).bytes), None)
            decisions[about] = (decided.content if decided is not None else None) or {}
        yield _told(record, said, decisions[about], zones, orders)


def _told(
    record: Recorded,
    said: Mapping[str, Any],
    decision: Mapping[str, Any],
    zones: Mapping[str, ZoneInfo],
    orders: Sequence[Order],
) -> Disclosed:
    """Return a disclosure with what was decided; of a decision that was removed, nothing is."""
    bundle, source = next(
        ((name, bundle["source"]) for name, bundle in decision.get("bundles", {}).items()),
        (None, ""),
    )
    result = decision.get("result", {})
    decided = {item["name"]: item for item in result.get("items", ())}
    recipient = decision.get("recipient") or {}
    sent_at = datetime.fromisoformat(said["sent_at"]).astimezone(zones.get(source, UTC))
    return Disclosed(
        str(record.id),
        said["about"],
        bundle,
        sent_at,
        decision.get("operation"),
        decision.get("purpose"),
        recipient.get("id"),
        recipient.get("kind"),
        tuple(_item(name, decided.get(name, {}), result) for name in said["items"]),
        said["reference"],
        tuple(order for order in orders if order.covers(recipient.get("id"), known=bool(decision))),
    )


def _item(name: str, decided: Mapping[str, Any], result: Mapping[str, Any]) -> LeftItem:
    category = decided.get("category")
    categories = category if isinstance(category, list) else [category] if category else []
    grounds = decided.get("grounds", result.get("grounds", ()))
    return LeftItem(name, tuple(categories), tuple(grounds))


def _has(connection: sqlite3.Connection, where: str, *values: object) -> bool:
    found = connection.execute(
        f"SELECT 1 FROM records r LEFT JOIN contents c ON c.number = r.number WHERE {where} "  # noqa: S608 - conditions of ours
        "LIMIT 1",
        values,
    ).fetchone()
    return found is not None


def _of_subjects(pseudonyms: Collection[bytes]) -> str:
    return f"{WITH_SUBJECT} AND c.subject IN ({', '.join('?' * len(pseudonyms))})"
