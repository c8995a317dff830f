"""What holds whatever comes in: of a load, and of a request. Fuzzing and tests check it alike."""

from __future__ import annotations

import gc
import pickle
import traceback
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from time import process_time
from typing import TYPE_CHECKING, Any

import pytest

from disclosure_rules import Decision, Engine, InvalidRequest
from disclosure_rules.deciding.semantics import Scope, decide_item
from disclosure_rules.language.catalogue import severity
from disclosure_rules.language.phrases import READERS
from disclosure_rules.language.rendering import as_data
from disclosure_rules.loading.slips import LINE_BREAK
from disclosure_rules.request import read_request

if TYPE_CHECKING:
    from disclosure_rules.loading.load import Loaded

# --- Time ----------------------------------------------------------------------------------------


def check_growth(work: Callable[[int], Callable[[], object]]) -> None:
    """Fail if four times as much takes far more than four times as long.

    What takes the square of the time takes sixteen times as long. Below a second nobody waits.

    Args:
        work: What gives the work to do for so many times as much.
    """
    tried = []
    for _ in range(3):  # a machine that is busy may hold one of them up
        once, fourfold = _seconds(work(1)), _seconds(work(4))
        if fourfold < max(1.0, 7 * once):
            return
        tried.append(f"{once:.2f} seconds of computing became {fourfold:.2f}")
    pytest.fail(f"four times as much took far longer: {'; '.join(tried)}")


def _seconds(work: Callable[[], object]) -> float:
    # What other tests have left must not be walked again while this one is timed.
    gc.collect()
    gc.freeze()
    try:
        start = process_time()
        work()
        return process_time() - start
    finally:
        gc.unfreeze()


# --- Policies ------------------------------------------------------------------------------------


def check_load(loaded: Loaded, files: Mapping[str, bytes]) -> None:
    """Fail unless a load gave a set or errors, each in a place of a file and in one line.

    Args:
        loaded: What came of the load.
        files: The files that were read, by the names that messages show.
    """
    errors = [each for each in loaded.diagnostics if severity(each.code) == "error"]
    assert (loaded.policy_set is None) == bool(errors)
    for reader in READERS:
        for diagnostic in loaded.diagnostics:
            data = as_data(diagnostic, reader)
            for text in (data["message"], data["help"]):
                assert text is None or (text and str(text).isprintable()), data
            check_place(data, files)
        for line in loaded.text(reader).split("\n"):
            assert line.isprintable(), line


def check_place(data: Mapping[str, Any], files: Mapping[str, bytes]) -> None:
    """Fail unless a diagnostic's place lies in its file, or is the beginning of a folder."""
    begin = data["line"], data["column"]
    end = data["end_line"], data["end_column"]
    assert (1, 1) <= begin <= end, data
    content = files.get(data["file"])
    if content is None:
        assert begin == end == (1, 1), data
        return
    lines = LINE_BREAK.split(content.decode("utf-8", "replace"))
    assert data["end_line"] <= len(lines), data
    assert data["column"] <= len(lines[data["line"] - 1]) + 1, data


# --- Requests ------------------------------------------------------------------------------------


def answer(engine: Engine, request: Any) -> Decision | InvalidRequest:
    """Return the decision on a request or its refusal; anything else gets out as it is."""
    try:
        return engine.decide(request)
    except InvalidRequest as refusal:
        return refusal


def check_shows_nothing(shown: Decision | InvalidRequest, *secrets: str) -> None:
    """Fail if a value of the request gets out by what is written of an answer."""
    texts = [repr(shown), str(shown)]
    if isinstance(shown, InvalidRequest):
        assert shown.faults
        assert shown.__cause__ is shown.__context__ is None
        assert all(line.isprintable() for line in str(shown).split("\n")), str(shown)
        again = pickle.dumps(shown)
        texts += [repr(again), str(pickle.loads(again))]  # noqa: S301 - it was made a line above
        texts += ["".join(traceback.format_exception(shown)), repr(shown.args)]
        for fault in shown.faults:
            texts += [repr(fault.steps), *(fault.text(reader) for reader in READERS)]
    for text in texts:
        for secret in secrets:
            assert secret not in text, f"{secret} is shown: {text}"


def check_decision(engine: Engine, request: Any, decision: Decision) -> None:
    """Fail unless a decision is what the semantics say, item by item."""
    policy_set = engine.policy_set
    facts = read_request(policy_set.vocabulary, request)
    local = facts.moment.astimezone(policy_set.vocabulary.zone)
    in_force = policy_set.in_force(local.date())
    verdicts = [
        decide_item(Scope(policy_set.vocabulary, in_force, facts, item)) for item in facts.items
    ]
    assert [item.outcome for item in decision.items] == [v.outcome for v in verdicts]
    assert [item.rules for item in decision.items] == [
        tuple(rule.name for rule in verdict.rules) for verdict in verdicts
    ]
    permitted = [v.outcome == "permitted" for v in verdicts]
    assert bool(decision) == decision.allowed == all(permitted) == engine.allows(request)
    assert decision.permitted_items == tuple(
        item.name
        for item, allowed in zip(facts.items, permitted, strict=True)
        if allowed and item.name is not None
    )
    for item in decision.items:
        assert bool(item.missing) == (item.outcome == "facts_missing")
        assert len(item.reasons) == len(item.rules)
    assert set(engine.needs(request)) <= set(decision.missing)
    decision.as_dict()


def as_json(value: Any) -> Any:
    """Return a request that was accepted as JSON would give it, without nulls."""
    if isinstance(value, Mapping):
        return {str(k): as_json(part) for k, part in value.items() if part is not None}
    if isinstance(value, (list, tuple)):
        return [as_json(part) for part in value]
    if isinstance(value, (set, frozenset)):
        return sorted(as_json(part) for part in value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, Decimal):
        return float(value)
    return value
