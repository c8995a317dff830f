"""hobofan-regorus: Rego, the language of Open Policy Agent, in Rust."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from hobofan_regorus import Engine

from benchmarks.peers.peer import Peer, answer_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.workload.further import By, Further

POLICY: Final = """\
package workload
import rego.v1

consented contains category if {
    some c in input.client.consents
    c.purpose == input.purpose
    c.recipient_kind == input.recipient.kind
    c.given_at <= input.moment
    not withdrawn(c)
    some category in c.data
}
withdrawn(c) if c.withdrawn_at <= input.moment

breached(item) if {
    input.client.in_breach
    item.related_to_breach
}

allow contains [item.name, "sharing#group_company"] if {
    input.operation == "disclose"
    input.recipient.kind == "group_company"
    input.recipient.group == "ekspress-meedia"
    some item in input.items
}
allow contains [item.name, "sharing#breach"] if {
    input.operation == "disclose"
    some item in input.items
    breached(item)
}
allow contains [item.name, "sharing#legal_demand"] if {
    input.operation == "disclose"
    input.demand.based_on_law
    input.recipient.kind in {"court", "authority"}
    some item in input.items
}
allow contains [item.name, "sharing#consent"] if {
    input.operation == "disclose"
    some item in input.items
    item.category in consented
}
allow contains [item.name, "sharing#offer"] if {
    input.operation == "send_offer"
    input.recipient.kind in {"group_company", "partner"}
    some item in input.items
}
deny contains [item.name, "sharing#partner_without_interest"] if {
    input.operation == "disclose"
    input.recipient.kind == "partner"
    not input.client.interested_in_partner
    some item in input.items
    not item.category in consented
}
deny contains [item.name, "sharing#opted_out"] if {
    input.operation == "send_offer"
    input.client.opted_out_of_offers
    some item in input.items
}
"""
QUERY: Final = '\nanswer := {"allow": allow, "deny": deny}\n'
FURTHER: Final = """
allow contains [item.name, "further#{name}"] if {{
    input.operation == "disclose"
    {path} == "{value}"
    some item in input.items
    breached(item)
}}
"""
FURTHER_CATEGORY: Final = """
allow contains [item.name, "further#{name}"] if {{
    input.operation == "disclose"
    some item in input.items
    item.category == "{value}"
    breached(item)
}}
"""
PATHS: Final[dict[By, str]] = {
    "recipient_id": "input.recipient.id",
    "group": "input.recipient.group",
    "kind": "input.recipient.kind",
    "purpose": "input.purpose",
}


def _prepare(further: list[Further]) -> Callable[[dict[str, Any]], list[Any]]:
    rules = (
        FURTHER_CATEGORY.format(name=rule.name, value=rule.value)
        if rule.by == "category"
        else FURTHER.format(name=rule.name, path=PATHS[rule.by], value=rule.value)
        for rule in further
    )
    engine = Engine()
    engine.add_policy("workload.rego", POLICY + QUERY + "".join(rules))

    def answer(request: dict[str, Any]) -> list[Any]:
        # As JSON: given as a mapping, false becomes 0, which Rego takes for true.
        engine.set_input_json(json.dumps(request))
        told = json.loads(engine.eval_rule_as_json("data.workload.answer"))
        allowed, denied = _by_item(told["allow"]), _by_item(told["deny"])
        return [answer_for(item["name"], allowed, denied) for item in request["items"]]

    return answer


def _by_item(pairs: Any) -> dict[str, list[str]]:
    rules: dict[str, list[str]] = {}
    for name, rule in pairs:
        rules.setdefault(name, []).append(rule)
    return rules


PEERS: Final = (
    Peer("Rego (regorus, Rust)", "hobofan-regorus", "rules", "one query for all items", _prepare),
)
