"""The shapes of the YAML documents: which keys there are, and what may stand below each.

Shapes know words and structure only; whether a word exists is checked against the vocabulary
later. The JSON Schemas of `schemas/` are made from these shapes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema
from pydantic.functional_validators import BeforeValidator
from pydantic_core import PydanticCustomError

from disclosure_rules.language.phrases import Phrase, phrase
from disclosure_rules.language.tree import Key, Mapping, Node, Scalar

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

ID_PATTERN = r"^[a-z][a-z0-9_]*$"
REFERENCE_PATTERN = r"^([a-z][a-z0-9_]*#)?[a-z][a-z0-9_]*$"
PATH_PATTERN = r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$"
DATE_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
LANGUAGE_PATTERN = r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$"


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


def _matches(pattern: str) -> Callable[[Scalar], bool]:
    compiled = re.compile(pattern)
    return lambda node: isinstance(node.value, str) and bool(compiled.fullmatch(node.value))


def _check_key(key: Any) -> Key:
    if not re.fullmatch(ID_PATTERN, key):
        raise bad_id(key)
    return key  # type: ignore[no-any-return]


def _check_node(node: Any) -> Node:
    return node  # type: ignore[no-any-return]


def _word_list(expected: Phrase, fits: Callable[[Scalar], bool], *, single: bool) -> PlainValidator:
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


def _empty_as_mapping(node: Any) -> Any:
    return {} if isinstance(node, Scalar) and node.value is None else node


_ID_SCHEMA = {"type": "string", "pattern": ID_PATTERN}
_REFERENCE_SCHEMA = {"type": "string", "pattern": REFERENCE_PATTERN}

Id = Annotated[Key, PlainValidator(_check_key), WithJsonSchema(_ID_SCHEMA)]
Word = Annotated[
    Scalar,
    _scalar(phrase("word"), _matches(ID_PATTERN)),
    WithJsonSchema(_ID_SCHEMA),
]
Text = Annotated[
    Scalar,
    _scalar(phrase("written_text"), _matches(r"^(?s:.+)$")),
    WithJsonSchema({"type": "string", "minLength": 1}),
]
Date = Annotated[
    Scalar,
    _scalar(phrase("written_date"), _matches(DATE_PATTERN)),
    WithJsonSchema({"type": "string", "pattern": DATE_PATTERN}),
]
DurationText = Annotated[
    Scalar,
    _scalar(phrase("written_duration"), _matches(r"^[0-9]{1,7} (hour|day|month|year)s?$")),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]{1,7} (hour|day|month|year)s?$"}),
]
Flag = Annotated[
    Scalar,
    _scalar(phrase("written_boolean"), lambda node: isinstance(node.value, bool)),
    WithJsonSchema({"type": "boolean"}),
]
Reference = Annotated[
    Scalar,
    _scalar(phrase("name"), _matches(REFERENCE_PATTERN)),
    WithJsonSchema(_REFERENCE_SCHEMA),
]
Words = Annotated[
    tuple[Scalar, ...],
    _word_list(phrase("words"), _matches(ID_PATTERN), single=True),
    WithJsonSchema({"anyOf": [_ID_SCHEMA, {"type": "array", "items": _ID_SCHEMA, "minItems": 1}]}),
]
WordList = Annotated[
    tuple[Scalar, ...],
    _word_list(phrase("words_in_list"), _matches(ID_PATTERN), single=False),
    WithJsonSchema({"type": "array", "items": _ID_SCHEMA, "minItems": 1}),
]
References = Annotated[
    tuple[Scalar, ...],
    _word_list(phrase("names_in_list"), _matches(REFERENCE_PATTERN), single=False),
    WithJsonSchema({"type": "array", "items": _REFERENCE_SCHEMA, "minItems": 1}),
]
LocalTexts = Annotated[
    Node,
    PlainValidator(_check_texts),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "minLength": 1},
                {
                    "type": "object",
                    "minProperties": 1,
                    "propertyNames": {"pattern": LANGUAGE_PATTERN},
                    "additionalProperties": {"type": "string", "minLength": 1},
                },
            ]
        }
    ),
]
"""A text per language: a mapping by language code, in a set of one language a plain text."""

ConditionNode = Annotated[
    Node, PlainValidator(_check_node), WithJsonSchema({"x-shape": "Condition"})
]
ValueNode = Annotated[Node, PlainValidator(_check_node), WithJsonSchema({})]
TypeNode = Annotated[Node, PlainValidator(_check_node), WithJsonSchema({"x-shape": "Type"})]


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


def _described(text: str, **extra: Any) -> Any:
    return Field(description=text, **extra)


def _optional(text: str, **extra: Any) -> Any:
    return Field(default=None, description=text, **extra)


class TermShape(Shape):
    """A word of a taxonomy."""

    label: LocalTexts | None = _optional("The word as people say it, per language.")
    description: LocalTexts | None = _optional("What the word means, per language.")
    same_as: Text | None = _optional("The IRI of the same term in a public vocabulary.")
    involves: (
        Annotated[
            tuple[Scalar, ...],
            _word_list(
                phrase("involved"),
                lambda node: node.value in ("purpose", "recipient"),
                single=False,
            ),
            WithJsonSchema(
                {"type": "array", "items": {"enum": ["purpose", "recipient"]}, "minItems": 1}
            ),
        ]
        | None
    ) = _optional("Of an operation: what every request for it has; narrower ones inherit.")
    narrower: dict[Id, EmptyableTerm] | None = _optional("Narrower terms, by id.")


EmptyableTerm = Annotated[TermShape, BeforeValidator(_empty_as_mapping)]


class FactShape(Shape):
    """A fact that a request may carry: exactly one of `type`, `term`, `set`, `list`."""

    type: TypeNode | None = _optional("The type of a single value.")
    term: Word | None = _optional("The taxonomy of which the value is one term.")
    set: Word | None = _optional("The taxonomy of whose terms the value is a set; or `text`.")
    list: dict[Id, FactShape] | None = _optional("The fields of a list of records.")
    silence_means: Annotated[Scalar, Choice("unknown", "none")] | None = _optional(
        "What the absence of the fact means: we were not told, or there is none."
    )
    because: LocalTexts | None = _optional("Why silence means that there is none.")
    label: LocalTexts | None = _optional("The fact as people call it, per language.")
    changes_by: Annotated[Scalar, Choice("obtaining", "establishing", "nothing")] | None = (
        _optional(
            "How the fact can come to be: by obtaining it, by establishing it, or not at all."
        )
    )
    log: Annotated[Scalar, Choice("never", "digest")] | None = _optional(
        "What the decision log keeps of the fact, where not the fact itself."
    )


class EntityShape(BaseModel):
    """Somebody or something a request speaks of: words of its own, and its facts."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        extra="allow", frozen=True, arbitrary_types_allowed=True, defer_build=True
    )
    __pydantic_extra__: dict[str, FactShape]

    silence_means: Annotated[Scalar, Choice("unknown", "none")] | None = _optional(
        "What the absence of the whole entity means for all of its facts."
    )
    because: LocalTexts | None = _optional("Why silence means that there is none.")
    label: LocalTexts | None = _optional("The entity as people call it, per language.")


