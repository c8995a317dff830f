"""The language reference has every word of the language: in a table, and in an example that loads.

The words are collected from the code. A word that is added there fails a test here until a table of
docs/language/ explains it and an example uses it; a word that is gone fails until its row is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from disclosure_rules import Engine
from disclosure_rules.language.documents import DOCUMENTS
from disclosure_rules.language.policy import HEAD_TAXONOMIES
from disclosure_rules.language.schemas import document_schema
from disclosure_rules.language.times import UNITS
from disclosure_rules.language.tree import Mapping, Scalar, Sequence
from disclosure_rules.loading.comparisons import OPERATORS
from disclosure_rules.loading.expectations import EXPECTED_KEYS, OUTCOMES
from disclosure_rules.loading.faults import Faults
from disclosure_rules.loading.parse import parse
from disclosure_rules.loading.shapes import read_document
from disclosure_rules.loading.types import FACT_TYPES, PARAMETER_TYPES
from disclosure_rules.loading.vocabularies import REQUEST_WORDS, REQUIRED_TAXONOMIES
from tests.docs import test_docs as docs
from tests.docs.markdown import ROOT, Table, prose, tables

FOLDER = ROOT / "docs" / "language"
INDEX = FOLDER / "words.md"
PAGES = sorted({*FOLDER.glob("*.md"), ROOT / "docs" / "language.md"} - {INDEX})

# --- The words, from the code --------------------------------------------------------------------

_PARTS = {
    "Condition": "Condition",
    "Quantifier": "Quantifier",
    "FactOperand": "The",
    "ParameterOperand": "ParameterValue",
}
"""The parts of schemas that are no shapes, and what they are called here."""

SHAPES = {
    DOCUMENTS[kind].__name__ if name is None else _PARTS.get(name, f"{name}Shape"): shape
    for kind in DOCUMENTS
    for schema in [document_schema(kind)]
    for name, shape in [(None, schema), *schema["$defs"].items()]
    if "properties" in shape
}
"""The JSON Schema of each shape: what the loader and every editor know of its keys."""

KEYS_OF = {
    "key of a vocabulary": "VocabularyShape",
    "key of a term": "TermShape",
    "key of a fact": "FactShape",
    "key of an entity": "EntityShape",
    "key of a notice": "NoticeShape",
    "key of a clause": "ClauseShape",
    "key of a section": "SectionShape",
    "key of a reading": "ReadingShape",
    "key of a policy": "PolicyShape",
    "key of `in_force`": "PeriodShape",
    "key of a parameter": "ParameterShape",
    "key of a value": "ParameterValueShape",
    "key of a definition": "DefinitionShape",
    "key of an obligation": "ObligationShape",
    "key of a rule": "RuleShape",
    "key of an exception": "ExceptionShape",
    "key of a document of guarantees": "GuaranteesShape",
    "key of a guarantee": "GuaranteeShape",
    "key of a promise": "ImplicationShape",
    "key of a document of cases": "CasesShape",
    "key of a case": "CaseShape",
    "key of `some` and `every`": "Quantifier",
    "entry of a condition": "Condition",
}
"""The shape whose keys each table lists, by the head of the table's first column."""

CHOICES_OF = {
    "`kind`": ("kind", DOCUMENTS),
    "`involves`": ("involves", ["TermShape"]),
    "`silence_means`": ("silence_means", ["FactShape", "EntityShape"]),
    "`changes_by`": ("changes_by", ["FactShape"]),
    "`log`": ("log", ["FactShape"]),
    "`carried_by`": ("carried_by", ["ClauseShape"]),
    "`effect`": ("effect", ["RuleShape"]),
    "`timing`": ("timing", ["ObligationShape"]),
}
"""The key whose words each table lists, and the shapes that have it."""


def _choices(key: str, shapes: list[str]) -> set[str]:
    found = [SHAPES[shape]["properties"][key] for shape in shapes]
    return {word for part in found for word in part.get("enum") or part["items"]["enum"]}


@cache
def _built_in_facts() -> set[str]:
    engine = Engine.load(_page("vocabulary.md").documents("clinic"))
    vocabulary = engine.policy_set.vocabulary
    entities = [vocabulary.request_facts, *(e.facts for e in vocabulary.entities.values())]
    return {fact.path for facts in entities for fact in facts.values() if fact.built_in}


def _page(name: str) -> docs.Page:
    return docs.PAGE_OF[FOLDER / name]


