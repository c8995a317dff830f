"""EkspressJob's rules by hand: what an expert would write who needs them fast, and validated.

It takes complete requests in the narrowest words: purpose and recipient where the operation
involves them, every fact of the client. What lacks one, or uses a broad term where the answer could
depend on it, is refused; the engine would answer it. All else is refused as the engine refuses it.
The terms of consents and demands may be broad, since these grant.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

Request = dict[str, Any]

IN_FORCE_FROM: Final = datetime(2025, 12, 31, 22, tzinfo=UTC)  # 2026-01-01 in Tallinn

# No rule tells one way of disclosing from another: the broad term can be answered.
DISCLOSURES: Final = frozenset({"disclose", "transmit", "give_access", "cross_use"})
INNER: Final = frozenset({"collect", "record", "store", "alter", "query", "use", "erase"})
RIGHTS: Final = {
    "view_own_data": "client_rights#view",
    "correct_own_data": "client_rights#correct",
    "stop_processing": "client_rights#stop",
    "erase_own_data": "client_rights#erase",
    "stop_offers": "client_rights#no_more_offers",
}
OWN_DATA: Final = frozenset({"view_own_data", "correct_own_data"})
OFFERING: Final = frozenset({"use", "send_offer"})
OPERATIONS: Final = DISCLOSURES | INNER | RIGHTS.keys() | {"send_offer"}

# A narrow term, and each term that grants it: itself and what is broader.
BETTER: Final = frozenset({"understand_clients", "offers"})
STOPPABLE: Final = BETTER | {"perform_contract"}
BREACHED: Final = frozenset({"perform_contract", "protect_rights"})
PURPOSES: Final = {
    "perform_contract": frozenset({"perform_contract"}),
    "protect_rights": frozenset({"protect_rights"}),
    "understand_clients": frozenset({"understand_clients", "serve_better"}),
    "offers": frozenset({"offers", "serve_better"}),
    "meet_legal_duty": frozenset({"meet_legal_duty"}),
}
AUTHORITIES: Final = frozenset({"court", "investigating_authority", "other_authority"})
KINDS: Final = {
    kind: frozenset({kind, "third_person"})
    for kind in ("group_company", "partner", "other_third_person")
} | {kind: frozenset({kind, "authority", "third_person"}) for kind in AUTHORITIES}
DATA: Final = frozenset(
    {"name", "personal_code", "contact_data", "transaction_data", "other_client_data"}
)
GRANTED_PURPOSES: Final = frozenset().union(*PURPOSES.values())
GRANTED_KINDS: Final = frozenset().union(*KINDS.values())
GRANTED_DATA: Final = DATA | {"client_data"}
ANSWERABLE: Final = frozenset({"name", "contact_data"})

SINGLE: Final = {category: frozenset({category}) for category in DATA}

RECORDED: Final = frozenset({"contract", "other_record"})
ASSESSED: Final = frozenset({"well_founded", "unfounded"})
CHANNELS: Final = frozenset({"web", "email", "phone"})
OFFERS: Final = {
    "own": "offers#own_offer",
    "group": "offers#group_offer",
    "partner": "offers#chosen_partner_offer",
}
FOR_PURPOSE: Final[dict[str | None, str]] = {
    "perform_contract": "processing#for_the_contract",
    "protect_rights": "processing#for_our_rights",
    "understand_clients": "processing#for_better_service",
    "offers": "processing#for_better_service",
    "meet_legal_duty": "processing#for_a_legal_duty",
}
KEYS: Final = frozenset(
    {
        "operation", "purpose", "moment", "recipient", "client", "demand", "dispute", "offer",
        "requester", "items",
    }
)  # fmt: skip
NOBODY: Final[tuple[None, None, None]] = (None, None, None)
NOTHING: Final[frozenset[str]] = frozenset()


class ItemRules(NamedTuple):
    """An outcome and its rules, which several items may have."""

    outcome: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """What came of one item, and by which rules: all that matched."""

    name: str
    outcome: str
    rules: tuple[str, ...]


class Refused(ValueError):  # noqa: N818 - it names what happened
    """The request does not fit, or is not complete."""


def decide_by_hand(request: Request) -> list[ItemAnswer]:
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
    operation, purpose = request["operation"], request.get("purpose")
    moment, client, items = _instant(request["moment"]), request["client"], request["items"]
    if not request.keys() <= KEYS or operation not in OPERATIONS:
        raise Refused(_told("operation"))
    involving = operation not in RIGHTS
    if (involving or purpose is not None) and purpose not in PURPOSES:
        raise Refused(_told("purpose"))
    discloses = operation in DISCLOSURES
    recipient = request.get("recipient")
    if discloses and recipient is None:
        raise Refused(_told("recipient"))
    kind, reference, group = NOBODY if recipient is None else _recipient(recipient)
    if len(client) != 6:
        raise Refused(_told("client"))
    _text(client["id"])

    consented = _consented(client["consents"], purpose, kind, moment)
    breaches = _breaches(client["breaches"], moment)
    interested = _interested(client["interests"], reference, moment)
    opted_out = _opted_out(client["opt_outs"], moment)
    stopped = _stopped(client["stop_demands"], moment)
    demand, dispute = request.get("demand"), request.get("dispute")
    demanded = NOTHING if demand is None else _demanded(demand, reference, moment)
    disputed = NOTHING if dispute is None else _disputed(dispute, reference)
    offer, requester = request.get("offer"), request.get("requester")
    offered = None if offer is None else _offered(offer)
    identified, founded = (False, False) if requester is None else _identified(requester)
    if requester is None and not involving and operation != "stop_offers":
        raise Refused(_told("requester"))
    if type(items) is not list or not items:
        raise Refused(_told("items"))
    if moment < IN_FORCE_FROM:
        discloses, operation, stopped, opted_out = False, "none of ours yet", False, False

    # What is the same for every item.
    rules: list[str] = []
    denied: list[str] = []
    if discloses and kind == "partner" and purpose in BETTER and not interested:
        denied.append("disclosure#partner_without_interest")
    if opted_out and purpose == "offers" and (discloses or operation in OFFERING):
        denied.append("offers#opted_out")
    if stopped and purpose in STOPPABLE and involving and operation != "erase":
        denied.append("processing#stopped")
    if operation in INNER:
        rules.append(FOR_PURPOSE[purpose])
    elif operation == "send_offer":
        if offered is not None and purpose == "offers":
            rules.append(offered)
    elif operation in RIGHTS and (
        operation == "stop_offers" or (identified and (founded or operation in OWN_DATA))
    ):
        rules.append(RIGHTS[operation])
    same = ItemRules("permitted" if rules else "no_ground", tuple(rules))
    if denied:
        same = ItemRules("prohibited", tuple(denied))
    differs = discloses and not denied
    for_breach = breaches and kind != "group_company" and purpose in BREACHED
    in_court = disputed and kind == "court" and purpose == "protect_rights"
    of_our_group = kind == "group_company" and group == "ekspress-meedia"
    by_law = demanded and purpose == "meet_legal_duty"
    answering = interested and kind == "partner" and purpose == "offers"

    answers = []
    names = set()
    for item in items:
        name, related = item["name"], item["related_to"]
        categories = _categories(item["category"])
        if len(item) != 3 or type(related) is not list:
            raise Refused(_told("items"))
        _text(name)
        names.add(name)
        for breach in related:
            _text(breach)
        if not differs:
            answers.append(ItemAnswer(name, same.outcome, same.rules))
            continue
        rules = []
        if consented and any(_covers(data, categories) for data in consented):
            rules.append("disclosure#consent")
        if for_breach and not breaches.isdisjoint(related):
            rules.append("disclosure#contract_breach")
        if in_court and _covers(disputed, categories):
            rules.append("disclosure#court_defence")
        if of_our_group:
            rules.append("disclosure#group_company")
        if by_law and _covers(demanded, categories):
            rules.append("disclosure#legal_demand")
        if answering and categories <= ANSWERABLE:
            rules.append("disclosure#partner_interest")
        answers.append(ItemAnswer(name, "permitted" if rules else "no_ground", tuple(rules)))
    if len(names) != len(items):
        raise Refused(_told("items.name"))
    return answers


def _recipient(recipient: Request) -> tuple[str | None, str | None, str | None]:
    kind, reference, group = recipient["kind"], recipient["id"], recipient.get("group")
    if len(recipient) != 2 + ("group" in recipient) or kind not in KINDS:
        raise Refused(_told("recipient"))
    _text(reference)
    if group is not None:
        _text(group)
    return kind, reference, group


def _consented(
    consents: object, purpose: str | None, kind: str | None, moment: datetime
) -> list[frozenset[str]]:
    """Return the data that each consent which fits the rest of the question covers."""
    if type(consents) is not list:
        raise Refused(_told("client.consents"))
    fitting = []
    for consent in consents:
        purposes = _terms(consent["purposes"], GRANTED_PURPOSES)
        kinds = _terms(consent["recipients"], GRANTED_KINDS)
        data = _terms(consent["data"], GRANTED_DATA)
        recorded = consent.get("recorded_in")
        stands = _stands(consent, "given_at", "withdrawn_at", moment)
        _text(consent["id"])
        optional = ("recorded_in" in consent) + ("withdrawn_at" in consent)
        if len(consent) != 5 + optional or (recorded is not None and recorded not in RECORDED):
            raise Refused(_told("client.consents"))
        if (
            stands
            and recorded is not None
            and purpose is not None
            and kind is not None
            and not PURPOSES[purpose].isdisjoint(purposes)
            and not KINDS[kind].isdisjoint(kinds)
        ):
            fitting.append(data)
    return fitting


def _breaches(breaches: object, moment: datetime) -> set[str]:
    """Return the ids of breaches that have happened."""
    if type(breaches) is not list:
        raise Refused(_told("client.breaches"))
    happened = set()
    for breach in breaches:
        _text(breach["id"])
        if len(breach) != 2:
            raise Refused(_told("client.breaches"))
        if _instant(breach["occurred_at"]) <= moment:
            happened.add(breach["id"])
    return happened


def _interested(interests: object, reference: str | None, moment: datetime) -> bool:
    if type(interests) is not list:
        raise Refused(_told("client.interests"))
    found = False
    for interest in interests:
        _text(interest["id"])
        _text(interest["partner"])
        if len(interest) != 3 + ("ended_at" in interest):
            raise Refused(_told("client.interests"))
        stands = _stands(interest, "expressed_at", "ended_at", moment)
        found = found or (stands and interest["partner"] == reference)
    return found


def _opted_out(opt_outs: object, moment: datetime) -> bool:
    if type(opt_outs) is not list:
        raise Refused(_told("client.opt_outs"))
    found = False
    for opt_out in opt_outs:
        _text(opt_out["id"])
        if len(opt_out) != 2 + ("withdrawn_at" in opt_out):
            raise Refused(_told("client.opt_outs"))
        found = _stands(opt_out, "made_at", "withdrawn_at", moment) or found
    return found


def _stopped(demands: object, moment: datetime) -> bool:
    if type(demands) is not list:
        raise Refused(_told("client.stop_demands"))
    found = False
    for demand in demands:
        _text(demand["id"])
        assessed = demand["assessed"]
        if len(demand) != 3 + ("withdrawn_at" in demand) or assessed not in ASSESSED:
            raise Refused(_told("client.stop_demands"))
        stands = _stands(demand, "made_at", "withdrawn_at", moment)
        found = found or (stands and assessed == "well_founded")
    return found


def _demanded(demand: Request, reference: str | None, moment: datetime) -> frozenset[str]:
    """Return the data that law demands for this recipient."""
    provision, data = demand.get("provision"), _terms(demand["data"], GRANTED_DATA)
    stands = _stands(demand, "issued_at", "expires_at", moment)
    _text(demand["entitled"])
    if provision is not None:
        _text(provision)
    if len(demand) != 3 + ("provision" in demand) + ("expires_at" in demand):
        raise Refused(_told("demand"))
    fits = stands and provision is not None and demand["entitled"] == reference
    return data if fits else NOTHING


def _disputed(dispute: Request, reference: str | None) -> frozenset[str]:
    """Return the data that a case before this recipient needs."""
    data = _terms(dispute["data"], GRANTED_DATA)
    _text(dispute["court"])
    if len(dispute) != 2:
        raise Refused(_told("dispute"))
    return data if dispute["court"] == reference else NOTHING


def _offered(offer: Request) -> str | None:
    source, chosen = offer["source"], offer["partner_chosen"]
    if len(offer) != 2 or source not in OFFERS or type(chosen) is not bool:
        raise Refused(_told("offer"))
    return OFFERS[source] if source != "partner" or chosen else None


def _identified(requester: Request) -> tuple[bool, bool]:
    """Return whether the requester's identity is verified, and whether the request is founded."""
    verified, assessed = requester["identity_verified"], requester["assessed"]
    channel, provision = requester.get("channel"), requester.get("provision")
    if type(verified) is not bool or assessed not in ASSESSED:
        raise Refused(_told("requester"))
    if channel is not None and channel not in CHANNELS:
        raise Refused(_told("requester.channel"))
    if provision is not None:
        _text(provision)
    if len(requester) != 2 + ("channel" in requester) + ("provision" in requester):
        raise Refused(_told("requester"))
    return verified, provision is not None and assessed == "well_founded"


