"""A name into a folder with a first policy set: small, sound, and there to be changed.

The documents lie beside this module, in a folder for each language; each folder is a policy set.
"""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, cast

from disclosure_rules.authoring.schemas import read_words, write_schemas
from disclosure_rules.language.patterns import ID_PATTERN
from disclosure_rules.language.schemas import KINDS, schema_of
from disclosure_rules.loading.faults import Faults
from disclosure_rules.loading.parse import parse

if TYPE_CHECKING:
    from disclosure_rules.language.phrases import Reader
    from disclosure_rules.language.tree import Mapping

VOCABULARY: Final = "vocabulary.yaml"
FILES: Final = (
    VOCABULARY,
    "notice.yaml",
    "disclosure.yaml",
    "guarantees.yaml",
    "cases/disclosure.yaml",
    "request.json",
)
"""What a first policy set holds, in the order in which one reads it."""


def id_of(name: str) -> str | None:
    """Return the id of a policy set that is called `name`; None if that makes no id."""
    word = name.replace("-", "_").lower()
    return word if re.fullmatch(ID_PATTERN, word) else None


def make_first_set(folder: Path, identity: str, language: Reader) -> None:
    """Make a folder with a first policy set: the whole of it, or nothing.

    Args:
        folder: The folder; it is not there yet, or it is empty.
        identity: The id of the vocabulary.
        language: The language of texts and comments.

    Raises:
        FileExistsError: The folder holds something, or is no folder.
        OSError: It cannot be made.
    """
    if folder.is_symlink() or (folder.exists() and not _is_empty(folder)):
        raise FileExistsError
    with TemporaryDirectory(prefix=".init-", dir=folder.parent) as temporary:
        # Made below, since the temporary folder itself is open to its owner only.
        made = Path(temporary) / "set"
        for name, text in _texts(identity, language).items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_bytes(text.encode())
        # The first line of each document leads editors to these.
        words = read_words(made, language)
        write_schemas(made / "schemas", {kind: schema_of(kind, words) for kind in KINDS})
        if folder.exists():
            folder.rmdir()
        made.rename(folder)


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())


def _texts(identity: str, language: Reader) -> dict[str, str]:
    shipped = files(__name__) / language
    texts = {name: (shipped / name).read_text(encoding="utf-8") for name in FILES}
    texts[VOCABULARY] = _with_id(texts[VOCABULARY], identity)
    return texts


def _with_id(vocabulary: str, identity: str) -> str:
    """Return the text of a vocabulary with another id, put where the reader of YAML found one."""
    root = cast("Mapping", parse(VOCABULARY, vocabulary, Faults()))
    span = next(node.span for key, node in root.items() if key == "id")
    # YAML reads these as values, not as texts.
    written = f'"{identity}"' if identity in ("true", "false", "null") else identity
    lines = vocabulary.splitlines(keepends=True)
    line = lines[span.line - 1]
    lines[span.line - 1] = line[: span.column - 1] + written + line[span.end_column - 1 :]
    return "".join(lines)
