"""Faults that lawyers make, planted one by one in EkspressJob's files: each is told of.

Most are found by `check`, at the line where they are mended; what only changes the meaning of a
sound rule is noticed by the cases.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from disclosure_rules import Engine
from disclosure_rules.authoring.cases import run_cases
from disclosure_rules.authoring.checks import checked
from disclosure_rules.loading.load import read_policies

POLICIES = Path(__file__).parents[2] / "policies"
SETS = [*sorted(path for path in POLICIES.iterdir() if path.is_dir())]
FIRST_SETS = Path(__file__).parents[2] / "disclosure_rules" / "authoring" / "first_set"


class Planted(NamedTuple):
    """A change of a file, and where which finding tells of it."""

    file: str
    old: str
    new: str
    code: str
    at: str
    """The line that is told of, without what it begins with."""
    where: str | None = None
    """The file of that line, if it is another one."""


FAULTS = {
    "consent_forgets_recipients": Planted(
        "disclosure.yaml",
        ("          consent.recipients: {covers: {the: recipient.kind}}\n"),
        "",
        "unused_word",
        "some:",
    ),
    "consent_forgets_validity": Planted(
        "disclosure.yaml",
        ("          holds: {valid_record: {start: consent.given_at, end: consent.withdrawn_at}}\n"),
        "",
        "unused_word",
        "some:",
    ),
    "consent_swapped_dates": Planted(
        "disclosure.yaml",
        "{start: consent.given_at, end: consent.withdrawn_at}",
        "{start: consent.withdrawn_at, end: consent.given_at}",
        "swapped_arguments",
        "holds: {valid_record: {start: consent.withdrawn_at, end: consent.given_at}}",
    ),
    "valid_record_without_not": Planted(
        "disclosure.yaml",
        "      not: {end: {at_or_before: {the: moment}}}",
        "      end: {at_or_before: {the: moment}}",
        "waits_for_silence",
        "valid_record:",
    ),
    "valid_record_start_after": Planted(
        "disclosure.yaml",
        "      start: {at_or_before: {the: moment}}",
        "      start: {at_or_after: {the: moment}}",
        "begins_later",
        "start: {at_or_after: {the: moment}}",
    ),
    "valid_record_end_twice_not_start": Planted(
        "disclosure.yaml",
        "      not: {end: {at_or_before",
        "      not: {start: {at_or_before",
        "condition_never_holds",
        "valid_record:",
    ),
    "group_typo": Planted(
        "disclosure.yaml",
        "recipient.group: ekspress-meedia",
        "recipient.group: ekspress-media",
        "near_text",
        "recipient.group: ekspress-media",
    ),
    "group_company_on_recipient_partner": Planted(
        "disclosure.yaml",
        "    recipient: group_company",
        "    recipient: partner",
        "named_otherwise",
        "recipient: partner",
    ),
    "court_defence_recipient_authority_court": Planted(
        "disclosure.yaml",
        "    recipient: court",
        "    recipient: [authority, court]",
        "term_within_term",
        "recipient: [authority, court]",
    ),
    "breach_ground_wrong": Planted(
        "disclosure.yaml",
        "    ground: contract_breach",
        "    ground: consent",
        "named_otherwise",
        "ground: consent",
    ),
    "group_ground_wrong": Planted(
        "disclosure.yaml",
        "    ground: group",
        "    ground: consent",
        "unused_word",
        "group:",
        "vocabulary.yaml",
    ),
    "deny_without_unless": Planted(
        "disclosure.yaml",
        ("    unless: {holds: interest_in_this_partner}\n"),
        "",
        "rule_always_denied",
        "partner_interest:",
    ),
    "deny_when_instead_of_unless": Planted(
        "disclosure.yaml",
        "    unless: {holds: interest_in_this_partner}",
        "    when: {holds: interest_in_this_partner}",
        "rule_always_denied",
        "partner_interest:",
    ),
    "verify_demand_forgotten": Planted(
        "disclosure.yaml",
        "[verify_demand, record_disclosure]",
        "[record_disclosure]",
        "unused_word",
        "verify_demand:",
    ),
    "record_disclosure_forgotten": Planted(
        "disclosure.yaml",
        "[limit_to_breach, record_disclosure]",
        "[limit_to_breach]",
        "missing_obligation",
        "obliges: [limit_to_breach]",
    ),
    "offer_notice_forgotten": Planted(
        "offers.yaml",
        ("    when: {offer.source: group}\n    obliges: [offer_opt_out_notice]\n"),
        ("    when: {offer.source: group}\n"),
        "missing_obligation",
        "group_offer:",
    ),
    "group_offer_copy_not_adapted": Planted(
        "offers.yaml",
        "offer.source: group",
        "offer.source: own",
        "near_duplicate",
        "group_offer:",
    ),
    "partner_source_both": Planted(
        "offers.yaml",
        ("      offer.source: partner\n"),
        ("      all:\n        - offer.source: partner\n        - offer.source: own\n"),
        "rule_never_applies",
        "all:",
    ),
    "chosen_false_and_true": Planted(
        "offers.yaml",
        "      offer.partner_chosen: true",
        "      all: [{offer.partner_chosen: true}, {offer.partner_chosen: false}]",
        "rule_never_applies",
        "all: [{offer.partner_chosen: true}, {offer.partner_chosen: false}]",
    ),
    "opted_out_lost_standing": Planted(
        "offers.yaml",
        (
            "          holds: {disclosure#valid_record: {start: opt_out.made_at, end: "
            "opt_out.withdrawn_at}}"
        ),
        "          opt_out.made_at: {at_or_before: {the: moment}}",
        "unused_word",
        "some:",
    ),
    "send_offer_with_recipient_condition": Planted(
        "offers.yaml",
        "    when: {offer.source: own}",
        "    when: {offer.source: own, recipient.group: ekspress-meedia}",
        "rule_never_applies",
        "when: {offer.source: own, recipient.group: ekspress-meedia}",
    ),
    "stopped_with_unfounded_well_founded": Planted(
        "processing.yaml",
        ("          stop_demand.assessed: well_founded\n"),
        (
            "          stop_demand.assessed: {is: well_founded}\n"
            "          not: {stop_demand.assessed: well_founded}\n"
        ),
        "condition_never_holds",
        "binding_stop_demand:",
    ),
    "stopped_forgets_assessed": Planted(
        "processing.yaml",
        ("          stop_demand.assessed: well_founded\n"),
        "",
        "unused_word",
        "some:",
    ),
    "processing_rule_duplicated_purpose": Planted(
        "processing.yaml",
        "    purpose: protect_rights",
        "    purpose: perform_contract",
        "near_duplicate",
        "for_our_rights:",
    ),
    "processing_redundant_when": Planted(
        "processing.yaml",
        ("    purpose: perform_contract\n\n"),
        ("    purpose: perform_contract\n    when: {purpose: perform_contract}\n\n"),
        "condition_always_holds",
        "when: {purpose: perform_contract}",
    ),
    "processing_unless_impossible": Planted(
        "processing.yaml",
        ("    purpose: perform_contract\n\n"),
        ("    purpose: perform_contract\n    unless: {purpose: meet_legal_duty}\n\n"),
        "unless_without_effect",
        "unless: {purpose: meet_legal_duty}",
    ),
    "view_with_purpose": Planted(
        "client_rights.yaml",
        ("    operation: view_own_data\n"),
        ("    operation: view_own_data\n    purpose: perform_contract\n"),
        "rule_never_applies",
        "purpose: perform_contract",
    ),
    "provision_forgotten": Planted(
        "client_rights.yaml",
        ("      requester.provision: {present: true}\n"),
        "",
        "sentence_with_gap",
        (
            "et: Kliendi isik on tuvastatud, õigusakt annab talle selle õiguse "
            "({requester.provision}) ja nõue on põhjendatud."
        ),
    ),
    "demand_provision_forgotten": Planted(
        "disclosure.yaml",
        ("      demand.provision: {present: true}\n"),
        "",
        "sentence_with_gap",
        (
            "et: Seadus annab vastuvõtjale õiguse neid andmeid saada "
            "({demand.provision}) ja nõue kehtib."
        ),
    ),
    "assessed_forgotten": Planted(
        "client_rights.yaml",
        ("      requester.assessed: well_founded\n"),
        "",
        "unused_word",
        "assessed:",
        "vocabulary.yaml",
    ),
    "correct_op_not_adapted": Planted(
        "client_rights.yaml",
        "    operation: correct_own_data",
        "    operation: view_own_data",
        "near_duplicate",
        "correct:",
    ),
    "correct_title_not_adapted": Planted(
        "client_rights.yaml",
        "      en: The client corrects own data",
        "      en: The client sees own data",
        "same_text",
        "en: The client sees own data",
    ),
    "policy_in_the_wrong_century": Planted(
        "client_rights.yaml",
        "from: 2026-01-01",
        "from: 2062-01-01",
        "odd_date",
        "in_force: {from: 2062-01-01}",
    ),
    "version_wrong_year": Planted(
        "client_rights.yaml",
        "in_force: {from: 2026-01-01}",
        "in_force: {from: 2025-01-01}",
        "odd_date",
        "in_force: {from: 2025-01-01}",
    ),
    "silence_none_on_opt_outs": Planted(
        "vocabulary.yaml",
        (
            "    opt_outs:  # silenced refuses_until_supplied: every service asks the "
            "register of refusals\n"
        ),
        ("    opt_outs:\n      silence_means: none\n"),
        "silence_without_because",
        "silence_means: none",
    ),
    "because_of_withdrawal_deleted": Planted(
        "vocabulary.yaml",
        (
            "          because:\n"
            "            et: Nõusoleku tagasivõtmine kantakse registrisse kohe, "
            "seega kande puudumine tähendab, et nõusolekut ei ole tagasi võetud.\n"
            "            en: A withdrawal is recorded at once, so no entry means "
            "that the consent has not been withdrawn.\n"
        ),
        "",
        "silence_without_because",
        "silence_means: none",
    ),
    "silence_of_withdrawal_deleted": Planted(
        "vocabulary.yaml",
        ("          silence_means: none\n          because:\n            et: Nõusoleku"),
        ("          because:\n            et: Nõusoleku"),
        "because_of_unknown",
        "because:",
    ),
    "label_en_missing": Planted(
        "vocabulary.yaml",
        ("            en: collection\n"),
        "",
        "label_missing",
        "label:",
    ),
    "disclose_loses_recipient": Planted(
        "vocabulary.yaml",
        "          involves: [purpose, recipient]",
        "          involves: [purpose]",
        "rule_never_applies",
        "when: {holds: covering_consent}",
        "disclosure.yaml",
    ),
    "unused_taxonomy": Planted(
        "vocabulary.yaml",
        ("  assessments:\n    well"),
        (
            "  moods:\n"
            "    good:\n"
            "      label:\n"
            "        et: hea\n"
            "        en: good\n"
            "  assessments:\n"
            "    well"
        ),
        "unused_word",
        "moods:",
    ),
    "unused_fact": Planted(
        "vocabulary.yaml",
        ("  dispute:\n"),
        (
            "  dispute:\n"
            "    judge:\n"
            "      type: text\n"
            "      label:\n"
            "        et: kohtunik\n"
            "        en: judge\n"
        ),
        "unused_word",
        "judge:",
    ),
    "guarantee_contradiction": Planted(
        "guarantees.yaml",
        "      operation: stop_offers",
        ("      operation: stop_offers\n      purpose: offers"),
        "guarantee_of_nothing",
        "always_allow:",
    ),
    "guarantee_wrong_group_recipient": Planted(
        "guarantees.yaml",
        ("      recipient: group_company\n      unless:"),
        ("      recipient: group_company\n      when: {recipient.kind: partner}\n      unless:"),
        "guarantee_of_nothing",
        "never_allow:",
    ),
    "untranslated_title": Planted(
        "offers.yaml",
        "      et: Oma pakkumise saatmine",
        "      et: Sending our own offer",
        "untranslated",
        "en: Sending our own offer",
    ),
    "placeholder_lost_in_et": Planted(
        "disclosure.yaml",
        "      et: Kliendi kehtiv fikseeritud nõusolek ({consent.id}) hõlmab",
        "      et: Kliendi kehtiv fikseeritud nõusolek hõlmab",
        "placeholders_differ",
        (
            "et: Kliendi kehtiv fikseeritud nõusolek hõlmab seda eesmärki, seda liiki "
            "vastuvõtjat ja neid andmeid."
        ),
    ),
    "any_with_dead_branch": Planted(
        "disclosure.yaml",
        "    when: {holds: of_our_group}",
        ("    when:\n      any:\n        - holds: of_our_group\n        - recipient.kind: partner"),
        "condition_never_holds",
        "- recipient.kind: partner",
    ),
    "clause_wrong": Planted(
        "offers.yaml",
        "    clauses: [partner_offers]",
        "    clauses: [opt_out]",
        "case_cites_elsewhere",
        "clauses: [partner_offers, partner_gets_no_data]",
        "cases/interplay.yaml",
    ),
    "breach_after_moment": Planted(
        "disclosure.yaml",
        "          breach.occurred_at: {at_or_before: {the: moment}}",
        "          breach.occurred_at: {at_or_before: {the: moment}, after: {the: moment}}",
        "condition_never_holds",
        "relevant_breach:",
    ),
    "breach_related_forgotten": Planted(
        "disclosure.yaml",
        ("          item.related_to: {includes: {the: breach.id}}\n"),
        "",
        "unused_word",
        "related_to:",
        "vocabulary.yaml",
    ),
    "consent_date_literal_wrong_century": Planted(
        "disclosure.yaml",
        ("          consent.recorded_in: {present: true}\n"),
        (
            "          consent.recorded_in: {present: true}\n"
            "          moment: {before: 2016-01-01}\n"
        ),
        "rule_never_applies",
        "when: {holds: covering_consent}",
    ),
    "limit_to_breach_obligation_swapped": Planted(
        "disclosure.yaml",
        "obliges: [limit_to_breach, record_disclosure]",
        "obliges: [verify_demand, record_disclosure]",
        "unused_word",
        "limit_to_breach:",
    ),
    "data_narrower_swapped": Planted(
        "disclosure.yaml",
        "    data: [name, contact_data]",
        "    data: [client_data, contact_data]",
        "term_within_term",
        "data: [client_data, contact_data]",
    ),
    "own_offer_denied_deny_copy": Planted(
        "offers.yaml",
        ("    effect: deny\n"),
        ("    effect: deny\n    in_force: {from: 2126-01-01}\n"),
        "odd_date",
        "in_force: {from: 2126-01-01}",
    ),
    "wrong_definition_held": Planted(
        "disclosure.yaml",
        "    when: {holds: case_before_this_court}",
        "    when: {holds: lawful_demand}",
        "unused_word",
        "case_before_this_court:",
    ),
    "title_copy": Planted(
        "disclosure.yaml",
        "      en: Disclosure to a court in defence of our rights",
        "      en: Disclosure to a company of our group",
        "same_text",
        "en: Disclosure to a company of our group",
    ),
    "fixture_unused": Planted(
        "cases/offers.yaml",
        ("fixtures:\n"),
        ("fixtures:\n  unused_one:\n    client: {id: c-9}\n"),
        "unused_word",
        "unused_one:",
    ),
}

CASES = tuple(
    f"cases/{name}.yaml"
    for name in ("disclosure", "offers", "client_rights", "processing", "interplay")
)
"""Cases that give every fact."""

SEEN_BY_CASES = {
    "court_defence_for_wrong_purpose": (
        "disclosure.yaml",
        ("    purpose: protect_rights\n    recipient: court"),
        ("    purpose: meet_legal_duty\n    recipient: court"),
    ),
    "legal_demand_ground_wrong": ("disclosure.yaml", "    ground: law", "    ground: consent"),
    "opted_out_wrong_purpose": (
        "offers.yaml",
        ("    operation: [use, send_offer, disclose]\n    purpose: offers"),
        ("    operation: [use, send_offer, disclose]\n    purpose: protect_rights"),
    ),
    "deny_on_nothing_allowed": (
        "processing.yaml",
        (
            "    operation: [collect, record, store, alter, query, use, send_offer, disclose]\n"
            "    purpose: [perform_contract, serve_better]"
        ),
        "    operation: client_request",
    ),
    "partner_deny_narrower_effect_allow_title": (
        "disclosure.yaml",
        ("    purpose: serve_better\n    recipient: partner\n    unless"),
        ("    purpose: serve_better\n    recipient: court\n    unless"),
    ),
    "interest_wrong_id": (
        "disclosure.yaml",
        "interest.partner: {is: {the: recipient.id}}",
        "interest.partner: {is: {the: client.id}}",
    ),
    "demand_data_literal": (
        "disclosure.yaml",
        "      demand.data: {covers: {the: item.category}}",
        "      demand.data: {covers: [name]}",
    ),
    "unfounded_instead": (
        "processing.yaml",
        "stop_demand.assessed: well_founded",
        "stop_demand.assessed: unfounded",
    ),
    "identity_false": (
        "client_rights.yaml",
        ("    operation: view_own_data\n    when: {requester.identity_verified: true}"),
        ("    operation: view_own_data\n    when: {requester.identity_verified: false}"),
    ),
}


@cache
def documents() -> dict[str, str]:
    folder = POLICIES / "ekspressjob"
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.yaml"))
    }


def planted(file: str, old: str, new: str, *cases: str) -> dict[str, str]:
    """Return the documents with a fault; of the cases only some, since they take long to read."""
    text = documents()[file]
    assert old in text, "the files have changed: plant the fault anew"
    kept = {
        name: document
        for name, document in documents().items()
        if not cases or not name.startswith("cases/") or name in (*cases, file)
    }
    return {**kept, file: text.replace(old, new, 1)}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_told_where_it_is_mended(fault: str) -> None:
    one = FAULTS[fault]
    loaded = checked(read_policies(planted(one.file, one.old, one.new, *CASES)))
    lines = {name: text.split("\n") for name, text in loaded.sources.items()}
    told = {
        (d.code, d.span.file, lines[d.span.file][d.span.line - 1].strip())
        for d in loaded.diagnostics
    }
    assert (one.code, one.where or one.file, one.at) in told, loaded.text()


@pytest.mark.parametrize("fault", SEEN_BY_CASES)
def test_what_a_rule_may_mean_is_left_to_cases(fault: str) -> None:
    engine = Engine.load(planted(*SEEN_BY_CASES[fault]))
    assert any(not result.met for result in run_cases(engine))


@pytest.mark.parametrize(
    "folder", [*SETS, *sorted(FIRST_SETS.glob("e*"))], ids=lambda folder: folder.name
)
def test_nothing_is_told_of_clean_sets(folder: Path) -> None:
    assert checked(read_policies(folder)).text() == ""
