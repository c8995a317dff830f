"""docs/architecture.md names every module and every import contract there is."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.docs.markdown import ROOT, Table, tables

PACKAGE = ROOT / "disclosure_rules"
TABLES: dict[str, Table] = {
    table.header[0]: table for table in tables(ROOT / "docs" / "architecture.md")
}
PACKAGES = [PACKAGE, *sorted(path.parent for path in PACKAGE.glob("*/__init__.py"))]


def _modules(package: Path) -> set[str]:
    modules = {path.stem for path in package.glob("*.py")} - {"__init__"}
    inner = {path.parent.name for path in package.glob("*/__init__.py")}
    return modules if package == PACKAGE else modules | inner


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_every_module_is_named(package: Path) -> None:
    assert set(TABLES[f"module of `{package.name}`"].words()) == _modules(package)


def test_every_module_of_a_larger_tool_is_named() -> None:
    package = PACKAGE / "authoring" / "mutation"
    assert set(TABLES["module of `authoring/mutation`"].words()) == _modules(package)


def test_every_contract_is_named() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    assert [row[0] for row in TABLES["contract"].rows] == [found["name"] for found in contracts]


def test_the_layers_are_drawn_as_they_are_checked() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    checked = next(c for c in settings["tool"]["importlinter"]["contracts"] if "layers" in c)
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    drawn = page.split("## Who may import whom")[1].split("```")[1].splitlines()[1:]
    layers = [line.partition("(")[0].strip().replace("│", "|") for line in drawn if line.strip()]
    assert layers == [layer.replace("disclosure_rules.", "") for layer in checked["layers"]]
