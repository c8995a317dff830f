"""Fuzz the loader: a file of a policy set beside sound ones loads, or gives diagnostics.

The first byte chooses the kind of document and how the others are taken: as its bytes, or as
choices by which the tree of a sound document is changed. `fuzz/run.py` starts this.
"""

from __future__ import annotations

import json
import re
import sys
from contextlib import suppress
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

import atheris

if TYPE_CHECKING:
    from collections.abc import Iterator

    from disclosure_rules.language.tree import Node

with atheris.instrument_imports(include=["disclosure_rules"]):
    from disclosure_rules import Engine, InvalidRequest
    from disclosure_rules.language.tree import plain_data
    from disclosure_rules.loading.faults import Faults
    from disclosure_rules.loading.load import read_policies
    from disclosure_rules.loading.parse import parse
    from tests.hostile.promises import check_load

ROOT = Path(__file__).parents[1]
SOUND = {path.stem: path.read_bytes() for path in (ROOT / "tests/diagnostics/sound").iterdir()}
KINDS = ("policy", "vocabulary", "notice", "guarantees", "cases")
BESIDE = {
    "policy": ("vocabulary", "notice"),
    "vocabulary": ("notice", "policy", "cases"),
    "notice": ("vocabulary", "policy"),
    "guarantees": ("vocabulary", "notice", "policy"),
    "cases": ("vocabulary", "notice", "policy"),
}
"""The sound documents beside the fuzzed one: those that it speaks of, or that speak of it."""
TREES: dict[str, Any] = {
    kind: plain_data(cast("Node", parse(kind, SOUND[kind].decode(), Faults()))) for kind in KINDS
}
WORDS = sorted({word for text in SOUND.values() for word in re.findall(r"[\w.#-]+", text.decode())})
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 7, 1.5, 10**30, "", " ", "x", "ö", "\u202e", "\x85", "{", "{}",
    "{a.b}", "2026-02-30", "2026-01-01", "2026-01-01T00:00:00Z", "30 days", "1 month",
    "0 hours", "x#y", "#", ".", "a.b.c", "moment", "item", "item.name", [], {},
    [[]], [{}], {"": None}, ["x", "x"],
)  # fmt: skip
FIRST_STRUCTURED = 128
REQUEST = {
    "moment": "2026-03-01T12:00:00+02:00",
    "operation": "disclose",
    "purpose": "contract",
    "recipient": {"id": "r-1", "kind": "partner"},
    "client": {"id": "c-1", "age": 30, "refused": ["court"]},
    "items": [{"name": "letter", "category": "email", "related_to": ["invoice"]}],
}


class Folder:
    """A folder in memory, which the loader reads as it reads one of a package."""

    name = ""

    def __init__(self, files: dict[str, bytes]) -> None:
        """Hold the files by name."""
        self.files = files

    def iterdir(self) -> Iterator[File]:
        """Yield the files."""
        return (File(name, content) for name, content in self.files.items())

    def is_dir(self) -> bool:
        """Say that this is a folder."""
        return True

    def is_file(self) -> bool:
        """Say that this is no file."""
        return False

    def open(self, mode: str = "rb") -> IO[bytes]:
        """Refuse, as folders do."""
        raise IsADirectoryError(mode)

    def read_bytes(self) -> bytes:
        """Refuse, as folders do."""
        raise IsADirectoryError

    def read_text(self) -> str:
        """Refuse, as folders do."""
        raise IsADirectoryError

    def joinpath(self, name: str) -> File:
        """Return a file."""
        return File(name, self.files[name])

    __truediv__ = joinpath


class File(Folder):
    """A file in memory."""

    def __init__(self, name: str, content: bytes) -> None:
        """Hold a name and a content."""
        super().__init__({})
        self.name = name
        self.content = content

    def is_dir(self) -> bool:
        """Say that this is no folder."""
        return False

    def is_file(self) -> bool:
        """Say that this is a file."""
        return True

    def open(self, mode: str = "rb") -> IO[bytes]:
        """Return the content as a stream."""
        assert mode == "rb"
        return BytesIO(self.content)


def places(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each collection of a tree with each of its keys or positions."""
    if isinstance(tree, (dict, list)):
        for key in tree if isinstance(tree, dict) else range(len(tree)):
            yield tree, key
            yield from places(tree[key])


def change(tree: Any, choices: atheris.FuzzedDataProvider) -> None:
    """Change one place of a tree."""
    found = list(places(tree))
    if not found:
        return
    above, key = found[choices.ConsumeIntInRange(0, len(found) - 1)]
    match choices.ConsumeIntInRange(0, 7):
        case 0:
            del above[key]
        case 1:
            above[key] = deepcopy(choices.PickValueInList(list(ODD)))
        case 2 | 3:
            above[key] = choices.PickValueInList(WORDS)
        case 4:
            other, at = found[choices.ConsumeIntInRange(0, len(found) - 1)]
            above[key] = deepcopy(other[at])
        case 5:
            above[key] = [above[key]] if choices.ConsumeBool() else {"all": [above[key]]}
        case 6 if isinstance(above, dict):
            above[choices.PickValueInList(WORDS)] = above.pop(key)
        case 7 if isinstance(above, dict):
            above[choices.PickValueInList(WORDS)] = deepcopy(above[key])
        case _:
            above[key] = choices.ConsumeUnicode(6)


def document(kind: str, *, structured: bool, data: bytes) -> bytes:
    """Return the document that an input stands for."""
    if not structured:
        return data
    tree = deepcopy(TREES[kind])
    choices = atheris.FuzzedDataProvider(data)
    for _ in range(choices.ConsumeIntInRange(1, 6)):
        change(tree, choices)
    return json.dumps(tree, ensure_ascii=False).encode("utf-8", "surrogatepass")


def try_one(data: bytes) -> None:
    """Load the set that an input stands for, and check what must hold of it."""
    first = data[0] if data else 0
    kind = KINDS[first % len(KINDS)]
    fuzzed = document(kind, structured=first >= FIRST_STRUCTURED, data=data[1:])
    files = {f"{beside}.yaml": SOUND[beside] for beside in BESIDE[kind]}
    files[f"{kind}.yaml"] = fuzzed
    loaded = read_policies(Folder(files), shown_as="p")  # type: ignore[arg-type]
    check_load(loaded, {f"p/{name}": content for name, content in files.items()})
    if loaded.policy_set is None:
        return
    with suppress(InvalidRequest):  # a fuzzed vocabulary may not have its words
        Engine(loaded.policy_set).decide(REQUEST).as_dict()


if __name__ == "__main__":
    atheris.Setup(sys.argv, try_one)
    atheris.Fuzz()
