"""Requests for the benchmarks: the same for every engine, from a fixed seed.

Every request is complete and has five items. Times are ISO texts with their offset, as a service
receives them; `with_datetimes` and `with_seconds` hold the same requests with other times.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Final

Request = dict[str, Any]

PURPOSES: Final = ("perform_contract", "protect_rights", "offers", "statistics", "legal_duty")
KINDS: Final = ("group_company", "partner", "court", "authority", "other_person")
CATEGORIES: Final = ("name", "contact_data", "personal_code", "transactions", "usage")
GROUPS: Final = ("ekspress-meedia", "another-group")
ITEMS: Final = 5
SEED: Final = 2026

FIRST: Final = datetime(2026, 1, 1, tzinfo=UTC)
TIMES: Final = {"moment", "given_at", "withdrawn_at"}


def requests(count: int, *, items: int = ITEMS, consents: int | None = None) -> list[Request]:
    """Return so many requests, always the same.

    Args:
        count: How many.
        items: How many items each has.
        consents: How many consents each client gave; 0 to 3, by chance, unless told.
    """
    chance = Random(SEED)  # noqa: S311 - samples, not secrets
    return [_request(chance, items, consents) for _ in range(count)]


def with_datetimes(value: Any, *, key: str = "") -> Any:
    """Return the same with its times as `datetime`."""
    return _with_times(value, key, datetime.fromisoformat)


def with_seconds(value: Any, *, key: str = "") -> Any:
    """Return the same with its times as whole seconds since 1970."""
    return _with_times(value, key, lambda text: int(datetime.fromisoformat(text).timestamp()))


def _with_times(value: Any, key: str, read: Any) -> Any:
    if isinstance(value, dict):
        return {each: _with_times(inner, each, read) for each, inner in value.items()}
    if isinstance(value, list):
        return [_with_times(inner, "", read) for inner in value]
    return read(value) if key in TIMES else value


def _request(chance: Random, items: int, consents: int | None) -> Request:
    moment = FIRST + timedelta(minutes=chance.randrange(200 * 24 * 60))
    kind = chance.choice(KINDS)
    recipient = {"id": f"r-{chance.randrange(1000)}", "kind": kind}
    if kind == "group_company":
        recipient["group"] = chance.choice(GROUPS)
    several = chance.randrange(4) if consents is None else consents
    return {
        "operation": "disclose" if chance.random() < 0.8 else "send_offer",
        "purpose": chance.choice(PURPOSES),
        "moment": _written(chance, moment),
        "recipient": recipient,
        "client": {
            "id": f"c-{chance.randrange(100_000)}",
            "consents": [_consent(chance, moment) for _ in range(several)],
            "in_breach": chance.random() < 0.35,
            "interested_in_partner": chance.random() < 0.4,
            "opted_out_of_offers": chance.random() < 0.4,
        },
        "demand": {"based_on_law": chance.random() < 0.5},
        "items": [
            {
                "name": f"item_{number}",
                "category": chance.choice(CATEGORIES),
                "related_to_breach": chance.random() < 0.4,
            }
            for number in range(items)
        ],
    }


def _consent(chance: Random, moment: datetime) -> Request:
    given = moment - timedelta(minutes=chance.randrange(-20_000, 400_000))
    consent: Request = {
        "purpose": chance.choice(PURPOSES),
        "recipient_kind": chance.choice(KINDS),
        "data": chance.sample(CATEGORIES, chance.randint(1, 5)),
        "given_at": _written(chance, given),
    }
    if chance.random() < 0.4:
        withdrawn = given + timedelta(minutes=chance.randrange(400_000))
        consent["withdrawn_at"] = _written(chance, withdrawn)
    return consent


def _written(chance: Random, time: datetime) -> str:
    """Write an instant in Tallinn's winter time, or in UTC."""
    if chance.random() < 0.5:
        return time.isoformat().replace("+00:00", "Z")
    return (time + timedelta(hours=2)).replace(tzinfo=None).isoformat() + "+02:00"
