"""Two policy sets into the classes of requests that they answer otherwise, each with an example.

An example that the prover found is decided again by the engine of each set, and the rules that it
rests on are asked of by the semantics. If these do not agree, nothing is said to be the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal

from disclosure_rules.authoring.differences.examples import Asker
from disclosure_rules.authoring.differences.renaming import renamed
from disclosure_rules.authoring.differences.words import compare_words
from disclosure_rules.authoring.smallest import smallest
from disclosure_rules.language.policy import Period
from disclosure_rules.proving.differences import (
    LOOSENING,
    Pair,
    causes_of,
    changes,
    permitted_with,
)
from disclosure_rules.proving.goals import AllOf, Side
from disclosure_rules.proving.sameness import Builder, paired
from disclosure_rules.proving.solving import Example, Undecided, exists

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from disclosure_rules.authoring.differences.examples import Shown
    from disclosure_rules.authoring.differences.words import Words
    from disclosure_rules.engine import Engine
    from disclosure_rules.language.policy import PolicySet
    from disclosure_rules.proving.differences import Cause, Compared, KindName
    from disclosure_rules.proving.goals import Goal

Result = Literal["complete", "stopped", "undecided", "mistaken"]

KINDS: Final[tuple[KindName, ...]] = (
    "newly_permitted",
    "permitted_in_new_words",
    "on_another_ground",
    "with_fewer_obligations",
    "newly_refused",
    "refused_otherwise",
    "newly_undecided",
    "on_fewer_grounds",
    "with_more_obligations",
    "refused_in_old_words",
)
"""In the order in which they are looked for: first whatever loosens."""


@dataclass(frozen=True, slots=True)
class Change:
    """A class of requests that are answered otherwise, and the smallest of them."""

    kind: KindName
    cause: Cause
    shown: Shown
    days: Period
    """Days on which it is so; there may be others."""

    @property
    def loosens(self) -> bool:
        """Whether more may leave, on another ground, or with less to be done."""
        return self.kind in LOOSENING


@dataclass(slots=True)
class Differences:
    """What came of looking for changes in meaning."""

    words: Words
    changes: list[Change] = field(default_factory=list)
    undecided: list[KindName] = field(default_factory=list)
    """Kinds of change of which not all, or none, could be found within the limit."""
    stopped: bool = False
    """Whether looking ended because as many classes were found as were asked for."""
    mistaken: bool = False
    """Whether the prover found something that the engine does not confirm."""

    @property
    def result(self) -> Result:
        """Whether these are all classes, proved; or why they may not be."""
        if self.mistaken:
            return "mistaken"
        if self.undecided:
            return "undecided"
        return "stopped" if self.stopped else "complete"

    @property
    def loosened(self) -> bool:
        """Whether something was found that loosens."""
        return any(change.loosens for change in self.changes)


Progress = "Callable[[KindName, int], None]"


def find_differences(
    old: Engine,
    new: Engine,
    *,
    limit: int,
    most: int,
    progress: Callable[[KindName, int], None] = lambda _kind, _found: None,
) -> Differences:
    """Return the classes of requests that two policy sets answer otherwise.

    Args:
        old: Decides under the set before.
        new: Decides under the set after.
        limit: How many steps one question may take.
        most: After how many classes to stop.
        progress: Is told which kind is looked for, and how many classes were found.
    """
    words = compare_words(old.policy_set.vocabulary, new.policy_set.vocabulary)
    search = _Search(old, new, words, limit, most)
    for kind in KINDS:
        progress(kind, len(search.found.changes))
        search.look_for(kind)
        if search.found.stopped or search.found.mistaken:
            break
    return search.found


def epochs(policy_set: PolicySet) -> Iterator[Side]:
    """Yield a policy set on all days that there are, one side for each interval without change."""
    day = date.min
    while True:
        following = policy_set.next_change(day)
        end = date.max if following is None else following - timedelta(days=1)
        yield Side(policy_set, policy_set.in_force(day), Period(day, end))
        if following is None:
            return
        day = following


class _Search:
    def __init__(self, old: Engine, new: Engine, words: Words, limit: int, most: int) -> None:
        self.found = Differences(words)
        self._limit = limit
        self._most = most
        self._words = words
        before = renamed(old.policy_set, words.names)
        self._asker = Asker(old, new, before.vocabulary, words)
        self._old, self._new = [*epochs(before)], [*epochs(new.policy_set)]
        self._compared = [*self._pairs()]

    def _pairs(self) -> Iterator[Compared]:
        """Yield the sides that can be asked of one request, where they may differ."""
        builder = Builder()
        same_zone = self._old[0].vocabulary.time_zone == self._new[0].vocabulary.time_zone
        # An instant can lie on another date in another zone.
        apart = timedelta(days=0 if same_zone else 2)
        for old in self._old:
            for new in self._new:
                if _meet(old.period, new.period, apart):
                    compared = paired(old, new, builder)
                    if compared.may_differ:
                        yield compared

    def look_for(self, kind: KindName) -> None:
        """Find the classes of a kind, until there are none left."""
        found = self.found
        if kind in ("permitted_in_new_words", "refused_in_old_words"):
            self._look_for_words(kind)
            return
        for compared in self._compared:
            # Those who write a fact in another form than before do so in every request.
            for sides in self._forms(compared):
                if found.stopped or found.mistaken:
                    return
                self._look(kind, compared, sides)

    def _forms(self, compared: Compared) -> Iterator[tuple[Side, Side]]:
        yield compared.old, compared.new
        if self._words.retyped:
            yield compared.new, compared.old

    def _look(self, kind: KindName, compared: Compared, sides: tuple[Side, Side]) -> None:
        known = {_name(change.cause) for change in self.found.changes if change.kind == kind}
        sought = [*causes_of(compared, kind)]
        done = [cause for cause in sought if _name(cause) in known]
        sought = [cause for cause in sought if _name(cause) not in known]
        days = compared.old.period.overlap(compared.new.period) or compared.new.period

        def shows(cause: Cause) -> Callable[[dict[str, object]], bool]:
            return lambda trial: self._asker.changes(compared, kind, cause, done, trial, sides[0])

        def goal() -> Goal:
            return AllOf((compared.reads(sides), changes(compared, kind, sought, done)))

        self._ask(kind, sought, done, goal, shows, days, sides[0])

    def _look_for_words(self, kind: KindName) -> None:
        is_new = kind == "permitted_in_new_words"
        sides = self._new if is_new else self._old
        for side in sides:
            if self.found.stopped or self.found.mistaken:
                return
            known = {change.cause for change in self.found.changes if change.kind == kind}
            words = self._words.added if is_new else self._words.removed
            words = tuple(w for w in words if w.taxonomy in side.vocabulary.taxonomies)
            done: list[Cause] = [word for word in words if word in known]
            sought: list[Cause] = [word for word in words if word not in known]

            def shows(cause: Cause, at: Side = side) -> Callable[[dict[str, object]], bool]:
                return lambda trial: self._asker.says(at, cause, trial)

            def goal(
                at: Side = side, left: list[Cause] = sought, but: list[Cause] = done
            ) -> Goal:
                return permitted_with(at, left, but)

            self._ask(kind, sought, done, goal, shows, side.period, side)

    def _ask(  # noqa: PLR0913, PLR0917 - what is asked, how it is shown, and where it is kept
        self,
        kind: KindName,
        sought: list[Cause],
        done: list[Cause],
        goal: Callable[[], Goal],
        shows: Callable[[Cause], Callable[[dict[str, object]], bool]],
        days: Period,
        words_of: Side,
    ) -> None:
        """Ask for an example until there is none, and keep a class for each."""
        found = self.found
        while sought:
            answer = exists(goal(), limit=self._limit)
            if isinstance(answer, Undecided):
                if kind not in found.undecided:
                    found.undecided.append(kind)
                return
            if not isinstance(answer, Example):
                return
            cause = next((one for one in sought if shows(one)(answer.request)), None)
            if cause is None:
                found.mistaken = True
                return
            if len(found.changes) >= self._most:
                found.stopped = True
                return
            example = smallest(words_of.vocabulary, answer.request, shows(cause))
            shown = self._asker.shown(example, words_of)
            found.changes.append(Change(kind, cause, shown, days))
            sought.remove(cause)
            done.append(cause)


def _meet(first: Period, second: Period, apart: timedelta) -> bool:
    return _less(first.start, second.end, apart) and _less(second.start, first.end, apart)


def _less(start: date, end: date, apart: timedelta) -> bool:
    return start <= end or start - end <= apart


def _name(cause: Cause) -> object:
    """Return what makes a cause the same on other days."""
    if isinstance(cause, Pair):
        return tuple(rule and (rule.name, rule.effect) for rule in cause)
    return cause
