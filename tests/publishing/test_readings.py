"""Readings in a handbook, beside the clauses that leave things open; and what the set is called."""

from __future__ import annotations

import re

import pytest

from disclosure_rules import Engine
from tests.docs.markdown import ROOT
from tests.publishing.site import SETS, book, site, site_of
from tests.publishing.test_site import LANGUAGES, both
from tests.unit.small import VOCABULARY, documents, policy

READING = """
  silence:
    title: {en: Silence is no consent}
    clauses: [asked]
    read_as: {en: "Consent is asked for by p#asks, not by p#nothing."}
    or_read_as: {en: Silence is consent, et: Vaikimine on nõusolek}
    would_change: {en: Everything}
"""
NOTICE = """\
kind: notice
id: first
title: {en: The first notice}
clauses: {asked: {where: {en: here}, says: {en: ask}, carried_by: decision}}
"""
SECOND = "kind: notice\nid: second\nclauses: {}\n"
RULE = policy("asks: {effect: deny, operation: store}")


def made(*notices: str) -> Engine:
    files = {f"notice_{number}.yaml": text for number, text in enumerate(notices)}
    return Engine.load({**documents(RULE), **files})


@both
def test_clauses_lead_to_their_readings_and_back(name: str, language: str) -> None:
    policy_set = book(name).policy_set
    assert policy_set.readings
    notice, readings = (site(name)[f"{page}.{language}.html"] for page in ("notice", "readings"))
    for reading in policy_set.readings.values():
        for clause in policy_set.clauses:
            there = f"readings.{language}.html#{reading.id}" in [
                tag.attributes.get("href") for tag in notice.at(clause).walk()
            ]
            back = f"notice.{language}.html#{clause}" in [
                tag.attributes.get("href") for tag in readings.at(reading.id).walk()
            ]
            assert there == back == (clause in reading.clauses), (reading.id, clause)


@both
def test_every_name_of_a_rule_that_a_reading_mentions_is_a_link(name: str, language: str) -> None:
    for tag in site(name)[f"readings.{language}.html"].tags:
        texts = [child for child in tag.children if isinstance(child, str)]
        assert tag.name in ("code", "style") or "#" not in "".join(texts)


def test_a_name_that_nothing_declares_stays_text() -> None:
    page = site_of(made(f"{NOTICE}readings:{READING}"))["readings.en.html"]
    assert "Consent is asked for by p#asks, not by p#nothing." in page.read("silence")
    assert "rules.en.html#p.asks" in page.links
    assert not any("nothing" in link for link in page.links)


def test_a_text_that_a_language_lacks_is_shown_in_another_and_an_edit_may_be_left_out() -> None:
    page = site_of(made(f"{NOTICE}readings:{READING}"))["readings.et.html"]
    foreign = [tag.text() for tag in page.tags if tag.attributes.get("lang") == "en"]
    assert "Everything" in foreign
    assert "Silence is consent" not in page.read("silence")
    assert "kuidas üle minna" not in page.read("silence")


def test_a_reading_names_its_notice_where_there_are_several() -> None:
    one = site_of(made(f"{NOTICE}readings:{READING}"))["readings.en.html"]
    two = site_of(made(f"{NOTICE}readings:{READING}", SECOND))["readings.en.html"]
    assert "The first notice" not in one.read("silence")
    assert "The first notice" in two.read("silence")


def test_a_set_may_have_no_readings() -> None:
    without = site_of(made(NOTICE))
    assert "state no readings" in without["readings.en.html"].root.text()
    assert "The readings are" not in without["index.en.html"].root.text()
    assert "how we read it" not in without["notice.en.html"].read("asked")
    with_one = site_of(made(f"{NOTICE}readings:{READING}"))
    assert "The readings are those that we go by." in with_one["index.en.html"].root.text()


def test_readings_decide_nothing() -> None:
    plain, read = made(NOTICE).policy_set, made(f"{NOTICE}readings:{READING}").policy_set
    assert plain.digest == read.digest
    assert plain.source_digest != read.source_digest


def test_the_long_form_names_every_reading() -> None:
    page = (ROOT / "docs" / "readings.md").read_text("utf-8")
    named = re.findall(r"`(\w+)`", " ".join(re.findall(r"In `notice.yaml`: ([^.]+)\.", page)))
    assert named == list(book("ekspressjob").policy_set.readings)


# --- What the set and its taxonomies are called --------------------------------------------------


@pytest.mark.parametrize("name", SETS)
def test_the_first_page_says_what_it_is_of_in_each_language(name: str) -> None:
    policy_set = book(name).policy_set
    page = site(name)["index.html"]
    (main,) = (tag for tag in page.tags if tag.name == "main")
    told = main.text()
    assert book(name).day.isoformat() in told
    for language in LANGUAGES[name]:
        assert policy_set.vocabulary.title[language] in told
    assert policy_set.digest in told
    assert policy_set.source_digest in told


@both
def test_every_page_is_headed_by_the_title_of_the_set(name: str, language: str) -> None:
    title = book(name).policy_set.vocabulary.title[language]
    for file, page in site(name).pages.items():
        if file.endswith(f".{language}.html"):
            assert title in next(tag for tag in page.tags if tag.name == "header").text()
    first = site(name)[f"index.{language}.html"]
    assert next(tag for tag in first.tags if tag.name == "h1").text() == title


@both
def test_no_taxonomy_goes_by_its_id(name: str, language: str) -> None:
    page = site(name)[f"vocabulary.{language}.html"]
    for taxonomy in book(name).policy_set.vocabulary.taxonomies:
        heading = next(tag for tag in page.at(taxonomy).walk() if tag.name == "h2")
        assert not any(tag.name == "code" for tag in heading.walk()), taxonomy


def test_a_fact_lists_the_terms_of_its_own_taxonomy_and_how_it_can_change() -> None:
    page = site("ekspressjob")["vocabulary.en.html"]
    row = page.at("fact-client.consents.recorded_in")
    assert "one of: in the contract or recorded otherwise" in row.text()
    links = [tag.attributes.get("href") for tag in row.walk()]
    assert "vocabulary.en.html#consent_records.contract" in links
    assert "one of: recipients" in page.read("fact-recipient.kind")
    assert "can be obtained" in page.read("fact-client.consents")
    assert "can be established" in page.read("fact-item.related_to")
    assert "cannot be changed" in page.read("fact-recipient.group")
    assert "can" not in page.read("fact-client.id").split()


def test_a_taxonomy_that_no_fact_takes_goes_by_its_id() -> None:
    vocabulary = VOCABULARY.replace("\nfacts:", "\n  colours:\n    red:\nfacts:", 1)
    assert vocabulary != VOCABULARY
    page = site_of(Engine.load({**documents(RULE), "vocabulary.yaml": vocabulary}))
    heading = page["vocabulary.en.html"].at("colours")
    assert [tag.text() for tag in heading.walk() if tag.name == "h2"] == ["colours"]
