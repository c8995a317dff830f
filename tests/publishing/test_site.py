"""The handbooks of the policy sets that are here: whole, sound, with everything in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from disclosure_rules import Engine
from disclosure_rules.language.policy import Exemption, Policy, PolicySet
from disclosure_rules.language.vocabulary import Records, Texts, Vocabulary
from disclosure_rules.publishing.book import Book
from disclosure_rules.publishing.handbook import PAGES, make_handbook
from tests.publishing.site import ROOT, SETS, Tag, book, site

LANGUAGES = {"clinic": ("et", "en"), "ekspressjob": ("et", "en"), "university": ("en",)}

PAIRS = [(name, language) for name in SETS for language in LANGUAGES[name]]
both = pytest.mark.parametrize(("name", "language"), PAIRS)


@pytest.mark.parametrize("name", SETS)
def test_there_is_a_page_of_each_kind_in_each_language(name: str) -> None:
    expected = {f"{page}.{language}.html" for page in PAGES for language in LANGUAGES[name]}
    assert set(site(name).pages) == {"index.html", *expected}


@pytest.mark.parametrize("name", SETS)
def test_every_link_leads_somewhere_and_every_anchor_is_one(name: str) -> None:
    # Reading the pages has shown that they are well-formed.
    made = site(name)
    assert made.broken_links() == []
    for page in made.pages.values():
        assert len(set(page.ids)) == len(page.ids)


@pytest.mark.parametrize("name", SETS)
def test_nothing_is_fetched_and_nothing_can_run(name: str) -> None:
    for file, page in site(name).pages.items():
        policy = "default-src 'none'; style-src 'unsafe-inline'"
        assert f'content="{policy.replace(chr(39), "&#x27;")}"' in site(name).texts[file]
        names = {tag.name for tag in page.tags}
        assert names.isdisjoint({"script", "link", "img", "iframe", "object", "form", "base"})
        for tag in page.tags:
            assert not any(
                key.startswith("on") or key in ("src", "style") for key in tag.attributes
            )
        (style,) = (tag for tag in page.tags if tag.name == "style")
        assert not re.search(r"url\(|@import|<", str(style.children))


@both
def test_every_page_says_what_it_is_and_leads_to_the_others(name: str, language: str) -> None:
    policy_set = book(name).policy_set
    for page in PAGES:
        made = site(name)[f"{page}.{language}.html"]
        (html,) = (tag for tag in made.tags if tag.name == "html")
        assert html.attributes["lang"] == language
        (title,) = (tag for tag in made.tags if tag.name == "title")
        assert policy_set.vocabulary.id in title.text()
        (footer,) = (tag for tag in made.tags if tag.name == "footer")
        told = (policy_set.digest, policy_set.source_digest, book(name).day.isoformat())
        assert all(part in footer.text() for part in told)
        (header,) = (tag for tag in made.tags if tag.name == "header")
        leads = {tag.attributes.get("href") for tag in header.walk()}
        assert {f"{other}.{language}.html" for other in PAGES} <= leads
        assert {f"{page}.{other}.html" for other in LANGUAGES[name]} - {
            f"{page}.{language}.html"
        } <= leads


def test_the_index_leads_to_each_language() -> None:
    assert site("clinic")["index.html"].links == ["index.et.html", "index.en.html"]
    assert site("university")["index.html"].links == ["index.en.html"]


# --- Everything is there -------------------------------------------------------------------------


def _exceptions(exceptions: tuple[Exemption, ...]) -> Iterator[Exemption]:
    for exception in exceptions:
        yield exception
        yield from _exceptions(exception.exceptions)


Told = tuple[str, str, Texts]
"""What is to be told: its page, its anchor, and one of its texts."""


def published(policy_set: PolicySet) -> Iterator[Told]:
    for notice in policy_set.notices.values():
        for text in (notice.title, notice.source):
            yield "notice", f"notice-{notice.id}", text
    for clause in policy_set.clauses.values():
        for text in (clause.says, clause.where):
            yield "notice", clause.id, text
    for reading in policy_set.readings.values():
        for text in (reading.title, reading.read_as, reading.or_read_as):
            yield "readings", reading.id, text
        for text in (reading.would_change, reading.switched_by):
            yield "readings", reading.id, text
    for guarantee in policy_set.guarantees:
        yield "guarantees", guarantee.id, guarantee.title


def words(vocabulary: Vocabulary) -> Iterator[Told]:
    for taxonomy in vocabulary.taxonomies.values():
        for term in taxonomy.terms.values():
            for text in (term.label, term.description):
                yield "vocabulary", f"{taxonomy.id}.{term.id}", text
    facts = [fact for entity in vocabulary.entities.values() for fact in entity.facts.values()]
    lists = [fact.type for fact in facts if isinstance(fact.type, Records)]
    for fact in (*facts, *(field for kind in lists for field in kind.fields.values())):
        for text in (fact.label, fact.because):
            yield "vocabulary", f"fact-{fact.path}", text
    for entity in vocabulary.entities.values():
        yield "vocabulary", "all-facts", entity.because


def declared(policy_set: PolicySet, policy: Policy) -> Iterator[Told]:
    """Yield what a version in force declares: its anchors are the plain ones."""
    yield "rules", policy.id, policy.title
    yield "history", f"day-{policy.period.start}", policy.title
    for rule in policy.rules.values():
        exceptions = (exception.title for exception in _exceptions(rule.exceptions))
        cited = (policy_set.clauses[name].says for name in rule.clauses)
        for text in (rule.title, *exceptions, *cited):
            yield "rules", f"{policy.id}.{rule.id}", text
    for definition in policy.definitions.values():
        yield "rules", f"{policy.id}.definition-{definition.id}", definition.title
    for parameter in policy.parameters.values():
        yield "rules", f"{policy.id}.parameter-{parameter.id}", parameter.title
    for obligation in policy.obligations.values():
        yield "obligations", f"{policy.id}.{obligation.id}", obligation.title


def everything(made: Book) -> Iterator[Told]:
    yield from published(made.policy_set)
    yield from words(made.policy_set.vocabulary)
    for policy in made.in_force.policies.values():
        yield from declared(made.policy_set, policy)


@both
def test_everything_is_told_at_its_anchor(name: str, language: str) -> None:
    for page, anchor, texts in everything(book(name)):
        told = site(name)[f"{page}.{language}.html"].read(anchor)
        if texts:
            assert " ".join(texts[language].split()) in " ".join(told.split()), (page, anchor)


@both
def test_each_clause_names_the_rules_that_cite_it(name: str, language: str) -> None:
    policy_set = book(name).policy_set
    page = site(name)[f"notice.{language}.html"]
    nobody = dict.fromkeys(policy_set.clauses, True)
    for policy in policy_set.policies:
        for rule in policy.rules.values():
            for clause in rule.clauses:
                nobody[clause] = False
                title = " ".join(rule.title[language].split())
                assert title in page.read(clause).replace("\n", " ")
    silent = {"et": "ei nimeta ükski", "en": "no rule, exception"}[language]
    for clause, uncited in nobody.items():
        if silent in page.read(clause):
            assert uncited, clause


@both
def test_each_obligation_names_the_rules_that_bring_it(name: str, language: str) -> None:
    for policy in book(name).in_force.policies.values():
        for rule in policy.rules.values():
            for duty in rule.obliges:
                told = site(name)[f"obligations.{language}.html"].read(duty.replace("#", "."))
                assert rule.title[language] in told


@both
def test_the_ground_of_a_rule_leads_back_to_it(name: str, language: str) -> None:
    for rule in book(name).in_force.allow_rules:
        told = site(name)[f"vocabulary.{language}.html"].read(f"grounds.{rule.ground}")
        assert rule.title[language] in told


# --- The same again, and languages ---------------------------------------------------------------


def test_equal_policies_give_equal_bytes_wherever_they_lie() -> None:
    folder = ROOT / "policies" / "clinic"
    texts = {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*.yaml")
    }
    again = make_handbook(Book(Engine.load(dict(reversed(texts.items()))).policy_set))
    assert again == site("clinic").texts
    assert str(ROOT) not in "".join(again.values())


def test_the_day_changes_what_is_told() -> None:
    policy_set = book("university").policy_set
    before = make_handbook(Book(policy_set, date(2026, 1, 31)))
    assert "2026-01-31" in before["matrix.en.html"]
    assert "2026-08-17" not in before["matrix.en.html"]
    assert before["matrix.en.html"] != site("university").texts["matrix.en.html"]


OWN_WORDS = re.compile(r"\b(the|is|of|and|with|any|rules?|clauses?|yes|holds)\b", re.IGNORECASE)


def test_estonian_pages_hold_no_english_words() -> None:
    for name in ("clinic", "ekspressjob"):
        for page in PAGES:
            made = site(name)[f"{page}.et.html"]
            for tag in made.tags:
                texts = [child for child in tag.children if isinstance(child, str)]
                if tag.name in ("code", "style", "title") or tag.attributes.get("lang") == "en":
                    continue
                assert OWN_WORDS.findall(" ".join(texts)) == [], (name, page, texts)


def test_a_clause_that_a_term_carries_out_is_told_both_ways() -> None:
    made = site("ekspressjob")
    (clause,) = (
        tag
        for tag in made["notice.en.html"].tags
        if tag.attributes.get("id") == "what_processing_is"
    )
    assert "term: processing" in clause.text()
    assert "vocabulary.en.html#operations.processing" in _links(clause)
    terms = made["vocabulary.et.html"].tags
    (term,) = (tag for tag in terms if tag.attributes.get("id") == "operations.processing")
    assert "täidab: 2. jagu" in term.text()
    assert "notice.et.html#what_processing_is" in _links(term)


def _links(tag: Tag) -> set[str | None]:
    return {below.attributes.get("href") for below in tag.walk()}
