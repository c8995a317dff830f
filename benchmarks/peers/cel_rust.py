"""common-expression-language: the Common Expression Language, in Rust."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cel

from benchmarks.peers.cel_text import outcomes, variables
from benchmarks.peers.peer import Peer

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.workload.further import Further


def _prepare(further: list[Further]) -> Callable[[dict[str, Any]], list[Any]]:
    program = cel.compile(outcomes(further))

    def answer(request: dict[str, Any]) -> list[Any]:
        told: list[Any] = program.execute(variables(request))
        return told

    return answer


PEER = Peer(
    "CEL (Rust)", "common-expression-language", "outcome", "one expression for all items", _prepare
)
