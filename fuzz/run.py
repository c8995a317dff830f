"""Run the fuzz targets for a while: `python -m fuzz.run --seconds 60 --seed 1`.

Inputs that break a promise are kept in `.fuzz/found`. `python -m fuzz.policies FILE` tries one
again, and so does `python -m fuzz.requests FILE`. What is learned about coverage stays in
`.fuzz/corpus`; without it, the same seed tries the same inputs.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
WORK = ROOT / ".fuzz"
TARGETS = ("policies", "requests")
KINDS = ("policy", "vocabulary", "notice", "guarantees", "cases")
SIGNS = (
    ": ", "- ", "? ", "# ", "\n", "\n  ", "\r\n", "\t", "---\n", "...\n", "|\n", ">-\n", "|2+\n",
    "[", "]", "{", "}", ", ", "'", '"', "\\u202e", "&a ", "*a", "!!str ", "!x ", "<<: ",
    "%YAML 1.1\n", "~", "null", "true", "no", "010", "0x1F", "1.10", ".inf", ".nan",
    "2026-01-01", "\x85", "\u2028", "\ufeff", "\x00", "\xa0",
)  # fmt: skip
LARGEST_SEED = 6_000
MOST_FINDS = 10


def words() -> Iterator[str]:
    """Yield the words of the language: keys and choices of the published schemas."""

    def below(schema: Any) -> Iterator[str]:
        if isinstance(schema, dict):
            yield from schema.get("properties", {})
            yield from (word for word in schema.get("enum", ()) if isinstance(word, str))
            for part in schema.values():
                yield from below(part)
        elif isinstance(schema, list):
            for part in schema:
                yield from below(part)

    for file in (ROOT / "schemas").glob("*.json"):
        yield from below(json.loads(file.read_text(encoding="utf-8")))


def write_dictionary(file: Path) -> None:
    """Write the words for the fuzzer to put in."""
    tokens = sorted({*words(), *(f"{word}: " for word in words()), *SIGNS})
    escaped = ("".join(f"\\x{byte:02x}" for byte in token.encode()) for token in tokens if token)
    file.write_text("".join(f'"{token}"\n' for token in escaped), encoding="ascii")


def write_seeds(target: str, folder: Path) -> None:
    """Write inputs to begin with: documents of each kind, and choices by chance."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = Random(target)
    for number in range(100):
        first = bytes([chance.randrange(128, 256)])
        (folder / f"seed-{number}").write_bytes(first + chance.randbytes(80))
    if target != "policies":
        return
    files = sorted([*(ROOT / "policies").rglob("*.yaml"), *(ROOT / "tests").rglob("*.yaml")])
    for number, file in enumerate(files):
        content = file.read_bytes()
        kind = re.search(rb"^kind: (\w+)", content, re.MULTILINE)
        which = kind[1].decode() if kind else "policy"
        if len(content) <= LARGEST_SEED and which in KINDS:
            first = bytes([KINDS.index(which)])
            (folder / f"seed-file-{number}").write_bytes(first + content)


def fuzz(target: str, seconds: int, seed: int) -> tuple[int, list[Path]]:
    """Run one target; return how many inputs it tried and those that broke a promise."""
    corpus, found = WORK / "corpus" / target, WORK / "found"
    write_seeds(target, corpus)
    write_dictionary(WORK / "dictionary")
    found.mkdir(exist_ok=True)
    before = set(found.glob(f"{target}-*"))
    log = WORK / f"{target}.log"
    log.write_bytes(b"")
    end = time.monotonic() + seconds
    while (left := round(end - time.monotonic())) > 0:
        with log.open("ab") as output:
            status = subprocess.run(
                [
                    *(sys.executable, "-m", f"fuzz.{target}", str(corpus)),
                    *(f"-max_total_time={left}", f"-seed={seed}", "-timeout=10"),
                    *("-rss_limit_mb=1024", f"-max_len={LARGEST_SEED + 1}", "-len_control=10"),
                    *(f"-dict={WORK / 'dictionary'}", "-print_final_stats=1", "-verbosity=1"),
                    f"-artifact_prefix={found / target}-",
                ],
                cwd=ROOT,
                stdout=output,
                stderr=output,
                check=False,
            )
        kept = sorted(set(found.glob(f"{target}-*")) - before)
        if status.returncode == 0 or len(kept) >= MOST_FINDS:
            break
        if not kept:
            sys.exit(f"fuzz: {target} was stopped, or could not begin; see {log.relative_to(ROOT)}")
        seed += 1
    text = log.read_text(encoding="utf-8", errors="replace")
    tried = sum(map(int, re.findall(r"stat::number_of_executed_units:\s*(\d+)", text)))
    return tried, sorted(set(found.glob(f"{target}-*")) - before)


def main() -> None:
    """Run each target and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="how long to run each target")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--target", choices=TARGETS, action="append")
    asked = parser.parse_args()
    WORK.mkdir(exist_ok=True)
    failed = False
    for target in asked.target or TARGETS:
        tried, kept = fuzz(target, asked.seconds, asked.seed)
        print(f"fuzz: {target}: {tried} inputs tried, {len(kept)} broke a promise")
        for file in kept:
            print(f"  python -m fuzz.{target} {file.relative_to(ROOT)}")
        failed |= bool(kept)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
