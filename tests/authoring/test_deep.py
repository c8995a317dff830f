"""What `check --deep` says of policy sets: of EkspressJob's, and of rules made for the question."""

from __future__ import annotations

from pathlib import Path

import pytest

from disclosure_rules.authoring.checks import checked
from disclosure_rules.language.diagnostics import Diagnostic
from disclosure_rules.loading.load import read_policies
from tests.needs import needs

needs("z3", "to prove with; make .venv/dev installs it")

from disclosure_rules.authoring import deep  # noqa: E402 - only with the solver
from disclosure_rules.proving.solving import LIMIT  # noqa: E402

ROOT = Path(__file__).parents[2]
BASE = ROOT / "tests" / "diagnostics"
HEAD = 'kind: policy\nid: more\nversion: "1"\nin_force: {from: 2026-01-01}\n'
SELL = "operation: sell"


def deeply(documents: Path | dict[str, str]) -> list[Diagnostic]:
    def look(policy_set, told):
        return deep.deep_findings(policy_set, told, LIMIT, lambda *_: None)

    loaded = checked(read_policies(documents), look)
    assert loaded.policy_set is not None, loaded.text()
    return list(loaded.diagnostics)


def of(rules: str) -> set[str]:
    """Return what is found in rules beside those of a sound set, as `code rule`."""
    texts = {file.name: file.read_text("utf-8") for file in (BASE / "checked").glob("*.yaml")}
    vocabulary = (BASE / "rule_redundant" / "vocabulary.yaml").read_text("utf-8")
    documents = {**texts, "vocabulary.yaml": vocabulary, "more.yaml": HEAD + rules}
    found = deeply(documents)
    told = (one for one in found if one.span.file == "more.yaml")
    return {f"{one.code} {one.details.get('word', '')}" for one in told}


# --- EkspressJob, finding by finding -------------------------------------------------------------

MEETINGS = {
    # A consent may cover what the client stopped, or a partner in whom no interest was shown.
    ("consent", "partner_without_interest"),
    ("consent", "offers#opted_out"),
    ("consent", "processing#stopped"),
    # A breach is for the contract, too; a stop demand binds there, and not for rights.
    ("contract_breach", "processing#stopped"),
    ("group_company", "offers#opted_out"),
    ("group_company", "processing#stopped"),
    # Interest in this very partner lifts the other denial.
    ("partner_interest", "offers#opted_out"),
    ("partner_interest", "processing#stopped"),
    ("own_offer", "opted_out"),
    ("own_offer", "processing#stopped"),
    ("group_offer", "opted_out"),
    ("group_offer", "processing#stopped"),
    ("chosen_partner_offer", "opted_out"),
    ("chosen_partner_offer", "processing#stopped"),
    ("for_the_contract", "stopped"),
    ("for_better_service", "stopped"),
    # The purpose `offers` is a narrower one of better service.
    ("for_better_service", "offers#opted_out"),
}


def test_every_rule_of_ekspressjob_decides_is_needed_and_bites() -> None:
    found = deeply(ROOT / "policies" / "ekspressjob")
    assert {one.code for one in found} == {"allow_meets_deny"}
    pairs = [(one.details["word"], one.details["other"]) for one in found]
    assert len(pairs) == len(MEETINGS)
    assert set(pairs) == MEETINGS


# --- Rules made for the question -----------------------------------------------------------------

GROUND = "effect: allow\n    ground: agreement\n    operation: sell\n"
DENY = "effect: deny\n    operation: sell\n"


def rule(name: str, begins: str, *lines: str) -> str:
    return f"  {name}:\n    {begins}" + "".join(f"    {line}\n" for line in lines)


