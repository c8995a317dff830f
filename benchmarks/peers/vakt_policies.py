"""vakt: attribute-based policies, in Python.

Its rules cannot go through a list of records: which categories a consent covers is found before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from vakt import ALLOW_ACCESS, DENY_ACCESS, Guard, Inquiry, MemoryStorage, Policy, RulesChecker
from vakt.rules import Any as Anything
from vakt.rules import Eq, In

from benchmarks.peers.consents import consented_categories
from benchmarks.peers.peer import Peer

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.workload.further import By, Further

YES: Final = Eq(val=True)
NO: Final = Eq(val=False)
SUBJECTS: Final[dict[By, str]] = {"recipient_id": "id", "group": "group", "kind": "kind"}


def _policies(further: list[Further]) -> list[Policy]:
    disclose, offer = [Eq("disclose")], [Eq("send_offer")]
    anybody, anything = [Anything()], [Anything()]
    breached = {"in_breach": YES}
    related = {"related": YES}
    policies = [
        Policy(
            "sharing#group_company",
            actions=disclose,
            subjects=[{"kind": Eq("group_company"), "group": Eq("ekspress-meedia")}],
            resources=anything,
            effect=ALLOW_ACCESS,
        ),
        Policy(
            "sharing#breach",
            actions=disclose,
            subjects=anybody,
            resources=[related],
            context=breached,
            effect=ALLOW_ACCESS,
        ),
        Policy(
            "sharing#legal_demand",
            actions=disclose,
            subjects=[{"kind": In("court", "authority")}],
            resources=anything,
            context={"by_law": YES},
            effect=ALLOW_ACCESS,
        ),
        Policy(
            "sharing#consent",
            actions=disclose,
            subjects=anybody,
            resources=[{"consented": YES}],
            effect=ALLOW_ACCESS,
        ),
        Policy(
            "sharing#partner_without_interest",
            actions=disclose,
            subjects=[{"kind": Eq("partner")}],
            resources=[{"consented": NO}],
            context={"interested": NO},
            effect=DENY_ACCESS,
        ),
        Policy(
            "sharing#offer",
            actions=offer,
            subjects=[{"kind": In("group_company", "partner")}],
            resources=anything,
            effect=ALLOW_ACCESS,
        ),
        Policy(
            "sharing#opted_out",
            actions=offer,
            subjects=anybody,
            resources=anything,
            context={"opted_out": YES},
            effect=DENY_ACCESS,
        ),
    ]
    for rule in further:
        subjects = [{SUBJECTS[rule.by]: Eq(rule.value)}] if rule.by in SUBJECTS else anybody
        about = {"category": Eq(rule.value)} if rule.by == "category" else {}
        purpose = {"purpose": Eq(rule.value)} if rule.by == "purpose" else {}
        policies.append(
            Policy(
                f"further#{rule.name}",
                actions=disclose,
                subjects=subjects,
                resources=[related | about],
                context=breached | purpose,
                effect=ALLOW_ACCESS,
            )
        )
    return policies


def _prepare(further: list[Further]) -> Callable[[dict[str, Any]], list[Any]]:
    storage = MemoryStorage()
    for policy in _policies(further):
        storage.add(policy)
    guard = Guard(storage, RulesChecker())

    def answer(request: dict[str, Any]) -> list[Any]:
        recipient, client = request["recipient"], request["client"]
        consented = consented_categories(request)
        subject = {"group": "", **recipient}
        context = {
            "purpose": request["purpose"],
            "in_breach": client["in_breach"],
            "interested": client["interested_in_partner"],
            "opted_out": client["opted_out_of_offers"],
            "by_law": request["demand"]["based_on_law"],
        }
        return [
            guard.is_allowed(
                Inquiry(
                    action=request["operation"],
                    subject=subject,
                    resource={
                        "category": item["category"],
                        "related": item["related_to_breach"],
                        "consented": item["category"] in consented,
                    },
                    context=context,
                )
            )
            for item in request["items"]
        ]

    return answer


PEERS: Final = (
    Peer(
        "vakt (Python)",
        "vakt",
        "allowed",
        "an inquiry per item; consents looked up in Python",
        _prepare,
    ),
)
