"""Measure, and write what came of it: `make bench`, or `python -m benchmarks.run [--quick]`.

Everything is checked for equal answers before it is timed. Results are written at the end, all or
none, as `latest.json`, `latest.md` and `latest.svg`.
"""

from __future__ import annotations

import argparse
import compileall
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.measuring.deciding import time_deciding, time_ekspressjob
from benchmarks.measuring.peers import time_peers
from benchmarks.measuring.processes import time_cold_start, time_import, weigh_loading
from benchmarks.measuring.scaling import time_one_head, time_rules, time_shapes
from benchmarks.measuring.sizes import QUICK, WHOLE, Sizes
from benchmarks.peers.available import available, versions
from benchmarks.reporting.machine import told_of_machine
from benchmarks.reporting.picture import picture
from benchmarks.reporting.table import table
from benchmarks.reporting.writing import write_results

if TYPE_CHECKING:
    from benchmarks.measuring.alternating import Timing

ROOT: Final = Path(__file__).parents[1]
RESULTS: Final = Path(__file__).parent / "results"


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(
        prog="make bench", description="Measure this engine and peers."
    )
    parser.add_argument("--quick", action="store_true", help="fewer requests, rounds and rules")
    parser.add_argument("--no-peers", action="store_true", help="leave the engines of others out")
    parser.add_argument("--note", default="", help="what readers should know of this run")
    parser.add_argument("--output", type=Path, default=RESULTS, help="the folder for the results")
    options = parser.parse_args()
    for package in ("benchmarks", "disclosure_rules"):
        compileall.compile_dir(ROOT / package, quiet=2)
    results = measure(QUICK if options.quick else WHOLE, peers=not options.no_peers)
    results["note"] = options.note
    written = table(results)
    write_results(options.output, results, written, picture(results))
    print(written)


def measure(sizes: Sizes, *, peers: bool) -> dict[str, Any]:
    """Return all results as plain data."""
    found = available()
    chosen = found.peers if peers else []
    results: dict[str, Any] = {
        "run": sizes.name,
        "machine": told_of_machine(),
        "versions": versions(chosen),
        "peers": {peer.name: {"tells": peer.tells, "notes": peer.notes} for peer in chosen},
        "not_installed": found.absent,
    }
    _say("decisions")
    results["deciding"] = {name: _plain(told) for name, told in time_deciding(sizes).items()}
    _say("EkspressJob")
    results["ekspressjob"] = _plain(time_ekspressjob(sizes))
    _say("further rules")
    results["further_rules"] = _plain(time_rules(sizes))
    results["one_head"] = _plain(time_one_head(sizes))
    results["shapes"] = _plain(time_shapes(sizes))
    for count in sizes.peers_further:
        _say(f"peers among {count} further rules")
        timed = time_peers(chosen, count, sizes)
        results.setdefault("among", {})[f"{count}"] = _plain(timed)
    _say("processes")
    results["loading"] = weigh_loading(sizes)
    results["import_seconds"] = time_import(sizes)
    results["cold_start_seconds"] = time_cold_start(sizes)
    return results


def _plain(timings: dict[str, Timing]) -> dict[str, Any]:
    """Return microseconds a request of each, and how many times as long as each other."""
    return {
        name: {
            "microseconds": timing.microseconds,
            "times": {other: timing.ratio(its) for other, its in timings.items()},
        }
        for name, timing in timings.items()
    }


def _say(what: str) -> None:
    print(f"measuring {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
