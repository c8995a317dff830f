"""A text into a file, in place of what it held: all of it or nothing."""

from __future__ import annotations

import os
from os.path import realpath
from pathlib import Path
from secrets import token_hex


class NotAFileError(OSError):
    """What has the name already is a folder, a device or the like, and is not taken away."""


def write_whole(file: Path, text: str, encoding: str = "utf-8") -> None:
    """Write a text aside, then rename it: whoever reads meanwhile finds the old one, or the new.

    A link stays a link: what it leads to is made anew. A file keeps its mode.

    Raises:
        NotAFileError: Something stands there that is no file.
        OSError: It cannot be written; what was there is still there.
    """
    target = Path(realpath(file))
    mode = None
    if target.exists():
        if not target.is_file():
            raise NotAFileError
        # A rename asks only whether the folder may be written to.
        with target.open("r+b"):
            mode = target.stat().st_mode
    aside = target.with_name(f".{target.name}-{token_hex(4)}.new")
    try:
        with aside.open("x", encoding=encoding, newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            aside.chmod(mode)
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
