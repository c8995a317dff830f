"""What an import costs, and what deciding touches: nothing heavy, and nothing outside."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.unit.ekspressjob_set import ROOT

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = ("pydantic", "yaml", "jsonschema", "click", "asyncio", "z3", "sqlalchemy", "sqlglot")

IMPORTING = """
import sys
import disclosure_rules
print(" ".join(name for name in sys.argv[1:] if name in sys.modules))
"""

LOADING = """
import sys
from disclosure_rules import Engine
Engine.load("policies/ekspressjob").decide({"moment": "2026-11-22T12:00:00+02:00"})
print(" ".join(name for name in sys.argv[1:] if name in sys.modules))
"""

# Any event of the interpreter that reaches outside: files, sockets, processes.
DECIDING = """
import os, sys
from disclosure_rules import Engine, InvalidRequest, complete
from tests.oracles.ekspressjob_requests import random_request
from random import Random

chance = Random(3)
requests = [random_request(chance) for _ in range(40)]
engine = Engine.load("policies/ekspressjob")
def ask():
    for request in requests:
        decision = engine.decide(request)
        decision.as_dict()
        engine.allows(request)
        engine.needs(request)
        complete(engine, request, {"demand": lambda _: None})
    try:
        engine.decide({"momnt": 1, "purpose": "ofers"})
    except InvalidRequest as error:
        if "messages" in sys.argv:
            str(error)

if "warm" in sys.argv:
    ask()
outside = []
def watch(event, arguments):
    if event.split(".")[0] in ("open", "socket", "subprocess", "os", "shutil", "sqlite3", "ctypes"):
        outside.append((event, str(arguments[:1])))

sys.addaudithook(watch)
ask()
print(outside[:5])
"""


def run(script: str, *arguments: str, cache: Path | str = "off") -> str:
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        env={**os.environ, "DISCLOSURE_RULES_CACHE": str(cache)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout.strip()


def test_importing_the_package_brings_nothing_heavy() -> None:
    names = ("typing", "dataclasses", "disclosure_rules.engine", "disclosure_rules.request")
    assert run(IMPORTING, *HEAVY, *names) == ""


def test_a_name_that_the_package_does_not_have() -> None:
    import disclosure_rules

    with pytest.raises(AttributeError, match="module 'disclosure_rules' has no attribute 'Engin'"):
        _ = disclosure_rules.Engin  # type: ignore[attr-defined]  # that is the point
    assert {"Engine", "complete", "__version__"} <= {*dir(disclosure_rules)}


def test_loading_policies_brings_no_command_line_and_no_loop() -> None:
    assert run(LOADING, "jsonschema", "click", "asyncio") == ""


def test_deciding_touches_nothing_outside() -> None:
    assert run(DECIDING, "warm", "messages") == "[]"


def test_the_first_decision_touches_nothing_outside_either() -> None:
    assert run(DECIDING, "messages") == "[]"


def test_what_was_kept_brings_nothing_heavy_and_decides_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    assert "yaml" in run(LOADING, *HEAVY, cache=folder)
    heavy = (*HEAVY, "dataclasses", "inspect", "calendar")
    assert run(LOADING, *heavy, cache=folder) == ""
    assert run(DECIDING, cache=folder) == "[]"


@pytest.mark.parametrize("name", ["Engine", "Decision", "InvalidRequest", "complete"])
def test_public_names_are_there(name: str) -> None:
    import disclosure_rules

    assert name in disclosure_rules.__all__
    assert getattr(disclosure_rules, name)


def test_every_public_name_exists_and_is_sorted() -> None:
    import disclosure_rules

    assert sorted(disclosure_rules.__all__) == disclosure_rules.__all__
    assert all(hasattr(disclosure_rules, name) for name in disclosure_rules.__all__)
