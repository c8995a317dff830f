"""The schemas of words and names in documents: whatever looks right, or those of one policy set.

What its vocabulary does not know, a set's own schemas refuse. What its other documents declare
they suggest only: documents change, and so do the names in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from disclosure_rules.language.patterns import (
    ID_PATTERN,
    LANGUAGE_PATTERN,
    LIST_PATTERN,
    PATH_PATTERN,
    QUALIFIED_PATTERN,
    REFERENCE_PATTERN,
    text_schema,
)
from disclosure_rules.language.schemas.declared import NO_NAMES
from disclosure_rules.language.schemas.pieces import (
    Schema,
    described,
    either,
    known,
    many,
    one_or_many,
    ref,
    suggested,
    suggested_list,
    table,
)
from disclosure_rules.language.vocabulary import Records

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from disclosure_rules.language.schemas.words import Words

T = TypeVar("T")

TAXONOMIES: Final = ("operations", "purposes", "recipients", "data", "grounds")
_TYPES: Final = ("boolean", "integer", "number", "text", "time", "date")


def name_parts(kind: str, words: Words | None) -> dict[str, Schema]:
    """Return the schemas of everything that names something, in one kind of document."""
    return {
        **_declared_names(kind, words),
        **(_any_words() if words is None else _words_of(words, own=kind == "vocabulary")),
        "PermittedBy": either(ref("Term_grounds"), ref("AllowRule")),
        "Operations": one_or_many(ref("Term_operations")),
        "Purposes": one_or_many(ref("Term_purposes")),
        "Recipients": one_or_many(ref("Term_recipients")),
        "Data": one_or_many(ref("Term_data")),
        "Type": _type(_TYPES),
        "GivenType": described(
            "A type; or the path of a list, for one of its records.",
            either(*_type(_TYPES)["anyOf"], ref("ListPath")),
        ),
        "ParameterType": _type((*_TYPES, "duration")),
    }


# --- What documents declare ----------------------------------------------------------------------


def _declared_names(kind: str, words: Words | None) -> dict[str, Schema]:
    names = words.names if words else NO_NAMES
    inside = kind == "policy"
    reference = REFERENCE_PATTERN if inside else QUALIFIED_PATTERN
    plain = {name: told for name, told in names.definitions.items() if name not in names.arguments}
    arguments = _within(names.arguments, inside=inside)
    return {
        "Clauses": suggested_list(names.clauses, ID_PATTERN),
        "Fixtures": suggested_list(names.fixtures, ID_PATTERN),
        "Holds": either(
            suggested(_within(plain, inside=inside), reference),
            _with_arguments(arguments, reference),
        ),
        "ParameterName": suggested(_within(names.parameters, inside=inside), reference),
        "Obligations": suggested_list(_within(names.obligations, inside=inside), reference),
        "ObligationIds": suggested_list(_short(names.obligations), ID_PATTERN, least=0),
        "RuleName": suggested(names.rules, QUALIFIED_PATTERN),
        "AllowRule": suggested(names.allow_rules, QUALIFIED_PATTERN),
        "RuleNames": suggested_list(names.rules, QUALIFIED_PATTERN, least=0),
    }


def _within(qualified: Mapping[str, T], *, inside: bool) -> dict[str, T]:
    """Return names as `policy#name`; inside of policies, where that will do, as `name` too."""
    return {**(_short(qualified) if inside else {}), **qualified}


def _short(qualified: Mapping[str, T]) -> dict[str, T]:
    return {name.partition("#")[2]: of for name, of in qualified.items()}


def _with_arguments(definitions: Mapping[str, tuple[str, ...]], reference: str) -> Schema:
    """Return the schema of a definition with a fact for each of its arguments."""
    path = described("The path of the fact that is handed over.", ref("Path"))
    handed: Schema = {
        "description": "The definition holds of these facts, one for each of its arguments.",
        "type": "object",
        "additionalProperties": path,
    }
    return {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "properties": {
            name: {**handed, "properties": dict.fromkeys(given, path)}
            for name, given in definitions.items()
        },
        "propertyNames": {"title": "definition", "pattern": reference},
        "additionalProperties": handed,
    }


# --- What the vocabulary declares ----------------------------------------------------------------


def _any_words() -> dict[str, Schema]:
    """Return the schemas of the words of a vocabulary that is not known."""
    return {
        **{f"Term_{taxonomy}": text_schema(ID_PATTERN) for taxonomy in TAXONOMIES},
        "Taxonomy": text_schema(ID_PATTERN),
        "Members": text_schema(ID_PATTERN),
        "FactPath": text_schema(PATH_PATTERN),
        "ListPath": text_schema(LIST_PATTERN),
        "Languages": many(text_schema(LANGUAGE_PATTERN)),
        "Texts": either(
            text_schema(), _by_language({"patternProperties": {LANGUAGE_PATTERN: text_schema()}})
        ),
        "TextsGiven": {"type": "object", "additionalProperties": {"type": "string"}},
    }


def _words_of(words: Words, *, own: bool) -> dict[str, Schema]:
    """Return the schemas of a vocabulary's words.

    Args:
        words: The vocabulary.
        own: Whether they are for the vocabulary itself, where new words may come up.
    """
    vocabulary = words.vocabulary
    taxonomies = dict.fromkeys(vocabulary.taxonomies, "")
    members = {**taxonomies, "text": ""}
    languages = dict.fromkeys(vocabulary.languages, "")
    lists = [fact.path for fact in words.facts() if isinstance(fact.type, Records)]
    others = {"patternProperties": {LANGUAGE_PATTERN: text_schema()}} if own else {}
    texts = _by_language({"properties": _in_each(languages, text_schema()), **others})
    return {
        **{f"Term_{taxonomy}": known(words.terms(taxonomy)) for taxonomy in taxonomies},
        "Taxonomy": suggested(taxonomies, ID_PATTERN) if own else known(taxonomies),
        "Members": suggested(members, ID_PATTERN) if own else known(members),
        "FactPath": {"enum": [fact.path for fact in (*words.facts(), *words.fields())]},
        "ListPath": {"enum": lists} if lists else {"not": {}},
        "Languages": suggested_list(languages, LANGUAGE_PATTERN),
        "Texts": either(text_schema(), texts) if own or len(languages) == 1 else texts,
        "TextsGiven": table(_in_each(languages, {"type": "string"})),
    }


def _in_each(languages: Iterable[str], schema: Schema) -> dict[str, Schema]:
    return {name: described("The text in this language.", schema) for name in languages}


def _by_language(texts: Schema) -> Schema:
    return {"type": "object", "minProperties": 1, **texts, "additionalProperties": False}


def _type(plain: Iterable[str]) -> Schema:
    term = described("The taxonomy of which the value is one term.", ref("Taxonomy"))
    members = described("The taxonomy, or `text`, of which the value is a set.", ref("Members"))
    return described(
        "A type: a word, one term of a taxonomy, or a set.",
        either(
            {"enum": [*plain]},
            table({"term": term}, ["term"]),
            table({"set": members}, ["set"]),
        ),
    )