@cache
def words_of_the_language() -> dict[str, set[str]]:
    """Return the words that each table must list, by the head of its first column."""
    listed = {head: set(SHAPES[shape]["properties"]) for head, shape in KEYS_OF.items()}
    for head, (key, shapes) in CHOICES_OF.items():
        listed[head] = set(DOCUMENTS) if key == "kind" else _choices(key, list(shapes))
    forms = {key for key in SHAPES["FactShape"]["properties"] if key in ("term", "set", "list")}
    return {
        **listed,
        "operator": set(OPERATORS),
        "operand": {*SHAPES["The"]["properties"], *SHAPES["ParameterValue"]["properties"]},
        "type": {*FACT_TYPES, *forms},
        "type of a parameter": set(PARAMETER_TYPES),
        "unit": set(UNITS),
        "taxonomy": set(REQUIRED_TAXONOMIES),
        "built-in fact": _built_in_facts(),
        "part of the head": set(HEAD_TAXONOMIES),
        "part of a request": {*REQUEST_WORDS, "recipient", "patient"},
        "outcome": set(OUTCOMES),
        "key of an expectation": set(EXPECTED_KEYS),
    }


# --- Tables --------------------------------------------------------------------------------------


@cache
def reference() -> dict[str, Table]:
    """Return the tables of the reference that list words, by the head of their first column."""
    found: dict[str, Table] = {}
    for table in (table for page in PAGES for table in tables(page)):
        head = table.header[0]
        assert not (head in found and head in words_of_the_language()), f"two tables of `{head}`"
        found[head] = table
    return found


def test_every_shape_has_a_table() -> None:
    told_elsewhere = {"The", "ParameterValue", "GoalShape"}  # operands; promises without `then`
    requests = ("RequestPart", "Recipient", "Item", "GivenEntity", "GivenRecord", "Expectations")
    told_elsewhere |= {f"{name}Shape" for name in requests}
    assert set(SHAPES) - told_elsewhere == set(KEYS_OF.values())
    assert set(SHAPES["GoalShape"]["properties"]) < set(SHAPES["ImplicationShape"]["properties"])


@pytest.mark.parametrize("head", words_of_the_language())
def test_a_table_lists_the_words(head: str) -> None:
    assert head in reference(), f"docs/language/ has no table `| {head} | …`"
    assert set(reference()[head].words()) == words_of_the_language()[head]


@pytest.mark.parametrize(
    "head", [head for head, shape in KEYS_OF.items() if shape.endswith("Shape")]
)
def test_tables_say_which_keys_are_required(head: str) -> None:
    said = {word for word, row in reference()[head].words().items() if row[1] == "required"}
    assert said == set(SHAPES[KEYS_OF[head]].get("required", ())) - {"then"}


# --- Examples ------------------------------------------------------------------------------------

CONDITIONS = {"when", "unless", "means", "where", "then"}
UNIT = re.compile(r"\b[0-9]+ (hour|day|month|year)s?\b")


@cache
def used() -> set[tuple[str, str]]:
    """Return the words that examples use, each with the head of the table that lists it."""
    found: set[tuple[str, str]] = set()
    for page in (docs.PAGE_OF[path] for path in PAGES):
        for block in page.of_kind("yaml"):
            if block.policies is not None and (text := _document(page, block)) is not None:
                found |= set(_words_of(text))
    return found


def _document(page: docs.Page, block: docs.Block) -> str | None:
    """Return a block as the document that the test of the docs loads; None for a request."""
    if docs._is_document(block.text):
        return block.text
    parsed = docs._parsed(block)
    if "moment" in parsed and "items" in parsed:
        return None
    whole = page.documents(block.policies)
    made = docs._with_fragment(whole, parsed).items()
    return next((text for name, text in made if text != whole.get(name)), None)


def _words_of(text: str) -> Iterator[tuple[str, str]]:
    faults = Faults()
    root = parse("example.yaml", text, faults)
    assert root is not None
    document = read_document("example.yaml", root, faults)
    assert document is not None, faults.in_order()
    yield "`kind`", document.shape.kind.text  # type: ignore[attr-defined]
    yield from _of_shape(document.shape)


HEADS_OF = {shape: head for head, shape in KEYS_OF.items()}
CHOICE_HEADS = {
    (shape, key): head for head, (key, shapes) in CHOICES_OF.items() for shape in shapes
}


def _of_shape(shape: BaseModel) -> Iterator[tuple[str, str]]:
    name = type(shape).__name__
    head = HEADS_OF["ImplicationShape" if name == "GoalShape" else name]
    extra = shape.__pydantic_extra__ or {}
    for field, value in [*shape, *extra.items()]:
        info = type(shape).model_fields.get(field)
        if value is None:
            continue
        key = (info.alias if info else None) or field
        if info:
            yield head, key
        for below in _parts(value):
            if isinstance(below, BaseModel):
                yield from _of_shape(below)
            elif (name, key) in CHOICE_HEADS:
                yield CHOICE_HEADS[name, key], below.text
        yield from _of_value(name, key, value)


