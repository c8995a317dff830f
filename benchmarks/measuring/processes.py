"""Times what a process pays once: importing, starting, loading; and weighs what it holds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from benchmarks.ekspressjob.requests import requests as ekspressjob_requests
from benchmarks.measuring.deciding import POLICIES
from benchmarks.workload.further import further_rules, policy_texts
from benchmarks.workload.requests import requests

if TYPE_CHECKING:
    from benchmarks.measuring.sizes import Sizes

IMPORTED: Final = """
from time import process_time
started = process_time()
import disclosure_rules
print(process_time() - started)
"""

DECIDED: Final = """
import json, sys
from time import process_time
request = json.loads(sys.argv[2])
started = process_time()
from disclosure_rules import Engine
Engine.load(sys.argv[1]).decide(request)
print(process_time() - started)
"""

LOADED: Final = """
import gc, json, sys
from time import process_time
from disclosure_rules import Engine
if sys.argv[3] == "YAML":
    import disclosure_rules.loading.load
else:
    import disclosure_rules.loading.cached

def resident():
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            sizes = dict(line.split(":", 1) for line in status)
        return [int(sizes[name].split()[0]) for name in ("VmRSS", "VmHWM")]
    except FileNotFoundError:
        return [None, None]

request = json.loads(sys.argv[2])
started = process_time()
engine = Engine.load(sys.argv[1], cache=sys.argv[3] != "YAML")
taken = process_time() - started
engine.decide(request)
gc.collect()
print(json.dumps([taken, *resident()]))
"""

OFF: Final = "off"
"""In the place of a folder for the cache: there is none."""

LEAST: Final = 10
"""Memory is told above that of so many further rules."""


def time_import(sizes: Sizes) -> float:
    """Return the seconds that `import disclosure_rules` adds to a bare Python."""
    return _typical(IMPORTED, sizes.processes)


def time_cold_start(sizes: Sizes) -> dict[str, float]:
    """Return the seconds from the start of a bare Python to EkspressJob's first decision."""
    request = json.dumps(ekspressjob_requests(1)[0])
    with tempfile.TemporaryDirectory() as cache:
        return {
            name: _typical(DECIDED, sizes.processes, str(POLICIES), request, cache=place)
            for name, place in (("YAML", OFF), ("cache", cache))
        }


def weigh_loading(sizes: Sizes) -> dict[str, dict[str, Any]]:
    """Return, by the number of further rules, seconds to load and megabytes held and at most."""
    request = json.dumps(requests(1)[0])
    told: dict[str, dict[str, Any]] = {}
    for count in (LEAST, *(count for count in sizes.further if count > LEAST)):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in policy_texts(further_rules(count)).items():
                (Path(folder) / name).write_text(text, encoding="utf-8")
            with tempfile.TemporaryDirectory() as cache:
                told[f"{count}"] = _weighed(folder, request, "YAML", OFF)
                _weighed(folder, request, "cache", cache)  # fills it
                told[f"{count}"]["from_cache"] = _weighed(folder, request, "cache", cache)
    return told


def _weighed(folder: str, request: str, way: str, cache: str) -> dict[str, Any]:
    seconds, held, most = json.loads(_run(LOADED, folder, request, way, cache=cache))
    return {
        "seconds": seconds,
        "megabytes": None if held is None else held / 1024,
        "megabytes_at_most": None if most is None else most / 1024,
    }


def _typical(program: str, times: int, *arguments: str, cache: str = OFF) -> float:
    # The first run fills the cache, if there is one.
    runs = [float(_run(program, *arguments, cache=cache)) for _ in range(times + 1)]
    return median(runs[1:])


def _run(program: str, *arguments: str, cache: str) -> Any:
    # The first run of all writes the byte code, if it is not there: see `benchmarks.run`.
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env={**os.environ, "DISCLOSURE_RULES_CACHE": cache},
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    return done.stdout
