"""Digests: of the meaning of a policy set, and of the bytes it was read from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from disclosure_rules.language.conditions import FactPath, FieldPath
from disclosure_rules.language.noun import is_noun, parts_of_noun
from disclosure_rules.language.policy import Policy
from disclosure_rules.language.times import Duration
from disclosure_rules.language.vocabulary import Taxonomy, Vocabulary

if TYPE_CHECKING:
    from disclosure_rules.language.policy import Clause

_NO_MEANING: Final = frozenset(
    {"span", "label", "description", "because", "title", "carries", "zone", "built_in"}
)
"""What describes a thing without changing a decision: texts, places, which clauses a term is for.

The clauses of a rule do count: a decision cites them.
"""

_NO_ORDER: Final = frozenset({"parts", "narrower", "clauses", "languages"})
"""Lists whose order means nothing."""

_LARGE: Final = frozenset({Policy, Taxonomy, Vocabulary})
"""Nouns that hold most of a set."""


def digest_of_bytes(files: Mapping[str, bytes]) -> str:
    """Return the sha256 over sorted relative paths and the bytes of each file."""
    digest = hashlib.sha256()
    for name in sorted(files):
        for part in (name.encode("utf-8", "surrogatepass"), files[name]):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()


def digest_of_meaning(
    vocabulary: Vocabulary, clauses: Mapping[str, Clause], policies: tuple[Policy, ...]
) -> str:
    """Return the sha256 over the canonical JSON of everything that a decision can depend on.

    Texts, labels, comments, cases, guarantees and the order of what has no order do not count.
    """
    meaning = {"vocabulary": vocabulary, "clauses": tuple(sorted(clauses)), "policies": policies}
    digest = hashlib.sha256()
    for text in _texts(meaning):
        digest.update(text.encode("ascii"))
    return digest.hexdigest()


def _texts(value: Any) -> Iterator[str]:
    """Yield canonical JSON in pieces, so that of a large set it is never there as a whole."""
    if type(value) in _LARGE:
        yield from _entries({"is": type(value).__name__, **_said(value)}, _NO_ORDER)
    elif isinstance(value, Mapping):
        yield from _entries(value)
    elif isinstance(value, tuple) and value and type(value[0]) in _LARGE:
        yield "["
        for number, part in enumerate(value):
            yield "," if number else ""
            yield from _texts(part)
        yield "]"
    else:
        yield _dumped(_canonical(value))


def _entries(named: Mapping[str, Any], no_order: frozenset[str] = frozenset()) -> Iterator[str]:
    yield "{"
    for number, name in enumerate(sorted(named)):
        yield f"{',' if number else ''}{_dumped(name)}:"
        if name in no_order:
            yield _dumped(_canonical_part(name, named[name]))
        else:
            yield from _texts(named[name])
    yield "}"


def _dumped(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def _canonical(value: Any) -> Any:
    # In the order of how often each occurs: a set of a thousand rules has a hundred thousand parts.
    if isinstance(value, (str, bool, type(None))):
        return value
    if isinstance(value, tuple):
        return [_canonical(part) for part in value]
    if isinstance(value, FactPath):
        # What the fact is stands in the vocabulary, which the digest holds too.
        return {"fact": value.fact.path}
    if isinstance(value, FieldPath):
        return {"of": value.element, "fact": value.fact.path}
    if is_noun(value) and not isinstance(value, Duration):
        return _canonical_noun(value)
    if isinstance(value, (int, Decimal)):
        return {"number": _number(Decimal(value))}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return {str(key): _canonical(part) for key, part in value.items()}
    return str(value)


def _canonical_noun(value: Any) -> dict[str, Any]:
    named: dict[str, Any] = {"is": type(value).__name__}
    for name, given in _said(value).items():
        named[name] = _canonical_part(name, given)
    return named


def _canonical_part(name: str, given: Any) -> Any:
    part = _canonical(given)
    # Parts are texts and plain data built in one order, so that `repr` orders them.
    return sorted(part, key=repr) if name in _NO_ORDER else part


def _said(noun: Any) -> dict[str, Any]:
    """Return the parts of a noun that say something on which a decision can depend."""
    kind: type = type(noun)
    parts = {name: getattr(noun, name) for name in _meaningful(kind)}
    return {name: part for name, part in parts.items() if part is not None and part != ()}


@cache
def _meaningful(noun: type) -> tuple[str, ...]:
    """Return the names of a noun's fields on which a decision can depend."""
    return tuple(name for name in parts_of_noun(noun) if name not in _NO_MEANING)


def _number(value: Decimal) -> str:
    """Write a number in one way, whatever its trailing zeros."""
    sign, digits, exponent = value.as_tuple()
    written = "".join(map(str, digits))
    significant = written.strip("0")
    if not significant:
        return "0"
    power = int(exponent) + len(written) - len(written.rstrip("0"))
    return f"{'-' if sign else ''}{significant}e{power}"