SETS: dict[str, tuple[str, set[str]]] = {
    "one_denial_is_not_enough": (
        rule("sale", GROUND) + rule("no_sale_for_offers", DENY, "purpose: offers"),
        {"allow_meets_deny sale"},
    ),
    "two_denials_are": (
        rule("sale", GROUND)
        + rule("a", DENY, "purpose: offers")
        + rule("b", DENY, "purpose: contract"),
        {"rule_never_decides sale"},
    ),
    "a_denial_that_ends_lets_it_decide": (
        rule("sale", GROUND)
        + rule("a", DENY, "purpose: offers", "in_force: {to: 2027-12-31}")
        + rule("b", DENY, "purpose: contract"),
        {"allow_meets_deny sale"},
    ),
    "an_unknown_fact_of_a_denial_is_enough": (
        rule("sale", GROUND, "when: {client.age: {more_than: 17}}")
        + rule("a", DENY, "unless: {client.age: {less_than: 18}}"),
        {"rule_never_decides sale"},
    ),
    "two_rules_cover_a_third": (
        rule("a", GROUND, "recipient: partner")
        + rule("b", GROUND, "recipient: court")
        + rule("c", GROUND, "purpose: offers", "recipient: [court, partner]"),
        {"rule_redundant c"},
    ),
    "one_of_the_two_ends": (
        rule("a", GROUND, "recipient: partner")
        + rule("b", GROUND, "recipient: court", "in_force: {to: 2027-12-31}")
        + rule("c", GROUND, "purpose: offers", "recipient: [court, partner]"),
        set(),
    ),
    "a_broad_purpose_is_not_covered_by_narrow_ones": (
        rule("a", GROUND, "purpose: offers")
        + rule("b", GROUND.replace("agreement", "law"), "purpose: contract")
        + rule("c", GROUND, "recipient: court"),
        set(),
    ),
    "of_two_denials_alike_in_effect_the_later_one": (
        rule("sale", GROUND)
        + rule("a", DENY, "when: {client.age: {more_than: 17}}")
        + rule("b", DENY, "when: {client.age: {at_least: 18}}"),
        {"rule_covered b", "allow_meets_deny sale"},
    ),
    "what_an_exception_leans_on_is_needed": (
        rule("a", GROUND)
        + rule("b", GROUND.replace("agreement", "law"), "recipient: court")
        + rule("no", DENY, "recipient: court", "unless: {permitted_by: law}"),
        {"rule_never_decides no"},
    ),
    "a_denial_beside_what_is_allowed": (
        rule("sale", GROUND, "when: {client.age: {more_than: 17}}")
        + rule("no", DENY, "when: {client.age: {less_than: 18}}"),
        {"deny_never_bites no"},
    ),
    "a_denial_a_year_wider": (
        rule("sale", GROUND, "when: {client.age: {more_than: 17}}")
        + rule("no", DENY, "when: {client.age: {less_than: 19}}"),
        {"allow_meets_deny sale"},
    ),
    "what_other_checks_tell_is_not_told_again": (
        rule("a", GROUND)
        + rule("b", GROUND, "recipient: court")
        + rule("c", GROUND.replace("sell", "[]").replace("[]", "view_own_data"))
        + rule("no", DENY.replace("sell", "view_own_data"), "when: {client.age: {less_than: 18}}"),
        {"rule_covered b", "allow_meets_deny c"},
    ),
}


@pytest.mark.parametrize("name", SETS)
def test_rules_made_for_the_question(name: str) -> None:
    rules, expected = SETS[name]
    assert of("rules:\n" + rules) == expected


DEFINITIONS: dict[str, tuple[str, set[str]]] = {
    "always": (
        "any: [{client.age: {at_least: 18}}, {client.age: {less_than: 21}}]",
        {"definition_always_holds one"},
    ),
    "not_at_nineteen": (
        "any: [{client.age: {at_least: 20}}, {client.age: {less_than: 19}}]",
        set(),
    ),
    "never": ("client.age: {more_than: 17, less_than: 18}", {"definition_never_holds one"}),
    "once": ("client.age: {more_than: 17, less_than: 19}", set()),
}


@pytest.mark.parametrize("name", DEFINITIONS)
def test_definitions_made_for_the_question(name: str) -> None:
    means, expected = DEFINITIONS[name]
    defined = f"definitions:\n  one:\n    means:\n      {means}\nrules:\n"
    assert of(defined + rule("sale", GROUND, "when: {holds: one}")) == expected


HANDED = (
    "definitions:\n  between:\n    given: {{low: time, high: time}}\n    means:\n"
    "      low: {{after: {{the: high}}}}\nrules:\n  sale:\n    " + GROUND + "    when:\n"
    "      some:\n        of: client.consents\n        as: consent\n        where:\n"
    "          holds: {{between: {{low: consent.given_at, high: {high}}}}}\n"
)


@pytest.mark.parametrize(
    ("high", "expected"),
    [
        ("consent.given_at", {"definition_never_holds between"}),
        ("consent.withdrawn_at", set()),
    ],
)
def test_definitions_are_asked_about_as_they_are_used(high: str, expected: set[str]) -> None:
    found = of(HANDED.format(high=high))
    assert {one for one in found if one.startswith("definition")} == expected


def test_what_the_engine_does_not_confirm_is_not_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> bool:
        return False

    monkeypatch.setattr(deep, "both_hold", refuse)
    found = of("rules:\n" + rule("sale", GROUND) + rule("no", DENY, "purpose: offers"))
    assert found == {"not_decided "}