def _parts(value: Any) -> Iterator[Any]:
    """Yield what stands directly below a key: the value itself, entries, members."""
    if isinstance(value, (Scalar, Mapping, Sequence)) or not isinstance(value, (dict, list, tuple)):
        yield value
        return
    for below in value.values() if isinstance(value, dict) else value:
        yield from _parts(below)


def _of_value(shape: str, key: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield the words in what the shapes leave open: conditions, types, requests, expectations."""
    if key in CONDITIONS:
        yield from _of_condition(value)
    elif shape == "ParameterShape" and key == "type":
        yield "type of a parameter", value.text
    elif shape == "FactShape" and key in ("type", "term", "set", "list"):
        yield "type", value.text if key == "type" else key
    elif shape == "VocabularyShape" and key == "terms":
        yield from (("taxonomy", str(name)) for name in value)
    elif shape == "CaseShape" and key == "request":
        yield from (("part of a request", str(name)) for name in value)
    elif shape == "CasesShape" and key == "fixtures":
        yield from (("part of a request", str(n)) for part in value.values() for n in part)
    elif shape == "CaseShape" and key == "expect":
        yield from (("outcome", word) for word in _scalars(value))
        yield from (("key of an expectation", word) for word in _keys(value))
    if shape in ("RuleShape", "ImplicationShape", "GoalShape") and key in HEAD_TAXONOMIES:
        yield "part of the head", key
    if isinstance(value, (Scalar, Mapping)):
        yield from (("unit", f"{m[1]}s") for word in _scalars(value) for m in UNIT.finditer(word))


def _of_condition(value: Any) -> Iterator[tuple[str, str]]:
    for word in _keys(value):
        for head in ("entry of a condition", "operator", "operand", "key of `some` and `every`"):
            yield head, word
    # `fact: value` is the operator `is`, and so on; what counts here is the word itself.
    yield from (("built-in fact", word) for word in (*_keys(value), *_scalars(value)))


def _keys(node: Any) -> Iterator[str]:
    yield from _found(node, lambda part: map(str, part) if isinstance(part, Mapping) else ())


def _scalars(node: Any) -> Iterator[str]:
    yield from _found(node, lambda part: (part.text,) if isinstance(part, Scalar) else ())


def _found(node: Any, take: Callable[[Any], Any]) -> Iterator[str]:
    yield from take(node)
    below = node.values() if isinstance(node, Mapping) else node
    for part in below if isinstance(node, (Mapping, Sequence)) else ():
        yield from _found(part, take)


@pytest.mark.parametrize(
    ("head", "word"),
    [(head, w) for head, ws in words_of_the_language().items() for w in sorted(ws)],
)
def test_an_example_that_loads_uses_the_word(head: str, word: str) -> None:
    assert (head, word) in used(), f"no example of docs/language/ uses `{word}` ({head})"


# --- The index of words --------------------------------------------------------------------------

INTRODUCTION = """# Every word of the language

From `after` to `years`: what each word is, and where it is explained.

| word | is |
|---|---|
"""


def test_the_index_has_every_word(golden: Callable[[Path, str], None]) -> None:
    places: dict[str, list[str]] = {}
    for head, words in words_of_the_language().items():
        table = reference()[head]
        page = table.page.relative_to(FOLDER).as_posix()
        for word in words:
            linked = re.search(r"\(#(.+)\)", table.words()[word][0])
            anchor = linked[1] if linked else table.anchor
            places.setdefault(word, []).append(f"[{_told(head)}]({page}#{anchor})")
    rows = [f"| `{word}` | {', '.join(places[word])} |" for word in sorted(places)]
    golden(INDEX, INTRODUCTION + "\n".join(rows) + "\n")


def _told(head: str) -> str:
    if head.startswith("`"):
        return f"a word of {head}"
    return f"an {head}" if head[0] in "aeio" else f"a {head}"


# --- What it means -------------------------------------------------------------------------------


def test_each_law_names_the_tests_that_hold_it() -> None:
    page = prose(ROOT / "docs" / "semantics.md")
    section = page.split("\n## The laws\n")[1].split("\n## ")[0]
    laws = re.split(r"^[0-9]\. \*\*", section, flags=re.MULTILINE)[1:]
    assert len(laws) == 6
    assert [law for law in laws if "`tests/" not in law and "same tests" not in law] == []
