"""`demo`: the tour: check EkspressJob's policies, then decide four real requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from disclosure_rules.cli.options import common_options, print_json, say
from disclosure_rules.cli.words import counted
from disclosure_rules.engine import Engine
from disclosure_rules.packaged import example_policies

if TYPE_CHECKING:
    from disclosure_rules.language.phrases import Reader

MOMENT: Final = "2026-11-22T12:00:00+02:00"

# An invented client: no consent, no interest, nothing stopped, one unpaid invoice.
CLIENT: Final[dict[str, Any]] = {
    "id": "c-1",
    "consents": [],
    "interests": [],
    "opt_outs": [],
    "stop_demands": [],
    "breaches": [{"id": "b-7", "occurred_at": "2026-09-01T00:00:00+03:00"}],
}

REQUESTS: Final[tuple[tuple[dict[str, str], dict[str, Any]], ...]] = (
    (
        {
            "en": "A company of the same group asks for a client's contact data.",
            "et": "Samasse kontserni kuuluv isik küsib kliendi kontaktandmeid.",
        },
        {
            "operation": "transmit",
            "purpose": "understand_clients",
            "recipient": {"id": "r-1", "kind": "group_company", "group": "ekspress-meedia"},
            "items": [{"name": "email", "category": "contact_data"}],
        },
    ),
    (
        {
            "en": "A debt collector asks after a breach of contract: only what concerns it goes.",
            "et": "Inkassofirma küsib pärast lepingu rikkumist: läheb ainult rikkumisega seotu.",
        },
        {
            "operation": "transmit",
            "purpose": "protect_rights",
            "recipient": {"id": "r-9", "kind": "other_third_person"},
            "items": [
                {
                    "name": "unpaid_invoice",
                    "category": "transaction_data",
                    "related_to": ["b-7"],
                },
                {"name": "email", "category": "contact_data", "related_to": []},
            ],
        },
    ),
    (
        {
            "en": "A partner wants an address for offers; the client showed no interest in it.",
            "et": "Koostööpartner soovib pakkumisteks aadressi, aga kliendil pole huvi.",
        },
        {
            "operation": "transmit",
            "purpose": "offers",
            "recipient": {"id": "r-5", "kind": "partner"},
            "items": [{"name": "email", "category": "contact_data"}],
        },
    ),
    (
        {
            "en": "The same debt collector, when nobody has said which breaches there are.",
            "et": "Sama inkassofirma, kui keegi ei ole öelnud, millised rikkumised on.",
        },
        {
            "operation": "transmit",
            "purpose": "protect_rights",
            "recipient": {"id": "r-9", "kind": "other_third_person"},
            "client": {"id": "c-1", "consents": [], "stop_demands": []},
            "items": [
                {"name": "unpaid_invoice", "category": "transaction_data", "related_to": ["b-7"]}
            ],
        },
    ),
)
"""Four questions, each with what it is about."""

_HEADINGS: Final = {
    "en": "EkspressJob's policies: no errors in {policies}, {rules}, {cases}; digest {digest}",
    "et": "EkspressJobi reeglistik on vigadeta: {policies}, {rules}, {cases}; räsi {digest}",
}


@click.command()
@common_options
def demo(form: str, language: Reader) -> None:
    """Show the tour: check EkspressJob's policies, then decide four requests.

    An example made from a public notice: not endorsed by the company, and no legal advice.
    """
    engine = Engine.load(example_policies())
    decisions = [
        (about, engine.decide({"moment": MOMENT, "client": CLIENT, **request}))
        for about, request in REQUESTS
    ]
    if form == "json":
        print_json({"decisions": [decision.as_dict() for _, decision in decisions]})
        return
    policy_set = engine.policy_set
    numbers = (
        len({policy.id for policy in policy_set.policies}),
        sum(len(policy.rules) for policy in policy_set.policies),
        len(policy_set.cases),
    )
    policies, rules, cases = (
        counted(number, noun, language)
        for number, noun in zip(numbers, ("policy", "rule", "case"), strict=True)
    )
    heading = _HEADINGS[language].format(
        policies=policies, rules=rules, cases=cases, digest=policy_set.digest[:12]
    )
    say([heading])
    for number, (about, decision) in enumerate(decisions, 1):
        say(
            [
                "",
                f"{number}. {about[language]}",
                *(f"   {told}" for told in decision.explain(language).short().split("\n")),
            ]
        )
