"""common-expression-language: the Common Expression Language, in Rust."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import cel

from benchmarks.peers.cel_text import STOPS, answers, matches, outcomes, variables
from benchmarks.peers.peer import Peer

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.workload.further import Further


def _prepare(further: list[Further]) -> Callable[[dict[str, Any]], list[Any]]:
    program = cel.compile(matches(further))

    def answer(request: dict[str, Any]) -> list[Any]:
        matched = program.execute(variables(request))
        return answers(request["operation"], matched, further)

    return answer


def _prepare_outcome(further: list[Further]) -> Callable[[dict[str, Any]], list[Any]]:
    program = cel.compile(outcomes(further))

    def answer(request: dict[str, Any]) -> list[Any]:
        told: list[Any] = program.execute(variables(request))
        return told

    return answer


NAME: Final = "common-expression-language"
PEERS: Final = (
    Peer("CEL (Rust)", NAME, "rules", "one expression for all items", _prepare),
    Peer("CEL (Rust), no reasons", NAME, "outcome", STOPS, _prepare_outcome),
)
