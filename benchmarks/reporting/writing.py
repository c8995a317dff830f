"""Writes results beside what is there, and then in its place: never a half."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def write_results(folder: Path, results: dict[str, Any], table: str, picture: str) -> None:
    """Write the results as data, table and picture."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {
        "latest.json": json.dumps(results, indent=2) + "\n",
        "latest.md": table,
        "latest.svg": picture,
    }
    for name, text in texts.items():
        (folder / f"{name}.new").write_text(text, encoding="utf-8")
    for name in texts:
        (folder / f"{name}.new").replace(folder / name)
