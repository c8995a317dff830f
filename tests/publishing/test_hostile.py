"""Whatever the texts and names of a set are, they are read, and never acted upon."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from disclosure_rules import Engine
from tests.publishing.site import Site, site_of
from tests.unit.small import VOCABULARY, documents, policy

TEXTS = {
    "an element": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "the end of an attribute": '" onmouseover="alert(1)" \'',
    "the end of a style": "</style><b>",
    "braces": "{0} {reader} {{x}} %s ${x}",
    "an entity": "&lt;b&gt; &amp; &#60;",
    "a comment": "<!-- --> ]]> <![CDATA[",
    "much": "x" * 5000,
    "right to left": "עברית العربية",
    "spaces": "  a \n b\t c  ",
}
INVISIBLE = {
    "marks that turn text round": ("a\u202eb\u2066c", "a\\u202eb\\u2066c"),
    "what a terminal obeys": ("a\u001b[2Jb", "a\\u001b[2Jb"),
}


def _set(text: str, version: str = "1") -> Engine:
    """Return a set in which every text that people write is this one."""
    both = {"et": text, "en": text}
    terms: dict[str, Any] = {"label": both, "description": both, "same_as": text}
    vocabulary = {
        "kind": "vocabulary",
        "language": 1,
        "id": "hostile",
        "title": both,
        "time_zone": "Europe/Tallinn",
        "languages": ["et", "en"],
        "subject": "client",
        "terms": {
            "operations": {"disclose": {**terms, "involves": ["purpose", "recipient"]}},
            "purposes": {"delivery": terms},
            "recipients": {"courier": terms},
            "data": {"address": terms},
            "grounds": {"contract": terms},
        },
        "facts": {
            "client": {
                "label": both,
                "city": {"type": "text", "silence_means": "none", "because": both, "label": both},
            }
        },
    }
    notice = {
        "kind": "notice",
        "id": "notice",
        "title": both,
        "source": both,
        "clauses": {"c": {"where": both, "says": both, "carried_by": "decision"}},
        "readings": {
            "r": {
                "title": both,
                "clauses": ["c"],
                "read_as": both,
                "or_read_as": both,
                "would_change": both,
                "switched_by": both,
            }
        },
    }
    because = {key: told.replace("{", "(").replace("}", ")") for key, told in both.items()}
    when = {"client.city": text}
    rules = {
        "allowed": {
            "effect": "allow",
            "ground": "contract",
            "title": both,
            "clauses": ["c"],
            "because": because,
            "obliges": ["tell"],
            "when": {"all": [{"holds": "here"}, when, {"client.city": [text, "b"]}]},
        },
        "denied": {
            "effect": "deny",
            "title": both,
            "clauses": ["c"],
            "operation": "disclose",
            "unless": when,
            "except": {"e": {"title": both, "clauses": ["c"], "when": when}},
        },
    }
    policy = {
        "kind": "policy",
        "id": "p",
        "version": version,
        "title": both,
        "in_force": {"from": "2026-01-01"},
        "parameters": {
            "n": {
                "title": both,
                "type": "text",
                "values": [{"from": "2026-01-01", "value": text, "clauses": ["c"]}],
            }
        },
        "definitions": {
            "here": {"title": both, "means": {"client.city": {"is": {"parameter": "n"}}}}
        },
        "obligations": {"tell": {"title": both, "timing": "with"}},
        "rules": rules,
    }
    guarantees = {
        "kind": "guarantees",
        "guarantees": {"g": {"title": both, "clauses": ["c"], "never_allow": {"when": when}}},
    }
    found = {"v": vocabulary, "n": notice, "p": policy, "g": guarantees}
    return Engine.load({f"{name}.yaml": json.dumps(made) for name, made in found.items()})


@cache
def _harmless() -> Site:
    return site_of(_set("plain"))


def _shape(site: Site) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Return the elements of each page, each with which attributes it has."""
    return {
        name: [(tag.name, tuple(tag.attributes)) for tag in page.tags]
        for name, page in site.pages.items()
    }


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_changes_no_element_of_any_page(name: str) -> None:
    made = site_of(_set(TEXTS[name], version=TEXTS[name]))
    assert _shape(made) == _shape(_harmless())
    assert made.broken_links() == []
    shown = " ".join(TEXTS[name].split())
    for page in (
        "notice",
        "readings",
        "rules",
        "obligations",
        "vocabulary",
        "history",
        "guarantees",
    ):
        for language in ("et", "en"):
            whole = " ".join(made[f"{page}.{language}.html"].root.text().split())
            assert shown in whole, page


@pytest.mark.parametrize("name", INVISIBLE)
def test_what_is_not_seen_is_made_visible(name: str) -> None:
    written, shown = INVISIBLE[name]
    made = site_of(_set(written))
    assert _shape(made) == _shape(_harmless())
    for file, text in made.texts.items():
        assert all(character.isprintable() or character == "\n" for character in text), file
    assert shown in made["rules.en.html"].root.text()


def test_a_text_of_another_language_says_which_it_is() -> None:
    rule = "r: {effect: allow, ground: law, title: {et: ainult eesti keeles}}"
    site = site_of(Engine.load(documents(policy(rule))))
    for language, said in (("en", "et"), ("et", None)):
        title = [
            tag.attributes.get("lang")
            for tag in site[f"rules.{language}.html"].at("p.r").walk()
            if tag.name == "bdi" and tag.text() == "ainult eesti keeles"
        ]
        assert title == [said]


PUBLISHED = [
    (("en",), ["en"]),
    (("et",), ["et"]),
    (("et", "en"), ["et", "en"]),
    (("fi",), ["en"]),
    (("fi", "et"), ["et"]),
]


@pytest.mark.parametrize(("languages", "published"), PUBLISHED)
def test_a_set_is_published_in_those_of_its_languages_that_are_spoken(
    languages: tuple[str, ...], published: list[str]
) -> None:
    labels = "".join(f"        {language}: nimi-{language}\n" for language in languages)
    words = VOCABULARY.replace("[et, en]", f"[{', '.join(languages)}]")
    words = words.replace("        et: leping\n        en: the contract\n", labels)
    rules = policy("r: {effect: allow, ground: law}")
    site = site_of(Engine.load(documents(rules, vocabulary=words)))
    assert {name.split(".")[-2] for name in site.pages} == {"index", *published}
    own = published[0] if published[0] in languages else languages[0]
    page = site[f"vocabulary.{published[0]}.html"]
    (label,) = (tag for tag in page.at("purposes.contract").walk() if tag.name == "bdi")
    assert label.text() == f"nimi-{own}"
    assert label.attributes.get("lang") == (None if own == published[0] else own)
