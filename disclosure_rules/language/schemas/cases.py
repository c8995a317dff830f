"""The schemas of what cases hold: requests, fixtures, tables, and what is expected of items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args

from disclosure_rules.language.cases import ExpectedOutcome
from disclosure_rules.language.patterns import PATH_PATTERN, text_schema
from disclosure_rules.language.schemas.pieces import (
    Schema,
    described,
    either,
    known,
    many,
    ref,
    table,
)
from disclosure_rules.language.schemas.requests import PLAIN
from disclosure_rules.language.vocabulary import Categories, OneTerm, Plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from disclosure_rules.language.schemas.words import Words

_MAPPING: Final[Schema] = {"type": "object"}
_ONE_KEY: Final[Schema] = {"minProperties": 1, "maxProperties": 1}
_INVALID: Final[Schema] = {"const": "invalid"}
_OUTCOMES: Final = get_args(ExpectedOutcome)
_OF_ITEMS: Final = tuple(outcome for outcome in _OUTCOMES if outcome != "invalid")


def _list_of(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def _expectation(outcomes: Iterable[str]) -> Schema:
    return table(
        {
            "outcome": described("The outcome expected.", {"enum": [*outcomes]}),
            "rules": described("Exactly these rules decide it.", ref("RuleNames")),
            "grounds": described(
                "It is permitted on exactly these grounds.", _list_of(ref("Term_grounds"))
            ),
            "missing": described(
                "Exactly these facts could still decide it.", _list_of(ref("FactPath"))
            ),
            "obligations": described(
                "Exactly these obligations come with it.", ref("ObligationIds")
            ),
            "before": described(
                "Exactly these obligations must be fulfilled before it leaves.",
                ref("ObligationIds"),
            ),
        },
        ["outcome"],
    )


CASE_PARTS: Final[dict[str, Schema]] = {
    # A fixture may hold what a request lays something else over, and a case may be about a request
    # that does not fit. So requests are only suggested here; `Asked` insists where it can.
    "Fixture": either(ref("RequestPart"), _MAPPING),
    "Request": either(ref("RequestPart"), _MAPPING),
    "Asked": {
        "if": {
            "properties": {
                "expect": described(
                    "Whether the request is meant not to fit the vocabulary.",
                    either(
                        _INVALID,
                        {
                            **_MAPPING,
                            "properties": {"outcome": described("The outcome.", _INVALID)},
                            "required": ["outcome"],
                        },
                    ),
                )
            },
            "required": ["expect"],
        },
        "else": {
            "properties": {"request": described("The request.", ref("RequestPart"))},
        },
    },
    "Expected": either(
        {"enum": [*_OUTCOMES]},
        _expectation(_OUTCOMES),
        {**_MAPPING, "minProperties": 1, "additionalProperties": ref("ItemExpected")},
        ref("ExpectedRows"),
    ),
    "ExpectedRows": {
        **_MAPPING,
        "minProperties": 1,
        "additionalProperties": described(
            "What is expected in the cells of the row, one for each column.",
            many(ref("ItemExpected")),
        ),
    },
    "ItemExpected": either({"enum": [*_OF_ITEMS]}, _expectation(_OF_ITEMS)),
}
"""By name; requests, names and the words of tables are made elsewhere."""


def table_parts(words: Words | None) -> dict[str, Schema]:
    """Return the schemas of what stands at the head of rows and columns."""
    if words is None:
        return {
            "SingleFact": text_schema(PATH_PATTERN),
            "Columns": {
                **_MAPPING,
                **_ONE_KEY,
                "propertyNames": text_schema(PATH_PATTERN),
                "additionalProperties": many({"type": ["boolean", "number", "string"]}),
            },
            "Tabled": _tabled(),
        }
    values = {
        fact.path: ref(f"Term_{fact.type.taxonomy}")
        if isinstance(fact.type, (Categories, OneTerm))
        else PLAIN[fact.type.name]
        for fact in words.facts()
        if isinstance(fact.type, (Categories, OneTerm, Plain))
    }
    told = {fact.path: words.fact(fact) for fact in words.facts() if fact.path in values}
    named = {path: value for path, value in values.items() if "$ref" in value}
    return {
        "SingleFact": known(told),
        "Columns": table(
            {path: described(told[path], many(value)) for path, value in values.items()}
        )
        | _ONE_KEY,
        "Tabled": _tabled(*(_rows_of(path, term) for path, term in named.items())),
    }


def _tabled(*more: Schema) -> Schema:
    """Return the schema of what is expected in a case that is a table."""
    rows = described("The rows of the table.", ref("ExpectedRows"))
    then: Schema = {"properties": {"expect": rows}}
    return {"if": {"required": ["rows"]}, "then": {**then, **({"allOf": [*more]} if more else {})}}


def _rows_of(path: str, term: Schema) -> Schema:
    """Return the schema of a table whose rows are named by terms."""
    rows = described("The rows of the table.", {**_MAPPING, "propertyNames": term})
    down = described("The fact whose values its rows have.", {"const": path})
    return {"if": {"properties": {"rows": down}}, "then": {"properties": {"expect": rows}}}
