"""Texts per language, and the sentences in them that hold placeholders."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from disclosure_rules.language.phrases import phrase
from disclosure_rules.language.tree import Mapping, Node, Scalar
from disclosure_rules.loading.types import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from disclosure_rules.language.policy import Placeholder, Sentence
    from disclosure_rules.language.source import Span
    from disclosure_rules.language.vocabulary import Texts
    from disclosure_rules.loading.faults import Faults

_BRACES = re.compile(r"\{([^{}]*)\}")
_LOOSE_BRACE = re.compile(r"[{}]")


def read_texts(node: Node | None, languages: Sequence[str], faults: Faults) -> Texts:
    """Return a text per language."""
    return {language: text.text for language, text in _located(node, languages, faults).items()}


def read_sentences(
    node: Node | None,
    languages: Sequence[str],
    resolve: Callable[[str, Span], Placeholder | None],
    faults: Faults,
) -> dict[str, Sentence]:
    """Return a sentence per language, each `{name}` in it resolved."""
    sentences = {}
    for language, scalar in _located(node, languages, faults).items():
        text = scalar.text
        loose = _LOOSE_BRACE.search(_BRACES.sub(lambda found: " " * len(found[0]), text))
        if loose is not None:
            faults.add("loose_brace", _part(scalar, loose.start(), loose.end()))
            continue
        parts: list[str | Placeholder] = []
        done = 0
        for found in _BRACES.finditer(text):
            parts.append(text[done : found.start()])
            done = found.end()
            placeholder = resolve(found[1].strip(), _part(scalar, found.start(), found.end()))
            if placeholder is not None:
                parts.append(placeholder)
        parts.append(text[done:])
        sentences[language] = tuple(part for part in parts if part != "")
    return sentences


def _part(scalar: Scalar, start: int, end: int) -> Span:
    """Return the place of a part of a text: the whole text's, where quotes or folds hide it."""
    span = scalar.span
    around = span.end_column - span.column - len(scalar.text)
    if span.line != span.end_line or around not in (0, len('""')):
        return span
    column = span.column + around // 2
    return span._replace(column=column + start, end_column=column + end)


def _located(node: Node | None, languages: Sequence[str], faults: Faults) -> dict[str, Scalar]:
    if node is None:
        return {}
    if isinstance(node, Scalar):
        if len(languages) == 1:
            return {languages[0]: node}
        faults.add("text_without_language", node.span, languages=listed(languages))
        return {}
    texts: dict[str, Scalar] = {}
    if not isinstance(node, Mapping):
        return texts
    for key, value in node.items():
        if node.inline and isinstance(value, Scalar) and value.value is None:
            faults.add("text_cut_at_comma", key.span)
        elif key not in languages:
            faults.unknown("unknown_language", key.span, key, languages, known=listed(languages))
        elif isinstance(value, Scalar) and isinstance(value.value, str) and value.value:
            texts[str(key)] = value
        else:
            faults.add("wrong_shape", value.span, expected=phrase("written_text"))
    return texts
