"""Versions in a handbook: which one a name leads to, what is in force, and what changed when."""

from __future__ import annotations

from datetime import date

import pytest

from disclosure_rules import Engine
from disclosure_rules.publishing.book import Book
from disclosure_rules.publishing.handbook import make_handbook
from tests.publishing.site import Site, site
from tests.unit.small import documents, policy

SHARED = policy(
    "asks: {effect: allow, ground: law, when: {holds: q#grown}, obliges: [q#tell]}",
    in_force="{from: 2026-01-01, to: 2026-12-31}",
)
FIRST = policy(
    """
    stays: {effect: deny, title: {en: first}, operation: store, when: {holds: grown}}
    goes: {effect: deny, operation: store}
    """,
    name="q",
    version="old",
    in_force="{from: 2026-01-01, to: 2026-05-31}",
    more="""
    parameters:
      age:
        type: integer
        values:
          - {from: 2025-01-01, value: 16}
          - {from: 2025-07-01, value: 17}
          - {from: 2026-03-01, value: 18}
          - {from: 2027-01-01, value: 99}
    definitions:
      grown: {title: {en: grown up at first}, means: {client.age: {at_least: {parameter: age}}}}
    obligations: {tell: {title: {en: tell at once}, timing: with}}
    """,
)
SECOND = policy(
    """
    stays: {effect: deny, title: {en: second}, operation: store, when: {holds: grown}}
    comes: {effect: deny, operation: store, in_force: {from: 2026-08-01, to: 2026-08-31}}
    """,
    name="q",
    version="new",
    in_force="{from: 2026-06-01, to: 2026-12-31}",
    more="""
    definitions: {grown: {title: {en: grown up later}, means: {client.age: {at_least: 21}}}}
    obligations: {tell: {title: {en: tell later}, timing: before}}
    """,
).replace("\nin_force", "\nrepealed: true\nin_force", 1)


def made(day: date | None = None) -> Site:
    texts = documents(SHARED, FIRST, SECOND)
    return Site(make_handbook(Book(Engine.load(texts).policy_set, day)))


def test_the_day_is_the_first_one_of_the_newest_version() -> None:
    assert "2026-06-01" in made()["index.en.html"].root.text()


DAYS = [
    # the day, the version of q that counts, the other one, and where it stands
    (None, "new", "old", "2026-01-01"),
    (date(2026, 5, 31), "old", "new", "2026-06-01"),
    (date(2026, 6, 1), "new", "old", "2026-01-01"),
    (date(2030, 1, 1), "new", "old", "2026-01-01"),
    (date(2020, 1, 1), "old", "new", "2026-06-01"),
]
TITLES = {"old": "first", "new": "second"}


@pytest.mark.parametrize(("day", "counts", "other", "start"), DAYS)
def test_a_name_leads_to_the_version_that_counts(
    day: date | None, counts: str, other: str, start: str
) -> None:
    page = made(day)["rules.en.html"]
    assert page.read("q.stays").splitlines()[0].endswith(TITLES[counts])
    assert page.read(f"q@{start}.stays").splitlines()[0].endswith(TITLES[other])
    assert f"version {counts}" in page.read("q").splitlines()[0]
    assert f"version {other}" in page.read(f"q@{start}").splitlines()[0]


@pytest.mark.parametrize("day", [day for day, *_ in DAYS])
def test_every_rule_that_there_ever_was_is_found_by_its_name(day: date | None) -> None:
    handbook = made(day)
    assert {"p.asks", "q.stays", "q.goes", "q.comes"} <= set(handbook["rules.en.html"].ids)
    assert handbook.broken_links() == []
    for page in handbook.pages.values():
        assert len(set(page.ids)) == len(page.ids)


@pytest.mark.parametrize(
    ("day", "definition", "duty"),
    [
        (date(2026, 5, 31), "grown up at first", "tell at once (at the same time)"),
        (date(2026, 6, 1), "grown up later", "tell later (beforehand)"),
        (date(2030, 1, 1), "grown up later", "tell later (beforehand)"),
    ],
)
def test_what_another_policy_means_is_what_it_means_on_the_day(
    day: date, definition: str, duty: str
) -> None:
    told = made(day)["rules.en.html"].read("p.asks").splitlines()
    assert definition in told
    assert duty in told


@pytest.mark.parametrize("day", [date(2026, 5, 31), date(2026, 6, 1)])
def test_a_version_means_its_own_definitions(day: date) -> None:
    page = made(day)["rules.en.html"]
    for anchor in ("q.stays", "q@2026-01-01.stays", "q@2026-06-01.stays"):
        if anchor in page.ids:
            title, *_, told = [
                line
                for line in page.read(anchor).splitlines()
                if "grown" in line or "prohibits" in line
            ]
            assert (
                told == {"first": "grown up at first", "second": "grown up later"}[title.split()[1]]
            )


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date(2026, 2, 28), "(17)"),
        (date(2026, 3, 1), "(18)"),
        (date(2020, 1, 1), "(17)"),
        (date(2030, 1, 1), "(18)"),
    ],
)
def test_a_parameter_is_told_with_its_value_on_the_day(day: date, value: str) -> None:
    page = made(day)["rules.en.html"]
    anchor = (
        "q.stays"
        if page.read("q.stays").splitlines()[0].endswith("first")
        else "q@2026-01-01.stays"
    )
    assert value in page.read(anchor)


def test_every_day_of_change_is_in_the_history_with_what_changes() -> None:
    page = made()["history.en.html"]
    days = {anchor: page.read(anchor).splitlines()[1:] for anchor in page.ids if "day-" in anchor}
    assert days == {
        "day-2026-01-01": [
            "p: version 1 comes into force",
            "q: version old comes into force",
            "age: 17",
        ],
        "day-2026-03-01": ["age: 18"],
        "day-2026-06-01": [
            "q: version old is no longer in force",
            "q: version new comes into force",
        ],
        "day-2026-08-01": ["rule that comes into force: comes"],
        "day-2026-09-01": ["rule that is no longer in force: comes"],
        "day-2027-01-01": [
            "p: version 1 is no longer in force",
            "q: version new is no longer in force",
        ],
    }


def test_the_table_of_versions_says_how_each_stands() -> None:
    (table,) = (tag for tag in made()["history.en.html"].tags if tag.name == "table")
    rows = [tag.text().splitlines() for tag in table.walk() if tag.name == "tr"][1:]
    assert rows == [
        ["p", "1", "in force from 2026-01-01 to 2026-12-31", "in force", "1"],
        ["q", "old", "in force from 2026-01-01 to 2026-05-31", "past", "2"],
        [
            "q",
            "new",
            "in force from 2026-06-01 to 2026-12-31 (not to be followed by another)",
            "in force",
            "2",
        ],
    ]


def test_every_rule_of_every_version_of_a_real_set_is_found() -> None:
    ids = site("university")["rules.en.html"].ids
    assert "directory.for_everybody" in ids  # only in the version that has passed
    assert {"directory.student_refused", "directory@2025-08-18.student_refused"} <= set(ids)
    told = site("university")["notice.en.html"].read("our_types")
    assert "Directory information for everybody (version 2025)" in told
