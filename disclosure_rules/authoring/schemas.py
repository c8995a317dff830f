"""A policy set into the words of its own schemas, and schemas into files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from disclosure_rules.errors import PolicyError
from disclosure_rules.language.schemas import Schema, Words, names_of
from disclosure_rules.language.tree import plain_data
from disclosure_rules.loading.faults import Faults
from disclosure_rules.loading.files import LARGEST_FILE, read_files
from disclosure_rules.loading.load import read_policies
from disclosure_rules.loading.parse import decode, parse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from disclosure_rules.language.phrases import Reader


def read_words(path: Path, reader: Reader = "en") -> Words | None:
    """Return the words of a policy set; None where no document there is a vocabulary.

    Other documents than the vocabulary may have faults: an editor is to help with mending these.

    Args:
        path: The folder of the set, whose documents' names are suggested then; or the vocabulary.
        reader: The language of descriptions.

    Raises:
        PolicyError: The vocabulary has faults, or what may be the vocabulary cannot be read.
        OSError: There is no such file or folder, or it may not be opened.
    """
    faults = Faults()
    shown = str(path)
    files = read_files(path, faults, shown) if path.is_dir() else {shown: _content(path)}
    texts = {name: decode(name, content, faults) for name, content in files.items()}
    sources = {name: text for name, text in texts.items() if text is not None}
    documents: dict[str, Any] = {}
    for name, text in sources.items():
        root = parse(name, text, faults)
        documents[name] = None if root is None else plain_data(root)
    found = {name: sources[name] for name, data in documents.items() if _is_vocabulary(data)}
    if not found:
        if faults.has_errors():
            raise PolicyError(faults.in_order(), sources)
        return None
    loaded = read_policies(found, whole=False)
    if loaded.policy_set is None:
        raise PolicyError(loaded.diagnostics, loaded.sources)
    names = names_of(documents.values(), reader)
    return Words(loaded.policy_set.vocabulary, names, reader)


def _content(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(LARGEST_FILE + 1)


def _is_vocabulary(data: object) -> bool:
    return isinstance(data, dict) and data.get("kind") == "vocabulary"


def as_file(schema: Schema) -> str:
    """Return the text of a schema as a file holds it."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def write_schemas(folder: Path, schemas: Mapping[str, Schema]) -> list[Path]:
    """Write schemas by kind into a folder, which is made; return the files.

    Whoever reads a file meanwhile finds the old one or the new one, and never a part of one.

    Raises:
        OSError: The folder cannot be made, or not be written into.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = {kind: folder / f"{kind}.schema.json" for kind in schemas}
    # Editors look at `*.schema.json` only; what is half written is hidden from them by its name.
    halves = {kind: folder / f".{kind}.schema.json.new" for kind in schemas}
    try:
        for kind, half in halves.items():
            half.write_text(as_file(schemas[kind]), encoding="utf-8", newline="\n")
        for kind, half in halves.items():
            half.replace(made[kind])
    finally:
        for half in halves.values():
            half.unlink(missing_ok=True)
    return list(made.values())
