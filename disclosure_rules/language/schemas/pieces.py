"""The pieces that JSON Schemas are put together from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from disclosure_rules.language.patterns import text_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

Schema: TypeAlias = dict[str, Any]

_SHOWN = ("description", "errorMessage")


def ref(name: str) -> Schema:
    """Return a reference to a part of the same schema."""
    return {"$ref": f"#/$defs/{name}"}


def described(description: str, schema: Schema) -> Schema:
    """Return the schema with a description, which editors show."""
    return {"description": description, **schema}


def table(properties: Mapping[str, Schema], required: Iterable[str] = ()) -> Schema:
    """Return the schema of a mapping with these keys and no others."""
    schema: Schema = {"type": "object", "properties": dict(properties)}
    needed = list(required)
    if needed:
        schema["required"] = needed
    return {**schema, "additionalProperties": False}


def many(schema: Schema) -> Schema:
    """Return the schema of a list with at least one entry."""
    return {"type": "array", "items": schema, "minItems": 1}


def either(*schemas: Schema) -> Schema:
    """Return the schema of what fits at least one of these."""
    return schemas[0] if len(schemas) == 1 else {"anyOf": list(schemas)}


def one_or_many(schema: Schema) -> Schema:
    """Return the schema of one such value, or of a list of them."""
    return either(schema, many(schema))


def or_null(schema: Schema) -> Schema:
    """Return the schema of what may also be `null`, which means absent."""
    if isinstance(schema.get("type"), str) and "enum" not in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return either(schema, {"type": "null"})


def known(words: Mapping[str, str]) -> Schema:
    """Return the schema of some words; editors show the text that each has."""
    told = {"enumDescriptions": [*words.values()]} if any(words.values()) else {}
    return {"enum": [*words], **told}


def suggested(words: Mapping[str, str], pattern: str) -> Schema:
    """Return the schema of a text of a pattern, for which editors suggest these words."""
    return either(known(words), text_schema(pattern)) if words else text_schema(pattern)


def suggested_list(words: Mapping[str, str], pattern: str, *, least: int = 1) -> Schema:
    """Return the schema of a list of texts of a pattern, for which editors suggest these words."""
    others: Schema = {"items": text_schema(pattern)}
    # Editors are better at a choice between lists than at a list of choices.
    items = either({"items": known(words)}, others) if words else others
    return {"type": "array", **({"minItems": least} if least else {}), **items}


def _references(part: Any) -> Iterator[tuple[str, bool]]:
    """Yield the names of the parts that a schema refers to, and whether it describes them there."""
    if isinstance(part, dict):
        named = part.get("$ref")
        if isinstance(named, str):
            yield named.rpartition("/")[2], "description" in part
        part = list(part.values())
    for below in part if isinstance(part, list) else ():
        yield from _references(below)


def told(part: Any, say: Callable[[str], str]) -> Any:
    """Return a schema in which everything that editors show is said in other words."""
    if isinstance(part, list):
        return [told(below, say) for below in part]
    if not isinstance(part, dict):
        return part
    return {
        key: say(below) if key in _SHOWN and isinstance(below, str) else told(below, say)
        for key, below in part.items()
    }


def whole(title: str, schema: Schema, parts: Mapping[str, Schema]) -> Schema:
    """Return a schema that stands alone, with those of the parts that it leans on."""
    found: dict[str, Schema] = {}
    described_elsewhere = set()
    pending = [*_references(schema)]
    while pending:
        name, described_there = pending.pop()
        if described_there:
            described_elsewhere.add(name)
        if name not in found:
            found[name] = parts[name]
            pending.extend(_references(parts[name]))
    # Editors show the description of a part rather than what is said where it stands.
    for name in described_elsewhere:
        found[name] = {key: of for key, of in found[name].items() if key != "description"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "description": schema["description"],
        **schema,
        **({"$defs": dict(sorted(found.items()))} if found else {}),
    }
