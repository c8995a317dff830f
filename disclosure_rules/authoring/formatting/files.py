"""Files and folders into documents in the one layout, each written whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from os.path import realpath
from pathlib import Path
from typing import TYPE_CHECKING, Final

from disclosure_rules.authoring.formatting.format import (
    NotKeptError,
    check_digest,
    format_document,
)
from disclosure_rules.authoring.writing import write_whole
from disclosure_rules.language.source import whole_file
from disclosure_rules.loading.faults import Faults
from disclosure_rules.loading.files import LARGEST_FILE, read_files
from disclosure_rules.loading.parse import decode

if TYPE_CHECKING:
    from collections.abc import Iterable

STANDARD_INPUT: Final = "-"

_VOCABULARIES: Final = ("vocabulary.yaml", "vocabulary.yml")


@dataclass(frozen=True, slots=True)
class Formatted:
    """A document, before and after."""

    file: str
    before: str
    after: str
    not_kept: NotKeptError | None = None
    """Why it is left as it is, where the layout would change more than the layout."""

    @property
    def changed(self) -> bool:
        """Whether the layout is another."""
        return self.before != self.after


@dataclass(slots=True)
class Read:
    """What came of reading files: documents in order, faults, and the texts that they quote."""

    documents: list[Formatted] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)
    sources: dict[str, str] = field(default_factory=dict)


def format_paths(paths: Iterable[Path]) -> Read:
    """Return the documents of files, and of folders and what is below them, in the one layout.

    Nothing is written. A policy set whose digest would change is left as it is.
    """
    read = Read()
    for path in paths:
        for file, content in _contents(path, read.faults).items():
            add_document(file, content, read)
    read.documents = _with_same_meaning(read.documents)
    return read


def add_document(file: str, content: bytes, read: Read) -> None:
    """Add a document in the one layout, or its faults, to what was read."""
    text = decode(file, content, read.faults)
    if text is None or file in read.sources:
        return
    read.sources[file] = text
    try:
        after = format_document(file, text, read.faults)
    except NotKeptError as error:
        read.documents.append(Formatted(file, text, text, error))
        return
    if after is not None:
        read.documents.append(Formatted(file, text, after))


def write(document: Formatted) -> None:
    """Write a document in place of what was there: aside, then renamed.

    Raises:
        OSError: It cannot be written; what was there is still there.
    """
    write_whole(Path(document.file), document.after)


def _contents(path: Path, faults: Faults) -> dict[str, bytes]:
    if path.is_dir():
        return read_files(path, faults, str(path))
    try:
        with path.open("rb") as stream:
            return {str(path): stream.read(LARGEST_FILE + 1)}
    except OSError:
        faults.add("file_unreadable", whole_file(str(path)))
        return {}


def _with_same_meaning(documents: list[Formatted]) -> list[Formatted]:
    """Return documents, those of a set as they were if it would have another digest."""
    by_set: dict[Path, dict[str, str]] = {}
    for document in documents:
        folder = _policy_set(Path(document.file)) if document.changed else None
        if folder is not None:
            by_set.setdefault(folder, {})[realpath(document.file)] = document.after
    broken: dict[str, NotKeptError] = {}
    for folder, changed in by_set.items():
        before = _texts(folder)
        after = {file: changed.get(realpath(file), text) for file, text in before.items()}
        try:
            check_digest(before, after)
        except NotKeptError as error:
            broken |= dict.fromkeys(changed, error)
    return [
        replace(document, after=document.before, not_kept=broken[realpath(document.file)])
        if realpath(document.file) in broken
        else document
        for document in documents
    ]


def _policy_set(file: Path) -> Path | None:
    """Return the folder of the set that a file belongs to: the nearest with a vocabulary."""
    for folder in Path(realpath(file)).parents:
        if any((folder / name).is_file() for name in _VOCABULARIES):
            return folder
    return None


def _texts(folder: Path) -> dict[str, str]:
    faults = Faults()
    files = read_files(folder, faults, str(folder))
    texts = {file: decode(file, content, faults) for file, content in files.items()}
    return {file: text for file, text in texts.items() if text is not None}
