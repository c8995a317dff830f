"""A published text: its sections, how each is known again, and what is to be reviewed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure_rules import Engine
from disclosure_rules.authoring.trace.published import read_sections, sha256_of
from disclosure_rules.authoring.trace.review import Review, as_lines, review
from disclosure_rules.language.phrases import READERS, Reader
from tests.unit.small import documents, policy

TEXT = """\
Privacy

How we treat your data

Who gets data?
Nobody gets it but these:
a court;
a carrier.

And for them too:
only what is needed.

What you can do
Write to us.

Where to ask

By telephone.

The shop
"""

# --- Sections ------------------------------------------------------------------------------------

SECTIONS = {
    "a title belongs to the section that follows": (
        TEXT,
        [
            (
                "Privacy How we treat your data Who gets data? Nobody gets it but these: a court; "
                "a carrier. And for them too: only what is needed."
            ),
            "What you can do Write to us.",
            "Where to ask By telephone. The shop",
        ],
    ),
    "no words": (" \n\n\t\n", []),
    "one heading alone": ("Privacy", ["Privacy"]),
    "no heading": ("We keep it.\n\nAlways.", ["We keep it. Always."]),
    "a text before the first heading": ("Read this.\n\nWho\nWe.", ["Read this.", "Who We."]),
    "a line that goes on is no heading": (
        "Who\nWe.\n\nWe give data to our\ncarriers.\n\nWhy\nSo.",
        ["Who We. We give data to our carriers.", "Why So."],
    ),
    "other line breaks, and lines of spaces": (
        "Who\r\nWe.\r\n \t\r\n\r\nWhy\r\nSo.\r\n",
        ["Who We.", "Why So."],
    ),
    "headings that ask or are numbered": (
        "1 Who?\nWe.\n\n2 Why!\nSo.",
        ["1 Who? We.", "2 Why! So."],
    ),
}


@pytest.mark.parametrize("case", SECTIONS)
def test_sections(case: str) -> None:
    text, wanted = SECTIONS[case]
    sections = read_sections(text)
    assert [section.sha256 for section in sections] == [sha256_of(words) for words in wanted]
    assert [section.number for section in sections] == list(range(1, len(wanted) + 1))


def test_the_sha256_is_the_one_that_is_documented() -> None:
    # printf 'Õigus on ka sul.' | sha256sum
    known = "615b6c056d85c1269020bb70181ae65e54d3a229b97505a8f5c2632826367419"
    told = unicodedata.normalize("NFD", "  Õigus\u00a0on \n ka\tsul.\n")
    assert sha256_of(told) == sha256_of("Õigus on ka sul.") == known


def test_a_section_is_told_by_its_first_words() -> None:
    (short,), (long,) = read_sections("Who?\nWe."), read_sections("Who?\n" + "word " * 100)
    assert short.begins == "Who? We."
    assert long.begins.endswith("…")
    assert len(long.begins) <= 60


words = st.text(st.characters(codec="utf-8"), max_size=12)
texts = st.lists(
    st.sampled_from(["\n", "\n\n", " ", ".", ":", "Who", "we", "\r\n", "\u2028"]) | words
)


@given(texts.map("".join))
def test_every_word_stands_in_a_section(text: str) -> None:
    """Changing any word changes some section: all of the text is hashed, in order."""
    sections = read_sections(text)
    whole = "".join(text.split())
    assert bool(sections) == bool(whole)
    changed = read_sections(f"{text}x")
    assert [s.sha256 for s in changed] != [s.sha256 for s in sections]


@given(texts.map("".join), st.sampled_from(["\n", " ", "\t", "\r\n", "\u00a0"]))
def test_white_space_at_the_ends_changes_nothing(text: str, space: str) -> None:
    assert read_sections(space + text + space) == read_sections(text)


# --- What is to be reviewed ----------------------------------------------------------------------


def _review(text: str, sections: dict[str, tuple[str, str]]) -> Review:
    """Return the review of a notice with these sections, each with its text and its clause."""
    written = "".join(
        f"  {name}: {{sha256: {sha256_of(said)}, clauses: [{clause}]}}\n"
        for name, (said, clause) in sections.items()
    )
    notice = "kind: notice\nid: notice\nclauses:\n" + "".join(
        f"  {name}: {{where: {{en: 'at {name}'}}, says: {{en: It says {name}}}, "
        "carried_by: client}\n"
        for name in ("who", "why", "how")
    )
    notice += f"sections:\n{written}" if sections else ""
    engine = Engine.load({**documents(policy("a: {effect: deny}")), "notice.yaml": notice})
    policy_set = engine.policy_set
    return review(policy_set, policy_set.notices["notice"], read_sections(text))


WHO, WHY, HOW = "Who?\nWe.", "Why?\nSo.", "How?\nThus."
ALL = {"a": (WHO, "who"), "b": (WHY, "why"), "c": (HOW, "how")}


def _text(*sections: str) -> str:
    return "\n\n".join(sections)


REVIEWS = {
    "as it was": (_text(WHO, WHY, HOW), ALL, ["a", "b", "c"], [], [], []),
    "in another order": (_text(HOW, WHO, WHY), ALL, ["a", "b", "c"], [], [], []),
    "one put between": (_text(WHO, "New\nYes.", WHY, HOW), ALL, ["a", "b", "c"], [], [2], []),
    "one changed": (_text(WHO, WHY + "!", HOW), ALL, ["a", "c"], ["b"], [2], []),
    "one gone": (_text(WHO, HOW), ALL, ["a", "c"], ["b"], [], []),
    "one twice": (_text(WHO, WHO, WHY, HOW), ALL, ["a", "b", "c"], [], [2], []),
    "one sha256 for two": (
        _text(WHO, WHY),
        {"a": (WHO, "who"), "b": (WHY, "why"), "c": (WHY, "how")},
        ["a", "b"],
        ["c"],
        [],
        [],
    ),
    "a clause nowhere": (
        _text(WHO, WHY),
        {"a": ALL["a"], "b": ALL["b"]},
        ["a", "b"],
        [],
        [],
        ["how"],
    ),
    "no sections yet": (_text(WHO, WHY), {}, [], [], [1, 2], ["who", "why", "how"]),
}


@pytest.mark.parametrize("case", REVIEWS)
def test_what_is_to_be_reviewed(case: str) -> None:
    text, sections, same, changed, new, unwatched = REVIEWS[case]
    found = _review(text, sections)
    assert [section.id for section in found.same] == same
    assert [section.id for section in found.changed] == changed
    assert [section.number for section in found.new] == new
    assert [clause.id for clause in found.unwatched] == unwatched
    assert found.is_clean == (not changed and not new and not unwatched)


@pytest.mark.parametrize("reader", READERS)
def test_a_review_names_clauses_and_what_to_write(reader: Reader) -> None:
    changed = WHY + " And more."
    found = _review(_text(WHO, changed), {"a": ALL["a"], "b": ALL["b"]})
    text = "\n".join(as_lines(found, "notice.txt", reader))
    assert "notice.yaml:" in text
    assert "why (at why): It says why" in text
    assert "how (at how)" in text
    assert "who (at who)" not in text
    assert f"sha256: {sha256_of(changed)}" in text


def test_a_notice_spread_over_documents_is_watched_as_a_whole() -> None:
    part = (
        "kind: notice\nid: notice\n"
        "clauses: {%s: {where: {en: x}, says: {en: x}, carried_by: client}}\n"
        "sections: {%s: {sha256: %s, clauses: [%s]}}\n"
    )
    parts = {
        f"notice_{name}.yaml": part % (name, name, sha256_of(name), name) for name in ("one", "two")
    }
    engine = Engine.load({**documents(policy("a: {effect: deny}")), **parts})
    sections = engine.policy_set.notices["notice"].sections
    assert [section.id for section in sections] == ["one", "two"]
