"""Where loaded policy sets are kept, and whether that place can be trusted.

What is kept there decides as policies do. So it counts only where nobody else could have written
it: neither the file, nor its folder, nor any folder above that.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

SETTING: Final = "DISCLOSURE_RULES_CACHE"
OFF: Final = "off"
MOST_KEPT: Final = 16
"""How many policy sets are kept; beyond them, those written first go."""

_LARGEST: Final = 256 * 1024 * 1024
_ENDING: Final = ".policies"
_OTHERS_MAY_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH


def cache_folder() -> Path | None:
    """Return the folder that the environment names, or one of the user's own; None for none."""
    if not hasattr(os, "geteuid"):  # nobody can tell there whose a file is
        return None
    named = os.environ.get(SETTING, "")
    if named:
        return None if named == OFF else Path(named).absolute()
    caches = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if not caches.is_absolute():
        try:
            caches = Path.home() / ".cache"
        except RuntimeError:
            return None
    return caches / "disclosure-rules" if caches.is_absolute() else None


def read_kept(folder: Path, key: str) -> bytes | None:
    """Return what is kept under a key; None where it is damaged, not to be trusted or not there."""
    try:
        if not _is_trusted(folder):
            return None
        content = _read(folder / f"{key}{_ENDING}")
    except OSError:
        return None
    checksum, _, kept = content.partition(b"\n")
    heading, _, body = kept.partition(b"\n")
    sound = checksum == _checksum(kept) and heading == key.encode("ascii")
    return body if sound else None


def can_keep(folder: Path) -> bool:
    """Tell whether something can be kept in a folder; make it if it is not there."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.access(folder, os.W_OK) and _is_trusted(folder)
    except OSError:
        return False


def keep(folder: Path, key: str, body: bytes) -> None:
    """Keep something under a key in a folder that `can_keep`: all of it, or nothing."""
    # Only what is written needs a file aside.
    from tempfile import NamedTemporaryFile  # noqa: PLC0415

    kept = key.encode("ascii") + b"\n" + body
    with suppress(OSError):
        with NamedTemporaryFile(suffix=_ENDING, dir=folder, delete=False) as file:
            aside = Path(file.name)
            try:
                file.write(_checksum(kept) + b"\n" + kept)
                file.close()
                aside.replace(folder / f"{key}{_ENDING}")
            except OSError:
                aside.unlink()
                raise
        _prune(folder)


def _checksum(kept: bytes) -> bytes:
    return sha256(kept).hexdigest().encode("ascii")


def _is_trusted(folder: Path) -> bool:
    """Tell whether nobody else can write to a folder, or put another one in its place."""
    if folder.stat().st_mode & _OTHERS_MAY_WRITE:
        return False
    real = folder.resolve()
    return all(map(_keeps_out_others, {folder, *folder.parents, real, *real.parents}))


def _keeps_out_others(folder: Path) -> bool:
    found = folder.stat()
    # Where the sticky bit is set, as it is for /tmp, others can replace only what is theirs.
    writable = found.st_mode & _OTHERS_MAY_WRITE and not found.st_mode & stat.S_ISVTX
    return _is_ours(found) and not writable


def _is_ours(found: os.stat_result) -> bool:
    return found.st_uid in {0, os.geteuid()}


def _read(path: Path) -> bytes:
    """Return the content of a file that only we can have written.

    Raises:
        OSError: It is none, is a link, is too large, or others may have written it.
    """
    # Of a pipe that somebody put there, not even the opening may wait.
    number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(number, "rb") as file:
        found = os.fstat(number)
        if (
            not stat.S_ISREG(found.st_mode)
            or not _is_ours(found)
            or found.st_mode & _OTHERS_MAY_WRITE
            or found.st_size > _LARGEST
        ):
            raise PermissionError(path)
        return file.read()


def _prune(folder: Path) -> None:
    kept = [(path.lstat().st_mtime_ns, path) for path in folder.glob(f"*{_ENDING}")]
    for _, path in sorted(kept, reverse=True)[MOST_KEPT:]:
        path.unlink()
