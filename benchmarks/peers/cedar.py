"""cedarpy: the Cedar policy language, in Rust.

Cedar has no quantifier over records: which categories a consent covers is found before, in Python.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import cedarpy

from benchmarks.peers.consents import consented_categories
from benchmarks.peers.peer import Peer

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.workload.further import By, Further

DISCLOSED: Final = 'action == Action::"disclose"'
OFFERED: Final = 'action == Action::"send_offer"'
RULES: Final = (
    (
        "sharing#group_company",
        (
            f"permit (principal, {DISCLOSED}, resource) when {{ "
            'context.kind == "group_company" && context.group == "ekspress-meedia" };'
        ),
    ),
    (
        "sharing#breach",
        (
            f"permit (principal, {DISCLOSED}, resource) when {{ "
            "context.in_breach && context.related };"
        ),
    ),
    (
        "sharing#legal_demand",
        (
            f"permit (principal, {DISCLOSED}, resource) when {{ "
            'context.by_law && ["court", "authority"].contains(context.kind) };'
        ),
    ),
    ("sharing#consent", f"permit (principal, {DISCLOSED}, resource) when {{ context.consented }};"),
    (
        "sharing#partner_without_interest",
        (
            f"forbid (principal, {DISCLOSED}, resource) when {{ "
            'context.kind == "partner" && !context.interested && !context.consented };'
        ),
    ),
    (
        "sharing#offer",
        (
            f"permit (principal, {OFFERED}, resource) when {{ "
            '["group_company", "partner"].contains(context.kind) };'
        ),
    ),
    ("sharing#opted_out", f"forbid (principal, {OFFERED}, resource) when {{ context.opted_out }};"),
)
FURTHER: Final = (
    "permit (principal, {disclosed}, resource) when {{ "
    'context.{attribute} == "{value}" && context.in_breach && context.related }};'
)
ATTRIBUTES: Final[dict[By, str]] = {
    "recipient_id": "recipient_id",
    "group": "group",
    "kind": "kind",
    "purpose": "purpose",
    "category": "category",
}


def _prepare(further: list[Further]) -> Callable[[dict[str, Any]], list[Any]]:
    rules = [
        *RULES,
        *(
            (
                f"further#{rule.name}",
                FURTHER.format(
                    disclosed=DISCLOSED, attribute=ATTRIBUTES[rule.by], value=rule.value
                ),
            )
            for rule in further
        ),
    ]
    policies = cedarpy.PolicySet.from_str("\n".join(text for _, text in rules))
    # Cedar numbers the policies of a text in their order.
    names = {f"policy{number}": name for number, (name, _) in enumerate(rules)}
    entities = cedarpy.Entities.from_json_str("[]")

    def answer(request: dict[str, Any]) -> list[Any]:
        results = cedarpy.is_authorized_batch(_asked(request), policies, entities)
        return [_answer(result, names) for result in results]

    return answer


def _asked(request: dict[str, Any]) -> list[dict[str, Any]]:
    recipient, client = request["recipient"], request["client"]
    consented = consented_categories(request)
    same = {
        "kind": recipient["kind"],
        "recipient_id": recipient["id"],
        "group": recipient.get("group", ""),
        "purpose": request["purpose"],
        "in_breach": client["in_breach"],
        "interested": client["interested_in_partner"],
        "opted_out": client["opted_out_of_offers"],
        "by_law": request["demand"]["based_on_law"],
    }
    return [
        {
            "principal": 'Recipient::"r"',
            "action": f'Action::"{request["operation"]}"',
            "resource": 'Item::"i"',
            "context": same
            | {
                "category": item["category"],
                "related": item["related_to_breach"],
                "consented": item["category"] in consented,
            },
        }
        for item in request["items"]
    ]


def _answer(result: Any, names: dict[str, str]) -> tuple[str, tuple[str, ...]]:
    rules = tuple(sorted(names[policy] for policy in result.diagnostics.reasons))
    if result.allowed:
        return "permitted", rules
    return ("prohibited", rules) if rules else ("no_ground", ())


PEERS: Final = (
    Peer(
        "Cedar (Rust)",
        "cedarpy",
        "rules",
        "policies parsed once; consents looked up in Python",
        _prepare,
    ),
)
