"""The files that come with the package: the schemas, and EkspressJob's policies as an example."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def _shipped(folder: str) -> Traversable:
    """Return a shipped folder: inside an installed package, or beside a checked out one."""
    installed = files("disclosure_rules") / "_packaged" / folder
    return installed if installed.is_dir() else Path(__file__).parent.parent / folder


def example_policies(name: str = "ekspressjob") -> Traversable:
    """Return the folder of an example policy set, for `Engine.load`."""
    return _shipped("policies") / name


def schema_text(kind: str) -> str:
    """Return the JSON Schema of a kind of document, or of `request` or `decision`, as text."""
    return (_shipped("schemas") / f"{kind}.schema.json").read_text(encoding="utf-8")
