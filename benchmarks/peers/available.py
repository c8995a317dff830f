"""The peers that are installed, each checked on the requests it will be timed on."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from benchmarks.workload.by_hand import ItemAnswer, hand_reasons

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.peers.peer import Peer, Tells

    Request = dict[str, Any]

MODULES: Final = (
    "cel_cpp",
    "cel_rust",
    "rego",
    "cedar",
    "zen_table",
    "vakt_policies",
    "casbin_policies",
    "clingo_program",
)


class Found(NamedTuple):
    """The peers that are here, and the modules of which the engine is not."""

    peers: list[Peer]
    absent: list[str]


def available() -> Found:
    """Return the peers that are installed here."""
    found = Found([], [])
    for module in MODULES:
        try:
            found.peers.extend(import_module(f"benchmarks.peers.{module}").PEERS)
        except ModuleNotFoundError as absent:
            found.absent.append(f"{module} ({absent.name})")
    return found


def versions(peers: list[Peer]) -> dict[str, str]:
    """Return the version of each peer's distribution."""
    return {peer.distribution: version(peer.distribution) for peer in peers}


def check_answers(
    peer: Peer,
    answer: Callable[[Request], list[Any]],
    requests: list[Request],
    theirs: list[Request],
) -> None:
    """Fail unless a peer answers as the rules by hand do.

    Args:
        peer: The peer.
        answer: The workload in its language, made ready.
        requests: What is asked.
        theirs: The same, as peers are given it.
    """
    for request, its in zip(requests, theirs, strict=True):
        wanted = [expected(peer.tells, item) for item in hand_reasons(request)]
        told = answer(its)
        if told != wanted:
            message = f"{peer.name} answers {told}, by hand it is {wanted}"
            raise AssertionError(message)


def expected(tells: Tells, item: ItemAnswer) -> object:
    """Return what a peer should say of an item, as far as it tells."""
    if tells == "rules":
        return item.outcome, item.rules
    return item.outcome if tells == "outcome" else item.outcome == "permitted"
