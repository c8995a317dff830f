"""Times the closest peer with some of the work that the engine does, else spared it.

`.venv/peers/bin/python -m benchmarks.like_work` prints how many times the engine's time it takes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from benchmarks.measuring.alternating import Contestant, alternate
from benchmarks.peers.cel_cpp import PEERS
from benchmarks.workload.by_hand import hand_validated
from benchmarks.workload.further import further_rules, policy_texts
from benchmarks.workload.requests import requests, with_seconds
from disclosure_rules import Engine

if TYPE_CHECKING:
    from collections.abc import Callable

    Request = dict[str, Any]

ROUNDS: Final = 9
REQUESTS: Final = {0: 1000, 1000: 60}
"""By the number of further rules."""
CLOSEST: Final = PEERS[0]
ENGINE: Final = "this engine"


def contestants(count: int) -> dict[str, Contestant]:
    """Return the engine and the peer, which does more and more, among so many further rules."""
    further = further_rules(count)
    told: Callable[[Request], object] = CLOSEST.prepare(further)
    asked = requests(REQUESTS[count])
    theirs = [with_seconds(request) for request in asked]
    both = list(zip(asked, theirs, strict=True))

    def reading_times(request: Request) -> object:
        return told(with_seconds(request))

    def checked(pair: tuple[Request, Request]) -> object:
        hand_validated(pair[0])
        return told(pair[1])

    return {
        ENGINE: Contestant(Engine.load(policy_texts(further)).decide, lambda: asked),
        "times made before, nothing checked": Contestant(told, lambda: theirs),
        "times read while the clock runs": Contestant(reading_times, lambda: asked),
        "`hand_validated` run before it": Contestant(checked, lambda: both),
    }


def main() -> None:
    """Print the ratios."""
    for count in REQUESTS:
        timings = alternate(contestants(count), ROUNDS)
        engine = timings.pop(ENGINE)
        print(f"{CLOSEST.name}, {count} further rules")
        for name, timing in timings.items():
            print(f"  {name}: {timing.ratio(engine):.1f} times {ENGINE}")


if __name__ == "__main__":
    main()
