"""What editors show, tried with the language server that they run.

`¦` marks where the cursor stands. The server looks nothing up on the network: the schema store is
off, and the first line of a document leads to a schema beside it.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from disclosure_rules.authoring.schemas import read_words, write_schemas
from disclosure_rules.language.schemas import KINDS, Words, schema_of
from tests.editors.language_client import LanguageServer
from tests.needs import needs
from tests.unit import ekspressjob_set as ekspressjob

INSTALLED = "it shows what editors show; `make editors` installs it (with node and npm)"
SETTINGS: dict[str, Any] = {
    "yaml": {
        "schemaStore": {"enable": False},
        "validate": True,
        "hover": True,
        "completion": True,
    }
}
SETS = sorted(path.parent for path in (ekspressjob.ROOT / "policies").glob("*/vocabulary.yaml"))

Start = Callable[[Path, dict[str, Any]], LanguageServer]


@pytest.fixture(scope="module")
def start() -> Iterator[Start]:
    """Start language servers, and end them after the last test."""
    node = needs("node", INSTALLED)
    package = needs("yaml-language-server", INSTALLED)
    command = [str(node), str(package / "bin" / "yaml-language-server"), "--stdio"]
    running: dict[str, LanguageServer] = {}

    def begin(root: Path, settings: dict[str, Any]) -> LanguageServer:
        key = json.dumps([str(root), settings])
        if key not in running:
            running[key] = LanguageServer(command, root, settings)
        return running[key]

    yield begin
    for server in running.values():
        server.stop()


def write_all(folder: Path, words: Words | None) -> None:
    write_schemas(folder, {kind: schema_of(kind, words) for kind in KINDS})


@dataclass(frozen=True)
class Shown:
    """What an editor shows of a document."""

    offered: dict[str, dict[str, Any]]
    hover: str
    marks: list[tuple[int, str]]
    """The line, counted from 1 without the first, and what is said there."""


Look = Callable[..., Shown]


@pytest.fixture(scope="module")
def look(start: Start, tmp_path_factory: pytest.TempPathFactory) -> Look:
    """Look at a document as an editor does."""
    root = tmp_path_factory.mktemp("documents")
    write_all(root / "own", read_words(ekspressjob.FOLDER))
    write_all(root / "published", None)
    server = start(root, SETTINGS)
    numbers = count()

    def look(kind: str, text: str, *, schemas: str = "own") -> Shown:
        first = f"# yaml-language-server: $schema={schemas}/{kind}.schema.json\n"
        before, cursor, after = text.partition("¦")
        # A document of its own each time: what is said of a closed one may still be on its way.
        uri = server.open(root / f"document_{next(numbers)}.yaml", first + before + after)
        marks = [
            (mark["range"]["start"]["line"], mark["message"]) for mark in server.diagnostics(uri)
        ]
        line = before.count("\n") + 1
        character = len(before) - before.rfind("\n") - 1
        offered = server.completions(uri, line, character) if cursor else {}
        hover = server.hover(uri, line, character) if cursor else ""
        server.close(uri)
        return Shown(offered, hover, marks)

    return look


POLICY = """\
kind: policy
id: example
version: "1"
in_force: {from: 2026-01-01}
"""
RULE = POLICY + "rules:\n  example:\n    effect: deny\n"
WHERE = RULE + (
    "    when:\n      some:\n        of: client.consents\n        as: consent\n        where:\n"
)
CASE = "kind: cases\ncases:\n  example:\n    expect: permitted\n"

RULE_KEYS = {
    "because",
    "clauses",
    "data",
    "except",
    "ground",
    "in_force",
    "obliges",
    "operation",
    "purpose",
    "recipient",
    "title",
    "unless",
    "when",
}
RECIPIENTS = {
    "third_person",
    "group_company",
    "partner",
    "authority",
    "court",
    "investigating_authority",
    "other_authority",
    "other_third_person",
}


# --- What is offered -----------------------------------------------------------------------------

OFFERED: dict[str, tuple[str, str, set[str]]] = {
    "a recipient": ("policy", RULE + "    recipient: part¦\n", RECIPIENTS),
    "a recipient in a list": ("policy", RULE + "    recipient: [court, part¦]\n", RECIPIENTS),
    "the keys of a rule": ("policy", RULE + "    ¦\n", RULE_KEYS),
    "a key of a rule that was begun": ("policy", RULE + "    unl¦\n", {"unless"}),
    "the effects": ("policy", POLICY + "rules:\n  example:\n    effect: ¦\n", {"allow", "deny"}),
    "a clause": ("policy", RULE + "    clauses: [bre¦]\n", {"breach", "breach_limit"}),
    "an obligation": (
        "policy",
        RULE + "    obliges:\n      - ¦\n",
        {"record_disclosure", "disclosure#record_disclosure"},
    ),
    "a fact": (
        "policy",
        RULE + "    when:\n      ¦\n",
        {"recipient.kind", "offer.source", "moment", "all", "some", "holds"},
    ),
    "a term of a fact": (
        "policy",
        RULE + "    when:\n      offer.source: ¦\n",
        {"own", "group", "partner"},
    ),
    "the operators that fit": (
        "policy",
        RULE + "    when:\n      demand.data:\n        ¦\n",
        {"covers", "overlaps", "within"},
    ),
    "another fact": (
        "policy",
        RULE + "    when:\n      demand.entitled: {is: {the: rec¦}}\n",
        {"recipient.id"},
    ),
    "a list": (
        "policy",
        RULE + "    when:\n      some:\n        of: ¦\n",
        {"client.consents", "client.breaches"},
    ),
    "the fields of a record": (
        "policy",
        WHERE + "          ¦\n",
        {"consent.purposes", "consent.given_at", "recipient.kind"},
    ),
    "a term of a field": (
        "policy",
        WHERE + "          consent.recorded_in: ¦\n",
        {"contract", "other_record"},
    ),
    "a definition": (
        "policy",
        RULE + "    when:\n      holds: ¦\n",
        {"covering_consent", "disclosure#covering_consent"},
    ),
    "a ground or an allow rule": (
        "policy",
        RULE + "    unless:\n      permitted_by: ¦\n",
        {"law", "disclosure#contract_breach"},
    ),
    "the languages": ("policy", POLICY + "title:\n  ¦\n", {"et", "en"}),
    "a fixture": ("cases", CASE + "    uses: [¦]\n    request: {}\n", {"clean_record"}),
    "the parts of a request": (
        "cases",
        CASE + "    request:\n      ¦\n",
        {"operation", "recipient", "client", "items"},
    ),
    "a term in a request": (
        "cases",
        CASE + "    request:\n      recipient:\n        kind: ¦\n",
        RECIPIENTS,
    ),
    "an outcome": (
        "cases",
        "kind: cases\ncases:\n  example:\n    request: {}\n    expect: ¦\n",
        {"permitted", "prohibited", "no_ground", "facts_missing", "invalid"},
    ),
    "a rule that is expected": (
        "cases",
        CASE.replace("permitted", "{email: {outcome: permitted, rules: [disc¦]}}"),
        {"disclosure#consent"},
    ),
    "a taxonomy": (
        "vocabulary",
        "kind: vocabulary\nfacts:\n  client:\n    wish: {term: ¦}\n",
        {"purposes", "recipients", "channels"},
    ),
    "a fact of a request": (
        "request",
        'moment: "2026-01-01T12:00:00Z"\nclient:\n  ¦\n',
        {"id", "consents", "breaches"},
    ),
}


@pytest.mark.parametrize("what", OFFERED)
def test_words_are_offered(what: str, look: Look) -> None:
    kind, text, words = OFFERED[what]
    assert words <= look(kind, text).offered.keys()


@pytest.mark.parametrize(
    ("what", "exactly"),
    [
        ("a recipient", RECIPIENTS),
        ("a recipient in a list", RECIPIENTS),
        ("the keys of a rule", RULE_KEYS),
        ("the operators that fit", {"covers", "overlaps", "within"}),
        ("the languages", {"et", "en"}),
    ],
)
def test_nothing_else_is_offered(what: str, exactly: set[str], look: Look) -> None:
    kind, text, _ = OFFERED[what]
    assert look(kind, text).offered.keys() == exactly


def test_published_schemas_offer_keys_but_no_words_of_a_set(look: Look) -> None:
    assert look("policy", RULE + "    ¦\n", schemas="published").offered.keys() == RULE_KEYS
    assert look("policy", RULE + "    recipient: ¦\n", schemas="published").offered == {}


def test_a_term_is_offered_with_its_label(look: Look) -> None:
    offered = look("policy", RULE + "    recipient: ¦\n").offered
    assert "partner" in str(offered["partner"]["documentation"])
    assert "investigating authority" in str(offered["investigating_authority"]["documentation"])


# --- What is told --------------------------------------------------------------------------------


@pytest.mark.parametrize("schemas", ["own", "published"])
@pytest.mark.parametrize(
    ("text", "told"),
    [
        (RULE.replace("effect", "eff¦ect"), "Whether the rule allows or denies; a denial is"),
        (RULE + "    unl¦ess: {recipient.kind: court}\n", "What must not hold: one entry only."),
        (RULE + "    when: {item.category: {wi¦thin: name}}\n", "Every term of the fact lies"),
        (
            RULE.replace("in_force", "in_fo¦rce", 1),
            "The days on which this version is in force, the first",
        ),
    ],
)
def test_keys_are_explained(text: str, told: str, schemas: str, look: Look) -> None:
    assert told in look("policy", text, schemas=schemas).hover


def test_facts_terms_and_clauses_are_explained(look: Look) -> None:
    fact = look("policy", RULE + "    when: {offer.sou¦rce: own}\n").hover
    assert "Whose offer it is: a term of" in fact
    assert "`own`: our own offer" in fact
    clause = look("policy", RULE + "    clauses: [bre¦ach]\n").hover
    assert "`breach`: Data of a client who has breached the contract" in clause


# --- What is marked ------------------------------------------------------------------------------

MARKED: dict[str, tuple[str, str, int, str]] = {
    "a key that is misspelt": (
        "policy",
        RULE + "    recpient: partner\n",
        8,
        "Property recpient is not allowed.",
    ),
    "a term that is misspelt": (
        "policy",
        RULE + "    recipient: partnr\n",
        8,
        'Value is not accepted. Valid values: "third_person", "group_company", "partner"',
    ),
    "a fact that is misspelt": (
        "policy",
        RULE + "    when:\n      recipient.kidn: court\n",
        9,
        "Property recipient.kidn is not allowed.",
    ),
    "a field that is misspelt": (
        "policy",
        WHERE + "          consent.purpses: {covers: {the: purpose}}\n",
        13,
        "Value is not accepted.",
    ),
    "a ground that is left out": (
        "policy",
        POLICY + "rules:\n  example:\n    effect: allow\n",
        6,
        'Missing property "ground".',
    ),
    "a ground where none can be": (
        "policy",
        RULE + "    ground: consent\n",
        8,
        "Only a rule that allows rests on a ground.",
    ),
    "two entries that can be read in two ways": (
        "policy",
        RULE + "    unless:\n      recipient.kind: court\n      purpose: offers\n",
        9,
        "Object has more properties than limit of 1.",
    ),
    "a date that is none": (
        "policy",
        POLICY.replace("2026-01-01", "2026-1-1"),
        4,
        "A date is written like `2026-01-31`.",
    ),
    "a time without its offset": (
        "cases",
        CASE + "    request: {moment: 2026-01-01T12:00:00}\n",
        5,
        "A time is written with its offset, like `2026-01-31T12:00:00+02:00`.",
    ),
    "a term in a request": (
        "cases",
        CASE + "    request: {recipient: {kind: partnr}}\n",
        5,
        "Value is not accepted.",
    ),
    "an operator that does not fit": (
        "policy",
        RULE + "    when:\n      offer.partner_chosen: {more_than: 3}\n",
        9,
        'Incorrect type. Expected "boolean | array".',
    ),
}


@pytest.mark.parametrize("what", MARKED)
def test_faults_are_marked_at_their_line(what: str, look: Look) -> None:
    kind, text, line, said = MARKED[what]
    marks = look(kind, text).marks
    assert [number for number, _ in marks] == [line]
    assert marks[0][1].startswith(said)


def test_what_only_a_vocabulary_can_tell_the_published_schemas_let_pass(look: Look) -> None:
    assert look("policy", RULE + "    recipient: partnr\n", schemas="published").marks == []
    assert look("policy", RULE + "    recpient: partner\n", schemas="published").marks != []


def test_a_name_that_is_new_is_not_marked(look: Look) -> None:
    new = RULE + "    clauses: [brand_new]\n    obliges: [just_added]\n    when: {holds: newest}\n"
    assert look("policy", new).marks == []


def test_a_request_that_is_meant_to_be_invalid_is_not_marked(look: Look) -> None:
    text = CASE.replace("permitted", "invalid") + "    request: {recipient: {kind: partnr}}\n"
    assert look("cases", text).marks == []


# --- Whole policy sets ---------------------------------------------------------------------------


@pytest.mark.parametrize("folder", SETS, ids=lambda path: path.name)
def test_nothing_is_marked_in_the_examples(folder: Path, start: Start) -> None:
    server = start(ekspressjob.ROOT, SETTINGS)
    for path in sorted(folder.rglob("*.yaml")):
        uri = server.open(path)
        assert server.diagnostics(uri) == [], path.name
        # The schema was found: it tells what `kind` is.
        line = path.read_text(encoding="utf-8").splitlines().index(_kind_line(path))
        assert re.search(r"This document (is a|holds) ", server.hover(uri, line, 0)), path.name
        server.close(uri)


def _kind_line(path: Path) -> str:
    return next(
        line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("kind: ")
    )


@pytest.mark.parametrize("folder", SETS, ids=lambda path: path.name)
def test_nothing_is_marked_in_the_examples_by_their_own_schemas(
    folder: Path, start: Start, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.getbasetemp()
    own = root / folder.name
    shutil.copytree(folder, own)
    write_all(own / "schemas", read_words(own))
    server = start(root, SETTINGS)
    for path in sorted(own.rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        above = "../" * (len(path.relative_to(own).parts) - 1)
        led, times = re.subn(r"\$schema=\S*schemas/", f"$schema={above}schemas/", text, count=1)
        assert times == 1
        uri = server.open(path, led)
        assert server.diagnostics(uri) == [], path.name
        server.close(uri)


def test_the_settings_that_the_docs_show_lead_to_the_schemas(start: Start, tmp_path: Path) -> None:
    page = (ekspressjob.ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
    block = re.search(r"^```json\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert block
    shown = json.loads(block[1])
    assert shown.keys() == {"yaml.schemaStore.enable", "yaml.schemas"}
    assert shown["yaml.schemaStore.enable"] is False
    write_all(tmp_path / "my-set" / "schemas", read_words(ekspressjob.FOLDER))
    led = {"yaml": {**SETTINGS["yaml"], "schemas": shown["yaml.schemas"]}}
    server = start(tmp_path, led)
    for name, kind in (
        ("vocabulary.yaml", "vocabulary"),
        ("notice.yaml", "notice"),
        ("guarantees.yaml", "guarantees"),
        ("cases/any.yaml", "cases"),
        ("disclosure.yaml", "policy"),
        ("offers.yaml", "policy"),
    ):
        uri = server.open(tmp_path / "my-set" / name, f"kind: {kind}\nstrange: 1\n")
        said = [mark["message"] for mark in server.diagnostics(uri)]
        assert "Property strange is not allowed." in said
        assert not any("Valid values" in message for message in said), name


def test_the_version_that_the_docs_name_is_the_one_that_is_tried() -> None:
    page = (ekspressjob.ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
    package = Path(__file__).with_name("package.json").read_text(encoding="utf-8")
    version = json.loads(package)["dependencies"]["yaml-language-server"]
    assert re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", version)
    assert f"yaml-language-server {version}," in page
    installed = needs("yaml-language-server", INSTALLED) / "package.json"
    assert json.loads(installed.read_text(encoding="utf-8"))["version"] == version
