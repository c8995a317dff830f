"""Texts per language, and the sentences in them that hold placeholders."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from disclosure_rules.language.tree import Mapping, Node, Scalar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from disclosure_rules.language.policy import Placeholder, Sentence
    from disclosure_rules.language.source import Span
    from disclosure_rules.language.vocabulary import Texts
    from disclosure_rules.loading.faults import Faults

_BRACES = re.compile(r"\{([^{}]*)\}")


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
        if _BRACES.sub("", text).count("{") + _BRACES.sub("", text).count("}"):
            faults.add("loose_brace", scalar.span)
            continue
        parts: list[str | Placeholder] = []
        for index, part in enumerate(_BRACES.split(text)):
            if index % 2 == 0:
                parts.extend([part] if part else [])
            elif placeholder := resolve(part.strip(), scalar.span):
                parts.append(placeholder)
        sentences[language] = tuple(parts)
    return sentences


def _located(node: Node | None, languages: Sequence[str], faults: Faults) -> dict[str, Scalar]:
    if node is None:
        return {}
    if isinstance(node, Scalar):
        if len(languages) == 1:
            return {languages[0]: node}
        faults.add("text_without_language", node.span, languages=", ".join(languages))
        return {}
    texts: dict[str, Scalar] = {}
    if not isinstance(node, Mapping):
        return texts
    for key, value in node.items():
        if node.inline and isinstance(value, Scalar) and value.value is None:
            faults.add("text_cut_at_comma", key.span)
        elif key not in languages:
            faults.unknown("unknown_language", key.span, key, languages, known=", ".join(languages))
        elif isinstance(value, Scalar) and isinstance(value.value, str) and value.value:
            texts[str(key)] = value
        else:
            faults.add(
                "wrong_shape", value.span, expected="a text (in quotes if it looks like a number)"
            )
    return texts
