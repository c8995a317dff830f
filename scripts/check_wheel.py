"""Try a built wheel in an empty environment outside the repository, with the core only.

Usage: python scripts/check_wheel.py dist/disclosure_rules-0.1.0-py3-none-any.whl
"""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import tempfile
import venv
from importlib.resources import as_file, files
from pathlib import Path

REQUEST = {
    "operation": "transmit",
    "purpose": "protect_rights",
    "moment": "2026-11-22T12:00:00+02:00",
    "recipient": {"id": "r-9", "kind": "other_third_person"},
    "client": {
        "id": "c-1",
        "consents": [],
        "stop_demands": [],
        "breaches": [{"id": "b-7", "occurred_at": "2026-09-01T00:00:00+03:00"}],
    },
    "items": [
        {"name": "unpaid_invoice", "category": "transaction_data", "related_to": ["b-7"]},
        {"name": "email", "category": "contact_data", "related_to": []},
    ],
}
KINDS = ("vocabulary", "notice", "policy", "guarantees", "cases", "decision")
INSIDE = "--inside"


class WheelFaultError(Exception):
    """The wheel does not do what an installed package must do."""


def require(condition: bool, fault: str) -> None:  # noqa: FBT001 - it reads as an assertion
    """Raise `WheelFaultError` saying `fault` unless the condition holds."""
    if not condition:
        raise WheelFaultError(fault)


def install_and_check(wheel: Path) -> None:
    """Install the wheel in a new environment and run this script there."""
    constraints = Path(__file__).resolve().parent.parent / "constraints.txt"
    with tempfile.TemporaryDirectory(prefix="check-wheel-") as folder:
        environment = Path(folder, "venv")
        venv.create(environment, with_pip=True)
        scripts = "Scripts" if sys.platform == "win32" else "bin"
        python = environment / scripts / "python"
        pip: list[str | Path] = [python, "-m", "pip", "--disable-pip-version-check", "-qq"]
        subprocess.run([*pip, "install", "-c", constraints, wheel.resolve()], check=True)
        subprocess.run([*pip, "check"], check=True)
        script = Path(__file__).resolve()
        # -I: neither the current folder nor PYTHONPATH may lend what the wheel lacks.
        subprocess.run([python, "-I", "-W", "error", script, INSIDE], check=True, cwd=folder)
    print(f"{wheel.name}: installs, decides, makes a first set, finds its example and its schemas")


def check_installed() -> None:
    """Check the package that is installed in the environment of the running Python."""
    from disclosure_rules import Engine  # noqa: PLC0415 - only the new environment has it
    from disclosure_rules.packaged import example_policies, schema_text  # noqa: PLC0415

    package = files("disclosure_rules")
    require(
        Path(str(package)).is_relative_to(sysconfig.get_path("purelib")),
        "the package does not come from the new environment",
    )
    require(package.joinpath("py.typed").is_file(), "the mark of typing, py.typed, is missing")

    example = example_policies("ekspressjob")
    decision = Engine.load(example).decide(REQUEST)
    require(decision["unpaid_invoice"].outcome == "permitted", "unpaid_invoice is not permitted")
    require(decision["email"].outcome == "no_ground", "email is not without ground")
    require(not decision.allowed, "the request as a whole is allowed")

    for kind in KINDS:
        require(isinstance(json.loads(schema_text(kind)), dict), f"no schema of {kind}")

    command = Path(sysconfig.get_path("scripts"), "disclosure-rules")
    with as_file(example) as policies:
        run(command, "check", policies)
    run(command, "demo")
    for language in ("en", "et"):
        run(command, "init", language, "--lang", language)
        run(command, "check", language)
        run(command, "test", language)


def run(*command: str | Path) -> None:
    """Run a command of the package; show what it printed only when it failed."""
    done = subprocess.run(
        command,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    if done.returncode:
        print(done.stdout, file=sys.stderr)
    words = " ".join(["disclosure-rules", *map(str, command[1:])])
    require(done.returncode == 0, f"`{words}` ended with exit code {done.returncode}")


def main() -> None:
    """Check the wheel that the command line names."""
    if len(sys.argv) != 2:  # noqa: PLR2004 - the script and one argument
        sys.exit("usage: check_wheel.py WHEEL")
    try:
        if sys.argv[1] == INSIDE:
            check_installed()
        else:
            install_and_check(Path(sys.argv[1]))
    except WheelFaultError as fault:
        sys.exit(f"the wheel fails: {fault}")
    except subprocess.CalledProcessError:
        sys.exit(1)


if __name__ == "__main__":
    main()
