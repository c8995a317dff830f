"""Documents as plain data, their schemas, and the sets that are tried."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from disclosure_rules import Engine
from disclosure_rules.language.schemas import Words, names_of, schema_of
from disclosure_rules.language.tree import plain_data
from disclosure_rules.loading.faults import Faults
from disclosure_rules.loading.parse import parse

ROOT = Path(__file__).parents[2]
SETS = sorted(path.parent for path in (ROOT / "policies").glob("*/vocabulary.yaml"))
SOUND = ROOT / "tests" / "diagnostics" / "sound"

Documents = dict[str, Any]


def read(text: str) -> Any:
    """Return YAML as plain data with the numbers that JSON has."""
    faults = Faults()
    root = parse("document", text, faults)
    assert root is not None, faults.in_order()
    assert not faults.has_errors(), faults.in_order()
    return _numbered(plain_data(root))


def _numbered(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _numbered(below) for key, below in part.items()}
    if isinstance(part, list):
        return [_numbered(below) for below in part]
    return float(part) if isinstance(part, Decimal) else part


def documents_of(folder: Path) -> Documents:
    """Return the documents of a policy set by the names of their files."""
    files = sorted(folder.rglob("*.yaml"))
    return {
        path.relative_to(folder).as_posix(): read(path.read_text(encoding="utf-8"))
        for path in files
    }


def texts_of(documents: Mapping[str, Any]) -> dict[str, str]:
    """Return documents as texts; JSON is YAML."""
    return {name: json.dumps(data, ensure_ascii=False) for name, data in documents.items()}


def words_of(engine: Engine, documents: Iterable[Any]) -> Words:
    """Return the words of a set."""
    return Words(engine.policy_set.vocabulary, names_of(documents))


def validator(kind: str, words: Words | None = None) -> Draft202012Validator:
    """Return what holds data against a schema."""
    return Draft202012Validator(schema_of(kind, words))


def own_schemas(words: Words) -> Callable[[str], Draft202012Validator]:
    """Return what holds data against the schemas of a set, each made once."""
    return cache(partial(validator, words=words))


@cache
def general(kind: str) -> Draft202012Validator:
    """Return what holds data against a published schema."""
    return validator(kind)


def refusals(schema: Draft202012Validator, data: Any) -> list[str]:
    """Return what a schema says against data."""
    return [f"{error.json_path}: {error.message}" for error in schema.iter_errors(data)]
