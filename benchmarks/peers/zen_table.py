"""zen-engine: decision tables (JDM), in Rust: one table, gone through for every item."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import zen

from benchmarks.peers.peer import Peer

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.workload.further import By, Further

ASKED: Final = "$nodes.request"
DISCLOSED: Final = f"{ASKED}.operation == 'disclose'"
OFFERED: Final = f"{ASKED}.operation == 'send_offer'"
BREACHED: Final = f"{ASKED}.client.in_breach and related_to_breach"
CONSENTED: Final = (
    f"some({ASKED}.client.consents, #.purpose == {ASKED}.purpose "
    f"and #.recipient_kind == {ASKED}.recipient.kind and category in #.data "
    f"and #.given_at <= {ASKED}.moment "
    f"and (#.withdrawn_at == null or #.withdrawn_at > {ASKED}.moment))"
)
KIND: Final = f"{ASKED}.recipient.kind"
DENYING: Final = {"sharing#partner_without_interest", "sharing#opted_out"}
RULES: Final = {
    "sharing#group_company": f"{DISCLOSED} and {KIND} == 'group_company' "
    f"and {ASKED}.recipient.group == 'ekspress-meedia'",
    "sharing#breach": f"{DISCLOSED} and {BREACHED}",
    "sharing#legal_demand": f"{DISCLOSED} and {ASKED}.demand.based_on_law "
    f"and {KIND} in ['court', 'authority']",
    "sharing#consent": f"{DISCLOSED} and {CONSENTED}",
    "sharing#partner_without_interest": f"{DISCLOSED} and {KIND} == 'partner' "
    f"and not {ASKED}.client.interested_in_partner and not {CONSENTED}",
    "sharing#offer": f"{OFFERED} and {KIND} in ['group_company', 'partner']",
    "sharing#opted_out": f"{OFFERED} and {ASKED}.client.opted_out_of_offers",
}
PATHS: Final[dict[By, str]] = {
    "recipient_id": f"{ASKED}.recipient.id",
    "group": f"{ASKED}.recipient.group",
    "kind": KIND,
    "purpose": f"{ASKED}.purpose",
    "category": "category",
}


def _prepare(further: list[Further]) -> Callable[[dict[str, Any]], list[Any]]:
    rules = RULES | {
        f"further#{rule.name}": f"{DISCLOSED} and {PATHS[rule.by]} == '{rule.value}' and {BREACHED}"
        for rule in further
    }
    content = zen.ZenDecisionContent(json.dumps(_graph(rules)))
    decision = zen.ZenEngine().create_decision(content)

    def answer(request: dict[str, Any]) -> list[Any]:
        told = decision.evaluate(request)["result"]["answers"]
        return [_answer([row["rule"] for row in rows]) for rows in told]

    return answer


def _graph(rules: dict[str, str]) -> dict[str, Any]:
    table = {
        "hitPolicy": "collect",
        "inputField": "items",
        "outputPath": "answers",
        "executionMode": "loop",
        "passThrough": False,
        "inputs": [{"id": "condition", "name": "condition", "field": None}],
        "outputs": [{"id": "rule", "name": "rule", "field": "rule"}],
        "rules": [
            {"_id": name, "condition": condition, "rule": f"'{name}'"}
            for name, condition in rules.items()
        ],
    }
    place = {"x": 0, "y": 0}
    return {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "request", "position": place},
            {
                "id": "table",
                "type": "decisionTableNode",
                "name": "table",
                "position": place,
                "content": table,
            },
            {"id": "out", "type": "outputNode", "name": "answer", "position": place},
        ],
        "edges": [
            {"id": "asked", "sourceId": "in", "targetId": "table", "type": "edge"},
            {"id": "told", "sourceId": "table", "targetId": "out", "type": "edge"},
        ],
    }


def _answer(rules: list[str]) -> tuple[str, tuple[str, ...]]:
    denying = [rule for rule in rules if rule in DENYING]
    if denying:
        return "prohibited", tuple(sorted(denying))
    return ("permitted", tuple(sorted(rules))) if rules else ("no_ground", ())


PEERS: Final = (
    Peer("ZEN (Rust)", "zen-engine", "rules", "one decision table, in a loop", _prepare),
)
