"""Who may be given what: small sets whose answers are plain, and how they are shown."""

from __future__ import annotations

from datetime import date
from textwrap import dedent

import pytest

from disclosure_rules import Engine
from disclosure_rules.publishing.book import Book
from disclosure_rules.publishing.handbook import make_handbook
from disclosure_rules.publishing.matrix import who_may_get_what
from tests.publishing.cells import cells_of
from tests.publishing.site import Page, Site, book, site, site_of
from tests.unit.small import documents, load, policy

EVERYBODY = ("partner", "court", "police", "group_company")
EVERYTHING = ("email", "phone", "personal_code")

ALWAYS = ("always", ("p#a",), ())
POSSIBLE = ("possible", ("p#a",), ())
DENIABLE = ("possible", ("p#a",), ("p#d",))
DENIED = ("never", (), ("p#d",))
NO_GROUND = ("never", (), ())
PARTNER = ("contract", "partner", "email")
COURT = ("contract", "court", "email")
POLICE = ("contract", "police", "email")

LAW = "a: {effect: allow, ground: law}"
ADULTS = "a: {effect: allow, ground: law, when: {client.adult: true}}"
AUTHORITIES = "a: {effect: allow, ground: law, recipient: authority, data: contact_data}"
ONE_ROOM = """
a:
  effect: allow
  ground: law
  when: {recipient.kind: court, item.category: {within: [contact_data]}}
"""
EACH_RECORD = """
a:
  effect: allow
  ground: law
  when: {every: {of: client.breaches, as: b, where: {purpose: contract}}}
"""
CONSENTING = "b: {effect: allow, ground: consent, when: {client.adult: true}}"
NO_MINORS = "d: {effect: deny, when: {client.adult: false}}"
LIFTED = """
a: {effect: allow, ground: law, recipient: court}
d: {effect: deny, unless: {permitted_by: law}}
"""

CELLS = {
    "no condition": (LAW, PARTNER, ALWAYS),
    "no rule": ("a: {effect: allow, ground: law, operation: store}", PARTNER, NO_GROUND),
    "a condition": (ADULTS, PARTNER, POSSIBLE),
    "a denial without condition": (f"{LAW}\nd: {{effect: deny}}", PARTNER, DENIED),
    "a denial that may hold": (f"{LAW}\n{NO_MINORS}", PARTNER, DENIABLE),
    "a denial that may be lifted": (
        f"{LAW}\nd: {{effect: deny, unless: {{client.adult: true}}}}",
        PARTNER,
        DENIABLE,
    ),
    "a head of broader terms": (AUTHORITIES, ("contract", "police", "phone"), ALWAYS),
    "a head of other terms": (AUTHORITIES, ("contract", "police", "personal_code"), NO_GROUND),
    "a head of another recipient": (AUTHORITIES, PARTNER, NO_GROUND),
    "a head of a broader purpose": (
        "a: {effect: allow, ground: law, purpose: serve_better}",
        ("surveys", "partner", "email"),
        ALWAYS,
    ),
    "the asked terms in a condition": (ONE_ROOM, COURT, ALWAYS),
    "other terms in a condition": (ONE_ROOM, POLICE, NO_GROUND),
    "the asked purpose, negated": (
        "a: {effect: allow, ground: law, when: {not: {purpose: serve_better}}}",
        ("offers", "police", "email"),
        NO_GROUND,
    ),
    "silence that means none is not known either": (
        "a: {effect: allow, ground: law, when: {recipient.group: {present: false}}}",
        PARTNER,
        POSSIBLE,
    ),
    "the moment is not known": (
        "a: {effect: allow, ground: law, when: {moment: {after: 2020-01-01}}}",
        PARTNER,
        POSSIBLE,
    ),
    "each record of an unknown list": (EACH_RECORD, PARTNER, POSSIBLE),
    "two grounds, one of them sure": (f"{LAW}\n{CONSENTING}", PARTNER, ALWAYS),
    "two grounds and a denial": (
        f"{LAW}\n{CONSENTING}\n{NO_MINORS}",
        PARTNER,
        ("possible", ("p#a", "p#b"), ("p#d",)),
    ),
    "a permission that lifts a denial here": (LIFTED, COURT, ALWAYS),
    "a permission that lifts a denial elsewhere": (LIFTED, POLICE, DENIED),
}
"""Rules; purpose, recipient and data; verdict, rules that allow, rules that deny."""


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_says_what_the_rules_come_to(name: str) -> None:
    rules, (purpose, recipient, data), expected = CELLS[name]
    cell = cells_of(Book(load(policy(rules)).policy_set))["transmit", purpose, recipient, data]
    assert (cell.verdict, cell.allowing, cell.denying) == expected


