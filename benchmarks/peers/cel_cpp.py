"""cel-expr-python: the Common Expression Language, in C++."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cel_expr_python import cel

from benchmarks.peers.cel_text import outcomes, variables
from benchmarks.peers.peer import Peer

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.workload.further import Further


def _prepare(further: list[Further]) -> Callable[[dict[str, Any]], list[Any]]:
    text, whole, truth, any_type = (
        cel.Type.STRING,
        cel.Type.INT,
        cel.Type.BOOL,
        cel.Type.DYN,
    )
    types = {
        "operation": text,
        "purpose": text,
        "moment": whole,
        "kind": text,
        "recipient_id": text,
        "group": text,
        "by_law": truth,
        "client": any_type,
        "items": any_type,
    }
    expression = cel.NewEnv(variables=types).compile(outcomes(further))

    def answer(request: dict[str, Any]) -> list[Any]:
        told: list[Any] = expression.eval(data=variables(request)).plain_value()
        return told

    return answer


PEER = Peer("CEL (C++)", "cel-expr-python", "outcome", "one expression for all items", _prepare)
