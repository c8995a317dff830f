"""One engine in many threads, tasks and processes: the same answers, and errors that travel."""

from __future__ import annotations

import asyncio
import copy
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any

import pytest

from disclosure_rules import Decision, DisclosureDenied, Engine, InvalidRequest, PolicyError
from tests.oracles.ekspressjob_requests import random_request
from tests.unit import ekspressjob_set as ekspressjob


def some_requests(count: int) -> list[dict[str, Any]]:
    chance = Random(5)  # noqa: S311 - samples, not secrets
    return [random_request(chance) for _ in range(count)]


REQUESTS = some_requests(120)


def told(engine: Engine) -> list[dict[str, object]]:
    return [decision.as_dict() for decision in engine.decide_many(REQUESTS)]


def test_threads_get_equal_answers_from_a_fresh_engine() -> None:
    expected = told(ekspressjob.engine())
    fresh = Engine.load(ekspressjob.texts())
    with ThreadPoolExecutor(4) as pool:
        rounds = list(pool.map(lambda _: told(fresh), range(4)))
    assert all(found == expected for found in rounds)


def test_threads_get_equal_reasons_from_one_decision() -> None:
    decision = ekspressjob.engine().decide(ekspressjob.ask())
    with ThreadPoolExecutor(4) as pool:
        forms = list(pool.map(lambda _: decision.as_dict(), range(32)))
    assert all(form == forms[0] for form in forms)


def test_tasks_get_equal_answers() -> None:
    async def ask_all() -> list[list[dict[str, object]]]:
        asked = (asyncio.to_thread(told, ekspressjob.engine()) for _ in range(3))
        return list(await asyncio.gather(*asked))

    expected = told(ekspressjob.engine())
    assert all(found == expected for found in asyncio.run(ask_all()))


def test_the_order_of_questions_changes_no_answer() -> None:
    backwards = Engine.load(ekspressjob.texts()).decide_many(REQUESTS[::-1])
    assert [d.as_dict() for d in backwards][::-1] == told(ekspressjob.engine())


# The fork has a process of its own: the one that runs the tests may have threads.
FORKING = """
import sys
from multiprocessing import get_context
from disclosure_rules import Engine, InvalidRequest, DisclosureDenied
from tests.unit import ekspressjob_set as ekspressjob
from tests.unit.test_concurrency import REQUESTS, told

def ask(number):
    return ekspressjob.engine().decide(REQUESTS[number]).as_dict()

def fail(_):
    ekspressjob.engine().decide({"moment": "now"})

if __name__ == "__main__":
    expected = told(ekspressjob.engine())
    with get_context(sys.argv[1]).Pool(2) as pool:
        assert pool.map(ask, range(len(REQUESTS)), chunksize=20) == expected
        try:
            pool.map(fail, [0])
        except InvalidRequest as error:
            assert [fault.path for fault in error.faults] == ["moment"], error.faults
        else:
            raise SystemExit("the error did not come through")
    print("equal")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
def test_forked_processes_get_equal_answers() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FORKING, "fork"],
        cwd=ekspressjob.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "equal\n", done.stderr


# --- Errors that cross processes -----------------------------------------------------------------


def invalid() -> InvalidRequest:
    with pytest.raises(InvalidRequest) as caught:
        ekspressjob.engine().decide({"moment": "now", "client": {"consents": [{"idd": 1}]}})
    return caught.value


def unloadable() -> PolicyError:
    with pytest.raises(PolicyError) as caught:
        Engine.load({"a.yaml": "kind: polcy\n", "b.yaml": "kind: vocabulary\n"})
    return caught.value


def denied() -> DisclosureDenied:
    with pytest.raises(DisclosureDenied) as caught:
        ekspressjob.engine().enforce(ekspressjob.demanded())
    return caught.value


PROTOCOLS = range(2, pickle.HIGHEST_PROTOCOL + 1)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_invalid_requests_cross_processes(protocol: int) -> None:
    error = invalid()
    copied = pickle.loads(pickle.dumps(error, protocol))  # noqa: S301 - our own
    assert str(copied) == str(error)
    assert [(f.path, f.code, f.message) for f in copied.faults] == [
        (f.path, f.code, f.message) for f in error.faults
    ]


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_policy_errors_cross_processes(protocol: int) -> None:
    error = unloadable()
    copied = pickle.loads(pickle.dumps(error, protocol))  # noqa: S301 - our own
    assert (copied.text("et"), copied.diagnostics) == (error.text("et"), error.diagnostics)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_denials_cross_processes_with_their_decision(protocol: int) -> None:
    error = denied()
    copied = pickle.loads(pickle.dumps(error, protocol))  # noqa: S301 - our own
    assert (str(copied), copied.open_obligations) == (str(error), error.open_obligations)
    assert copied.decision.as_dict() == error.decision.as_dict()


@pytest.mark.parametrize("number", range(0, len(REQUESTS), 6))
def test_decisions_cross_processes(number: int) -> None:
    decision = ekspressjob.engine().decide(REQUESTS[number])
    for copied in (pickle.loads(pickle.dumps(decision)), copy.deepcopy(decision)):  # noqa: S301
        assert isinstance(copied, Decision)
        assert bool(copied) is bool(decision)
        assert copied.as_dict() == decision.as_dict()


# --- Nothing changes -----------------------------------------------------------------------------


def test_deciding_changes_nothing_that_decides() -> None:
    engine = Engine.load(ekspressjob.texts())
    before = repr(engine.policy_set.policies), repr(engine.policy_set.vocabulary)
    first = told(engine)
    assert told(engine) == first
    assert (repr(engine.policy_set.policies), repr(engine.policy_set.vocabulary)) == before


def test_an_engine_takes_no_further_attributes() -> None:
    with pytest.raises(AttributeError):
        ekspressjob.engine().cache = {}  # type: ignore[attr-defined]


def test_the_policies_of_an_engine_cannot_be_exchanged() -> None:
    engine = Engine.load(ekspressjob.texts())
    with pytest.raises(AttributeError):
        engine.policy_set = ekspressjob.engine().policy_set  # type: ignore[misc]