class VocabularyShape(Shape):
    """The closed world of words: taxonomies, and the facts a request may carry."""

    kind: Annotated[Scalar, Choice("vocabulary")] = _described("This document is a vocabulary.")
    language: ValueNode = _described(
        "The version of the policy language; this one is 1.",
        json_schema_extra={"const": 1},
    )
    id: Word = _described("The id of the policy set.")
    title: LocalTexts | None = _optional("The policy set's name, per language.")
    time_zone: Text = _described("The IANA zone by whose dates policies are in force.")
    languages: Annotated[
        tuple[Scalar, ...],
        _word_list(phrase("languages"), _matches(LANGUAGE_PATTERN), single=False),
        WithJsonSchema(
            {
                "type": "array",
                "items": {"type": "string", "pattern": LANGUAGE_PATTERN},
                "minItems": 1,
            }
        ),
    ] = _described("The languages in which texts are given.")
    subject: Word = _described("The entity whose data it is, such as `client`.")
    terms: dict[Id, dict[Id, EmptyableTerm]] = _described(
        "Taxonomies by id: operations, purposes, recipients, data, grounds, and further ones."
    )
    facts: dict[Id, EntityShape] | None = _optional("Entities by id, each with its facts.")


class ClauseShape(Shape):
    """A clause of a published text or an act."""

    where: LocalTexts = _described("Where in the text it stands.")
    says: LocalTexts = _described("What it says, in our own words.")
    carried_by: Annotated[Scalar, Choice("decision", "client", "information")] = _described(
        "Who carries it out: our decisions, the client, or information that we give."
    )


