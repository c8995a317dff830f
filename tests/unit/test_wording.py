"""What messages say: complete in every language of the reader, and sayable."""

from __future__ import annotations

import re
from string import Formatter
from typing import TYPE_CHECKING, Any

import pytest

from disclosure_rules.cli.coverage import WORDS as COVERAGE
from disclosure_rules.cli.handbook import WORDS as HANDBOOK
from disclosure_rules.cli.output import WORDS as OUTPUT
from disclosure_rules.cli.published_text import WORDS as PUBLISHED
from disclosure_rules.cli.solver import WORDS as SOLVER
from disclosure_rules.cli.trace import WORDS as TRACE
from disclosure_rules.cli.verify import WORDS as VERIFY
from disclosure_rules.cli.words import NOUNS, WORDS
from disclosure_rules.language.phrases import READERS, phrase, say, texts_of

if TYPE_CHECKING:
    from collections.abc import Mapping

TABLES: dict[str, Mapping[str, Mapping[str, Any]]] = {
    "diagnostics": {reader: texts_of("diagnostics", reader) for reader in READERS},
    "phrases": {reader: texts_of("phrases", reader) for reader in READERS},
    "explanations": {reader: texts_of("explanations", reader) for reader in READERS},
    "handbook": {reader: texts_of("handbook", reader) for reader in READERS},
    "coverage": {reader: texts_of("coverage", reader) for reader in READERS},
    "trace": {reader: texts_of("trace", reader) for reader in READERS},
    "accounts": {reader: texts_of("accounts", reader) for reader in READERS},
    "commands": WORDS,
    "output": OUTPUT,
    "command test --coverage": COVERAGE,
    "command handbook": HANDBOOK,
    "command trace": TRACE,
    "command verify": VERIFY,
    "solver": SOLVER,
    "published texts": PUBLISHED,
    "nouns": NOUNS,
}
ENGLISH = re.compile(r"\b(the|is|not|did|you|here|must|write|a|of|and|with|cannot|keep|one)\b")
ESTONIAN = re.compile(r"[äöõüšž]|\b(ei|ja|või|peab|see|siin|kas)\b")


def sentences(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (text,)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("table", TABLES)
def test_every_language_says_the_same_things(table: str) -> None:
    english = TABLES[table]["en"]
    for reader in READERS:
        other = TABLES[table][reader]
        assert list(other) == list(english)
        for key, text in english.items():
            said = [placeholders(sentence) for sentence in sentences(other[key])]
            assert said == [placeholders(sentence) for sentence in sentences(text)], key


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(("reader", "foreign"), [("en", ESTONIAN), ("et", ENGLISH)])
def test_no_sentence_is_in_the_wrong_language(
    table: str, reader: str, foreign: re.Pattern[str]
) -> None:
    for key, text in TABLES[table][reader].items():
        for sentence in sentences(text):
            plain = re.sub(r"`[^`]*`|\{\w+\}", "", sentence)
            assert not foreign.search(plain), key


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("reader", READERS)
def test_messages_are_short_sentences_of_one_line(table: str, reader: str) -> None:
    for key, text in TABLES[table][reader].items():
        for sentence in sentences(text):
            assert "\n" not in sentence, key
            assert not sentence.endswith("."), key


def test_a_phrase_may_hold_phrases() -> None:
    said = phrase("request_must_be", expected=phrase("type_term", taxonomy="purposes"))
    assert say(said, "en") == "must be a term of `purposes`"
    assert say(said, "et") == "peab olema liigituse `purposes` termin"


def test_what_is_said_cannot_act_on_a_terminal() -> None:
    assert say(phrase("no_such_day", day="\x1b[2J\u202e"), "en").endswith("\\u001b[2J\\u202e")
