"""The schemas of conditions: facts with their tests, and the words that join conditions.

A set's own schemas know the facts. Where names can stand that are given around a condition, below
`where` and in definitions, what may be such a name is let through.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from disclosure_rules.language.patterns import (
    ID_PATTERN,
    PATH_PATTERN,
    text_schema,
)
from disclosure_rules.language.schemas.operators import (
    OPERANDS,
    any_test,
    test_name,
    test_of,
    written,
)
from disclosure_rules.language.schemas.pieces import (
    Schema,
    described,
    either,
    many,
    ref,
    suggested,
    table,
)
from disclosure_rules.language.vocabulary import Records

if TYPE_CHECKING:
    from collections.abc import Mapping

    from disclosure_rules.language.schemas.words import Words
    from disclosure_rules.language.vocabulary import Fact

_QUANTIFIER: Final = table(
    {
        "of": described("The path of a list, such as `client.consents`.", ref("ListPath")),
        "as": described(
            "A name for the record looked at, such as `consent`, for use in `where`.",
            text_schema(ID_PATTERN),
        ),
        "where": described(
            "What holds of the record; its fields go by that name, such as `consent.given_at`.",
            ref("InnerCondition"),
        ),
    },
    ["of", "as", "where"],
)


def condition_parts(words: Words | None) -> dict[str, Schema]:
    """Return the schemas of conditions: about any facts, or about those of a vocabulary."""
    shared = {
        **OPERANDS,
        "Quantifier": _QUANTIFIER,
        "SingleCondition": _single("Condition"),
        "Test": any_test(),
    }
    if words is not None:
        return {**shared, **_conditions_of(words)}
    any_fact = {
        "propertyNames": {"title": "fact", "pattern": PATH_PATTERN},
        "additionalProperties": ref("Test"),
    }
    return {
        **shared,
        "Path": text_schema(PATH_PATTERN),
        "Condition": _condition("Condition", {}, any_fact),
        "InnerCondition": ref("Condition"),
    }


def _conditions_of(words: Words) -> dict[str, Schema]:
    facts = [fact for fact in words.facts() if written(fact)]
    told = {fact.path: described(words.fact(fact), _test(fact)) for fact in facts}
    fields = _fields(words)
    bound = _bound(words)
    below = rf"(\.({'|'.join(fields)}))?" if fields else ""
    # An argument of a definition, or a name that a quantifier gives, with a field of some record.
    given = rf"^[a-z][a-z0-9_]*{below}$"
    lexical = {
        "patternProperties": {
            rf"^[a-z][a-z0-9_]*\.{name}$": schema for name, schema in fields.items()
        },
        "propertyNames": either({"enum": [*_JOINING, *told]}, {"pattern": given}),
        "additionalProperties": ref("Test"),
    }
    known = {
        fact.path: words.fact(fact) for fact in words.facts() if not isinstance(fact.type, Records)
    }
    named = {path: described(said, fields[path.partition(".")[2]]) for path, said in bound.items()}
    return {
        **{test_name(fact): test_of(fact) for fact in (*facts, *words.fields())},
        "Path": suggested({**known, **bound}, given),
        "Condition": _condition("Condition", told, {"additionalProperties": False}),
        "InnerCondition": _condition("InnerCondition", {**told, **named}, lexical),
    }


def _bound(words: Words) -> dict[str, str]:
    """Return the fields of records by the names that the set's documents give these."""
    lists = {fact.path: fact.type for fact in words.facts() if isinstance(fact.type, Records)}
    return {
        f"{name}.{field.name}": words.fact(field)
        for name, paths in words.names.records.items()
        if name not in words.vocabulary.entities
        for path in paths
        if path in lists
        for field in lists[path].fields.values()
    }


def _fields(words: Words) -> dict[str, Schema]:
    """Return, by the name of a field, the tests of all fields and facts that have it."""
    found: dict[str, Schema] = {}
    for name in sorted({field.name for field in words.fields()}):
        # A pattern for a field fits the paths of facts of the same name as well.
        same = (fact for fact in (*words.fields(), *words.facts()) if fact.name == name)
        tests = sorted({test_name(fact) for fact in same if written(fact)})
        found[name] = either(*(ref(test) for test in tests))
    return found


def _test(fact: Fact) -> Schema:
    return ref(test_name(fact))


def _single(condition: str) -> Schema:
    return {"allOf": [ref(condition)], "maxProperties": 1}


_JOINING: Final = ("all", "any", "not", "holds", "some", "every", "permitted_by")


def _condition(itself: str, facts: Mapping[str, Schema], others: Schema) -> Schema:
    """Return the schema of a condition, whose parts are conditions of the same sort."""
    joining = {
        "all": described("Every one of these conditions holds.", many(ref(itself))),
        "any": described("At least one of these conditions holds.", many(ref(itself))),
        "not": described("This condition does not hold: one entry only.", _single(itself)),
        "holds": described(
            "A definition holds: its name, or `{name: {argument: fact}}`.", ref("Holds")
        ),
        "some": described("Some record of a list passes.", ref("Quantifier")),
        "every": described("Every record of a list passes.", ref("Quantifier")),
        "permitted_by": described(
            "Some allow rule on this ground holds, or the one named as `policy#rule`; "
            "only to lift a denial.",
            ref("PermittedBy"),
        ),
    }
    return {
        "description": "What must hold: every entry.",
        "type": "object",
        "minProperties": 1,
        "properties": {**joining, **facts},
        **others,
    }
