"""Requests as a service of EkspressJob's makes them, from a fixed seed.

They are complete, of every kind and in the narrowest words. Clients have few records; whoever asks
for a right has been identified or not.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Final

Request = dict[str, Any]

SEED: Final = 2026
FIRST: Final = datetime(2026, 1, 2, tzinfo=UTC)
OPERATIONS: Final = {
    "transmit": 30, "give_access": 10, "cross_use": 10, "send_offer": 15, "use": 10, "query": 10,
    "store": 5, "view_own_data": 3, "correct_own_data": 2, "stop_processing": 2,
    "erase_own_data": 2, "stop_offers": 1,
}  # fmt: skip
RIGHTS: Final = {
    "view_own_data", "correct_own_data", "stop_processing", "erase_own_data", "stop_offers",
}  # fmt: skip
PURPOSES: Final = (
    "perform_contract", "protect_rights", "understand_clients", "offers", "meet_legal_duty",
)  # fmt: skip
KINDS: Final = (
    "group_company", "partner", "court", "investigating_authority", "other_authority",
    "other_third_person",
)  # fmt: skip
GRANTED_KINDS: Final = (*KINDS, "authority", "third_person")
DATA: Final = ("name", "personal_code", "contact_data", "transaction_data", "other_client_data")
GRANTED_DATA: Final = (*DATA, "client_data")
BREACHES: Final = ("b-1", "b-2", "b-3")


def requests(count: int) -> list[Request]:
    """Return so many requests, always the same."""
    chance = Random(SEED)  # noqa: S311 - samples, not secrets
    return [_request(chance) for _ in range(count)]


def _request(chance: Random) -> Request:
    moment = FIRST + timedelta(minutes=chance.randrange(200 * 24 * 60))
    operation = chance.choices(list(OPERATIONS), list(OPERATIONS.values()))[0]
    purpose = "offers" if operation == "send_offer" else chance.choice(PURPOSES)
    recipient = {"id": f"r-{chance.randrange(5)}", "kind": chance.choice(KINDS)}
    if recipient["kind"] == "group_company":
        recipient["group"] = chance.choice(("ekspress-meedia", "another-group"))
    request: Request = {
        "operation": operation,
        "moment": moment.isoformat(),
        "client": _client(chance, moment),
        "items": [_item(chance, number) for number in range(chance.randint(1, 5))],
    }
    if operation in RIGHTS:
        request["requester"] = {
            "identity_verified": chance.random() < 0.8,
            "channel": chance.choice(("web", "email", "phone")),
            "provision": "GDPR 17",
            "assessed": chance.choice(("well_founded", "unfounded")),
        }
        return request
    request["purpose"] = purpose
    if operation in {"transmit", "give_access", "cross_use"}:
        request["recipient"] = recipient
    if purpose == "meet_legal_duty":
        request["demand"] = {
            "provision": "VOS 5",
            "entitled": f"r-{chance.randrange(5)}",
            "data": _some(chance, GRANTED_DATA),
            **_dated(chance, moment, "issued_at", "expires_at"),
        }
    if recipient["kind"] == "court":
        request["dispute"] = {"court": recipient["id"], "data": _some(chance, GRANTED_DATA)}
    if operation == "send_offer":
        source = chance.choice(("own", "group", "partner"))
        request["offer"] = {"source": source, "partner_chosen": chance.random() < 0.7}
    return request


def _client(chance: Random, moment: datetime) -> Request:
    return {
        "id": f"k-{chance.randrange(100_000)}",
        "consents": [
            {
                "id": f"n-{number}",
                "purposes": _some(chance, PURPOSES),
                "recipients": _some(chance, GRANTED_KINDS),
                "data": _some(chance, GRANTED_DATA),
                "recorded_in": chance.choice(("contract", "other_record")),
                **_dated(chance, moment, "given_at", "withdrawn_at"),
            }
            for number in range(chance.randrange(4))
        ],
        "breaches": [
            {"id": breach, "occurred_at": _before(chance, moment)}
            for breach in chance.sample(BREACHES, chance.choice((0, 0, 1)))
        ],
        "interests": [
            {
                "id": f"i-{number}",
                "partner": f"r-{chance.randrange(5)}",
                **_dated(chance, moment, "expressed_at", "ended_at"),
            }
            for number in range(chance.randrange(3))
        ],
        "opt_outs": [
            {"id": "o-1", **_dated(chance, moment, "made_at", "withdrawn_at")}
            for _ in range(chance.choice((0, 0, 0, 1)))
        ],
        "stop_demands": [
            {
                "id": "s-1",
                "assessed": chance.choice(("well_founded", "unfounded")),
                **_dated(chance, moment, "made_at", "withdrawn_at"),
            }
            for _ in range(chance.choice((0, 0, 0, 0, 1)))
        ],
    }


def _item(chance: Random, number: int) -> Request:
    category: str | list[str] = chance.choice(DATA)
    if chance.random() < 0.1:
        category = chance.sample(DATA, 2)
    related = chance.sample(BREACHES, chance.choice((0, 0, 1)))
    return {"name": f"item_{number}", "category": category, "related_to": related}


def _some(chance: Random, terms: tuple[str, ...]) -> list[str]:
    return chance.sample(terms, chance.randint(1, 3))


def _dated(chance: Random, moment: datetime, start: str, end: str) -> Request:
    record = {start: _before(chance, moment)}
    if chance.random() < 0.3:
        ended = moment + timedelta(minutes=chance.randrange(-50_000, 50_000))
        record[end] = ended.isoformat()
    return record


def _before(chance: Random, moment: datetime) -> str:
    return (moment - timedelta(minutes=chance.randrange(-10_000, 500_000))).isoformat()
