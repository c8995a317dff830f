"""Random valid requests to EkspressJob's policy set: complete, incomplete and broad ones.

`python -m tests.oracles.ekspressjob_requests` prints how often each outcome and rule comes up.
"""

import sys
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from random import Random
from typing import Any

from tests.oracles import ekspressjob

Request = dict[str, Any]

DISCLOSURES = ["disclose", "transmit", "give_access", "cross_use"]
INNER = ["collect", "record", "store", "alter", "query", "use", "erase"]
CLIENT_REQUESTS = [
    "view_own_data", "correct_own_data", "stop_processing", "erase_own_data", "stop_offers",
]  # fmt: skip
PURPOSES = ["perform_contract", "protect_rights", "understand_clients", "offers", "meet_legal_duty"]
AUTHORITIES = ["court", "investigating_authority", "other_authority"]
KINDS = ["group_company", "partner", *AUTHORITIES, "other_third_person"]
DATA = ["name", "personal_code", "contact_data", "transaction_data", "other_client_data"]
RECIPIENT_IDS = ["r-1", "r-2", "r-3"]
BREACH_IDS = ["b-1", "b-2", "b-3"]
NAMES = ["email", "phone", "unpaid_invoice", "full name", "isikukood", "märkus"]
PROVISIONS = ["IKS § 12", "TLS § 28", "GDPR 17(1)"]

# An operation's usual purposes and kinds of recipient make the narrow rules come up often enough.
DISCLOSING = [
    ("meet_legal_duty", ["investigating_authority", "other_authority", "court", "partner"]),
    ("protect_rights", ["court", "court", "other_third_person", "authority"]),
    ("perform_contract", ["partner", "other_third_person", "other_authority"]),
    ("offers", ["partner", "partner", "group_company"]),
    ("understand_clients", ["partner", "group_company"]),
    ("serve_better", ["partner", "group_company"]),
]

ZONES = [UTC, *(timezone(timedelta(hours=hours)) for hours in (2, 3, -5))]
NEW_YEAR = datetime(2025, 12, 31, 22, tzinfo=UTC)  # 2026-01-01T00:00 in Tallinn
REPEATED_HOUR = datetime(2026, 10, 25, 0, tzinfo=UTC)  # 03:00 in Tallinn, again an hour later
MICROSECOND, HOUR, DAY = timedelta(microseconds=1), timedelta(hours=1), timedelta(days=1)


def chance(rng: Random, probability: float) -> bool:
    return rng.random() < probability


# Times.


def random_moment(rng: Random) -> datetime:
    draw = rng.random()
    if draw < 0.05:
        return NEW_YEAR + rng.choice([-DAY, -HOUR, -MICROSECOND, 0 * DAY, MICROSECOND, HOUR])
    if draw < 0.15:
        return REPEATED_HOUR + rng.randrange(0, 120, 15) * timedelta(minutes=1)
    if draw < 0.17:
        return NEW_YEAR - rng.randrange(1, 400) * DAY
    seconds = rng.randrange(400 * 86_400)
    fraction = rng.choice([0, 0, 500_000, 120_000, 1, 999_999])
    return NEW_YEAR + timedelta(seconds=seconds, microseconds=fraction)


def written(rng: Random, time: datetime) -> str:
    """The instant as ISO text, in some zone, with or without a fraction."""
    local = time.astimezone(rng.choice(ZONES))
    text = local.replace(microsecond=0, tzinfo=None).isoformat()
    if time.microsecond % 1000 == 0 and (time.microsecond or chance(rng, 0.2)):
        text += f".{time.microsecond // 1000:03}"
    elif time.microsecond or chance(rng, 0.1):
        text += f".{time.microsecond:06}"
    offset = local.isoformat()[-6:]
    return text + ("Z" if offset == "+00:00" and chance(rng, 0.7) else offset)


def time_near(rng: Random, moment: datetime, past: float) -> str:
    """A time at or before the moment with the given probability, often at its very edge."""
    if chance(rng, past):
        distance = rng.choice([0 * DAY, 0 * DAY, MICROSECOND, HOUR, DAY, 90 * DAY, 3000 * DAY])
        return written(rng, moment - distance)
    return written(rng, moment + rng.choice([MICROSECOND, MICROSECOND, HOUR, DAY, 900 * DAY]))


def dated(rng: Random, moment: datetime, start: str, end: str) -> Request:
    record = {start: time_near(rng, moment, 0.8)}
    if chance(rng, 0.4):
        record[end] = time_near(rng, moment, 0.5)
    return record


# Terms.


def broadened(rng: Random, term: str, probability: float) -> str:
    while term in ekspressjob.BROADER and chance(rng, probability):
        term = ekspressjob.BROADER[term]
    return term


