"""The workload's rules by hand: what an expert would write who needs them fast.

`hand_reasons` answers with all reasons and validates nothing. `hand_validated` gives the same
answers and refuses what the engine refuses: unknown keys, wrong types, unknown terms, empty texts,
times without offset, two items of one name. Neither knows a third value: a request that lacks a
fact is refused, where the engine would say which fact is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from benchmarks.workload.requests import CATEGORIES, KINDS, PURPOSES

Request = dict[str, Any]

KNOWN_OPERATIONS: Final = frozenset({"disclose", "send_offer"})
KNOWN_PURPOSES: Final = frozenset(PURPOSES)
KNOWN_KINDS: Final = frozenset(KINDS)
KNOWN_CATEGORIES: Final = frozenset(CATEGORIES)
NOTHING: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """What came of one item, and by which rules: all that matched."""

    name: str
    outcome: str
    rules: tuple[str, ...]


class Refused(ValueError):  # noqa: N818 - it names what happened
    """The request does not fit."""


def hand_reasons(request: Request) -> list[ItemAnswer]:
    """Return the answer for each item of a request that is taken as it comes."""
    recipient, client, items = request["recipient"], request["client"], request["items"]
    kind = recipient["kind"]
    if request["operation"] == "send_offer":
        return _offered(items, kind, client["opted_out_of_offers"])
    consented: frozenset[str] = NOTHING
    if client["consents"]:
        purpose, moment = request["purpose"], _instant(request["moment"])
        for consent in client["consents"]:
            if (
                consent["purpose"] == purpose
                and consent["recipient_kind"] == kind
                and _instant(consent["given_at"]) <= moment
            ):
                withdrawn = consent.get("withdrawn_at")
                if withdrawn is None or _instant(withdrawn) > moment:
                    consented = consented.union(consent["data"])
    for_all = []
    if kind == "group_company" and recipient["group"] == "ekspress-meedia":
        for_all.append("sharing#group_company")
    if request["demand"]["based_on_law"] and kind in {"court", "authority"}:
        for_all.append("sharing#legal_demand")
    needs_consent = kind == "partner" and not client["interested_in_partner"]
    return _disclosed(items, for_all, consented, client["in_breach"], needs_consent)


def hand_validated(request: Request) -> list[ItemAnswer]:
    """Return the answer for each item of a request in which nothing is taken on trust.

    Raises:
        Refused: The request does not fit.
    """
    try:
        return _checked(request)
    except Refused:
        raise
    except (KeyError, TypeError, ValueError) as fault:
        # A key that is absent, a mapping that is none, a list for a term, a text for a time.
        message = "the request lacks a key, or has a value of another type"
        raise Refused(message) from fault


def _checked(request: Request) -> list[ItemAnswer]:  # noqa: C901, PLR0915 - one pass, for speed
    operation, purpose = request["operation"], request["purpose"]
    recipient, client, demand = request["recipient"], request["client"], request["demand"]
    items, moment = request["items"], _instant(request["moment"])
    if len(request) != 7 or moment.tzinfo is None:
        raise Refused(_told("request"))
    if operation not in KNOWN_OPERATIONS or purpose not in KNOWN_PURPOSES:
        raise Refused(_told("operation or purpose"))

    kind, group, reference = recipient["kind"], recipient.get("group"), recipient["id"]
    if len(recipient) != 2 + ("group" in recipient) or kind not in KNOWN_KINDS:
        raise Refused(_told("recipient"))
    if type(reference) is not str or not reference:
        raise Refused(_told("recipient.id"))
    if group is not None and (type(group) is not str or not group):
        raise Refused(_told("recipient.group"))

    based_on_law = demand["based_on_law"]
    if len(demand) != 1 or type(based_on_law) is not bool:
        raise Refused(_told("demand"))

    reference, consents = client["id"], client["consents"]
    in_breach, interested = client["in_breach"], client["interested_in_partner"]
    opted_out = client["opted_out_of_offers"]
    if len(client) != 5 or type(reference) is not str or not reference:
        raise Refused(_told("client"))
    if type(in_breach) is not bool or type(interested) is not bool or type(opted_out) is not bool:
        raise Refused(_told("client"))
    if type(consents) is not list:
        raise Refused(_told("client.consents"))

    consented: frozenset[str] = NOTHING
    for consent in consents:
        data = consent["data"]
        if type(data) is not list or not KNOWN_CATEGORIES.issuperset(data):
            raise Refused(_told("client.consents.data"))
        its_purpose, its_kind = consent["purpose"], consent["recipient_kind"]
        if its_purpose not in KNOWN_PURPOSES or its_kind not in KNOWN_KINDS:
            raise Refused(_told("client.consents"))
        given = _instant(consent["given_at"])
        withdrawn = consent.get("withdrawn_at")
        if withdrawn is not None:
            withdrawn = _instant(withdrawn)
            if withdrawn.tzinfo is None:
                raise Refused(_told("client.consents.withdrawn_at"))
        if len(consent) != 4 + ("withdrawn_at" in consent) or given.tzinfo is None:
            raise Refused(_told("client.consents"))
        if (
            its_purpose == purpose
            and its_kind == kind
            and given <= moment
            and (withdrawn is None or withdrawn > moment)
        ):
            consented = consented.union(data)

    if type(items) is not list or not items:
        raise Refused(_told("items"))
    names = set()
    for item in items:
        name, related = item["name"], item["related_to_breach"]
        if type(name) is not str or not name or type(related) is not bool:
            raise Refused(_told("items"))
        if len(item) != 3 or item["category"] not in KNOWN_CATEGORIES:
            raise Refused(_told("items.category"))
        names.add(name)
    if len(names) != len(items):
        raise Refused(_told("items.name"))

    if operation == "send_offer":
        return _offered(items, kind, opted_out)
    for_all = []
    if kind == "group_company" and group == "ekspress-meedia":
        for_all.append("sharing#group_company")
    if based_on_law and kind in {"court", "authority"}:
        for_all.append("sharing#legal_demand")
    return _disclosed(items, for_all, consented, in_breach, kind == "partner" and not interested)


def _disclosed(
    items: list[Request],
    for_all: list[str],
    consented: frozenset[str],
    in_breach: bool,  # noqa: FBT001 - positional, for speed
    needs_consent: bool,  # noqa: FBT001
) -> list[ItemAnswer]:
    answers = []
    for item in items:
        rules = []
        if in_breach and item["related_to_breach"]:
            rules.append("sharing#breach")
        if item["category"] in consented:
            rules.append("sharing#consent")
        elif needs_consent:
            answers.append(
                ItemAnswer(item["name"], "prohibited", ("sharing#partner_without_interest",))
            )
            continue
        rules += for_all
        outcome = "permitted" if rules else "no_ground"
        answers.append(ItemAnswer(item["name"], outcome, tuple(rules)))
    return answers


def _offered(
    items: list[Request],
    kind: str,
    opted_out: bool,  # noqa: FBT001 - positional, for speed
) -> list[ItemAnswer]:
    outcome: str
    rules: tuple[str, ...]
    if opted_out:
        outcome, rules = "prohibited", ("sharing#opted_out",)
    elif kind in {"group_company", "partner"}:
        outcome, rules = "permitted", ("sharing#offer",)
    else:
        outcome, rules = "no_ground", ()
    return [ItemAnswer(item["name"], outcome, rules) for item in items]


def _instant(time: object) -> datetime:
    """Return a time that is given as ISO text or as it is."""
    if type(time) is str:
        return datetime.fromisoformat(time)
    if isinstance(time, datetime):
        return time
    raise Refused(_told("times"))


def _told(path: str) -> str:
    return f"`{path}` has an unknown key, a value of another type or an unknown term"
