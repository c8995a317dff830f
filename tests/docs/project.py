"""The Python modules that a page shows, as files of a project that can be imported.

- ```` ```python ```` whose first line is `# file: NAME.py` is a module.
- `<!-- modules of: OTHER.md … -->` adds those of other pages beside it.
- `<!-- needs: MODULE -->` says what else must be installed; `make recipes` installs all of it.
"""

from __future__ import annotations

import importlib
import re
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.needs import needs

if TYPE_CHECKING:
    from collections.abc import Iterator

MODULE = re.compile(r"^```python\n# file: (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OTHERS = re.compile(r"^<!-- modules of: (.+) -->$", re.MULTILINE)
NEEDS = re.compile(r"^<!-- needs: (\w+) -->$", re.MULTILINE)


def is_module(block: str) -> bool:
    return block.startswith("# file: ")


def modules(page: Path) -> dict[str, str]:
    """Return the modules of a page and of those it builds on: the text of each by its file.

    Blank lines before each make tracebacks and warnings show the page's own lines.
    """
    text = page.read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for others in OTHERS.findall(text):
        for other in others.split():
            found |= modules(page.parent / other)
    for module in MODULE.finditer(text):
        found[module[1]] = "\n" * (text[: module.start()].count("\n") + 2) + module[2]
    return found


@contextmanager
def project(page: Path, folder: Path) -> Iterator[Path]:
    """Write the modules of a page into a folder from which they can be imported meanwhile."""
    for name in NEEDS.findall(page.read_text(encoding="utf-8")):
        needs(name, f"to run {page.name}; make recipes installs it")
    shown = modules(page)
    for name, text in shown.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    try:
        yield folder
    finally:
        sys.path.remove(str(folder))
        own = {name.removesuffix(".py").split("/")[0] for name in shown}
        for name in [name for name in sys.modules if name.split(".")[0] in own]:
            del sys.modules[name]
