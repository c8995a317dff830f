"""What shapes are made of: mappings with keys, and what may stand behind these.

Each says what the loader takes, and which JSON Schema editors are told.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from disclosure_rules.language.patterns import (
    DATE_PATTERN,
    DURATION_PATTERN,
    ID_PATTERN,
    PATH_PATTERN,
    REFERENCE_PATTERN,
    SHA256_PATTERN,
    text_schema,
)
from disclosure_rules.language.phrases import Phrase, phrase
from disclosure_rules.language.tree import Key, Mapping, Node, Scalar

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema


def wrong_shape(expected: Phrase) -> PydanticCustomError:
    """Return the fault of a node that is not what stands here, for the loader to place."""
    return PydanticCustomError("wrong_shape", "wrong shape", {"expected": expected})


def bad_id(word: str) -> PydanticCustomError:
    """Return the fault of a key that cannot be a name, for the loader to place."""
    return PydanticCustomError("bad_id", "{word}", {"word": word[:60]})


def _scalar(expected: Phrase, fits: Callable[[Scalar], bool]) -> PlainValidator:
    def check(node: Any) -> Scalar:
        if not isinstance(node, Scalar) or not fits(node):
            raise wrong_shape(expected)
        return node

    return PlainValidator(check)


def matches(pattern: str) -> Callable[[Scalar], bool]:
    """Return whether a scalar is a text of this pattern, as a function."""
    compiled = re.compile(pattern)
    return lambda node: isinstance(node.value, str) and bool(compiled.fullmatch(node.value))


def _check_key(key: Any) -> Key:
    if not re.fullmatch(ID_PATTERN, key):
        raise bad_id(key)
    return key  # type: ignore[no-any-return]


def _check_node(node: Any) -> Node:
    return node  # type: ignore[no-any-return]


def word_list(expected: Phrase, fits: Callable[[Scalar], bool], *, single: bool) -> PlainValidator:
    """Return what takes a list of fitting scalars, or where `single` one of them by itself."""

    def check(node: Any) -> tuple[Scalar, ...]:
        if single and isinstance(node, Scalar):
            node = [node]
        if not isinstance(node, list) or not node:
            raise wrong_shape(expected)
        if not all(isinstance(part, Scalar) and fits(part) for part in node):
            raise wrong_shape(expected)
        return tuple(node)

    return PlainValidator(check)


def _check_texts(node: Any) -> Node:
    if isinstance(node, Scalar) and isinstance(node.value, str) and node.value:
        return node
    if isinstance(node, Mapping) and node:
        return node
    raise wrong_shape(phrase("texts"))


def part(name: str) -> WithJsonSchema:
    """Return the JSON Schema of what `schemas` writes by that name: it knows which words fit."""
    return WithJsonSchema({"x-part": name})


Id = Annotated[Key, PlainValidator(_check_key), WithJsonSchema(text_schema(ID_PATTERN))]
Word = Annotated[
    Scalar,
    _scalar(phrase("word"), matches(ID_PATTERN)),
    WithJsonSchema(text_schema(ID_PATTERN)),
]
Text = Annotated[
    Scalar,
    _scalar(phrase("written_text"), matches(r"^(?s:.+)$")),
    WithJsonSchema(text_schema()),
]
Date = Annotated[
    Scalar,
    _scalar(phrase("written_date"), matches(DATE_PATTERN)),
    WithJsonSchema(text_schema(DATE_PATTERN)),
]
DurationText = Annotated[
    Scalar,
    _scalar(phrase("written_duration"), matches(DURATION_PATTERN)),
    WithJsonSchema(text_schema(DURATION_PATTERN)),
]
Sha256 = Annotated[
    Scalar,
    _scalar(phrase("written_sha256"), matches(SHA256_PATTERN)),
    WithJsonSchema(text_schema(SHA256_PATTERN)),
]
Flag = Annotated[
    Scalar,
    _scalar(phrase("written_boolean"), lambda node: isinstance(node.value, bool)),
    WithJsonSchema({"type": "boolean"}),
]
Words = Annotated[tuple[Scalar, ...], word_list(phrase("words"), matches(ID_PATTERN), single=True)]
"""A term, or a list of terms; which terms, `part` says."""
WordList = Annotated[
    tuple[Scalar, ...], word_list(phrase("words_in_list"), matches(ID_PATTERN), single=False)
]
References = Annotated[
    tuple[Scalar, ...],
    word_list(phrase("names_in_list"), matches(REFERENCE_PATTERN), single=False),
    part("Obligations"),
]
SingleFact = Annotated[Scalar, _scalar(phrase("path"), matches(PATH_PATTERN)), part("SingleFact")]
"""The path of a fact that has one value."""
Clauses = Annotated[WordList, part("Clauses")]
Taxonomy = Annotated[Word, part("Taxonomy")]
Members = Annotated[Word, part("Members")]
"""A taxonomy, or `text`: what the members of a set are."""
LocalTexts = Annotated[Node, PlainValidator(_check_texts), part("Texts")]
"""A text per language: a mapping by language code, in a set of one language a plain text."""
AnyNode = Annotated[Node, PlainValidator(_check_node), WithJsonSchema({})]
"""What a later stage reads."""
TypeNode = Annotated[AnyNode, part("Type")]
ConditionNode = Annotated[AnyNode, part("Condition")]
SingleConditionNode = Annotated[AnyNode, part("SingleCondition")]


class Choice:
    """What makes a scalar one of some words: `Annotated[Scalar, Choice("allow", "deny")]`."""

    def __init__(self, *words: str) -> None:
        """Choose between the words."""
        self.words: tuple[str, ...] = words

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Refuse what is none of the words."""
        listed = ", ".join(f"`{word}`" for word in self.words)
        expected = (
            phrase("one_of", known=listed) if len(self.words) > 1 else phrase("just", word=listed)
        )
        validator = _scalar(expected, lambda node: node.value in self.words)
        return validator.__get_pydantic_core_schema__(source, handler)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: object) -> dict[str, Any]:
        """List the words."""
        return {"enum": list(self.words)}


class Shape(BaseModel):
    """A mapping with the keys named here and no others."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True
    )


def described(text: str, **extra: Any) -> Any:
    """Return the field of a key that must stand, with what editors tell of it."""
    return Field(description=text, **extra)


def optional(text: str, **extra: Any) -> Any:
    """Return the field of a key that may stand, with what editors tell of it."""
    return Field(default=None, description=text, **extra)


def one_key_of(*keys: str) -> ConfigDict:
    """Return what tells editors that exactly one of the keys stands in a mapping."""
    return ConfigDict(json_schema_extra={"oneOf": [{"required": [key]} for key in keys]})


def needs_key(key: str, other: str, value: str, otherwise: str) -> ConfigDict:
    """Return what tells editors that a key stands where another has a value, and only there.

    Args:
        key: The key.
        other: The key that decides.
        value: What the other key must say.
        otherwise: What is told where the key stands all the same.
    """
    decides: dict[str, Any] = {"description": f"Whether `{key}` must stand.", "const": value}
    refused: dict[str, Any] = {"description": otherwise, "type": "null", "errorMessage": otherwise}
    return ConfigDict(
        json_schema_extra={
            "if": {"properties": {other: decides}, "required": [other]},
            "then": {"required": [key]},
            "else": {"properties": {key: refused}},
        }
    )
