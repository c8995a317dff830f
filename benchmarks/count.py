"""Counts the machine instructions of a request, which do not depend on how busy the machine is.

`python -m benchmarks.count` needs valgrind, its headers and a C compiler. It starts itself once
more under callgrind, which is told by a small library when to count.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from benchmarks.workload.by_hand import hand_reasons, hand_validated
from benchmarks.workload.further import policy_texts
from benchmarks.workload.requests import requests
from disclosure_rules import Engine

if TYPE_CHECKING:
    from collections.abc import Callable

REQUESTS: Final = 400
LIBRARY: Final = """
#include <valgrind/callgrind.h>
void start(void) { CALLGRIND_START_INSTRUMENTATION; CALLGRIND_ZERO_STATS; }
void stop(void) { CALLGRIND_DUMP_STATS; CALLGRIND_STOP_INSTRUMENTATION; }
"""
WAYS: Final = ("nothing", "hand_reasons", "hand_validated", "reading", "allows", "decide", "items")
TOTALS: Final = re.compile(r"^totals: (\d+)", re.MULTILINE)


def answer(library: str) -> None:
    """Answer the same requests in every way, and have each counted."""
    engine = Engine.load(policy_texts([]))
    ways: dict[str, Callable[[Any], object]] = {
        "nothing": lambda _request: None,
        "hand_reasons": hand_reasons,
        "hand_validated": hand_validated,
        "reading": engine._programs.read,  # noqa: SLF001 - a part of it
        "allows": engine.allows,
        "decide": engine.decide,
        "items": lambda request: [
            (item.name, item.outcome, item.rules) for item in engine.decide(request).items
        ],
    }
    texts = [json.dumps(request) for request in requests(REQUESTS)]
    counter = ctypes.CDLL(library)
    for name in WAYS:
        way = ways[name]
        for _ in range(2):  # programs are made, and Python settles how to run them
            for text in texts:
                way(json.loads(text))
        asked = [json.loads(text) for text in texts]
        gc.collect()
        gc.disable()
        counter.start()
        for request in asked:
            way(request)
        counter.stop()
        gc.enable()


def count() -> dict[str, float]:
    """Return the instructions of a request, by way."""
    with TemporaryDirectory() as folder:
        output, source, library = (Path(folder, name) for name in ("counts", "count.c", "count.so"))
        source.write_text(LIBRARY, encoding="utf-8")
        compiling: list[str | Path] = ["cc", "-shared", "-fPIC", "-O1", source, "-o", library]
        subprocess.run(compiling, check=True)
        subprocess.run(
            [
                *("valgrind", "--tool=callgrind", "--instr-atstart=no"),
                f"--callgrind-out-file={output}",
                *(sys.executable, "-m", "benchmarks.count", library),
            ],
            env={**os.environ, "PYTHONHASHSEED": "0"},
            capture_output=True,
            check=True,
        )
        # Each time that counting stops, callgrind writes a further part.
        parts = [Path(f"{output}.{number}") for number in range(1, len(WAYS) + 1)]
        found = [TOTALS.search(part.read_text(encoding="utf-8")) for part in parts]
    totals = [int(total[1]) / REQUESTS for total in found if total]
    return {name: total - totals[0] for name, total in zip(WAYS, totals, strict=True)}


def main() -> None:
    """Print the table."""
    counted = count()
    print("| a request | instructions | of `hand_validated` | of `hand_reasons` |")
    print("|---|---:|---:|---:|")
    for name in WAYS[1:]:
        each = counted[name]
        of = [each / counted[yardstick] for yardstick in ("hand_validated", "hand_reasons")]
        print(f"| {name} | {each:,.0f} | {of[0]:.2f} | {of[1]:.2f} |")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        answer(sys.argv[1])
    else:
        main()
