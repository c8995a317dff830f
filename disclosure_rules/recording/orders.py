"""Orders of authorities: disclosures to whom are withheld from accounts, and until when.

An authority that was given data may order that the data subject is not told for a time: 45 CFR
164.528(a)(2) has this as a rule of its own, Article 23 of the GDPR lets a law provide for it. An
order is a record of the log. At the moment that it names it ends by itself.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from disclosure_rules.language.noun import noun
from disclosure_rules.recording.errors import LogError
from disclosure_rules.recording.reading import BESIDE, read

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection

ORAL: Final = timedelta(days=30)
"""How long an order that nobody wrote down can last: 45 CFR 164.528(a)(2)(ii)(C)."""


@noun
class Order:
    """An order to withhold disclosures to a recipient from accounts."""

    id: str
    """Of its record in the log."""
    recipient: str
    """The id of the recipient to whom the data were disclosed."""
    until: datetime
    order: str
    """Who ordered it, by which document."""
    oral: bool
    subject: bytes | None
    """The pseudonym of the only data subject that it is about; None if it is about all."""

    def is_about(self, pseudonyms: Collection[bytes]) -> bool:
        """Tell whether it is about a data subject."""
        return self.subject is None or self.subject in pseudonyms

    def covers(self, recipient: str | None, *, known: bool) -> bool:
        """Tell whether it covers a disclosure to a recipient.

        What the log no longer knows the recipient of may be just what was to be withheld.
        """
        return not known or self.recipient == recipient

    def as_dict(self) -> dict[str, object]:
        """Return the order as plain data."""
        told = {"id": self.id, "order": self.order, "until": self.until.isoformat()}
        return told | {"oral": self.oral}


def orders_in_force(connection: sqlite3.Connection, now: datetime) -> list[Order]:
    """Return the orders that have not ended. Of records of the same order the last one counts."""
    last: dict[tuple[str, str, bytes | None], Order] = {}
    for record in read(connection, f"{BESIDE} AND r.kind = 'withholding'"):
        if record.content is not None:
            order = _order(str(record.id), record.content)
            last[order.order, order.recipient, order.subject] = order
    return [order for order in last.values() if now < order.until]


def _order(identifier: str, said: dict[str, Any]) -> Order:
    subject = said.get("subject")
    return Order(
        identifier,
        said["recipient"],
        datetime.fromisoformat(said["until"]),
        said["order"],
        said["oral"],
        None if subject is None else bytes.fromhex(subject["pseudonym"]),
    )


def refuse_what_is_no_order(
    recipient: str, until: datetime, order: str, now: datetime, *, oral: bool
) -> None:
    """Refuse an order that names nobody, or that nobody wrote down and that lasts too long.

    Raises:
        LogError: It says which.
    """
    if not recipient:
        raise LogError("no_recipient")
    if not order:
        raise LogError("no_order")
    if oral and until > now + ORAL:
        raise LogError("oral_too_long", days=ORAL.days)
