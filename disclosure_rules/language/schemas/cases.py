"""The schemas of what cases hold: requests, fixtures, and what is expected of each item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args

from disclosure_rules.language.cases import ExpectedOutcome
from disclosure_rules.language.schemas.pieces import Schema, described, either, ref, table

if TYPE_CHECKING:
    from collections.abc import Iterable

_MAPPING: Final[Schema] = {"type": "object"}
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
    ),
    "ItemExpected": either({"enum": [*_OF_ITEMS]}, _expectation(_OF_ITEMS)),
}
"""By name; requests and names are made elsewhere."""
