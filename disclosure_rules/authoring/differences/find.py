"""Two policy sets into the classes of requests that they answer otherwise, each with an example.

An example that the prover found is decided again by the engine of each set, and the rules that it
rests on are asked of by the semantics. If these do not agree, nothing is said to be the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol

from disclosure_rules.authoring.differences.examples import Asker
from disclosure_rules.authoring.differences.renaming import renamed
from disclosure_rules.authoring.differences.words import compare_words
from disclosure_rules.authoring.smallest import smallest
from disclosure_rules.language.policy import Period
from disclosure_rules.proving.differences import (
    KINDS,
    LOOSENING,
    Pair,
    Word,
    any_change,
    causes_of,
    changes,
    permitted_with,
)
from disclosure_rules.proving.goals import AllOf, Side
from disclosure_rules.proving.sameness import Builder, paired
from disclosure_rules.proving.solving import Asking, Example, Impossible, Undecided, exists

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from disclosure_rules.authoring.differences.examples import Shown
    from disclosure_rules.authoring.differences.words import Words
    from disclosure_rules.engine import Engine
    from disclosure_rules.language.policy import PolicySet
    from disclosure_rules.proving.differences import Cause, Compared, KindName
    from disclosure_rules.proving.solving import Answer

    Request = dict[str, Any]

Result = Literal["complete", "stopped", "undecided", "mistaken"]

_KEPT: Final = 4
"""How many pairs of sides are kept as terms of the solver at once."""


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

    @property
    def nothing_loosened(self) -> bool:
        """Whether nothing loosens: proved, since whatever would is looked for first."""
        return not (self.loosened or self.mistaken or LOOSENING.intersection(self.undecided))


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
        self._askings: dict[tuple[int, bool], Asking | None] = {}

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
        if kind in ("permitted_in_new_words", "refused_in_old_words"):
            self._look_for_words(kind)
            return
        for compared in self._compared:
            self._look(kind, compared, compared.old)
            if self._words.retyped:
                # Those who write a fact in another form than before do so in every request.
                self._look(kind, compared, compared.new)

    def _look_for_words(self, kind: KindName) -> None:
        is_new = kind == "permitted_in_new_words"
        words = self._words.added if is_new else self._words.removed
        for side in self._new if is_new else self._old:
            known = {change.cause for change in self.found.changes if change.kind == kind}
            there = [w for w in words if w.taxonomy in side.vocabulary.taxonomies]
            done: list[Cause] = [word for word in there if word in known]
            sought: list[Cause] = [word for word in there if word not in known]
            self._ask(_AboutWords(self._asker, self._words, side, done), kind, sought)

    def _look(self, kind: KindName, compared: Compared, words_of: Side) -> None:
        known = {_name(change.cause) for change in self.found.changes if change.kind == kind}
        causes = causes_of(compared, kind)
        done = [cause for cause in causes if _name(cause) in known]
        sought = [cause for cause in causes if _name(cause) not in known]
        if sought and (asking := self._asking(compared, words_of)) is not None:
            about = _AboutRules(asking, self._asker, compared, words_of, kind, done)
            self._ask(about, kind, sought)

    def _asking(self, compared: Compared, words_of: Side) -> Asking | None:
        """Return who asks about two sides; None where nothing changes on their days: proved."""
        key = (id(compared), words_of is compared.new)
        if key not in self._askings:
            whole = AllOf((compared.reads(words_of), any_change(compared)))
            asking = Asking(whole)
            nothing = isinstance(asking.exists(whole, limit=self._limit), Impossible)
            self._askings[key] = None if nothing else asking
            self._make_room()
        else:
            self._askings[key] = self._askings.pop(key)
        return self._askings[key]

    def _make_room(self) -> None:
        """Forget who was asked longest ago: terms of many rules take much memory."""
        kept = [key for key, asking in self._askings.items() if asking is not None]
        for key in kept[:-_KEPT]:
            del self._askings[key]

    def _ask(self, question: _Question, kind: KindName, sought: list[Cause]) -> None:
        """Ask for an example until there is none, and keep a class for each."""
        found = self.found
        while sought and not (found.stopped or found.mistaken):
            answer = question.exists(sought, self._limit)
            if isinstance(answer, Undecided):
                if kind not in found.undecided:
                    found.undecided.append(kind)
                return
            if not isinstance(answer, Example):
                return
            cause = next((one for one in sought if question.shows(one, answer.request)), None)
            if cause is None:
                found.mistaken = True
            elif len(found.changes) >= self._most:
                found.stopped = True
            else:
                shown = self._smallest(question, cause, answer.request)
                found.changes.append(Change(kind, cause, shown, question.days))
                sought.remove(cause)
                question.done.append(cause)

    def _smallest(self, question: _Question, cause: Cause, request: Request) -> Shown:
        """Return the smallest example of a class; a clear one, if there is any."""
        clear = question.shows(cause, request, clear=True)
        if not clear:
            answer = question.exists([cause], self._limit, clear=True)
            if isinstance(answer, Example) and question.shows(cause, answer.request, clear=True):
                request, clear = answer.request, True

        def shows(trial: Request) -> bool:
            return question.shows(cause, trial, clear=clear)

        vocabulary = question.words_of.vocabulary
        return self._asker.shown(smallest(vocabulary, request, shows), question.words_of)


class _Question(Protocol):
    """Asks for a request that changes in one way."""

    words_of: Side
    """The side in whose words requests are."""
    done: list[Cause]
    """Causes that were found already."""

    @property
    def days(self) -> Period:
        """The days on which it is asked."""

    def exists(self, sought: list[Cause], limit: int, *, clear: bool = False) -> Answer:
        """Return a request that changes for one of these causes, and for none of those found."""

    def shows(self, cause: Cause, request: Request, *, clear: bool = False) -> bool:
        """Tell whether a request changes for a cause, by the engines."""


@dataclass(slots=True)
class _AboutRules:
    asking: Asking
    asker: Asker
    compared: Compared
    words_of: Side
    kind: KindName
    done: list[Cause]

    @property
    def days(self) -> Period:
        old, new = self.compared.old.period, self.compared.new.period
        return old.overlap(new) or new

    def exists(self, sought: list[Cause], limit: int, *, clear: bool = False) -> Answer:
        change = changes(self.compared, self.kind, sought, self.done, clear=clear)
        goal = AllOf((self.compared.reads(self.words_of), change))
        return self.asking.exists(goal, limit=limit)

    def shows(self, cause: Cause, request: Request, *, clear: bool = False) -> bool:
        return self.asker.changes(
            self.compared, self.kind, cause, self.done, request, self.words_of, clear=clear
        )


@dataclass(slots=True)
class _AboutWords:
    asker: Asker
    words: Words
    words_of: Side
    done: list[Cause]

    @property
    def days(self) -> Period:
        return self.words_of.period

    def exists(self, sought: list[Cause], limit: int, *, clear: bool = False) -> Answer:  # noqa: ARG002 - permitted is clear
        words, done = ([c for c in one if isinstance(c, Word)] for one in (sought, self.done))
        goal = permitted_with(self.words_of, words, done, self.words.places)
        return exists(goal, limit=limit)

    def shows(self, cause: Cause, request: Request, *, clear: bool = False) -> bool:  # noqa: ARG002 - as above
        return self.asker.says(self.words_of, cause, request)


def _meet(first: Period, second: Period, apart: timedelta) -> bool:
    return _less(first.start, second.end, apart) and _less(second.start, first.end, apart)


def _less(start: date, end: date, apart: timedelta) -> bool:
    return start <= end or start - end <= apart


def _name(cause: Cause) -> object:
    """Return what makes a cause the same on other days."""
    if isinstance(cause, Pair):
        return tuple(rule and (rule.name, rule.effect) for rule in cause)
    return cause
