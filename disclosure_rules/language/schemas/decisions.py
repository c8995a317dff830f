"""The schema of a decision: what `decision.as_dict()` gives and `decide --format json` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args

from disclosure_rules.language.cases import ExpectedOutcome
from disclosure_rules.language.patterns import (
    DURATION_PATTERN,
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

if TYPE_CHECKING:
    from collections.abc import Mapping

OUTCOMES: Final = tuple(word for word in get_args(ExpectedOutcome) if word != "invalid")
_TEXT: Final = {"type": "string"}


def _all(properties: Mapping[str, Schema]) -> Schema:
    """Return the schema of a mapping that has all of these keys and no others."""
    return table(properties, properties)


def _set(of: Schema) -> Schema:
    return {"type": "array", "items": of, "uniqueItems": True}


def _list(of: str) -> Schema:
    return {"type": "array", "items": ref(of)}


_POLICY_SET: Final = _all(
    {
        "id": described("The policy set's name.", _TEXT),
        "digest": described(
            "A fingerprint of what the policies mean; it tells under which rules this was decided.",
            {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        ),
        "versions": described(
            "The version of each policy that was in force at the moment, by the policy's name.",
            {"type": "object", "additionalProperties": _TEXT},
        ),
    }
)

_RECIPIENT: Final = _all(
    {
        "id": described(
            "The recipient's number or name; null where none was given.", or_null(_TEXT)
        ),
        "kind": described(
            "What the recipient is; null where that was not given.", or_null(ref("Term_recipients"))
        ),
    }
)

DECISION: Final = described(
    "The answer to a request, with an answer for each item.",
    _all(
        {
            "format": described("The version of this form; this one is 1.", {"const": 1}),
            "allowed": described(
                "Whether everything asked for may be disclosed.", {"type": "boolean"}
            ),
            "outcome": described(
                "`permitted` if every item is; else the gravest outcome of any item.",
                ref("Outcome"),
            ),
            "moment": described(
                "The instant as of which was asked, in ISO 8601, in the vocabulary's time zone.",
                _TEXT,
            ),
            "operation": described(
                "What was to be done with the data; null where that was not given.",
                or_null(ref("Term_operations")),
            ),
            "purpose": described(
                "What it was to be done for; null where that was not given.",
                or_null(ref("Term_purposes")),
            ),
            "recipient": described(
                "Who would receive the data; null where the request named nobody.",
                or_null(_RECIPIENT),
            ),
            "items": described(
                "An answer for each item, in the order asked.", {**_list("Item"), "minItems": 1}
            ),
            "grounds": described(
                "The grounds on which some item is permitted.", _set(ref("Term_grounds"))
            ),
            "obligations": described(
                "The obligations of all items, each once for each rule that brings it.",
                _list("Obligation"),
            ),
            "missing": described(
                "The facts that could still decide some item, by path.", _set(ref("FactPath"))
            ),
            "policy_set": described("What decided.", _POLICY_SET),
        }
    ),
)

DECISION_PARTS: Final[dict[str, Schema]] = {
    "Outcome": {"enum": [*OUTCOMES]},
    "Item": _all(
        {
            "name": described(
                "The item's name; null for the question about any data at all.", or_null(_TEXT)
            ),
            "category": described(
                "The item's category, or a list of several; null where none was given.",
                either(
                    ref("Term_data"),
                    {"type": "array", "items": ref("Term_data"), "minItems": 2},
                    {"type": "null"},
                ),
            ),
            "outcome": described(
                "`permitted`, or why not: prohibited, no ground for it, or facts missing.",
                ref("Outcome"),
            ),
            "rules": described(
                "The rules that permit or prohibit the item, as `policy#rule`.",
                _set(ref("RuleName")),
            ),
            "reasons": described("A reason for each of these rules.", _list("Reason")),
            "grounds": described(
                "The grounds on which the item is permitted.", _set(ref("Term_grounds"))
            ),
            "obligations": described(
                "The obligations that come with these rules.", _list("Obligation")
            ),
            "missing": described(
                "The facts that could still decide the item, by path.", _set(ref("FactPath"))
            ),
        }
    ),
    "Reason": _all(
        {
            "rule": described("The rule, as `policy#rule`.", ref("RuleName")),
            "effect": described("Whether the rule allows or denies.", {"enum": ["allow", "deny"]}),
            "ground": described(
                "The ground on which the rule allows; null for a rule that denies.",
                or_null(ref("Term_grounds")),
            ),
            "clauses": described("The clauses of a notice that the rule carries out.", _set(_TEXT)),
            "records": described(
                "The records, such as a consent, that made the rule hold.",
                {
                    "type": "array",
                    "items": _all(
                        {
                            "list": described("The path of the list.", _TEXT),
                            "id": described("The record's own id.", _TEXT),
                        }
                    ),
                },
            ),
            "text": described("The reason in words, by language.", ref("TextsGiven")),
        }
    ),
    "Obligation": _all(
        {
            "id": described("The obligation's name, as `fulfilled` takes it.", _TEXT),
            "rule": described("The rule that brings it, as `policy#rule`.", ref("RuleName")),
            "timing": described(
                "When it must be done: before the data leave, with them, or after.",
                {"enum": ["before", "with", "after"]},
            ),
            "within": described(
                "How soon after the disclosure it must be done; null where it is not due after.",
                or_null(text_schema(DURATION_PATTERN)),
            ),
            "title": described("What must be done, by language.", ref("TextsGiven")),
        }
    ),
}
"""What a decision is made of, but for the words of its vocabulary."""
