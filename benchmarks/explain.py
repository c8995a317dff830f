"""Time explanations of many items and many consents, alike and all different.

    python benchmarks/explain.py [ITEMS [CONSENTS]]

What is printed are seconds of processor time, so that a busy machine shows little in them, and the
ratio to deciding the same request.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from random import Random
from time import process_time
from typing import TYPE_CHECKING, Any

from disclosure_rules import Engine

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
CATEGORIES = ("transaction_data", "contact_data", "name", "personal_code", "other_client_data")
PURPOSES = ("offers", "perform_contract", "serve_better", "meet_legal_duty", "understand_clients")
RECIPIENTS = ("partner", "court", "group_company", "other_third_person")


KINDS = ("alike", "other items", "other items and consents", "many breaches too")
"""What of the items, consents and breaches differs."""


def request(items: int, consents: int, kind: str) -> dict[str, Any]:
    """Return a request of a kind: its items are alike but for name and category, or not."""
    chance = Random(3)  # noqa: S311 - no secrets
    asked = plain_request(items, consents, alike=kind == KINDS[0])
    client = asked["client"]
    if kind in KINDS[2:]:
        client["consents"] = [various(consent, chance) for consent in client["consents"]]
        for item in asked["items"]:
            item["category"] = chance.sample(CATEGORIES, chance.randint(1, 3))
    if kind == KINDS[3]:
        client["breaches"] = [
            {"id": f"b-{number}", "occurred_at": f"2026-{number % 12 + 1:02}-01T00:00:00Z"}
            for number in range(50)
        ]
    return asked


def various(consent: dict[str, Any], chance: Random) -> dict[str, Any]:
    """Return a consent that fails in some parts, other ones than the next."""
    made = {
        **consent,
        "purposes": chance.sample(PURPOSES, 2),
        "recipients": chance.sample(RECIPIENTS, 2),
        "data": chance.sample(CATEGORIES, 2),
        "given_at": f"2026-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}T00:00:00Z",
    }
    if chance.random() < 1 / 2:
        made["withdrawn_at"] = f"2026-{chance.randint(1, 12):02}-11T00:00:00Z"
    if chance.random() < 1 / 3:
        del made["recorded_in"]
    return made


def plain_request(items: int, consents: int, *, alike: bool) -> dict[str, Any]:
    """Return a request with few sorts of consents; its items are alike or concern others each."""
    return {
        "operation": "transmit",
        "purpose": "protect_rights",
        "moment": "2026-11-22T12:00:00+02:00",
        "recipient": {"id": "r-9", "kind": "other_third_person"},
        "client": {
            "id": "c-1",
            "consents": [
                {
                    "id": f"n-{number}",
                    "purposes": ["offers" if number % 2 else "protect_rights"],
                    "recipients": ["partner" if number % 3 else "third_person"],
                    "data": ["name"],
                    "given_at": "2026-01-01T00:00:00Z",
                    "recorded_in": "contract",
                }
                for number in range(consents)
            ],
            "stop_demands": [],
            "breaches": [{"id": "b-7", "occurred_at": "2026-09-01T00:00:00+03:00"}],
        },
        "items": [
            {
                "name": f"item-{number}",
                "category": CATEGORIES[number % len(CATEGORIES)],
                "related_to": ["b-8"] if alike else [f"b-{100 + number}"],
            }
            for number in range(items)
        ],
    }


def seconds(work: Callable[[], object]) -> float:
    """Return the least of three times, in seconds of processor time."""
    taken = []
    for _ in range(3):
        started = process_time()
        work()
        taken.append(process_time() - started)
    return min(taken)


def main() -> None:
    """Print how long each form takes."""
    given = [int(argument) for argument in sys.argv[1:]]
    items, consents = [*given, 200, 100][:2] if len(given) != 1 else [given[0], 100]
    engine = Engine.load(ROOT / "policies" / "ekspressjob")
    for kind in KINDS:
        asked = request(items, consents, kind)
        decision = engine.decide(asked)
        deciding = seconds(lambda asked=asked: engine.decide(asked))  # type: ignore[misc]
        groups = len(decision.explain().as_dict()["items"])
        lines = str(decision.explain()).count("\n") + 1
        print(f"{items} items, {consents} consents, {kind}: {groups} explanations, {lines} lines")
        print(f"  decide         {deciding:6.2f} s")
        forms: dict[str, Callable[[], object]] = {
            "text": lambda d=decision: str(d.explain("et")),  # type: ignore[misc]
            "Markdown": lambda d=decision: d.explain("et").markdown(),  # type: ignore[misc]
            "page": lambda d=decision: d.explain("et").html(),  # type: ignore[misc]
            "JSON": lambda d=decision: json.dumps(d.explain("et").as_dict()),  # type: ignore[misc]
            "remedies": decision.remedies,
        }
        for form, work in forms.items():
            taken = seconds(work)
            print(f"  {form:14} {taken:6.2f} s  {taken / deciding:5.1f} times deciding")


if __name__ == "__main__":
    main()
