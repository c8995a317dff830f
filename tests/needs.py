"""What some tests need beside the package and its tools: found, or the tests are skipped.

Where the environment variable `DISCLOSURE_RULES_NOTHING_SKIPPED` is `1`, as in CI, what is absent
is a failure instead: a test that nobody runs shows nothing.
"""

from __future__ import annotations

import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

NODE_PACKAGES = Path(sys.prefix) / "node" / "node_modules"


def needs(name: str, reason: str) -> Path:
    """Return where a Node package, a program or a Python module lies; skip where there is none.

    Args:
        name: The package (as `make editors` installs it), program or module.
        reason: What for, and how to get it: `to speak LSP with; make editors installs it`.
    """
    found = _place(name)
    if found is None:
        told = f"`{name}` is not here: {reason}"
        if os.environ.get("DISCLOSURE_RULES_NOTHING_SKIPPED") == "1":
            pytest.fail(told, pytrace=False)
        pytest.skip(told, allow_module_level=True)
    return found


def _place(name: str) -> Path | None:
    package = NODE_PACKAGES / name
    if package.is_dir():
        return package
    program = shutil.which(name)
    if program is not None:
        return Path(program)
    spec = find_spec(name)
    return None if spec is None else Path(spec.origin or name)
