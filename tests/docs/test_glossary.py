"""The glossaries have the nouns of the code, say the same in both languages, and are followed."""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from typing import get_args

import pytest

import disclosure_rules
from disclosure_rules import Engine
from disclosure_rules.cli.words import NOUNS
from disclosure_rules.decision import Outcome
from disclosure_rules.language.documents import DOCUMENTS
from disclosure_rules.language.phrases import texts_of
from tests.docs.markdown import ROOT, tables

ENGLISH = tables(ROOT / "docs" / "glossary.md")
ESTONIAN = tables(ROOT / "docs" / "glossary.et.md")


def _plain(cell: str) -> str:
    return cell.strip("`")


TERMS = {
    _plain(row[0]): row[1]
    for table in ENGLISH
    for row in table.rows
    if table.header[0] == "English"
}
"""The Estonian word for each English one."""

MODULES = ("vocabulary", "policy", "guarantees", "cases", "conditions", "times", "diagnostics")
CALLED = {
    "AnyOf": "condition",
    "All": "condition",
    "Not": "condition",
    "Some": "condition",
    "Every": "condition",
    "Holds": "condition",
    "PermittedBy": "condition",
    "FactPath": "fact",
    "FieldPath": "field",
    "Literal": "test",
    "ParameterValue": "parameter",
    "The": "test",
    "Plain": "type",
    "OneTerm": "type",
    "Categories": "category",
    "TermSet": "type",
    "TextSet": "type",
    "Records": "record",
    "RecordOf": "record",
    "RecordPath": "record",
    "Exemption": "exception",
    "ParameterName": "placeholder",
    "ParameterEntry": "parameter",
    "InForce": "period",
    "ItemDecision": "decision",
    "InvalidRequest": "fault",
    "PolicyError": "diagnostic",
    "DisclosureDenied": "decision",
    "DisclosureRulesError": "fault",
    "LogError": "decision log",
    "JsonLines": "decision log",
    "ToLogger": "decision log",
    "DecidedSpark": "table of rows",
    "DecidedTable": "table of rows",
    "Keys": "pseudonym",
    "RecordedDecision": "record of the log",
    "RecordingEngine": "decision log",
    "TableError": "table of rows",
    "TableMapping": "mapping",
}
"""Classes that are a part of something, by the word for it."""


def _nouns() -> set[str]:
    """Return the names of the classes that hold what policies, requests and decisions are."""
    modules = [import_module(f"disclosure_rules.language.{name}") for name in MODULES]
    classes = {
        name
        for module in modules
        for name, noun in inspect.getmembers(module, inspect.isclass)
        if noun.__module__ == module.__name__
    }
    public = {name for name in disclosure_rules.__all__ if name[0].isupper()}
    return classes | public


def _in_words(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


@pytest.mark.parametrize("noun", sorted(_nouns()))
def test_the_nouns_of_the_code_are_explained(noun: str) -> None:
    assert CALLED.get(noun, _in_words(noun)) in TERMS


@pytest.mark.parametrize(
    "word", [*DOCUMENTS, *get_args(Outcome), "head", "item", "ground", "digest"]
)
def test_the_words_that_everybody_meets_are_explained(word: str) -> None:
    assert word.removesuffix("s") in TERMS or word in TERMS


def test_both_glossaries_have_the_same_words() -> None:
    for english, estonian in zip(ENGLISH[:2], ESTONIAN[:2], strict=True):
        assert [row[:2] for row in english.rows] == [row[1::-1] for row in estonian.rows]
    law = [(row[0], row[2], row[1]) for row in ESTONIAN[2].rows]
    assert law == list(ENGLISH[2].rows)


def test_a_word_stands_for_one_thing() -> None:
    for tables_ in (ENGLISH, ESTONIAN):
        words = [row[0] for table in tables_ for row in table.rows]
        assert sorted(words) == sorted(set(words))
    assert len(set(TERMS.values())) == len(TERMS)


def test_commands_speak_as_the_glossary_does() -> None:
    for outcome in get_args(Outcome):
        assert TERMS[outcome] == texts_of("explanations", "et")[outcome]
    for noun, (one, _) in NOUNS["et"].items():
        assert TERMS.get(noun, one) == one


def test_the_words_of_law_are_those_of_the_vocabulary() -> None:
    taxonomies = Engine.load(ROOT / "policies" / "ekspressjob").policy_set.vocabulary.taxonomies
    labels = {
        (f"`{term.id}`", term.label["en"], term.label["et"])
        for taxonomy in taxonomies.values()
        for term in taxonomy.terms.values()
    }
    assert set(ENGLISH[2].rows) <= labels
