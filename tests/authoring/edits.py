"""Edits of EkspressJob's policies, each with what it changes in the text and in the meaning.

Some change what they say and some only seem to. What is expected was worked out from the policies,
not from what the tool answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from tests.unit.ekspressjob_set import FOLDER

TEXTS = {
    str(file.relative_to(FOLDER)): file.read_text(encoding="utf-8")
    for file in FOLDER.glob("*.yaml")
}
"""The documents without the cases, which an edit may break."""


UNTOUCHED: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType({})


class Edit(NamedTuple):
    """What is replaced by what in which documents, and what follows."""

    changes: Mapping[str, tuple[tuple[str, str], ...]]
    meaning: frozenset[tuple[str, str]]
    """Kinds of change, each with its cause: a rule, a ground, an obligation or a term."""
    text: frozenset[tuple[str, str, str]] = frozenset()
    """How, what and by which name something is written otherwise."""
    broken: frozenset[str] = frozenset()
    """The guarantees that no longer hold."""
    beforehand: Mapping[str, tuple[tuple[str, str], ...]] = UNTOUCHED
    """What is edited in the set before, too: what EkspressJob's policies have nothing of."""


def before(edit: Edit) -> dict[str, str]:
    """Return the texts before an edit."""
    return _replaced(TEXTS, edit.beforehand)


def after(edit: Edit) -> dict[str, str]:
    """Return the texts after an edit, which must find what it replaces."""
    return _replaced(before(edit), edit.changes)


def _replaced(
    given: dict[str, str], changes: Mapping[str, tuple[tuple[str, str], ...]]
) -> dict[str, str]:
    texts = dict(given)
    for name, pairs in changes.items():
        for old, new in pairs:
            assert old in texts[name], (name, old)
            texts[name] = texts[name].replace(old, new)
    return texts


def moved(part: str, after: str) -> tuple[tuple[str, str], ...]:
    """Return the replacements by which a part of a text comes to stand after another part."""
    return ((part, ""), (after, after + part))


def between(file: str, start: str, end: str = "") -> str:
    """Return the text of a document from one mark up to another, or to its end."""
    text = TEXTS[file]
    at = text.index(start)
    return text[at : text.index(end, at) if end else len(text)]


NOTHING: frozenset[tuple[str, str]] = frozenset()
COURT = between("disclosure.yaml", "  court_defence:\n", "  # A ground of its own beside section 4")
OPTED_OUT = between("offers.yaml", "  opted_out:\n")
WINDOW = (
    "          consent.recorded_in: {present: true}\n",
    (
        "          consent.recorded_in: {present: true}\n"
        "          moment: {at_or_before: {the: consent.given_at, plus: 12 months}}\n"
    ),
)
FORGOTTEN = (
    (
        "obligations:\n  record_disclosure:\n",
        (
            "parameters:\n"
            "  breach_counts:\n"
            "    title: {et: Kui kaua rikkumine loeb, en: How long a breach counts}\n"
            "    type: duration\n"
            "    values: [{from: 2026-01-01, value: 3 years}]\n\n"
            "obligations:\n  record_disclosure:\n"
        ),
    ),
    (
        "          breach.occurred_at: {at_or_before: {the: moment}}\n",
        (
            "          breach.occurred_at: {at_or_before: {the: moment}}\n"
            "          moment: {before: {the: breach.occurred_at, plus: {parameter: "
            "breach_counts}}}\n"
        ),
    ),
)

