"""JSON Schemas (draft 2020-12) of the documents, of a request and of a decision.

The published ones know which keys there are and how names look, and fit every policy set. Those of
one policy set know its words too. What a schema refuses, the loader or the engine refuses as well;
they refuse more.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from disclosure_rules.language.documents import DOCUMENTS
from disclosure_rules.language.schemas.cases import CASE_PARTS, table_parts
from disclosure_rules.language.schemas.conditions import condition_parts
from disclosure_rules.language.schemas.decisions import DECISION, DECISION_PARTS
from disclosure_rules.language.schemas.declared import Names, names_of
from disclosure_rules.language.schemas.documents import shape_schema
from disclosure_rules.language.schemas.explanations import EXPLANATION, EXPLANATION_PARTS
from disclosure_rules.language.schemas.names import name_parts
from disclosure_rules.language.schemas.pieces import Schema, told, whole
from disclosure_rules.language.schemas.requests import asked, request_parts
from disclosure_rules.language.schemas.words import Words, in_words_of

if TYPE_CHECKING:
    from disclosure_rules.language.phrases import Reader

__all__ = [
    "KINDS",
    "Names",
    "Schema",
    "Words",
    "decision_schema",
    "document_schema",
    "explanation_schema",
    "in_language",
    "names_of",
    "request_schema",
    "schema_of",
]

KINDS: Final = (*DOCUMENTS, "request", "decision", "explanation")
"""What there are schemas of."""


def schema_of(kind: str, words: Words | None = None) -> Schema:
    """Return the schema of a kind of document, of a request, a decision or an explanation.

    Args:
        kind: One of `KINDS`.
        words: The words of a policy set, which are offered; else any that look right.
    """
    if kind == "request":
        return request_schema(words)
    if kind == "explanation":
        return explanation_schema(words)
    return decision_schema(words) if kind == "decision" else document_schema(kind, words)


def document_schema(kind: str, words: Words | None = None) -> Schema:
    """Return the schema of a kind of document, with the words of a policy set where given."""
    document, shapes = shape_schema(kind)
    parts = {
        **name_parts(kind, words),
        **condition_parts(words),
        **request_parts(words),
        **CASE_PARTS,
        **table_parts(words),
        **shapes,
    }
    return _whole(kind, words, document, parts)


def request_schema(words: Words | None = None) -> Schema:
    """Return the schema of a request, with the words of a policy set where given.

    With them it says exactly which facts there are, and of which types.
    """
    parts = {**name_parts("request", words), **request_parts(words)}
    return _whole("request", words, asked(words), parts)


def decision_schema(words: Words | None = None) -> Schema:
    """Return the schema of a decision, as `as_dict()` gives it, with words where given."""
    parts = {**name_parts("decision", words), **DECISION_PARTS}
    return _whole("decision", words, DECISION, parts)


def explanation_schema(words: Words | None = None) -> Schema:
    """Return the schema of an explanation, as `as_dict()` gives it, with words where given."""
    parts = {**name_parts("explanation", words), **EXPLANATION_PARTS}
    return _whole("explanation", words, EXPLANATION, parts)


def in_language(schema: Schema, reader: Reader) -> Schema:
    """Return a schema with what editors show of it in the reader's language."""
    made: Schema = told(schema, partial(in_words_of, reader))
    return made


def _whole(kind: str, words: Words | None, schema: Schema, parts: dict[str, Schema]) -> Schema:
    title = f"{words.vocabulary.id if words else 'disclosure rules'}: {kind}"
    return in_language(whole(title, schema, parts), words.reader if words else "en")
