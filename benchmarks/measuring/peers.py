"""Times peers beside the engine and the rules by hand, at several numbers of further rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.measuring.alternating import Contestant, Timing, alternate, fitting
from benchmarks.peers.available import check_answers
from benchmarks.workload.by_hand import hand_reasons
from benchmarks.workload.further import further_rules, policy_texts
from benchmarks.workload.requests import requests, with_seconds
from disclosure_rules import Engine

if TYPE_CHECKING:
    from benchmarks.measuring.sizes import Sizes
    from benchmarks.peers.peer import Peer

ENGINE = "this engine"


def time_peers(peers: list[Peer], count: int, sizes: Sizes) -> dict[str, Timing]:
    """Return timings of peers among so many further rules; of the engine and by hand as well."""
    further = further_rules(count)
    asked = requests(sizes.checked)
    theirs = [with_seconds(request) for request in asked]
    engine = Engine.load(policy_texts(further))
    timed = asked[: sizes.requests]
    contestants = {
        "hand_reasons": Contestant(hand_reasons, lambda: timed),
        ENGINE: Contestant(engine.decide, lambda: timed),
    }
    for peer in peers:
        answer = peer.prepare(further)
        fits = fitting(answer, theirs, 10 * sizes.peer_seconds)
        check_answers(peer, answer, asked[:fits], theirs[:fits])
        turn = theirs[: max(5, min(fits // 10, sizes.requests))]
        contestants[peer.name] = Contestant(answer, lambda turn=turn: turn)  # type: ignore[misc]
    return alternate(contestants, sizes.rounds)
