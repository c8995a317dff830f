"""What a peer is to the benchmarks: rules made ready once, then an answer for each request.

Peers are favoured where that is simple: they are given times as whole seconds, made before the
clock starts, and they validate nothing. Those that cannot name the rules that matched need not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.workload.further import Further

Request = dict[str, Any]
Answers = list[Any]
Tells = Literal["rules", "outcome", "allowed"]


class Peer(NamedTuple):
    """An engine of others, and the workload in its language."""

    name: str
    distribution: str
    tells: Tells
    """What its answer for an item is: outcome and rules, the outcome, or only whether it may go."""
    notes: str
    prepare: Callable[[list[Further]], Callable[[Request], Answers]]


def answer_for(
    name: str, allowed: dict[str, list[str]], denied: dict[str, list[str]]
) -> tuple[str, tuple[str, ...]]:
    """Return the answer for an item, of what peers say by item: rules that allow, and that deny."""
    if name in denied:
        return "prohibited", tuple(sorted(denied[name]))
    if name in allowed:
        return "permitted", tuple(sorted(allowed[name]))
    return "no_ground", ()
