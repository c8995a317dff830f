"""What tests of hostile input share: small documents, and the command line as a process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

from disclosure_rules.loading.load import Loaded, read_policies
from tests.hostile.promises import check_load
from tests.unit.small import VOCABULARY, policy

SOUND = policy("r: {effect: allow, ground: law}")
HEAD = 'kind: policy\nid: q\nversion: "1"\nin_force: {from: 2026-01-01}\n'
RULE = f"{HEAD}rules:\n  r:\n    effect: allow\n    ground: law\n"
CASE = "kind: cases\ncases:\n  c:\n    expect: facts_missing\n"
MAIN = "from disclosure_rules.cli.main import main; main()"


def loaded(**texts: str) -> Loaded:
    """Return what comes of a set with these documents, having checked what must hold of it."""
    files = {f"{name}.yaml": text for name, text in {"vocabulary": VOCABULARY, **texts}.items()}
    found = read_policies(files)
    contents = {name: text.encode("utf-8", "surrogatepass") for name, text in files.items()}
    check_load(found, contents)
    return found


def rules(each: Callable[[int], str]) -> Callable[[int], str]:
    """Return what makes a policy of so many rules, each written by its number."""
    return lambda n: f"{HEAD}rules:\n" + "".join(f"  r{i}: {each(i)}\n" for i in range(n))


def ring(n: int) -> str:
    """Return a policy of definitions each of which rests on the next, and the last on the first."""
    steps = "".join(f"  d{i}: {{means: {{holds: d{(i + 1) % n}}}}}\n" for i in range(n))
    return f"{HEAD}definitions:\n{steps}rules:\n  r: {{effect: deny}}\n"


def command(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run the command line as its users do, for two minutes at most."""
    done = subprocess.run(
        [sys.executable, "-c", MAIN, *arguments],
        timeout=120,
        check=False,
        encoding="utf-8",
        **{
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            **options,
        },
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done
