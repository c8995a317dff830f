"""What docs/stability.md promises is there: compared with the committed list, `stable.json`.

What is promised and gone fails, whatever options the tests are run with: only an edit by hand takes
a promise back. What is new fails until `make test ARGS=--update-golden` lists it.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterator
from contextlib import chdir
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from click.testing import CliRunner

import disclosure_rules
from disclosure_rules import DisclosureDenied, Engine, InvalidRequest, PolicyError
from disclosure_rules.authoring.cases import run_cases
from disclosure_rules.cli.main import commands
from disclosure_rules.cli.options import Exit
from disclosure_rules.language.catalogue import CODES, severity
from disclosure_rules.packaged import schema_text
from tests.docs.markdown import ROOT, tables
from tests.docs.test_reference import words_of_the_language

LIST = Path(__file__).with_name("stable.json")
PAGE = ROOT / "docs" / "stability.md"

VOCABULARY = """
kind: vocabulary
language: 1
id: shop
time_zone: Europe/Tallinn
languages: [en]
subject: client
terms:
  operations: {disclose: {involves: [purpose, recipient], narrower: {transmit: {}}}}
  purposes: {delivery: {}}
  recipients: {courier: {}}
  data: {address: {}, phone: {}}
  grounds: {contract: {}}
facts:
  client:
    orders: {list: {id: {type: text}, placed_at: {type: time}, paid: {type: number}}}
    blocked: {type: boolean, silence_means: none}
"""
POLICY = """
kind: policy
id: delivery
version: "1"
in_force: {from: 2026-01-01}
parameters: {wait: {type: duration, values: [{from: 2026-01-01, value: 2 days}]}}
obligations: {tell: {title: tell the client, timing: after, within: 1 month}}
definitions:
  recent:
    given: {placed: time}
    means: {moment: {before: {the: placed, plus: {parameter: wait}}}}
rules:
  courier:
    effect: allow
    ground: contract
    operation: disclose
    data: [address, phone]
    when:
      some:
        of: client.orders
        as: order
        where: {order.paid: {at_least: 0.5}, holds: {recent: {placed: order.placed_at}}}
    except: {blocked: {when: {client.blocked: true}}}
    obliges: [tell]