class NoticeShape(Shape):
    """The clauses of a published text or an act."""

    kind: Annotated[Scalar, Choice("notice")] = _described("This document is a notice.")
    id: Word = _described("The notice's id.")
    title: LocalTexts | None = _optional("The text's name, per language.")
    source: LocalTexts | None = _optional("Where the text was published.")
    clauses: dict[Id, ClauseShape] = _described("Clauses by id.")


class PeriodShape(Shape):
    """Local dates, both included."""

    start: Date | None = _optional("The first day.", alias="from")
    end: Date | None = _optional("The last day.", alias="to")


class ParameterValueShape(Shape):
    """A value of a parameter from a day on."""

    start: Date = _described("The first day of this value.", alias="from")
    value: ValueNode = _described("The value.")
    clauses: WordList | None = _optional("The clauses that set it.")


class ParameterShape(Shape):
    """A dated constant: exactly one of `type`, `term`, `set`."""

    title: LocalTexts | None = _optional("What the constant is, per language.")
    type: TypeNode | None = _optional("The type of a single value; `duration` too.")
    term: Word | None = _optional("The taxonomy of which the value is one term.")
    set: Word | None = _optional("The taxonomy of whose terms the value is a set; or `text`.")
    values: list[ParameterValueShape] = _described(
        "The values, each from its day on.", min_length=1
    )


class DefinitionShape(Shape):
    """A named condition."""

    title: LocalTexts | None = _optional("What the definition says, per language.")
    given: dict[Id, TypeNode] | None = _optional("The facts that are handed to it, with types.")
    means: ConditionNode = _described("The condition.")


class ObligationShape(Shape):
    """A duty that comes with a decision."""

    title: LocalTexts = _described("What must be done, per language.")
    timing: Annotated[Scalar, Choice("before", "with", "after")] = _described(
        "When: before the data leave, with them, or after."
    )
    within: DurationText | None = _optional("Of `after`: how soon.")


class ExceptionShape(Shape):
    """A named exception."""

    title: LocalTexts | None = _optional("What the exception says, per language.")
    clauses: WordList | None = _optional("The clauses it rests on.")
    when: ConditionNode = _described("When the exception applies.")
    exceptions: dict[Id, ExceptionShape] | None = _optional(
        "Exceptions to this exception.", alias="except"
    )


class RuleShape(Shape):
    """What allows or denies, and when."""

    effect: Annotated[Scalar, Choice("allow", "deny")] = _described("What the rule does.")
    title: LocalTexts | None = _optional("What the rule says, per language.")
    clauses: WordList | None = _optional("The clauses it carries out.")
    because: LocalTexts | None = _optional(
        "The reason given when the rule decides, per language; `{path}` stands for a fact."
    )
    ground: Word | None = _optional("Of an allow rule: the ground on which it allows.")
    operation: Words | None = _optional("The operations it is about; absent: any.")
    purpose: Words | None = _optional("The purposes it is about; absent: any.")
    recipient: Words | None = _optional("The kinds of recipient it is about; absent: any.")
    data: Words | None = _optional("The categories of data it is about; absent: any.")
    when: ConditionNode | None = _optional("What must hold.")
    unless: ConditionNode | None = _optional("What must not hold.")
    exceptions: dict[Id, ExceptionShape] | None = _optional(
        "Named exceptions, none of which may hold.", alias="except"
    )
    in_force: PeriodShape | None = _optional("Days on which the rule is in force, if fewer.")
    obliges: References | None = _optional("The obligations that come with it.")


