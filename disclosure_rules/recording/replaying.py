"""Decisions of a log into what comes of them when they are made again.

By the policies that decided them, each must come out as it was recorded; by others, it shows what
these would have decided on the real past.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from disclosure_rules.errors import Fault, InvalidRequest
from disclosure_rules.recording.recalling import (
    cannot_be_told,
    engine_without,
    recall_by,
    rulings_of,
)
from disclosure_rules.recording.remembering import DAMAGE, Lacking, Memory
from disclosure_rules.recording.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from disclosure_rules.engine import Engine
    from disclosure_rules.language.policy import PolicySet
    from disclosure_rules.recording.log import DecisionLog
    from disclosure_rules.recording.recalling import Remembered, Ruling

EVERYTHING: Final = Span()
EXAMPLES: Final = 3
"""So many decisions are named as examples, unless it is said otherwise."""

Change = Literal["newly_permitted", "newly_refused", "otherwise"]
"""What other policies do to an item."""
CHANGES: Final[tuple[Change, ...]] = ("newly_permitted", "newly_refused", "otherwise")


class Difference(NamedTuple):
    """A decision that did not come out as it was recorded."""

    id: str | None
    number: int | None
    why: str
    """`otherwise`, `refused` if the request does not fit any more, or why it is damaged."""
    release: str | None = None
    """The version of this package that decided it."""
    items: tuple[str | None, ...] = ()
    """Those that came out otherwise."""


@dataclass(slots=True)
class Replay:
    """What came of making decisions again by the policies that decided them."""

    decisions: int = 0
    """How many there are."""
    same: int = 0
    """How many came out as they were recorded."""
    not_fully: int = 0
    """How many agree as far as can be told: what decided an item was withheld."""
    lacking: Counter[str] = field(default_factory=Counter)
    """How many cannot be made again, by the reason."""
    differing: int = 0
    """How many came out otherwise, or are damaged."""
    differences: list[Difference] = field(default_factory=list)
    """The first of them."""

    @property
    def agrees(self) -> bool:
        """Whether nothing came out otherwise than it was recorded."""
        return not self.differing


@dataclass(slots=True)
class Examples:
    """How often something happened, and decisions in which it did."""

    items: int = 0
    decisions: int = 0
    ids: list[str] = field(default_factory=list)

    def add(self, decision: str, items: int, most: int) -> None:
        """Count what happened to some items of a decision."""
        self.items += items
        self.decisions += 1
        if len(self.ids) < most:
            self.ids.append(decision)


@dataclass(slots=True)
class Comparison:
    """What other policies would have decided on the decisions of a log.

    It grows with the ways in which rules come out, not with the decisions.
    """

    decisions: int = 0
    """How many there are."""
    unchanged: int = 0
    """How many would have come out as they did, item by item."""
    open: Examples = field(default_factory=Examples)
    """Where it cannot be told, since what decides now was withheld."""
    changes: dict[tuple[Change, Ruling, Ruling], Examples] = field(default_factory=dict)
    """What would have come out otherwise: how it came out, and how it would have."""
    unfit: dict[tuple[str, str], Examples] = field(default_factory=dict)
    """Requests that the vocabulary of these policies refuses: by fault and path."""
    not_fitting: int = 0
    """How many such requests there are."""
    lacking: Counter[str] = field(default_factory=Counter)
    """How many cannot be made again, by the reason."""

    def sorted_changes(self) -> list[tuple[tuple[Change, Ruling, Ruling], Examples]]:
        """Return what would have come out otherwise: what is permitted first, then by how many."""
        return sorted(
            self.changes.items(),
            key=lambda each: (CHANGES.index(each[0][0]), -each[1].items, each[0]),
        )

    @property
    def damaged(self) -> int:
        """How many records are not what was recorded, or lack their policies."""
        return sum(self.lacking[why] for why in DAMAGE)


def _nobody(done: int) -> None:
    """Tell nobody how many are done."""


def replay(
    log: DecisionLog,
    span: Span = EVERYTHING,
    *,
    examples: int = EXAMPLES,
    progress: Callable[[int], object] = _nobody,
) -> Replay:
    """Return what comes of making the decisions of a log again, from the log alone.

    Args:
        log: What has the decisions.
        span: Which of them.
        examples: How many that come out otherwise are named.
        progress: What is called with how many are done, after each.

    Raises:
        LogError: The log cannot be read.
    """
    memory, found = Memory(log), Replay()
    for each in memory.decisions(span):
        found.decisions += 1
        progress(found.decisions)
        difference = _replayed(memory, each, found)
        if difference is not None:
            found.differing += 1
            if len(found.differences) < examples:
                found.differences.append(difference)
    return found


def _replayed(memory: Memory, each: Remembered | Lacking, found: Replay) -> Difference | None:
    """Count a decision; return how it differs, if it does."""
    if isinstance(each, Lacking):
        if each.why in DAMAGE:
            return Difference(each.id, each.number, each.why)
        found.lacking[each.why] += 1
        return None
    try:
        recalled = recall_by(memory.engine(each), each)
    except InvalidRequest:
        return Difference(each.id, None, "refused", each.release)
    if recalled.otherwise:
        names = tuple(recalled.decision.items[number].name for number in recalled.otherwise)
        return Difference(each.id, None, "otherwise", each.release, names)
    if recalled.open:
        found.not_fully += 1
    else:
        found.same += 1
    return None


def replay_against(
    log: DecisionLog,
    policy_set: PolicySet,
    span: Span = EVERYTHING,
    *,
    examples: int = EXAMPLES,
    progress: Callable[[int], object] = _nobody,
) -> Comparison:
    """Return what other policies would have decided on the decisions of a log.

    Args:
        log: What has the decisions.
        policy_set: The other policies.
        span: Which of the decisions.
        examples: How many are named as examples of each change.
        progress: What is called with how many are done, after each.

    Raises:
        LogError: The log cannot be read.
    """
    found = Comparison()
    engines: dict[tuple[str, ...], Engine] = {}
    for each in Memory(log).decisions(span):
        found.decisions += 1
        progress(found.decisions)
        if isinstance(each, Lacking):
            found.lacking[each.why] += 1
            continue
        if each.withheld not in engines:
            engines[each.withheld] = engine_without(policy_set, each.withheld)
        _compare(engines[each.withheld], each, found, examples)
    return found


def _compare(engine: Engine, each: Remembered, found: Comparison, examples: int) -> None:
    try:
        decision = engine.decide(each.request)
    except InvalidRequest as error:
        found.not_fitting += 1
        for (code, path), times in Counter(map(_fault, error.faults)).items():
            found.unfit.setdefault((code, path), Examples()).add(each.id, times, examples)
        return
    changes: Counter[tuple[Change, Ruling, Ruling]] = Counter()
    open_ = 0
    for was, now, item in zip(each.rulings, rulings_of(decision), decision.items, strict=True):
        if was == now:
            continue
        if cannot_be_told(each.withheld, was, now, item.missing):
            open_ += 1
        else:
            changes[_change(was, now), was, now] += 1
    if open_:
        found.open.add(each.id, open_, examples)
    for key, items in changes.items():
        found.changes.setdefault(key, Examples()).add(each.id, items, examples)
    if not open_ and not changes:
        found.unchanged += 1


def _change(was: Ruling, now: Ruling) -> Change:
    if (was.outcome == "permitted") is (now.outcome == "permitted"):
        return "otherwise"
    return "newly_permitted" if now.outcome == "permitted" else "newly_refused"


def _fault(fault: Fault) -> tuple[str, str]:
    """Return the code of a fault, and its path in the vocabulary: without places in lists."""
    return fault.code, ".".join(step for step in fault.steps if isinstance(step, str))
