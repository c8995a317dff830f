"""Edits of EkspressJob's policies: what is found in the text, the meaning and the guarantees."""

from __future__ import annotations

import pytest

from disclosure_rules import Engine
from tests.needs import needs

needs("z3", "to prove with; make .venv/dev installs it")

from disclosure_rules.authoring.differences.report import (  # noqa: E402 - only with the solver
    PolicySetShown,
    Report,
    report_changes,
)
from disclosure_rules.authoring.verifying import verify  # noqa: E402
from disclosure_rules.proving.differences import (  # noqa: E402
    Cause,
    Duty,
    Pair,
    Released,
    Word,
)
from disclosure_rules.proving.solving import LIMIT  # noqa: E402
from tests.authoring.edits import EDITS, after, before  # noqa: E402


def compared(old: Engine, new: Engine, most: int = 50) -> Report:
    """Return what changed between two sets."""
    shown = (PolicySetShown("old", old), PolicySetShown("new", new))
    return report_changes(*shown, limit=20, most=most, progress=lambda _kind, _found: None)


def called(cause: Cause) -> str:
    """Return what the table of edits calls a cause."""
    match cause:
        case Pair(old, new):
            rule = new or old
            return "" if rule is None else rule.name
        case Duty(id_):
            return id_
        case Released():
            return "released"
        case Word(_, term):
            return term
        case ground:
            return ground


@pytest.mark.parametrize("name", EDITS)
def test_each_edit_changes_what_it_changes(name):
    edit = EDITS[name]
    old, new = Engine.load(before(edit)), Engine.load(after(edit))
    report = compared(old, new)
    assert report.found.result == "complete"
    assert {(c.kind, called(c.cause)) for c in report.found.changes} == edit.meaning
    assert {(c.how, c.what, c.name) for c in report.texts} == edit.text
    verified = verify(new, new.policy_set.guarantees, LIMIT)
    assert {v.guarantee.id for v in verified if v.result != "proved"} == edit.broken
    for change in report.found.changes:
        _is_real(change.kind, change.shown, old, new)


def _is_real(kind, shown, old, new):
    """Decide an example anew, by two engines that know nothing of each other."""
    if kind == "permitted_in_new_words":
        assert shown.old.decision is None
        assert new.decide(shown.request).outcome == "permitted"
        return
    was, now = old.decide(shown.old.request), new.decide(shown.new.request)
    if kind == "newly_permitted":
        assert was.outcome != "permitted" == now.outcome
    elif kind == "newly_refused":
        assert was.outcome in ("permitted", "facts_missing")
        assert now.outcome in ("prohibited", "no_ground")
    elif kind == "newly_undecided":
        assert was.outcome != "facts_missing" == now.outcome
    elif kind == "refused_otherwise":
        assert {was.outcome, now.outcome} == {"prohibited", "no_ground"}
    elif kind in ("on_another_ground", "on_fewer_grounds"):
        assert was.outcome == now.outcome == "permitted"
        assert bool(set(now.grounds) - set(was.grounds)) == (kind == "on_another_ground")
    else:
        assert was.outcome == now.outcome
        less, more = (now, was) if kind == "with_fewer_obligations" else (was, now)
        due = ({(o.id, o.timing) for o in each.obligations} for each in (less, more))
        undone = (len(each.items[0].open_obligations(())) for each in (less, more))
        assert next(due) < next(due) or next(undone) < next(undone)


def test_most_classes_are_a_limit_that_is_told():
    edit = EDITS["another group"]
    found = compared(Engine.load(before(edit)), Engine.load(after(edit)), most=1).found
    assert found.result == "stopped"
    assert len(found.changes) == 1
    assert found.loosened


def test_each_edit_backwards_has_the_opposite_verdict_where_there_is_one():
    edit = EDITS["an exception"]
    found = compared(Engine.load(after(edit)), Engine.load(before(edit))).found
    assert {change.kind for change in found.changes} == {"newly_refused", "newly_undecided"}
    assert found.nothing_loosened