@pytest.mark.parametrize("name", CELLS)
def test_every_question_has_a_cell(name: str) -> None:
    made = Book(load(policy(CELLS[name][0])).policy_set)
    purposes = ("contract", "offers", "surveys")
    expected = {
        (operation, purpose, recipient, data)
        for operation in ("transmit", "give_access")
        for purpose in purposes
        for recipient in EVERYBODY
        for data in EVERYTHING
    }
    assert set(cells_of(made)) == expected


def test_terms_named_in_definitions_and_parameters_are_told_apart() -> None:
    more = """
    parameters: {kinds: {set: data, values: [{from: 2026-01-01, value: [phone]}]}}
    definitions:
      inner: {means: {recipient.kind: police}}
      outer: {means: {holds: inner, item.category: {within: {parameter: kinds}}}}
    """
    rules = "a: {effect: allow, ground: law, when: {holds: outer}}"
    cells = cells_of(Book(load(policy(rules, more=more)).policy_set))
    always = {key[2:] for key, cell in cells.items() if cell.verdict == "always"}
    assert always == {("police", "phone")}
    assert {cell.verdict for cell in cells.values()} == {"always", "never"}


def test_what_is_alike_stands_together() -> None:
    rules = "a: {effect: allow, ground: law, purpose: contract, recipient: authority, data: phone}"
    engine = load(policy(rules))
    parts = who_may_get_what(engine.policy_set.vocabulary, Book(engine.policy_set).in_force)
    assert [part.purposes for part in parts] == [("contract",), ("offers", "surveys")]
    ((operations, table),) = parts[0].tables
    assert operations == ("transmit", "give_access")
    assert table.columns == (("email", "personal_code"), ("phone",))
    assert [to for to, _ in table.rows] == [("partner", "group_company"), ("court", "police")]
    ((_, whole),) = parts[1].tables
    assert whole.columns == (EVERYTHING,)
    assert [to for to, _ in whole.rows] == [EVERYBODY]


def test_operations_without_a_purpose_are_told_by_themselves() -> None:
    words = documents(policy("a: {effect: allow, ground: law}"))
    words["vocabulary.yaml"] = words["vocabulary.yaml"].replace(
        "    view_own_data:\n", "    view_own_data: {involves: [recipient]}\n"
    )
    made = Book(Engine.load(words).policy_set)
    assert [part.purposes for part in made.matrix] == [("contract", "offers", "surveys"), ()]
    page = site_of(Engine.load(words))["matrix.en.html"]
    assert "without a purpose" in page.read("no-purpose")


# --- Dates ---------------------------------------------------------------------------------------

DATED = policy(
    """
    a: {effect: allow, ground: law, in_force: {from: 2026-03-01, to: 2026-03-31}}
    """,
    in_force="{from: 2026-01-01, to: 2026-06-30}",
)


