"""cel-expr-python: the Common Expression Language, in C++."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cel_expr_python import cel

from benchmarks.peers.cel_text import STOPS, answers, matches, outcomes, variables
from benchmarks.peers.peer import Peer

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.workload.further import Further


TEXT, WHOLE, TRUTH, ANY = cel.Type.STRING, cel.Type.INT, cel.Type.BOOL, cel.Type.DYN
TYPES: Final = {
    "operation": TEXT,
    "purpose": TEXT,
    "moment": WHOLE,
    "kind": TEXT,
    "recipient_id": TEXT,
    "group": TEXT,
    "by_law": TRUTH,
    "client": ANY,
    "items": ANY,
}


def _prepare(further: list[Further]) -> Callable[[dict[str, Any]], list[Any]]:
    expression = cel.NewEnv(variables=TYPES).compile(matches(further))

    def answer(request: dict[str, Any]) -> list[Any]:
        matched = expression.eval(data=variables(request)).plain_value()
        return answers(request["operation"], matched, further)

    return answer


def _prepare_outcome(further: list[Further]) -> Callable[[dict[str, Any]], list[Any]]:
    expression = cel.NewEnv(variables=TYPES).compile(outcomes(further))

    def answer(request: dict[str, Any]) -> list[Any]:
        told: list[Any] = expression.eval(data=variables(request)).plain_value()
        return told

    return answer


PEERS: Final = (
    Peer("CEL (C++)", "cel-expr-python", "rules", "one expression for all items", _prepare),
    Peer("CEL (C++), no reasons", "cel-expr-python", "outcome", STOPS, _prepare_outcome),
)
