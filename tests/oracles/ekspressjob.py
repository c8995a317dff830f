"""EkspressJob's rules by hand: what an auditor would write from the table of rules.

It shares no code and no file with the engine, so that a slip in either shows. True and False are
themselves and None is "unknown" (strong Kleene); every finding also says which facts left it open.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from typing import Any, NamedTuple

IN_FORCE_FROM = datetime(2025, 12, 31, 22, tzinfo=UTC)  # 2026-01-01T00:00 in Tallinn

NARROWER = {
    "processing": (
        "collect", "record", "store", "alter", "query", "use", "send_offer", "erase", "disclose",
    ),
    "disclose": ("transmit", "give_access", "cross_use"),
    "client_request": (
        "view_own_data", "correct_own_data", "stop_processing", "erase_own_data", "stop_offers",
    ),
    "serve_better": ("understand_clients", "offers"),
    "third_person": ("group_company", "partner", "authority", "other_third_person"),
    "authority": ("court", "investigating_authority", "other_authority"),
    "client_data": (
        "name", "personal_code", "contact_data", "transaction_data", "other_client_data",
    ),
}  # fmt: skip
BROADER = {narrow: broad for broad, several in NARROWER.items() for narrow in several}

INNER_OPERATIONS = ("collect", "record", "store", "alter", "query", "use", "erase")
STOPPABLE = ("collect", "record", "store", "alter", "query", "use", "send_offer", "disclose")


class Silence(Enum):
    """What it means that the request does not say."""

    NONE = "none"
    UNKNOWN = "unknown"


NONE, UNKNOWN = Silence.NONE, Silence.UNKNOWN


# Findings: true, false or unknown, and what left it unknown.


class Finding(NamedTuple):
    truth: bool | None
    missing: frozenset[str] = frozenset()


YES, NO = Finding(truth=True), Finding(truth=False)


def unknown(paths: Iterable[str]) -> Finding:
    return Finding(None, frozenset(paths))


def settled(truth: object) -> Finding:
    return YES if truth else NO


def kleene_and(truths: Iterable[bool | None]) -> bool | None:
    seen = set(truths)
    if False in seen:
        return False
    return None if None in seen else True


def kleene_or(truths: Iterable[bool | None]) -> bool | None:
    seen = set(truths)
    if True in seen:
        return True
    return None if None in seen else False


def open_paths(findings: Iterable[Finding]) -> frozenset[str]:
    return frozenset(path for each in findings if each.truth is None for path in each.missing)


def all_of(*findings: Finding) -> Finding:
    truth = kleene_and(each.truth for each in findings)
    return Finding(truth, open_paths(findings) if truth is None else frozenset())


def any_of(*findings: Finding) -> Finding:
    truth = kleene_or(each.truth for each in findings)
    return Finding(truth, open_paths(findings) if truth is None else frozenset())


def negated(finding: Finding) -> Finding:
    return finding if finding.truth is None else settled(not finding.truth)


# Facts: known, none or unknown, under the path that the vocabulary gives them.


class Fact(NamedTuple):
    path: str
    value: Any  # a text, a term, a list, a truth value; or a Silence


@dataclass(frozen=True)
class Entity:
    """A part of the request: given, or none or unknown with everything in it."""

    path: str
    given: Mapping[str, Any] | Silence

    def fact(self, name: str, silence: Silence = UNKNOWN) -> Fact:
        path = f"{self.path}.{name}"
        if isinstance(self.given, Silence):
            return Fact(path, self.given)
        return Fact(path, value_or(self.given.get(name), silence))


def value_or(value: Any, silence: Silence) -> Any:
    if value is None:
        return silence
    if isinstance(value, (list, tuple, set, frozenset)) and not value:
        return NONE
    return value


def undecided(*facts: Fact) -> Finding | None:
    """What an atom says when a fact in it is silent: none wins, then unknown."""
    if any(fact.value is NONE for fact in facts):
        return NO
    if any(fact.value is UNKNOWN for fact in facts):
        # A broad term beside an unknown fact may turn out too broad once that fact is known.
        return unknown(fact.path for fact in facts if fact.value is UNKNOWN or is_broad(fact))
    return None


# Terms.


@cache
def lineage(term: str) -> tuple[str, ...]:
    """The term and everything broader."""
    broader = BROADER.get(term)
    return (term,) if broader is None else (term, *lineage(broader))


@cache
def term_fits(described: str, granted: str) -> bool | None:
    if granted in lineage(described):
        return True
    return None if described in lineage(granted) else False


def terms_of(fact: Fact) -> list[str]:
    return [fact.value] if isinstance(fact.value, str) else list(fact.value)


def is_broad(fact: Fact) -> bool:
    """Whether a description could still mean something narrower."""
    describes = fact.path in {"operation", "purpose", "recipient.kind", "item.category"}
    if not describes or isinstance(fact.value, Silence):
        return False
    return any(term in NARROWER for term in terms_of(fact))


def fits(description: Fact, *grants: str) -> Finding:
    """Each term of the description lies within one of the grants."""
    silent = undecided(description)
    if silent is not None:
        return silent
    truth = kleene_and(
        kleene_or(term_fits(term, grant) for grant in grants) for term in terms_of(description)
    )
    return unknown([description.path]) if truth is None else settled(truth)


def covers(grants: Fact, description: Fact) -> Finding:
    silent = undecided(grants, description)
    return fits(description, *grants.value) if silent is None else silent


# Other atoms.


def is_value(fact: Fact, wanted: str) -> Finding:
    silent = undecided(fact)
    return settled(fact.value == wanted) if silent is None else silent


def is_true(fact: Fact) -> Finding:
    silent = undecided(fact)
    return settled(fact.value is True) if silent is None else silent


def same(one: Fact, other: Fact) -> Finding:
    silent = undecided(one, other)
    return settled(one.value == other.value) if silent is None else silent


def holds_text(texts: Fact, text: Fact) -> Finding:
    silent = undecided(texts, text)
    return settled(text.value in texts.value) if silent is None else silent


def present(fact: Fact) -> Finding:
    if fact.value is UNKNOWN:
        return unknown([fact.path])
    return settled(fact.value is not NONE)


def instant(value: str | datetime) -> datetime:
    read = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return read.astimezone(UTC)


def come(time: Fact, moment: datetime) -> Finding:
    """The time is at or before the moment."""
    silent = undecided(time)
    return settled(instant(time.value) <= moment) if silent is None else silent


def valid(start: Fact, end: Fact, moment: datetime) -> Finding:
    return all_of(come(start, moment), negated(come(end, moment)))


def some(records: Fact, holds: Callable[[Entity], Finding]) -> Finding:
    if records.value is NONE:
        return NO
    if records.value is UNKNOWN:
        # Unknown whatever the records would have to be. What lies outside the list and would leave
        # a record open is missing too: the list alone would not settle the matter.
        inside = holds(Entity(records.path, UNKNOWN)).missing
        outside = {path for path in inside if not path.startswith(f"{records.path}.")}
        return unknown({records.path} | outside)
    return any_of(*(holds(Entity(records.path, record)) for record in records.value))


# The question: one item of a request.


@dataclass(frozen=True)
class Question:
    moment: datetime
    operation: Fact
    purpose: Fact
    recipient: Entity
    client: Entity
    demand: Entity
    dispute: Entity
    offer: Entity
    requester: Entity
    item: Entity

    @property
    def recipient_id(self) -> Fact:
        return self.recipient.fact("id")

    @property
    def category(self) -> Fact:
        return self.item.fact("category")

    def asks(self, *operations: str) -> Finding:
        return fits(self.operation, *operations)

    def is_for(self, *purposes: str) -> Finding:
        return fits(self.purpose, *purposes)

    def goes_to(self, *kinds: str) -> Finding:
        return fits(self.recipient.fact("kind"), *kinds)


def entity(request: Mapping[str, Any], name: str, silence: Silence) -> Entity:
    given = request.get(name)
    return Entity(name, silence if given is None else given)


def questions(request: Mapping[str, Any]) -> list[Question]:
    operation = request.get("operation")
    roots = set() if operation is None else set(lineage(operation))
    # A client's request involves neither purpose nor recipient. "processing" itself involves no
    # recipient, but "disclose", which it may mean, does.
    no_purpose = "client_request" in roots
    no_recipient = bool(roots) and operation != "processing" and "disclose" not in roots
    requester = request.get("requester")
    return [
        Question(
            moment=instant(request["moment"]),
            operation=Fact("operation", value_or(operation, UNKNOWN)),
            purpose=Fact(
                "purpose", value_or(request.get("purpose"), NONE if no_purpose else UNKNOWN)
            ),
            recipient=entity(request, "recipient", NONE if no_recipient else UNKNOWN),
            client=entity(request, "client", UNKNOWN),
            demand=entity(request, "demand", NONE),
            dispute=entity(request, "dispute", NONE),
            offer=entity(request, "offer", NONE),
            # An absent requester: each of its facts by its own silence.
            requester=Entity("requester", {} if requester is None else requester),
            item=Entity("item", item),
        )
        for item in request.get("items") or [UNKNOWN]
    ]


# The rules of the table, in its order.


def consent(q: Question) -> Finding:
    return all_of(
        q.asks("disclose"),
        some(
            q.client.fact("consents"),
            lambda given: all_of(
                valid(given.fact("given_at"), given.fact("withdrawn_at", NONE), q.moment),
                present(given.fact("recorded_in", NONE)),
                covers(given.fact("purposes"), q.purpose),
                covers(given.fact("recipients"), q.recipient.fact("kind")),
                covers(given.fact("data"), q.category),
            ),
        ),
    )


def legal_demand(q: Question) -> Finding:
    return all_of(
        q.asks("disclose"),
        q.is_for("meet_legal_duty"),
        same(q.demand.fact("entitled"), q.recipient_id),
        covers(q.demand.fact("data"), q.category),
        valid(q.demand.fact("issued_at"), q.demand.fact("expires_at", NONE), q.moment),
        present(q.demand.fact("provision", NONE)),
    )


def court_defence(q: Question) -> Finding:
    return all_of(
        q.asks("disclose"),
        q.goes_to("court"),
        q.is_for("protect_rights"),
        same(q.dispute.fact("court"), q.recipient_id),
        covers(q.dispute.fact("data"), q.category),
    )


def group_company(q: Question) -> Finding:
    return all_of(
        q.asks("disclose"),
        q.goes_to("group_company"),
        is_value(q.recipient.fact("group", NONE), "ekspress-meedia"),
    )


def contract_breach(q: Question) -> Finding:
    return all_of(
        q.asks("disclose"),
        q.goes_to("partner", "authority", "other_third_person"),
        q.is_for("perform_contract", "protect_rights"),
        some(
            q.client.fact("breaches"),
            lambda breach: all_of(
                come(breach.fact("occurred_at"), q.moment),
                holds_text(q.item.fact("related_to"), breach.fact("id")),
            ),
        ),
    )


def interest_in_this_partner(q: Question) -> Finding:
    return some(
        q.client.fact("interests"),
        lambda interest: all_of(
            valid(interest.fact("expressed_at"), interest.fact("ended_at", NONE), q.moment),
            same(interest.fact("partner"), q.recipient_id),
        ),
    )


def partner_interest(q: Question) -> Finding:
    return all_of(
        q.asks("disclose"),
        q.goes_to("partner"),
        q.is_for("offers"),
        fits(q.category, "name", "contact_data"),
        interest_in_this_partner(q),
    )


def partner_without_interest(q: Question) -> Finding:
    return all_of(
        q.asks("disclose"),
        q.goes_to("partner"),
        q.is_for("serve_better"),
        negated(interest_in_this_partner(q)),
    )


def offer_from(q: Question, source: str) -> Finding:
    return all_of(
        q.asks("send_offer"), q.is_for("offers"), is_value(q.offer.fact("source"), source)
    )


def own_offer(q: Question) -> Finding:
    return offer_from(q, "own")


def group_offer(q: Question) -> Finding:
    return offer_from(q, "group")


def chosen_partner_offer(q: Question) -> Finding:
    return all_of(offer_from(q, "partner"), is_true(q.offer.fact("partner_chosen")))


def opted_out(q: Question) -> Finding:
    return all_of(
        q.asks("use", "send_offer", "disclose"),
        q.is_for("offers"),
        some(
            q.client.fact("opt_outs"),
            lambda made: valid(made.fact("made_at"), made.fact("withdrawn_at", NONE), q.moment),
        ),
    )


def for_the_contract(q: Question) -> Finding:
    return all_of(q.asks(*INNER_OPERATIONS), q.is_for("perform_contract"))


def for_our_rights(q: Question) -> Finding:
    return all_of(q.asks(*INNER_OPERATIONS), q.is_for("protect_rights"))


def for_better_service(q: Question) -> Finding:
    return all_of(q.asks(*INNER_OPERATIONS), q.is_for("serve_better"))


def for_a_legal_duty(q: Question) -> Finding:
    return all_of(q.asks(*INNER_OPERATIONS), q.is_for("meet_legal_duty"))


def stopped(q: Question) -> Finding:
    return all_of(
        q.asks(*STOPPABLE),
        q.is_for("perform_contract", "serve_better"),
        some(
            q.client.fact("stop_demands"),
            lambda demand: all_of(
                valid(demand.fact("made_at"), demand.fact("withdrawn_at", NONE), q.moment),
                is_value(demand.fact("assessed"), "well_founded"),
            ),
        ),
    )


def identified(q: Question) -> Finding:
    return is_true(q.requester.fact("identity_verified"))


def right_assessed(q: Question) -> Finding:
    return all_of(
        identified(q),
        present(q.requester.fact("provision", NONE)),
        is_value(q.requester.fact("assessed"), "well_founded"),
    )


def view(q: Question) -> Finding:
    return all_of(q.asks("view_own_data"), identified(q))


def correct(q: Question) -> Finding:
    return all_of(q.asks("correct_own_data"), identified(q))


def stop(q: Question) -> Finding:
    return all_of(q.asks("stop_processing"), right_assessed(q))


def erase(q: Question) -> Finding:
    return all_of(q.asks("erase_own_data"), right_assessed(q))


def no_more_offers(q: Question) -> Finding:
    return q.asks("stop_offers")


Rule = Callable[[Question], Finding]

ALLOW: dict[str, Rule] = {
    "disclosure#consent": consent,
    "disclosure#legal_demand": legal_demand,
    "disclosure#court_defence": court_defence,
    "disclosure#group_company": group_company,
    "disclosure#contract_breach": contract_breach,
    "disclosure#partner_interest": partner_interest,
    "offers#own_offer": own_offer,
    "offers#group_offer": group_offer,
    "offers#chosen_partner_offer": chosen_partner_offer,
    "processing#for_the_contract": for_the_contract,
    "processing#for_our_rights": for_our_rights,
    "processing#for_better_service": for_better_service,
    "processing#for_a_legal_duty": for_a_legal_duty,
    "client_rights#view": view,
    "client_rights#correct": correct,
    "client_rights#stop": stop,
    "client_rights#erase": erase,
    "client_rights#no_more_offers": no_more_offers,
}
DENY: dict[str, Rule] = {
    "disclosure#partner_without_interest": partner_without_interest,
    "offers#opted_out": opted_out,
    "processing#stopped": stopped,
}


# The decision.


def rule_findings(question: Question) -> tuple[dict[str, Finding], dict[str, Finding]]:
    """What each allow rule and each deny rule says of one item; nothing before the first date."""
    if question.moment < IN_FORCE_FROM:
        return {}, {}
    return (
        {name: rule(question) for name, rule in ALLOW.items()},
        {name: rule(question) for name, rule in DENY.items()},
    )


def decide_item(question: Question) -> dict[str, Any]:
    allows, denies = rule_findings(question)
    allowing = sorted(name for name, found in allows.items() if found.truth is True)
    denying = sorted(name for name, found in denies.items() if found.truth is True)
    rules: list[str] = []
    missing: frozenset[str] = frozenset()
    if denying:
        outcome, rules = "prohibited", denying
    elif allowing and all(found.truth is False for found in denies.values()):
        outcome, rules = "permitted", allowing
    elif all(found.truth is False for found in allows.values()):
        outcome = "no_ground"
    else:
        outcome = "facts_missing"
        missing = open_paths(denies.values())
        if not allowing:
            missing |= open_paths(allows.values())
    name = question.item.fact("name").value
    return {
        "name": None if isinstance(name, Silence) else name,
        "outcome": outcome,
        "rules": rules,
        "missing": sorted(missing),
    }


def decide(request: Mapping[str, Any]) -> dict[str, Any]:
    items = [decide_item(question) for question in questions(request)]
    outcomes = {item["outcome"] for item in items}
    worst_first = ("prohibited", "no_ground", "facts_missing", "permitted")
    outcome = next(each for each in worst_first if each in outcomes)
    return {"outcome": outcome, "items": items, "allowed": outcome == "permitted"}
