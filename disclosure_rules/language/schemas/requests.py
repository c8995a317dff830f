"""The schema of a request, and of the parts of requests that cases hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from disclosure_rules.language.patterns import (
    DATE_PATTERN,
    ID_PATTERN,
    text_schema,
)
from disclosure_rules.language.schemas.pieces import (
    Schema,
    described,
    either,
    or_null,
    ref,
    table,
)
from disclosure_rules.language.schemas.words import BUILT_IN
from disclosure_rules.language.times import TIME_PATTERN
from disclosure_rules.language.vocabulary import (
    Categories,
    OneTerm,
    Plain,
    Records,
    TermSet,
    TextSet,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from disclosure_rules.language.schemas.words import Words
    from disclosure_rules.language.vocabulary import Entity, Fact, Type

PLAIN: Final[Mapping[str, Schema]] = {
    "boolean": {"type": "boolean"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "text": text_schema(),
    # No `format`: that of JSON Schema demands seconds, and the engine does not.
    "time": text_schema(TIME_PATTERN),
    "date": {**text_schema(DATE_PATTERN), "format": "date"},
}
"""The values of each plain type, as JSON has them."""


def asked(words: Words | None) -> Schema:
    """Return the schema of a whole request, without its parts."""
    part = request_parts(words)["RequestPart"]
    moment = described(BUILT_IN["moment"], PLAIN["time"])
    return {
        "description": "A question: which data may go to whom, what for, and as of when.",
        **part,
        "properties": {**part["properties"], "moment": moment},
        "required": ["moment"],
    }


def request_parts(words: Words | None) -> dict[str, Schema]:
    """Return the schema of a part of a request, `RequestPart`, and the parts that it leans on."""
    if words is None:
        return _GENERAL
    vocabulary = words.vocabulary
    entities = {f"Entity_{e.id}": _entity(e, words) for e in vocabulary.entities.values()}
    item = entities.pop("Entity_item")
    asked = {
        **{name: _fact(fact, words) for name, fact in vocabulary.request_facts.items()},
        **{
            entity.id: described(words.entity(entity), or_null(ref(f"Entity_{entity.id}")))
            for entity in vocabulary.entities.values()
            if entity.id != "item"
        },
        "items": _ITEMS,
    }
    return {**entities, "Item": item, "RequestPart": table(asked)}


def _entity(entity: Entity, words: Words) -> Schema:
    return table({name: _fact(fact, words) for name, fact in entity.facts.items()})


def _fact(fact: Fact, words: Words) -> Schema:
    return described(words.fact(fact), or_null(_value(fact.type, words)))


def _value(kind: Type, words: Words) -> Schema:
    match kind:
        case Plain(name):
            return PLAIN[name]
        case OneTerm(taxonomy):
            return ref(f"Term_{taxonomy}")
        case Categories(taxonomy):
            return either(ref(f"Term_{taxonomy}"), _list_of(ref(f"Term_{taxonomy}")))
        case TermSet(taxonomy):
            return _list_of(ref(f"Term_{taxonomy}"))
        case TextSet():
            return _list_of(PLAIN["text"])
        case Records(fields):
            return _list_of(table({name: _fact(below, words) for name, below in fields.items()}))
    assert_never(kind)


def _list_of(schema: Schema) -> Schema:
    """Return the schema of a list that may be empty: there is none, then."""
    return {"type": "array", "items": schema}


def _open(told: Mapping[str, Schema], others: Schema, one: str) -> Schema:
    """Return the schema of a mapping with these keys, and others under names of their own."""
    return {
        "type": "object",
        "properties": {
            name.rpartition(".")[2]: described(BUILT_IN[name], or_null(schema))
            for name, schema in told.items()
        },
        "propertyNames": {"title": one, "pattern": ID_PATTERN},
        "additionalProperties": others,
    }


_WORD: Final = text_schema(ID_PATTERN)
_ITEMS: Final = described(BUILT_IN["items"], or_null(_list_of(ref("Item"))))
_SINGLE: Final[Schema] = {"type": ["boolean", "number", "string", "null"], "minLength": 1}
_GENERAL: Final[dict[str, Schema]] = {
    "GivenFact": described(
        "A fact; what it means to leave it out, or to say `null`, the vocabulary says.",
        either(_SINGLE, _list_of(PLAIN["text"]), _list_of(ref("GivenRecord"))),
    ),
    "GivenRecord": _open({}, either(_SINGLE, _list_of(PLAIN["text"])), "field"),
    "GivenEntity": described(
        "Something that policies ask about, with its facts.",
        or_null(_open({}, ref("GivenFact"), "fact")),
    ),
    "Recipient": _open(
        {"recipient.id": PLAIN["text"], "recipient.kind": _WORD}, ref("GivenFact"), "fact"
    ),
    "Item": _open(
        {
            "item.name": PLAIN["text"],
            "item.category": either(_WORD, _list_of(_WORD)),
        },
        ref("GivenFact"),
        "fact",
    ),
    "RequestPart": _open(
        {
            "operation": _WORD,
            "purpose": _WORD,
            "moment": PLAIN["time"],
            "recipient": ref("Recipient"),
            "items": _list_of(ref("Item")),
        },
        ref("GivenEntity"),
        "entity",
    ),
}
"""The parts of a request, whatever the vocabulary."""
