"""The schemas of tests: which operators fit a fact, and what may stand behind each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from disclosure_rules.language.patterns import (
    DATE_PATTERN,
    DURATION_PATTERN,
    text_schema,
)
from disclosure_rules.language.schemas.pieces import (
    Schema,
    described,
    either,
    many,
    one_or_many,
    ref,
    table,
)
from disclosure_rules.language.times import TIME_PATTERN
from disclosure_rules.language.vocabulary import (
    Categories,
    Fact,
    OneTerm,
    Plain,
    Records,
    TermSet,
    TextSet,
    Type,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

SAYS: Final[Mapping[str, str]] = {
    "is": "The fact has this value, or is this term or a narrower one.",
    "one_of": "The fact has one of these values.",
    "covers": "Every term that stands here lies within some member of the set.",
    "includes": "The text that stands here is a member of the set.",
    "within": "Every term of the fact lies within one of those that stand here.",
    "overlaps": "Some member of the fact and one that stands here go together.",
    "before": "The time lies before this one.",
    "at_or_before": "The time lies before this one, or is the same.",
    "after": "The time lies after this one.",
    "at_or_after": "The time lies after this one, or is the same.",
    "at_least": "The number is this one, or more.",
    "at_most": "The number is this one, or less.",
    "more_than": "The number is more than this one.",
    "less_than": "The number is less than this one.",
    "present": "Whether there is one at all: `true` or `false`.",
}
"""The operators, and what each says."""

_ORDERS: Final = ("before", "at_or_before", "after", "at_or_after")
_AMOUNTS: Final = ("at_least", "at_most", "more_than", "less_than")

_SCALAR: Final[Schema] = {"type": ["string", "number", "boolean"]}
_BOOLEAN: Final[Schema] = {"type": "boolean"}
_INTEGER: Final[Schema] = {"type": "integer"}
_NUMBER: Final[Schema] = {"type": "number"}
_DAY: Final = text_schema(DATE_PATTERN)
_INSTANT: Final = text_schema(TIME_PATTERN)
_DAY_OR_INSTANT: Final = either(_DAY, _INSTANT)
_DURATION: Final = either(text_schema(DURATION_PATTERN), ref("ParameterOperand"))

Written = dict[str, Schema]
"""By operator, what a policy can write behind it beside other facts and parameters."""

_ANYTHING: Final[Written] = {
    **dict.fromkeys(("is", "one_of", "includes"), _SCALAR),
    **dict.fromkeys(("covers", "within", "overlaps"), one_or_many(_SCALAR)),
    **dict.fromkeys(_ORDERS, _DAY_OR_INSTANT),
    **dict.fromkeys(_AMOUNTS, _NUMBER),
    "present": _BOOLEAN,
}

OPERANDS: Final[dict[str, Schema]] = {
    "Value": one_or_many(_SCALAR),
    "ParameterOperand": described(
        "The value of a parameter on the request's date.",
        table(
            {"parameter": described("The parameter's name.", ref("ParameterName"))}, ["parameter"]
        ),
    ),
    "FactOperand": described(
        "The value of another fact.",
        {
            **table(
                {
                    "the": described("The path of the fact, such as `recipient.id`.", ref("Path")),
                    "plus": described("Count on from the time, such as `30 days`.", _DURATION),
                    "minus": described("Count back from the time, such as `30 days`.", _DURATION),
                },
                ["the"],
            ),
            "maxProperties": 2,
        },
    ),
}


def any_test() -> Schema:
    """Return the schema of a test of a fact that is not known."""
    return _test(_ANYTHING)


def test_of(fact: Fact) -> Schema:
    """Return the schema of a test of a fact."""
    return _test(written(fact))


def test_name(fact: Fact) -> str:
    """Return the name of the test of a fact: facts of one type and silence share it."""
    silence = "_or_none" if fact.silence == "none" else ""
    return f"Test_{_type_name(fact.type)}{silence}"


def _type_name(kind: Type) -> str:
    match kind:
        case Plain(name):
            return name
        case OneTerm(taxonomy):
            return f"term_{taxonomy}"
        case Categories():
            return "categories"
        case TermSet(taxonomy):
            return f"set_{taxonomy}"
        case TextSet():
            return "set_text"
        case Records():
            return "list"
    assert_never(kind)


def written(fact: Fact) -> Written:
    """Return what can be written behind each operator that fits a fact; empty if none does."""
    present = {"present": _BOOLEAN} if fact.silence == "none" else {}
    return {**_written(fact.type), **present}


def _written(kind: Type) -> Written:
    match kind:
        case Plain(name):
            return _PLAIN[name]
        case OneTerm(taxonomy):
            return dict.fromkeys(("is", "one_of"), ref(f"Term_{taxonomy}"))
        case Categories(taxonomy):
            return dict.fromkeys(("within", "overlaps"), one_or_many(ref(f"Term_{taxonomy}")))
        case TermSet(taxonomy):
            terms = one_or_many(ref(f"Term_{taxonomy}"))
            return dict.fromkeys(("covers", "within", "overlaps"), terms)
        case TextSet():
            return {"includes": text_schema(), "overlaps": one_or_many(text_schema())}
        case Records():
            return {}
    assert_never(kind)


_PLAIN: Final[Mapping[str, Written]] = {
    "boolean": dict.fromkeys(("is", "one_of"), _BOOLEAN),
    "integer": {
        **dict.fromkeys(("is", "one_of"), _INTEGER),
        **dict.fromkeys(_AMOUNTS, _NUMBER),
    },
    "number": dict.fromkeys(("is", "one_of", *_AMOUNTS), _NUMBER),
    "text": dict.fromkeys(("is", "one_of"), text_schema()),
    "time": {**dict.fromkeys(("is", *_ORDERS), _DAY_OR_INSTANT), "one_of": _INSTANT},
    "date": {**dict.fromkeys(("is", *_ORDERS), _DAY_OR_INSTANT), "one_of": _DAY},
}


def _test(fitting: Written) -> Schema:
    operators = {
        name: described(said, _operand(name, fitting[name]))
        for name, said in SAYS.items()
        if name in fitting
    }
    short = [fitting["is"]] if "is" in fitting else []
    listed = [many(fitting["one_of"])] if "one_of" in fitting else []
    return either(*short, *listed, {**table(operators), "minProperties": 1})


def _operand(operator: str, value: Schema) -> Schema:
    if operator == "present":
        return value
    if operator == "one_of":
        return either(many(value), ref("ParameterOperand"))
    return either(value, ref("FactOperand"), ref("ParameterOperand"))
