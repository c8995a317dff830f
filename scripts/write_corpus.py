"""Write the corpus of frozen cases: requests to the three policy sets, and what each item gets.

    python scripts/write_corpus.py

The answers are those of the semantics. A change of the file is a change of meaning, of the sets or
of the language, and wants a reason: `tests/equality/test_corpus.py` holds the engine to it.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import sys
from pathlib import Path
from typing import Any, Final

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from disclosure_rules import Engine  # noqa: E402 - found from here
from tests.equality.judging import Said, by_semantics  # noqa: E402 - found from here
from tests.equality.set_requests import COUNTS, requests  # noqa: E402 - found from here

CORPUS: Final = ROOT / "tests" / "equality" / "corpus.json.xz"


def corpus() -> dict[str, list[Any]]:
    """Return by set the cases: a request, and the outcome and rules of each item."""
    cases: dict[str, list[Any]] = {}
    for name in COUNTS:
        engine = Engine.load(ROOT / "policies" / name)
        cases[name] = []
        for request in requests(name, engine):
            said = by_semantics(engine, request)
            assert isinstance(said, Said), (name, said)  # noqa: S101 - all of them are valid
            cases[name].append([request, said.verdicts])
    return cases


def main() -> None:
    """Write the file anew."""
    text = json.dumps(corpus(), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    beside = CORPUS.with_suffix(".new")
    beside.write_bytes(lzma.compress(text.encode(), preset=9))
    beside.replace(CORPUS)
    print(f"{sum(COUNTS.values())} cases, sha256 {hashlib.sha256(text.encode()).hexdigest()}")


if __name__ == "__main__":
    main()
