"""An origin into a policy set, by what was kept when the same bytes were loaded before.

The files are read and hashed each time, so that what is kept of other files is never found. What
is found must have been written by this very code. Whatever is odd about it counts as nothing: the
set is then loaded from YAML with all checks, and kept anew.
"""

from __future__ import annotations

import json
import stat
import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from disclosure_rules.loading import stored
from disclosure_rules.loading.cache_folder import cache_folder, can_keep, keep, read_kept
from disclosure_rules.loading.digests import digest_of_bytes
from disclosure_rules.loading.faults import Faults
from disclosure_rules.loading.files import Origin, below_folder, read_files, shown_name
from disclosure_rules.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from disclosure_rules.language.policy import PolicySet


def load_cached(origin: Origin) -> PolicySet:
    """Return the policy set of an origin, as `load_policies` does.

    Raises:
        PolicyError: The set has errors; it holds every diagnostic.
    """
    shown = shown_name(origin)
    faults = Faults()
    files = read_files(origin, faults, shown)
    folder = None if faults.has_errors() else cache_folder()
    digest = digest_of_bytes(below_folder(files, shown))
    key = _key(digest, shown)
    if folder is None or key is None:
        return _load(files, shown, faults)
    body = read_kept(folder, key)
    found = None if body is None else _policy_set(body, digest)
    if found is not None:
        return found
    loaded = _load(files, shown, faults)
    if not can_keep(folder):  # and so need not be written at each start
        return loaded
    body = stored.written(loaded)
    keep(folder, key, body)
    # What decides is the same from the first time on. It also takes up less memory: a set that is
    # made of documents lies strewn over all that they needed.
    return stored.read(body)


def _load(files: Mapping[str, bytes], shown: str, faults: Faults) -> PolicySet:
    # YAML, the shapes and the readers are imported only where something is to be read.
    from disclosure_rules.loading.load import read_policy_files, sound  # noqa: PLC0415

    return sound(read_policy_files(files, shown, faults))


def _policy_set(body: bytes, digest: str) -> PolicySet | None:
    try:
        found = stored.read(body)
    except stored.NotStored:
        return None
    return found if found.source_digest == digest else None


def _key(digest: str, shown: str) -> str | None:
    """Return what a set is kept under: which bytes, how places in them are shown, read by what.

    None where the code that reads them cannot be told.
    """
    try:
        code = sorted(_code())
    except OSError:
        return None
    reader = [__version__, sys.implementation.cache_tag, code, stored.LAYOUT]
    text = json.dumps([digest, shown, reader], separators=(",", ":"))
    return sha256(text.encode("ascii")).hexdigest()


def _code() -> Iterator[tuple[str, int, int]]:
    """Yield name, size and time of each file that has a say in what a policy set comes to.

    A release is told by its version; who works on this package changes it without a new one.
    """
    here = Path(__file__).parent
    for folder in (here, here.parent / "language"):
        for file in folder.iterdir():
            found = file.stat()
            if stat.S_ISREG(found.st_mode):
                yield f"{folder.name}/{file.name}", found.st_size, found.st_mtime_ns
