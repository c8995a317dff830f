"""Times several ways of one thing in alternation, so that what slows one slows all.

Processor time is measured, not the clock on the wall: other work on the machine shows less in it.
The collector of garbage runs as it does in a service; before each turn it is run by hand, and what
was loaded before is set aside, so that nobody pays for what others hold.
"""

from __future__ import annotations

import gc
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Request = dict[str, Any]


class Contestant(NamedTuple):
    """A way of answering requests, and what makes them ready before the clock starts."""

    answer: Callable[[Any], object]
    requests: Callable[[], Sequence[Any]]


class Timing(NamedTuple):
    """Seconds a request in each round, of one contestant."""

    seconds: list[float]

    @property
    def microseconds(self) -> float:
        """The median, in microseconds."""
        return median(self.seconds) * 1e6

    def ratio(self, other: Timing) -> float:
        """Return how many times as long this took: the median over the rounds."""
        pairs = zip(self.seconds, other.seconds, strict=True)
        return median(mine / its for mine, its in pairs)


def alternate(contestants: Mapping[str, Contestant], rounds: int) -> dict[str, Timing]:
    """Return the timing of each contestant; each has a turn in every round."""
    timings: dict[str, Timing] = {name: Timing([]) for name in contestants}
    names = list(contestants)
    for contestant in contestants.values():
        _seconds(contestant)  # what is made at the first request does not count
    gc.collect()
    gc.freeze()
    try:
        for number in range(rounds):
            turn = number % len(names)
            for name in names[turn:] + names[:turn]:
                timings[name].seconds.append(_seconds(contestants[name]))
    finally:
        gc.unfreeze()
    return timings


def fitting(answer: Callable[[Any], object], requests: Sequence[Any], seconds: float) -> int:
    """Return how many of the requests can be answered in about so many seconds; at least five."""
    started = process_time()
    for number, request in enumerate(requests, start=1):
        answer(request)
        if process_time() - started > seconds:
            return max(5, number)
    return len(requests)


def _seconds(contestant: Contestant) -> float:
    """Return the processor time that a contestant needs for a request."""
    answer, requests = contestant
    ready = requests()
    gc.collect()
    started = process_time()
    for request in ready:
        answer(request)
    return (process_time() - started) / len(ready)