def term_set(rng: Random, terms: list[str], wanted: list[str]) -> list[str]:
    """A set of terms, inner ones too, that often has the wanted ones."""
    if chance(rng, 0.07):
        return []
    chosen = list(wanted) if chance(rng, 0.7) else []
    chosen += rng.sample(terms, rng.choice([0, 1, 1, 2]))
    return sorted({broadened(rng, term, 0.25) for term in chosen}, key=lambda _: rng.random())


# Parts of a request.


def records(rng: Random, ids: list[str], sizes: list[int]) -> list[Request]:
    return [{"id": each} for each in rng.sample(ids, rng.choice(sizes))]


def random_client(rng: Random, moment: datetime, asked: Request, data: list[str]) -> Request:
    consents = records(rng, ["c-1", "c-2", "c-3"], [0, 0, 1, 1, 2])
    for consent in consents:
        consent["purposes"] = term_set(rng, PURPOSES, [asked["purpose"]])
        consent["recipients"] = term_set(rng, KINDS, [asked["kind"]])
        consent["data"] = term_set(rng, DATA, data)
        consent.update(dated(rng, moment, "given_at", "withdrawn_at"))
        if chance(rng, 0.75):
            consent["recorded_in"] = rng.choice(["contract", "other_record"])
    breaches = records(rng, BREACH_IDS, [0, 1, 1, 2])
    for breach in breaches:
        breach["occurred_at"] = time_near(rng, moment, 0.75)
    interests = records(rng, ["i-1", "i-2", "i-3"], [0, 1, 1, 2])
    for interest in interests:
        interest["partner"] = asked["id"] if chance(rng, 0.6) else rng.choice(RECIPIENT_IDS)
        interest.update(dated(rng, moment, "expressed_at", "ended_at"))
    opt_outs = records(rng, ["o-1", "o-2", "o-3"], [0, 0, 0, 1, 2])
    for opt_out in opt_outs:
        opt_out.update(dated(rng, moment, "made_at", "withdrawn_at"))
    stop_demands = records(rng, ["s-1", "s-2", "s-3"], [0, 0, 0, 1, 2])
    for demand in stop_demands:
        demand.update(dated(rng, moment, "made_at", "withdrawn_at"))
        demand["assessed"] = rng.choice(["well_founded", "well_founded", "unfounded"])
    return {
        "id": rng.choice(["k-1", "k-2"]),
        "consents": consents,
        "breaches": breaches,
        "interests": interests,
        "opt_outs": opt_outs,
        "stop_demands": stop_demands,
    }


def random_demand(rng: Random, moment: datetime, asked: Request, data: list[str]) -> Request:
    demand = dated(rng, moment, "issued_at", "expires_at")
    if chance(rng, 0.8):
        demand["provision"] = rng.choice(PROVISIONS)
    demand["entitled"] = asked["id"] if chance(rng, 0.75) else rng.choice(RECIPIENT_IDS)
    demand["data"] = term_set(rng, DATA, data)
    return demand


def random_offer(rng: Random) -> Request:
    return {
        "source": rng.choice(["own", "group", "partner", "partner"]),
        "partner_chosen": chance(rng, 0.6),
    }


def random_requester(rng: Random) -> Request:
    requester: Request = {
        "identity_verified": chance(rng, 0.75),
        "assessed": rng.choice(["well_founded", "well_founded", "unfounded"]),
    }
    if chance(rng, 0.75):
        requester["provision"] = rng.choice(PROVISIONS)
    if chance(rng, 0.5):
        requester["channel"] = rng.choice(["web", "email", "phone"])
    return requester


def random_items(rng: Random, broad: float) -> list[Request]:
    items: list[Request] = []
    for name in rng.sample(NAMES, rng.choice([1, 1, 2, 3])):
        categories = rng.sample(DATA, rng.choice([1, 1, 1, 2, 3]))
        if chance(rng, 0.3):
            categories = rng.sample(["name", "contact_data"], rng.choice([1, 2]))
        categories = sorted({broadened(rng, each, broad) for each in categories})
        single = len(categories) == 1 and chance(rng, 0.8)
        related = rng.sample(BREACH_IDS, rng.choice([0, 1, 1, 2, 3]))
        items.append(
            {
                "name": name,
                "category": categories[0] if single else categories,
                "related_to": related,
            }
        )
    return items


def random_aim(rng: Random) -> tuple[str, str, str]:
    """An operation, a purpose and a kind of recipient; some that go together, some that do not."""
    operation = rng.choices(
        [rng.choice(DISCLOSURES), "send_offer", rng.choice(INNER), rng.choice(CLIENT_REQUESTS)],
        weights=[55, 14, 18, 13],
    )[0]
    purpose, kinds = rng.choice(DISCLOSING)
    kind = rng.choice(kinds)
    if chance(rng, 0.25):
        purpose, kind = rng.choice(PURPOSES), rng.choice(KINDS)
    if operation == "send_offer" and chance(rng, 0.7):
        purpose = "offers"
    return operation, purpose, kind


