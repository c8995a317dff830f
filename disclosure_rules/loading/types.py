"""Type words into types, and written values into constants of a type."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, cast

from disclosure_rules.language.phrases import Phrase, phrase
from disclosure_rules.language.times import read_date, read_duration, read_instant
from disclosure_rules.language.tree import Mapping, Node, Scalar, Sequence
from disclosure_rules.language.vocabulary import (
    Categories,
    OneTerm,
    Plain,
    Taxonomy,
    TermSet,
    TextSet,
    Type,
    describe_type,
)
from disclosure_rules.loading.hints import hint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from collections.abc import Mapping as Table

    from disclosure_rules.language.conditions import Constant
    from disclosure_rules.loading.faults import Faults

_WRITTEN: Final = frozenset({"boolean", "text", "time", "date", "duration"})
"""Types of which a phrase of its own says how their values are written."""
PARAMETER_TYPES: Final = ("boolean", "integer", "number", "text", "time", "date", "duration")
FACT_TYPES: Final = tuple(name for name in PARAMETER_TYPES if name != "duration")


def read_type(
    node: Node,
    taxonomies: Table[str, Taxonomy],
    faults: Faults,
    *,
    words: tuple[str, ...] = FACT_TYPES,
) -> Type | None:
    """Return the type that a word, `{term: …}` or `{set: …}` names."""
    if isinstance(node, Scalar) and isinstance(node.value, str):
        if node.value in words:
            return Plain(node.value)  # type: ignore[arg-type]
        faults.unknown("unknown_type", node.span, node.text, words, known=listed(words))
        return None
    if isinstance(node, Mapping) and len(node) == 1:
        ((key, value),) = node.items()
        if key in ("term", "set") and isinstance(value, Scalar):
            return term_type(str(key), value, taxonomies, faults)
    faults.add("wrong_shape", node.span, expected=phrase("type"))
    return None


def term_type(
    form: str, word: Scalar, taxonomies: Table[str, Taxonomy], faults: Faults
) -> Type | None:
    """Return the type of one term, or of a set of terms or texts."""
    if form == "set" and word.text == "text":
        return TextSet()
    if word.text not in taxonomies:
        faults.unknown(
            "unknown_taxonomy", word.span, word.text, taxonomies, known=listed(taxonomies)
        )
        return None
    return OneTerm(word.text) if form == "term" else TermSet(word.text)


def listed(words: Iterable[str]) -> str:
    """Return words in backticks, with commas."""
    return ", ".join(f"`{word}`" for word in words)


def read_constant(
    node: Node, expected: Type, taxonomies: Table[str, Taxonomy], faults: Faults
) -> Constant | None:
    """Return the value that a node writes, of the expected type."""
    if isinstance(expected, (TermSet, TextSet, Categories)):
        return _read_set(node, expected, taxonomies, faults)
    if isinstance(node, Scalar):
        if isinstance(expected, OneTerm):
            return read_term(node, expected.taxonomy, taxonomies, faults)
        if isinstance(expected, Plain):
            value = _read_plain(node, expected.name)
            if value is not None:
                return value
    refuse_value(node, expected, faults)
    return None


def refuse_value(node: Node, expected: Type, faults: Faults) -> None:
    """Add the fault of a value that is not of the expected type."""
    how = describe_value(expected)
    faults.add("wrong_value", node.span, expected=how, hint=hint(node, how))


def read_term(
    node: Scalar, taxonomy: str, taxonomies: Table[str, Taxonomy], faults: Faults
) -> str | None:
    """Return the term that a word names."""
    terms = taxonomies[taxonomy]
    if node.text in terms.terms and isinstance(node.value, str):
        return node.text
    faults.unknown(
        "unknown_term",
        node.span,
        node.text,
        terms.terms,
        taxonomy=taxonomy,
        listed=terms.span.line_reference,
    )
    return None


def _read_set(
    node: Node,
    expected: TermSet | TextSet | Categories,
    taxonomies: Table[str, Taxonomy],
    faults: Faults,
) -> tuple[str, ...] | None:
    parts = list(node) if isinstance(node, Sequence) else [node]
    if not parts or not all(isinstance(part, Scalar) for part in parts):
        faults.add("wrong_value", node.span, expected=describe_value(expected))
        return None
    members = []
    for part in cast("list[Scalar]", parts):
        if isinstance(expected, TextSet):
            member = read_constant(part, Plain("text"), taxonomies, faults)
        else:
            member = read_term(part, expected.taxonomy, taxonomies, faults)
        if member is None:
            return None
        members.append(cast("str", member))
    return tuple(sorted(set(members)))


def _read_plain(node: Scalar, name: str) -> Constant | None:
    value = node.value
    if isinstance(value, bool):
        return value if name == "boolean" else None
    if isinstance(value, int):
        return value if name in ("integer", "number") else None
    if isinstance(value, Decimal):
        return value if name == "number" and value.is_finite() else None
    if not value:
        return None
    readers: Table[str, Callable[[str], Constant | None]] = {
        "text": str,
        "time": read_instant,
        "date": read_date,
        "duration": read_duration,
    }
    return readers[name](value) if name in readers else None


def describe_value(kind: Type) -> Phrase:
    """Return how a value of the type is written."""
    if isinstance(kind, Plain) and kind.name in _WRITTEN:
        return phrase(f"written_{kind.name}")
    return describe_type(kind)
