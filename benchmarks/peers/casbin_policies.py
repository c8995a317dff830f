"""pycasbin: access control by a model and rows of policy, in Python.

Its expressions cannot go through records: which categories a consent covers is found before.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

import casbin

from benchmarks.peers.consents import consented_categories
from benchmarks.peers.peer import Peer

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.workload.further import By, Further

MODEL: Final = """\
[request_definition]
r = act, req, item

[policy_definition]
p = act, rule, eft

[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))

[matchers]
m = r.act == p.act && eval(p.rule)
"""
RULES: Final = (
    ("disclose", "r.req.kind == 'group_company' && r.req.group == 'ekspress-meedia'", "allow"),
    ("disclose", "r.req.in_breach && r.item.related", "allow"),
    ("disclose", "r.req.by_law && r.req.kind in ('court', 'authority')", "allow"),
    ("disclose", "r.item.consented", "allow"),
    (
        "disclose",
        "r.req.kind == 'partner' && not r.req.interested && not r.item.consented",
        "deny",
    ),
    ("send_offer", "r.req.kind in ('group_company', 'partner')", "allow"),
    ("send_offer", "r.req.opted_out", "deny"),
)
PATHS: Final[dict[By, str]] = {
    "recipient_id": "r.req.id",
    "group": "r.req.group",
    "kind": "r.req.kind",
    "purpose": "r.req.purpose",
    "category": "r.item.category",
}


class _Asked:
    """What a request says, as attributes."""

    def __init__(self, request: dict[str, Any]) -> None:
        recipient, client = request["recipient"], request["client"]
        self.id = recipient["id"]
        self.kind = recipient["kind"]
        self.group = recipient.get("group", "")
        self.purpose = request["purpose"]
        self.in_breach = client["in_breach"]
        self.interested = client["interested_in_partner"]
        self.opted_out = client["opted_out_of_offers"]
        self.by_law = request["demand"]["based_on_law"]


class _Item:
    """What a request says of an item, as attributes."""

    def __init__(self, item: dict[str, Any], consented: set[str]) -> None:
        self.category = item["category"]
        self.related = item["related_to_breach"]
        self.consented = item["category"] in consented


def _prepare(further: list[Further]) -> Callable[[dict[str, Any]], list[Any]]:
    logging.getLogger("casbin").setLevel(logging.ERROR)  # it tells every request otherwise
    model = casbin.Enforcer.new_model(text=MODEL)
    enforcer = casbin.Enforcer(model)
    enforcer.add_policies(
        [
            *RULES,
            *(
                (
                    "disclose",
                    f"{PATHS[rule.by]} == '{rule.value}' && r.req.in_breach && r.item.related",
                    "allow",
                )
                for rule in further
            ),
        ]
    )

    def answer(request: dict[str, Any]) -> list[Any]:
        asked, consented = _Asked(request), consented_categories(request)
        return [
            enforcer.enforce(request["operation"], asked, _Item(item, consented))
            for item in request["items"]
        ]

    return answer


PEERS: Final = (
    Peer(
        "Casbin (Python)",
        "pycasbin",
        "allowed",
        "a question per item; consents looked up in Python",
        _prepare,
    ),
)