def _stands(record: Request, start: str, end: str, moment: datetime) -> bool:
    """Tell whether a dated record has begun and not ended."""
    begun, ended = _instant(record[start]), record.get(end)
    return (ended is None or _instant(ended) > moment) and begun <= moment


def _instant(time: object) -> datetime:
    if type(time) is str:
        time = datetime.fromisoformat(time)
    if not isinstance(time, datetime) or time.tzinfo is None:
        raise Refused(_told("times"))
    return time


def _terms(terms: object, known: frozenset[str]) -> frozenset[str]:
    if type(terms) is not list:
        raise Refused(_told("sets of terms"))
    given = frozenset(terms)
    if not given <= known:
        raise Refused(_told("sets of terms"))
    return given


def _categories(category: object) -> frozenset[str]:
    one = SINGLE.get(category) if type(category) is str else None
    if one is not None:
        return one
    several = _terms(category, DATA)
    if not several:
        raise Refused(_told("items.category"))
    return several


def _covers(granted: frozenset[str], categories: frozenset[str]) -> bool:
    return "client_data" in granted or categories <= granted


def _text(value: object) -> None:
    if type(value) is not str or not value:
        raise Refused(_told("texts"))


def _told(path: str) -> str:
    return f"`{path}` has an unknown key, a value of another type or an unknown term"
