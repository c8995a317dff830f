"""clingo: answer-set programming, in C++: a program of rules, and each request as facts.

A program is grounded with its facts, so every request has a grounding of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import clingo

from benchmarks.peers.peer import Peer, answer_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.workload.further import By, Further

PROGRAM: Final = """\
consented(D) :- consent(C, P, K, G), purpose(P), kind(K), moment(M), G <= M,
    not withdrawn(C), covers(C, D).
withdrawn(C) :- withdrawn_at(C, W), moment(M), W <= M.
breached(I) :- in_breach, related(I).
allow(I, "sharing#group_company") :- disclose, kind("group_company"),
    group("ekspress-meedia"), item(I, _).
allow(I, "sharing#breach") :- disclose, breached(I).
allow(I, "sharing#legal_demand") :- disclose, by_law, kind("court"), item(I, _).
allow(I, "sharing#legal_demand") :- disclose, by_law, kind("authority"), item(I, _).
allow(I, "sharing#consent") :- disclose, item(I, D), consented(D).
deny(I, "sharing#partner_without_interest") :- disclose, kind("partner"), not interested,
    item(I, D), not consented(D).
allow(I, "sharing#offer") :- send_offer, kind("group_company"), item(I, _).
allow(I, "sharing#offer") :- send_offer, kind("partner"), item(I, _).
deny(I, "sharing#opted_out") :- send_offer, opted_out, item(I, _).
#show allow/2.
#show deny/2.
"""
FURTHER: Final[dict[By, str]] = {
    "recipient_id": 'recipient("{value}"), breached(I)',
    "group": 'group("{value}"), breached(I)',
    "kind": 'kind("{value}"), breached(I)',
    "purpose": 'purpose("{value}"), breached(I)',
    "category": 'item(I, "{value}"), breached(I)',
}


def _prepare(further: list[Further]) -> Callable[[dict[str, Any]], list[Any]]:
    rules = "".join(
        f'allow(I, "further#{rule.name}") :- disclose, '
        f"{FURTHER[rule.by].format(value=rule.value)}.\n"
        for rule in further
    )
    program = PROGRAM + rules

    def answer(request: dict[str, Any]) -> list[Any]:
        control = clingo.Control(["--warn=none"])
        control.add("base", [], program + _facts(request))
        control.ground([("base", [])])
        allowed: dict[str, list[str]] = {}
        denied: dict[str, list[str]] = {}

        def read(model: clingo.Model) -> None:
            for symbol in model.symbols(shown=True):
                item, rule = (argument.string for argument in symbol.arguments)
                found = allowed if symbol.name == "allow" else denied
                found.setdefault(item, []).append(rule)

        control.solve(on_model=read)
        return [answer_for(item["name"], allowed, denied) for item in request["items"]]

    return answer


def _facts(request: dict[str, Any]) -> str:
    recipient, client = request["recipient"], request["client"]
    facts = [
        request["operation"],
        f'purpose("{request["purpose"]}")',
        f"moment({request['moment']})",
        f'recipient("{recipient["id"]}")',
        f'kind("{recipient["kind"]}")',
    ]
    if "group" in recipient:
        facts.append(f'group("{recipient["group"]}")')
    named = (
        ("in_breach", client["in_breach"]),
        ("interested", client["interested_in_partner"]),
        ("opted_out", client["opted_out_of_offers"]),
        ("by_law", request["demand"]["based_on_law"]),
    )
    facts += [name for name, true in named if true]
    for number, consent in enumerate(client["consents"]):
        facts.append(
            f'consent({number}, "{consent["purpose"]}", "{consent["recipient_kind"]}", '
            f"{consent['given_at']})"
        )
        facts += [f'covers({number}, "{category}")' for category in consent["data"]]
        if "withdrawn_at" in consent:
            facts.append(f"withdrawn_at({number}, {consent['withdrawn_at']})")
    for item in request["items"]:
        facts.append(f'item("{item["name"]}", "{item["category"]}")')
        if item["related_to_breach"]:
            facts.append(f'related("{item["name"]}")')
    return ". ".join(facts) + "."


PEERS: Final = (
    Peer("clingo (C++)", "clingo", "rules", "rules and facts grounded per request", _prepare),
)
