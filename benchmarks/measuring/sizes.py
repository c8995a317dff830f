"""How much is measured: a whole run, or a quick one."""

from __future__ import annotations

from typing import Final, NamedTuple


class Sizes(NamedTuple):
    """How many requests, rounds and rules."""

    name: str
    checked: int
    """Requests whose answers are compared before anything is timed."""
    requests: int
    """Requests of one turn."""
    rounds: int
    further: tuple[int, ...]
    """Numbers of further rules."""
    family: int
    """The number of further rules of one family."""
    one_head: tuple[int, ...]
    """Numbers of rules of one head."""
    peers_further: tuple[int, ...]
    peer_seconds: float
    """How long a turn of a peer takes."""
    processes: int
    """How many processes of a kind are started."""


WHOLE: Final = Sizes(
    name="whole",
    checked=10_000,
    requests=2_000,
    rounds=9,
    further=(0, 100, 1_000, 10_000),
    family=1_000,
    one_head=(0, 100, 500),
    peers_further=(0, 1_000),
    peer_seconds=0.06,
    processes=11,
)
QUICK: Final = Sizes(
    name="quick",
    checked=1_000,
    requests=500,
    rounds=5,
    further=(0, 100, 1_000),
    family=200,
    one_head=(0, 100),
    peers_further=(0, 100),
    peer_seconds=0.03,
    processes=5,
)
