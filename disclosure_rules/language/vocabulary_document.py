"""The shapes of the vocabulary document: taxonomies of terms, and entities with their facts."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from disclosure_rules.language.fields import (
    AnyNode,
    Choice,
    Clauses,
    Id,
    LocalTexts,
    Members,
    Shape,
    Taxonomy,
    Text,
    TypeNode,
    Word,
    described,
    matches,
    one_key_of,
    optional,
    part,
    word_list,
)
from disclosure_rules.language.patterns import ID_PATTERN, LANGUAGE_PATTERN
from disclosure_rules.language.phrases import phrase
from disclosure_rules.language.tree import Scalar


def _empty_as_mapping(node: Any) -> Any:
    return {} if isinstance(node, Scalar) and node.value is None else node


class TermShape(Shape):
    """A word of a taxonomy."""

    label: LocalTexts | None = optional("The term as people say it.")
    description: LocalTexts | None = optional("What the term means.")
    same_as: Text | None = optional("The IRI of the same term in a public vocabulary.")
    clauses: Clauses | None = optional(
        "The clauses that the term carries out: what they name is what it means."
    )
    involves: (
        Annotated[
            tuple[Scalar, ...],
            word_list(
                phrase("involved"),
                lambda node: node.value in ("purpose", "recipient"),
                single=False,
            ),
            WithJsonSchema(
                {"type": "array", "items": {"enum": ["purpose", "recipient"]}, "minItems": 1}
            ),
        ]
        | None
    ) = optional(
        "What every complete request for this operation has, and for the narrower ones too."
    )
    narrower: dict[Id, EmptyableTerm] | None = optional("The terms below this one, by name.")


EmptyableTerm = Annotated[TermShape, BeforeValidator(_empty_as_mapping)]

_SILENCES = Choice("unknown", "none")


class FactShape(Shape):
    """A fact that a request may carry: exactly one of `type`, `term`, `set`, `list`."""

    model_config: ClassVar[ConfigDict] = one_key_of("type", "term", "set", "list")

    label: LocalTexts | None = optional("The fact as people call it.")
    type: TypeNode | None = optional("The type of a single value, such as `text` or `time`.")
    term: Taxonomy | None = optional("The value is one term of this taxonomy.")
    set: Members | None = optional("The value is a set of terms of this taxonomy, or of `text`.")
    silence_means: Annotated[Scalar, _SILENCES] | None = optional(
        "What it means that a request leaves the fact out: we were not told, or there is none."
    )
    because: LocalTexts | None = optional(
        "Why silence means that there is none: which full record is kept."
    )
    changes_by: Annotated[Scalar, Choice("obtaining", "establishing", "nothing")] | None = optional(
        "How the fact can come to be: by obtaining it, by establishing it, or not at all."
    )
    log: Annotated[Scalar, Choice("never", "digest")] | None = optional(
        "What a decision log may keep of the fact: never anything, or a digest only."
    )
    list: dict[Id, FactShape] | None = optional(
        "The value is a list of records; the fields of a record, by name."
    )


class EntityShape(BaseModel):
    """Somebody or something a request speaks of: words of its own, and its facts."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        extra="allow",
        frozen=True,
        arbitrary_types_allowed=True,
        defer_build=True,
        json_schema_extra={"propertyNames": {"title": "fact", "pattern": ID_PATTERN}},
    )
    __pydantic_extra__: dict[str, FactShape]

    label: LocalTexts | None = optional("Who or what it is, as people call it.")
    silence_means: Annotated[Scalar, _SILENCES] | None = optional(
        "What it means that a request leaves the whole of it out: not told, or there is none."
    )
    because: LocalTexts | None = optional(
        "Why silence means that there is none: which full record is kept."
    )


_NOT_EMPTY = {"minProperties": 1}
_TAXONOMIES = {
    "operations": "What is done with the data, such as disclosing them.",
    "purposes": "What it is done for.",
    "recipients": "The kinds of those who receive data.",
    "data": "The categories of data.",
    "grounds": "What a disclosure can rest on, such as consent or law.",
}
"""The taxonomies that every vocabulary has."""


class VocabularyShape(Shape):
    """The closed world of words: taxonomies, and the facts a request may carry."""

    kind: Annotated[Scalar, Choice("vocabulary")] = described("This document is a vocabulary.")
    language: AnyNode = described(
        "The version of the policy language; this one is 1.", json_schema_extra={"const": 1}
    )
    id: Word = described("The name of the policy set, such as `clinic`.")
    title: LocalTexts | None = optional("The policy set's name for people.")
    time_zone: Text = described(
        "The zone whose dates count, by its IANA name, such as `Europe/Tallinn`."
    )
    languages: Annotated[
        tuple[Scalar, ...],
        word_list(phrase("languages"), matches(LANGUAGE_PATTERN), single=False),
        part("Languages"),
    ] = described("The languages in which texts are written, such as `[et, en]`.")
    subject: Word = described("The entity whose data it is, such as `client`.")
    terms: dict[Id, Annotated[dict[Id, EmptyableTerm], Field(json_schema_extra=_NOT_EMPTY)]] = (
        described(
            "The taxonomies by name: five that every vocabulary has, and any further ones.",
            json_schema_extra={
                "required": [*_TAXONOMIES],
                "properties": {name: {"description": told} for name, told in _TAXONOMIES.items()},
            },
        )
    )
    facts: dict[Id, EntityShape] | None = optional(
        "What a request can say: entities such as the recipient, and below each its facts."
    )