class PolicyShape(Shape):
    """Definitions, parameters, obligations and rules, with the dates they are in force."""

    kind: Annotated[Scalar, Choice("policy")] = _described("This document is a policy.")
    id: Word = _described("The policy's id; versions of one policy share it.")
    version: Text = _described("The version's name, in quotes.")
    title: LocalTexts | None = _optional("The policy's name, per language.")
    in_force: PeriodShape = _described("The days on which this version is in force.")
    repealed: Flag | None = _optional("True when no version is meant to follow the last day.")
    parameters: dict[Id, ParameterShape] | None = _optional("Dated constants by id.")
    definitions: dict[Id, DefinitionShape] | None = _optional("Named conditions by id.")
    obligations: dict[Id, ObligationShape] | None = _optional("Duties by id.")
    rules: dict[Id, RuleShape] | None = _optional("Rules by id; their order means nothing.")


class GoalShape(Shape):
    """Which items a guarantee speaks of."""

    operation: Words | None = _optional("The operations; absent: any.")
    purpose: Words | None = _optional("The purposes; absent: any.")
    recipient: Words | None = _optional("The kinds of recipient; absent: any.")
    data: Words | None = _optional("The categories of data; absent: any.")
    when: ConditionNode | None = _optional("What holds of them.")
    unless: ConditionNode | None = _optional("What does not hold of them.")


class ImplicationShape(GoalShape):
    """Which items a guarantee speaks of, and what it promises of the permitted ones."""

    then: ConditionNode = _described("What holds of every permitted one.")


class GuaranteeShape(Shape):
    """A property: exactly one of `never_allow`, `allow_implies`, `always_allow`."""

    title: LocalTexts | None = _optional("What is guaranteed, per language.")
    clauses: WordList | None = _optional("The clauses it rests on.")
    never_allow: GoalShape | None = _optional("No such item is ever permitted.")
    allow_implies: ImplicationShape | None = _optional("Such an item is permitted only if `then`.")
    always_allow: GoalShape | None = _optional("Every such item is permitted.")


class GuaranteesShape(Shape):
    """Properties that must hold for every possible request."""

    kind: Annotated[Scalar, Choice("guarantees")] = _described("This document holds guarantees.")
    guarantees: dict[Id, GuaranteeShape] = _described("Guarantees by id.")


class CaseShape(Shape):
    """A request and the decision expected of it."""

    title: LocalTexts | None = _optional("What the case shows, per language.")
    clauses: WordList | None = _optional("The clauses it tests.")
    uses: WordList | None = _optional("Fixtures that the request starts from, in order.")
    request: ValueNode = _described("The request, or what it adds to its fixtures.")
    expect: ValueNode = _described("An outcome, or what is expected item by item.")


class CasesShape(Shape):
    """Tests of the policies."""

    kind: Annotated[Scalar, Choice("cases")] = _described("This document holds cases.")
    fixtures: dict[Id, ValueNode] | None = _optional("Parts of requests by id, for `uses`.")
    cases: dict[Id, CaseShape] = _described("Cases by id.")


DOCUMENTS: dict[str, type[Shape]] = {
    "vocabulary": VocabularyShape,
    "notice": NoticeShape,
    "policy": PolicyShape,
    "guarantees": GuaranteesShape,
    "cases": CasesShape,
}
"""The shape of each kind of document."""
