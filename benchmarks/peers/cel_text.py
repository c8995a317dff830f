"""The workload as one CEL expression, which two engines are given.

It goes through the items and says the outcome of each. Conditions that cost most come last, as
whoever writes CEL for speed would have it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from benchmarks.workload.further import By, Further

CONSENTED: Final = """client.consents.exists(c, c.purpose == purpose && c.recipient_kind == kind
 && item.category in c.data && c.given_at <= moment
 && (!has(c.withdrawn_at) || c.withdrawn_at > moment))"""
ALLOWED: Final = (
    "(kind == 'group_company' && group == 'ekspress-meedia')",
    "(client.in_breach && item.related_to_breach)",
    "(by_law && kind in ['court', 'authority'])",
    CONSENTED,
)
DENIED: Final = f"(kind == 'partner' && !client.interested_in_partner && !{CONSENTED})"
OFFERED: Final = """client.opted_out_of_offers ? 'prohibited'
 : kind in ['group_company', 'partner'] ? 'permitted' : 'no_ground'"""

NAMES: Final[dict[By, str]] = {
    "recipient_id": "recipient_id",
    "group": "group",
    "kind": "kind",
    "purpose": "purpose",
    "category": "item.category",
}


def outcomes(further: list[Further]) -> str:
    """Return the expression of every item's outcome."""
    allowed = [
        *ALLOWED,
        *(
            f"({NAMES[rule.by]} == '{rule.value}' && client.in_breach && item.related_to_breach)"
            for rule in further
        ),
    ]
    disclosed = f"{DENIED} ? 'prohibited' : {_any_of(allowed)} ? 'permitted' : 'no_ground'"
    return f"items.map(item, operation == 'send_offer' ? ({OFFERED}) : ({disclosed}))"


def variables(request: dict[str, Any]) -> dict[str, Any]:
    """Return what the expression names."""
    recipient = request["recipient"]
    return {
        "operation": request["operation"],
        "purpose": request["purpose"],
        "moment": request["moment"],
        "kind": recipient["kind"],
        "recipient_id": recipient["id"],
        "group": recipient.get("group", ""),
        "by_law": request["demand"]["based_on_law"],
        "client": request["client"],
        "items": request["items"],
    }


def _any_of(conditions: list[str]) -> str:
    """Join by `or`, in halves: a long chain would nest as deeply as it is long."""
    if len(conditions) == 1:
        return conditions[0]
    half = len(conditions) // 2
    return f"({_any_of(conditions[:half])} || {_any_of(conditions[half:])})"
