"""The files of a policy set: found below a folder, or handed over as texts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from disclosure_rules.language.phrases import phrase
from disclosure_rules.language.source import whole_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

    from disclosure_rules.loading.faults import Faults

Origin: TypeAlias = "str | Path | Traversable | Mapping[str, str]"
"""Where a policy set comes from: a folder, a folder of a package, or texts by file name."""

LARGEST_FILE: Final = 16 * 1024 * 1024
_SUFFIXES = (".yaml", ".yml")
_DEEPEST_FOLDER = 16


def read_files(origin: Origin, faults: Faults, shown_as: str) -> dict[str, bytes]:
    """Return the bytes of each document by its name, as messages show it.

    Args:
        origin: Where to look.
        faults: Where faults go.
        shown_as: What to put before the names of files.

    Raises:
        TypeError: The origin is no folder and no mapping of texts.
    """
    if isinstance(origin, Mapping):
        return _given_texts(origin, faults, shown_as)
    if not isinstance(origin, (str, Path)) and not _is_traversable(origin):
        message = "policies are loaded from a folder, or from a mapping of file names to texts"
        raise TypeError(message)
    # An empty text is a setting that was forgotten, not the current folder.
    folder: Path | Traversable = Path(origin) if isinstance(origin, str) else origin
    if origin == "" or not _is_folder(folder):
        mend = phrase("folder_of_file") if origin != "" and _is_file(folder) else None
        faults.add("no_such_folder", whole_file(shown_as or "policies"), mend=mend)
        return {}
    return _read_folder(folder, faults, shown_as)


def _given_texts(origin: Mapping[str, str], faults: Faults, shown_as: str) -> dict[str, bytes]:
    if not origin:
        faults.add("no_documents", whole_file(shown_as or "policies"))
    if not all(isinstance(text, str) for text in origin.values()):
        message = "a mapping of policies must give the text of each file, as `str`"
        raise TypeError(message)
    return {str(name): text.encode("utf-8", "surrogatepass") for name, text in origin.items()}


def _is_file(place: Path | Traversable) -> bool:
    try:
        return place.is_file()
    except OSError:
        return False


def shown_name(origin: Origin) -> str:
    """Return what an origin is called before the names of its files."""
    return "" if isinstance(origin, Mapping) else str(origin)


def below_folder(files: Mapping[str, bytes], folder: str) -> dict[str, bytes]:
    """Return the files by their path below the folder, wherever that lies."""
    prefix = folder.rstrip("/") + "/"
    return {name.removeprefix(prefix): content for name, content in files.items()}


def _is_traversable(origin: object) -> bool:
    # Few load a folder of a package, and its kind takes long to import.
    from importlib.resources.abc import Traversable  # noqa: PLC0415

    return isinstance(origin, Traversable)


def _is_folder(folder: Path | Traversable) -> bool:
    try:
        return folder.is_dir()
    except OSError:
        return False


def _read_folder(folder: Path | Traversable, faults: Faults, shown_as: str) -> dict[str, bytes]:
    root = folder.resolve() if isinstance(folder, Path) else None
    files = {}
    # A folder that is a link may lead elsewhere at any time: all files are read from one place.
    for name, file in sorted(
        _documents(root or folder, shown_as.rstrip("/"), 0, faults), key=lambda found: found[0]
    ):
        content = _content(name, file, root, faults)
        if content is not None:
            files[name] = content
    if not files and not faults.has_errors():
        faults.add("no_documents", whole_file(shown_as))
    return files


def _documents(
    folder: Path | Traversable, prefix: str, depth: int, faults: Faults
) -> Iterator[tuple[str, Path | Traversable]]:
    """Yield the documents below a folder; what may hide documents is a fault."""
    try:
        entries = [entry for entry in folder.iterdir() if not entry.name.startswith(".")]
    except OSError:
        faults.add("file_unreadable", whole_file(prefix))
        return
    for entry in entries:
        name = f"{prefix}/{entry.name}"
        linked = isinstance(entry, Path) and entry.is_symlink()
        try:
            within = entry.is_dir()
        except OSError:
            faults.add("file_unreadable", whole_file(name))
            continue
        if entry.name.lower().endswith(_SUFFIXES) and (linked or not within):
            yield name, entry
        elif within and linked:
            faults.add("linked_folder", whole_file(name))
        elif within and depth >= _DEEPEST_FOLDER:
            faults.add("deep_folder", whole_file(name))
        elif within:
            yield from _documents(entry, name, depth + 1, faults)


def _content(
    name: str, file: Path | Traversable, root: Path | None, faults: Faults
) -> bytes | None:
    try:
        if isinstance(file, Path) and root is not None:
            if not file.resolve(strict=True).is_relative_to(root):
                faults.add("link_outside", whole_file(name))
                return None
            if not file.is_file():
                faults.add("file_unreadable", whole_file(name))
                return None
        with file.open("rb") as stream:
            return stream.read(LARGEST_FILE + 1)
    except RuntimeError:
        faults.add("link_outside", whole_file(name))
    except OSError:
        code = "link_outside" if isinstance(file, Path) and file.is_symlink() else "file_unreadable"
        faults.add(code, whole_file(name))
    return None