@pytest.mark.parametrize(
    ("day", "verdict", "lapsed"),
    [
        ("2026-02-28", "never", False),
        ("2026-03-01", "always", False),
        ("2026-03-31", "always", False),
        ("2026-04-01", "never", False),
        ("2026-07-01", "never", True),
        ("2020-01-01", "never", False),
    ],
)
def test_the_cells_hold_for_the_day(day: str, verdict: str, lapsed: object) -> None:
    made = Book(load(DATED).policy_set, date.fromisoformat(day))
    assert {cell.verdict for cell in cells_of(made).values()} == {verdict}
    page = Site(make_handbook(made))["matrix.en.html"].root.text()
    assert ("nothing is permitted" in page) is lapsed
    assert f"disclosed on {day}" in page


# --- How it is shown -----------------------------------------------------------------------------


def _table(page: Page, number: int) -> list[list[str]]:
    tables = [tag for tag in page.tags if tag.name == "table"]
    rows = [tag for tag in tables[number].walk() if tag.name == "tr"]
    return [
        [tag.text().replace("\n", " | ") for tag in row.walk() if tag.name in ("td", "th")]
        for row in rows
    ]


OFFERS = """
recipient ↓ data →; name; contact data; personal code; transaction data; other client data
company of a group; ◐ possible | consent | belonging to the group; ◐ possible | consent | belonging to the group
partner; ◐ possible | consent | expressed interest | unless prohibited: 1; ◐ possible | consent | unless prohibited: 1
court; ◐ possible | consent; ◐ possible | consent
investigating authority
other authority
other third person
"""  # noqa: E501 - a table


def test_the_table_for_offers_of_ekspressjob() -> None:
    page = site("ekspressjob")["matrix.en.html"]
    assert page.read("purpose-offers") == "offers"
    assert _table(page, 3) == [line.split("; ") for line in OFFERS.strip().splitlines()]


@pytest.mark.parametrize("name", ["clinic", "ekspressjob", "university"])
def test_every_row_of_every_table_is_filled(name: str) -> None:
    page = site(name)["matrix.en.html"]
    for table in (tag for tag in page.tags if tag.name == "table"):
        widths: list[int] = []
        taken: dict[int, int] = {}
        for number, row in enumerate(tag for tag in table.walk() if tag.name == "tr"):
            width = taken.get(number, 0)
            for cell in (tag for tag in row.walk() if tag.name in ("td", "th")):
                across = int(cell.attributes.get("colspan") or 1)
                width += across
                for below in range(1, int(cell.attributes.get("rowspan") or 1)):
                    taken[number + below] = taken.get(number + below, 0) + across
            widths.append(width)
        assert len(set(widths)) == 1


@pytest.mark.parametrize("name", ["clinic", "ekspressjob", "university"])
def test_every_recipient_and_category_is_named_in_every_table(name: str) -> None:
    vocabulary = book(name).policy_set.vocabulary
    page = site(name)["matrix.en.html"]
    figures = [tag for tag in page.tags if tag.name == "figure"]
    assert figures
    for figure in figures:
        heads = " ".join(tag.text() for tag in figure.walk() if tag.name == "th")
        for taxonomy in ("recipients", "data"):
            words = vocabulary.taxonomies[taxonomy]
            for term in words.terms:
                if words.is_leaf(term):
                    assert words.terms[term].label["en"] in heads.replace("\n", " ")


def test_grounds_lead_to_the_rule_that_rests_on_them() -> None:
    page = site("ekspressjob")["matrix.en.html"]
    leads = {tag.text(): tag.attributes["href"] for tag in page.tags if tag.name == "a"}
    assert leads["breach of contract"] == "rules.en.html#disclosure.contract_breach"
    assert leads["consent"] == "rules.en.html#disclosure.consent"


def test_a_ground_of_several_rules_leads_to_the_ground() -> None:
    rules = """
    a: {effect: allow, ground: law, when: {client.adult: true}}
    b: {effect: allow, ground: law, when: {client.age: 3}}
    """
    page = site_of(load(policy(dedent(rules))))["matrix.en.html"]
    leads = {tag.text(): tag.attributes["href"] for tag in page.tags if tag.name == "a"}
    assert leads["law"] == "vocabulary.en.html#grounds.law"