"""
CASES = "kind: cases\ncases: {x: {request: {moment: 2026-01-01T00:00:00Z}, expect: permitted}}"


@cache
def _engine() -> Engine:
    return Engine.load({"v.yaml": VOCABULARY, "p.yaml": POLICY, "c.yaml": CASES})


# --- What there is -------------------------------------------------------------------------------


def _python() -> Iterator[str]:
    decision = _engine().decide({"moment": "2026-01-01T00:00:00Z"})
    errors = {
        "DisclosureDenied": DisclosureDenied(decision),
        "InvalidRequest": InvalidRequest(()),
        "PolicyError": PolicyError((), {}),
    }
    for name in disclosure_rules.__all__:
        yield name
        public = getattr(disclosure_rules, name)
        if inspect.isclass(public):
            members = [*vars(public), *vars(errors.get(name, public))]
            for member in sorted({part for part in members if not part.startswith("_")}):
                yield f"{name}.{member}"
                yield from _parameters(f"{name}.{member}", getattr(public, member, None))
            if name == "Request":
                yield from _parameters(name, public)
        else:
            yield from _parameters(name, public)
    yield from (f"Outcome: {word}" for word in get_args(disclosure_rules.Outcome))


def _parameters(name: str, called: object) -> Iterator[str]:
    if callable(called) and not isinstance(called, type(disclosure_rules.Outcome)):
        names = inspect.signature(called).parameters
        yield from (f"{name}({parameter})" for parameter in names if parameter != "self")


def _commands() -> Iterator[str]:
    for name, command in commands.commands.items():
        yield name
        for option in (part for part in command.params if part.param_type_name == "option"):
            yield from (f"{name} {written}" for written in option.opts)
            if option.envvar:
                yield f"{name} {option.opts[0]}: {option.envvar}"


def _decision_keys() -> Iterator[str]:
    schema = json.loads(schema_text("decision"))
    shapes = {"decision": schema, **{name.lower(): s for name, s in schema["$defs"].items()}}
    for name, shape in shapes.items():
        yield from (f"{name}.{key}" for key in _nested("", shape))


def _nested(before: str, shape: dict[str, Any]) -> Iterator[str]:
    for key, below in shape.get("properties", {}).items():
        yield f"{before}{key}"
        yield from _nested(f"{before}{key}.", below)


ASKED = {
    "check": (["check", "tests/diagnostics/bare_list"], None),
    "decide, not fitting": (["decide", "-"], "{}"),
    "decide, unreadable": (["decide", "no_such_file.yaml"], None),
    "fmt": (["fmt", "--diff", "-"], "cases: {}\nkind: cases\n"),
    "test": (["test", "tests/diagnostics/sound"], None),
    "test, with coverage": (["test", "tests/diagnostics/sound", "--coverage"], None),
    "test --mutate": (["test", "policies/ekspressjob", "--mutate", "--sample", "1"], None),
    "trace": (["trace", "--strict", "--policies", "policies/university"], None),
    "trace, of a text": (["trace", "--policies", "policies/ekspressjob", "--notice", "-"], "new"),
}
"""Commands that print JSON beside decisions, each with what comes on standard input."""


def _printed_keys() -> Iterator[str]:
    for name, (arguments, given) in ASKED.items():
        where = ["--policies", "policies/ekspressjob"] if arguments[0] == "decide" else []
        with chdir(ROOT):
            done = CliRunner().invoke(
                commands, [*arguments, *where, "--format", "json"], input=given
            )
        yield from (f"{name}: {path}" for path in _paths("", json.loads(done.stdout)))
    (result,) = run_cases(_engine())
    yield from (f"test: cases.differences.{key}" for key in result.differences[0].as_dict())


def _paths(before: str, data: Any) -> Iterator[str]:
    for part in data if isinstance(data, list) else [data]:
        for key, below in part.items() if isinstance(part, dict) else ():
            yield f"{before}{key}"
            yield from _paths(f"{before}{key}.", below)


def _fault_codes() -> set[str]:
    source = (ROOT / "disclosure_rules" / "request.py").read_text(encoding="utf-8")
    return set(re.findall(r'_fault\(\s*"(\w+)"', source))


@cache
def promised_now() -> dict[str, list[str]]:
    """Return what the code has of what is promised, by kind."""
    words = words_of_the_language().items()
    found = {
        "python": _python(),
        "commands": _commands(),
        "exit codes": (f"{code.value} {code.name}" for code in Exit),
        "diagnostics": (f"{severity(code)} {code}" for code in CODES),
        "faults of requests": _fault_codes(),
        "decision.as_dict()": _decision_keys(),
        "--format json": _printed_keys(),
        "schemas": (path.name for path in (ROOT / "schemas").iterdir()),
        "language 1": (f"{head}: {word}" for head, listed in words for word in listed),
        "digest of the set in test_stability.py": [_engine().policy_set.digest],
    }
    return {kind: sorted(set(entries)) for kind, entries in found.items()}


# --- What was promised ---------------------------------------------------------------------------

PROMISED: dict[str, list[str]] = json.loads(LIST.read_text(encoding="utf-8"))
GONE = (
    "promised in docs/stability.md, and gone: bring it back and mark it as going, as the page "
    "says; or, in a release that may take it away, delete it from tests/docs/stable.json by hand"
)


@pytest.mark.parametrize("kind", PROMISED)
def test_nothing_that_is_promised_is_gone(kind: str) -> None:
    assert set(PROMISED[kind]) <= set(promised_now().get(kind, ())), f"{kind}: {GONE}"


def test_all_that_is_new_is_listed(golden: Callable[[Path, str], None]) -> None:
    now = promised_now()
    # An update never drops a promise: what is gone stays listed, and goes on failing above.
    all_ = {kind: sorted({*PROMISED.get(kind, ()), *now.get(kind, ())}) for kind in PROMISED | now}
    new = {kind: sorted({*entries} - {*PROMISED.get(kind, ())}) for kind, entries in all_.items()}
    try:
        golden(LIST, json.dumps(all_, indent=1, ensure_ascii=False) + "\n")
    except AssertionError:
        told = {kind: entries for kind, entries in new.items() if entries}
        pytest.fail(f"promise it with `make test ARGS=--update-golden`: {told}", pytrace=False)


def test_the_page_tells_each_exit_code() -> None:
    told = [
        row[0] for table in tables(PAGE) if table.header[0] == "exit code" for row in table.rows
    ]
    assert told == [str(code.value) for code in Exit]
