"""JSON Schemas (draft 2020-12) of the documents, made from their shapes.

They know structure, not names: what they refuse, the loader refuses; it refuses more.
"""

from __future__ import annotations

from typing import Any, Final

from disclosure_rules.language.documents import DOCUMENTS, ID_PATTERN, PATH_PATTERN

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

_SCALAR: Final = {"type": ["string", "number", "boolean"]}
_NAME: Final = {"type": "string", "pattern": ID_PATTERN}
_PATH: Final = {"type": "string", "pattern": PATH_PATTERN}
_QUALIFIED: Final = {"type": "string", "pattern": r"^([a-z][a-z0-9_]*#)?[a-z][a-z0-9_]*$"}
_DURATION: Final = {"type": "string", "pattern": r"^[0-9]{1,7} (hour|day|month|year)s?$"}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{name}"}


def _mapping(
    description: str, properties: dict[str, Any], required: tuple[str, ...]
) -> dict[str, Any]:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _told(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, **schema}


_PARAMETER: Final = _mapping(
    "The value of a parameter on the request's date.",
    {"parameter": _told("The parameter's name, or `policy#name`.", _QUALIFIED)},
    ("parameter",),
)

_THE: Final = {
    **_mapping(
        "The value of another fact.",
        {
            "the": _told("The path of the fact.", _PATH),
            "plus": _told("Count on from a time.", {"anyOf": [_DURATION, _PARAMETER]}),
            "minus": _told("Count back from a time.", {"anyOf": [_DURATION, _PARAMETER]}),
        },
        ("the",),
    ),
    "maxProperties": 2,
}

_VALUES: Final = {"type": "array", "items": _SCALAR, "minItems": 1}
_LITERALS: Final = {"anyOf": [_SCALAR, _VALUES]}


def _operand(*literals: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [*literals, _ref("The"), _ref("ParameterValue")]}


_OPERATORS: Final[dict[str, dict[str, Any]]] = {
    "is": _told("The same value, or a term within the one named.", _operand(_SCALAR)),
    "one_of": _told("One of the values listed.", {"anyOf": [_VALUES, _ref("ParameterValue")]}),
    "covers": _told("Every term on the right lies within the set.", _operand(_LITERALS)),
    "includes": _told("The set of texts holds the text.", _operand(_SCALAR)),
    "within": _told("Every term lies within one of those named.", _operand(_LITERALS)),
    "overlaps": _told("Some member is shared.", _operand(_LITERALS)),
    "before": _told("Earlier than.", _operand({"type": "string"})),
    "at_or_before": _told("Earlier than, or at.", _operand({"type": "string"})),
    "after": _told("Later than.", _operand({"type": "string"})),
    "at_or_after": _told("Later than, or at.", _operand({"type": "string"})),
    "at_least": _told("As much, or more.", _operand({"type": "number"})),
    "at_most": _told("As much, or less.", _operand({"type": "number"})),
    "more_than": _told("More.", _operand({"type": "number"})),
    "less_than": _told("Less.", _operand({"type": "number"})),
    "present": _told("Whether there is one at all.", {"type": "boolean"}),
}

_SINGLE: Final = {"allOf": [_ref("Condition")], "maxProperties": 1}

_QUANTIFIER: Final = _mapping(
    "A condition on the records of a list.",
    {
        "of": _told("The path of the list.", _PATH),
        "as": _told("A name for the record looked at.", _NAME),
        "where": _told("What holds of the record.", _ref("Condition")),
    },
    ("of", "as", "where"),
)

