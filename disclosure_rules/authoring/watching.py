"""Folders into moments at which something in them has changed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Snapshot: TypeAlias = "dict[str, tuple[int, int]]"
"""Each policy file by its path: when it was last written, and its size."""


def changes(folders: Iterable[Path], wait: Callable[[], None]) -> Iterator[None]:
    """Yield whenever a file was written, came or went, for as long as `wait` returns.

    Args:
        folders: Where to look; a folder may be gone for a while.
        wait: Is called between two looks.
    """
    watched = tuple(folders)
    seen = snapshot(watched)
    while True:
        wait()
        now = snapshot(watched)
        if now != seen:
            seen = now
            yield


def snapshot(folders: Iterable[Path]) -> Snapshot:
    """Return how the policy files of folders stand; what cannot be read is left out."""
    found: Snapshot = {}
    for folder in folders:
        for above, _, names in os.walk(folder):
            for name in names:
                if name.endswith((".yaml", ".yml")):
                    path = Path(above, name)
                    try:
                        status = path.stat()
                    except OSError:
                        continue
                    found[str(path)] = status.st_mtime_ns, status.st_size
    return found
