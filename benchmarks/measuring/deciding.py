"""Times decisions beside the same rules by hand: the workload, and EkspressJob's own requests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.ekspressjob.by_hand import decide_by_hand
from benchmarks.ekspressjob.requests import requests as ekspressjob_requests
from benchmarks.measuring.alternating import Contestant, Timing, alternate
from benchmarks.workload.by_hand import hand_reasons, hand_validated
from benchmarks.workload.further import policy_texts
from benchmarks.workload.requests import requests, with_datetimes
from disclosure_rules import Engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from benchmarks.measuring.sizes import Sizes

    Request = dict[str, Any]
    Answer = Callable[[Request], Any]

POLICIES: Final = Path(__file__).parents[2] / "policies" / "ekspressjob"


def time_deciding(sizes: Sizes) -> dict[str, dict[str, Timing]]:
    """Return timings of the workload: requests freshly parsed, used again, and with datetimes."""
    engine = Engine.load(policy_texts([]))
    asked = requests(sizes.checked)
    check_workload(engine, asked)
    timed = asked[: sizes.requests]
    texts = [json.dumps(request) for request in timed]
    ways: dict[str, Answer] = {
        "hand_reasons": hand_reasons,
        "hand_validated": hand_validated,
        **_ways(engine),
    }

    def parsed() -> list[Request]:
        return [json.loads(text) for text in texts]

    def as_datetimes() -> list[Request]:
        return [with_datetimes(request) for request in parsed()]

    def same() -> list[Request]:
        return timed

    return {
        setting: alternate(
            {name: Contestant(answer, ready) for name, answer in ways.items()}, sizes.rounds
        )
        for setting, ready in (("parsed", parsed), ("reused", same), ("datetimes", as_datetimes))
    } | {"many": _many(engine, parsed, sizes)}


def time_ekspressjob(sizes: Sizes) -> dict[str, Timing]:
    """Return timings of EkspressJob's own policy set."""
    engine = Engine.load(POLICIES)
    asked = ekspressjob_requests(sizes.checked)
    check_ekspressjob(engine, asked)
    texts = [json.dumps(request) for request in asked[: sizes.requests]]
    ways: dict[str, Answer] = {"decide_by_hand": decide_by_hand, **_ways(engine)}
    return alternate(
        {
            name: Contestant(answer, lambda: [json.loads(text) for text in texts])
            for name, answer in ways.items()
        },
        sizes.rounds,
    )


def check_workload(engine: Engine, asked: Iterable[Request]) -> None:
    """Fail unless the engine and both functions by hand have equal answers."""
    for request in asked:
        by_hand = hand_reasons(request)
        assert by_hand == hand_validated(request)
        _check(engine, request, by_hand)


def check_ekspressjob(engine: Engine, asked: Iterable[Request]) -> None:
    """Fail unless the engine and the function by hand have equal answers."""
    for request in asked:
        _check(engine, request, decide_by_hand(request))


def _check(engine: Engine, request: Request, by_hand: Sequence[Any]) -> None:
    decision = engine.decide(request)
    told = [(item.name, item.outcome, item.rules) for item in decision.items]
    wanted = [(item.name, item.outcome, item.rules) for item in by_hand]
    assert told == wanted, f"decided {told}, by hand it is {wanted}"
    assert engine.allows(request) == all(item.outcome == "permitted" for item in by_hand)


def _ways(engine: Engine) -> dict[str, Answer]:
    """Return the ways of asking an engine: the answer alone, with every item read, in short."""
    decide = engine.decide

    def decide_and_read(request: Request) -> list[object]:
        return [(item.name, item.outcome, item.rules) for item in decide(request).items]

    return {"decide": decide, "decide, items read": decide_and_read, "allows": engine.allows}


def _many(engine: Engine, parsed: Callable[[], list[Request]], sizes: Sizes) -> dict[str, Timing]:
    """Return timings of many requests in one call, as for one of them."""
    timings = alternate(
        {
            "hand_reasons": Contestant(lambda several: [hand_reasons(each) for each in several],
                                       lambda: [parsed()]),
            "hand_validated": Contestant(lambda several: [hand_validated(each) for each in several],
                                         lambda: [parsed()]),
            "decide_many": Contestant(engine.decide_many, lambda: [parsed()]),
        },
        sizes.rounds,
    )  # fmt: skip
    return {
        name: Timing([seconds / sizes.requests for seconds in timing.seconds])
        for name, timing in timings.items()
    }
