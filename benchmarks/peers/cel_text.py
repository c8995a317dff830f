"""The workload as one CEL expression, which two engines are given.

It goes through the items. `matches` says of each rule whether it matches. `outcomes` says only the
outcome: there the first rule that allows ends the work, which no engine that gives reasons can do.
"""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from benchmarks.workload.further import By, Further

CONSENTED: Final = """client.consents.exists(c, c.purpose == purpose && c.recipient_kind == kind
 && item.category in c.data && c.given_at <= moment
 && (!has(c.withdrawn_at) || c.withdrawn_at > moment))"""
ALLOWED: Final = {
    "sharing#breach": "(client.in_breach && item.related_to_breach)",
    "sharing#consent": CONSENTED,
    "sharing#group_company": "(kind == 'group_company' && group == 'ekspress-meedia')",
    "sharing#legal_demand": "(by_law && kind in ['court', 'authority'])",
}
UNSOUGHT: Final = f"(kind == 'partner' && !client.interested_in_partner && !{CONSENTED})"
OPTED_OUT: Final = "client.opted_out_of_offers"
OFFERED: Final = "(kind in ['group_company', 'partner'])"

STOPS: Final = "one expression for all items; stops at the first rule that allows"

NAMES: Final[dict[By, str]] = {
    "recipient_id": "recipient_id",
    "group": "group",
    "kind": "kind",
    "purpose": "purpose",
    "category": "item.category",
}


def outcomes(further: list[Further]) -> str:
    """Return the expression of every item's outcome."""
    offered = f"{OPTED_OUT} ? 'prohibited' : {OFFERED} ? 'permitted' : 'no_ground'"
    allowed = _any_of(list(_allowing(further).values()))
    disclosed = f"{UNSOUGHT} ? 'prohibited' : {allowed} ? 'permitted' : 'no_ground'"
    return f"items.map(item, operation == 'send_offer' ? ({offered}) : ({disclosed}))"


def matches(further: list[Further]) -> str:
    """Return the expression of which rules match: for every item what denies, then what allows."""
    disclosed = ", ".join([UNSOUGHT, *_allowing(further).values()])
    return f"items.map(item, operation == 'send_offer' ? [{OPTED_OUT}, {OFFERED}] : [{disclosed}])"


def answers(
    operation: str, matched: list[list[bool]], further: list[Further]
) -> list[tuple[str, tuple[str, ...]]]:
    """Return the answer for each item, of which rules match it."""
    if operation == "send_offer":
        denying, allowing = "sharing#opted_out", ["sharing#offer"]
    else:
        denying, allowing = "sharing#partner_without_interest", [*ALLOWED]
        allowing += [rule.name for rule in further]
    told: list[tuple[str, tuple[str, ...]]] = []
    for denied, *allowed in matched:
        rules = tuple(compress(allowing, allowed))
        if denied:
            told.append(("prohibited", (denying,)))
        else:
            told.append(("permitted" if rules else "no_ground", rules))
    return told


def _allowing(further: list[Further]) -> dict[str, str]:
    return ALLOWED | {
        rule.name: f"({NAMES[rule.by]} == '{rule.value}' && client.in_breach"
        " && item.related_to_breach)"
        for rule in further
    }


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
