"""Entries into lines of JSON at the end of a file: one way for others to read what is recorded."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, BinaryIO

from disclosure_rules.recording.canonical import canonical
from disclosure_rules.recording.errors import LogError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from disclosure_rules.recording.entries import Entry


class JsonLines:
    """Append a line for each entry, on the disk when it returns: an `on_decision`.

    The file is opened anew each time, so that it may be renamed and another one begun. Nothing in
    it shows whether it was altered: keep it beside a `DecisionLog`, not in its place.

    Example:
        >>> from disclosure_rules import Engine, JsonLines, Keys, RecordingEngine
        >>> lines = JsonLines(getfixture("tmp_path") / "decisions.jsonl")
        >>> engine = RecordingEngine(
        ...     Engine.load("policies/ekspressjob"), lines, keys=Keys({"2026": b"x" * 32})
        ... )
        >>> engine.allows({"moment": "2026-11-22T12:00:00+02:00"})
        False
        >>> lines.path.read_text().count("facts_missing") > 0
        True
    """

    __slots__ = ("_facts", "_lock", "path")

    def __init__(self, path: str | Path, *, facts: bool = False) -> None:
        """Write to a file, which nobody but its owner may read if it is made.

        Args:
            path: The file.
            facts: Whether a line has the facts of the request, too, as far as the vocabulary lets a
                log keep them. They are client data.
        """
        self.path: Path = Path(path)
        self._facts = facts
        self._lock = Lock()

    def __call__(self, entries: Sequence[Entry]) -> None:
        """Append entries.

        Raises:
            LogError: They cannot be written.
        """
        lines = b"".join(self._line(entry) + b"\n" for entry in entries)
        try:
            with (
                self._lock,
                open(self.path, "a+b", buffering=0, opener=_for_the_owner) as file,
            ):
                if _is_torn(file):
                    lines = b"\n" + lines
                rest = memoryview(lines)
                while rest:
                    rest = rest[file.write(rest) :]
                os.fsync(file.fileno())
        except OSError as error:
            raise LogError("lines_unwritable", file=self.path, reason=error.strerror) from None

    def _line(self, entry: Entry) -> bytes:
        # What a record says is canonical JSON, in which a line break is an escape.
        return canonical(entry.as_dict()) if self._facts else entry.content

    def __repr__(self) -> str:
        """Show where it writes."""
        return f"JsonLines({str(self.path)!r})"


def _for_the_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _is_torn(file: BinaryIO) -> bool:
    """Tell whether a file ends within a line, as one does whose writer was killed."""
    if not file.seek(0, os.SEEK_END):
        return False
    file.seek(-1, os.SEEK_END)
    return file.read(1) != b"\n"
