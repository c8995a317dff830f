"""The schemas of documents, made from their shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from disclosure_rules.language.documents import DOCUMENTS
from disclosure_rules.language.schemas.pieces import either, ref

if TYPE_CHECKING:
    from disclosure_rules.language.schemas.pieces import Schema


def shape_schema(kind: str) -> tuple[Schema, dict[str, Schema]]:
    """Return the schema of a kind of document, and those of its parts that have shapes too."""
    made = _tidied(DOCUMENTS[kind].model_json_schema(by_alias=True))
    parts = {_short(name): part for name, part in made.pop("$defs", {}).items()}
    if "Term" in parts:
        # A term with nothing to say is a key with nothing behind it.
        parts["Term"]["type"] = ["object", "null"]
    return made, parts


def _short(name: str) -> str:
    return name.rpartition("/")[2].removesuffix("Shape")


def _tidied(part: Any) -> Any:
    """Return a schema as editors are to see it.

    Without generated titles, without nulls, which no document may hold, closed to keys that are no
    names, and with references in the place of marks.
    """
    if isinstance(part, list):
        return [_tidied(below) for below in part]
    if not isinstance(part, dict):
        return part
    kept: Schema = {}
    for key, below in part.items():
        match key, below:
            case ("title", str()) | ("default", None):
                pass
            case "x-part", str():
                kept |= ref(below)
            case "$ref", str():
                kept |= ref(_short(below))
            case "patternProperties", dict():
                kept |= {key: _tidied(below), "additionalProperties": False}
            case "anyOf", list():
                kept |= either(*(_tidied(choice) for choice in below if choice != _NULL))
            case "propertyNames", dict():
                kept[key] = below
            case _:
                kept[key] = _tidied(below)
    return kept


_NULL = {"type": "null"}