# What the request leaves out.


def thinned(rng: Random, value: Any, probability: float) -> Any:
    """Any key at any level left out or null, except the moment and the members of a list."""
    if isinstance(value, list):
        return [thinned(rng, each, probability) for each in value]
    if not isinstance(value, dict):
        return value
    kept = {}
    for key, inner in value.items():
        if key in {"moment", "name"} or not chance(rng, probability):
            kept[key] = thinned(rng, inner, probability)
        elif chance(rng, 0.4):
            kept[key] = None
    return kept


def without_items_or_name(rng: Random, request: Request, probability: float) -> None:
    """No items at all, or one item without a name: two nameless ones might count as one name."""
    if chance(rng, probability):
        request["items"] = rng.choice([[], None])
        if chance(rng, 0.4):
            del request["items"]
    elif request.get("items") and chance(rng, 0.06):
        nameless = rng.choice(request["items"])
        nameless["name"] = None
        if chance(rng, 0.5):
            del nameless["name"]


def random_request(rng: Random) -> Request:
    """A valid request: only words of the vocabulary, and always a moment."""
    left_out, broad = rng.choice([(0, 0), (0, 0), (0, 0.15), (0.04, 0), (0.06, 0.15), (0.3, 0.1)])
    moment = random_moment(rng)
    operation, purpose, kind = random_aim(rng)
    items = random_items(rng, broad)
    data = sorted({term for item in items for term in as_list(item["category"])})
    asked = {"purpose": purpose, "kind": kind, "id": rng.choice(RECIPIENT_IDS)}
    request: Request = {
        "operation": broadened(rng, operation, broad),
        "purpose": broadened(rng, purpose, broad),
        "moment": written(rng, moment),
        "client": random_client(rng, moment, asked, data),
        "items": items,
    }
    if operation in CLIENT_REQUESTS and chance(rng, 0.8):
        del request["purpose"]
    if operation in DISCLOSURES or chance(rng, 0.2):
        request["recipient"] = {"id": asked["id"], "kind": broadened(rng, kind, broad)}
        if chance(rng, 0.7 if kind == "group_company" else 0.1):
            groups = ["ekspress-meedia", "ekspress-meedia", "another-group", "Ekspress-Meedia"]
            request["recipient"]["group"] = rng.choice(groups)
    if chance(rng, 0.7 if purpose == "meet_legal_duty" else 0.2):
        request["demand"] = random_demand(rng, moment, asked, data)
    if chance(rng, 0.7 if purpose == "protect_rights" else 0.2):
        court = asked["id"] if chance(rng, 0.75) else rng.choice(RECIPIENT_IDS)
        request["dispute"] = {"court": court, "data": term_set(rng, DATA, data)}
    if chance(rng, 0.9 if operation == "send_offer" else 0.15):
        request["offer"] = random_offer(rng)
    if chance(rng, 0.9 if operation in CLIENT_REQUESTS else 0.15):
        request["requester"] = random_requester(rng)
    thin: Request = thinned(rng, request, left_out)
    without_items_or_name(rng, thin, 0.1 if left_out else 0.01)
    keys = list(thin)
    rng.shuffle(keys)
    return {key: thin[key] for key in keys}


def as_list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def distribution(count: int = 20_000, seed: int = 1) -> str:
    """Outcomes, and per rule how often it decides and how often it is true, false and unknown."""
    rng = Random(seed)  # noqa: S311 - samples, not secrets
    outcomes: Counter[str] = Counter()
    item_outcomes: Counter[str] = Counter()
    decides: Counter[str] = Counter()
    truths: Counter[tuple[str, bool | None]] = Counter()
    for _ in range(count):
        request = random_request(rng)
        decision = ekspressjob.decide(request)
        outcomes[decision["outcome"]] += 1
        item_outcomes.update(item["outcome"] for item in decision["items"])
        decides.update({rule for item in decision["items"] for rule in item["rules"]})
        seen: set[tuple[str, bool | None]] = set()
        for question in ekspressjob.questions(request):
            for findings in ekspressjob.rule_findings(question):
                seen.update((rule, found.truth) for rule, found in findings.items())
        truths.update(seen)
    lines = [f"{count} requests, seed {seed}"]
    for title, counter in (("requests", outcomes), ("items", item_outcomes)):
        shares = (f"{name} {n / counter.total():.1%}" for name, n in counter.most_common())
        lines.append(f"{title}: " + ", ".join(shares))
    lines.append(f"{'share of requests in which a rule':36} decides  is true   false  unknown")
    for rule in [*ekspressjob.ALLOW, *ekspressjob.DENY]:
        row = [decides[rule], truths[rule, True], truths[rule, False], truths[rule, None]]
        lines.append(f"{rule:36}" + "".join(f"{n / count:9.2%}" for n in row))
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(f"{distribution(*(int(argument) for argument in sys.argv[1:3]))}\n")
