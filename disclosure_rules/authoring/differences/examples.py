"""A request into what the engine of each policy set answers to it, and whether that is a change."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from disclosure_rules.authoring.differences.translating import Translator, words_in
from disclosure_rules.deciding.kleene import FALSE, TRUE
from disclosure_rules.deciding.semantics import Scope, rule
from disclosure_rules.errors import InvalidRequest
from disclosure_rules.proving.differences import OPPOSED, TURNS, Duty, Pair, Released, causes_of
from disclosure_rules.request import read_request

if TYPE_CHECKING:
    from collections.abc import Iterable

    from disclosure_rules.authoring.differences.words import Words
    from disclosure_rules.decision import Decision, ItemDecision
    from disclosure_rules.engine import Engine
    from disclosure_rules.language.policy import Rule
    from disclosure_rules.language.vocabulary import Vocabulary
    from disclosure_rules.proving.differences import Cause, Compared, KindName, Shift
    from disclosure_rules.proving.goals import Side

    Request = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answered:
    """What one policy set answers to a request, in its own words."""

    request: Request
    decision: Decision | None
    """None where the set cannot read the request: it is refused as invalid."""
    left_out: tuple[str, ...]
    """The paths of the facts for which the set has no words: it was asked without them."""

    def __repr__(self) -> str:
        """Show no value."""
        return f"Answered({self.decision!r})"


@dataclass(frozen=True, slots=True)
class Shown:
    """A request, and what each policy set answers to it."""

    request: Request
    old: Answered
    new: Answered

    def __repr__(self) -> str:
        """Show no value."""
        return f"Shown({self.old!r}, {self.new!r})"


class _Seen:
    """An item of a request, as one policy set sees it."""

    def __init__(self, engine: Engine, request: Request) -> None:
        """Read the request.

        Raises:
            InvalidRequest: The set cannot read the request.
        """
        policy_set = engine.policy_set
        facts = read_request(policy_set.vocabulary, request)
        self.day = facts.moment.astimezone(policy_set.vocabulary.zone).date()
        self.in_force = policy_set.in_force(self.day)
        self._engine, self._request = engine, request
        self._scope = Scope(policy_set.vocabulary, self.in_force, facts, facts.items[0])
        self._rules = {r.name: r for r in (*self.in_force.allow_rules, *self.in_force.deny_rules)}

    @cached_property
    def item(self) -> ItemDecision:
        """The answer for the item; worked out only when asked for, since that may take long."""
        return self._engine.decide(self._request).items[0]

    def is_so(self, named: Rule | None, shift: Shift) -> bool:
        """Tell whether a rule stands as a shift says, by the semantics."""
        # It goes by its name: what is compared may be the set in other terms.
        asked = None if named is None else self._rules.get(named.name)
        if asked is None:
            return False
        truth = rule(asked, self._scope)
        return truth is TRUE if shift.so == "true" else truth is not FALSE

    def duties(self) -> set[Duty]:
        """Return what the rules oblige to that permit or prohibit."""
        return {Duty(o.id, o.timing, o.within or "") for o in self.item.obligations}

    def suffice(self, duties: frozenset[str]) -> bool:
        """Tell whether the item may leave when these are fulfilled."""
        if not self.item.permitted:
            return False
        return not self.item.open_obligations(duties)


class Asker:
    """Asks two engines of one request, each in its own words."""

    def __init__(self, old: Engine, new: Engine, before: Vocabulary, words: Words) -> None:
        """Know both.

        Args:
            old: Decides under the set before.
            new: Decides under the set after.
            before: The vocabulary before, in the terms of the one after.
            words: What became of the words.
        """
        self._old, self._new = old, new
        back = {after: was.term for was, after in words.renamed}
        was, now = old.policy_set.vocabulary, new.policy_set.vocabulary
        # A request may write facts as either vocabulary does.
        self._to_old = {
            id(before): Translator(before, was, back),
            id(now): Translator(now, was, back),
        }
        self._to_new = {id(before): Translator(before, now, {}), id(now): Translator(now, now, {})}

    def changes(  # noqa: PLR0913, PLR0917 - what is asked, and of which request
        self,
        compared: Compared,
        kind: KindName,
        cause: Cause,
        done: Iterable[Cause],
        request: Request,
        words_of: Side,
        *,
        clear: bool,
    ) -> bool:
        """Tell whether a request changes in one way, for one cause and none of those done.

        Args:
            compared: The sides on whose days it is asked.
            kind: The way.
            cause: The cause.
            done: The causes that there may not be.
            request: The request.
            words_of: The side in whose words it is.
            clear: Whether its outcome before may not have rested on missing facts.
        """
        source = id(words_of.vocabulary)
        try:
            old = _Seen(self._old, self._to_old[source].request(request))
            new = _Seen(self._new, self._to_new[source].request(request))
        except InvalidRequest:
            return False
        if old.day not in compared.old.period or new.day not in compared.new.period:
            return False
        return (
            _changed(kind, cause, old, new)
            and not (clear and old.item.outcome == "facts_missing")
            and not any(_changed(kind, other, old, new) for other in done)
            and not _loosened(kind, compared, old, new)
        )

    def says(self, side: Side, cause: Cause, request: Request) -> bool:
        """Tell whether a side permits a request with a word in it that the other cannot read."""
        source = id(side.vocabulary)
        is_new = side.policy_set is self._new.policy_set
        here, there = (self._new, self._old) if is_new else (self._old, self._new)
        to_here, to_there = (self._to_new, self._to_old) if is_new else (self._to_old, self._to_new)
        if cause not in words_in(side.vocabulary, request):
            return False
        try:
            seen = _Seen(here, to_here[source].request(request))
        except InvalidRequest:
            return False
        if not seen.item.permitted or seen.day not in side.period:
            return False
        try:
            read_request(there.policy_set.vocabulary, to_there[source].request(request))
        except InvalidRequest:
            return True
        return False

    def shown(self, request: Request, words_of: Side) -> Shown:
        """Return what each set answers."""
        source = id(words_of.vocabulary)
        return Shown(
            request,
            _answered(self._old, self._to_old[source], request),
            _answered(self._new, self._to_new[source], request),
        )


def _answered(engine: Engine, translator: Translator, request: Request) -> Answered:
    asked = translator.request(request)
    left_out = translator.left_out(request)
    try:
        return Answered(asked, engine.decide(asked), left_out)
    except InvalidRequest:
        return Answered(asked, None, left_out)


def _changed(kind: KindName, cause: Cause, old: _Seen, new: _Seen) -> bool:
    match cause:
        case Pair():
            # One rule is asked of sooner than all.
            return any(
                any(
                    _shifted(shift, cause, old, new)
                    for shift in turn.shifts
                    if shift.effect == cause.effect
                )
                and old.item.outcome in turn.before
                and new.item.outcome == turn.after
                for turn in TURNS[kind]
            )
        case str(ground):
            if not (old.item.permitted and new.item.permitted):
                return False
            gained, lost = (new, old) if kind == "on_another_ground" else (old, new)
            return ground in gained.item.grounds and ground not in lost.item.grounds
        case Duty() | Released():
            more, less = (old, new) if kind == "with_fewer_obligations" else (new, old)
            if isinstance(cause, Released):
                both = old.item.permitted and new.item.permitted
                return both and less.suffice(cause.duties) and not more.suffice(cause.duties)
            alike = old.item.outcome == new.item.outcome
            return alike and cause in more.duties() and cause not in less.duties()
        case _:
            return False


def _shifted(shift: Shift, pair: Pair, old: _Seen, new: _Seen) -> bool:
    was, now = old.is_so(pair.old, shift), new.is_so(pair.new, shift)
    return now and not was if shift.gained else was and not now


def _loosened(kind: KindName, compared: Compared, old: _Seen, new: _Seen) -> bool:
    """Tell whether what is to be told as tightened is told as loosened already."""
    loosening = OPPOSED.get(kind)
    if loosening is None:
        return False
    return any(_changed(loosening, c, old, new) for c in causes_of(compared, loosening))