EDITS: dict[str, Edit] = {
    # --- What only seems to change the meaning -------------------------------------------------
    "rules in another order": Edit(
        {"disclosure.yaml": moved(COURT, "rules:\n")},
        NOTHING,
    ),
    "parts of a condition in another order": Edit(
        {
            "offers.yaml": (
                (
                    "      offer.source: partner\n      offer.partner_chosen: true\n",
                    "      offer.partner_chosen: true\n      offer.source: partner\n",
                ),
            )
        },
        NOTHING,
    ),
    "a definition has another name": Edit(
        {
            "disclosure.yaml": (("of_our_group", "group_member"),),
            "guarantees.yaml": (("of_our_group", "group_member"),),
        },
        NOTHING,
        frozenset({("renamed", "definition", "disclosure#group_member")}),
    ),
    "De Morgan": Edit(
        {
            "client_rights.yaml": (
                (
                    (
                        "      requester.identity_verified: true\n"
                        "      requester.provision: {present: true}\n"
                        "      requester.assessed: well_founded\n"
                    ),
                    (
                        "      not:\n"
                        "        any:\n"
                        "          - not: {requester.identity_verified: true}\n"
                        "          - not: {requester.provision: {present: true}}\n"
                        "          - not: {requester.assessed: well_founded}\n"
                    ),
                ),
            )
        },
        NOTHING,
        frozenset({("edited", "definition", "client_rights#well_founded_request")}),
    ),
    "every one is not, instead of not some": Edit(
        {
            "disclosure.yaml": (
                (
                    "    unless: {holds: interest_in_this_partner}\n",
                    (
                        "    when:\n"
                        "      every:\n"
                        "        of: client.interests\n"
                        "        as: interest\n"
                        "        where:\n"
                        "          not:\n"
                        "            all:\n"
                        "              - interest.partner: {is: {the: recipient.id}}\n"
                        "              - holds:\n"
                        "                  valid_record: {start: interest.expressed_at, "
                        "end: interest.ended_at}\n"
                    ),
                ),
            )
        },
        NOTHING,
        frozenset({("edited", "rule", "disclosure#partner_without_interest")}),
    ),
    "a rule in two": Edit(
        {
            "disclosure.yaml": (
                (
                    "  contract_breach:\n",
                    COURT.replace("court_defence", "breach_for_the_contract")
                    .replace("ground: defence_of_rights", "ground: contract_breach")
                    .replace("purpose: protect_rights", "purpose: perform_contract")
                    .replace(
                        "recipient: court", "recipient: [partner, authority, other_third_person]"
                    )
                    .replace("case_before_this_court", "relevant_breach")
                    .replace("({dispute.court}) ", "")
                    .replace(
                        "obliges: [record_disclosure]",
                        "obliges: [limit_to_breach, record_disclosure]",
                    )
                    + "  contract_breach:\n",
                ),
                (
                    "    purpose: [perform_contract, protect_rights]\n",
                    "    purpose: protect_rights\n",
                ),
            )
        },
        NOTHING,
        frozenset(
            {
                ("added", "rule", "disclosure#breach_for_the_contract"),
                ("edited", "rule", "disclosure#contract_breach"),
            }
        ),
    ),
    "a rule that adds nothing": Edit(
        {
            "processing.yaml": (
                (
                    "  for_our_rights:\n",
                    (
                        "  storing_for_the_contract:\n"
                        "    effect: allow\n"
                        "    title: {et: Säilitamine lepingu täitmiseks, en: Storing for the "
                        "contract}\n"
                        "    clauses: [purpose_contract]\n"
                        "    ground: contract\n"
                        "    operation: store\n"
                        "    purpose: perform_contract\n\n"
                        "  for_our_rights:\n"
                    ),
                ),
            )
        },
        NOTHING,
        frozenset({("added", "rule", "processing#storing_for_the_contract")}),
    ),
    "the words of a reason": Edit(
        {"offers.yaml": (("      en: The offer is EkspressJob's own.", "      en: It is ours."),)},
        NOTHING,
        frozenset({("edited", "rule", "offers#own_offer")}),
    ),
    "a term has another name": Edit(
        {
            "vocabulary.yaml": (("        contact_data:\n", "        contact_details:\n"),),
            "disclosure.yaml": (("[name, contact_data]", "[name, contact_details]"),),
        },
        NOTHING,
        frozenset({("renamed", "term", "data contact_details")}),
    ),
    # --- What changes it -----------------------------------------------------------------------
    "twelve months are not 365 days": Edit(
        {"disclosure.yaml": (("plus: 12 months", "plus: 365 days"),)},
        frozenset(
            {
                ("newly_refused", "disclosure#consent"),
                ("newly_undecided", "disclosure#consent"),
                ("on_fewer_grounds", "consent"),
                ("with_more_obligations", "released"),
            }
        ),
        frozenset({("edited", "definition", "disclosure#covering_consent")}),
        beforehand={"disclosure.yaml": (WINDOW,)},
    ),
    "twelve months are a year": Edit(
        {"disclosure.yaml": (("plus: 12 months", "plus: 1 year"),)},
        NOTHING,
        frozenset({("edited", "definition", "disclosure#covering_consent")}),
        beforehand={"disclosure.yaml": (WINDOW,)},
    ),
    "a parameter": Edit(
        {"disclosure.yaml": (("value: 3 years", "value: 5 years"),)},
        frozenset(
            {
                ("newly_permitted", "disclosure#contract_breach"),
                ("newly_undecided", "disclosure#contract_breach"),
                ("on_another_ground", "contract_breach"),
                ("with_more_obligations", "limit_to_breach"),
            }
        ),
        frozenset({("edited", "parameter", "disclosure#breach_counts")}),
        beforehand={"disclosure.yaml": FORGOTTEN},
    ),
    "a rule begins later": Edit(
        {
            "disclosure.yaml": (
                (
                    "    ground: group\n",
                    "    in_force: {from: 2027-01-01}\n    ground: group\n",
                ),
            )
        },
        frozenset(
            {
                ("newly_refused", "disclosure#group_company"),
                ("newly_undecided", "disclosure#group_company"),
                ("on_fewer_grounds", "group"),
                ("with_more_obligations", "released"),
            }
        ),
        frozenset({("edited", "rule", "disclosure#group_company")}),
    ),
    "another group": Edit(
        {"disclosure.yaml": (("recipient.group: ekspress-meedia", "recipient.group: ekspress"),)},
        frozenset(
            {
                ("newly_permitted", "disclosure#group_company"),
                ("on_another_ground", "group"),
                ("with_fewer_obligations", "released"),
                ("newly_refused", "disclosure#group_company"),
                ("newly_undecided", "disclosure#group_company"),
                ("on_fewer_grounds", "group"),
                ("with_more_obligations", "released"),
            }
        ),
        frozenset({("edited", "definition", "disclosure#of_our_group")}),
    ),
    "a category further up": Edit(
        {"disclosure.yaml": (("    data: [name, contact_data]\n", "    data: client_data\n"),)},
        frozenset(
            {
                ("newly_permitted", "disclosure#partner_interest"),
                ("newly_undecided", "disclosure#partner_interest"),
                ("on_another_ground", "expressed_interest"),
            }
        ),
        frozenset({("edited", "rule", "disclosure#partner_interest")}),
    ),
    "a category fewer": Edit(
        {"disclosure.yaml": (("    data: [name, contact_data]\n", "    data: name\n"),)},
        frozenset(
            {
                ("newly_refused", "disclosure#partner_interest"),
                ("newly_undecided", "disclosure#partner_interest"),
                ("on_fewer_grounds", "expressed_interest"),
            }
        ),
        frozenset({("edited", "rule", "disclosure#partner_interest")}),
    ),
    "a denial allows": Edit(
        {
            "offers.yaml": (
                (
                    "  opted_out:\n    effect: deny\n",
                    "  opted_out:\n    effect: allow\n    ground: own_marketing\n",
                ),
            )
        },
        frozenset(
            {
                ("newly_permitted", "offers#opted_out"),
                ("newly_undecided", "offers#opted_out"),
            }
        ),
        frozenset({("edited", "rule", "offers#opted_out")}),
        frozenset(
            {
                "only_breach_items_leave_for_a_breach",
                "opt_out_stops_offers",
                "no_third_person_without_a_ground",
                "other_groups_are_strangers",
            }
        ),
    ),
    "another ground": Edit(
        {"offers.yaml": (("ground: own_marketing", "ground: legitimate_interest"),)},
        frozenset({("on_another_ground", "legitimate_interest")}),
        frozenset(
            {
                ("edited", "rule", f"offers#{rule}")
                for rule in ("own_offer", "group_offer", "chosen_partner_offer")
            }
        ),
    ),
    "an obligation fewer": Edit(
        {
            "disclosure.yaml": (
                ("obliges: [verify_demand, record_disclosure]", "obliges: [record_disclosure]"),
            )
        },
        frozenset({("with_fewer_obligations", "verify_demand")}),
        frozenset({("edited", "rule", "disclosure#legal_demand")}),
    ),
    "an exception": Edit(
        {
            "processing.yaml": (
                (
                    "    when: {holds: binding_stop_demand}\n",
                    (
                        "    when: {holds: binding_stop_demand}\n"
                        "    except:\n"
                        "      storing:\n"
                        "        title: {et: Säilitamine, en: Storing}\n"
                        "        clauses: [stop_and_erase]\n"
                        "        when: {operation: store}\n"
                    ),
                ),
            )
        },
        frozenset({("newly_permitted", "processing#stopped")}),
        frozenset({("edited", "rule", "processing#stopped")}),
        frozenset({"stop_demand_stops_service_use"}),
    ),
    "a denial that the law overrides": Edit(
        {
            "disclosure.yaml": (
                (
                    "    unless: {holds: interest_in_this_partner}\n",
                    (
                        "    unless:\n"
                        "      any:\n"
                        "        - holds: interest_in_this_partner\n"
                        "        - permitted_by: consent\n"
                    ),
                ),
            )
        },
        frozenset(
            {
                ("newly_permitted", "disclosure#partner_without_interest"),
                ("newly_undecided", "disclosure#partner_without_interest"),
            }
        ),
        frozenset({("edited", "rule", "disclosure#partner_without_interest")}),
        frozenset({"partner_needs_interest"}),
    ),
    "a new term": Edit(
        {
            "vocabulary.yaml": (
                (
                    "        transaction_data:\n",
                    (
                        "        health_data:\n"
                        "          label:\n"
                        "            et: terviseandmed\n"
                        "            en: health data\n"
                        "        transaction_data:\n"
                    ),
                ),
            )
        },
        frozenset({("permitted_in_new_words", "health_data")}),
        frozenset({("added", "term", "data health_data")}),
    ),
    "a term elsewhere in the tree": Edit(
        {
            "vocabulary.yaml": (
                (
                    (
                        "        other_third_person:\n"
                        "          label:\n"
                        "            et: muu kolmas isik\n"
                        "            en: other third person\n"
                    ),
                    (
                        "    other_third_person:\n"
                        "      label:\n"
                        "        et: muu kolmas isik\n"
                        "        en: other third person\n"
                    ),
                ),
            )
        },
        frozenset(
            {
                ("newly_refused", "disclosure#consent"),
                ("newly_undecided", "disclosure#consent"),
                ("on_fewer_grounds", "consent"),
                ("with_more_obligations", "released"),
            }
        ),
        frozenset({("edited", "term", "recipients other_third_person")}),
    ),
    "a denial is gone": Edit(
        {"offers.yaml": ((OPTED_OUT, ""),)},
        frozenset(
            {
                ("newly_permitted", "offers#opted_out"),
                ("refused_otherwise", "offers#opted_out"),
                ("newly_undecided", "offers#opted_out"),
            }
        ),
        frozenset({("removed", "rule", "offers#opted_out")}),
        frozenset({"opt_out_stops_offers"}),
    ),
}