_SHARED: Final[dict[str, dict[str, Any]]] = {
    "Condition": {
        "type": "object",
        "description": "What must hold: facts with their tests, and words that join conditions.",
        "minProperties": 1,
        "properties": {
            "all": _told(
                "Every one of these holds.",
                {"type": "array", "items": _ref("Condition"), "minItems": 1},
            ),
            "any": _told(
                "At least one of these holds.",
                {"type": "array", "items": _ref("Condition"), "minItems": 1},
            ),
            "not": _told("This does not hold.", _SINGLE),
            "holds": _told(
                "A definition holds.",
                {
                    "anyOf": [
                        _QUALIFIED,
                        {
                            "type": "object",
                            "minProperties": 1,
                            "maxProperties": 1,
                            "propertyNames": {"pattern": _QUALIFIED["pattern"]},
                            "additionalProperties": {
                                "type": "object",
                                "additionalProperties": _PATH,
                            },
                        },
                    ]
                },
            ),
            "some": _told("Some record of a list satisfies it.", _ref("Quantifier")),
            "every": _told("Every record of a list satisfies it.", _ref("Quantifier")),
            "permitted_by": _told(
                "An allow rule on this ground, or the named one, holds.", {"type": "string"}
            ),
        },
        "propertyNames": {"pattern": PATH_PATTERN},
        "additionalProperties": _ref("Test"),
    },
    "Test": {
        "description": "A value (`is`), a list (`one_of`), or tests that all hold.",
        "anyOf": [
            _SCALAR,
            _VALUES,
            {
                "type": "object",
                "minProperties": 1,
                "properties": _OPERATORS,
                "additionalProperties": False,
            },
        ],
    },
    "Quantifier": _QUANTIFIER,
    "The": _THE,
    "ParameterValue": _PARAMETER,
    "Type": {
        "description": "A type of value.",
        "anyOf": [
            {
                "enum": [
                    "boolean",
                    "integer",
                    "number",
                    "text",
                    "time",
                    "date",
                    "duration",
                ]
            },
            _mapping("One term.", {"term": _told("Its taxonomy.", _NAME)}, ("term",)),
            _mapping(
                "A set of terms or texts.",
                {"set": _told("Their taxonomy, or `text`.", _NAME)},
                ("set",),
            ),
        ],
    },
}


def document_schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema of a kind of document."""
    made = _tidied(DOCUMENTS[kind].model_json_schema(by_alias=True))
    definitions = made.pop("$defs", {})
    if "TermShape" in definitions:
        # A term with nothing to say is a key with nothing behind it.
        definitions["TermShape"]["type"] = ["object", "null"]
    needed = _referred(made) | {name for part in definitions.values() for name in _referred(part)}
    shared = _closure(needed)
    return {
        "$schema": DIALECT,
        "title": f"disclosure rules: {kind}",
        "description": made.pop("description", ""),
        **{key: part for key, part in made.items() if key != "title"},
        "$defs": dict(sorted({**definitions, **shared}.items())),
    }


def _closure(names: set[str]) -> dict[str, dict[str, Any]]:
    """Return the hand-written parts that are named, and those they name in turn."""
    found: dict[str, dict[str, Any]] = {}
    pending = [name for name in names if name in _SHARED]
    while pending:
        name = pending.pop()
        if name not in found:
            found[name] = _SHARED[name]
            pending.extend(part for part in _referred(_SHARED[name]) if part in _SHARED)
    return found


def _referred(part: Any) -> set[str]:
    if isinstance(part, list):
        return {name for below in part for name in _referred(below)}
    if not isinstance(part, dict):
        return set()
    named = {part["$ref"].rpartition("/")[2]} if isinstance(part.get("$ref"), str) else set()
    return named | {name for below in part.values() for name in _referred(below)}


def _tidied(part: Any) -> Any:
    """Return a schema without generated titles and without nulls, which no document may hold."""
    if isinstance(part, list):
        return [_tidied(below) for below in part]
    if not isinstance(part, dict):
        return part
    if "x-shape" in part:
        return {
            **_tidied({k: v for k, v in part.items() if k != "x-shape"}),
            **_ref(part["x-shape"]),
        }
    kept = {key: _tidied(below) for key, below in part.items() if key != "default"}
    if isinstance(kept.get("title"), str):
        del kept["title"]
    choices = [choice for choice in kept.get("anyOf", []) if choice != {"type": "null"}]
    if "anyOf" in kept:
        kept.pop("anyOf")
        if len(choices) == 1:
            return {**choices[0], **kept}
        kept["anyOf"] = choices
    return kept
