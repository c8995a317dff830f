"""Pages into a folder: all of them or none, and never over what is not a handbook of ours."""

from __future__ import annotations

import hashlib
import json
import shutil
from os.path import realpath
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from disclosure_rules.publishing.book import Book

CONTENTS: Final = "handbook.json"
"""The file that says what a handbook is of, and which pages it has, each with its sha256."""


class OccupiedError(Exception):
    """The folder holds something that is no handbook, or more than one."""


def write_handbook(folder: Path, pages: Mapping[str, str], book: Book) -> None:
    """Write a handbook into a folder, in place of an earlier one.

    Args:
        folder: The folder; it is not there, empty, or holds an earlier handbook and nothing else.
        pages: The text of each page, by file name.
        book: What they were made from.

    Raises:
        OccupiedError: The folder holds something else.
        OSError: It cannot be written.
    """
    # A link stays a link: what it leads to is made anew.
    folder = Path(realpath(folder))
    if folder.is_symlink() or (folder.exists() and not _is_ours(folder)):
        raise OccupiedError
    mark = token_hex(4)
    made = folder.with_name(f".{folder.name}-{mark}.new")
    made.mkdir()
    try:
        for name, text in {**pages, CONTENTS: _contents(pages, book)}.items():
            (made / name).write_bytes(text.encode())
        _put_in_place(made, folder, folder.with_name(f".{folder.name}-{mark}.old"))
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _put_in_place(made: Path, folder: Path, aside: Path) -> None:
    """Give the new folder its name; if that fails, the old one keeps it."""
    if not folder.exists():
        made.rename(folder)
        return
    folder.rename(aside)
    try:
        made.rename(folder)
    except OSError:
        aside.rename(folder)
        raise
    shutil.rmtree(aside)


def _is_ours(folder: Path) -> bool:
    """Tell whether a folder holds nothing, or a handbook and nothing else."""
    if not folder.is_dir():
        return False
    found = {entry.name for entry in folder.iterdir()}
    if not found:
        return True
    try:
        contents: Any = json.loads((folder / CONTENTS).read_text(encoding="utf-8"))
        pages = {*contents["handbook"]["pages"], CONTENTS}
    except (OSError, ValueError, TypeError, KeyError):
        return False
    return found <= pages


def _contents(pages: Mapping[str, str], book: Book) -> str:
    data = {
        "handbook": {
            "format": 1,
            "policy_set": {
                "id": book.policy_set.vocabulary.id,
                "digest": book.policy_set.digest,
                "source_digest": book.policy_set.source_digest,
            },
            "on": book.day.isoformat(),
            "pages": {
                name: hashlib.sha256(text.encode()).hexdigest() for name, text in pages.items()
            },
        }
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
